"""Stretches of the calendar: days, nights, weeks, months, seasons, years.

Input: dates and names of units. Output: Interval, read by kb.extraction.time.resolution.
Pure: datetime arithmetic only, no clock.
"""

import calendar as _calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

FIRST: Final = date(1, 1, 2)
LAST: Final = date(9998, 12, 30)
_PARTS: Final[dict[str, tuple[int, int]]] = {  # minutes after midnight
    "small_hours": (0, 300),
    "dawn": (240, 420),
    "morning": (360, 720),
    "noon": (720, 720),
    "afternoon": (720, 1080),
    "dusk": (1050, 1230),
    "evening": (1080, 1439),
    "early": (0, 540),
    "late": (1080, 1439),
}
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Interval:
    """From *low* through *high*, both inclusive.

    Attributes:
        low, high: whole days as dates, or local date-times; of one kind.
        granularity: one of kb.model.extraction.GRANULARITIES.
        zone: ISO offset ("+02:00") where the words name a zone, else "".
    """

    low: date | datetime
    high: date | datetime
    granularity: str
    zone: str = ""

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return day_of(self.low)

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return day_of(self.high)


def day_of(moment: date | datetime) -> date:
    """Return the day of a date or date-time."""
    return moment.date() if isinstance(moment, datetime) else moment


def stamp(moment: date | datetime, zone: str = "") -> str:
    """Return the ISO 8601 stamp: a date, or a date-time to the minute with its zone if one is known."""
    if isinstance(moment, datetime):
        return moment.strftime("%Y-%m-%dT%H:%M").rjust(16, "0") + zone
    return moment.isoformat()


def add_days(day: date, days: int) -> date:
    """Return *day* moved, held inside the calendar."""
    try:
        return min(max(day + timedelta(days=days), FIRST), LAST)
    except OverflowError:
        return LAST if days > 0 else FIRST


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9998 * 12)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _calendar.monthrange(year, month + 1)[1]))


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the date, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def of_day(day: date) -> Interval:
    """Return a whole day."""
    return Interval(day, day, "day")


def of_part(day: date, part: str) -> Interval | None:
    """Return a part of *day*; "night" runs to the next morning, "midnight" ends the day."""
    if part == "day":
        return of_day(day)
    if part == "night":
        return Interval(_at(day, 1080), _at(add_days(day, 1), 360), "night")
    if part == "midnight":
        end = _at(add_days(day, 1), 0)
        return Interval(end, end, "hour")
    hours = _PARTS.get(part)
    if hours is None:
        return None
    return Interval(_at(day, hours[0]), _at(day, hours[1]), "hour" if hours[0] == hours[1] else "part_of_day")


def of_clock(day: date, minutes: int, zone: str) -> Interval:
    """Return an instant of *day*, *minutes* after midnight."""
    moment = _at(day, minutes)
    return Interval(moment, moment, "minute" if minutes % 60 else "hour", zone)


def _at(day: date, minutes: int) -> datetime:
    extra, minutes = divmod(minutes, 1440)
    return datetime.combine(add_days(day, extra), time(minutes // 60, minutes % 60))


def of_month(year: int, month: int) -> Interval:
    """Return a month."""
    return Interval(date(year, month, 1), date(year, month, _calendar.monthrange(year, month)[1]), "month")


def of_year(year: int, last: int = 0) -> Interval:
    """Return a year, or the years through *last*."""
    return Interval(date(year, 1, 1), date(last or year, 12, 31), "range" if last else "year")


def of_unit(day: date, unit: str, offset: int = 0) -> Interval | None:  # noqa: PLR0911 - one return a rule
    """Return the week, weekend, month ... that holds *day*, or one *offset* units away; None for another unit."""
    if unit == "day":
        return of_day(add_days(day, offset))
    if unit == "week":
        monday = add_days(day, 7 * offset - day.weekday())
        return Interval(monday, add_days(monday, 6), "week")
    if unit == "weekend":
        saturday = add_days(day, 7 * offset + 5 - day.weekday())
        return Interval(saturday, add_days(saturday, 1), "weekend")
    if unit == "month":
        moved = add_months(day, offset)
        return of_month(moved.year, moved.month)
    if unit == "quarter":
        moved = add_months(day.replace(day=1), 3 * offset - (day.month - 1) % 3)
        return Interval(moved, add_days(add_months(moved, 3), -1), "quarter")
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if years is not None:
        first = day.year + offset * years - (day.year + offset * years) % years
        if not 1 <= first <= 9998 - years:
            return None
        return Interval(date(first, 1, 1), date(first + years - 1, 12, 31), unit)
    return None


def of_season(year: int, season: str) -> Interval | None:
    """Return a season of the northern year; winter begins in December of *year*."""
    month = _SEASONS.get(season)
    if month is None or not 2 <= year <= 9997:
        return None
    first = date(year, month, 1)
    return Interval(first, add_days(add_months(first, 3), -1), "season")


def edge_of(whole: Interval, edge: str, today: date | None) -> Interval:  # noqa: PLR0911 - one return a rule
    """Return the part of a period that "early", "mid", "the end of", "q3" or "later in" mean."""
    low, high = whole.first_day, whole.last_day
    if edge == "earlier" and today is not None:
        return Interval(low, max(low, min(high, today)), whole.granularity)
    if edge in {"later", "rest"} and today is not None:
        return Interval(min(high, max(low, today)), high, whole.granularity)
    months = (high.year - low.year) * 12 + high.month - low.month + 1
    if edge in {"h1", "h2"}:
        middle = add_months(low, months // 2) if months > 1 else add_days(low, (high - low).days // 2 + 1)
        half = (low, add_days(middle, -1)) if edge == "h1" else (middle, high)
        return Interval(*half, "range")
    if edge[:1] == "q" and months == 12:
        begin = add_months(low, 3 * (int(edge[1]) - 1))
        return Interval(begin, add_days(add_months(begin, 3), -1), "quarter")
    thirds = {"early": (0, 1), "start": (0, 1), "mid": (1, 2), "middle": (1, 2), "late": (2, 3), "end": (2, 3)}.get(
        edge
    )
    if thirds is None:
        return whole
    if months == 1 and (high - low).days > 20:
        days = (1, 11, 21, high.day + 1)
        begin = low.replace(day=days[thirds[0]])
        return Interval(begin, low.replace(day=days[thirds[1]] - 1), whole.granularity)
    if months >= 3:
        begin = add_months(low, months * thirds[0] // 3)
        return Interval(begin, add_days(add_months(low, months * thirds[1] // 3), -1), whole.granularity)
    length = (high - low).days + 1
    return Interval(
        add_days(low, length * thirds[0] // 3), add_days(low, max(0, length * thirds[1] // 3 - 1)), whole.granularity
    )
