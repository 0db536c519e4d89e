"""What kind of thing an entity is as far as resolution tells kinds apart: its group, and of a place what it is.

Input: entity types and names. Output: words; read by kb.resolution.profile and whoever groups entities as it does.
Pure.
"""

from typing import Final

from kb.language.text_keys import name_key
from kb.model import Entity

GROUPS: Final = {
    "person": "person",
    "country": "country",
    "group": "organisation",
    "organisation": "organisation",
    "company": "organisation",
    "armed_force": "organisation",
    "office": "organisation",
    "international_organisation": "organisation",
    "platform": "organisation",
}
SETTLEMENTS: Final = frozenset({"city", "town", "village", "place"})  # articles call one place all of these
KINDS: Final = {  # what a word in a place's name says that it is
    **dict.fromkeys(
        ["район", "district", "county", "raion", "upazila", "municipality", "subdistrict"],
        "district",
    ),
    **dict.fromkeys(
        ("область обл province region state governorate oblast prefecture department division canton").split(),
        "region",
    ),
    **dict.fromkeys(
        ("river lake sea island mountain airport port market road street square bridge").split(),
        "",
    ),
    **dict.fromkeys(["city", "town", "village"], "settlement"),
}
_SHIPS: Final = frozenset(  # what stands before the name of a ship and is no part of it
    "tanker ferry freighter ship vessel boat trawler yacht barge tug cruiser frigate mv ms mt ss hms uss km kmp".split()
)
AREAS: Final = frozenset(word for word, kind in KINDS.items() if kind)  # words that tell no spot: "the district"


def group_of(entity_type: str) -> str:
    """Return person, organisation, country or place."""
    return GROUPS.get(entity_type, "place")


def group_of_entity(entity: Entity) -> str:
    """Return the group of an entity: a country without a code, which no gazetteer has, is a place like any other.

    One article takes it for a country, the next for a region or a town.
    """
    return "place" if entity.type == "country" and not entity.country else group_of(entity.type)


def place_kind(entity: Entity) -> tuple[str, bool]:
    """Return what kind of place it is, "" if nothing says, and whether its name says so."""
    words = name_key(entity.name).split()[1:]
    for word in words[-1:] if entity.type == "facility" else reversed(words):  # the "Sea Falcon" is no sea
        if word in KINDS:
            return KINDS[word] or word, True
    if entity.type == "country":
        return "", False
    if entity.type in SETTLEMENTS:
        return ("settlement" if entity.type != "place" else ""), bool(entity.external)
    return {"province": "region", "state": "region"}.get(entity.type, entity.type), False


def without_ship(words: list[str]) -> list[str]:
    """Return the words of a name without "tanker", "MV" and the like before it, and then behind it: "KM Bahari ferry".

    Behind it alone they stay: the Staten Island Ferry is no island.
    """
    if len(words) < 2 or words[0] not in _SHIPS:
        return words
    return words[1:-1] if len(words) > 2 and words[-1] in _SHIPS else words[1:]
