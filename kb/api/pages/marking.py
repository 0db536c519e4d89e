"""A text cut into pieces where what was understood of it begins and ends, so that overlapping spans can be marked.

Input: a text, marks over it. Output: paragraphs of pieces; a piece knows the marks that cover it and that begin there.
Pure. Offsets are code points of the stored text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

_BREAK: Final = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Characters [start, end) of which something was understood.

    Attributes:
        kind: person, body, place, statement, event, figure, or "asked" for what an address points at.
        anchor: id of the place in the page; "" for a further part of a thing whose first part has it.
        fact: key of the fact that explains it, "" for none.
    """

    start: int
    end: int
    kind: str
    anchor: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters under the same marks.

    Attributes:
        marks: that cover it, the widest first.
        begins: those of them that begin with it.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the marks, each once."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the marks, the narrowest first, each once."""
        return tuple(dict.fromkeys(mark.fact for mark in reversed(self.marks) if mark.fact))

    @property
    def leads(self) -> str:
        """The fact that a reader who follows this piece wants: of the narrowest mark that begins here; "" for none."""
        return next((mark.fact for mark in reversed(self.begins) if mark.fact), "")


def paragraphs(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[list[Piece]]:
    """Return the paragraphs of text[start:end] in pieces; joined they are the text without the blank lines between."""
    known = sorted(_within(mark, start, end) for mark in marks if mark.start < end and mark.end > start)
    bounds = sorted({start, end} | {edge for mark in known for edge in (mark.start, mark.end)})
    found, at = [], start
    for gap in [*_BREAK.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if text[at:stop].strip():
            found.append(_pieces(text, at, stop, known, bounds))
        at = gap.end() if gap else end
    return found


def _within(mark: Mark, start: int, end: int) -> Mark:
    """Return the part of a mark that lies in a stretch of text; only its beginning has its anchor."""
    if start <= mark.start and mark.end <= end:
        return mark
    anchor = mark.anchor if start <= mark.start else ""
    return replace(mark, start=max(mark.start, start), end=min(mark.end, end), anchor=anchor)


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark], bounds: Sequence[int]) -> list[Piece]:
    inside = bounds[bisect_left(bounds, start + 1) : bisect_left(bounds, end)]
    edges = [start, *inside, end]
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    pieces = []
    for left, right in pairwise(edges):
        covering = [mark for mark in here if mark.start <= left and right <= mark.end]
        covering.sort(key=lambda mark: (mark.start - mark.end, mark.kind, mark.anchor))
        begins = tuple(mark for mark in covering if mark.start == left)
        pieces.append(Piece(text[left:right], tuple(covering), begins))
    return pieces
