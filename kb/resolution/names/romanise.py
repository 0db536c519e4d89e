"""One key for the many ways in which a name is written in Latin letters.

Input: a name in any script. Output: its skeleton: letters that romanisations
disagree about folded together ("Zelenskyy", "Selenskyj", "Зеленський" ->
"selenski"); read by kb.resolution.names.bodies and kb.resolution.profile.
Pure; says only that two spellings may be one, never that they name one entity.

Other scripts are romanised by anyascii; what follows are the differences
between romanisations of Slavic, Turkic, Persian, Arabic and German spelling.
"""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from kb.language.numerals import digits
from kb.resolution.names.letters import latin
from kb.resolution.names.sounds import sound_alike
from kb.resolution.names.sparse import fits, script

CLOSE: Final = (
    (11, 2),
    (7, 1),
)  # skeletons of at least so many letters may differ by so many; docs/linking.md

_HOPELESS: Final = 0.6  # share of the letters of two skeletons that may differ
_OTHER: Final = 9
_NO_VOWELS: Final = str.maketrans("", "", "aeiou")

# Applied in order; each folds spellings that stand for one sound.
_RULES: Final = tuple(
    (re.compile(pattern), fold)
    for pattern, fold in (
        (r"[^a-z ]", ""),
        (r"ck", "k"),
        (r"shch|schtsch|szcz", "s"),
        (r"tsch|tch|cz|ch|tj(?=a|o|u)", "c"),
        (r"sch|sh|sz", "s"),
        (r"dzh|dsch|dj|zh", "j"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ts|tz", "c"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"z", "s"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"(?:yj|iy|ij|yy|yi|ii|ey|y)\b", "i"),
        (r"(?<=[aeiou])[yj](?=[bcdfghklmnprstv ]|\b)", "i"),
        (r"(?<=[bcdfghklmnprstv])j(?=[aeou])", ""),
        (r"i?y(?=[aeou])", "i"),
        (r"y", "i"),
        (r"(?<=[bcdfghklmnprstv])i(?=[aeou])", ""),
        (r"oe", "o"),
        (r"ue\b", "u"),
        (r"([a-z])\1+", r"\1"),
    )
)


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Return the skeleton of a name, word by word; "" for what has no letters."""
    text = latin(name).replace("-", " ").replace("'", "")
    for pattern, fold in _RULES:
        text = pattern.sub(fold, text)
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def alike(first: str, second: str) -> bool:
    """Say whether two words are spellings of one: the same skeleton, or nearly."""
    (numbers, dense, one), (others, full, two) = _read(first), _read(second)
    if numbers != others:
        return False
    if dense != full:
        word, spelt = (second, first) if dense else (first, second)
        return fits(word, re.sub("[^a-z]", "", latin(spelt)))
    if one == two:
        return bool(one)
    if not one or not two:
        return False
    # Most pairs are far apart, which is soon seen.
    far = int(_HOPELESS * max(len(one), len(two)))
    if OSA.distance(one, two, score_cutoff=far) <= far and sound_alike(first, second):
        return True
    allowed = _allowed(min(len(one), len(two)))
    return allowed > 0 and one[0] == two[0] and 0 < _slips(one, two) <= allowed


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, bool, str]:
    """Return the digits of a word, whether its letters are read one by one, and its skeleton without blanks."""
    return digits(word), not script(word), skeleton(word).replace(" ", "")


def _allowed(letters: int) -> int:
    return next((distance for least, distance in CLOSE if letters >= least), 0)


def _slips(one: str, other: str) -> int:
    """How many letters were left out, put in or swapped; another consonant makes another name."""
    same_length = len(_consonants(one)) == len(_consonants(other))
    if one != other and same_length and sorted(one) != sorted(other):
        return _OTHER
    return int(OSA.distance(one, other, score_cutoff=2))


def _consonants(word: str) -> str:
    return word.translate(_NO_VOWELS)
