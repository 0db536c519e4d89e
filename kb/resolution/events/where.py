"""Where an event was, beyond the places that it names: what holds these, in which countries they lie, and of where an
article mostly tells.

Input: events and entities of one article, and its text. Output: local ids, words and country codes; read by
kb.resolution.events.profile.
Pure.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Prefix

from kb.language.text_keys import name_key
from kb.model import Entity, Event, Mention
from kb.resolution.kinds import group_of, place_kind
from kb.resolution.names.bodies import GENERIC, PLACE_WORDS, SITE_WORDS
from kb.resolution.names.romanise import skeleton
from kb.resolution.profile import country_of

_KINDS: Final = PLACE_WORDS | GENERIC | SITE_WORDS  # "street", "prison", "mine"
BUILT: Final = frozenset({"facility", "building", "infrastructure", "market"})  # what is built, or sails
_BESIDE: Final = re.compile(  # before a town where something was not
    r"\b(?:(?:near|nearby|outside|off|around|beside|close\s+to|next\s+to|"
    r"(?:north|south|east|west|edge|outskirts|vicinity|suburbs?)\w*\s+of)\s+(?:[\w-]+\s+){0,5}"
    r"|(?:from|to|between|towards?)\s+(?:[\w-]+\s+){0,2})$",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(  # between a place and the town near which it lies
    r",?\s+(?:(?:which|that)\s+(?:is|lies)\s+|an?\s+(?:[\w-]+\s+){0,2}|(?:some|about|around)\s+)?"
    r"(?:\d+\s*(?:km|kilomet\w+|miles?)\s+(?:\w+\s+)?(?:from|of)|near|outside|close\s+to|next\s+to)\s+"
    r"(?:the\s+)?(?:[a-z-]+\s+){0,3}(?:of\s+)?",
)
_VILLAGE: Final = re.compile(
    r"\b(?:village|hamlet|suburb|neighbou?rhood|quarter|ward|settlement|subdistrict|barangay|borough)\b", re.IGNORECASE
)
_BEFORE: Final = 60  # characters before a name that are looked at
_STEM: Final = 4  # letters that an adjective and the name it comes from begin with alike
_BREAK: Final = re.compile(r"[.,;:!?\n]")
_OF_A_LAND: Final = re.compile(r"\w{2,}(?:[ie]an|ese|ish)")  # "Silesian"
LEAVING: Final = frozenset("withdrawal evacuation displacement escape flight exile".split())
_ORIGIN: Final = frozenset({"origin", "source_place"})
_GIVEN: Final = frozenset(  # names of people that end alike
    (
        "adrian bastian brian christian cyprian damian dorian fabian florian gillian ian jean julian kilian killian "
        "lilian lillian marian maximilian mclean sebastian sean tian vivian"
    ).split()
)


def main_places(events: Iterable[Event], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the named places, countries aside, that most events of an article have; all if these tell no country."""
    votes = Counter(
        place
        for event in events
        for place in event.places
        if place in entities and entities[place].named and group_of(entities[place].type) == "place"
    )
    most = max(votes.values(), default=0)
    found = frozenset(place for place, count in votes.items() if count == most)
    places = (local for local, one in entities.items() if one.named and group_of(one.type) in ("place", "country"))
    return found if not found or lands(found, entities) else frozenset(places)


def left_behind(event: Event, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """Return the local ids of the towns that somebody leaves for good: an army's withdrawal from one is there."""
    if event.type not in LEAVING:
        return ()
    origins = (role.entity for role in event.roles if role.role in _ORIGIN and role.entity in entities)
    return tuple(one for one in origins if entities[one].named and place_kind(entities[one])[0] == "settlement")


def stems(name: str) -> list[str]:
    """Return the words of a place's name that are not of kind ("market"): two are not one for being prisons both."""
    return [word for word in name_key(name).split() if len(word) > 2 and word not in _KINDS]


def holders(place: str, entities: Mapping[str, Entity]) -> list[str]:
    """Return the local ids of what holds a place, the nearest first."""
    found: list[str] = []
    at = entities[place].within
    while at in entities and at not in found:
        found.append(at)
        at = entities[at].within
    return found


def lands(places: Iterable[str], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the codes of the countries in which places lie, as far as the article says."""
    return frozenset(country_of(entities[place], entities) for place in places) - {""}


def towns(places: Iterable[str], entities: Mapping[str, Entity], inside: Collection[str]) -> frozenset[str]:
    """Return the local ids of the towns in which an event was: its own places, or the nearest that hold these.

    Args:
        places: of the event.
        entities: of its article.
        inside: the towns in which something can have been, as *inside_of* gives them.
    """
    lines = ((place, *holders(place, entities)) for place in places)
    return frozenset(town for line in lines if (town := next(filter(inside.__contains__, line), "")))


def inside_of(text: str, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the local ids of the towns that a text names otherwise than in a dateline, and nowhere as what is near.

    "Two trains collided near Osk" was in no town that another article could not call by its name.
    """
    found: set[str] = set()
    near: set[str] = set()
    for mention in mentions:
        one = entities[mention.entity]
        if not one.named or mention.kind != "name" or place_kind(one)[0] != "settlement":
            continue
        before = _BREAK.split(text[max(0, mention.span.start - _BEFORE) : mention.span.start])[-1]
        if _BESIDE.search(before):
            near.add(one.id)
        elif not mention.span.of(text).isupper():
            found.add(one.id)
    return frozenset(found - near)


def neighbours(text: str, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> dict[str, set[str]]:
    """Return local id of a settlement -> those near which the text puts it: "Kasuwar Dawa, a village near Gado"."""
    found: dict[str, set[str]] = {}
    named = (m for m in mentions if m.kind == "name" and place_kind(entities[m.entity])[0] == "settlement")
    for one, other in pairwise(sorted(named, key=lambda mention: mention.span.start)):
        if one.entity != other.entity and _NEAR.fullmatch(text[one.span.end : max(one.span.end, other.span.start)]):
            found.setdefault(one.entity, set()).add(other.entity)
    return found


def is_village(entity: Entity) -> bool:
    """Say whether a settlement is a village, a quarter and the like, which others may tell by the town beside it."""
    return entity.type == "village" or bool(_VILLAGE.search(f"{entity.name}, {entity.description}"))


def houses(places: Iterable[str], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the words, as they sound, of the names that prisons, schools and the like have of their own.

    What is named after another name of the article has none: "Osk plant" and "Petrova plant" may be one.

    Args:
        places: where an event was, or what it befell.
        entities: of its article.
    """
    built = (entities[place] for place in places if place in entities and entities[place].named)
    names = [_own_words(one.name) for one in built if one.type in BUILT and not _camp(one.name)]
    if not any(names):
        return frozenset()
    given = frozenset(
        word
        for one in entities.values()
        if one.named and one.type not in BUILT and one.type != "person"
        for word in name_key(one.name).split()
        if len(word) > 2
    )
    return frozenset(skeleton(word) for words in names if not _named_after(words, given) for word in words)


def _own_words(name: str) -> list[str]:
    """Return the words of a building's name that are written as names are: no "gold" of a "gold mine".

    Nor do "Silesian" and the like name one, which say where it is.
    """
    words = stems(" ".join(word for word in name.split() if not word.islower()))
    return [word for word in words if word in _GIVEN or not _OF_A_LAND.fullmatch(word)]


def _named_after(words: Collection[str], given: Collection[str]) -> bool:
    """Whether one of the words is one of those given, or made of it: "Russian" of Russia."""
    return any(Prefix.similarity(word, one) >= min(_STEM, len(one)) for word in words for one in given)


def _camp(name: str) -> bool:
    """Whether a name is of a camp, which is a town to those who live there: one outbreak is in many."""
    return "camp" in name_key(name).split()
