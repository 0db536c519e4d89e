"""The page of one entity: what it is called, its offices, what it did and said, what was done to it, with whom.

Input: kb.api.serving.ports.Reads. Output: answers. Lists are parts; each leads to the whole with the filter that it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.events import happened, names_of, together, told_on
from kb.api.pages.links import address
from kb.api.pages.listing import as_turtle
from kb.api.pages.map_page import precision
from kb.api.pages.site import Site
from kb.api.pages.statements import told
from kb.api.pages.vouching import voices
from kb.api.pages.wording import between, day
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads
from kb.model.external import iri_of
from kb.model.extraction import ENTITY_TYPES, PLACE_TYPES
from kb.projections.catalog.company import companions, undergone
from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, OfficeRecord
from kb.projections.catalog.whereabouts import Spot, location, whereabouts

_EVENTS: Final = 8
_STATEMENTS: Final = 8
_ARTICLES: Final = 8
_COMPANIONS: Final = 14
_OFFICES: Final = 200
_SPOTS: Final = 12  # places on its map


@dataclass(frozen=True, slots=True)
class Told:
    """Some events of a kind, by happening, and how many there are in all."""

    title: str
    events: Sequence[Sequence[EventRecord]]
    total: int
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """An office as articles have it, the same from several as one.

    Attributes:
        articles: ids of those that say so.
        reported: when they were published, in words, "" if none says.
    """

    record: OfficeRecord
    articles: tuple[str, ...]
    reported: str


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/entities/{identifier}")
    def page(request: Request, identifier: str) -> Response:
        """Show an entity; one that was merged into another leads there."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            asked = bare("entity", identifier)
            entity = catalog.get_entity(asked)
            if entity.id != asked:
                return RedirectResponse(
                    address(f"/entities/entity-{entity.id}", request.query_params.multi_items()), 307
                )
            return site.show(
                request, "entity.html", frame, entity=entity, precision=precision, **_shown(then, catalog, entity)
            )

    @site.triples("/entities/{identifier}")
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of it."""
        with site.reading(request) as (then, _):
            return as_turtle(then, [f"entity-{then.record('entity', bare('entity', identifier)).id}"])


def _shown(then: Reads, catalog: CatalogReader, entity: EntityRecord) -> dict[str, Any]:
    said = catalog.list_statements(speaker=entity.id, limit=_STATEMENTS)
    papers = catalog.list_articles(entity=entity.id, limit=_ARTICLES)
    offices = catalog.list_offices(entity=entity.id, limit=_OFFICES).items
    ids = sorted({one.article for one in offices})
    papers_of = {one.id: one for one in catalog.list_articles(ids=ids[:100], limit=100).items} if ids else {}
    countries = sorted({one.country for one in offices if one.country})[:100]
    did = _events(catalog, entity)
    rows = [versions for each in did for versions in each.events]
    with_whom = companions(catalog, entity.id, limit=_COMPANIONS)
    return {
        "did": did,
        "happened": happened,
        "called": names_of(catalog, rows),
        "told_on": told_on(catalog, rows),
        "voices": voices(then, catalog, [one for versions in rows for one in versions]),
        "said": told(then, said.items),
        "statements": said.total,
        "papers": papers,
        "held": merged([one for one in offices if one.person.id == entity.id], papers_of),
        "holders": merged([one for one in offices if one.person.id != entity.id], papers_of),
        "once": {one: catalog.own_label(one) for one in entity.absorbed},
        "with_whom": with_whom,
        "apart": told_apart(catalog, {one.named.id: one.named.label for one in with_whom}, day),
        "within": (within := catalog.list_entities(within=entity.id, limit=12) if entity.type in PLACES else None),
        "which": told_apart(catalog, {one.id: one.label for one in within.items}, day) if within else {},
        "articles": papers_of,
        "countries": {one.id: one for one in catalog.list_entities(ids=countries).items} if countries else {},
        "external": [(one, iri_of(one)) for one in entity.external],
        "types": sorted(ENTITY_TYPES),
        "spots": _spots(catalog, entity),
        "places": PLACES,
    }


def _spots(catalog: CatalogReader, entity: EntityRecord) -> tuple[Spot, ...]:
    """Return what is on the map of an entity: a place itself, of others the places of their events."""
    if entity.type not in PLACES:
        return whereabouts(catalog, {"entity": entity.id}, most=_SPOTS).spots
    here = location(catalog, entity.id)
    return (here,) if here is not None else ()


PLACES: Final = PLACE_TYPES | {"country"}


def _events(catalog: CatalogReader, entity: EntityRecord) -> list[Told]:
    """Return what an entity did, what was done to it, and what happened there."""
    me = f"entity-{entity.id}"
    subject, other = ("it", "it") if entity.type in PLACES else ("they", "them")
    acted = catalog.list_events(actor=entity.id, sort="-begin", limit=3 * _EVENTS)
    ids, others = undergone(catalog, entity.id, limit=3 * _EVENTS)
    suffered = catalog.list_events(ids=ids, sort="-begin", limit=3 * _EVENTS).items if ids else ()
    found = [
        Told(f"What {subject} did", together(acted.items)[:_EVENTS], acted.total, {"actor": me}),
        Told(f"What was done to {other}", together(suffered)[:_EVENTS], others, {"entity": me}),
    ]
    if entity.type in PLACES:
        there = catalog.list_events(place=entity.id, sort="-begin", limit=3 * _EVENTS)
        seen = {one.id for one in there.items}
        found = [each for each in found if not all(one.id in seen for versions in each.events for one in versions)]
        found.insert(0, Told("What happened there", together(there.items)[:_EVENTS], there.total, {"place": me}))
    return [each for each in found if each.events]


def merged(offices: Sequence[OfficeRecord], papers: Mapping[str, ArticleRecord]) -> list[Office]:
    """Return offices in the order of time, each once with all articles that say so; those without a date last."""
    told: dict[tuple[str, ...], list[OfficeRecord]] = {}
    for one in offices:
        of = one.organisation.id if one.organisation else "", one.place.id if one.place else ""
        told.setdefault((one.person.id, one.title.casefold(), *of, one.status, one.since, one.until), []).append(one)
    rows = [_office(same, papers) for same in told.values()]
    return sorted(rows, key=lambda row: (row.record.since or row.record.until or "~", row.record.title))


def _office(same: Sequence[OfficeRecord], papers: Mapping[str, ArticleRecord]) -> Office:
    articles = tuple(dict.fromkeys(one.article for one in same))
    days = sorted(papers[one].published[:10] for one in articles if one in papers and papers[one].published)
    return Office(same[0], articles, between(days[0], days[-1]) if days else "")
