"""The list of events, as a page and as triples; kb.api.lists has it as JSON and tables.

On the page, what articles tell of one happening stands together.

Input: kb.api.ports.Reads. Output: answers.
"""

from collections.abc import Iterable
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.listing import Filter, as_turtle, asked, chips, window
from kb.api.pages.site import Site
from kb.projections.catalog_records import EventRecord

FILTERS: Final = (
    Filter("type", "type", kind="term"),
    Filter("reality", "reality", kind="term"),
    Filter("entity", "with", kind="entity"),
    Filter("role", "as", kind="term"),
    Filter("article", "told in", kind="article"),
    Filter("happening", "happening", kind="happening"),
    Filter("since", "since", kind="day"),
    Filter("until", "until", kind="day"),
    Filter("certainlyIn", "certainly in", key="certainly_in"),
    Filter("possiblyIn", "possibly in", key="possibly_in"),
)


def together(events: Iterable[EventRecord]) -> list[list[EventRecord]]:
    """Return events by happening, in the order in which each happening comes first."""
    found: dict[str, list[EventRecord]] = {}
    for event in events:
        found.setdefault(event.happening or event.id, []).append(event)
    return list(found.values())


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/events")
    def page(request: Request) -> Response:
        """Show events, those of the last added article first."""
        with site.reading(request) as (then, frame):
            found = then.events(window(request), asked(request, FILTERS))
            told = together(found.items)
            return site.show(
                request, "events.html", frame, found=found, told=told, chips=chips(then, frame, FILTERS), facets=()
            )

    @site.triples("/events")
    def triples(request: Request) -> Response:
        """Send what the graph says of them."""
        with site.reading(request) as (then, _):
            found = then.events(window(request), asked(request, FILTERS))
            return as_turtle(then, [f"event-{one.id}" for one in found.items])
