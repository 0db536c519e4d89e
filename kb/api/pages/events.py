"""The list of events, as a page and as triples; kb.api.lists has it as JSON and tables.

On the page, what articles tell of one happening stands together.

Input: kb.api.serving.ports.Reads. Output: answers.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, asked, chips, facets_of, list_as_turtle, part
from kb.api.pages.site import Site
from kb.api.pages.wording import between
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord

FILTERS: Final = (
    Filter("type", "type", "term"),
    Filter("reality", "reality", "term"),
    Filter("actor", "actor", "entity"),
    Filter("entity", "with", "entity"),
    Filter("role", "as", "term"),
    Filter("place", "at", "entity"),
    Filter("source", "source"),
    Filter("article", "told in", "article"),
    Filter("happening", "event", "happening"),
    Filter("since", "since", "day"),
    Filter("until", "until", "day"),
    Filter("certainlyIn", "certainly in"),
    Filter("possiblyIn", "possibly in"),
    Filter("minConfidence", "as sure as"),
)
FACETS: Final = {
    "type": "Type",
    "actor": "Actor",
    "place": "Place",
    "time": "Year",
    "source": "Source",
    "reality": "What became of it",
}


def together(events: Iterable[EventRecord]) -> list[list[EventRecord]]:
    """Return events by happening, in the order in which each happening comes first."""
    found: dict[str, list[EventRecord]] = {}
    for event in events:
        found.setdefault(event.happening or event.id, []).append(event)
    return list(found.values())


def names_of(catalog: CatalogReader, told: Iterable[Sequence[EventRecord]]) -> dict[str, str]:
    """Return event -> what is called what it tells of, as on its own page, for the first of each happening."""
    firsts = [versions[0] for versions in told]
    called = catalog.happening_labels(event.happening for event in firsts)
    return {event.id: called.get(event.happening, event.label) for event in firsts}


def happened(versions: Iterable[EventRecord]) -> str:
    """Return when something happened, by the first of its versions that says so; "" where none does."""
    return next((between(one.begin, one.end) for one in versions if one.begin or one.end), "")


def told_on(catalog: CatalogReader, told: Iterable[Sequence[EventRecord]]) -> dict[str, str]:
    """Return event -> when its article was published, of the first of each happening and where that has no date."""
    firsts = [versions[0] for versions in told]
    undated = [event for event in firsts if not (event.begin or event.end)]
    papers = list(dict.fromkeys(event.article for event in undated))
    found = catalog.list_articles(ids=papers, limit=len(papers)).items if papers else ()
    published = {one.id: one.published for one in found}
    return {event.id: published.get(event.article, "") for event in undated}


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/events")
    def page(request: Request) -> Response:
        """Show events, those of the last added article first."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            what = asked(request, then, "events")
            found = part(then, what)
            told = together(found.items)
            return site.show(
                request,
                "events.html",
                frame,
                found=found,
                told=told,
                called=names_of(catalog, told),
                told_on=told_on(catalog, told),
                happened=happened,
                chips=chips(then, frame, FILTERS),
                facets=facets_of(site, then, frame, what, FACETS),
            )

    @site.triples("/events")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            return list_as_turtle(request, then, "events")
