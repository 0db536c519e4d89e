"""The list of articles, as a page and as triples; kb.api.lists has it as JSON and tables.

Input: kb.api.ports.Reads. Output: answers.
"""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, as_turtle, asked, chips, window
from kb.api.pages.site import Site

FILTERS: Final = (
    Filter("source", "source"),
    Filter("language", "language"),
    Filter("text", "words"),
    Filter("entity", "naming", kind="entity"),
    Filter("since", "since", kind="day"),
    Filter("until", "until", kind="day"),
)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/articles")
    def page(request: Request) -> Response:
        """Show articles, the last added first."""
        with site.reading(request) as (then, frame):
            found = then.articles(window(request), asked(request, FILTERS))
            return site.show(request, "articles.html", frame, found=found, chips=chips(then, frame, FILTERS), facets=())

    @site.triples("/articles")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            found = then.articles(window(request), asked(request, FILTERS))
            return as_turtle(then, [f"article-{one.id}" for one in found.items])
