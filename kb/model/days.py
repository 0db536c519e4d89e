"""A day, a month or a year as a person writes one, as the day that begins or ends it.

Input: "2024", "2024-03", "2024-03-05". Output: a day in ISO form.
Read by every filter that takes days: commands, HTTP, pages, scripts and assistants. Pure.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final

WRITTEN: Final = r"^\d{4}(-\d\d(-\d\d)?)?$"
_MONTH: Final = re.compile(r"(\d{4})(?:-(\d\d))?")


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


def _day(given: str, *, last: bool) -> str:
    text = given.strip()
    if not text:
        return ""
    if part := _MONTH.fullmatch(text):
        year, month = int(part[1]), int(part[2] or (12 if last else 1))
        begin = date(year, month, 1)  # its error says what is wrong: "month must be in 1..12"
        return begin.replace(day=monthrange(year, month)[1] if last else 1).isoformat()
    return date.fromisoformat(text).isoformat()
