"""The day that an article's own lines give it, where nothing else does.

Input: the stored text.
Output: the words of the date, read by kb.sources.reading, which says that it took them.
Never: takes a day from prose, one without its year, or one of several: a text whose lines give two days has none.

Lines that count: "Published 3 March 2023", a line that is only a date, a by-line or a dateline with a date.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from kb.language.mastheads import names_place
from kb.sources.iso import TIME

_MONTH: Final = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DATE: Final = re.compile(
    rf"(?<![\w-])(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}"
    rf"|(?:\d{{4}}-\d\d-\d\d|\d{{4}}-W\d\d-\d)(?:T{TIME})?|\d{{8}}T{TIME})(?![\w-])",
    re.IGNORECASE,
)
_TIME: Final = re.compile(rf"(?<=\d)T{TIME}$", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"\W*(?:first\s+)?(?:published|posted|issued|released|dated?)\b\W*(?:on\b|at\b)?", re.I)
_UPDATED: Final = re.compile(r"\b(?:updated|modified|corrected|amended)\b", re.IGNORECASE)
_BYLINE: Final = re.compile(
    r"\W*(?:(?:words|story|text|report(?:ing)?|interview|analysis|written)\s+)?by\s+(?-i:[A-Z])", re.I
)
_WRITTEN: Final = re.compile(r"[\s.,|·•–—-]+by\s+(?-i:[A-Z])[\w.’' -]{1,60}$", re.IGNORECASE)
_ONLY: Final = re.compile(
    r"(?:\W|\d|\b(?i:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\b|\b[ap]\.?m\b|\b[A-Z]{2,5}\b|\bat\b)*"
)
_DATELINE: Final = re.compile(r"(?P<head>[^\n]{3,100}?)(?:\s+(?:--|[-–—])\s|\s*[–—])")
_END: Final = re.compile(r"\W{0,5}(?:ends?|30)\W{0,5}", re.IGNORECASE)
_FURNITURE: Final = 20  # words of a line that only files the article
_HEAD: Final = 6  # lines in which a dateline stands


def own_date(text: str, body_start: int) -> str:
    """Return the date that the lines of *text* give, as written, with its time of day; "" for none or several.

    Args:
        body_start: where the header ends.
    """
    lines = [line.strip() for line in text[body_start:].splitlines() if line.strip()]
    page = text[body_start:].partition("\f")[0]  # behind its end may stand another article
    first = list(takewhile(goes_on, (line.strip() for line in page.splitlines() if line.strip())))
    days = {_TIME.sub("", date[0]).casefold() for date in map(_DATE.match, _dates(lines)) if date is not None}
    return max(_dates(first), key=len, default="") if len(days) == 1 else ""


def files(line: str) -> bool:
    """Say whether a line does no more than date the article."""
    return bool(_filed(line) or _placed(line))


def _dates(lines: Sequence[str]) -> list[str]:
    found = [_filed(line) for line in lines]
    found += [_in_dateline(line) or _placed(line) for line in lines[:_HEAD]]
    return [date for date in found if date]


def goes_on(line: str) -> bool:
    """Say whether a line is neither a rule nor an end mark, behind which another article may stand."""
    return any(map(str.isalnum, line)) and _END.fullmatch(line) is None


def _filed(line: str) -> str:
    """The date of a line that does no more than file the article."""
    if len(line.split()) > _FURNITURE:
        return ""
    dates = list(_DATE.finditer(line))
    if len(dates) != 1 or _UPDATED.search(line, 0, dates[0].start()):
        return ""
    before, after = line[: dates[0].start()], line[dates[0].end() :]
    if not _ONLY.fullmatch(after):
        return ""
    published = _PUBLISHED.match(before)
    if _ONLY.fullmatch(before[published.end() if published else 0 :]) or _BYLINE.match(line):
        return dates[0].group() + after.rstrip(" \t|·•–—.-)")
    return ""


def _placed(line: str) -> str:
    """The date of a line that says no more than where and when, and who wrote: "Geneva, 3 March 2023. By Ana Paz"."""
    dates = list(_DATE.finditer(line)) if len(line.split()) <= _FURNITURE else []
    if len(dates) != 1 or not names_place(line[: dates[0].start()]):
        return ""
    after = _WRITTEN.sub("", line[dates[0].end() :])
    return dates[0].group() + after.rstrip(" \t|·•–—.-)") if _ONLY.fullmatch(after) else ""


def _in_dateline(line: str) -> str:
    opening = _DATELINE.match(line)
    if opening is None or not opening["head"].split()[0][:1].isupper():
        return ""
    dates = _DATE.findall(opening["head"])
    place, _, behind = (part.strip() for part in opening["head"].split("(")[0].partition(","))
    filed = place.isupper() and len(place.split()) <= 4
    agency = opening["head"].endswith(")") and names_place(f"{place},") and behind == dates[0] if dates else False
    return str(dates[0]) if len(dates) == 1 and (filed or agency) else ""
