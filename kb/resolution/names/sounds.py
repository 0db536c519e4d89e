"""Whether two words in Latin letters can be spellings of one, by the sounds that languages write with them.

Input: two lower-case words. Output: how far apart their sounds are; read by kb.resolution.names.romanise.
Pure.

"ch" is another sound in English, French, German and Polish, "j" in English, Spanish and German: each letter, or group,
stands for a set of sounds, and two words are alike where the sets of their consonants meet one by one and their vowels
differ little. What is far is left to kb.resolution.names.romanise.
"""

import re
from functools import lru_cache
from typing import Final

from kb.resolution.names.letters import latin

FAR: Final = 9.0
_VOWEL_DIFFERS: Final = 0.5
_OTHER_LETTER: Final = 0.25  # one sound, written with letters of two languages
_PLAIN: Final = (
    {"v", "w"}, {"c", "k"}, {"q", "k"}, {"s", "z"}, {"g", "E"}, {"H", "C"}, {"t", "T"}, {"d", "D"},
)  # fmt: skip
_SILENT: Final = 0.25  # an "h" in one only
_GROUPS: Final = (  # letters that are one sound together, and the code of it; the first that fits counts
    (r"schtsch|shch|chtch|szcz|stsch", "Q"),
    (r"dsch|dzh|dsh|dj", "J"),
    (r"tsch|tch|tsh|cz|tj(?=[aou])", "C"),
    (r"sch|sh|sz", "S"),
    (r"zh|rz(?=[aeiou])", "Z"),
    (r"kh", "K"),
    (r"gh", "G"),
    (r"ph", "f"),
    (r"th", "T"),
    (r"dh", "D"),
    (r"ts|tz", "W"),
    (r"ck|qu(?=[aeio])", "k"),
    (r"gu(?=[ei])", "g"),
    (r"ch", "H"),
    (r"g(?=[ei])", "E"),
    (r"x", "ks"),
    (r"u(?=sk)|ou(?=sk)", "ov"),
    (r"w(?=[aeiouy]|$)", "v"),
    (r"(?<=[aeo])w(?=[bcdfgklmnprst])", "v"),
    (r"oe|eu(?=[nrlg])", "o"),
    (r"ee|ii|ij\b|yj\b|iy\b|yi|ey\b|ei\b|yy\b", "i"),
    (r"ou|oo", "u"),
    (r"ae", "e"),
    (r"y(?=[aeiou])", "i"),
)
_GROUP: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _GROUPS))
_DOUBLED: Final = re.compile(r"(.)\1+")
_SYLLABLE: Final = re.compile(r"([^aeiouy]?)([aeiouy]*)")
_NO_LETTER: Final = re.compile("[^a-z]")
_UMLAUT: Final = re.compile("([aou])e(?=[^aeiouy])")
_SOUNDS: Final = {
    "c": "kcsCj", "C": "Cc", "H": "CShk", "S": "SZ", "s": "s", "z": "sc", "Z": "ZjS", "j": "jZh", "J": "jZC", "Q": "SC",
    "W": "cs", "K": "hk", "k": "k", "q": "kg", "g": "gj", "E": "gjZ", "G": "gkh", "T": "ts", "t": "t", "D": "ds",
    "d": "d", "v": "v", "w": "v", "f": "f", "b": "b", "p": "p", "l": "l", "m": "m", "n": "n", "r": "r", "h": "h",
}  # fmt: skip
_SETS: Final = {code: frozenset(sounds) for code, sounds in _SOUNDS.items()}
_NONE: Final[frozenset[str]] = frozenset()
_VOWELS: Final = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}
_LIMITS: Final = ((6, 1.25), (4, 0.75), (3, 0.5), (2, 0.25))  # consonants, how far apart alike words may be
_Reading = tuple[tuple[str, str], ...]  # (consonant, the vowels after it); the first has no consonant
_Word = tuple[_Reading, float, bool]  # how it is read, how far apart one alike may be, whether it ends in a vowel


def sound_alike(first: str, second: str) -> bool:
    """Say whether two words can be one by their sounds; always symmetric."""
    others = _readings(second)
    for one in _readings(first):
        for other in others:
            if _near(one, other):
                return True
    return False


def _near(one: _Word, other: _Word) -> bool:
    """Say whether two readings are near; a last vowel in one only makes another name: "Niger", "Nigeria"."""
    limit = min(one[1], other[1])
    ending = 0.0 if one[2] == other[2] else _VOWEL_DIFFERS / 2
    return _apart(one[0], other[0], limit - ending) + ending <= limit


@lru_cache(maxsize=16384)
def _readings(word: str) -> tuple[_Word, ...]:
    """Return a word as consonants with the vowels after each, once for each way of reading "j" and a German "ue"."""
    text = _NO_LETTER.sub("", latin(word)).removesuffix("h")
    forms = {text, text.replace("j", "i")}
    forms |= {_UMLAUT.sub(r"\1", form) for form in forms}
    return tuple(_counted(_read(form)) for form in sorted(forms))


def _counted(reading: _Reading) -> _Word:
    consonants = sum([c not in ("", "h") for c, _ in reading])
    limit = next((far for letters, far in _LIMITS if consonants >= letters), 0.0)
    return _opened(reading), limit, bool(reading[-1][1])


def _read(text: str) -> _Reading:
    text = _DOUBLED.sub(r"\1", _GROUP.sub(_code, text))
    return tuple((c, v) for c, v in _SYLLABLE.findall(text) if c or v) or (("", ""),)


def _code(match: re.Match[str]) -> str:
    return _GROUPS[(match.lastindex or 1) - 1][1]


def _apart(a: _Reading, b: _Reading, limit: float) -> float:
    """Add up what differs; FAR where a consonant does, and as soon as it is more than *limit*."""
    total, n, m, long, other_long = _vowels(a[0][1], b[0][1]), 1, 1, len(a), len(b)
    while n < long or m < other_long:
        if total > limit:
            return FAR
        c, v = a[n] if n < long else ("", "")
        d, w = b[m] if m < other_long else ("", "")
        if c and d and (c == d or not _SETS.get(c, _NONE).isdisjoint(_SETS.get(d, _NONE))):
            total += _vowels(v, w) + (0.0 if c == d or {c, d} in _PLAIN else _OTHER_LETTER)
            n, m = n + 1, m + 1
        elif {c, d} == {"g", "h"} and min(n, m) > 1:  # Ukrainian and Belarusian beside Russian
            total += _vowels(v, w) + 2 * _OTHER_LETTER
            n, m = n + 1, m + 1
        elif c == "h":
            total += _SILENT + (0.25 if v and not set(v) & set(a[n - 1][1] or v) else 0.0)
            n += 1
        elif d == "h":
            total += _SILENT + (0.25 if w and not set(w) & set(b[m - 1][1] or w) else 0.0)
            m += 1
        else:
            return FAR
    return total


def _opened(reading: _Reading) -> _Reading:
    return reading if not reading[0][0] else (("", ""), *reading)


def _vowels(one: str, other: str) -> float:
    if one == other:
        return 0.0
    a, b = ({_VOWELS[vowel] for vowel in vowels} for vowels in (one, other))
    if a & b or (not a and b == {"i"}) or (not b and a == {"i"}):
        return 0.0 if a == b else _VOWEL_DIFFERS / 4
    return _VOWEL_DIFFERS
