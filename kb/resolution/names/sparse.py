"""Words of scripts that leave vowels out, or write foreign ones roughly, against their Latin spellings.

Input: a word in Arabic, Hebrew, an Indic script, kana or Hangul, and one in Latin letters. Output: whether the second
can be a spelling of the first; read by kb.resolution.names.romanise.
Pure. Never: guesses a vowel; what is written must be there, what is left out may be anything short.

A word becomes a pattern of the Latin letters that each of its letters is spelt with, with room for unwritten vowels.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_SHORT: Final = "(?:[aeo]{0,2}|[iu]|ou|oe|ie?)"  # what Arabic and Hebrew leave out
_ANY: Final = "[aeiouy]{0,3}"
_OPEN: Final = "[aeiouy]{0,2}"
_END: Final = "[aeiou]{0,2}h?"
_W: Final = "(?:[aeiou]{0,2}(?:w|v|ou|oo|u|o)[aeiou]{0,2})"
_Y: Final = "(?:[aeou]{0,2}(?:yy?|i|j|e)[aeiouy]{0,2})"
_K: Final = "(?:kk?h?|cc?h?|ck|q|g|x)"
_S: Final = "(?:ss?|z|c)"
_T: Final = "(?:tt?h?|d)"
_D: Final = "(?:dd?h?|t)"
_B: Final = "(?:bb?|pp?|v)"
_F: Final = "(?:ff?|ph|v|pp?)"
_SH: Final = "(?:sh|sch|ch|s)"
_H: Final = "(?:hh?|ch|kh)"
_KH: Final = "(?:kh|ch|h|k|x|j)"
_G: Final = "(?:gg?h?|k|j)"
_J: Final = "(?:jj?|dj|dsch|dzh|g|zh|y|ch|c)"
_Q: Final = "(?:qq?|kk?h?|gg?h?|c|ck)"
_Z: Final = "(?:zz?|ss?|dz)"
_ZH: Final = "(?:zh|j|z|sch|dj|sh|g)"
_CH: Final = "(?:ch|tch|tsch|tsh|c|j|g)"
_LETTERS: Final = {
    **dict.fromkeys("اأإآٱעא", ""),
    **dict.fromkeys("عءئؤ", _OPEN),
    "ب": _B,
    "ت": _T,
    "ث": "(?:th?|s)",
    "ج": _J,
    "ح": _H,
    "خ": _KH,
    "د": _D,
    "ذ": "(?:dd?h?|z|th)",
    "ر": "rr?h?",
    "ز": _Z,
    "س": _S,
    "ش": _SH,
    "ص": _S,
    "ض": "(?:dd?h?|z)",
    "ط": _T,
    "ظ": "(?:zz?|dh?|s|th)",
    "غ": "(?:gg?h?|r)",
    "ف": _F,
    "ق": _Q,
    "ك": _K,
    "ک": _K,
    "ل": "ll?",
    "م": "mm?",
    "ن": "nn?",
    "ه": "(?:hh?)?",
    "ة": "(?:h|t)?",
    "و": _W,
    "ي": _Y,
    "ی": _Y,
    "ى": "(?:aa?|i|y|ee)",
    "پ": "(?:pp?|b)",
    "چ": _CH,
    "ژ": _ZH,
    "گ": _G,
    "ٹ": _T,
    "ڈ": _D,
    "ڑ": "(?:rr?|d)",
    "ں": "nn?",
    "ھ": "h?",
    "ہ": "(?:hh?)?",
    "ے": "(?:e|ay|ai|ey|i)",
    "ۀ": "h?",
    "ۃ": "h?",
    "ב": "(?:bb?|v|w)",
    "ג": "(?:gg?h?|j)",
    "ד": "dd?",
    "ה": "(?:hh?)?",
    "ו": _W,
    "ז": "(?:zz?|s)",
    "ח": _H,
    "ט": "tt?h?",
    "י": _Y,
    "כ": _K,
    "ך": _K,
    "ל": "ll?",
    "מ": "mm?",
    "ם": "mm?",
    "נ": "nn?",
    "ן": "nn?",
    "ס": "(?:ss?|c|z)",
    "פ": "(?:pp?h?|ff?)",
    "ף": "(?:ff?|pp?h?)",
    "צ": "(?:tt?z|t?s|z|c)",
    "ץ": "(?:tt?z|t?s|z|c)",
    "ק": "(?:kk?|q|c|ck)",
    "ר": "rr?",
    "ש": "(?:sh|sch|ss?|ch)",
    "ת": "tt?h?",
}
_ROMAN: Final = {  # letters of anyascii, for scripts with most vowels
    "k": _K,
    "kh": "(?:kh?|c|q)",
    "g": "(?:gg?h?|k)",
    "gh": "(?:gg?h?)",
    "c": "(?:cc?h?|tch|ts?)",
    "ch": "(?:cc?hh?|tch|t)",
    "j": "(?:j|z|g|y|dj|zh)",
    "jh": "(?:jh?|zh)",
    "t": "(?:tt?h?)",
    "th": "(?:tt?h?)",
    "d": "(?:dd?h?)",
    "dh": "(?:dd?h?)",
    "n": "(?:nn?|m|ng)",
    "p": "(?:pp?|b)",
    "ph": "(?:ph?|f)",
    "b": "(?:bb?h?|v|p)",
    "bh": "(?:bb?h?|v)",
    "m": "(?:mm?|n)?",
    "y": "(?:yy?|i|j)?",
    "r": "(?:rr?h?|ll?)",
    "l": "(?:ll?|rr?)",
    "v": "(?:v|w|bh)",
    "w": "(?:w|v|u)?",
    "s": "(?:ss?h?|c|z|th|x)",
    "sh": "(?:sh|s|ch|sch)",
    "h": "(?:h|f)?",
    "f": "(?:ff?|h|ph|v)",
    "z": "(?:z|s|th|j)",
    "ts": "(?:ts|z|t|tz)",
    "x": "(?:x|ks)",
    "q": _Q,
}
_VOWELS: Final = {
    "a": "(?:aa?|e|o|u|ay?|ai)",
    "i": "(?:i|ee?|ea|y|ie)",
    "u": "(?:uu?|oo?|ou|w)",
    "e": "(?:e|a|ai|ay|ey|i)",
    "o": "(?:oo?|u|au|aw|ow|a)",
}
_INDIC: Final = (
    "DEVANAGARI",
    "BENGALI",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "GUJARATI",
    "GURMUKHI",
    "SINHALA",
    "MYANMAR",
)
_ROUGH: Final = ("KATAKANA", "HIRAGANA", "HANGUL")
_LEAST: Final = 3  # letters in a rough word that must be found again


@lru_cache(maxsize=65536)
def script(word: str) -> str:
    """Return "abjad", "indic", "rough" (kana, Hangul) or "" for a word whose letters can be read one by one."""
    if word.isascii():
        return ""
    for letter in word:
        if letter.isalpha() and not letter.isascii():
            name = unicodedata.name(letter, "")
            if name.startswith(("ARABIC", "HEBREW")):
                return "abjad"
            if name.startswith(_INDIC):
                return "indic"
            if name.startswith(_ROUGH):
                return "rough"
    return ""


@lru_cache(maxsize=65536)
def fits(word: str, latin: str) -> bool:
    """Say whether *latin*, lower-case ASCII, can be a spelling of *word*, which is of a sparse script."""
    pattern = _pattern(word)
    return pattern is not None and pattern.fullmatch(latin) is not None


@lru_cache(maxsize=16384)
def _pattern(word: str) -> re.Pattern[str] | None:
    kind = script(word)
    if kind == "abjad":
        units = [_LETTERS[letter] for letter in without_article(word) if letter in _LETTERS]
        firm = sum(1 for unit in units if unit and unit != _OPEN)
        return re.compile("[aeiou]{0,2}" + _SHORT.join(filter(None, units)) + _END) if firm > 1 else None
    gap = "[aeo]?" if kind == "indic" else ""
    found, last = [], True
    for letter in re.findall(r"[bcdgjkpt]h|sh|ts|[a-z]", re.sub(r"([a-z])\1", r"\1", anyascii(word).casefold())):
        vowel = letter in _VOWELS
        if vowel:
            found.append(_VOWELS[letter] if kind == "indic" else _ANY)
        elif letter in _ROMAN:
            found.append(("" if last else gap) + _ROMAN[letter])
        last = vowel
    firm = sum(1 for part in found if part not in _VOWELS.values() and part != _ANY)
    return re.compile("".join(found) + _END) if firm >= (2 if kind == "indic" else _LEAST) else None


def without_article(word: str) -> str:
    """Return an Arabic word without the article that is written as part of it."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
