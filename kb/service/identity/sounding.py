"""Entities that are called much like what somebody typed: "zelensky" for Zelenskiy, "Braekke" for Brække.

Input: the catalog, words. Output: entities, for who looks for a name and may not know how it is written here: by
themselves for the page, and as hits behind those of full text for every other search.
Never: says that one is meant; finds words that are no name of anybody.
"""

import re
from collections.abc import Collection
from typing import Final

from rapidfuzz.distance import Levenshtein

from kb.language.text_keys import name_key, person_key
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord, Hit
from kb.resolution.blocking import keys_of_name
from kb.resolution.comparison import name_agreement
from kb.resolution.kinds import group_of
from kb.resolution.names.romanise import skeleton

_SHORTEST: Final = 4  # letters of a name; below, any other is like it
_LONG: Final = 5  # letters of which one may be another
_WORDS: Final = 6
_VOWELS: Final = re.compile("[aeiouy]")
_COMPARED: Final = 200
_ONE: Final = frozenset({"same", "order", "spelling"})


def searched(catalog: CatalogReader, words: str, *, kinds: Collection[str], limit: int) -> tuple[Hit, ...]:
    """Return what holds all words, the best first; then, as far as *limit* goes, entities called much the same.

    Args:
        kinds: of kb.projections.catalog.reading.KINDS.
    """
    hits = catalog.search(words, kinds=kinds, limit=limit)
    if "entity" not in kinds or len(hits) >= limit:
        return hits
    held = {hit.id for hit in hits if hit.kind == "entity"}
    alike = (one for one in sounding(catalog, words, limit=limit) if one.id not in held)
    more = [Hit("entity", one.id, one.label, "", 0.0, "alike") for one in alike]
    return (*hits, *more[: limit - len(hits)])


def sounding(catalog: CatalogReader, words: str, *, limit: int) -> tuple[EntityRecord, ...]:
    """Return the entities that are called so in another spelling, or of which a word is, those most told of first."""
    name = name_key(words)
    if len(name) < _SHORTEST or len(name.split()) > _WORDS:
        return ()
    keys = {key for group in ("person", "organisation", "place") for key in keys_of_name(group, name)}
    met = catalog.entities_keyed(keys, limit=_COMPARED)
    return tuple(one for one in met if _called_so(one, name))[:limit]


def _called_so(entity: EntityRecord, name: str) -> bool:
    group = group_of(entity.type)
    folded = person_key if group == "person" else name_key
    for known in map(folded, (entity.label, *entity.aliases)):
        if " " not in name:
            if any(_sound_alike(name, word) for word in known.split()):
                return True
        elif known and name_agreement("place" if group == "country" else group, name, known) in _ONE:
            return True
    return False


def _sound_alike(one: str, other: str) -> bool:
    """Whether two words have the same sounds, but for a letter of long ones, or two vowels."""
    first, second = skeleton(one), skeleton(other)
    if first == second:
        return True
    if min(len(first), len(second)) < _LONG or first.startswith(second) or second.startswith(first):
        return False
    far = 2 if _VOWELS.sub("", first) == _VOWELS.sub("", second) and len(first) > _LONG + 1 else 1
    return first[0] == second[0] and Levenshtein.distance(first, second) <= far
