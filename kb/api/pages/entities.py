"""The list of entities: people, bodies and places, as a page and as triples; kb.api.lists has it as JSON and tables.

Input: kb.api.serving.ports.Reads. Output: answers.
"""

from collections.abc import Iterable
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, asked, chips, facets_of, list_as_turtle, part
from kb.api.pages.site import Site
from kb.api.pages.wording import day
from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord

FILTERS: Final = (
    Filter("name", "called"),
    Filter("type", "type", "term"),
    Filter("country", "country", "country"),
    Filter("article", "named in", "article"),
    Filter("within", "in", "entity"),
    Filter("minArticles", "articles at least"),
)
_FACETS: Final = {"type": "Type", "country": "Country"}


def apart(catalog: CatalogReader, shown: Iterable[EntityRecord], *, described: bool = False) -> dict[str, str]:
    """Return what tells entities apart of which a list shows the same: id -> words, an article as a rule.

    A list shows what each is called, of which type it is and where it lies; where it shows how they are *described*,
    that is beside them already.
    """
    told = {
        one.id: "\n".join((one.label, one.type, one.within.label if one.within else "", described * one.description))
        for one in shown
    }
    return told_apart(catalog, told, day)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/entities")
    def page(request: Request) -> Response:
        """Show entities, those that most articles name first."""
        with site.reading(request) as (then, frame):
            what = asked(request, then, "entities")
            found, on = part(then, what), chips(then, frame, FILTERS)
            narrower = facets_of(site, then, frame, what, _FACETS)
            with then.catalog() as catalog:
                others = apart(catalog, found.items, described=True)
            return site.show(request, "entities.html", frame, found=found, chips=on, facets=narrower, apart=others)

    @site.triples("/entities")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            return list_as_turtle(request, then, "entities")
