"""Filters of templates: values of the base as people read them.

Input: plain values. Output: text, or markup of what was escaped before.
Pure but for names of countries, of the shipped gazetteer, and of languages, of Babel. Never: trusts what an article
says.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from typing import Final

from babel import Locale
from markupsafe import Markup, escape

from kb.api.pages.amounts import amid, amounts, measure, signed
from kb.api.pages.evidence import reason
from kb.language.gazetteer import shipped
from kb.model.days import first_day, last_day

_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MONTHS: Final = "January February March April May June July August September October November December".split()
_PLACED: Final = re.compile(r" \[\d+\]")
_MATCH: Final = re.compile(r"\[([^\[\]]+)\]")
_ELSEWHERE: Final = re.compile(r"`(?:kb|python)\b|--[a-z]|\bdocs/|\bKB_[A-Z]|Authorization|\b(?:GET|POST) /")
_NAME: Final = re.compile(r"<bdi>([^<]*)</bdi>")
_TURNED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_DAY: Final = 10
_THOUSAND: Final = 1000
_UNITS: Final = ((4, "TB"), (3, "GB"), (2, "MB"), (1, "kB"))
_FEW: Final = 100  # of a unit, below which a tenth of one says something
_BECAME: Final = {"occurred": "happened", "notHappened": "did not happen"}
_PARTS: Final = {
    "agent": "who did it",
    "patient": "whom or what",
    "theme": "what it concerned",
    "reality": "what became of it",
}
_STANDING: Final = {"reported": "", "not_reported_content": "not claimed"}
_UNTITLED: Final = "Untitled article"


def plain(text: object) -> str:
    """Return text for a title or an attribute: on one line, without what turns its direction or controls anything."""
    line = " ".join(str(text).split())
    if line.isascii() and line.isprintable():
        return line
    kept = (c for c in line if c not in _BIDI and unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


def count(number: float) -> str:
    """Return 1234 as "1,234", 3.5 as "3.5"."""
    return f"{int(number):,}" if abs(number) < 1e15 and number == int(number) else f"{number:,.10g}"


def sized(size: int) -> str:
    """Return a number of bytes as people have it: "812 bytes", "48 kB", "13.8 MB", "2.1 GB"; of a thousand each."""
    if size < _THOUSAND:
        return several(size, "byte")
    number, unit = next((size / _THOUSAND**n, unit) for n, unit in _UNITS if size >= _THOUSAND**n)
    return f"{number:.0f} {unit}" if number >= _FEW or unit == "kB" else f"{number:.1f} {unit}"


def spaced(name: str) -> str:
    """Return "armed_force" as "armed force", "notHappened" as "not happened"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


def recorded(type: str) -> str:
    """Return "happenings-linked", a type in the log, as "events linked": what happened is an event, as on all pages."""
    return type.replace("-", " ").replace("happenings", "events")


def became(reality: str) -> str:
    """Return what became of an event: "happened" for "occurred", "did not happen", "planned" ... as it is."""
    return _BECAME.get(reality) or spaced(reality)


def part(name: str) -> str:
    """Return what part of an event a role or field is, for people: "who did it" for "agent", others as they are."""
    return _PARTS.get(name) or spaced(name)


def titled(title: str) -> str:
    """Return the title of an article, or words for one that has none."""
    return title or _UNTITLED


def reader(by: str) -> str:
    """Return "builtin/19.9" as "builtin 19.9": extractor and version; of one in a folder no more than its name."""
    name, _, version = by.rpartition("/")
    kind, colon, where = name.partition(":")
    return f"{kind}{colon}{where.rstrip('/').rpartition('/')[2]} {version}".strip()


def told_as(field: str, value: str) -> str:
    """Return a value of a reading for people: names of the model as words, mentions without their places."""
    return value.replace("_", " ") if field == "type" else _PLACED.sub("", value)


def doer(actor: str) -> str:
    """Return who did something, for people: "mira" for "person:mira", "rule resolution/2" for "rule:resolution/2"."""
    kind, _, name = actor.partition(":")
    if not name:
        return actor
    return name if kind == "person" else f"{kind} {name}"


def followed_here(hint: str) -> str:
    """Return a hint that whoever reads a page can follow, "" for one that names a command, a header or a file."""
    return "" if _ELSEWHERE.search(hint) else hint


def undated(label: str, when: str) -> str:
    """Return what an event is called without the date at its end, where that stands beside it as *when*."""
    return label.removesuffix(f", {when}") if when else label


def spoken(words: str) -> str:
    """Return words that somebody said without the comma that leads on to who said them."""
    return words.rstrip().removesuffix(",")


def direction(text: object) -> str:
    """Return "rtl" for a text most of whose letters are written from right to left, else "ltr".

    Its first letter alone, by which dir="auto" goes, may be of a name in another script.
    """
    found = [unicodedata.bidirectional(c) for c in str(text)]
    return "rtl" if sum(one in ("R", "AL") for one in found) > found.count("L") else "ltr"


def directed(html: str) -> str:
    """Return a page on which each name with letters from right to left says which way it goes as a whole."""
    if not _TURNED.search(html):
        return html

    def each(found: re.Match[str]) -> str:
        return f'<bdi dir="{direction(unescape(found[1]))}">{found[1]}</bdi>' if _TURNED.search(found[1]) else found[0]

    return _NAME.sub(each, html)


def several(number: int, one: str, many: str = "") -> str:
    """Return "1 article", "3 articles", "2 entities"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def counted(number: int, kinds: str) -> str:
    """Return "1 event" for 1 and "events", "3 entities" for 3 and "entities"."""
    one = f"{kinds.removesuffix('ies')}y" if kinds.endswith("ies") else kinds.removesuffix("s")
    return several(number, one, kinds)


def day(stamp: str) -> str:
    """Return "2024-07-05T18:30:00Z" as "5 July 2024", "2024-07" as "July 2024"; what is no date as it is."""
    try:
        found = date.fromisoformat(stamp[:_DAY])
    except ValueError:
        part = re.fullmatch(r"(\d{4})-(\d\d)", stamp)
        return f"{_MONTHS[int(part[2]) - 1]} {part[1]}" if part and 1 <= int(part[2]) <= 12 else stamp
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def begins(given: str) -> str:
    """Return the day that a field of a form shows for a day, month or year that things are asked for from."""
    return _field(first_day, given)


def ends(given: str) -> str:
    """Return the day that a field of a form shows for a day, month or year that things are asked for up to."""
    return _field(last_day, given)


def _field(read: Callable[[str], str], given: str) -> str:
    try:
        return read(given)
    except ValueError:
        return given


def moment(stamp: str) -> str:
    """Return a date and time as "5 July 2024, 18:30 UTC"; the zone as given."""
    if len(stamp) <= _DAY:
        return day(stamp)
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    zone = found.strftime("%Z") if found.tzinfo else ""
    return f"{day(stamp)}, {found:%H:%M}" + (f" {zone}" if zone else "")


def between(begin: str, end: str) -> str:
    """Return an interval of outermost days in words; "" for one of which nothing is known."""
    if begin and end:
        return day(begin) if begin == end else _whole(begin, end) or _span(day(begin), day(end))
    if begin:
        return f"from {day(begin)}"
    return f"by {day(end)}" if end else ""


def _whole(begin: str, end: str) -> str:
    """Return the years or months that an interval is the whole of, "" if it is none."""
    if begin[4:] == "-01-01" and end[4:] == "-12-31":
        return begin[:4] if begin[:4] == end[:4] else f"{begin[:4]} to {end[:4]}"
    last = monthrange(int(end[:4]), int(end[5:7]))[1] if begin[8:] == "01" and end[:4].isdigit() else 0
    if not last or end[8:] != str(last):
        return ""
    return day(end[:7]) if begin[:7] == end[:7] else _span(day(begin[:7]), day(end[:7]))


def _span(begin: str, end: str) -> str:
    one, other = begin.split(" "), end.split(" ")
    while len(one) > 1 and one[-1:] == other[len(one) - 1 : len(one)]:
        one = one[:-1]  # "3 to 5 July 2024", "30 June to 2 July 2024"
    return f"{' '.join(one)} to {end}"


@lru_cache(maxsize=512)
def country(code: str) -> str:
    """Return the name of the country of an ISO 3166-1 code; what is no such code as it is."""
    found = shipped().country_by_code(code)
    return found.name if found is not None else code


@lru_cache(maxsize=512)
def language(code: str) -> str:
    """Return the English name of a language by its BCP 47 tag; what is no such tag as it is."""
    return str(Locale("en").languages.get(code.replace("-", "_"), code))


def percent(chance: float) -> str:
    """Return a chance as "82 %"; what is all but certain is not called certain."""
    if chance >= 1:
        return "100 %"
    return f"{min(99, max(1, round(100 * chance)))} %"


def standing(status: str) -> str:
    """Return how a statement stands, "" for one that was made: "not claimed" of what somebody did not confirm."""
    return _STANDING.get(status, spaced(status))


def found(snippet: str) -> Markup:
    """Return a snippet of full-text search with each match marked."""
    return Markup(_MATCH.sub(r"<mark>\1</mark>", str(escape(snippet))))


FILTERS: Final = {
    "plain": plain,
    "count": count,
    "recorded": recorded,
    "spaced": spaced,
    "sized": sized,
    "became": became,
    "part": part,
    "reason": reason,
    "titled": titled,
    "doer": doer,
    "reader": reader,
    "followed_here": followed_here,
    "undated": undated,
    "spoken": spoken,
    "direction": direction,
    "several": several,
    "day": day,
    "begins": begins,
    "ends": ends,
    "moment": moment,
    "country": country,
    "language": language,
    "percent": percent,
    "found": found,
    "signed": signed,
    "amid": amid,
    "standing": standing,
    "amounts": amounts,
    "measure": measure,
}
GLOBALS: Final = {"between": between, "counted": counted, "several": several, "told_as": told_as}
