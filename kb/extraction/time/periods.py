"""Weeks, months, years, windows and shifts, seen from an anchor.

Input: one atom. Output: Interval, read by kb.extraction.time.resolution.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from kb.extraction.time.anchors import Anchor
from kb.extraction.time.calendar import (
    FIRST,
    LAST,
    Interval,
    add_days,
    add_months,
    edge_of,
    of_day,
    of_month,
    of_season,
    of_unit,
    of_year,
)
from kb.extraction.time.days import nearest_year
from kb.extraction.time.expression import Atom

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_SEASONS: Final = frozenset("spring summer autumn fall winter".split())
_OFFSET: Final = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "same": 0}


def period_interval(atom: Atom, edge: str, anchor: Anchor, tense: str, reference: Interval | None) -> Interval | None:
    """Return the stretch that the atom names, None if nothing settles it."""
    whole = _whole(atom, edge, anchor, tense, reference)
    if whole is None:
        return None
    edge = atom.part if atom.kind == "period" and atom.part else edge
    if edge == "eve":
        return of_day(add_days(whole.first_day, -1))
    bare_quarter = atom.part[:1] == "q" and not atom.year and tense != "future"
    if bare_quarter and anchor.day is not None and edge_of(whole, edge, anchor.day).first_day > anchor.day:
        whole = of_year(whole.first_day.year - 1)
    return (
        edge_of(whole, edge, anchor.day)
        if edge and atom.kind in {"month", "year", "decade", "century", "period"}
        else whole
    )


def _whole(atom: Atom, edge: str, anchor: Anchor, tense: str, reference: Interval | None) -> Interval | None:  # noqa: PLR0911 - one return a rule
    if atom.kind == "year":
        return of_year(atom.year, atom.number)
    if atom.kind == "decade":
        return of_unit(date(atom.year, 1, 1), "decade")
    if atom.kind == "century":
        return of_unit(date(max(1, (atom.number - 1) * 100 + 1), 1, 1), "century") if atom.number > 1 else None
    if atom.kind == "season":
        return of_season(atom.year, atom.unit)
    if atom.kind == "month":
        if atom.unit == "year" and atom.which in {"following", "previous", "same"}:
            return (
                of_month(reference.first_day.year + _OFFSET[atom.which], atom.month) if reference is not None else None
            )
        return _month(atom, anchor.day, tense)
    if atom.kind == "period":
        return _period(atom, edge, anchor.day, tense, reference)
    if atom.kind == "window":
        return _window(atom, anchor, tense)
    if atom.kind == "shift":
        return _shift(atom, anchor, tense, reference)
    if atom.kind == "vague":
        return _vague(atom, anchor.day)
    return None


def _month(atom: Atom, today: date | None, tense: str) -> Interval | None:  # noqa: PLR0911 - one return a rule
    if atom.year:
        return of_month(atom.year, atom.month)
    if today is None or atom.which in {"following", "previous", "same"}:
        return None
    if atom.unit == "year":
        return of_month(today.year + _OFFSET[atom.which], atom.month)
    if atom.which == "last":
        return of_month(today.year - (atom.month >= today.month), atom.month)
    if atom.which == "next":
        return of_month(today.year + (atom.month <= today.month), atom.month)
    if atom.which == "this":
        return of_month(today.year, atom.month)
    if atom.month == today.month:
        return of_month(today.year, atom.month)
    year = nearest_year(today, atom.month, 28 if atom.month < today.month else 1, tense)
    return of_month(year, atom.month) if year else None


def _period(atom: Atom, edge: str, today: date | None, tense: str, reference: Interval | None) -> Interval | None:  # noqa: PLR0911 - one return a rule
    if atom.year:
        return of_year(atom.year)
    if atom.part in {"h1", "h2"}:
        return None  # of a match as likely as of a year
    base = today
    if atom.which in {"same", "following", "previous"}:
        base = reference.first_day if reference is not None else None
    if base is None:
        return None
    offset = _OFFSET.get(atom.which, 0)
    if atom.unit in _SEASONS:
        season = _season(atom, base, offset, tense)
        if season is not None and not atom.which and tense == "past":
            return Interval(season.low, min(season.last_day, base), season.granularity)
        return season
    if atom.unit == "weekend":
        return _weekend(base, atom.which, offset, tense)
    unit = {"season": "year", "fiscal year": "year"}.get(atom.unit, atom.unit)
    whole = of_unit(base, unit, offset)
    if whole is None or today is None or offset or edge or atom.part or unit == "day":
        return whole
    if tense == "past":
        return Interval(whole.low, min(whole.last_day, today), whole.granularity)
    if tense == "future":
        return Interval(max(whole.first_day, today), whole.high, whole.granularity)
    return whole


def _season(atom: Atom, base: date, offset: int, tense: str) -> Interval | None:
    rows = [
        season for year in range(base.year - 2, base.year + 3) if (season := of_season(year, atom.unit)) is not None
    ]
    if atom.which == "last":
        rows = [season for season in rows if season.last_day < base]
        return rows[-1] if rows else None
    if atom.which == "next":
        rows = [season for season in rows if season.first_day > base]
        return rows[0] if rows else None
    if not atom.which and tense:
        rows = [s for s in rows if (s.first_day <= base if tense == "past" else s.last_day >= base)]
        return (rows[-1] if tense == "past" else rows[0]) if rows else None
    holding = [season for season in rows if season.first_day <= base <= season.last_day]
    same_year = [season for season in rows if season.first_day.year == base.year]
    return (holding or same_year or [None])[0]  # type: ignore[list-item]


def _weekend(base: date, which: str, offset: int, tense: str) -> Interval | None:
    if which == "last":
        return of_unit(base, "weekend", -1)
    if which == "this" and tense != "future" and base.weekday() < 4:
        return of_unit(base, "weekend", -1)
    return of_unit(base, "weekend", offset)


def _window(atom: Atom, anchor: Anchor, tense: str) -> Interval | None:
    """ "the past 24 hours" ends at the anchor, "the next three days" begin there, "recent weeks" have no begin."""
    if anchor.day is None or atom.which in {"following", "previous", "preceding"}:
        return None
    if atom.which == "within" and tense != "future":
        return None
    today, unit = anchor.day, atom.unit
    gran = unit if unit in {"week", "month", "year", "decade", "century", "quarter"} else "day"
    number = atom.number
    if not number:
        return Interval(FIRST, today, gran) if atom.direction < 0 else Interval(today, LAST, gran)
    if unit in {"hour", "minute", "second"} and anchor.minutes >= 0:
        now = datetime.combine(today, time(anchor.minutes // 60, anchor.minutes % 60))
        step = timedelta(**{f"{unit}s": number}) * atom.direction
        return Interval(min(now, now + step), max(now, now + step), "hour" if unit == "hour" else "minute")
    moved = _moved(today, unit, number * atom.direction)
    if moved is None:
        return None
    return Interval(min(moved, today), max(moved, today), "range" if number > 1 else gran)


def _moved(day: date, unit: str, number: int) -> date | None:
    if unit in {"hour", "minute", "second"}:
        days = {"hour": 24, "minute": 1440, "second": 86400}[unit]
        return add_days(day, -(-abs(number) // days) * (1 if number > 0 else -1))
    if unit in {"day", "week", "weekend"}:
        return add_days(day, number * (1 if unit == "day" else 7))
    months = _MONTHS.get(unit)
    return add_months(day, months * number) if months is not None else None


def _shift(atom: Atom, anchor: Anchor, tense: str, reference: Interval | None) -> Interval | None:  # noqa: PLR0911 - one return a rule
    """ "two days ago", "three weeks later", "in two months"."""
    base: date | None = anchor.day
    if atom.which == "reference":
        base = None
        if reference is not None:
            base = reference.last_day if atom.direction > 0 else reference.first_day
    if base is None or (atom.which == "in" and tense != "future"):
        return None
    unit = atom.unit
    if not atom.number:
        if atom.which == "reference":
            return None
        return Interval(FIRST, base, _fine(unit)) if atom.direction < 0 else Interval(base, LAST, _fine(unit))
    if unit in {"hour", "minute", "second"}:
        return _hours(atom, anchor, base)
    moved = _moved(base, unit, atom.number * atom.direction)
    if moved is None:
        return None
    if atom.which == "reference" and reference is not None and _coarser(reference, unit):
        low, high = (_moved(d, unit, atom.number * atom.direction) for d in (reference.first_day, reference.last_day))
        return Interval(low or moved, high or moved, "range")
    if unit in {"day", "weekend"}:
        return of_day(moved)
    if unit == "week":
        return Interval(add_days(moved, -3), add_days(moved, 3), "week")
    return of_unit(moved, unit)


def _coarser(reference: Interval, unit: str) -> bool:
    """Whether what is counted in *unit* cannot be told more exactly than the time that it counts from."""
    days = {"day": 1, "weekend": 2, "week": 7, "month": 31, "quarter": 92}
    return unit in days and reference.granularity != "night" and _length(reference) > days[unit]


def _length(at: Interval) -> int:
    return (at.last_day - at.first_day).days + 1


def _hours(atom: Atom, anchor: Anchor, base: date) -> Interval | None:
    if atom.which == "reference":
        return of_day(base)
    if anchor.minutes < 0 or base != anchor.day:
        moved = _moved(base, atom.unit, atom.number * atom.direction)
        return Interval(min(moved, base), max(moved, base), "day") if moved is not None else None
    now = datetime.combine(base, time(anchor.minutes // 60, anchor.minutes % 60))
    moment = now + timedelta(**{f"{atom.unit}s": atom.number}) * atom.direction
    return Interval(moment, moment, "hour" if atom.unit == "hour" else "minute")


def _fine(unit: str) -> str:
    return unit if unit in {"week", "month", "year", "decade", "century", "hour", "minute"} else "day"


def _vague(atom: Atom, today: date | None) -> Interval | None:
    """ "recently" ended by the anchor, "soon" begins after it, "now" holds it."""
    if today is None or atom.which in {
        "then",
        "at the time",
        "at that time",
        "meanwhile",
        "in the past",
        "formerly",
        "eventually",
    }:
        return None
    if atom.direction < 0:
        return Interval(FIRST, today, "day")
    if atom.direction > 0:
        return Interval(today, LAST, "day")
    return of_day(today)
