"""Under which spellings of a name an entity may be met again.

Input: a Profile; the names that stand under its keys in the index. Output: those that may be its own, written
otherwise; rows for the index.
Pure. Never: weighs. A name that many bear stands in the index once, however often it was met: what a look-up costs
hangs on how many names there are, not on how many articles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.resolution.comparison import name_agreement
from kb.resolution.holding import held_key, offices, unnamed_key
from kb.resolution.names import distinctive, plain_words
from kb.resolution.profile import Profile, blocking_keys

MOST_NAMES: Final = 60  # names under the keys of one entity that are looked at; beyond, no further key is
_KEPT: Final = 50_000  # names whose other spellings are remembered
_OTHER: Final = frozenset({"other", "given"})


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of the index: under *key* an entity of an article of that day is called *name*."""

    key: str
    identified: bool
    name: str
    day: str
    local: str


def name_keys(profile: Profile) -> frozenset[str]:
    """Return the keys of an entity, those of identifiers left out; persons and places have none in common.

    A name of common words alone ("Ministry of Defence") stands under each of them, for articles turn them.
    """
    one = replace(profile, names=own_names(profile))
    keys = (key for key in blocking_keys(one) if not key.startswith("x:"))
    common = (word for name in one.names if not distinctive(name) for word in plain_words(name))
    return frozenset(f"{profile.group}:{key}" for key in (*keys, *(f"={word}" for word in common)))


def own_names(profile: Profile) -> tuple[str, ...]:
    """Return the names by which an entity is looked for: of a person with a full name, no family name alone."""
    full = tuple(name for name in profile.names if " " in name)
    return full if profile.group == "person" and full else profile.names


def name_rows(profiles: Mapping[str, Profile]) -> list[NameRow]:
    """Return the rows of the entities of an article."""
    return [
        NameRow(key, bool(one.external), name, one.day, one.local)
        for one in profiles.values()
        if one.group != "country"
        for key in sorted(name_keys(one))
        for name in own_names(one)
    ] + [
        NameRow(held_key(office) if one.names else unnamed_key(office), False, holder, one.day, one.local)
        for one in profiles.values()
        for office in offices(one)
        for holder in own_names(one)[:1] or ("",)
    ]


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
        self._found: dict[tuple[str, str, str], tuple[int, list[str]]] = {}

    def agreeing(self, group: str, own: str, key: str, names: Sequence[str]) -> list[str]:
        """Return those of the names under a key that may be other spellings of *own*.

        Args:
            group: person, organisation or place.
            own: a folded name.
            key: of the index.
            names: under it, in the order in which they came; it may only have grown since the last call.
        """
        seen, found = self._found.get((group, own, key), (0, []))
        if seen < len(names):
            new = (name for name in names[seen:] if name != own)
            found = [*found, *(name for name in new if name_agreement(group, own, name) not in _OTHER)]
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[group, own, key] = (len(names), found)
        return found

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._found.clear()
