"""Where it happened: places of the events of a filter, on a map and as a table.

Input: kb.api.serving.ports.Reads; the filters of /events. Output: answers. kb.api.routes.drawings has the same as JSON.
The map is drawn from the table, so that it says nothing that cannot be read.
"""

from functools import partial
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.events import FACETS, FILTERS
from kb.api.pages.frame import Frame
from kb.api.pages.links import address, changed
from kb.api.pages.listing import Asked, as_csv, as_turtle, asked, chips, facets_of
from kb.api.pages.site import Site
from kb.api.pages.timeline import clocks, kept, narrowed
from kb.api.routes.drawings import DRAWN, told_in_space
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.whereabouts import Spot, Whereabouts, whereabouts

_COLUMNS: Final = "place latitude longitude within wide_km happenings articles begin end".split()
EXACT: Final = 10.0  # kilometres: what is known so well is drawn as a point


def precision(spot: Spot) -> str:
    """Return in words how exactly a place is known; "" for a point."""
    if spot.wide <= EXACT and spot.within is None:
        return ""
    if spot.within is not None:
        return f"somewhere in {spot.within.label}"
    return f"anywhere in it: the coordinates are of a {spot.place.type.replace('_', ' ')}, no point"


def events_at(frame: Frame, spot: Spot) -> str:
    """Return the address of the events that a place on the map stands for."""
    kept = changed(frame.keeping("limit"), {"place": f"entity-{spot.place.id}", "within": "false"})
    return address("/events", kept)


def _placed(site: Site, catalog: CatalogReader, what: Asked) -> Whereabouts:
    return kept(site, catalog, what, "whereabouts", lambda: whereabouts(catalog, narrowed(what), most=DRAWN))


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/map")
    def page(request: Request) -> Response:
        """Show where events were."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            what = asked(request, then, "events")
            found = _placed(site, catalog, what)
            return site.show(
                request,
                "map.html",
                frame,
                found=found,
                precision=precision,
                events_at=partial(events_at, frame),
                chips=chips(then, frame, FILTERS),
                facets=facets_of(site, then, frame, what, FACETS),
                **clocks(site, catalog, what),
            )

    @site.table("/map")
    def table(request: Request) -> Response:
        """Send the places as a table."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            found = _placed(site, catalog, asked(request, then, "events"))
            return as_csv(request, _COLUMNS, told_in_space(found)["items"])

    @site.triples("/map")
    def triples(request: Request) -> Response:
        """Send what the graph says of the places."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            found = _placed(site, catalog, asked(request, then, "events"))
            return as_turtle(then, [f"entity-{spot.place.id}" for spot in found.spots])
