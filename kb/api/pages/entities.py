"""The list of entities: people, bodies and places, as a page and as triples; kb.api.lists has it as JSON and tables.

Input: kb.api.serving.ports.Reads. Output: answers.
"""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, as_turtle, asked, chips, facets_of, part
from kb.api.pages.site import Site

FILTERS: Final = (
    Filter("name", "called"),
    Filter("type", "type", "term"),
    Filter("country", "country", "country"),
    Filter("article", "named in", "article"),
    Filter("within", "in", "entity"),
    Filter("minArticles", "articles at least"),
)
_FACETS: Final = {"type": "Type", "country": "Country"}


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/entities")
    def page(request: Request) -> Response:
        """Show entities, those that most articles name first."""
        with site.reading(request) as (then, frame):
            what = asked(request, then, "entities")
            found, on = part(then, what), chips(then, frame, FILTERS)
            narrower = facets_of(site, then, frame, what, _FACETS)
            return site.show(request, "entities.html", frame, found=found, chips=on, facets=narrower)

    @site.triples("/entities")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            found = part(then, asked(request, then, "entities"))
            return as_turtle(then, [f"entity-{one.id}" for one in found.items])
