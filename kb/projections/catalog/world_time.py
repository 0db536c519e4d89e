"""When something was in the world, as conditions on rows: certainly in an interval, possibly in it, held at a day.

Input: an interval or a day as a person writes it. Output: conditions for kb.projections.catalog.paging.
Pure. Never: takes a bound that no words gave for one. Stamps are compared as they stand, in local time of the place.
"""

from dataclasses import dataclass
from typing import Final

from kb.errors import InputError
from kb.graph.names import date_time
from kb.model import Event
from kb.model.days import first_day, last_day, moment
from kb.projections.catalog.paging import Filters

# Of the four stamps of an event "" is unknown; an event without any has no row.
TIMES: Final = "earliest_begin", "latest_begin", "earliest_end", "latest_end"
HELD: Final = ("certainly", "possibly")

_PUBLISHED: Final = "(SELECT substr(published, 1, 10) FROM articles WHERE articles.id = offices.article)"
_FROM: Final = f"CASE WHEN since <> '' THEN since WHEN status IN ('current', 'acting') THEN {_PUBLISHED} ELSE '' END"
_TO: Final = f"CASE WHEN until <> '' THEN until WHEN status IN ('current', 'acting') THEN {_PUBLISHED} ELSE '' END"


class BadIntervalError(InputError):
    """What was given is no interval of time."""

    code = "bad-interval"

    def __init__(self, given: str, why: str) -> None:
        self.given = given
        super().__init__(
            f"{given!r} is no interval: {why}.",
            hint="Give FROM/TO or one, each a year, month, day or time (2024-07-03T18:00/2024-08); .. is an open end.",
        )


class BackwardsError(InputError):
    """The day from which things are asked for lies behind the one up to which they are: nothing could be found."""

    code = "bad-interval"

    def __init__(self, since: str, until: str) -> None:
        self.since = since
        self.until = until
        super().__init__(f"until {until} lies before since {since}.", hint="Give the earlier day to since.")


def in_order(since: str, until: str) -> None:
    """Refuse two days, "" for an open end, of which the second lies before the first; raises BackwardsError."""
    if since and until and until < since:
        raise BackwardsError(since, until)


@dataclass(frozen=True, slots=True)
class Interval:
    """From a second to a second, both included; "" for an end that is open."""

    begin: str
    end: str


def interval(given: str) -> Interval:
    """Return the interval that *given* means: FROM/TO, a year, month, day or time; ".." or nothing for an open end.

    Raises:
        BadIntervalError: it means none, or ends before it begins.
    """
    first, slash, last = given.strip().partition("/")
    begin = _stamp(first, given, last=False)
    end = _stamp(last if slash else first, given, last=True)
    if not begin and not end:
        raise BadIntervalError(given, "it has neither beginning nor end")
    if begin and end and begin > end:
        raise BadIntervalError(given, "it ends before it begins")
    return Interval(begin, end)


def _stamp(text: str, given: str, *, last: bool) -> str:
    plain = text.strip()
    if plain in ("", ".."):
        return ""
    try:
        if len(plain) <= len("2024-07-04"):
            plain = last_day(plain) if last else first_day(plain)
        else:
            moment(plain)
    except ValueError as error:
        raise BadIntervalError(given, f"{plain!r} is no year, month, day or time") from error
    return date_time(plain, last=last).value[:19]


def stamps(event: Event) -> tuple[str, str, str, str] | None:
    """Return the four stamps of an event in seconds, None if no words say when it was."""
    if event.time is None:
        return None
    time = event.time
    values = (
        _second(time.earliest_begin, last=False),
        _second(time.latest_begin, last=True),
        _second(time.earliest_end, last=False),
        _second(time.latest_end, last=True),
    )
    return values if any(values) else None


def _second(stamp: str, *, last: bool) -> str:
    return date_time(stamp, last=last).value[:19] if stamp else ""


def certainly_in(filters: Filters, given: str) -> None:
    """Ask for events that lie within an interval however their bounds are taken.

    Raises:
        BadIntervalError: see *interval*.
    """
    asked = interval(given)
    conditions = ["1"]
    values = []
    if asked.begin:
        conditions.append("earliest_begin <> '' AND earliest_begin >= ?")
        values.append(asked.begin)
    if asked.end:
        conditions.append("latest_end <> '' AND latest_end <= ? AND earliest_begin <= ?")  # the latter for the index
        values += [asked.end, asked.end]
    filters.add(f"id IN (SELECT event FROM event_times WHERE {' AND '.join(conditions)})", *values)


def possibly_in(filters: Filters, given: str) -> None:
    """Ask for events that may lie within an interval: nothing that is known of their bounds speaks against it.

    Raises:
        BadIntervalError: see *interval*.
    """
    asked = interval(given)
    conditions = ["1"]
    values = []
    if asked.begin:
        conditions += ["(latest_begin = '' OR latest_begin >= ?)", "(latest_end = '' OR latest_end >= ?)"]
        values += [asked.begin, asked.begin]
    if asked.end:
        conditions += ["(earliest_end = '' OR earliest_end <= ?)", "(earliest_begin = '' OR earliest_begin <= ?)"]
        values += [asked.end, asked.end]
    filters.add(f"id IN (SELECT event FROM event_times WHERE {' AND '.join(conditions)})", *values)


def held_at(filters: Filters, day: str, held: str) -> None:
    """Ask for offices that were held on a day.

    Certainly: the day lies between known bounds; an article that calls somebody a minister says so for its own day.
    Possibly: nothing that is known speaks against it; who seeks an office, or is elected to it, does not hold it yet.

    Raises:
        BadIntervalError: *day* is none.
    """
    asked = interval(day)
    begin, end = asked.begin[:10], asked.end[:10]
    if held == "certainly":
        filters.add(f"{_FROM} <> '' AND {_FROM} <= ? AND {_TO} <> '' AND {_TO} >= ?", begin or end, end or begin)
        return
    filters.add("(since = '' OR since <= ?) AND (until = '' OR until >= ?)", end or begin, begin or end)
    filters.conditions.append("status <> 'candidate' OR since <> ''")
    filters.add(f"status <> 'elect' OR since <> '' OR {_PUBLISHED} < ?", end or begin)
    filters.add(f"status <> 'former' OR until <> '' OR {_PUBLISHED} > ?", begin or end)
