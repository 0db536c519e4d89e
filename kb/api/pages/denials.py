"""Denials opposite claims: each happening that one tells and another denies, with both sides beside each other.

Input: kb.api.routes.denials, which has the same as JSON. Output: answers.
"""

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import as_csv, as_turtle
from kb.api.pages.site import Site
from kb.api.routes.denials import found, rows
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord
from kb.service.happenings.opposing import Opposed

_COLUMNS = ("happening", "label", "side", "event", "article", "reality", "disputes", "statements", "speakers")
_PART = 500  # records read at once


def papers(catalog: CatalogReader, items: tuple[Opposed, ...]) -> dict[str, ArticleRecord]:
    """Return article's id -> its record, of the articles that tell of happenings."""
    ids = list(dict.fromkeys(t.event.article for one in items for t in (*one.claims, *one.denials)))
    parts = (ids[start : start + _PART] for start in range(0, len(ids), _PART))
    return {one.id: one for part in parts for one in catalog.list_articles(ids=part, limit=_PART).items}


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/denials")
    def page(request: Request) -> Response:
        """Show claims and denials opposite each other."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            items = found(then)
            return site.show(request, "denials.html", frame, items=items, articles=papers(catalog, items))

    @site.table("/denials")
    def table(request: Request) -> Response:
        """Send a row for each version."""
        with site.reading(request) as (then, _):
            return as_csv(request, _COLUMNS, rows(found(then)))

    @site.triples("/denials")
    def triples(request: Request) -> Response:
        """Send what the graph says of the happenings."""
        with site.reading(request) as (then, _):
            return as_turtle(then, [f"happening-{one.happening}" for one in found(then)])
