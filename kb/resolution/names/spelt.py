"""How near two spellings of a town's name are: those of one town, or those of a town and of its neighbour.

Input: two folded names that kb.resolution.names.bodies finds to be spellings of one. Output: a Nearness, read by
kb.resolution.comparison where the gazetteer has one of the two and not the other.
Pure apart from a cache. Never: weighs; says of two names that are no spellings that they are.

Newsrooms that write one name from another script differ by letters for one sound, a vowel within a word, an h. Names
of neighbours differ by their ending, or by a letter more. Counted on the gazetteer's own names: docs/linking.md.
"""

from functools import lru_cache
from typing import Final, Literal

from kb.resolution.names.exonyms import exonym, lettered
from kb.resolution.names.romanise import skeleton

Nearness = Literal["known", "near", "far"]

_VOWELS: Final = frozenset("aeiou")
_ONE_SOUND: Final = frozenset(
    map(frozenset, ("ei", "io", "ou", "ae", "ao"))
)  # vowels that newsrooms write for each other
_ENDING: Final = frozenset("eo")  # "Blahodatne", "Blagodatno"


@lru_cache(maxsize=16384)
def nearness(one: str, other: str) -> Nearness:
    """Return how near two spellings are; the same whichever comes first.

    Returns:
        "known" if a table of what cities are called has both for one city, or their letters stand for the same sounds;
        "near" if they differ by letters within, one for one, or by an h; "far" by another ending, a letter more, or
        if the table has both, for two cities.
    """
    cities = exonym(one), exonym(other)
    if all(cities):
        return "known" if cities[0] == cities[1] else "far"
    if not (lettered(one) and lettered(other)):
        return "near"
    first, second = (skeleton(name).replace(" ", "") for name in (one, other))
    if first == second:
        return "known"
    return "near" if _within(first, second) or _within(first.replace("h", ""), second.replace("h", "")) else "far"


def _within(first: str, second: str) -> bool:
    """Say whether two skeletons differ by nothing but letters for the same sounds, one for one, before the last."""
    if len(first) != len(second) or not first:
        return False
    if first[-1] != second[-1] and {first[-1], second[-1]} != _ENDING:
        return False
    other = {frozenset(pair) for pair in zip(first[:-1], second[:-1], strict=True) if pair[0] != pair[1]}
    return all(pair in _ONE_SOUND or not pair <= _VOWELS for pair in other)
