"""Which of many spans hold, or touch, a place in the text: without looking through all of them.

Input: spans with what they are of. Output: those about one span, read by stages that ask for each event or number.
Pure.
"""

from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from kb.model import Span

T = TypeVar("T")
_CELL: Final = 256  # characters


class SpanIndex(Generic[T]):
    """Spans by where they lie."""

    def __init__(self, rows: Iterable[tuple[Span, T]]) -> None:
        self._rows = list(rows)
        self._cells: dict[int, list[int]] = {}
        for place, (span, _) in enumerate(self._rows):
            for cell in _cells(span):
                self._cells.setdefault(cell, []).append(place)

    def holding(self, span: Span) -> list[tuple[Span, T]]:
        """Return the rows whose span covers *span*, in the order in which they were given."""
        rows = (self._rows[place] for place in self._cells.get(span.start // _CELL, ()))
        return [row for row in rows if row[0].covers(span)]

    def touching(self, span: Span) -> list[T]:
        """Return what those spans are of that share a character with *span*, in the order in which they were given."""
        return [item for one, item in self._about(span) if one.overlaps(span)]

    def within(self, span: Span) -> list[T]:
        """Return what those spans are of that *span* covers, in the order in which they were given."""
        return [item for one, item in self._about(span) if span.covers(one)]

    def _about(self, span: Span) -> list[tuple[Span, T]]:
        places = sorted({place for cell in _cells(span) for place in self._cells.get(cell, ())})
        return [self._rows[place] for place in places]


def _cells(span: Span) -> range:
    return range(span.start // _CELL, (span.end - 1) // _CELL + 1)
