"""Pages as tables and triples, where no list of kb.api.lists is behind them: start, search, log, ontology, one
timeline, what leaves with an article; and as triples the lists that have no page.

Input: what the page shows, by the same parameters. Output: CSV and Turtle; JSON at the same addresses is of kb.api.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.frame import Frame
from kb.api.pages.listing import as_csv, as_turtle, list_as_turtle, window
from kb.api.pages.log import asked_part
from kb.api.pages.ontology import terms_of
from kb.api.pages.search import Found, asked_words, find_page
from kb.api.pages.site import Site
from kb.api.pages.start import shown
from kb.api.routes.timeline import entries_of
from kb.api.routes.withdrawing import would_leave
from kb.api.schemas.shapes import bare, qualified
from kb.service.happenings.timeline import Entry

Row = dict[str, Any]
_STANDS_OUT: Final = ("section", "id", "label", "value", "begin", "end")
_FOUND: Final = ("kind", "id", "label", "text", "match")
_LOGGED: Final = ("position", "recorded_at", "type", "actor", "cause", "said")
_TERMS: Final = ("kind", "name", "iri", "label", "comment", "example")
_HAPPENED: Final = ("id", "label", "begin", "end")
_LEAVING: Final = ("section", "id", "label", "count")


def add(site: Site) -> None:
    """Add the routes."""
    _start(site)
    _search(site)
    _log(site)
    _ontology(site)
    _timeline(site)
    _withdrawal(site)
    for table in ("figures", "offices"):
        _list(site, table)


def _list(site: Site, table: str) -> None:
    @site.triples(f"/{table}")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            return list_as_turtle(request, then, table)


def _start(site: Site) -> None:
    @site.table("/")
    def table(request: Request) -> Response:
        """Send what stands out: how much there is, what happened last, what is disputed."""
        with site.reading(request) as (then, frame):
            return as_csv(request, _STANDS_OUT, _standing_out(site, then, frame))


def _standing_out(site: Site, then: Any, frame: Frame) -> Iterator[Row]:
    found = shown(site, then, frame)
    yield from ({"section": "total", "label": kind, "value": number} for kind, number in found.totals.items())
    for event in found.latest:
        yield _event("latest", event)
    for versions in found.denied:
        for event in versions:
            yield _event("denied", event) | {"value": event.reality}
    for quantity in found.figures:
        for value in quantity.values:
            at = {"id": f"figure-{value.figure}", "label": quantity.counts or quantity.unit}
            yield {"section": "disputed", **at, "value": value.told}
    for article in found.articles:
        yield {"section": "article", "id": f"article-{article.id}", "label": article.title, "begin": article.published}


def _event(section: str, event: Any) -> Row:
    return {
        "section": section, "id": f"event-{event.id}", "label": event.label, "begin": event.begin, "end": event.end,
    }  # fmt: skip


def _search(site: Site) -> None:
    @site.table("/search")
    def table(request: Request) -> Response:
        """Send what holds all words, of each kind as many as the page has."""
        with site.reading(request) as (then, _):
            return as_csv(request, _FOUND, _found(find_page(then, asked_words(request))))

    @site.triples("/search")
    def triples(request: Request) -> Response:
        """Send what the graph says of what was found."""
        with site.reading(request) as (then, _):
            return as_turtle(then, [row["id"] for row in _found(find_page(then, asked_words(request)))])


def _found(found: Found) -> Iterator[Row]:
    for row in _held(found):
        yield row | {"match": "words"}
    for entity in found.alike:
        yield {"kind": "entity", "id": f"entity-{entity.id}", "label": entity.label, "match": "alike"}


def _held(found: Found) -> Iterator[Row]:
    for hit, entity in found.entities:
        yield {"kind": "entity", "id": f"entity-{entity.id}", "label": entity.label, "text": hit.snippet}
    for event in found.events:
        yield {"kind": "event", "id": f"event-{event.id}", "label": event.label}
    for hit, article in found.articles:
        yield {"kind": "article", "id": f"article-{article.id}", "label": article.title, "text": hit.snippet}
    for hit, *_ in found.statements:
        yield {"kind": "statement", "id": f"statement-{hit.id}", "label": hit.title, "text": hit.snippet}


def _log(site: Site) -> None:
    @site.table("/log")
    def table(request: Request) -> Response:
        """Send the events of one page of the log, the newest first."""
        found = asked_part(site, request)
        rows = [{name: getattr(one, name) for name in _LOGGED} for one in found.events]
        return as_csv(request, _LOGGED, rows, str(found.down_to + 1) if found.down_to else "", "before")

    @site.triples("/log")
    def triples(_request: Request) -> Response:
        """Lead to the stream of events as linked data."""
        return RedirectResponse("/ldes", 307)


def _ontology(site: Site) -> None:
    @site.table("/ontology")
    def table(request: Request) -> Response:
        """Send a row for each term."""
        with site.reading(request) as (then, _):
            found = terms_of(site, then)
        named = ("name", "iri", "label", "comment", "example")
        rows = [
            {"kind": one.title, **{key: getattr(term, key) for key in named}} for one in found for term in one.terms
        ]
        return as_csv(request, _TERMS, rows)


def _timeline(site: Site) -> None:
    path = "/timeline/{identifier}"

    @site.table(path)
    def table(request: Request, identifier: str) -> Response:
        """Send a row for each happening, in the order of time."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            entries = entries_of(catalog, identifier, **window(request))
        named = ("label", "begin", "end")
        rows = [{"id": _named(one), **{key: getattr(one, key) for key in named}} for one in entries]
        return as_csv(request, _HAPPENED, rows)

    @site.triples(path)
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of the events."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            entries = entries_of(catalog, identifier, **window(request))
            return as_turtle(then, [f"event-{event.id}" for one in entries for event in one.events])


def _named(entry: Entry) -> str:
    return qualified("happening" if any(event.happening for event in entry.events) else "event", entry.id)


def _withdrawal(site: Site) -> None:
    path = "/articles/{identifier}/withdrawal"

    @site.table(path)
    def table(request: Request, identifier: str) -> Response:
        """Send what would leave with an article, and what others tell of too."""
        with site.reading(request) as (then, _):
            _, found = would_leave(then, identifier)
        rows: list[Row] = [
            {"section": "leaves", "label": kind, "count": number} for kind, number in found.counts.items()
        ]
        rows += [{"section": "leaves", "id": f"entity-{one.id}", "label": one.label} for one in found.alone]
        rows += [
            {"section": "stays", "id": f"event-{one.event.id}", "label": one.event.label, "count": one.others}
            for one in found.retold
        ]
        return as_csv(request, _LEAVING, rows)

    @site.triples(path)
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of the article and of the entities that would leave with it."""
        with site.reading(request) as (then, _):
            record, found = would_leave(then, identifier)
            return as_turtle(then, [f"article-{bare('article', record.id)}", *(f"entity-{e.id}" for e in found.alone)])
