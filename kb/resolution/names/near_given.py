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
_NO_LETTER: Final = re.compile("[^a-z]")
_DOUBLED: Final = re.compile(r"(.)\1+")
_DIGRAPH: Final = re.compile("[kcsgtpdz]h")
_FOLDS: Final = tuple(  # after letters without any of which a pattern fits nowhere
    (frozenset(letters), re.compile(pattern), fold)
    for letters, pattern, fold in (
        ("dz", "dzh|dsch|dj|dz|zh", "j"),
        ("h", "kh|gh|h", "h"),
        ("s", "sch|sh|sz", "s"),
        ("c", "tsch|tch|cz|ch", "c"),
        ("p", "ph", "f"),
        ("t", "th", "t"),
        ("d", "dh", "d"),
        ("qc", "q|ck", "k"),
        ("w", "w", "v"),
        ("o", "ou|oo", "u"),
        ("e", "ee", "i"),
        ("y", "y", "i"),
        ("z", "z", "s"),
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
    plain = _DIGRAPH.sub(lambda found: found[0].upper(), latin(word))
    read = set()
    for reading in _READINGS:
        text = plain
        for letter, sound in reading:
            text = text.replace(letter, sound)
        read.add(text.casefold())
    return frozenset(map(_folded, read))


def _folded(text: str) -> str:
    if not text.isalpha():
        text = _NO_LETTER.sub("", text)
    for letters, pattern, fold in _FOLDS:
        if not letters.isdisjoint(text):
            text = pattern.sub(fold, text)
    return _DOUBLED.sub(r"\1", text)
