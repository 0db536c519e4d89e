"""What every extractor offers, built in or plugged in, and how one is found.

Input: the entry points of group "kb.extractors", the settings.
Output: an Extractor for kb.service.
Never: imports an extractor that nobody asked for.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Final, Protocol, runtime_checkable

from kb.errors import InputError, KbError, NotFoundError
from kb.model import Article, Extraction
from kb.settings import Settings, load_settings

GROUP: Final = "kb.extractors"
DEFAULT: Final = "builtin"
ANY_LANGUAGE: Final = "*"


@runtime_checkable
class Extractor(Protocol):
    """Reads one article into claims that each cite its characters.

    Attributes:
        name: what it was asked for by, "builtin" or "spacy:en_core_web_sm".
        version: changes whenever the same text may give another extraction.
        model: hash of the model's weights, "" if it has none.
        languages: BCP 47 primary tags that it reads, ("en", "fr"); ("*",) for all.
    """

    name: str
    version: str
    model: str
    languages: tuple[str, ...]

    def extract(self, article: Article) -> Extraction:
        """Return all that *article* says, in text order.

        Pure: the same article gives the same extraction, byte for byte.
        """
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that an extractor was told and could not make a claim of.

    Attributes:
        what: the thing itself, on one line, as it came.
        reason: why it cannot stand, in words.
    """

    what: str
    reason: str


@runtime_checkable
class Refusing(Protocol):
    """An extractor that keeps account of what it left out: its source may err, as a language model does."""

    def extract_and_refuse(self, article: Article) -> tuple[Extraction, tuple[Refusal, ...]]:
        """Return what `extract` gives, and all that was answered and is not in it."""
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


class ExtractorNameError(InputError):
    """What stands behind the colon of an extractor's name does not fit it."""

    code = "extractor-name"

    def __init__(self, name: str, reason: str, hint: str) -> None:
        self.name = name
        super().__init__(f"The extractor {name!r} cannot be made: {reason}.", hint=hint)


class BrokenExtractorError(InputError):
    """A package offers an extractor of this name, and it cannot be loaded or is none."""

    code = "broken-extractor"

    def __init__(self, name: str, point: str, reason: str) -> None:
        self.name = name
        self.point = point
        self.reason = reason
        super().__init__(
            f"The extractor {name!r} cannot be used: its entry point {point} {reason}.",
            hint="Mend or update the package that offers it, or name another extractor.",
        )


def extractor_names() -> tuple[str, ...]:
    """Return the names of the installed extractors, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_extractor(name: str = DEFAULT, settings: Settings | None = None) -> Extractor:
    """Return the extractor of this name, ready to read.

    Args:
        name: an entry point's name, "NAME:ARGUMENT" for one that takes an
            argument, or several with commas between: then the first that
            reads an article's language reads it.
        settings: for factories that declare a parameter of this name; None: as in force.

    Raises:
        UnknownExtractorError: no installed package offers it.
        ExtractorNameError: it takes no argument, or needs one.
        BrokenExtractorError: its entry point leads to nothing, breaks off, or makes no Extractor.
    """
    given = settings if settings is not None else load_settings()
    names = [part.strip() for part in name.split(",") if part.strip()] or [name]
    made = [_load(one, given) for one in names]
    return made[0] if len(made) == 1 else FirstThatReads(made)


def _load(name: str, settings: Settings) -> Extractor:
    base, _, argument = name.partition(":")
    for point in entry_points(group=GROUP, name=base):
        try:
            extractor = _made(point.load(), name, argument, settings)
        except KbError:
            raise
        except Exception as error:  # a plug-in may raise whatever it likes
            raise BrokenExtractorError(name, point.value, f"broke off: {type(error).__name__}: {error}") from error
        if not isinstance(extractor, Extractor):
            raise BrokenExtractorError(name, point.value, f"makes no Extractor, but {type(extractor).__name__}")
        return extractor
    raise UnknownExtractorError(name, extractor_names())


def _made(factory: Callable[..., Any], name: str, argument: str, settings: Settings) -> Any:
    """Call a factory with those of *argument* and *settings* that it declares."""
    wanted = inspect.signature(factory).parameters
    values: dict[str, Any] = {}
    if "settings" in wanted:
        values["settings"] = settings
    if "argument" in wanted:
        if not argument and wanted["argument"].default is inspect.Parameter.empty:
            raise ExtractorNameError(name, "its name goes on after a colon", f"Write {name.rstrip(':')}:WHAT.")
        if argument:
            values["argument"] = argument
    elif argument:
        base = name.partition(":")[0]
        raise ExtractorNameError(name, f"{base} takes nothing after a colon", f"Write {base}.")
    return factory(**values)


def reads(extractor: Extractor, language: str) -> bool:
    """Say whether *extractor* reads articles with this BCP 47 tag; an undecided one, "", anybody may try."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return not primary or ANY_LANGUAGE in extractor.languages or primary in extractor.languages


class FirstThatReads:
    """Several extractors as one: each article is read by the first that knows its language."""

    model = ""

    def __init__(self, extractors: Iterable[Extractor]) -> None:
        self.parts = tuple(extractors)
        self.name = ",".join(part.name for part in self.parts)
        self.version = ",".join(part.version for part in self.parts)
        self.languages = tuple(dict.fromkeys(tag for part in self.parts for tag in part.languages))

    def part_for(self, language: str) -> Extractor:
        """Return the extractor for a language; the first of all if none declares it."""
        return next((part for part in self.parts if reads(part, language)), self.parts[0])

    def extract(self, article: Article) -> Extraction:
        """Return what the extractor for the article's language says; it bears that one's name."""
        return self.part_for(article.language).extract(article)

    def extract_and_refuse(self, article: Article) -> tuple[Extraction, tuple[Refusal, ...]]:
        """Return the same with what that one refused."""
        part = self.part_for(article.language)
        return part.extract_and_refuse(article) if isinstance(part, Refusing) else (part.extract(article), ())
