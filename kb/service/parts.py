"""What a knowledge base is put together from, and what is wrong with a home that has no beginning, or another.

Input: the choices of kb.bootstrap. Output: values for kb.service.held.
Never: makes a part before it is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import ConflictError, NotFoundError

if TYPE_CHECKING:  # imported where they are used: a query needs none of them
    from kb.extraction.protocol import Extractor
    from kb.language.gazetteer import Gazetteer
    from kb.service.intake.vetting import Judge

OnWait = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What kb.bootstrap chose; each is made when it is first needed.

    Attributes:
        extractor: reads articles.
        judge: says what the shapes refuse.
        coarse: event type -> class.
        gazetteer: knows places; makes None where there is none.
    """

    extractor: "Callable[[], Extractor]"
    judge: "Callable[[], Judge]"
    coarse: Callable[[], Callable[[str], str]]
    gazetteer: "Callable[[], Gazetteer | None]"


class OtherBaseError(ConflictError):
    """The home has another base IRI than the one asked for."""

    code = "other-base"

    def __init__(self, root: Path | str, base: str, asked: str) -> None:
        self.base = base
        self.asked = asked
        super().__init__(
            f"The knowledge base in {root} has the base IRI {base}, not {asked}.",
            hint="A base IRI is chosen once; make another home with --home.",
        )


class NoBaseError(NotFoundError):
    """The home has no event yet."""

    code = "no-base"

    def __init__(self, root: Path | str) -> None:
        self.root = root
        super().__init__(f"The knowledge base in {root} was never begun.", hint="Begin it with `kb init` or `kb add`.")
