"""What resolution compares: one profile for each entity that has a name.

Input: an article and what was read from it. Output: Profiles, read by kb.resolution.comparison and
kb.resolution.blocking.
A profile holds everything that is compared, so that a comparison is a
function of two profiles and of nothing else: not of what else is known, nor of
the order in which articles came.
Pure: no I/O.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kb.language.numerals import bearer
from kb.language.text_keys import name_key
from kb.model import Entity, Extraction, Office
from kb.model.identity import country_identifier
from kb.resolution.doing import LETTERS
from kb.resolution.folded import context_keys, names_of, title_words
from kb.resolution.kinds import group_of, group_of_entity, place_kind
from kb.resolution.names.bodies import PLACE_WORDS
from kb.resolution.names.called import office_alone
from kb.resolution.names.romanise import skeleton
from kb.resolution.names.seats import seat
from kb.resolution.posts import posts

CONTEXT: Final = {
    "person": 2.0,
    "name": 1.5,
    "country": 0.5,
    "day": 0.0,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity of one article as resolution sees it.

    Attributes:
        article, local: where it is from.
        group: person, organisation, country or place.
        type: entity type.
        kind: district, region, settlement, or what else of a place the type or the name says; "" if nothing does.
        label: name for people to read.
        names: folded names without titles or words of kind, the fullest first.
        bearers: which of a name a person is: 3 of "Charles III", 2 of "Marcos Jr."; empty if no name says.
        countries: ISO 3166-1 codes: of the place, of the body, or of the person's offices; empty if unknown.
        home: the one country that its article is about, "" if there are several or none.
        external: identifier elsewhere, "geonames:690791".
        also: further identifiers, which only a curated list gives.
        listed: whether a row of a curated list says all this, and no article.
        told: whether a word of the name says the kind ("Van province").
        titles: words of the offices held ("foreign", "minister"), current ones.
        formerly: words of offices once held.
        bodies: skeletons of the bodies and places of these offices.
        within: skeletons of the places that hold this one.
        holder: kind and folded name of the place that holds this one ("region:osk"); "" if it is a country, or unknown.
        unlike: titles of those from whom the text tells a person apart ("no relation of the governor").
        callings: what a person does, where it keeps namesakes apart; see kb.resolution.callings.
        died: ISO day by which a person had died, as the article says; "" if it does not.
        speaks: whether the article lets a person speak about its day; see kb.resolution.living.
        posts: offices held that one person at a time holds; see kb.resolution.posts.
        context: keys of what else the article names, shared by all its profiles.
        day: ISO date of the article, "" if unknown.
    """

    article: str
    local: str
    group: str
    type: str
    kind: str
    label: str
    names: tuple[str, ...]
    bearers: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()
    home: str = ""
    external: str = ""
    also: frozenset[str] = frozenset()
    listed: bool = False
    told: bool = False
    titles: frozenset[str] = frozenset()
    formerly: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    holder: str = ""
    unlike: frozenset[str] = frozenset()
    callings: frozenset[str] = frozenset()
    died: str = ""
    speaks: bool = False
    posts: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    day: str = ""

    @property
    def member(self) -> str:
        """Return how the log names it."""
        return f"{self.article}#{self.local}"

    @property
    def identifiers(self) -> frozenset[str]:
        """Return all that it is known by elsewhere."""
        return self.also | {self.external} if self.external else self.also


def profiles(
    extraction: Extraction, day: str = "", called: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> dict[str, Profile]:
    """Return local entity id -> profile, for entities with a name, and for who holds an office and has none.

    Args:
        extraction: of one article.
        day: when it was published, ISO date, "" if unknown.
        called: local entity id -> what else the text says that a person is called.
    """
    entities = [_without_office_for_name(entity) for entity in extraction.entities]
    by_id = {entity.id: entity for entity in entities}
    offices = _offices(extraction, by_id)
    context = frozenset(key for entity in entities if entity.named for key in context_keys(entity))
    home = _home(extraction, by_id)
    offices_of: dict[str, list[Office]] = {}
    for held_office in extraction.offices:
        offices_of.setdefault(held_office.person, []).append(held_office)
    found = {}
    for entity in entities:
        held = posts(entity, offices_of.get(entity.id, ()), by_id, home) if entity.type == "person" else frozenset()
        if not entity.named and not held:
            continue
        group = group_of_entity(entity)
        office = offices.get(entity.id, _Office())
        stands_for = seat(entity.name) if group == "organisation" and entity.named else None
        country = country_of(entity, by_id) or (stands_for.country if stands_for else "")
        names = (
            names_of(entity.type, (entity.name, *entity.aliases, *called.get(entity.id, ())), country)
            if entity.named
            else ()
        )
        names += (name_key(stands_for.institution),) if stands_for else ()
        holder = by_id.get(entity.within)
        kind, told = place_kind(entity) if group == "place" else ("", False)
        found[entity.id] = Profile(
            article=extraction.article,
            local=entity.id,
            group=group,
            type=entity.type,
            kind=kind,
            told=told,
            label=entity.name,
            names=names,
            bearers=_bearers(entity) if group == "person" and entity.named else frozenset(),
            countries=frozenset({country}) if country else frozenset(office.countries),
            home=home,
            external=identifier(entity),
            titles=frozenset(office.titles),
            formerly=frozenset(office.formerly),
            bodies=frozenset(office.bodies),
            within=frozenset({skeleton(name_key(holder.name))} if holder else ()),
            holder=_holder(holder) if holder and group == "place" else "",
            posts=held,
            context=context,
            day=day[:10],
        )
    return found


def _holder(place: Entity) -> str:
    names = names_of(place.type, (place.name,), "") if place.named and group_of(place.type) == "place" else ()
    return f"{place_kind(place)[0]}:{names[0]}" if names else ""


def _without_office_for_name(entity: Entity) -> Entity:
    """Return a person whom an article calls by nothing but an office as somebody without a name."""
    alone = entity.type == "person" and entity.named and all(map(office_alone, (entity.name, *entity.aliases)))
    return replace(entity, named=False) if alone else entity


def _bearers(entity: Entity) -> frozenset[int]:
    return frozenset(found for name in (entity.name, *entity.aliases) if (found := bearer(name)) is not None)


@dataclass
class _Office:
    titles: set[str] = field(default_factory=set)
    formerly: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def _offices(extraction: Extraction, by_id: Mapping[str, Entity]) -> dict[str, _Office]:
    found: dict[str, _Office] = {}
    for office in extraction.offices:
        row = found.setdefault(office.person, _Office())
        words = title_words(office.role)
        (row.formerly if office.status == "former" else row.titles).update(words)
        for body in (office.organisation, office.place, office.country):
            if body in by_id:
                row.bodies |= _body_keys(by_id[body])
                row.countries |= {country_of(by_id[body], by_id)} - {""}
    return found


def _body_keys(body: Entity) -> set[str]:
    """Keys of where an office is held: its name, and letters that the article has for it ("NEMA")."""
    letters = {name for name in (body.name, *body.aliases) if name.isupper() and name.isalpha() and len(name) > 1}
    return {_body_key(body.name)} | {f"{LETTERS}{name_key(name)}" for name in letters if body.type != "country"}


def _body_key(name: str) -> str:
    words = [word for word in name_key(name).split() if word not in PLACE_WORDS]
    return skeleton(" ".join(words) or name_key(name))


def identifier(entity: Entity) -> str:
    """Return what an entity is known by elsewhere, "" if nothing: a country by its code, however it is called."""
    if entity.type == "country" and entity.country:
        return country_identifier(entity.country)
    return entity.external


def _home(extraction: Extraction, by_id: Mapping[str, Entity]) -> str:
    """The country that the article is about: of twice as many of its places as any other."""
    votes: dict[str, int] = {}
    for entity in extraction.entities:
        if group_of(entity.type) in ("place", "country") and (code := country_of(entity, by_id)):
            votes[code] = votes.get(code, 0) + 1
    ranked = sorted(votes, key=lambda code: (-votes[code], code))
    if len(ranked) > 1 and votes[ranked[0]] < 2 * votes[ranked[1]]:
        return ""
    return ranked[0] if ranked else ""


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
