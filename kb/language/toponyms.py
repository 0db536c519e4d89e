"""Which of several places a name means, or that this cannot be told.

Input: candidates from kb.language.gazetteer and the countries an article names.
Output: one place or None, read by resolution. A wrong place is worse than none.
Pure: no I/O.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from kb.language.gazetteer_types import Place

DOMINANCE: Final = 5  # how many times larger the winner must be
FAR_TOLERANCE: Final = 20  # a place in a named country may be this much smaller than one elsewhere
OVERWHELMING: Final = 100  # and one elsewhere this much larger wins all the same
KNOWN: Final = 2_000_000  # a country or an area of our own table weighs at least as much as such a city
SEAT: Final = 4_000_000  # as does a town that world bodies made known
CAPITAL: Final = 3  # a capital weighs as much as another city three times its size
LEADING_SHARE: Final = 0.01  # a hundredth of the country's people: a leading town there
WORLD_CITY: Final = 1_000_000
UNNAMED_COUNTRY_FROM: Final = 50_000  # smaller places count only where their country is named
ABROAD_FROM: Final = 100_000  # and those only where no other country is

SETTLEMENTS: Final = frozenset({"city", "town", "village"})
REGIONS: Final = frozenset({"state", "region", "province", "district", "area", "place"})
WATERS: Final = frozenset({"river", "lake", "sea"})
_HINTS: Final = {
    **dict.fromkeys(SETTLEMENTS | {"district"}, SETTLEMENTS | {"district"}),
    **dict.fromkeys(REGIONS - {"district"}, REGIONS | {"island", "country"}),
    **dict.fromkeys(WATERS, WATERS),
    "country": frozenset({"country"}),
    "island": frozenset({"island", "area", "region", "state", "province", "country"}),
    "mountain": frozenset({"mountain", "area"}),
}


def of_kind(candidates: Iterable[Place], hint: str | None) -> tuple[Place, ...]:
    """Return the candidates whose kind *hint* allows; all of them for no or an unknown hint."""
    allowed = _HINTS.get(hint or "")
    return tuple(p for p in candidates if allowed is None or p.kind in allowed)


def weight(place: Place) -> float:
    """Return how prominent a place is, in inhabitants; a loose spelling counts a tenth."""
    size = float(max(place.population, 1))
    if place.kind not in SETTLEMENTS and place.iso_3166_2 is None:
        size = max(size, KNOWN)
    if place.capital:
        size *= CAPITAL
    if place.world_seat:
        size = max(size, SEAT)
    return size / 10 if place.match == "variant" else size


def one_a_locality(candidates: Sequence[Place]) -> tuple[Place, ...]:
    """Drop candidates that another of the same country stands for.

    A country stands for a town or region of its own name inside it
    ("Luxembourg"), an area of our own table for a town in it ("Gaza"), a
    capital for a region, and a town for the region around it ("Kherson").
    """
    return tuple(p for p in candidates if not any(_stands_for(other, p) for other in candidates))


def decide(
    candidates: Sequence[Place], near: Collection[str], *, needs_context: bool, regions: Collection[str] = ()
) -> Place | None:
    """Return the place meant, or None where the evidence does not decide.

    Args:
        candidates: places of that name.
        near: ISO 3166-1 alpha-2 codes of countries that the article names.
        regions: ISO 3166-2 codes of first-level regions that it names; the one place of that name in one of them is
            meant, unless another is overwhelmingly larger.
        needs_context: the name is also a common word, so that only a place in
            one of *near* will do.

    Returns:
        The dominant place in a named country, unless one elsewhere is so
        much larger that the article may mean it; without a place in a named
        country the dominant one of all, if it is well known.
    """
    places = one_a_locality(candidates)
    inside = [p for p in candidates if p.admin1 in regions and p.kind in SETTLEMENTS]
    rivals = max((weight(p) for p in places if p not in inside), default=0.0)
    if len(inside) == 1 and rivals < OVERWHELMING * weight(inside[0]):
        return inside[0]
    here = [p for p in places if near and not set(p.countries).isdisjoint(near)]
    there = [p for p in places if p not in here]
    best_there = _dominant(there)
    if not here:
        known = best_there is not None and _well_known(best_there, ABROAD_FROM if near else UNNAMED_COUNTRY_FROM)
        return best_there if known and not needs_context else None
    best_here = _dominant(here)
    if best_here is not None and best_here.capital and best_here.match != "variant":
        return best_here
    largest_here = max(map(weight, here))
    largest_there = max(map(weight, there), default=0.0)
    if best_there and _famous(best_there) and largest_there >= OVERWHELMING * largest_here:
        return best_there
    if best_here is None:
        return None
    against_capital = any(p.kind == "country" or (p.capital and _famous(p)) for p in there)
    limit = DOMINANCE if against_capital and best_here.share < LEADING_SHARE else FAR_TOLERANCE
    return best_here if largest_there < limit * largest_here else None


def _stands_for(one: Place, other: Place) -> bool:
    if one is other or set(one.countries).isdisjoint(other.countries) or one.match == "variant":
        return False
    if one.kind == "country":
        return other.kind != "country"
    if other.kind in SETTLEMENTS or (other.kind in REGIONS and other.iso_3166_2 is not None and one.kind == "island"):
        return one.kind in REGIONS | {"island"} and one.geonames_id is None and one.iso_3166_2 is None
    if one.kind in SETTLEMENTS and other.kind in REGIONS and other.iso_3166_2 is not None:
        return one.capital or one.admin1_name == other.name
    return False


def _dominant(places: Sequence[Place]) -> Place | None:
    if not places:
        return None
    first, *rest = sorted(places, key=weight, reverse=True)
    return first if all(weight(first) >= DOMINANCE * weight(p) for p in rest) else None


def _famous(place: Place) -> bool:
    return place.kind == "country" or place.capital or weight(place) >= WORLD_CITY


def _well_known(place: Place, least: int) -> bool:
    if place.match == "variant":
        return weight(place) >= least
    known = place.capital or place.world_seat or place.kind not in SETTLEMENTS
    return known or place.population >= least
