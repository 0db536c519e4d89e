"""How spellings of one town differ, and names of two neighbours: what a spelling that the gazetteer has not is worth.

Input: names of the shipped gazetteer (GeoNames, CC BY 4.0). Output: a table, by kb.resolution.names.spelt, and how many
of 60 pairs of each kind would be linked; read by docs/linking.md and by who sets kb.resolution.weights.
Never: reads anything else; the same pairs every time.

    python -m training.place_spellings
"""

import argparse
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log2
from pathlib import Path
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from kb.language.gazetteer import SHIPPED
from kb.resolution import weights as w
from kb.resolution.comparison import match_weight, name_agreement
from kb.resolution.names.spelt import nearness
from kb.resolution.profile import Profile
from training.name_pairs import some_pairs

MOST: Final = 60  # pairs of each kind
IN_COMMON: Final = {"none": w.NO_CONTEXT, "two persons": 2.8, "three persons": 4.2}
_BEGIN: Final = 3  # letters that names of neighbours begin with alike
_LEAST: Final = 4  # letters
_FAR: Final = 2  # letters by which they differ
_TOWNS: Final = (
    "SELECT n.norm, n.weight, p.id, p.country FROM name n JOIN place p ON p.id = n.place JOIN kind k ON k.id = p.kind "
    "WHERE k.name IN ('city', 'town', 'village') AND n.weight < 4 ORDER BY p.id, n.weight, n.norm"
)


class Town(NamedTuple):
    """A name of a town, as the gazetteer has it."""

    name: str
    is_first: bool
    place: int
    country: str


def towns(path: Path = SHIPPED) -> list[Town]:
    """Return the names of towns in plain letters, one word each."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    rows = connection.execute(_TOWNS).fetchall()
    connection.close()
    plain = (row for row in rows if row[0].isascii() and row[0].isalpha() and len(row[0]) >= _LEAST)
    return [Town(name, weight == 1, place, country) for name, weight, place, country in plain]


def spellings(known: Sequence[Town]) -> Iterator[tuple[str, str]]:
    """Yield the first name of each town with each of its others that is a spelling of it."""
    first: dict[int, str] = {}
    for one in known:
        if one.is_first:
            first.setdefault(one.place, one.name)
    for one in known:
        if (name := first.get(one.place, one.name)) != one.name and _are_spellings(name, one.name):
            yield name, one.name


def neighbours(known: Sequence[Town]) -> Iterator[tuple[str, str]]:
    """Yield the names of two towns of one country that differ by a letter or two, and could be spellings of one."""
    groups: dict[tuple[str, str], dict[str, set[int]]] = {}
    for one in known:
        if one.is_first:
            group = groups.setdefault((one.country, one.name[:_BEGIN]), {})
            group.setdefault(one.name, set()).add(one.place)
    for group in groups.values():
        for one, other in combinations(sorted(group), 2):
            near = OSA.distance(one, other, score_cutoff=_FAR) <= _FAR
            if near and group[one].isdisjoint(group[other]) and _are_spellings(one, other):
                yield one, other


def _are_spellings(one: str, other: str) -> bool:
    return name_agreement("place", one, other) == "spelling"


def linking_bits(one: str, other: str, external: str = "geonames:1") -> float:
    """Return what two towns of one country weigh without context, of which the gazetteer has the first."""
    first, second = (
        Profile(name, "e1", "place", "city", "settlement", name, (name,), countries=frozenset({"XX"}), external=by)
        for name, by in ((one, external), (other, ""))
    )
    return match_weight(first, second).bits


def main() -> None:
    """Print both tables."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    known = towns()
    one, two = sorted(set(spellings(known))), sorted(set(neighbours(known)))
    few = some_pairs(one, MOST), some_pairs(two, MOST)
    counts = [Counter(nearness(*pair) for pair in pairs) for pairs in (*few, one, two)]
    print("spelling   of one, of two (60)   of one, of two (all)   log2 of the shares   bits")
    for kind, bits in w.UNLISTED_SPELLING.items():
        a, b, all_a, all_b = (count[kind] for count in counts)
        odds = log2(all_a / len(one) / (all_b / len(two)))
        print(f"{kind:<10} {a:>6} {b:>7} {all_a:>14} {all_b:>7} {odds:>18.1f} {bits:>12}")
    print("\nin common            linked of 60 of one, of two; without these bits")
    for words, context in IN_COMMON.items():
        now = [sum(linking_bits(*pair) + context >= w.LINK for pair in pairs) for pairs in few]
        bare = [sum(linking_bits(*pair, external="") + context >= w.LINK for pair in pairs) for pairs in few]
        print(f"{words:<20} {now[0]:>3} {now[1]:>3} {bare[0]:>10} {bare[1]:>3}")


if __name__ == "__main__":
    main()
