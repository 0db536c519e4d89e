"""Days, nights and clock times, seen from an anchor.

Input: the atoms of an expression that names a day. Output: Interval and a note
on contradictions, read by kb.extraction.time.resolution.
"""

from datetime import date, timedelta
from typing import Final

from kb.extraction.time.anchors import Anchor
from kb.extraction.time.calendar import Interval, add_days, make_date, of_clock, of_day, of_part, of_unit
from kb.extraction.time.calendar_words import WEEKDAYS
from kb.extraction.time.expression import Atom
from kb.extraction.time.zones import zone_offset

SOON: Final = 31  # days ahead that a date told as past may yet lie
_LONG_AGO: Final = 300  # days that such a date counts as farther than one in the past
_FUTURE_FAR: Final = 120  # days that an undecided date in the future counts as farther than one in the past
_NAMES: Final = {number: name for name, number in WEEKDAYS.items() if name.endswith("day")}
_NEARBY: Final = {"shortly_before": -1, "just_before": -1, "shortly_after": 1, "just_after": 1, "soon_after": 1}


def day_interval(
    atoms: tuple[Atom, ...], edge: str, anchor: Anchor, tense: str, reference: Interval | None, bound: str
) -> tuple[Interval | None, str]:
    """Return the day, night or instant that the atoms name, None if nothing settles it, and a note."""
    by_kind = {atom.kind: atom for atom in reversed(atoms)}
    dated, weekday = by_kind.get("date"), by_kind.get("weekday")
    part = next((atom.part for atom in atoms if atom.part and atom.part not in {"holiday", "day"}), "")
    clock = by_kind.get("clock")
    note = ""
    if dated is not None and weekday is not None:
        whole, note = _reconciled(dated, weekday, part, anchor, tense)
        if note or whole is None:
            return whole, note
    else:
        whole = _whole_day(by_kind, anchor, tense, reference, bound, clock)
        if whole is None and part == "midnight" and tense == "past" and anchor.day is not None:
            whole = of_day(anchor.day if _is_after(edge) else add_days(anchor.day, -1))  # the last midnight there was
    if whole is None:
        return None, ""
    day = whole.first_day
    if edge == "eve":
        day = add_days(day, -1)
        whole = of_day(day)
    if clock is not None:
        return _clock_at(day, clock, edge, part), note
    shaded = part or (edge if edge in {"early", "late"} else "")
    if shaded and whole.granularity == "day" and day == whole.last_day:
        if part in {"morning"} and edge == "early":
            shaded = "small_hours"
        if part == "midnight" and _is_after(edge):
            day = add_days(day, -1)  # "shortly after midnight on Tuesday" is as Tuesday begins
        return _near(of_part(day, shaded) or whole, edge), note
    return whole, note


def _is_after(edge: str) -> bool:
    return _NEARBY.get(edge, 0) > 0


def _near(at: Interval, edge: str) -> Interval:
    """ "shortly before noon": the hour before."""
    step = _NEARBY.get(edge)
    if step is None or at.granularity == "day":
        return at
    hour = timedelta(hours=1)
    return (
        Interval(at.low - hour, at.low, "hour", at.zone)
        if step < 0
        else Interval(at.high, at.high + hour, "hour", at.zone)
    )


def _clock_at(day: date, clock: Atom, edge: str, part: str) -> Interval:
    minutes = clock.minutes
    if part in {"afternoon", "evening", "night"} and 60 <= minutes < 720:
        if part == "night" and minutes < 360:
            day = add_days(day, 1)
        else:
            minutes += 720
    elif part == "night" and minutes < 360:
        day = add_days(day, 1)
    return _near(of_clock(day, minutes, zone_offset(clock.zone)), edge)


def _whole_day(  # noqa: PLR0911 - one return a rule
    by_kind: dict[str, Atom], anchor: Anchor, tense: str, reference: Interval | None, bound: str, clock: Atom | None
) -> Interval | None:
    today = anchor.day
    if "date" in by_kind:
        return date_interval(by_kind["date"], anchor, tense, by_kind.get("period"))
    if "weekday" in by_kind:
        return weekday_interval(by_kind["weekday"], today, tense, bound, by_kind.get("period"))
    if "day_word" in by_kind:
        return of_day(add_days(today, by_kind["day_word"].number)) if today is not None else None
    part = by_kind.get("part")
    if part is not None and part.which:
        if reference is None:
            return None
        return of_day(add_days(reference.first_day, {"following": 1, "previous": -1}.get(part.which, 0)))
    if reference is not None and reference.first_day == reference.last_day:
        return of_day(reference.first_day)
    if today is None:
        return None
    if part is not None and clock is None:
        settled = part.part in {"dawn", "noon", "small_hours"} or (
            part.part == "midnight" and bound in {"by", "until", "before"}
        )
        return of_day(today) if settled else None
    if clock is not None and anchor.minutes >= 0 and tense != "future" and clock.minutes > anchor.minutes:
        return of_day(add_days(today, -1)) if not clock.zone and bound not in {"by", "until"} else of_day(today)
    return of_day(today)


def date_interval(atom: Atom, anchor: Anchor, tense: str, period: Atom | None = None) -> Interval | None:
    """Return the day, or days, of a date; without a year the nearest that the tense allows."""
    year = atom.year
    if not year and anchor.day is not None:
        shift = {"last": -1, "next": 1, "this": 0}
        which = atom.which or (period.which if period is not None and period.unit == "year" else "")
        if which in shift:
            year = anchor.day.year + shift[which]
        elif not which:
            year = nearest_year(anchor.day, atom.month, atom.day, tense, SOON)
    if not year:
        return None
    first = make_date(year, atom.month, atom.day)
    if first is None:
        return None
    if atom.last_day > atom.day:
        last = make_date(year, atom.month, atom.last_day)
        return Interval(first, last, "range") if last is not None else None
    return of_day(first)


def nearest_year(today: date, month: int, day: int, tense: str, soon: int = 1) -> int:
    """Return the year of the nearest such day, looking back or ahead as *tense* says; 0 if there is none.

    A day of eleven months back would be told with its year: "they begin on 9 August" means the one to come.

    Args:
        soon: days ahead that a day told as past may yet lie.
    """
    best, least = 0, 10_000
    for year in (today.year - 1, today.year, today.year + 1):
        candidate = make_date(year, month, day or 1)
        if candidate is None:
            continue
        away = (candidate - today).days
        if (tense == "future" and away < -1) or (tense == "past" and away > soon):
            continue
        ahead = {"": _FUTURE_FAR, "past": _LONG_AGO}.get(tense, 0) if away > 1 else 0
        cost = abs(away) + ahead
        if cost < least:
            best, least = year, cost
    return best


def weekday_interval(  # noqa: PLR0911 - one return a rule
    atom: Atom, today: date | None, tense: str, bound: str, period: Atom | None = None
) -> Interval | None:
    """Return the day of a weekday: up to and including today in the past, from today on in the future."""
    if today is None:
        return None
    back = (today.weekday() - atom.weekday) % 7
    if period is not None and period.unit in {"week", "weekend"}:
        week = of_unit(today, "week", {"last": -1, "next": 1}.get(period.which, 0))
        return of_day(add_days(week.first_day, atom.weekday)) if week is not None else None
    if atom.which == "last":
        return of_day(add_days(today, -(back or 7)))
    if atom.which == "next":
        return of_day(add_days(today, 7 - today.weekday() + atom.weekday))
    if atom.which in {"following", "previous", "same"}:
        return None
    if tense == "future" or (bound in {"by", "until"} and tense != "past"):
        return of_day(add_days(today, -back % 7))
    return of_day(add_days(today, -back))


def _on_weekday(dated: Atom, weekday: int, today: date) -> Interval | None:
    """A day without its year where it is nearest to *today*, whatever the tense wants, if it is that weekday there."""
    near = (make_date(year, dated.month, dated.day) for year in (today.year, today.year - 1, today.year + 1))
    day = min(filter(None, near), key=lambda day: abs((day - today).days), default=None)
    return of_day(day) if day is not None and day.weekday() == weekday else None


def _reconciled(dated: Atom, weekday: Atom, part: str, anchor: Anchor, tense: str) -> tuple[Interval | None, str]:
    """A weekday and a date beside it: agree, share a night, or contradict each other."""
    whole = date_interval(dated, anchor, tense)
    if whole is None:
        return None, ""
    day = whole.first_day
    off = (day.weekday() - weekday.weekday) % 7
    if off == 0:
        return whole, ""
    if not dated.year and anchor.day is not None and (told := _on_weekday(dated, weekday.weekday, anchor.day)):
        return told, ""
    note = f"{_NAMES[weekday.weekday].capitalize()} is not {day.isoformat()}."
    evening = add_days(day, -1)
    if part == "night" and off == 1:
        return of_part(evening, "night"), note + f" Read as the night from {evening.isoformat()}."
    if off in {1, 6}:
        other = add_days(day, -1 if off == 1 else 1)
        return Interval(min(day, other), max(day, other), "range"), note + " Kept both days."
    return Interval(day, day, "day"), note + " Kept the date."
