"""Given names that are near: perhaps one name in two spellings, perhaps those of two brothers.

Input: two words. Output: whether they are near; read by kb.resolution.names.persons.
Pure apart from a cache. Orthographies write one sound in ways that no table of sounds has together: Somali "c" is the
ayin that English leaves out and "x" its h ("Ismaaciil", "Ismail"; "Xasan", "Hassan"), Ukrainian h is Russian g.
Never: says that two persons are one; a name that is near is for a person to judge.
"""

import re
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from kb.resolution.names.given_names import gender_differs
from kb.resolution.names.letters import latin

_LEAST: Final = 4  # letters of a given name that is compared
_NEAR: Final = 0.8  # share of the letters that are the same, of names of five letters and more
_LONG: Final = 5
_FOLDS: Final = tuple(
    (re.compile(pattern), fold)
    for pattern, fold in (
        ("[^a-z]", ""),
        ("dzh|dsch|dj|dz|zh", "j"),
        ("kh|gh|h", "h"),
        ("sch|sh|sz", "s"),
        ("tsch|tch|cz|ch", "c"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("q|ck", "k"),
        ("w", "v"),
        ("ou|oo", "u"),
        ("ee", "i"),
        ("y", "i"),
        ("z", "s"),
        (r"(.)\1+", r"\1"),
    )
)
_READINGS: Final = (  # what a letter may stand for besides
    (),
    (("c", ""), ("x", "h")),  # Somali
    (("c", "k"), ("x", "ks")),
    (("h", "g"),),  # Ukrainian, Belarusian
    (("h", ""),),
    (("g", "j"),),  # Egyptian
)


@lru_cache(maxsize=16384)
def near_given(one: str, other: str) -> bool:
    """Say whether two given names are near: alike in some reading of their letters, or but for a letter in five."""
    if gender_differs(one, other):
        return False
    return any(_near(a, b) for a, b in product(_readings(one), _readings(other)))


def _near(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    if one == other:
        return short >= _LEAST
    if short < _LONG or one[0] != other[0]:
        return False
    return DamerauLevenshtein.normalized_similarity(one, other, score_cutoff=_NEAR) >= _NEAR


@lru_cache(maxsize=16384)
def _readings(word: str) -> frozenset[str]:
    found = set()
    for reading in _READINGS:
        text = latin(word)
        for digraph in ("kh", "ch", "sh", "gh", "th", "ph", "dh", "zh"):
            text = text.replace(digraph, digraph.upper())
        for letter, sound in reading:
            text = text.replace(letter, sound)
        text = text.casefold()
        for pattern, fold in _FOLDS:
            text = pattern.sub(fold, text)
        found.add(text)
    return frozenset(found)
