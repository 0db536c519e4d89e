"""On which days an event was, and at which hours of its day, as they are compared.

Input: an event and those that brought it about or that it is part of. Output: ISO days and hours, read by
kb.resolution.events.profile and kb.resolution.events.when.
Pure. Never: guesses; a zone that only one of two articles gives is left aside.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from kb.model import Event, TimeValue

_LOCAL: Final = len("2026-05-12T18:00")  # what follows is a zone
_WIDE: Final = timedelta(hours=14)  # hours as wide as this tell nothing apart
_APART: Final = timedelta(hours=2)
_COUNTED: Final = re.compile(r"\b(?:ago|earlier|later|before|after|previously|since|back)\b", re.IGNORECASE)
_ROUGHLY: Final = {"month": timedelta(days=15), "year": timedelta(days=183)}  # half of what is counted


def days(text: str, event: Event, whole: Iterable[Event]) -> tuple[str, str, bool]:
    """Return first and last ISO day of an event, "" if unknown, and whether the text dates it itself.

    Args:
        text: of the article.
        event: an event without a time takes that of the first of *whole* that has one.
        whole: its causes and what it is part of.
    """
    for at, own in ((event, True), *((other, False) for other in whole)):
        if at.time and (at.time.earliest_begin or at.time.latest_end):
            return *_first_and_last(text, at.time), own and at.time.basis != "inferred"
    return "", "", False


def _first_and_last(text: str, time: TimeValue) -> tuple[str, str]:
    """The days between which a time lies: what was "a month ago" need not lie in the calendar month before."""
    begin, end = time.earliest_begin[:10], time.latest_end[:10]
    slack = _ROUGHLY.get(time.granularity)
    if not (slack and begin > "0002" and end and time.words is not None and _COUNTED.search(time.words.of(text))):
        return begin, end
    return (date.fromisoformat(begin) - slack).isoformat(), (date.fromisoformat(end) + slack).isoformat()


def hours(event: Event) -> str:
    """Return from when to when of its day or night an event was, "2026-05-12T18:00/2026-05-12T23:59", "" if unknown."""
    time = event.time
    if time is None or "T" not in time.earliest_begin or "T" not in time.latest_end:
        return ""
    begin, end = time.earliest_begin[:_LOCAL], time.latest_end[:_LOCAL]
    span = _moment(end) - _moment(begin)
    return f"{begin}/{end}" if timedelta(0) <= span <= _WIDE else ""


def other_hours(one: str, other: str) -> bool:
    """Say whether two spans as *hours* gives them lie clearly apart; two of which one is unknown do not."""
    if not one or not other:
        return False
    (begin, end), (its_begin, its_end) = (map(_moment, span.split("/")) for span in (one, other))
    return max(begin, its_begin) - min(end, its_end) > _APART


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
