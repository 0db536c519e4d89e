"""With what a blow was struck and what it hit or what sank, by words without a name: a drone and flats, a ferry.

Input: the words that fill the roles of two events; the name of what one hit. Output: whether weapons or targets exclude
one another, read by kb.resolution.events.happenings; the words of a name that say what it is the name of.
Pure. Never: says that two events are one.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

_WEAPONS: Final = (
    "missile rocket",
    "drone uav quadcopter",
    "artillery shell mortar howitzer",
    "bomb explosive grenade device",
    "mine landmine",
    "gun rifle pistol gunfire shotgun gunshot",
    "knife machete axe sword dagger",
)
_TARGETS: Final = (
    "flat apartment house home dormitory cottage tenement hut",
    "warehouse depot storehouse storage granary silo",
    "school kindergarten university college madrasa",
    "hospital clinic ward maternity",
    "market shop mall supermarket bazaar store kiosk cafe restaurant bakery pharmacy",
    "church mosque temple monastery synagogue shrine",
    "bridge overpass viaduct",
    "factory plant refinery mill",
    "port harbour pier ship vessel ferry tanker",
    "station train railway",
    "hotel resort",
    "bus minibus",
    "barracks base checkpoint outpost",
    "airport airfield runway airstrip",
    "dam reservoir",
)
_VESSELS: Final = ("ferry", "trawler fishing", "tanker", "freighter", "submarine")
_BOATS: Final = frozenset({"boat", "vessel", "ship"})


def _reader(groups: tuple[str, ...]) -> Callable[[frozenset[str]], frozenset[int]]:
    kinds = {word: number for number, group in enumerate(groups) for word in group.split()}

    @lru_cache(maxsize=8192)
    def read(words: frozenset[str]) -> frozenset[int]:
        return frozenset(kinds[word] for word in words if word in kinds)

    return read


_weapons, _targets, _vessels = _reader(_WEAPONS), _reader(_TARGETS), _reader(_VESSELS)


def said_by_name(name: str) -> frozenset[str]:
    """Return the words of a name that say what bears it, of what blows hit: "mill" of "Osk Flour Mill"."""
    return frozenset(word for word in name.casefold().split() if _targets(frozenset({word})))


def other_weapon(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether both tell of weapons, and of no kind in common."""
    return _apart(_weapons(first), _weapons(second))


def other_target(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether both tell what was hit, or sank, and of no kind in common."""
    return _apart(_targets(first), _targets(second)) or _apart(*map(_vessels, map(_fishing, (first, second))))


def _fishing(words: frozenset[str]) -> frozenset[str]:
    """Return the words with a "fishing boat" under one: it is compared as "fish" and "boat"."""
    return words | {"fishing"} if "fish" in words and words & _BOATS else words


def _apart(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one and other) and not one & other
