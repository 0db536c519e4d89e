"""How two names of persons agree.

Input: folded names without titles (kb.language.text_keys.person_key). Output: an Agreement of
kb.resolution.names.bodies. Pure apart from caches. Never: weighs; looks beyond the two names.

Words are paired off, whatever their order: what is left over on one side is a middle name, a patronymic or a second
family name; what is left over on both sides makes two persons. Chinese and Korean names are compared by syllables.
"""

import re
from functools import lru_cache
from itertools import product
from typing import Final

from kb.language.numerals import same_number
from kb.resolution.names.bodies import Agreement
from kb.resolution.names.eastern import same_syllables, syllables, words_of
from kb.resolution.names.given_names import gender_differs, initial_of_form, same_given
from kb.resolution.names.letters import latin
from kb.resolution.names.near_given import near_given
from kb.resolution.names.orthographies import other_vietnamese, readings
from kb.resolution.names.romanise import alike
from kb.resolution.names.sparse import script, without_article

PARTICLES: Final = frozenset(
    (
        "al el ul as ash az ar an at de da do dos das del della di du la le lo van von vom zu zum der den ter ten bin "
        "ibn bint abu abou ben y e d l بن ابن بنت ал эль аль бен бин ибн фон ван дер де"
    ).split()
)
_SERVANT: Final = ("abdel", "abdoul", "abdul", "abdal", "abdol")  # "abd al-", with whatever follows
_SAME_LETTER: Final = {"w": "v", "y": "i", "j": "i", "c": "k", "q": "k"}
_MARKS: Final = re.compile("['`-]")
_APART: Final = frozenset({"given", "near", "other"})
_ONE: Final = frozenset({"same", "spelling"})
_Pairs = dict[int, tuple[int, Agreement]]
_RANK: Final[dict[Agreement, int]] = {"same": 0, "spelling": 1, "nickname": 2, "initial": 3}


@lru_cache(maxsize=65536)
def compare_persons(first: str, second: str) -> Agreement:
    """Return how two names of persons agree, titles and suffixes taken off; the same whichever comes first."""
    if first == second:
        return "same" if " " in first else "single"
    if other_vietnamese(first, second):
        return "given" if first.partition(" ")[0] == second.partition(" ")[0] else "other"
    found = _compared(first, second)
    if found in _APART and " " in first and " " in second:
        read = [(name, *readings(name)) for name in (first, second)]
        others = {_compared(a, b) for a, b in product(*read) if (a, b) != (first, second)}
        if not others.isdisjoint(_ONE):
            return "spelling"
        if "nickname" in others:
            return "nickname"
    return found


def surely_two(first: str, second: str) -> bool:
    """Say whether two names are soon seen to be of two persons: two words each, of which no two pairs can agree.

    *compare_persons* then finds that another given name or all is another, for twice the work.
    """
    one, two = _plain(first), _plain(second)
    if not one or not two or one[0] + one[1] == two[0] + two[1] or (syllables(first) and syllables(second)):
        return False
    if _may_relate(one[1], two[1]) and (_may_relate(one[0], two[0]) or near_given(one[0], two[0])):
        return False
    return not (_may_relate(one[0], two[1]) and _may_relate(one[1], two[0]))


@lru_cache(maxsize=65536)
def _plain(name: str) -> tuple[str, ...]:
    """Return the two words of a name that is read in one way alone; () for any other."""
    words = _words(name)
    return () if len(words) != 2 or readings(name) else words


@lru_cache(maxsize=65536)
def _may_relate(one: str, other: str) -> bool:
    return _relation(one, other, given=False, family=False) is not None


def _compared(first: str, second: str) -> Agreement:
    if first == second:
        return "same"
    if same_syllables(first, second):
        return "spelling"
    one, two = list(_words(first)), list(_words(second))
    if len(one) == 1 or len(two) == 1:
        return _single(one, two)
    if sorted(one) == sorted(two) or "".join(one) == "".join(two):
        return "same" if "".join(one) == "".join(two) else "order"
    if _family_alone(one, two) or _family_alone(two, one):
        return "single"
    if len(one) != len(two):
        one, two = _joined(one, two)
    a, b = _without_particles(one), _without_particles(two)
    return _agreement(a, b) if (len(a), a) <= (len(b), b) else _agreement(b, a)


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, "abdel fattah" and "abdelfattah" both as "abd fattah"."""
    found: list[str] = []
    for word in _MARKS.sub("", words_of(name)).split():
        word = without_article(word) if script(word) else latin(word)
        start = next((s for s in _SERVANT if word.startswith(s) and len(word) - len(s) != 1), "")
        if start and not word.endswith("llah"):
            found += ["abd", *([word.removeprefix(start)] if word != start else [])]
        else:
            found.append(word)
    return tuple(found)


def _single(one: list[str], two: list[str]) -> Agreement:
    if len(one) == len(two):
        return "single" if alike(one[0], two[0]) else "other"
    short, full = (one, two) if len(one) == 1 else (two, one)
    if len(short[0]) > 5 and alike(short[0], "".join(full)):
        return "spelling"
    return "single" if any(alike(short[0], word) for word in (full[-1], full[0])) else "other"


def _without_particles(words: list[str]) -> list[str]:
    kept = [word for word in words if word not in PARTICLES]
    return kept if len(kept) > 1 else words


def _family_alone(short: list[str], full: list[str]) -> bool:
    """Whether a name is a family name with its particle, as the other has it at its end: "Le Pen", "Marine Le Pen"."""
    tail = full[-len(short) :]
    return (
        len(short) < len(full)
        and PARTICLES.issuperset(short[:-1])
        and tail[:-1] == short[:-1]
        and alike(tail[-1], short[-1])
    )


def _joined(one: list[str], two: list[str]) -> tuple[list[str], list[str]]:
    """Write as one word what the other name does: "suu kyi" beside "suukyi"."""
    return _joined_as(one, two), _joined_as(two, one)


def _joined_as(words: list[str], other: list[str]) -> list[str]:
    found, at = [], 0
    while at < len(words):
        pair = words[at] + words[at + 1] if at + 1 < len(words) else ""
        if pair and not any(abs(len(word) - len(pair)) < 3 for word in other):
            pair = ""
        apart = pair and not any(alike(words[at + n], word) for n in (0, 1) for word in other)
        if apart and len(pair) > 4 and any(alike(pair, word) for word in other):
            found.append(pair)
            at += 2
        else:
            found.append(words[at])
            at += 1
    return found


def _agreement(one: list[str], two: list[str]) -> Agreement:
    pairs = _paired(one, two)
    how = [kind for _, kind in pairs.values()]
    firm = [kind for kind in how if kind != "initial"]
    left, right = len(one) - len(pairs), len(two) - len(pairs)
    astray = pairs.get(0, (0, "other"))[1] == "initial" and pairs[0][0] and len(firm) == 1  # "M. Le Pen", Jean-Marie
    if (left and right) or len(how) < 2 or not firm or astray:
        if astray or not _one_family(pairs, one, two):
            return "given" if astray else "other"
        return "near" if _near(pairs, one, two) else "given"
    if "initial" in how and (len(firm) == 1 or not (left or right)):
        return "initial"
    if "nickname" in how:
        return "nickname"
    if left or right or "initial" in how:
        return "part"
    straight = all(n == other for n, (other, _) in pairs.items())
    return ("same" if straight else "order") if set(how) == {"same"} else "spelling"


def _near(pairs: _Pairs, one: list[str], two: list[str]) -> bool:
    """Whether nothing but a given name is left over on either side, and the two are near."""
    left = [n for n in range(len(one)) if n not in pairs]
    right = sorted(set(range(len(two))) - {m for m, _ in pairs.values()})
    return left == right == [0] and near_given(one[0], two[0])


def _one_family(pairs: _Pairs, one: list[str], two: list[str]) -> bool:
    """Whether a word at the end of one name is at the end, or at the beginning, of the other."""
    none: tuple[int, Agreement] = (0, "initial")
    last, first = pairs.get(len(one) - 1, none), pairs.get(0, none)
    ends = last[1] != "initial" and last[0] in (len(two) - 1, 0)
    return ends or (first[1] != "initial" and first[0] == len(two) - 1)


def _paired(one: list[str], two: list[str]) -> _Pairs:
    """Pair off words, the surest first, then those nearest in place."""
    options = sorted(
        (_RANK[kind], abs(_place(n, one) - _place(m, two)), n, m, kind)
        for n, a in enumerate(one)
        for m, b in enumerate(two)
        if (kind := _relation(a, b, given=n == 0 and m == 0, family=_last(n, one) or _last(m, two)))
    )
    found: _Pairs = {}
    taken: set[int] = set()
    for _, _, n, m, kind in options:
        if n not in found and m not in taken:
            found[n] = (m, kind)
            taken.add(m)
    return found


def _place(number: int, words: list[str]) -> float:
    return number / max(len(words) - 1, 1)


def _last(number: int, words: list[str]) -> bool:
    return number == len(words) - 1


def _relation(one: str, other: str, *, given: bool, family: bool) -> Agreement | None:
    if one == other:
        return "initial" if len(one) == 1 else "same"
    if len(one) == 1 or len(other) == 1:
        return "initial" if _letter(one) == _letter(other) or initial_of_form(one, other) else None
    if same_number(one, other) is False:
        return None
    if alike(one, other) and not (given and gender_differs(one, other)):
        return "spelling"
    return "nickname" if not family and same_given(one, other) else None


def _letter(word: str) -> str:
    """The first letter, one for those that languages change: "Wladimir", "Vladimir"."""
    return _SAME_LETTER.get(word[0], word[0])
