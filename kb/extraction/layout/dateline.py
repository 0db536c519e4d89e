"""Datelines and live-blog time stamps at the head of a paragraph.

Input: the first characters of a paragraph.
Output: places, date words, agency and span, read by kb.extraction.layout.stage (which
decides whether a paragraph may open so) and by the time stage as an anchor.
Pure: no I/O, no clock.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from kb.extraction.time.calendar_words import CLOCK_RE, DAY_RE, MONTH_RE, WEEKDAY_RE, YEAR_RE, ZONE_RE
from kb.language.mastheads import names_place, names_publisher
from kb.model.span import Span

_LONGEST: Final = 160  # a dateline ends within so many characters
_DATE: Final = (
    rf"(?:{WEEKDAY_RE},?\s+)?(?:{MONTH_RE}\s+{DAY_RE}(?:,?\s+{YEAR_RE})?|{DAY_RE}\s+{MONTH_RE}(?:,?\s+{YEAR_RE})?"
    rf"|{YEAR_RE}-\d\d-\d\d)(?!\w)"
)
DATE: Final = re.compile(_DATE, re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*(?:--|[-–—―]|:)\s+|\s*[–—―](?=\S)")
_AGENCY: Final = re.compile(r"\s*(?:\(([^()\n]{2,60})\)|/([^/\n]{2,40})/)\s*$")
_PIECE: Final = re.compile(r"[^,;/|]+")  # "PARIS/LONDON" was written in both
_PLACE_WORD: Final = re.compile(r"(?:[^\W\d_]|['’.\-/ ])+")
_SMALL: Final = frozenset("and of the de del la le el al the in near upon sur an am den da do dos das di".split())
_OPENERS: Final = frozenset("on in at by from since until after before as for with during over".split())
_LABELS: Final = frozenset(
    "PRESS LIVE BREAKING UPDATE UPDATED EXCLUSIVE WATCH NEWS ANALYSIS OPINION EXPLAINER FACTBOX TIMELINE PROFILE "
    "FEATURE VIDEO PHOTOS PHOTO CORRECTION INTERVIEW REVIEW REPORT SPORT SPORTS BUSINESS WORLD POLITICS MEDIA "
    "STATEMENT READ Q&A".split()
)
_CLOCK: Final = rf"(?:{CLOCK_RE}|(?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:{ZONE_RE}|hrs|hours)\b)|12\s(?:noon|midnight))"
_ZONED: Final = rf"{_CLOCK}(?:\s?\(?(?:{ZONE_RE}|local time|hrs|hours)\b\)?)?"
_STAMP: Final = re.compile(
    r"\s*(?:[•▪►*]{1,2}\s*)?[\[(]?(?:(?:Posted|Published|Updated|Last updated)(?: at)?:?\s+)?"
    rf"(?:(?:{_DATE}|{WEEKDAY_RE}),?\s+(?:at\s+)?)?{_ZONED}(?:\s?/\s?{_ZONED})?(?!\w)[\])]?(?:\s*\*{{1,2}}(?!\w))?",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"By\s(?:[\w'’-]+\s){0,3}[\w'’-]{2,}\.\s+(?=[A-ZÀ-Þ]{2})")  # "By Staff. OSK, May 3 -"
_AFTER_STAMP: Final = re.compile(r"\s*(?:[-–—―:|]+|\n)\s*")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed, as its first words say.

    Attributes:
        span: from the first place word through the dash that ends it.
        places: "KYIV", or "NAIROBI" and "Kenya", in text order; may be empty ("(Reuters) -").
        date: the date words, None if it has none.
        agency: the words in parentheses or slashes, None if it has none.
    """

    span: Span
    places: tuple[Span, ...]
    date: Span | None
    agency: Span | None


def find_dateline(text: str, start: int, end: int, *, first: bool) -> Dateline | None:  # noqa: PLR0911 - one return a rule
    """Return the dateline that the paragraph [start, end) opens with, if it has one.

    Args:
        first: it is the first paragraph of the story; only there a bare place
            in capitals and a dash ("ISTANBUL —") is a dateline.
    """
    if first and (signed := _SIGNED.match(text, start, end)):
        inner = find_dateline(text, signed.end(), end, first=True)
        return replace(inner, span=Span(start, inner.span.end)) if inner is not None else None
    window = text[start : min(end, start + _LONGEST)]
    separator = next((m for m in _SEPARATOR.finditer(window) if not _inside_brackets(window, m.start())), None)
    if separator is None:
        return None
    head, tail = window[: separator.start()], window[separator.end() :]
    agency_match = _AGENCY.search(head)
    agency = None
    if agency_match is not None:
        group = 1 if agency_match.group(1) else 2
        agency = Span(start + agency_match.start(group), start + agency_match.end(group))
        head = head[: agency_match.start()]
    date_match = DATE.search(head)
    date = Span(start + date_match.start(), start + date_match.end()) if date_match else None
    if agency is not None and date is None and DATE.fullmatch(agency.of(text)):
        agency, date = None, agency
    places = _places(head, date_match, start)
    if places is None or not (places or agency):
        return None
    if places and places[0].of(text).split()[0] in _LABELS:
        return None
    capitals = bool(places) and _is_capitals(places[0].of(text))
    colon = ":" in separator.group()
    heads = not any(letter.islower() for letter in text[start:end])  # "CHOLERA: SITUATION UPDATE" is no town's
    if colon and (heads or not (capitals and (first or date or agency) and _opens_sentence(tail))):
        return None
    if not (date or agency) and not (first and capitals and _opens_sentence(tail)):
        return None
    if agency and not date and not capitals and places and not first:
        return None
    return Dateline(Span(start, start + separator.end()), places, date, agency)


def find_filing(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline that a line is as a whole, with no dash behind it: "Doha, 7 August 2025 (Osk Wire)"."""
    words = text[start:end]
    behind = _AGENCY.search(words) if len(words) <= _LONGEST else None
    agency = None
    if behind is not None and DATE.search(words, 0, behind.start()) is not None:
        group = 1 if behind.group(1) else 2
        agency = Span(start + behind.start(group), start + behind.end(group))
        words = words[: behind.start()]
    date = DATE.search(words) if len(words) <= _LONGEST else None
    if date is None or words[date.end() :].strip(" .)") or not names_place(words[: date.start()].replace(" |", ",")):
        return None
    if names_publisher(words[: date.start()].strip(" \t,|·•–—-")):
        return None  # "Osk Herald, 14 May 2026"
    places = _places(words[: date.end()], date, start)
    if not places:
        return None
    return Dateline(Span(start, end), places, Span(start + date.start(), start + date.end()), agency)


def find_stamp(text: str, start: int, end: int) -> tuple[Span, int] | None:
    """Return (stamp, offset of what follows) if the paragraph opens with a clock time.

    A dash, colon, bar or line end sets a stamp off; without one ("14:32 The
    mayor ...") only the start of a sentence after it makes it a stamp.
    """
    match = _STAMP.match(text, start, min(end, start + _LONGEST))
    if match is None:
        return None
    words = match.group()
    lead = start + len(words) - len(words.lstrip())
    span = Span(lead, start + len(words.rstrip()))
    if match.end() >= end or not text[match.end() : end].strip():
        return span, end
    after = _AFTER_STAMP.match(text, match.end(), end)
    if after is not None:
        return span, after.end()
    rest = text[match.end() : min(end, match.end() + 40)]
    if rest[:1].isspace() and _opens_sentence(rest.lstrip()):
        return span, match.end() + len(rest) - len(rest.lstrip())
    return None


def _inside_brackets(window: str, position: int) -> bool:
    before = window[:position]
    hyphen = window[position : position + 1] == "-" and not before.endswith((" ", ")"))
    return before.count("(") > before.count(")") or hyphen


def _places(head: str, date: re.Match[str] | None, start: int) -> tuple[Span, ...] | None:
    """Split the words before agency and dash into places; None if they are something else."""
    spans: list[Span] = []
    for piece in _PIECE.finditer(head):
        if date is not None and piece.start() < date.end() and date.start() < piece.end():
            words, offset = head[piece.start() : max(piece.start(), date.start())], piece.start()
            if date.end() < piece.end() and head[date.end() : piece.end()].strip(" -–—"):
                return None
        else:
            words, offset = piece.group(), piece.start()
        bare = re.sub(r"^(?:and|AND)\s+", "", words.strip(" \t\n-–—"))
        if not bare:
            continue
        if not _is_place(bare):
            return None
        begin = start + offset + words.index(bare)
        spans.append(Span(begin, begin + len(bare)))
    return tuple(spans) if len(spans) <= 4 else None


def _is_place(words: str) -> bool:
    parts = words.split()
    if not parts or len(parts) > 6 or _PLACE_WORD.fullmatch(words) is None:
        return False
    if parts[0].lower() in _OPENERS:
        return False
    return parts[0][:1].isupper() and all(p[:1].isupper() or p.lower() in _SMALL for p in parts)


def _is_capitals(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 2 and all(not c.islower() for c in letters)


def _opens_sentence(tail: str) -> bool:
    head = tail.lstrip("\"'“‘«„([")
    return bool(head) and (head[0].isupper() or head[0].isdigit())
