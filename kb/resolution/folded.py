"""What an entity's names and titles are folded to before they are compared, and by which keys context knows it.

Input: names as articles have them, a role's title. Output: folded names, telling words, keys; read by
kb.resolution.profile and by whoever looks names up.
Pure: no I/O.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from babel import Locale

from kb.language.text_keys import name_key, person_key
from kb.model import Entity
from kb.resolution.kinds import group_of, group_of_entity, without_ship
from kb.resolution.names.bodies import PLACE_WORDS, distinctive, plain_words, telling_words
from kb.resolution.names.called import persons_names
from kb.resolution.names.romanise import skeleton

_STOP: Final = frozenset(["of", "the", "for", "and", "in", "to", "a", "an", "s"])
_IN_ONE_FORM: Final = {
    "pm": "prime minister", "premier": "prime minister", "cm": "chief minister", "vp": "vice president",
    "ceo": "chief executive", "boss": "leader", "head": "leader", "chairwoman": "chairman", "chairperson": "chairman",
    "spokeswoman": "spokesman", "spokesperson": "spokesman", "defense": "defence", "labor": "labour",
}  # fmt: skip
_FORMER: Final = frozenset({"former", "ex", "late", "then", "one", "time"})
_KEPT: Final = 16_384  # names as articles have them, of which it is at hand what they are folded to


def names_of(kind: str, names: Iterable[str], country: str) -> tuple[str, ...]:
    """Return the folded names of an entity of a type, each once: without titles, words of kind or country."""
    return _names_of(kind, tuple(names), country)


@lru_cache(maxsize=_KEPT)
def _names_of(kind: str, names: tuple[str, ...], country: str) -> tuple[str, ...]:
    if kind == "person":
        return persons_names(names)
    found: list[str] = []
    for name in names:
        words = name_key(name).split()
        if group_of(kind) == "place":
            words = without_ship(words) if kind == "facility" else words
            kept = [w for w in words if w not in PLACE_WORDS and w not in ("of", "mount")] or words
        else:
            kept = [w for w in words if not _names_country(w, country) or len(words) == 1] or words
        key = " ".join(kept)
        if key and key not in found:
            found.append(key)
    return tuple(found)


@lru_cache(maxsize=4096)
def _names_country(word: str, country: str) -> bool:
    """Whether a word is the name of the body's country, or its adjective, as far as their beginnings tell."""
    if not country or len(word) < 4:
        return False
    english = name_key(str(Locale.parse("en").territories.get(country, "")))
    return bool(english) and any(part[:4] == word[:4] for part in english.split() if len(part) > 3)


def title_words(role: str) -> frozenset[str]:
    """Return the words of a role that tell offices apart."""
    words = (_IN_ONE_FORM.get(word, word) for word in re.findall(r"\w+", name_key(role)))
    return frozenset(part for word in words for part in word.split()) - _STOP - _FORMER


def context_keys(entity: Entity) -> frozenset[str]:
    """Return by what others of its article know an entity: person, country or other name, skeletons of what tells.

    Whether "Petrova" is a firm or the plant that another article calls after it, both articles are about one matter.
    """
    group = group_of_entity(entity)
    if group == "country":
        return frozenset({f"country:{entity.country}"})
    return _keys_of_name(group == "person", entity.type == "facility", entity.name)


@lru_cache(maxsize=_KEPT)
def _keys_of_name(person: bool, facility: bool, name: str) -> frozenset[str]:
    if person:
        folded = skeleton(person_key(name))
        return frozenset({f"person:{folded.split()[-1]}"}) if folded else frozenset()
    words = name_key(name).split()
    plain = " ".join(without_ship(words) if facility else words)
    key = skeleton(telling_words(plain))
    return frozenset({f"name:{key}"}) if distinctive(" ".join(plain_words(plain))) and key else frozenset()
