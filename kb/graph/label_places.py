"""Where an event happened, as the end of its label: "in Osk", "near Osk", "between Osk and Ruvu", "from Osk to Lom".

Input: an event with its places and roles, the text. Output: words for kb.graph.labels, "" where no named place is told.
Pure. Never: says more of how near a place is than the word that stands before its name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kb.model import Entity, Event, Span
from kb.model.extraction import PLACE_TYPES

MOVING: Final = frozenset(  # types that are told by where from and where to
    "travel departure_travel visit return return_home flight flight_to_shelter evacuation displacement migration "
    "withdrawal deployment transfer deportation resettlement pilgrimage escape border_crossing aid_delivery "
    "rescue exile extradition".split()
)
_REACHING: Final = frozenset({"arrival", "hospitalization"})  # and these by where they come to
_LED: Final = frozenset({"visit", "flight", "return"})  # a place without a role is where these go
_AT: Final = frozenset({"facility", "infrastructure", "building", "market"})
_ON: Final = frozenset({"island", "mountain", "route", "river"})
_BESIDE: Final = re.compile(
    r"\b(?P<how>near|outside|off|between|close to|not far from|"
    r"(?<!\bthe )(?<!-)(?:north|south|east|west)(?:-?(?:east|west))? of|"  # "in the west of" it is in it
    r"(?:north|south|east|west)(?:ern)?[- ](?:coast|outskirts|edge|tip) of)\s+"
    r"(?:(?:the|its|a)\s+)?(?:[^\W\d_]+(?:['’]s)?\s+){0,3}?(?:of\s+)?$",
    re.IGNORECASE,
)
_CASE: Final = re.compile(r"\b(?:in|at|on|to|from|into|by|for|with|along|across|over)\s", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s+and\s+(?:the\s+)?")
_BEFORE: Final = 60  # characters in which a word such as "near" stands before the name


def place_words(text: str, event: Event, entities: Mapping[str, Entity], told: Iterable[str]) -> str:
    """Return the words that say where, "" for none or one that *told* has already."""
    told = list(told)
    if event.type in MOVING | _REACHING and (way := _way(event, entities, told)):
        return way
    named = [(i, entities.get(i)) for i in event.places]
    for number, (identifier, entity) in enumerate(named):
        span = event.place_spans[number] if number < len(event.place_spans) else None
        if entity is not None and not entity.named:
            entity, span = entities.get(entity.within), None  # "a shopping centre in Osk"
        if entity is None or not entity.named or any(entity.name in words for words in told):
            continue
        if event.type in _LED:
            left = any(role.role == "origin" and role.entity == identifier for role in event.roles)
            return f"{'from' if left else 'to'} {entity.name}"
        if pair := _between(text, event, entities):
            return pair
        how = _beside(text, span)
        return f"{how or ('at' if entity.type in _AT else 'on' if entity.type in _ON else 'in')} {entity.name}"
    return ""


def _way(event: Event, entities: Mapping[str, Entity], told: Sequence[str]) -> str:
    """Where something went: "from Osk to Lom"."""
    ends = []
    for role, word in (("origin", "from"), ("destination", "to")):
        rows = [entities[r.entity] for r in event.roles if r.role == role and r.entity in entities]
        whole = {e.within for e in rows}
        rows = [e for e in rows if e.id not in whole]  # "to Chihuahua, in Mexico"
        if role == "destination" and event.type in _REACHING:
            word = "at" if any(e.named and e.type in _AT for e in rows) else "in"
        names = [name for e in rows if (name := _named(e, entities)) and not any(name in words for words in told)]
        ends += [f"{word} {name}" for name in names[:1]]
    return " ".join(ends)


def _named(entity: Entity, entities: Mapping[str, Entity]) -> str:
    """The name of a place or of the one that it is in, "" for whatever else."""
    if entity.named:
        return entity.name if entity.type in PLACE_TYPES | {"country"} else ""
    within = entities.get(entity.within)
    return within.name if within is not None and within.named else ""


def _beside(text: str, span: Span | None) -> str:
    """The word that keeps an event out of a place: "near", "off", "outside", "north of"; "" if none stands there."""
    if span is None:
        return ""
    before = text[max(0, span.start - _BEFORE) : span.start]
    found = _BESIDE.search(before)
    if found is None or found["how"].casefold() == "between" or _CASE.search(before[found.end("how") :]):
        return ""
    return found["how"].casefold()


def _between(text: str, event: Event, entities: Mapping[str, Entity]) -> str:
    """Two places that a happening lay between: "on the road between Osk and Ruvu"."""
    if len(event.places) != 2 or len(event.place_spans) != 2:
        return ""
    first, last = sorted(zip(event.place_spans, event.places, strict=True))
    if not _JOINED.fullmatch(text[first[0].end : last[0].start]):
        return ""
    before = text[max(0, first[0].start - _BEFORE) : first[0].start]
    if re.search(r"\bbetween\s+(?:the\s+)?$", before, re.IGNORECASE) is None:
        return ""
    names = [entities[place].name for _, place in (first, last) if place in entities]
    return f"between {names[0]} and {names[1]}" if len(names) == 2 else ""
