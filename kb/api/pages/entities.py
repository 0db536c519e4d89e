"""The list of entities: people, bodies and places, as a page and as triples; kb.api.lists has it as JSON and tables.

Input: kb.api.ports.Reads. Output: answers.
"""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, as_turtle, asked, chips, window
from kb.api.pages.site import Site

FILTERS: Final = (
    Filter("name", "called"),
    Filter("type", "type", kind="term"),
    Filter("country", "country"),
    Filter("article", "named in", kind="article"),
)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/entities")
    def page(request: Request) -> Response:
        """Show entities, those that most articles name first."""
        with site.reading(request) as (then, frame):
            found = then.entities(window(request), asked(request, FILTERS))
            return site.show(request, "entities.html", frame, found=found, chips=chips(then, frame, FILTERS), facets=())

    @site.triples("/entities")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            found = then.entities(window(request), asked(request, FILTERS))
            return as_turtle(then, [f"entity-{one.id}" for one in found.items])
