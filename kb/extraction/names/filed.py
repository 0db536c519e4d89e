"""Names in datelines, by-lines and letterheads: where, for which agency, by whom or by which state a report was filed.

Input: the text, its Layout, the gazetteer.
Output: Candidates in text order, read by kb.extraction.names.coreference beside those of kb.extraction.names.stage.
Never: reads a name out of a by-line that names a body or a post ("our court reporter", "Wire staff").
Pure: no I/O.

The reader is not shown these lines: to it "KYIV (Wire) -" would be part of the first sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, takewhile
from typing import Final

from kb.extraction.layout.cues import is_writers_name
from kb.extraction.layout.stage import Layout
from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer
from kb.language.gazetteer_types import Country
from kb.model import Span

LONGEST: Final = 5  # words of a person's name
SURE: Final = 0.9  # a dateline or by-line is told by its form

_BY: Final = re.compile(r"\s*(?:(?:words|story|text|reporting|written|report|posted) )?by:?\s+", re.IGNORECASE)
_NEXT: Final = re.compile(  # "By NAME in Osk and NAME"
    r"(?:\s+in\s+(?-i:[A-Z])[\w’'-]+(?:\s(?-i:[A-Z])[\w’'-]+)?(?=\s*(?:,|and|&)))?\s*(?:,\s*(?=.*(?:\sand\s|&))(?:and\s+)?|\s+and\s+|\s*&\s*)",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"\s+(?:and|AND|&)\s+(?=[A-Z])")
_WORD: Final = re.compile(r" ?([^\W\d_](?:\.|(?:[^\W\d_]|['’-])+))")
_PARTICLES: Final = frozenset("al ben bin da das de del den der di do dos du el ibn la le van von y".split())
_NO_PERSON: Final = frozenset(
    (
        "agency agencies associated bureau chief columnist correspondent correspondents daily desk editor editorial "
        "gazette guest herald journal magazine monitor news newsroom our post press radio reporter reporters reuters "
        "service special staff team the times tribune wire wires writer writers"
    ).split()
)
_STATES: Final = re.compile(  # who heads paper with its land: "MINISTRY OF HEALTH OF THE REPUBLIC OF OSTAN"
    r"\b(?:Central\sBank|Commonwealth|Department|Embassy|Government|Kingdom|Ministry|Parliament|Presidency|Republic)\b",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"\bof\s+(?:the\s+)?", re.IGNORECASE)
_UNNAMED: Final = frozenset(  # "(Agencies)" names none
    "agencies agency and correspondent correspondents desk from news newsroom our reporter reporters reports special "
    "staff wire wires with writer writers".split()
)


def filed_names(text: str, layout: Layout, gazetteer: Gazetteer, proposals: int) -> tuple[Candidate, ...]:
    """Return the names in datelines and by-lines of *text*.

    Args:
        proposals: how many proposals the analysis has; these names are counted on from there.
    """
    numbers = count(proposals)
    found = []
    for line in layout.datelines:
        for n, place in enumerate(_apart(text, line.places, gazetteer)):
            words = _as_written(text, place)
            country = _country(gazetteer, words, _as_written(text, line.places[0])) if n else None
            group, kind = ("country", "country") if country else ("place", "place" if n else "city")
            code = country.iso2 if country else ""
            found.append(_candidate(next(numbers), place, words, group, {kind: 1.0 if country else 0.3}, code))
        if line.agency is not None and line.agency.of(text)[0].isupper():
            words = " ".join(line.agency.of(text).split())
            if set(words.casefold().split()) <= _UNNAMED:
                continue
            found.append(_candidate(next(numbers), line.agency, words, "organisation", {"platform": 0.6}, ""))
    for paragraph in layout.of_kind("header"):
        if (land := _letterhead(text, paragraph.span, gazetteer)) is not None:
            span, state = land
            words = _as_written(text, span)
            found.append(_candidate(next(numbers), span, words, "country", {"country": 1.0}, state.iso2))
    for paragraph in layout.of_kind("byline"):
        for span in _persons(text, paragraph.span):
            found.append(_candidate(next(numbers), span, _as_written(text, span), "person", {"person": 1.0}, ""))
    return tuple(sorted(found, key=lambda c: c.span))


def _apart(text: str, places: Sequence[Span], gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the places of a dateline, two towns joined by "and" as two: "OSLO and TURKU", not "Trinidad and Tobago"."""
    for place in places:
        words = place.of(text)
        joined = None if gazetteer.countries(words) or gazetteer.places(words) else _JOINED.search(words)
        if joined is None:
            yield place
        else:
            yield Span(place.start, place.start + joined.start())
            yield Span(place.start + joined.end(), place.end)


def _country(gazetteer: Gazetteer, words: str, town: str) -> Country | None:
    """The country that stands behind a dateline's town, of those that bear the name the town's: "KINSHASA, Congo"."""
    if found := gazetteer.countries(words):
        return found
    codes = dict.fromkeys(place.country for place in gazetteer.places(town) if place.country)
    around = [country for code in codes if (country := gazetteer.country_by_code(code))]
    return next((country for country in around if words in country.name.split()), None)


def _letterhead(text: str, line: Span, gazetteer: Gazetteer) -> tuple[Span, Country] | None:
    """The land whose state heads a paper, in the fewest words that name it: "Malawi" of "OF THE REPUBLIC OF MALAWI"."""
    if _STATES.search(text, line.start, line.end) is None:
        return None
    spans = [Span(of.end(), line.end) for of in _OF.finditer(text, line.start, line.end)]
    known = [(span, state) for span in spans if (state := gazetteer.countries(_as_written(text, span)))]
    return next((row for row in reversed(known) if row[1].iso2 == known[0][1].iso2), None)


def _candidate(number: int, span: Span, words: str, group: str, types: Mapping[str, float], country: str) -> Candidate:
    kind = "acronym" if words.isupper() and group == "organisation" else "name"
    return Candidate(number, span, 0, 0, group, kind, types, country, SURE, words)


def _persons(text: str, line: Span) -> Iterator[Span]:
    """The persons that a by-line opens with, up to the first words that are none."""
    opening = _BY.match(text, line.start, line.end)
    at = opening.end() if opening else line.start if is_writers_name(line.of(text)) else None
    while at is not None:
        words = list(takewhile(lambda m: _of_name(m.group(1)), _adjacent(text, at, line.end)))
        if not 2 <= len(words) <= LONGEST:
            return
        span = Span(at, words[-1].end())
        yield span
        following = _NEXT.match(text, span.end, line.end)
        at = following.end() if following else None


def _adjacent(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    while (match := _WORD.match(text, start, end)) is not None:
        yield match
        start = match.end()


def _of_name(word: str) -> bool:
    return word.casefold() not in _NO_PERSON and (word[0].isupper() or re.split(r"['’-]", word)[0] in _PARTICLES)


def _as_written(text: str, span: Span) -> str:
    """A name in capitals as the rest of the article writes it, or else with capitals at its words' heads only."""
    words = " ".join(span.of(text).split())
    if not words.isupper() or len(words) < 4:
        return words
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    forms = (m.group() for m in pattern.finditer(text) if not m.group().isupper() and m.group()[0].isupper())
    return next(forms, re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), words))
