"""Names in orthographies that sounds alone mislead about: Somali and Vietnamese.

Input: folded names of persons. Output: a Somali name as English spells it ("xasan sheekh": "hasan shekh"); whether two
Vietnamese names are of two persons. Read by kb.resolution.names.persons.
Pure. Somali writes the ayin that English leaves out as c, h as x, and long vowels double; a name is read so only where
it shows one of these letters and a long vowel. Of Vietnamese syllables each letter tells: Hung is not Huong.
Never: says that two persons are one.
"""

import re
from functools import lru_cache
from typing import Final

_LETTER: Final = re.compile(r"\bc(?=[aeiou])|(?<=[aeiou])c(?=[aeiou])|x(?=[aeiou])|(?<=[aeiou])x")
_LONG: Final = re.compile(r"([aeiou])\1")
_LAST_O: Final = re.compile(r"(?<=[^\Waeiou])o\b")

_FAMILIES: Final = frozenset(
    (
        "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh trinh doan luong truong dao mai"
    ).split()
)
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    "(?:uye|uya|uoi|uou|ieu|yeu|oai|oay|uay|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    "(?:ng|nh|ch|[cmnpt])?"
)
_LEAST: Final = 3  # words of a Vietnamese name that is known by its form


@lru_cache(maxsize=16384)
def english_of_somali(name: str) -> tuple[str, ...]:
    """Return a Somali name as English may spell it; () for a name that does not look Somali.

    A woman's name that ends in o is also read with a ("Xaliimo", Halima).
    """
    if not name.isascii() or not _LETTER.search(name) or not _LONG.search(name):
        return ()
    plain = _LETTER.sub(lambda found: "h" if found[0] == "x" else "", name)
    plain = _LONG.sub(r"\1", plain)
    return tuple(dict.fromkeys((plain, _LAST_O.sub("a", plain, count=1))))


def other_vietnamese(first: str, second: str) -> bool:
    """Say whether two names, both Vietnamese by their syllables, differ in any of as many syllables."""
    one, two = first.split(), second.split()
    return len(one) == len(two) and one != two and _vietnamese(one) and _vietnamese(two)


def _vietnamese(words: list[str]) -> bool:
    return len(words) >= _LEAST and words[0] in _FAMILIES and all(map(_SYLLABLE.fullmatch, words))
