"""Times with bounds, some of them unknown, and what can be said of two: certainly, possibly.

Input: the stamps of the graph, or dates as SPARQL writes them. Output: read by kb.query.sparql.functions.
Pure. Never: takes a bound that no words gave for one. As kb.projections.catalog.world_time has it for lists: stamps are
compared as they stand, in local time of the place; a bound that is not known makes nothing certain and speaks against
nothing.
"""

import calendar
import re
from dataclasses import dataclass
from typing import Final

_DATE: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A time: it began between two stamps and ended between two; "" for one that is not known."""

    earliest_begin: str = ""
    latest_begin: str = ""
    earliest_end: str = ""
    latest_end: str = ""

    def certainly_in(self, other: "Span") -> bool:
        """It lies within the other, however the bounds of both are taken."""
        return _surely(other.latest_begin, self.earliest_begin) and _surely(self.latest_end, other.earliest_end)

    def possibly_in(self, other: "Span") -> bool:
        """There is a way to take the bounds so that it lies within the other."""
        begins = _maybe(other.earliest_begin, self.latest_begin) and _maybe(other.earliest_begin, self.latest_end)
        return begins and _maybe(self.earliest_end, other.latest_end) and _maybe(self.earliest_begin, other.latest_end)

    def before(self, other: "Span") -> bool:
        """It certainly ended before the other began."""
        return bool(self.latest_end and other.earliest_begin) and self.latest_end < other.earliest_begin

    def possibly_before(self, other: "Span") -> bool:
        """It may have ended before the other began."""
        end = self.earliest_end or self.earliest_begin
        begin = other.latest_begin or other.latest_end
        return not end or not begin or end < begin

    def overlaps(self, other: "Span") -> bool:
        """They certainly have a time in common."""
        return _surely(self.latest_begin, other.earliest_end) and _surely(other.latest_begin, self.earliest_end)

    def possibly_overlaps(self, other: "Span") -> bool:
        """Nothing says that one was over when the other began."""
        return not self.before(other) and not other.before(self)


EMPTY: Final = Span()


def literal_span(text: str) -> Span:
    """Return what a year, a month, a day or a time means: all of itself; EMPTY for anything else."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return EMPTY
    year, month = int(found["year"]), int(found["month"] or 0)
    if found["clock"]:
        clock = found["clock"]
        whole = len(clock) == len("00:00:00")
        begin, end = (clock, clock) if whole else (f"{clock}:00", f"{clock}:59")
    else:
        begin, end = "00:00:00", "23:59:59"
    if year < 1 or not 0 <= month <= 12:
        return EMPTY
    first = f"{year:04}-{month or 1:02}-{found['day'] or '01'}"
    last = f"{year:04}-{month or 12:02}-{found['day'] or calendar.monthrange(year, month or 12)[1]}"
    return Span(f"{first}T{begin}", f"{first}T{begin}", f"{last}T{end}", f"{last}T{end}")


def joined(*spans: Span) -> Span:
    """Return the time from the first of *spans* to the last; one that is EMPTY leaves that end open."""
    if len(spans) == 1:
        return spans[0]
    if len(spans) != 2:
        raise TypeError("One time, or two from which and to which.")
    first, last = spans
    return Span(first.earliest_begin, first.latest_begin, last.earliest_end, last.latest_end)


def _surely(first: str, second: str) -> bool:
    return bool(first and second) and first <= second


def _maybe(first: str, second: str) -> bool:
    return not first or not second or first <= second
