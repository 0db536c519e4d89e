"""The date an article gives for itself, as ISO 8601, or the reason why not.

Input: a date as written in a header, a page, a feed or a record.
Output: "2025-07-04", or "2025-07-04T20:15:00+03:00" with the zone as given.
Never: guesses: no order of day and month, no century, no year, no zone that
several regions call by one name. What cannot be told is said and left out.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, Final

from kb.sources.iso import none_but_iso, read_iso
from kb.sources.outcome import Note

UNDATED: Final = "nothing is dated by it."  # how what is said of an article without a day ends
_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-]\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?")
_LEAD: Final = re.compile(
    r"^(?:first\s+)?(?:published|posted|updated|released|date)?\s*(?:on|at)?\s*:?\s*", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)\s*$")
_DOTTED: Final = re.compile(r"\b([ap])\.\s?m\.?", re.IGNORECASE)
_AT: Final = re.compile(r"\s+(?:at|um|o)\s+(?=\d)|\s*[|·•–—]\s*", re.IGNORECASE)
_AHEAD: Final = re.compile(r"\b(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d\d))?$")
_YEAR_FIRST: Final = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|$)")
_ZONE: Final = re.compile(r"\b[A-Z]{3,5}$")

_HOURS: Final = {  # abbreviations that mean one offset
    "UTC": 0.0, "GMT": 0.0, "Z": 0.0, "WET": 0.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0,
    "MSK": 3.0, "TRT": 3.0, "EAT": 3.0, "CAT": 2.0, "SAST": 2.0, "WAT": 1.0, "PKT": 5.0, "NPT": 5.75, "ICT": 7.0,
    "WIB": 7.0, "HKT": 8.0, "SGT": 8.0, "PHT": 8.0, "JST": 9.0, "KST": 9.0, "AEST": 10.0, "AEDT": 11.0, "ACST": 9.5,
    "AWST": 8.0, "NZST": 12.0, "NZDT": 13.0, "EST": -5.0, "EDT": -4.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0,
    "PST": -8.0, "PDT": -7.0, "AKST": -9.0, "AKDT": -8.0, "HST": -10.0, "BRT": -3.0, "ART": -3.0, "CLT": -4.0,
}  # fmt: skip
_LANGUAGES: Final = (  # whose month names are known; all that dateparser knows would take seconds to load
    "de fr es it pt nl pl ru uk cs sk bg ro hu sv da nb fi el tr ar fa he hi bn id vi zh ja ko".split()
)
_SHARED_ZONES: Final = frozenset({"IST", "BST", "CST", "AST", "GST", "AMT", "ECT", "SST", "ADT", "WST", "PYT"})


def read_date(raw: str, now: datetime) -> tuple[str, tuple[Note, ...]]:
    """Return the date *raw* means, "" if it cannot be told, and notes on it.

    Args:
        raw: as written; "" gives "" and a note that there is none.
        now: what lies more than a day beyond it is in the future: kept, and said.
    """
    text = " ".join(raw.split())
    if not text:
        return "", (Note("no-date", f"It has no publication date; {UNDATED}"),)
    plain = _YEAR_FIRST.sub(lambda match: f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", text)
    found, notes = _read(plain)
    if found is None or not _has_utc(found):
        return "", notes or (Note("unreadable-date", f"Its date {text[:60]!r} cannot be read; {UNDATED}"),)
    if isinstance(found, datetime) and found.tzinfo and found.timestamp() == 0:
        return "", (Note("no-date", f"Its date {text[:60]!r} is how programs write that there is none."),)
    if _day(found) > (now + timedelta(days=1)).date():
        notes = (*notes, Note("future-date", f"Its date {found.isoformat()} lies in the future; it was kept."))
    return found.isoformat(), notes


def _day(found: date) -> date:
    if isinstance(found, datetime):
        return found.astimezone(UTC).date() if found.tzinfo else found.date()
    return found


def _has_utc(found: date) -> bool:
    """Say whether the moment has a year in UTC too: the last hours of 9999 west of Greenwich have none."""
    try:
        _day(found)
    except OverflowError:
        return False
    return True


def _read(text: str) -> tuple[date | None, tuple[Note, ...]]:
    found = _machine(text)
    if found is not None or none_but_iso(text):
        return found, ()
    return _written(text)


def _machine(text: str) -> date | None:
    """Read ISO 8601, the mail and feed format, and seconds since 1970."""
    if (found := read_iso(text)) is not None:
        return found
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    if re.match(r"[A-Za-z]{3}, \d", text):
        try:
            return parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    return None


def _written(text: str) -> tuple[date | None, tuple[Note, ...]]:
    """Read a date as people write it."""
    notes: list[Note] = []
    plain = _LEAD.sub("", _BRACKETS.sub("", text))
    plain = _AT.sub(" ", _DOTTED.sub(r"\1m", plain))
    # dateutil takes "GMT+2" for two hours behind, as POSIX does; news mean ahead.
    plain = _AHEAD.sub(lambda match: f"{match[1]}{match[2]:0>2}{match[3] or '00'}", plain)
    day_first = False
    if numeric := _NUMERIC.search(plain):
        first, second, year = int(numeric[1]), int(numeric[3]), numeric[4]
        if len(year) == 2:
            return None, (Note("ambiguous-date", f"Its date {text[:60]!r} has no full year; it was left out."),)
        if first <= 12 and second <= 12 and first != second:
            reason = f"Its date {text[:60]!r} may begin with the day or the month; it was left out."
            return None, (Note("ambiguous-date", reason),)
        day_first = first > 12
    elif not _YEAR.search(plain):
        return None, (Note("partial-date", f"Its date {text[:60]!r} has no year; {UNDATED}"),)
    zone = _ZONE.search(plain)
    if zone and zone[0] in _SHARED_ZONES:
        plain = plain[: zone.start()].rstrip()
        notes.append(Note("zone", f"The zone {zone[0]} has several meanings; the time was kept without one."))
    try:
        found, complete = _english(plain, day_first)
    except (ValueError, OverflowError, TypeError, AttributeError):
        found, complete = _any_language(plain)
    if found is None:
        return None, ()
    if not complete:
        return None, (Note("partial-date", f"Its date {text[:60]!r} names no day; {UNDATED}"),)
    return found, tuple(notes)


def _english(text: str, day_first: bool) -> tuple[date | None, bool]:
    """Read with dateutil, twice from different defaults: what differs was not in the text."""
    from dateutil import parser

    options: dict[str, Any] = {"dayfirst": day_first, "tzinfos": _offset, "fuzzy": False}
    one = parser.parse(text, default=datetime(2000, 1, 1, 1), **options)
    two = parser.parse(text, default=datetime(2004, 2, 2, 2), **options)
    if one.date() != two.date():
        return one, False
    return (one if one.hour == two.hour else one.date()), True


def _offset(name: str | None, seconds: int | None) -> tzinfo | None:
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name is None:
        return None
    if name.upper() not in _HOURS:
        raise ValueError(f"No such zone: {name}.")
    return timezone(timedelta(hours=_HOURS[name.upper()]))


def _any_language(text: str) -> tuple[date | None, bool]:
    """Read with dateparser: month names of other languages, nothing relative."""
    if not _YEAR.search(text) or len(text) > 80:
        return None, False
    from dateparser.date import DateDataParser

    reader = DateDataParser(
        languages=_LANGUAGES, settings={"PARSERS": ["absolute-time"], "STRICT_PARSING": True, "NORMALIZE": True}
    )
    data = reader.get_date_data(text)
    if data.date_obj is None:
        return None, False
    if data.period == "time" or re.search(r"\d:\d\d", text):
        return data.date_obj, True
    return data.date_obj.date(), data.period == "day"
