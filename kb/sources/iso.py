"""Days and times in the forms of ISO 8601 that tell a day.

Input: a date as written, in one line. Output: a date, or a datetime with the zone as given.
Never: a day for what names a year, a month, a week or a span of time only.

Forms: of days calendar, week and ordinal dates, extended or compact; of times any precision, with a fraction of the
last part that is there; 24:00; offsets and Z, also with the minus sign of typography; a zone's name in brackets
behind the offset (RFC 9557), which says no more than it.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

_DAY: Final = r"(?:\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d|\d{4}-[0-3]\d\d(?!\d)|\d{8}(?=T|$)|\d{4}W\d{3}|\d{7}(?=T))"
TIME: Final = r"\d\d(?::?\d\d(?::?\d\d)?)?(?:[.,]\d+)?(?:\s?(?:Z|[+\-\u2212]\d\d(?::?\d\d)?))?(?:\[[\w/+:=-]{1,60}\])?"
_WHOLE: Final = re.compile(rf"({_DAY})(?:[T ]({TIME}))?", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[[^\]]*\]$")
_FRACTION: Final = re.compile(r"(\d\d)(?::?(\d\d))?[.,](\d+)(.*)", re.DOTALL)
_SPAN: Final = re.compile(rf"{_DAY}\S*/(?:{_DAY}|P)", re.IGNORECASE)
_BEGINS: Final = re.compile(rf"{_DAY}(?=[T ]|$)", re.IGNORECASE)
_CALENDAR: Final = re.compile(r"\d{4}-?\d\d-?\d\d")


def read_iso(text: str) -> date | None:
    """Return the day or time that *text* means, None if it is in no such form or no calendar has it."""
    from dateutil.parser import isoparse

    whole = _WHOLE.fullmatch(text)
    if whole is None:
        return None
    day, time = whole[1].upper(), _BRACKETED.sub("", whole[2] or "").replace("\u2212", "-").replace(" ", "").upper()
    further = timedelta()
    if fraction := _FRACTION.fullmatch(time):
        share = float(f"0.{fraction[3]}")
        further = timedelta(minutes=share) if fraction[2] else timedelta(hours=share)
        time = f"{fraction[1]}{fraction[2] or ''}{fraction[4]}".replace(":", "")
    try:
        found: datetime = isoparse(day)
        if not time:
            return found.date()
        # the parser holds day and time to one form, extended or compact, and news do not
        moment: datetime = isoparse(f"{found:%Y-%m-%d}T{time.replace(':', '')}")
        return moment + further
    except (ValueError, OverflowError):
        return None


def none_but_iso(text: str) -> bool:
    """Say whether others would misread *text*: a span, a week or ordinal day, or a day that no calendar has."""
    if _SPAN.match(text):
        return True
    day = _BEGINS.match(text)
    return day is not None and (read_iso(day[0]) is None or not _CALENDAR.fullmatch(day[0]))
