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

HOPELESS: Final = 0.6  # share of the letters of two skeletons that may differ
_OTHER: Final = 9
_NO_VOWELS: Final = str.maketrans("", "", "aeiou")

_NO_LETTER: Final = re.compile("[^a-z ]")

# Applied in order; each folds spellings that stand for one sound. Before a pattern the letters without any of which it
# fits nowhere: most rules have nothing to do with most words.
_RULES: Final = tuple(
    (letters.split(), re.compile(pattern), fold)
    for letters, pattern, fold in (
        ("ck", r"ck", "k"),
        ("c", r"shch|schtsch|szcz", "s"),
        ("c tj", r"tsch|tch|cz|ch|tj(?=a|o|u)", "c"),
        ("sch sh sz", r"sch|sh|sz", "s"),
        ("zh dsch dj", r"dzh|dsch|dj|zh", "j"),
        ("kh", r"kh", "h"),
        ("gh", r"gh", "g"),
        ("ph", r"ph", "f"),
        ("th", r"th", "t"),
        ("ts tz", r"ts|tz", "c"),
        ("q", r"q", "k"),
        ("x", r"x", "ks"),
        ("w", r"w", "v"),
        ("z", r"z", "s"),
        ("ou oo", r"ou|oo", "u"),
        ("ee", r"ee", "i"),
        ("i y", r"(?:yj|iy|ij|yy|yi|ii|ey|y)\b", "i"),
        ("y j", r"(?<=[aeiou])[yj](?=[bcdfghklmnprstv ]|\b)", "i"),
        ("j", r"(?<=[bcdfghklmnprstv])j(?=[aeou])", ""),
        ("y", r"i?y(?=[aeou])", "i"),
        ("y", r"y", "i"),
        ("i", r"(?<=[bcdfghklmnprstv])i(?=[aeou])", ""),
        ("oe", r"oe", "o"),
        ("ue", r"ue\b", "u"),
    )
)
_DOUBLED: Final = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Return the skeleton of a name, word by word; "" for what has no letters."""
    text = latin(name).replace("-", " ").replace("'", "")
    return " ".join(filter(None, map(_word, _NO_LETTER.sub("", text).split())))


@lru_cache(maxsize=65536)
def _word(text: str) -> str:
    """Return the skeleton of one word of small letters."""
    for letters, pattern, fold in _RULES:
        for some in letters:
            if some in text:
                text = pattern.sub(fold, text)
                break
    return _DOUBLED.sub(r"\1", text)


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
    far = int(HOPELESS * max(len(one), len(two)))
    if OSA.distance(one, two, score_cutoff=far) <= far and sound_alike(first, second):
        return True
    allowed = _allowed(min(len(one), len(two))) if one[0] == two[0] else 0
    return allowed > 0 and 0 < _slips(one, two) <= allowed


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, bool, str]:
    """Return the digits of a word, whether its letters are read one by one, and its skeleton without blanks."""
    return digits(word), not script(word), skeleton(word).replace(" ", "")


def _allowed(letters: int) -> int:
    for least, distance in CLOSE:
        if letters >= least:
            return distance
    return 0


def _slips(one: str, other: str) -> int:
    """How many letters were left out, put in or swapped; another consonant makes another name."""
    same_length = len(_consonants(one)) == len(_consonants(other))
    if one != other and same_length and sorted(one) != sorted(other):
        return _OTHER
    return int(OSA.distance(one, other, score_cutoff=2))


def _consonants(word: str) -> str:
    return word.translate(_NO_VOWELS)
