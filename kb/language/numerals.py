"""Numbers that are part of a name: of a ruler or a generation ("Charles III", "Marcos Jr."), of a brigade or a ward.

Input: a person's name as written; a word of a folded name. Output: a number, or none. Read by coreference and
resolution, to which two numbers make two bearers.
Pure. Never: says that two names with one number are one.
"""

import re
from functools import lru_cache
from typing import Final, Literal

_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_CARDINALS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ROMAN: Final = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")  # up to 39: more is no ruler's and no corps's
_VALUE: Final = {"i": 1, "v": 5, "x": 10}
_DIGITS: Final = re.compile(r"0*(\d{1,6})(st|nd|rd|th)?")
_GENERATION: Final = {"sr": 1, "snr": 1, "senior": 1, "jr": 2, "jnr": 2, "junior": 2}
_WORDS: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ALSO_NAMES: Final = frozenset({"i", "v", "x", "vi", "xi"})  # initials, and names in Pinyin and Vietnamese

Kind = Literal["ordinal", "cardinal", ""]


@lru_cache(maxsize=16384)
def bearer(name: str) -> int | None:
    """Return which bearer of one name a person's name says, 3 of "Charles III" and of "Charles the Third"; else None.

    Senior and junior are the first and the second. A numeral is in capitals and behind a name, a single letter at the
    end or before a word that is no name ("Charles V of Spain"): "Xi Jinping" and "Malcolm X. Smith" have none.
    """
    words = _WORDS.findall(name)
    shouted = name.isupper()
    for index, word in enumerate(words[1:], 1):
        folded = word.casefold()
        if folded in _GENERATION and index == len(words) - 1:
            return _GENERATION[folded]
        if folded in _ORDINALS and words[index - 1].casefold() == "the":
            return _ORDINALS.index(folded) + 1
        if not word.isupper() or (found := roman(folded)) is None:
            continue
        behind = words[index + 1 : index + 2]
        if folded not in _ALSO_NAMES or (not shouted and (not behind or behind[0][0].islower())):
            return found
    return None


@lru_cache(maxsize=16384)
def number(word: str) -> tuple[int, Kind] | None:
    """Return the number that a word of a folded name is, and whether as one of a row ("third") or a count ("three").

    Digits and Roman numerals may be either. None: it is another word.
    """
    if found := _DIGITS.fullmatch(word):
        return int(found[1]), "ordinal" if found[2] else ""
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1, "ordinal"
    if word in _CARDINALS:
        return _CARDINALS.index(word) + 1, "cardinal"
    value = roman(word)
    return None if value is None else (value, "")


def same_number(one: str, other: str) -> bool | None:
    """Say whether two words of folded names are one number; None if they are not both numbers."""
    first, second = number(one), number(other)
    if first is None or second is None:
        return None
    kinds = {first[1], second[1]} - {""}
    return first[0] == second[0] and len(kinds) < 2


def roman(word: str) -> int | None:
    """Return the value of a Roman numeral in small letters, up to 39; None for any other word."""
    if not word or not _ROMAN.fullmatch(word):
        return None
    values = [_VALUE[letter] for letter in word]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def digits(word: str) -> str:
    """Return the digits of a word, in order: another row of them makes another word, however alike the letters."""
    return "" if word.isalpha() else "".join(letter for letter in word if letter.isdigit())
