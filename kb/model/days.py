"""Days, months, years and times as a person writes them: one rule wherever kb takes one.

Input: "2024", "2024-03", "2024-03-05"; a time "2024-03-05T18:30". Output: ISO form; a year or month as the day that
begins or ends it.
Read by every filter that takes days: commands, HTTP, pages, scripts, saved queries and assistants. Pure.
Never: takes other forms of ISO 8601 (2024-W10, 20240305), which would mean something else from one place to the next.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final

WRITTEN: Final = r"^\d{4}(-\d\d(-\d\d)?)?$"
_PART: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)


def first_day(given: str) -> str:
    """Return the day on which *given* begins: of a year or month its first, of a day itself; "" for "".

    Raises:
        ValueError: it is no day, month or year; says why where it looks like one.
    """
    return _day(given, last=False)


def last_day(given: str) -> str:
    """Return the day on which *given* ends, as *first_day* has the one on which it begins.

    Raises:
        ValueError: as there.
    """
    return _day(given, last=True)


def one_day(given: str) -> str:
    """Return *given*, which must be a day and no more than one.

    Raises:
        ValueError: it is none; says what else it is.
    """
    first, last = _day(given, last=False), _day(given, last=True)
    if first != last:
        raise ValueError(f"it is a {'month' if '-' in given else 'year'}, and one day is needed")
    return first


def moment(given: str) -> datetime:
    """Return a time, with a zone if one is written: 2024-03-05T18:30, 2024-03-05T18:30:00Z, 2024-03-05T18:30+01:00.

    Raises:
        ValueError: it is none.
    """
    text = given.strip()
    if not _TIME.fullmatch(text):
        raise ValueError(f"{text!r} is no time")
    return datetime.fromisoformat(text)


def _day(given: str, *, last: bool) -> str:
    text = given.strip()
    if not text:
        return ""
    part = _PART.fullmatch(text)
    if part is None:
        timed = _TIME.fullmatch(text)
        raise ValueError("it is a time, and a day is needed" if timed else "it is no day, month or year")
    year, month = int(part[1]), int(part[2] or (12 if last else 1))
    begin = date(year, month, int(part[3] or 1))  # its error says what is wrong: "month must be in 1..12"
    return begin.replace(day=monthrange(year, month)[1]).isoformat() if last and not part[3] else begin.isoformat()
