"""A row of a curated list: somebody or some place that a person put there, with names, ids and offices.

Input: what kb.sources.lists reads. Output: values for the log; the same row as an Extraction, so that linking
compares it as it compares what articles say.
Pure; imports nothing but the standard library and kb.model.
"""

from dataclasses import dataclass, field
from typing import Final

from kb.model.article import Article
from kb.model.external import IDENTIFYING, scheme_of
from kb.model.extraction import ACTOR_TYPES, Entity, Extraction, Office
from kb.model.identity import country_identifier, digest, external_id, own_id
from kb.model.span import Span

READER: Final = "list"
_BEST: Final = ("iso3166", "geonames", "wikidata")  # by what articles know places and well-known bodies
MAIN: Final = "e1"  # local id of the entity that a row is about


@dataclass(frozen=True, slots=True)
class Listed:
    """An office in a list.

    Attributes:
        title: "mayor".
        organisation, place: names of the body and the place; "" if the list gives none.
        organisation_id, place_id: their "scheme:id", "" if the list gives none.
        country: ISO 3166-1 alpha-2 code.
        status: one of kb.model.extraction.OFFICE_STATUS.
        since, until: ISO 8601 days, or years or months of them.
    """

    title: str
    organisation: str = ""
    organisation_id: str = ""
    place: str = ""
    place_id: str = ""
    country: str = ""
    status: str = "current"
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row.

    Attributes:
        key: the "scheme:id" by which the list knows it; no two rows of a list share one.
        line: of the file, 1 for the first; 0 where the format has none.
        text: the row as it stood in the file.
        type: one of kb.model.extraction.ENTITY_TYPES.
        ids: further "scheme:id"s.
        country: ISO 3166-1 alpha-2 code.
        place: name of the place that it lies or sits in.
    """

    key: str
    line: int
    text: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    country: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    description: str = ""
    website: str = ""
    offices: tuple[Listed, ...] = field(default=())

    @property
    def external(self) -> str:
        """The id by which it is known best: one that names it without comparison if it has one."""
        for scheme in _BEST:
            if found := next((one for one in self.all_ids if scheme_of(one) == scheme), ""):
                return found
        return self.key

    @property
    def all_ids(self) -> tuple[str, ...]:
        """All ids, the key first."""
        return tuple(dict.fromkeys((self.key, *self.ids)))


def listing_id(name: str, key: str) -> str:
    """Return the id of the row of list *name* that has *key*: 20 hex digits, the same in every version of the list."""
    return digest("listing", name, key)


def is_listing(document: str) -> bool:
    """Say whether the id of a document is one of a listing; an article's has 16 digits."""
    return len(document) == 20


def home_id(listing: str, entry: ListEntry) -> str:
    """Return the canonical id of a row that nothing has linked: what its identifier names, or one of its own."""
    if entry.type == "country" and entry.country:
        return external_id(country_identifier(entry.country))
    if scheme_of(entry.external) in IDENTIFYING:
        return external_id(entry.external)
    return own_id(listing, MAIN)


def as_article(name: str, entry: ListEntry) -> Article:
    """Return a row as the document that it is: its text, and the list as its source."""
    return Article(entry.text, title=entry.name, source=name)


def as_extraction(listing: str, entry: ListEntry) -> Extraction:
    """Return a row as what was read from it: the entity, and the bodies and places of its offices.

    Local ids: e1 is the entity; bodies and places follow in the order of the offices.
    """
    whole = Span(0, max(1, len(entry.text)))
    holder = ""
    entities: dict[tuple[str, str], Entity] = {}

    def other(name: str, kind: str, external: str, country: str) -> str:
        found = entities.get((kind, name))
        if found is None:
            found = Entity(f"e{len(entities) + 2}", kind, name, country=country, external=external)
            entities[kind, name] = found
        return found.id

    if entry.place:
        holder = other(entry.place, "place", "", entry.country)
    offices = []
    for number, one in enumerate(entry.offices, 1):
        country = one.country or entry.country
        body = other(one.organisation, "organisation", one.organisation_id, country) if one.organisation else ""
        place = other(one.place, "place", one.place_id, country) if one.place else ""
        offices.append(
            Office(
                f"o{number}",
                MAIN,
                one.title,
                whole,
                organisation=body,
                place=place,
                country=one.country,
                status=one.status,
                since=one.since,
                until=one.until,
            )
        )
    main = Entity(
        MAIN,
        entry.type,
        entry.name,
        aliases=entry.aliases,
        country=entry.country,
        within=holder if entry.type not in ACTOR_TYPES else "",
        external=entry.external,
        description=entry.description,
    )
    return Extraction(listing, READER, "1", entities=(main, *entities.values()), offices=tuple(offices))
