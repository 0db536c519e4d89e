"""Districts and provinces kept apart from the towns that they are named after.

Input: mention candidates, the text. Output: the candidates, those of places with the word for their kind that stands
beside them: "Banderi" in "Banderi district", both names in "Sylhet and Sunamganj districts", "Van" in "the eastern
province of Van". Read by kb.extraction.builtin before names are put together.
"Jammu and Kashmir" is one land, a "river town" no river, "Osk bus" in "Osk bus crash" no place but Osk.
Pure. Never: makes a candidate of words that had none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.names.forms import ADMINISTRATIVE
from kb.extraction.names.place_kinds import VEHICLES
from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer
from kb.model import Span

_WORDS: Final = "|".join(sorted(ADMINISTRATIVE))
_PLURALS: Final = {
    **{f"{word}s": word for word in ADMINISTRATIVE},
    "counties": "county",
    "territories": "territory",
}
_AFTER: Final = re.compile(rf"\s(?P<word>{_WORDS})\b(?!\s(?:[A-Z]|administration|council|court|hospital|government))")
_NAMED: Final = re.compile(  # "Lamar County Sheriff", no "Lamar County Hospital"
    rf"\s(?P<word>{'|'.join(sorted(word.capitalize() for word in ADMINISTRATIVE))})\b"
    r"(?!\s(?:Agency|Assembly|Authority|Board|Bureau|Church|Club|College|Commission|Committee|Council|Court|Department|"
    r"District|Fair|Government|Health|Hospital|Museum|Office|Party|Police|School|Stadium|University)\b)"
)
_SEVERAL: Final = re.compile(rf"\s(?P<word>{'|'.join(sorted(_PLURALS))})\b")
_BEFORE: Final = re.compile(rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir) (?:[\w-]+ ){{0,2}}(?P<word>{_WORDS}) of $")
_TOWN: Final = re.compile(r"(?P<core>.+) (?:City|Town)")
_WILD: Final = frozenset("river lake mountain island border coast desert jungle mine oasis harbour harbor".split())
_TOWN_BEHIND: Final = re.compile(r"\s(?:towns?|cit(?:y|ies)|villages?|communit(?:y|ies)|settlements?)\b")
_OF_VEHICLES: Final = re.compile(  # what befalls vehicles, or is where they stop
    r"\s(?:crash|accident|disaster|collision|derailment|sinking|tragedy|wreck|fire|blaze|blast|explosion|bombing|attack|"
    r"shooting|robbery|hijacking|strike|stop|station|depot|terminal|route|service)(?:e?s)?\b"
)
_REGIONS: Final = frozenset({"province", "region", "state"})
_REACH: Final = 60  # characters before a name that are looked at
_JOINED: Final = re.compile(r",?\s+and\s+|,\s+")


def with_kinds(candidates: Sequence[Candidate], text: str) -> tuple[Candidate, ...]:
    """Return the candidates, names of places with their word of kind."""
    found = [_without_noun(candidate, text) for candidate in candidates]
    for n, candidate in enumerate(found):
        if candidate.group != "place" or candidate.kind != "name":
            continue
        core, _, last = candidate.words.rpartition(" ")
        if core and last in _PLURALS and len(listed := _list_before(found, n, text)) > 1:
            for at in listed:  # the model took "Sunamganj districts" for the name
                name = core if at == n else found[at].words
                found[at] = replace(found[at], words=f"{name} {_PLURALS[last]}")
            continue
        if ADMINISTRATIVE & set(candidate.words.casefold().split()):
            continue
        if after := _AFTER.match(text, candidate.span.end) or _NAMED.match(text, candidate.span.end):
            span = Span(candidate.span.start, after.end("word"))
            found[n] = replace(candidate, span=span, words=span.of(text))
        elif before := _BEFORE.search(text, max(0, candidate.span.start - _REACH), candidate.span.start):
            found[n] = replace(candidate, words=f"{candidate.words} {before['word']}")
        elif several := _SEVERAL.match(text, candidate.span.end):
            for at in _list_before(found, n, text):
                found[at] = replace(found[at], words=f"{found[at].words} {_PLURALS[several['word']]}")
    return tuple(_regions(found))


def with_lands(candidates: Sequence[Candidate], text: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the candidates, two names that the gazetteer knows for one land joined: "Jammu and Kashmir".

    Without nouns that only say what kind of town it is: "the [river] town of Osk".
    """
    found: list[Candidate] = []
    for candidate in candidates:
        if candidate.kind == "nominal" and candidate.words in _WILD and _TOWN_BEHIND.match(text, candidate.span.end):
            continue
        before = found[-1] if found else None
        if before is not None and _are_one_land(before, candidate, text, gazetteer):
            span = Span(before.span.start, candidate.span.end)
            found[-1] = replace(before, span=span, words=" ".join(span.of(text).split()), last=candidate.last)
        else:
            found.append(candidate)
    return tuple(found)


def _are_one_land(one: Candidate, other: Candidate, text: str, gazetteer: Gazetteer) -> bool:
    if not one.kind == other.kind == "name" or not {one.group, other.group} <= {"place", "country"}:
        return False
    if text[one.span.end : other.span.start] != " and ":
        return False
    return any(place.match != "variant" for place in gazetteer.places(text[one.span.start : other.span.end]))


def _without_noun(candidate: Candidate, text: str) -> Candidate:
    """A place's name without a vehicle's noun that belongs to the next: "[Osk] bus crash", but "the Osk ferry sank"."""
    core, _, last = candidate.words.rpartition(" ")
    if candidate.group not in ("place", "country") or candidate.kind != "name" or not core or last not in VEHICLES:
        return candidate
    if not _OF_VEHICLES.match(text, candidate.span.end):
        return candidate
    span = Span(candidate.span.start, candidate.span.end - len(last) - 1)
    return replace(candidate, span=span, words=core) if span.of(text) == core else candidate


def _regions(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates, regions named like their town with the word for their kind.

    Where an article has "Osk province", "Osk" alone is the province if the model takes it for a region; without an "Osk
    City" only if it takes it for one wherever it stands.
    """
    places = [c for c in found if c.group == "place"]
    towns = {named["core"] for c in places if (named := _TOWN.fullmatch(c.words))}
    wavering = {c.words for c in places if not _is_region(c)}
    kinds = {c.words: c.words.rpartition(" ") for c in places}
    told = {core: words for words, (core, _, kind) in kinds.items() if core and kind in ADMINISTRATIVE}
    for candidate in found:
        core = candidate.words
        fits = candidate.group == "place" and _is_region(candidate) and (core in towns or core not in wavering)
        yield replace(candidate, words=told[core]) if fits and core in told else candidate


def _is_region(place: Candidate) -> bool:
    return max(place.types, key=lambda kind: place.types[kind]) in _REGIONS


def _list_before(found: Sequence[Candidate], last: int, text: str) -> list[int]:
    """The names that a plural after the last of them is for."""
    listed = [last]
    while listed[-1] > 0:
        before, after = found[listed[-1] - 1], found[listed[-1]]
        gap = text[before.span.end : after.span.start]
        if before.group != "place" or before.kind != "name" or not _JOINED.fullmatch(gap):
            break
        listed.append(listed[-1] - 1)
    return listed
