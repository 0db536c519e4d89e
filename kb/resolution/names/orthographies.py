"""Names in orthographies that sounds alone mislead about: Somali, Belarusian, Ukrainian and Vietnamese.

Input: folded names of persons. Output: a Somali name as English spells it ("xasan sheekh": "hasan shekh"), a Belarusian
or Ukrainian one as it is written after the Russian form; whether two Vietnamese names are of two persons. Read by
kb.resolution.names.persons and kb.resolution.blocking.
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

_SHORT_U: Final = re.compile(r"(?<=[^\We][ao]|[^\Waou]e)u(?=sk|\b)")  # Russian v: not "moreau"
_SOFT: Final = re.compile(r"dz(?=[iem])|ts(?=[iev])")  # what Belarusian has for d and t before a soft vowel
_BELARUSIAN: Final = frozenset(  # given names that no other language writes so
    (
        "ales aleh aliaksandr aliaksandra aliaksei alyaksandr alyaksei artsiom dzianis dzmitry ihar kanstantsin "
        "katsiaryna kiryl maryia mikalai mikhas natallia palina paval piatro ryhor siarhei "
        "siarhey sviatlana tatsiana tsimafei uladzimir viachaslau viktar volha yaraslau yauhen"
    ).split()
)
_UKRAINIAN: Final = re.compile(  # family names in h that Russian has in g; others, as Hill, are two with Gill
    r"(?<=\s)h(?=\w+(?:enk[oa]|[vrnlh]ko|ushka|chuk|[iy]uk|sk(?:[iy]{1,2}|yj|ij|a|aya|aia)|[iy]ak|ets|ych|isman)\b)"
)

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


@lru_cache(maxsize=16384)
def readings(name: str) -> tuple[str, ...]:
    """Return how else a name may be written: one in Somali as in English, one from Belarus or Ukraine as in Russian."""
    return (*english_of_somali(name), *russian_of_neighbours(name))


def russian_of_neighbours(name: str) -> tuple[str, ...]:
    """Return a Belarusian or Ukrainian name after its Russian form; () for a name that shows neither.

    "Tsikhanouski" is Tikhanovsky, "Sannikau" Sannikov, "Hrytsenko" Gritsenko; who is called Hill is not called Gill.
    """
    if not name.isascii():
        return ()
    found = _SHORT_U.sub("v", name)
    if found != name or not _BELARUSIAN.isdisjoint(name.split()):
        found = _SOFT.sub(lambda soft: soft[0][0], found)
    found = _UKRAINIAN.sub("g", found)
    return (found,) if found != name else ()


def other_vietnamese(first: str, second: str) -> bool:
    """Say whether two names, both Vietnamese by their syllables, differ in any of as many syllables."""
    one, two = first.split(), second.split()
    return len(one) == len(two) and one != two and _vietnamese(one) and _vietnamese(two)


def _vietnamese(words: list[str]) -> bool:
    return len(words) >= _LEAST and words[0] in _FAMILIES and all(map(_SYLLABLE.fullmatch, words))
