"""The list of articles, as a page and as triples; kb.api.lists has it as JSON and tables.

Input: kb.api.serving.ports.Reads. Output: answers.
"""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, asked, chips, facets_of, list_as_turtle, part
from kb.api.pages.site import Site

FILTERS: Final = (
    Filter("source", "source"),
    Filter("language", "language", "language"),
    Filter("text", "words"),
    Filter("entity", "naming", "entity"),
    Filter("since", "since", "day"),
    Filter("until", "until", "day"),
)
_FACETS: Final = {"source": "Source", "entity": "Naming", "time": "Year", "language": "Language"}


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/articles")
    def page(request: Request) -> Response:
        """Show articles, the last added first."""
        with site.reading(request) as (then, frame):
            what = asked(request, then, "articles")
            found, on = part(then, what), chips(then, frame, FILTERS)
            narrower = facets_of(site, then, frame, what, _FACETS)
            return site.show(request, "articles.html", frame, found=found, chips=on, facets=narrower)

    @site.triples("/articles")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            return list_as_turtle(request, then, "articles")
