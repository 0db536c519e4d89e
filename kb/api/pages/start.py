"""The start page: what is in the base, what happened last, what is disputed, what waits for review.

Input: kb.api.ports.Service. Output: answers; JSON of the same for programs.
"""

from datetime import UTC, datetime
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.events import together
from kb.api.pages.listing import asked, facets_of
from kb.api.pages.site import Site
from kb.projections.catalog_read import CatalogReader
from kb.projections.catalog_records import EventRecord
from kb.projections.overview import counted_differently, happened_last, told_differently
from kb.service.conflicts import Quantity, conflicts

_LATEST: Final = 8
_DISPUTED: Final = 5
_LOOKED_AT: Final = 40  # happenings with several numbers, of which the first that are at odds are shown
_ASKED: Final = 3
_FACETS: Final = {"type": "Type", "actor": "Actor", "place": "Place", "time": "Year", "source": "Source"}
_TILES: Final = (
    ("articles", "/articles"),
    ("entities", "/entities"),
    ("events", "/events"),
    ("statements", "/statements"),
    ("figures", ""),
)


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/")
    def page(request: Request) -> Response:
        """Show what stands out in the base."""
        with site.reading(request) as (then, frame):
            with then.catalog() as catalog:
                day = frame.moment.recorded_at[:10] if frame.moment else datetime.now(UTC).date().isoformat()
                key = ("start", catalog.position, day)
                shown = site.kept(key, lambda: overview(catalog, day))
            facets = facets_of(site, then, frame, asked(request, then, "events"), _FACETS)
            return site.show(request, "start.html", frame, **shown, facets=facets, tiles=_TILES)

    @site.router.get("/start/review")
    def waiting(request: Request) -> Response:
        """Show what waits for a person, as a part of the start page: it is looked for when the rest is there."""
        found = site.service.questions(kind="", why="", entity="", limit=_ASKED, offset=0)
        return site.show(request, "start_review.html", site.frame(request), found=found)


def overview(catalog: CatalogReader, day: str) -> dict[str, Any]:
    """Return what the start page shows of a catalog, on a day."""
    happened = happened_last(catalog, day, limit=3 * _LATEST)
    return {
        "totals": catalog.counts(),
        "articles": catalog.list_articles(limit=5).items,
        "latest": together(happened)[:_LATEST],
        "figures": _at_odds(catalog),
        "denied": [_versions(catalog, one) for one in told_differently(catalog, limit=_DISPUTED)],
    }


def _at_odds(catalog: CatalogReader) -> list[Quantity]:
    found: list[Quantity] = []
    for happening in counted_differently(catalog, limit=_LOOKED_AT):
        found += conflicts(catalog, happening)[:1]
        if len(found) == _DISPUTED:
            break
    return found


def _versions(catalog: CatalogReader, happening: str) -> tuple[EventRecord, ...]:
    return catalog.list_events(happening=happening, limit=20).items
