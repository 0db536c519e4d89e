"""What the times of two events say of whether they are one happening.

Input: EventProfiles of two articles. Output: features by name, read by kb.resolution.events.happenings.
Pure and symmetric. Never: guesses a date; that no article tells of what comes after it is all it adds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Protocol

from kb.resolution import weights as w
from kb.resolution.events.dating import other_hours
from kb.resolution.events.profile import EventProfile

SHORT: Final = timedelta(days=2)  # a time as wide as this tells happenings apart
WIDE: Final = timedelta(days=45)  # one as wide as this hardly joins any
LONG: Final = 60  # days before its article in which what has no date of its own did not take place, as a rule
_AT_ONCE: Final = frozenset({"death", "injury", "damage", "destruction"})  # what comes about on its cause's day
_SHARP: Final = frozenset(  # classes and types of what is over within a day
    "attack death injury damage crime employment explosion earthquake".split()
)
_FRESH: Final = timedelta(days=2)  # within which news of a day is told
RECENT: Final = 3  # days before its article in which what has no date of its own took place, as a rule


Days = tuple[date, date]


class Dated(Protocol):
    """An article, or an event of one, with the ISO date of the article, "" if unknown."""

    @property
    def day(self) -> str: ...


def days_between(first: Dated, second: Dated) -> int:
    """Return how many days lie between two articles, -1 if one has no date."""
    if not first.day or not second.day:
        return -1
    return abs((date.fromisoformat(first.day) - date.fromisoformat(second.day)).days)


def times(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    """Yield what the times of two events say, by name."""
    one, other = _interval(first), _interval(second)
    if one is None or other is None:
        yield from _undated(first, one, second, other)
        return
    gap = max(one[0], other[0]) - min(one[1], other[1])
    width = max(one[1] - one[0], other[1] - other[0])
    if gap <= timedelta(0):
        yield ("same days" if width <= SHORT else "days overlap" if width <= WIDE else "long overlap"), 1.0
        if other_hours(first.hours, second.hours):
            yield "other hours", 1.0
        if _came_before(first, second) or _came_before(second, first):
            yield "came before", 1.0
        if width <= WIDE and days_between(first, second) > w.FAR and max(first, second, key=_day).dated:
            yield "dated alike long after", 1.0
    elif gap <= timedelta(days=1):
        yield "next day", 1.0
        if _came_before(first, second) or _came_before(second, first):
            yield "came before", 1.0
    else:
        dated = first.dated and second.dated
        if dated and gap > WIDE:
            yield "dates long apart", 1.0
        elif dated and _each_fresh(first, one, second, other):
            yield "each of its day", 1.0
        else:
            yield ("other dates" if dated else "other days"), 1.0


def _each_fresh(first: EventProfile, one: Days, second: EventProfile, other: Days) -> bool:
    """Say whether each of two articles tells within two days of what its own text dates, and of what is soon over.

    A date of long ago may be read wrongly; "on Tuesday night" in Wednesday's paper hardly ever is.
    """
    if not (is_sharp(first) and is_sharp(second)):
        return False
    return all(
        timedelta(0) <= date.fromisoformat(event.day) - days[0] <= _FRESH
        for event, days in ((first, one), (second, other))
        if event.day
    ) and bool(first.day and second.day)


def is_sharp(event: EventProfile) -> bool:
    """Say whether an event is of a class or type that is over within a day."""
    return not _SHARP.isdisjoint((event.coarse, event.types[0]))


def _came_before(event: EventProfile, later: EventProfile) -> bool:
    """Say whether an event may be only what came before another, which its text tells as one more of its kind.

    "Struck again overnight" is not the strike of the day before; hours that meet are of one night. What is itself one
    more of its kind came before only where it was over before the other's first day.
    """
    if not later.one_more or not (event.end and later.end):
        return False
    if event.again or event.one_more:
        return event.end < later.begin
    met = bool(event.hours and later.hours) and not other_hours(event.hours, later.hours)
    return event.end < later.end and (event.begin or event.end) <= (later.begin or later.end) and not met


def wider(first: EventProfile, second: EventProfile) -> EventProfile | None:
    """Return which of two events, whose first days are known, is wider than SHORT, if one alone is.

    What has a first day alone ("since July") lasts to the day of its article.
    """
    one, other = _interval(first), _interval(second)
    if one is None or other is None or not (first.begin and second.begin):
        return None
    widths = one[1] - one[0], other[1] - other[0]
    if min(widths) > SHORT or max(widths) <= SHORT:
        return None
    return first if widths[0] > SHORT else second


def _day(event: EventProfile) -> str:
    return event.day


def dated_by_effects(events: Mapping[str, EventProfile]) -> dict[str, EventProfile]:
    """Return the events of one article; those without a day that killed, hurt or destroyed have the day that this has.

    "When a bus was buried on Tuesday" may date the deaths alone.
    """
    found = dict(events)
    for local, event in events.items():
        days = [
            (effect.begin, effect.end or effect.begin)
            for name in event.effects
            if (effect := events[name]).types[0] in _AT_ONCE and effect.begin and effect.end <= (effect.day or "9")
        ]
        if days and not (event.begin or event.end):
            found[local] = replace(event, begin=min(days)[0], end=min(days)[1])
    return found


def _undated(
    first: EventProfile, one: Days | None, second: EventProfile, other: Days | None
) -> Iterator[tuple[str, float]]:
    """Yield what the dates of the articles say where not both events have one: none tells of what is to come."""
    if not (first.day and second.day and first.real):
        return
    for days, undated in ((one, second), (other, first)):
        if days is not None:
            told = date.fromisoformat(undated.day)
            if days[0] > told + timedelta(days=1):
                yield ("after the report" if (second if undated is first else first).dated else "perhaps after it"), 1.0
            elif undated.lead and (told - days[1]).days <= RECENT:
                yield "shortly before", 1.0
            elif (told - days[1]).days > LONG:
                yield "long before", 1.0


def _interval(event: EventProfile) -> Days | None:
    if not event.begin and not event.end:
        return None
    begin, end = (date.fromisoformat(day) for day in (event.begin or event.end, event.end or event.begin))
    if not event.begin:
        begin = end - timedelta(days=30)
    if not event.end:
        end = max(begin, date.fromisoformat(event.day)) if event.day else begin
    return (begin, end) if begin <= end else (end, begin)
