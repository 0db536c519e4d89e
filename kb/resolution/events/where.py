"""Where an event was, beyond the places that it names: what holds these, in which countries they lie, and of where an
article mostly tells.

Input: events and entities of one article. Output: local ids, words and country codes; read by
kb.resolution.events.profile.
Pure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kb.language.text_keys import name_key
from kb.model import Entity, Event
from kb.resolution.kinds import group_of
from kb.resolution.names.bodies import GENERIC, PLACE_WORDS, SITE_WORDS
from kb.resolution.profile import country_of

_KINDS: Final = PLACE_WORDS | GENERIC | SITE_WORDS  # "street", "prison", "mine"


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
