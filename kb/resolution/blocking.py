"""Under which keys two entities may meet, and under which spellings of a name one may be met again.

Input: a Profile; the names that stand under its keys in the index. Output: its keys; those names that may be its own,
written otherwise; rows for the index.
Pure. Never: weighs. A name that many bear stands in the index once, however often it was met: what a look-up costs
hangs on how many names there are, not on how many articles.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.resolution.comparison import name_agreement
from kb.resolution.holding import held_key, offices, unnamed_key
from kb.resolution.names.bodies import GENERIC, distinctive, plain_words
from kb.resolution.names.exonyms import exonym
from kb.resolution.names.orthographies import readings
from kb.resolution.names.persons import surely_two
from kb.resolution.names.romanise import skeleton
from kb.resolution.profile import Profile

MOST_NAMES: Final = 24  # names under the keys of one entity that are looked at; beyond, no further key is
_KEPT: Final = 50_000  # names whose other spellings are remembered
_KEPT_KEYS: Final = 20_000  # names whose keys are remembered
_SMALL: Final = frozenset("of the and for in de a".split())
_LONG: Final = 5  # letters of a word that is taken for no acronym
_OTHER: Final = frozenset({"other", "given"})
_HISSING: Final = str.maketrans("cj", "ss")
_HARD: Final = re.compile("c(?=[aoulrt])")  # what one writes "Cocha" another writes "Qocha"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of the index: under *key* an entity of an article of that day is called *name*."""

    key: str
    identified: bool
    name: str
    day: str
    local: str


def blocking_keys(profile: Profile) -> frozenset[str]:
    """Return the keys under which this entity may meet another: few, so that comparison stays cheap.

    Persons meet by the skeleton of a family name, bodies and places by that of each distinctive word, or of the
    whole if none is, and by its words in any order; acronyms by their letters.
    """
    if profile.group == "country":
        return frozenset({f"x:{profile.external}"} if profile.external else {f"c:{name}" for name in profile.names})
    known = frozenset(f"x:{external}" for external in profile.identifiers)
    return known | _all_keys(profile.group, profile.names)


def keys_of_name(group: str, name: str) -> frozenset[str]:
    """Return the keys of a folded name, of a person, or of a body or place, without anything else that is known."""
    return _all_keys(group, (name,))


@lru_cache(maxsize=_KEPT)
def whole_keys(group: str, name: str) -> frozenset[str]:
    """Return the keys of the index under each of which all who bear a name stand, whatever else they are called."""
    return frozenset(f"{group}:{key}" for key in _keys(group, (name,)))


def strangers(one: Profile, other: Profile) -> bool:
    """Say whether two names of one group, which no identifier explains, share no key: nobody need weigh them."""
    if one.group != other.group or one.group == "country" or one.identifiers or other.identifiers:
        return False
    named = bool(one.names and other.names)
    return named and _all_keys(one.group, one.names).isdisjoint(_all_keys(other.group, other.names))


@lru_cache(maxsize=_KEPT_KEYS)
def _all_keys(group: str, names: tuple[str, ...]) -> frozenset[str]:
    return _keys(group, names) | _turned(names)


@lru_cache(maxsize=_KEPT_KEYS)
def _turned(names: tuple[str, ...]) -> frozenset[str]:
    """Return a key of each name of common words alone, whatever their order: articles turn them."""
    words = (sorted(plain_words(name)) for name in names if not distinctive(name))
    return frozenset(f"={' '.join(those)}" for those in words if len(those) > 1)


@lru_cache(maxsize=_KEPT_KEYS)
def _keys(group: str, names: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of names; the well-known ones come in every other article."""
    keys: set[str] = set()
    letter = group[0]
    for name in names:
        words = name.split()
        if group == "person":
            read = [words, *(form.split() for form in readings(name))]
            ends = {word for form in read for word in (form[0], form[-1])}
            keys |= {f"{letter}:{_short(skeleton(word))}" for word in ends if len(word) > 1}
            continue
        if group == "place" and len(words) > 1:
            keys |= {f"{letter}:{short}" for short in _shorts(name)}
        telling = [word for word in words if word not in GENERIC and len(word) > 1] or [" ".join(words)]
        keys |= {f"{letter}#{key}" for word in (name, *telling) if (key := exonym(word))}
        keys |= {f"{letter}:{short}" for word in telling for short in _shorts(word)}
        if group == "organisation":
            keys |= {f"a:{letters}" for letters in _letters([word for word in words if word not in _SMALL])}
        if group == "organisation" and len(words) == 1 and 2 < len(name) <= 8:
            keys.add(f"a:{name}")
    return frozenset(keys)


def _letters(words: Sequence[str]) -> Iterator[str]:
    """Yield the first letters of three words or more; of what is short already all: "au commission" is "auc" too."""
    if len(words) > 2:
        yield "".join(word[0] for word in words)
    if len(words) > 1 and 1 < len(words[0]) < _LONG and words[0] not in GENERIC:
        yield words[0] + "".join(word[0] for word in words[1:])


def _shorts(words: str) -> set[str]:
    """Return the short forms of a name of a body or place, its hard c also read as k."""
    return {_short(skeleton(form).replace(" ", "")) for form in (words, _HARD.sub("k", words))}


def _short(word: str) -> str:
    """Consonants of a skeleton, four at most, so that spellings with other vowels or endings meet.

    Hissing sounds are one: what one newsroom writes ts or zh another writes z or sch.
    """
    joined = word.replace(" ", "").translate(_HISSING)
    bare = joined[:1].replace("o", "a").replace("e", "a") + re.sub(r"[aeiou]", "", joined[1:])
    return bare[:4] if len(bare) > 2 else joined


def name_keys(profile: Profile) -> frozenset[str]:
    """Return the keys of an entity, those of identifiers left out; persons and places have none in common.

    A name of common words alone ("Ministry of Defence") stands under each of them, for articles turn them, with its
    country, or that of its article: those of two countries are two, whatever else speaks for one.
    """
    names = own_names(profile)
    if profile.group == "country":
        keys = (key for key in blocking_keys(profile) if not key.startswith("x:"))
        return frozenset(f"country:{key}" for key in (*keys, *_common(names)))
    lands = profile.countries or frozenset({profile.home})
    return _name_keys(profile.group, names, frozenset({""}) if profile.group == "person" else lands)


@lru_cache(maxsize=_KEPT_KEYS)
def _name_keys(group: str, names: tuple[str, ...], lands: frozenset[str]) -> frozenset[str]:
    common = (f"{key}@{land}" if land else key for key in _common(names) for land in lands)
    return frozenset(f"{group}:{key}" for key in (*_keys(group, names), *common))


def _common(names: Iterable[str]) -> Iterator[str]:
    return (f"={word}" for name in names if not distinctive(name) for word in plain_words(name))


def own_names(profile: Profile) -> tuple[str, ...]:
    """Return the names by which an entity is looked for: of a person with a full name, no family name alone."""
    return _full_names(profile.names) if profile.group == "person" else profile.names


@lru_cache(maxsize=_KEPT_KEYS)
def _full_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if " " in name) or names


def name_rows(profiles: Mapping[str, Profile]) -> list[NameRow]:
    """Return the rows of the entities of an article."""
    return (
        [
            NameRow(key, bool(one.external), name, one.day, one.local)
            for one in profiles.values()
            if one.group != "country"
            for key in sorted(name_keys(one))
            for name in own_names(one)
        ]
        + [
            NameRow(held_key(office) if one.names else unnamed_key(office), False, holder, one.day, one.local)
            for one in profiles.values()
            for office in offices(one)
            for holder in own_names(one)[:1] or ("",)
        ]
        + [
            NameRow(land_key(land), True, "", one.day, one.local)
            for one in profiles.values()
            if one.group == "country" and one.day
            for land in sorted(one.countries)
        ]
    )


def land_key(country: str) -> str:
    """Return the key under which articles are met that name a country, given by its code."""
    return f"in:{country}"


def telling(names: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the keys, with their names, that are looked at: those with the fewest names, one at least.

    Args:
        names: key -> names under it.
    """
    found: dict[str, Sequence[str]] = {}
    room = MOST_NAMES
    for key in sorted(names, key=lambda one: (len(names[one]), one)):
        if found and len(names[key]) > room:
            break
        found[key] = names[key]
        room -= len(names[key])
    return found


class Spellings:
    """Remembers which names may be other spellings of one: under a key there are few new ones an article."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, bool], tuple[int, list[str]]] = {}

    def agreeing(self, group: str, own: str, key: str, identified: bool, names: Sequence[str]) -> list[str]:
        """Return those of the names under a key that may be other spellings of *own*.

        Args:
            group: person, organisation or place.
            own: a folded name.
            key: of the index.
            identified: whether the names are of those that an identifier elsewhere names, which stand apart.
            names: under it, in the order in which they came; it may only have grown since the last call.
        """
        seen, found = self._found.get((group, own, key, identified), (0, []))
        if seen < len(names):
            new = (name for name in names[seen:] if name != own and not (group == "person" and surely_two(own, name)))
            found = [*found, *(name for name in new if name_agreement(group, own, name) not in _OTHER)]
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[group, own, key, identified] = (len(names), found)
        return found

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._found.clear()
