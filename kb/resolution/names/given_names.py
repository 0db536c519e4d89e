"""Given names that are forms of one name, and those that only look it.

Input: two folded given names. Output: whether both can be of one person; read by kb.resolution.names.persons.
Pure apart from caches. Never: says that two persons are one.

Nicknames are those of the package nicknames (English); kb/data/given_names.txt has the forms that two languages of one
bearer have. What an alphabet's letter stands for in two languages is no row there but a rule here: Ukrainian and
Belarusian h is Russian g ("Ihor", "Igor"; "Serhiy", "Sergei").
"""

import re
from functools import cache, lru_cache
from typing import Final

from nicknames import NickNamer

from kb.language.word_rows import GIVEN_NAMES, rows
from kb.resolution.names.letters import latin
from kb.resolution.names.romanise import alike, skeleton
from kb.resolution.names.sparse import fits, script

_H: Final = re.compile("(?<![cgkpstz])h(?=[aeiouyrln]|$)")  # no digraph's
_HAUSA: Final = re.compile("([a-z]{3,}[bdhklmnrst])o?u")
_MAN: Final = frozenset(["", "o", "e", "u"])


@lru_cache(maxsize=16384)
def same_given(one: str, two: str) -> bool:
    """Say whether two given names can be of one person: a nickname, or another language's form."""
    if alike(one, two) and not gender_differs(one, two):
        return True
    plain = one.isascii() and two.isascii()
    if _rows(one) & _rows(two) or (not (plain and ("h" in one) == ("h" in two)) and _hardened(one, two)):
        return True
    if not (plain and one[-1:] != "u" and two[-1:] != "u") and (_ended(one, two) or _ended(two, one)):
        return True
    return two in _nicknames_of(one) or one in _nicknames_of(two)


@lru_cache(maxsize=16384)
def _nicknames_of(name: str) -> frozenset[str]:
    return frozenset(_nicknames().nicknames_of(name))


@lru_cache(maxsize=16384)
def _rows(name: str) -> frozenset[int]:
    if script(name):
        return frozenset(n for n, row in enumerate(_table()) if any(fits(name, form) for form in row))
    return _forms().get(_key(name), frozenset())


def _hardened(one: str, two: str) -> bool:
    """Whether one has h where the other has g, and nothing else parts them."""
    first, second = _hard(one), _hard(two)
    if first != second or ("h" in latin(one)) == ("h" in latin(two)):
        return False
    return not (script(one) or script(two) or gender_differs(one, two))


def _ended(long: str, short: str) -> bool:
    """Whether one is the other with the vowel that Hausa and its neighbours end it in: "Umaru", "Mahamadou"."""
    if script(long) or script(short) or not (found := _HAUSA.fullmatch(latin(long))):
        return False
    return alike(found[1], short)


@lru_cache(maxsize=16384)
def _hard(word: str) -> str:
    """Return the skeleton of a word whose h is g."""
    return skeleton(_H.sub("g", latin(word)))


def _key(name: str) -> str:
    """Its skeleton; what Russian makes of João is no Juan, which skeletons do not tell."""
    plain = latin(name)
    return plain if plain.startswith("zh") else skeleton(name)


@cache
def _table() -> tuple[tuple[str, ...], ...]:
    return tuple(rows(GIVEN_NAMES))


@cache
def _forms() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, row in enumerate(_table()):
        for name in row:
            found[_key(name)] = found.get(_key(name), frozenset()) | {number}
    return found


@lru_cache(maxsize=16384)
def gender_differs(one: str, two: str) -> bool:
    """Say whether two given names are of a man and a woman: "Mario" and "Maria", "Daniel" and "Daniela"."""
    if script(one) or script(two):
        return False
    short, long = sorted((skeleton(one), skeleton(two)), key=len)
    for woman, man in ((long, short), (short, long)):
        if woman.endswith("a") and not man.endswith("a") and man.removeprefix(woman[:-1]) in _MAN:
            return True
    return one != two and {one[-3:], two[-3:]} & {"lle", "ine", "tte"} != set() and (one[-3:] != two[-3:])


def initial_of_form(one: str, two: str) -> bool:
    """Say whether one is the first letter of a name that the other is a nickname of: "w" and "bill"."""
    short, long = sorted((one, two), key=len)
    return len(short) == 1 < len(long) and any(name[0] == short for name in _nicknames().canonicals_of(long))


@cache
def _nicknames() -> NickNamer:
    return NickNamer()
