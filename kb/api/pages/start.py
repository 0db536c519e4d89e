"""The start page: what is in the base, what happened last, what is disputed, what waits for review.

Input: kb.api.serving.ports.Service. Output: answers; kb.api.routes.starting has the same as JSON.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.events import names_of, together
from kb.api.pages.frame import Frame
from kb.api.pages.listing import as_turtle, asked, facets_of
from kb.api.pages.review import WHY
from kb.api.pages.site import Site
from kb.api.serving.ports import Reads
from kb.service.happenings.quantity import Value
from kb.service.happenings.standing_out import Overview, day_of, overview

_LATEST: Final = 8
_ASKED: Final = 3
_FACETS: Final = {"type": "Type", "actor": "Actor", "place": "Place", "time": "Year", "source": "Source"}
_TILES: Final = (
    ("articles", "article", "/articles"),
    ("entities", "entity", "/entities"),
    ("events", "event", "/events"),
    ("statements", "statement", "/statements"),
    ("figures", "figure", ""),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One value of a disputed number: as it is told first, by whom, and when first; *told_by* without repeats.

    *fate*: "taken back" or "replaced since" by who gave it, "" if it stands.
    """

    told: str
    told_by: tuple[str, ...]
    reported: str
    fate: str = ""


def accounts(values: Iterable[Value]) -> Sequence[Account]:
    """Return the values of a number, each once however many tell it, in the order in which they were first told."""
    alike: dict[tuple[object, ...], list[Value]] = {}
    for one in values:
        alike.setdefault((one.value, one.upper, one.comparator, one.kind, _fate(one)), []).append(one)
    return [
        Account(
            some[0].told,
            tuple(dict.fromkeys(", ".join(one.said_by) or one.source or "article" for one in some)),
            some[0].reported,
            _fate(some[0]),
        )
        for some in alike.values()
    ]


def _fate(value: Value) -> str:
    return "taken back" if value.withdrawn else "replaced since" if value.replaced_by else ""


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/")
    def page(request: Request) -> Response:
        """Show what stands out in the base."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            found = shown(site, then, frame)
            latest = together(found.latest)[:_LATEST]
            facets = facets_of(site, then, frame, asked(request, then, "events"), _FACETS)
            return site.show(
                request,
                "start.html",
                frame,
                shown=found,
                latest=latest,
                called=names_of(catalog, [*latest, *found.denied]),
                facets=facets,
                accounts=accounts,
                tiles=_TILES,
            )

    @site.triples("/")
    def triples(request: Request) -> Response:
        """Send what the graph says of the events that the page shows."""
        with site.reading(request) as (then, frame):
            return as_turtle(then, [f"event-{one.id}" for one in shown(site, then, frame).latest])

    @site.router.get("/start/review")
    def waiting(request: Request) -> Response:
        """Show what waits for a person, as a part of the start page: it is looked for when the rest is there."""
        frame = site.frame(request)
        found = site.kept(
            ("what waits", frame.course),
            lambda: site.service.questions(kind="", why="", entity="", limit=_ASKED, offset=0, quoted=0),
            lambda made: made.settled,
        )
        return site.show(request, "start_review.html", frame, found=found, why=WHY)


def shown(site: Site, then: Reads, frame: Frame) -> Overview:
    """Return what stands out, found once for each position of the log and each day."""
    day = day_of(site.service.log, frame.moment.position if frame.moment else None)
    with then.catalog() as catalog:
        return site.kept(("start", catalog.course, day), lambda: overview(catalog, day))
