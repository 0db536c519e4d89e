"""What resolution compares: one profile for each entity that has a name.

Input: an Extraction, or the entity table of the knowledge base.
Output: Profiles and the keys under which two of them may meet.
Pure: no I/O.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kb.language.text_keys import name_key, person_key
from kb.model import Entity, Extraction

GROUPS: Final = {
    "person": "person",
    "country": "country",
    "group": "organisation",
    "organisation": "organisation",
    "company": "organisation",
    "armed_force": "organisation",
    "office": "organisation",
    "international_organisation": "organisation",
    "platform": "organisation",
}
_STOP: Final = frozenset("of the for and in to a an s".split())


def group_of(entity_type: str) -> str:
    """Return person, organisation, country or place."""
    return GROUPS.get(entity_type, "place")


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as resolution sees it.

    Attributes:
        group: person, organisation, country or place.
        type: entity type.
        label: name for people to read.
        names: folded full names, aliases included; a person's without titles.
        country: ISO 3166-1 code, "" if unknown: of the place, of the body, or of the person's office.
        external: identifiers elsewhere, "geonames:690791".
        titles: words of the offices held ("foreign", "minister").
        bodies: folded names of the bodies and places of these offices.
        within: folded names of the places that hold this one.
    """

    group: str
    type: str
    label: str
    names: frozenset[str]
    country: str = ""
    external: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A canonical entity of the knowledge base with its profile."""

    entity: str
    profile: Profile
    apart_from: frozenset[str] = field(default_factory=frozenset)


def profiles(extraction: Extraction) -> dict[str, Profile]:
    """Return local entity id -> profile, for entities with a name or an identifier."""
    by_id = {entity.id: entity for entity in extraction.entities}
    titles: dict[str, set[str]] = {}
    bodies: dict[str, set[str]] = {}
    countries: dict[str, str] = {}
    for office in extraction.offices:
        titles.setdefault(office.person, set()).update(title_words(office.role))
        for body in (office.organisation, office.place, office.country):
            if body not in by_id:
                continue
            bodies.setdefault(office.person, set()).add(name_key(by_id[body].name))
            if code := country_of(by_id[body], by_id):
                countries.setdefault(office.person, code)
    found = {}
    for entity in extraction.entities:
        if not entity.named:
            continue
        holder = by_id.get(entity.within)
        found[entity.id] = Profile(
            group=group_of(entity.type),
            type=entity.type,
            label=entity.name,
            names=frozenset(fold(entity.type, name) for name in (entity.name, *entity.aliases)) - {""},
            country=country_of(entity, by_id) or countries.get(entity.id, ""),
            external=frozenset(filter(None, (entity.external,))),
            titles=frozenset(titles.get(entity.id, ())),
            bodies=frozenset(bodies.get(entity.id, ())),
            within=frozenset({name_key(holder.name)} if holder else ()),
        )
    return found


def fold(entity_type: str, name: str) -> str:
    """Return the key of a name as its type demands."""
    return person_key(name) if entity_type == "person" else name_key(name)


def title_words(role: str) -> frozenset[str]:
    """Return the words of a role that tell offices apart."""
    return frozenset(re.findall(r"\w+", name_key(role))) - _STOP


def country_of(entity: Entity, by_id: Mapping[str, Entity]) -> str:
    """Return the country an entity is or lies in, as far as the article says."""
    seen = set()
    at: Entity | None = entity
    while at is not None and at.id not in seen:
        if at.country:
            return at.country
        seen.add(at.id)
        at = by_id.get(at.within)
    return ""


def blocking_keys(profile: Profile) -> frozenset[str]:
    """Return the keys under which this entity may meet another: few, so that comparison stays cheap."""
    keys = {f"x:{external}" for external in profile.external}
    if profile.group == "country" and profile.country:
        keys.add(f"c:{profile.country}")
    for name in profile.names:
        keys.add(f"{profile.group}:{name}")
        if profile.group == "person" and " " in name:
            first, *_, last = name.split()
            keys.add(f"person~{first[0]} {last}")
    return frozenset(keys)
