"""What the places of an article tell of each other: which regions it is about, and when a country's name is a state's.

Input: clusters of kb.extraction.names.coreference, the gazetteer. Output: codes of regions, and the regions that
clusters of group "country" are; read by kb.extraction.names.entities.
Never: decides which of several places of a name is meant; that is kb.language.toponyms.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.place_kinds import tells
from kb.language.gazetteer import Gazetteer
from kb.language.gazetteer_types import Place
from kb.language.toponyms import REGIONS

DIRECTION: Final = re.compile(
    r"^(?:(?:north|south|east|west)(?:ern)?(?:[- ]?(?:east|west)(?:ern)?)?|central|upper|lower|mainland)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What an article names around its places: ISO codes of countries and of first-level regions."""

    countries: Collection[str]
    regions: Collection[str]


def states(clusters: Sequence[Cluster], gazetteer: Gazetteer) -> dict[int, Place]:
    """Return id(cluster) -> the region that a name of a country means ("Georgia" beside Atlanta and Savannah).

    So it is where another place of the article can lie in that region and none can lie in the country, whose people are
    not named either.
    """
    found: dict[int, Place] = {}
    for cluster in clusters:
        if cluster.group != "country":
            continue
        for name in _names(cluster):
            region = next(
                (p for p in gazetteer.places(name) if p.iso_3166_2 and cluster.country not in p.countries), None
            )
            if region is None or not all(member.kind == "name" for member in cluster.members if member.named):
                continue
            inside, abroad = 0, 0
            for other in clusters:
                if other.group == "place":
                    towns = [p for n in _names(other) for p in gazetteer.places(n) if p.iso_3166_2 is None]
                    inside += any(p.admin1 == region.iso_3166_2 for p in towns)
                    abroad += any(cluster.country in p.countries for p in towns)
            if inside > abroad == 0:
                found[id(cluster)] = region
    return found


def regions(
    clusters: Sequence[Cluster], gazetteer: Gazetteer, near: Collection[str], known: Collection[Place]
) -> frozenset[str]:
    """Return the ISO 3166-2 codes of the first-level regions that an article names, *known* ones included."""
    found = {place.iso_3166_2 or "" for place in known}
    for cluster in clusters:
        for name in _names(cluster) if cluster.group == "place" else ():
            place = gazetteer.resolve_place(name, near, "region" if tells([name]) else None)
            if place is not None and place.iso_3166_2:
                found.add(place.iso_3166_2)
    return frozenset(found - {""})


def lands_of(clusters: Sequence[Cluster], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the ISO codes of the countries of the provinces that an article names, if none elsewhere is so called.

    One word alone may mean more than a province: the Sahel.
    """
    found: set[str] = set()
    names = {name for cluster in clusters if cluster.group == "place" for name in _names(cluster)}
    for name in sorted(name for name in names if " " in name):
        known = gazetteer.places(name)
        lands = {place.countries for place in known}
        if len(lands) == 1 and any(place.kind in REGIONS for place in known):
            found.update(*lands)
    return frozenset(found)


def find_place(
    gazetteer: Gazetteer, names: Sequence[str], near: Around, kind: str, holders: Sequence[str]
) -> Place | None:
    """Return the place of that name in the one that holds it as the text says ("Paris, Texas"); else by context."""
    for name in names if not kind else ():
        for holder in dict.fromkeys((*holders, *(DIRECTION.sub("", holder) for holder in holders))):
            if place := gazetteer.resolve_place(f"{name}, {holder}"):
                return place
    for name in names:
        if place := gazetteer.resolve_place(name, near.countries, kind or None, near.regions):
            return place
    return None


def country_of_core(gazetteer: Gazetteer, names: Sequence[str], near: Around) -> str:
    """Return the country of a district that nothing knows, by its town ("Sylhet district"), "" if none.

    A town in a country that the article does not name tells nothing where it names any.
    """
    for name in names:
        words = name.split()
        core = " ".join(word for word in words if not tells([f"x {word}"]))
        place = gazetteer.resolve_place(core, near.countries, None, near.regions) if core and core != name else None
        if place is not None and place.country and not (near.countries and place.country not in near.countries):
            return place.country
    return ""


def _names(cluster: Cluster) -> Iterator[str]:
    yield from dict.fromkeys(member.words for member in cluster.members if member.kind == "name")
