"""What every extractor offers, built in or plugged in, and how one is found.

Input: the entry points of group "kb.extractors".
Output: an Extractor for kb.service.
Never: imports an extractor that nobody asked for.
"""

from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from kb.errors import NotFoundError
from kb.model import Article, Extraction

GROUP = "kb.extractors"
DEFAULT = "builtin"


@runtime_checkable
class Extractor(Protocol):
    """Reads one article into claims that each cite its characters.

    Attributes:
        name: the entry point's name.
        version: changes whenever the same text may give another extraction.
        model: hash of the model's weights, "" if it has none.
    """

    name: str
    version: str
    model: str

    def extract(self, article: Article) -> Extraction:
        """Return all that *article* says, in text order.

        Pure: the same article gives the same extraction, byte for byte.
        """
        ...


class UnknownExtractorError(NotFoundError):
    """No installed package offers an extractor of this name."""

    code = "unknown-extractor"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(
            f"No extractor {name!r} is installed.",
            hint=f"Installed: {', '.join(known) or 'none'}. Others come as packages with an entry point in {GROUP!r}.",
        )


def extractor_names() -> tuple[str, ...]:
    """Return the names of the installed extractors, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_extractor(name: str = DEFAULT) -> Extractor:
    """Return the extractor of this name, ready to read.

    Raises:
        UnknownExtractorError: no installed package offers it.
        TypeError: what the entry point makes is no Extractor.
    """
    for point in entry_points(group=GROUP, name=name):
        extractor = point.load()()
        if not isinstance(extractor, Extractor):
            raise TypeError(f"Entry point {point.value} makes no Extractor: {type(extractor).__name__}.")
        return extractor
    raise UnknownExtractorError(name, extractor_names())
