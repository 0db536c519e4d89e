"""What speaks for and against one place besides the name, as parts of a match weight.

Input: two Profiles of places. Output: Parts, read by kb.resolution.comparison.
Pure and symmetric.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kb.resolution import weights as w
from kb.resolution.names.bodies import Agreement, compare_bodies
from kb.resolution.names.spelt import nearness
from kb.resolution.part import Part
from kb.resolution.profile import Profile

_KEPT: Final = 16_384
_LIVED_IN: Final = ({"settlement"}, {"district"}, {"region"})


def place_parts(first: Profile, second: Profile, agreement: Agreement) -> Iterator[Part]:
    """Yield what it says of two places where they lie, and of what kind they are; of their countries nothing."""
    unlisted = agreement == "same" and not any(one.identifiers or one.countries for one in (first, second))
    kinds = first.kind, second.kind
    told = (first.told or second.told) and not _only_an_area(first, second)
    yield from _places(_together(first, second), kinds, told, unlisted)
    yield from _holders(*sorted((first.holder, second.holder)))


def unlisted_spelling(first: Profile, second: Profile, one: str, other: str) -> tuple[Part, ...]:
    """Return what it says that two places are spelt *one* and *other*, if the gazetteer has but one of the places.

    A place that it has is mostly written as it has it; what it has under no such name is mostly another.
    """
    return _spelt(one, other) if bool(first.identifiers) != bool(second.identifiers) else ()


@lru_cache(maxsize=_KEPT)
def _spelt(one: str, other: str) -> tuple[Part, ...]:
    bits = w.UNLISTED_SPELLING[nearness(one, other)]
    return (Part("spelling", bits, "the gazetteer has one of them, and no such spelling"),) if bits else ()


def _together(first: Profile, second: Profile) -> bool:
    """Say whether two places lie in one of a name; a country that holds both is counted as their country."""
    return bool(first.holder and second.holder and first.within & second.within)


def _only_an_area(first: Profile, second: Profile) -> bool:
    """Whether an article says of what another calls a district no more than that it is a region: "North Osk"."""
    told, bare = (first, second) if first.told else (second, first)
    return told.kind == "district" and bare.type == "region" and not bare.told


@lru_cache(maxsize=_KEPT)
def _places(together: bool, kinds: tuple[str, str], told: bool, unlisted: bool) -> tuple[Part, ...]:
    """What it says of two places whether they are in one, of what kind they are, and whether a name says so.

    *unlisted*: they have one name, and no gazetteer has it. Names that many places bear are there.
    """
    found = [Part("within", w.SAME_HOLDER, "both in one place")] if together else []
    words = f"{kinds[0]} and {kinds[1]}"
    if unlisted and (set(kinds) == {""} or set(kinds) - {""} in _LIVED_IN):
        found.append(Part("unlisted", w.UNLISTED, "no gazetteer has a place of that name"))
    if all(kinds) and kinds[0] == kinds[1]:
        found.append(Part("kind", w.SAME_KIND, f"both {kinds[0]}"))
    elif all(kinds):
        found.append(Part("kind", w.OTHER_KIND if told else w.OTHER_TYPE, words))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def _holders(one: str, other: str) -> tuple[Part, ...]:
    """What it says of two places that each is put into another one, of two names: towns of two provinces.

    One article may put a village into its district, the other into its region.
    """
    (kind, _, name), (its_kind, _, its_name) = one.partition(":"), other.partition(":")
    if not name or not its_name or {kind, its_kind} == {"district", "region"}:
        return ()
    if compare_bodies(*sorted((name, its_name))) != "other":
        return ()
    bits = w.OTHER_HOLDER if kind == its_kind else w.OTHER_HOLDER_OF_A_KIND
    return (Part("within", bits, f"one in {name}, the other in {its_name}"),)
