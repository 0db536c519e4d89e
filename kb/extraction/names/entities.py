"""Entities of one article: clusters with a type, a name, a country, a place that holds them.

Input: Clusters of kb.extraction.names.coreference, the gazetteer, the text.
Output: an EntityTable: entities, mentions, and which entity a proposal became.
Never: looks beyond the article; linking across articles is resolution.
"""

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from kb.extraction.confidence import rounded
from kb.extraction.document import Document
from kb.extraction.layout.outlets import is_outlet
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.containers import containers, regions_in
from kb.extraction.names.descriptions import description
from kb.extraction.names.place_context import DIRECTION, Around, country_of_core, find_place, lands_of, regions, states
from kb.extraction.names.place_kinds import tells, told_kind
from kb.language.gazetteer import Gazetteer
from kb.language.gazetteer_types import Place
from kb.model import Entity, Mention, Span
from kb.model.extraction import PLACE_TYPES

ORGANISATION_TYPES: Final = frozenset(
    {"organisation", "company", "armed_force", "office", "international_organisation", "platform"}
)
TYPES_OF: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "person": frozenset({"person"}),
        "organisation": ORGANISATION_TYPES,
        "group": frozenset({"group"}),
        "country": frozenset({"country"}),
        "place": PLACE_TYPES,
    }
)
_IN: Final = re.compile(r"\b(?:in|at)\s$")
_TOWNS: Final = frozenset("capital city town metropolis".split())
_SETTLED: Final = {
    "capital": "city",
    "metropolis": "city",
    "hamlet": "village",
    **{w: w for w in ("city", "town", "village")},
}
_WILD: Final = frozenset({"river", "lake", "mountain", "sea", "area"})  # after which towns are called


@dataclass(frozen=True)
class EntityTable:
    """The entities of an article and the way from words to them.

    Attributes:
        entities: by first mention.
        mentions: in text order.
        of_proposal: proposal index -> entity id.
        sure: proposal index -> how sure it is that these words are that entity.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    of_proposal: Mapping[int, str]
    sure: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of this id."""
        return self.entities[int(entity_id[1:]) - 1]

    def near(self, span: Span, distance: int = 160) -> tuple[Mention, ...]:
        """Return the mentions that begin within *distance* characters of *span*, in text order."""
        first = bisect.bisect_left(self._starts, span.start - distance)
        return self.mentions[first : bisect.bisect_right(self._starts, span.end + distance)]

    @cached_property
    def main_countries(self) -> dict[frozenset[str], str]:
        """What kb.extraction.offices.homeland found the article to be about, by the countries that it asked among."""
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    def at(self, span: Span) -> str:
        """Return the entity whose mention overlaps *span* most, "" if none does."""
        best, entity = 0, ""
        for mention in self.near(span):
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            if shared > best:
                best, entity = shared, mention.entity
        return entity


def build_entities(document: Document, clusters: Sequence[Cluster], gazetteer: Gazetteer) -> EntityTable:
    """Return the entities that *clusters* are, with types and names agreed over the whole article."""
    state = states(clusters, gazetteer)
    near = {cluster.country for cluster in clusters if cluster.country and id(cluster) not in state}
    near |= {code for place in state.values() for code in place.countries} | lands_of(clusters, gazetteer)
    around = Around(near, regions(clusters, gazetteer, near, state.values()))
    ids = {id(cluster): f"e{n}" for n, cluster in enumerate(clusters, 1)}
    by_id = {ids[id(cluster)]: cluster for cluster in clusters}
    holder = regions_in(clusters, ids, gazetteer) | containers(document, clusters, ids)
    entities, mentions, of_proposal, sure = [], [], {}, {}
    for cluster in clusters:
        entity_id = ids[id(cluster)]
        within = holder.get(entity_id, "")
        if id(cluster) in state:
            entities.append(_state(document, cluster, entity_id, state[id(cluster)]))
        else:
            entities.append(_entity(document, cluster, entity_id, gazetteer, around, within, by_id.get(within)))
        for member in cluster.members:
            mentions.append((member, entity_id))
            of_proposal[member.proposal] = entity_id
            sure[member.proposal] = cluster.sure(member)
    mentions.sort(key=lambda row: (row[0].span, row[1]))
    return EntityTable(
        tuple(entities),
        tuple(
            Mention(f"m{n}", member.span, member.kind, entity_id, rounded(sure[member.proposal]))
            for n, (member, entity_id) in enumerate(mentions, 1)
        ),
        of_proposal,
        sure,
    )


def _state(document: Document, cluster: Cluster, entity_id: str, place: Place) -> Entity:
    """The entity of a name that is a country's elsewhere and a state's here."""
    names = _names(cluster)
    return Entity(
        id=entity_id,
        type=place.kind if place.kind in PLACE_TYPES else "state",
        name=place.name,
        aliases=tuple(name for name in names if name != place.name),
        country=place.country or "",
        external=f"geonames:{place.geonames_id}" if place.geonames_id else "",
        description=description(document, cluster.members, place.kind),
        confidence=rounded(max(member.score for member in cluster.members)),
    )


def _entity(
    document: Document,
    cluster: Cluster,
    entity_id: str,
    gazetteer: Gazetteer,
    near: Around,
    within: str,
    holder: Cluster | None,
) -> Entity:
    kind, share = _type(cluster, document.text)
    holders, told = (_names(holder), holder.country) if holder is not None else ([], "")
    names = _names(cluster)
    name = names[0] if names else cluster.members[0].words
    country, external = cluster.country, ""
    known = gazetteer.countries(name) if kind == "country" else None
    if known is not None:
        name, country = known.name, known.iso2
        external = f"geonames:{known.geonames_id}" if known.geonames_id else ""
    elif kind == "country" and country and (by_code := gazetteer.country_by_code(country)):
        name, names = by_code.name, names or [by_code.name]
        external = f"geonames:{by_code.geonames_id}" if by_code.geonames_id else ""
    elif kind == "country" and names and (region := find_place(gazetteer, names, near, "", holders)):
        kind = region.kind if region.kind in PLACE_TYPES else kind  # "Minnesota", whatever the model saw
        country = region.country or ""
        external = f"geonames:{region.geonames_id}" if region.geonames_id else ""
    elif kind in PLACE_TYPES and names:
        town = _town(gazetteer, name, near)
        told_kind_of = tells(names) and town is None
        place = (
            town
            or _region(gazetteer, cluster, near)
            or find_place(gazetteer, names, near, kind if told_kind_of and kind != "town" else "", holders)
        )
        if told and (place is None or told not in place.countries):
            country = told  # "Tanzania's Pemba island", whatever is called Pemba elsewhere
        elif place is not None:
            country = place.country or ""
            external = f"geonames:{place.geonames_id}" if place.geonames_id else ""
            kind = place.kind if place.kind in PLACE_TYPES | {"country"} and not told_kind_of else kind
        elif part_of := gazetteer.countries(DIRECTION.sub("", name)):
            country = part_of.iso2
        elif tells(names) and kind != "area":  # a forest may be called as a town elsewhere is
            country = country_of_core(gazetteer, names, near)
    elif kind in ORGANISATION_TYPES and names and (organisation := gazetteer.organisation(name)):
        kind = organisation.type if organisation.type in ORGANISATION_TYPES else kind
        country = organisation.country or ""
        external = f"wikidata:{organisation.wikidata}" if organisation.wikidata else ""
    elif kind in ORGANISATION_TYPES:
        country = _country_in(gazetteer, names or [name])
    if kind in ORGANISATION_TYPES | {"group"} and not country:
        country = next((m.country for m in cluster.members if m.country and m.group != "country"), "")
    return Entity(
        id=entity_id,
        type=kind,
        name=name,
        named=bool(names),
        aliases=tuple(dict.fromkeys(n for n in names if n != name)),
        country=country,
        within=within,
        external=external,
        description=description(document, cluster.members, kind) if names else "",
        confidence=rounded(max(member.score for member in cluster.members) * share),
    )


def _type(cluster: Cluster, text: str) -> tuple[str, float]:
    """The type that the words say or most of the weight is for, and its share of the weight."""
    group = cluster.group
    if group == "place":
        for name in _names(cluster):
            if kind := told_kind(name):
                called = _called_town(cluster) if kind in _WILD else ""
                return called or ("town" if kind == "river" and _is_lived_in(cluster, text) else kind), 1.0
    if group == "organisation" and any(is_outlet(name) for name in _names(cluster)):
        return "platform", 1.0
    weight: dict[str, float] = {}
    for member in cluster.members:
        if member.kind == "pronoun":
            continue
        for kind, value in member.types.items():
            if kind in TYPES_OF[group]:
                weight[kind] = weight.get(kind, 0.0) + value * member.score * (3.0 if member.named else 1.0)
    if not weight:
        return group, 0.5
    best = max(sorted(weight), key=lambda kind: weight[kind])
    return best, weight[best] / (sum(weight.values()) or 1.0)


def _called_town(cluster: Cluster) -> str:
    """What a description calls a settlement whose name is a lake's or a mountain's: "the [town] of Snow Lake"."""
    nouns = (m.words.casefold().split()[-1] for m in cluster.members if m.kind == "nominal")
    return next((_SETTLED[noun] for noun in nouns if noun in _SETTLED), "")


def _is_lived_in(cluster: Cluster, text: str) -> bool:
    """Whether a name is a town's called after a river: "charged in Swan River"; rivers have "the"."""
    return any(_IN.search(text, max(0, m.span.start - 8), m.span.start) for m in cluster.members if m.kind == "name")


def _town(gazetteer: Gazetteer, name: str, near: Around) -> Place | None:
    """The town that bears the whole of a name with "of", whatever its first word says: "Port of Spain"."""
    if " of " not in name:
        return None
    place = gazetteer.resolve_place(name, near.countries, None, near.regions)
    return place if place is not None and place.kind in _TOWNS else None


def _region(gazetteer: Gazetteer, cluster: Cluster, near: Around) -> Place | None:
    """The region of whose governor the article tells; None for a capital, and where the words say that it is a town."""
    governed = any(member.governed for member in cluster.members)
    if not governed or any(m.words.casefold().split()[-1] in _TOWNS for m in cluster.members if m.kind == "nominal"):
        return None
    names = _names(cluster)
    if any(place.capital for name in names for place in gazetteer.places(name)):
        return None
    return find_place(gazetteer, names, near, "region", ())


def _names(cluster: Cluster) -> list[str]:
    """Names the article gives, the fullest first that it still bears; adjectives and metonyms name countries alone."""
    names = [member.words for member in cluster.members if member.kind in ("name", "acronym")]
    full = [member.words for member in cluster.members if member.kind == "name"]
    order = {name: n for n, name in reversed(list(enumerate(names)))}
    borne = [name for name in full if name not in cluster.former]
    first = max(borne or full or names, key=lambda n: (len(n.split()), len(n), -order[n])) if names else ""
    if not names:
        acting = "metonym" if cluster.group == "country" else ""  # a land that no gazetteer has, where it signs or says
        told = (m for m in cluster.members if m.kind == acting or (m.kind in ("metonym", "adjective") and m.country))
        return list(dict.fromkeys(m.words for m in told))
    return list(dict.fromkeys([first, *names]))


def _country_in(gazetteer: Gazetteer, names: Sequence[str]) -> str:
    """The country that a body's own name gives ("Kenyan police", "Bank of Ghana", "Peru's Congress"), or its seat."""
    for name in names:
        seat = gazetteer.metonym(name)
        if seat is not None and seat.kind == "seat" and len(seat.country) == 2:
            return seat.country  # "the White House"
        words = name.split()
        for start in range(len(words)):
            for end in range(min(len(words), start + 3), start, -1):
                part = " ".join(words[start:end])
                plain = re.sub(r"['’]s?$", "", part)
                owns = plain != part or (start > 0 and words[start - 1].casefold() in ("of", "in", "for"))
                found = gazetteer.countries(plain) if owns else gazetteer.nationality(part)
                if found is not None and part[0].isupper() and len(words) > 1:
                    return found.iso2
    return ""
