"""Which country "the country" is, where several are named or only a part of it is: "northern Osk ... the country".

Input: mention candidates in text order, the text, the gazetteer. Output: the candidates, with the code of a country on
those descriptions; the country, the town or the company of a country that is meant of several; read by
kb.extraction.builtin and kb.extraction.names.coreference.
Pure. Never: says which country is meant in a sentence that names one; there the model does.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.names.agreement import FIRM, MANY_LANDS, agrees, is_firm
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.place_context import DIRECTION
from kb.extraction.names.stage import Candidate
from kb.extraction.names.world_regions import told_by_region
from kb.language.gazetteer import Gazetteer

LANDS: Final = frozenset({"country", "nation"})
TOWNS: Final = frozenset({"city", "town"})
SAYING: Final = 24  # characters of "announced that the"
SURE_TOWN: Final = 0.9  # from which a link to a town told of once before is believed
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_THE_OSKAN: Final = re.compile(r"\bthe\s+(?:[A-Z][\w-]+\s+){0,2}$", re.IGNORECASE)
_SAID: Final = re.compile(
    r"\b(?:said|says|added|adds|announced|announces|insisted|insists|warned|warns)\s+(?:that\s+)?the\s+$"
)
_OWNING: Final = re.compile(r"['’]s?\s")
_OPENS: Final = re.compile(r"[“\"]?(?:The\s+)?")
_REACH: Final = 8
_WIDE: Final = 40  # characters of "the" and of an adjective before a description


def with_countries(candidates: Sequence[Candidate], text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the candidates, "the country" with its code where the article names it by its parts alone, or its region.

    "The two countries" are a group.
    "Raiders struck northern Osk ... the worst year of the country": Osk, not its north.
    """
    candidates = [replace(c, group="group", types={"group": 1.0}) if _are_several(c) else c for c in candidates]
    told_of = ((c, told_by_region(c, candidates, text, gazetteer)) for c in candidates)
    candidates = [replace(c, country=code, kind="nominal") if code else c for c, code in told_of]
    parts: dict[str, int] = {}  # code -> where a part of the country is named first
    for part in candidates:
        whole = DIRECTION.sub("", part.words) if part.named and part.group == "place" else part.words
        country = gazetteer.countries(whole) if whole != part.words else None
        if country is not None:
            parts.setdefault(country.iso2, part.span.start)
    named = {c.country: c.span.start for c in reversed(candidates) if c.named and c.group == "country" and c.country}
    told = {code: at for code, at in parts.items() if code not in named and at < min(named.values(), default=len(text))}
    if len(told) != 1:
        return tuple(candidates)
    code, first = next(iter(told.items()))
    return tuple(replace(c, country=code) if _is_told(c, text) and c.span.start > first else c for c in candidates)


def _are_several(candidate: Candidate) -> bool:
    return (
        candidate.kind == "nominal"
        and candidate.group == "country"
        and candidate.words.casefold().rpartition(" ")[2] in MANY_LANDS
    )


def _is_told(candidate: Candidate, text: str) -> bool:
    land = candidate.kind == "nominal" and candidate.words.casefold() in LANDS and not candidate.country
    return land and _THE.search(text, max(0, candidate.span.start - _REACH), candidate.span.start) is not None


def of_code(candidate: Candidate, home: Mapping[int, Cluster]) -> Cluster | None:
    """Return the cluster of the country whose code a description has, None for none."""
    return next((c for c in home.values() if c.country == candidate.country and c.group == "country"), None)


def meant_of(candidate: Candidate, bearers: Sequence[Cluster], text: str) -> Cluster | None:
    """Return which of several countries "the country" is where its sentence names none, None for other words.

    Of 94 in annotated articles it is the one named first in 26 of 29 where the paragraph names none before it either,
    and the one named most in 54 of 65 where the paragraph does.
    """
    if candidate.words.casefold() not in LANDS or len(bearers) < 2:
        return None
    at = candidate.span.start
    paragraph = text.rfind("\n", 0, at) + 1
    sentence = max(paragraph, *(text.rfind(end, 0, at) for end in (". ", "? ", "! ", ".” ", '." ')))
    names = sorted((m.span.start, n) for n, one in enumerate(bearers) for m in one.members if m.kind != "pronoun")
    before = [(start, n) for start, n in names if start < at]
    if not before or before[-1][0] >= sentence:
        return None
    if before[-1][0] < paragraph:
        return bearers[before[0][1]]
    (most, count), *others = Counter(n for _, n in names).most_common(2)
    return bearers[most] if not others or count > others[0][1] else None


def of_whoever_says_so(candidate: Candidate, found: Cluster, home: Mapping[int, Cluster], text: str) -> Cluster:
    """Return the country whose official says what "the country" does: "Osk's president, back from Lom, said [it]"."""
    if (
        candidate.words.casefold() not in LANDS
        or (said := _SAID.search(text, max(0, candidate.span.start - SAYING), candidate.span.start)) is None
    ):
        return found
    ends = (text.rfind(end, 0, said.start()) for end in ("\n", ". ", "? "))
    start = max((at + (1 if text[at] == "\n" else 2) for at in ends if at >= 0), default=0)
    for cluster in {id(c): c for c in home.values() if c.group == "country" and c.named}.values():
        for member in cluster.members:
            owns = member.kind == "adjective" or _OWNING.match(text, member.span.end)
            opens = start <= member.span.start and _OPENS.fullmatch(text, start, member.span.start) is not None
            if owns and opens and member.named:
                return cluster
    return found


def first_land(candidate: Candidate, found: Cluster, link: float, home: Mapping[int, Cluster], text: str) -> Cluster:
    """Return the country that the article names first where "The country" opens a paragraph and no link is sure."""
    start = candidate.span.start
    opens = text[text.rfind("\n", 0, start) + 1 : start].strip().casefold() == "the"
    if candidate.words.casefold() not in LANDS or not opens or link >= SURE_TOWN:
        return found
    lands = {id(c): c for c in home.values() if c.group == "country"}
    named = [(m.span.start, n) for n, c in lands.items() for m in c.members if m.named and m.span.start < start]
    return lands[min(named)[1]] if named else found


def first_town(candidate: Candidate, found: Cluster, link: float, home: Mapping[int, Cluster], text: str) -> Cluster:
    """Return the town that the article names first in place of one that "the city" only follows from afar.

    Where the paragraph names no town before it "the city" is the town named first in 58 of 75, the last in 22.
    """
    if candidate.words.casefold() not in TOWNS or candidate.group != "place" or link >= SURE_TOWN:
        return found
    at = candidate.span.start
    paragraph = text.rfind("\n", 0, at) + 1
    towns = {id(c): c for c in home.values() if c.group == "place"}  # a member is looked at once: a story has hundreds
    told = sorted((m.span.start, n) for n, c in towns.items() for m in c.members if _is_town(m) and m.span.start < at)
    told = [(start, n) for start, n in told if not text[start : start + 3].isupper()]  # of a dateline
    if not told or told[-1][0] >= paragraph or told[-1][1] != id(found) or sum(n == id(found) for _, n in told) > 1:
        return found
    return towns[told[0][1]]


def _is_town(member: Candidate) -> bool:
    likeliest = max(member.types, key=lambda kind: member.types[kind], default="")
    return member.kind == "name" and likeliest in ("city", "town", "village")


def firm_of_country(candidate: Candidate, home: Mapping[int, Cluster], text: str) -> Cluster | None:
    """Return the one company told of with an adjective: "Oskan rival Blue Tide ... the [Oskan company]"."""
    if candidate.kind != "nominal" or not candidate.country or candidate.types.get("company", 0.0) < FIRM:
        return None
    if not _THE_OSKAN.search(text, max(0, candidate.span.start - _WIDE), candidate.span.start):
        return None
    before = {id(c): c for c in home.values()}
    of_it = [
        c
        for c in before.values()
        if is_firm(c)
        and agrees(candidate, c)
        and any(m.country == candidate.country and m.span.start < candidate.span.start for m in c.members)
    ]
    return of_it[0] if len(of_it) == 1 else None
