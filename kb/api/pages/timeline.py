"""What happened when: the events of a filter by month and day, and drawn; and the timeline of one thing.

Input: kb.api.serving.ports.Reads; the filters of /events. Output: answers. kb.api.routes.drawings has what is drawn as
JSON.
Never: draws all there is: how much is left out is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, TypeVar

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.lists.kinds import identifiers
from kb.api.pages.events import FACETS, FILTERS, names_of, together, told_on
from kb.api.pages.frame import Frame
from kb.api.pages.listing import Asked, as_csv, as_turtle, asked, chips, facets_of, part, window
from kb.api.pages.picking import settled
from kb.api.pages.site import Site
from kb.api.pages.wording import day
from kb.api.routes.drawings import DRAWN, timeline_of, told_in_time
from kb.api.routes.timeline import NoTimelineError, entries_of
from kb.projections.catalog.chronicle import Chronicle, Days, bounds, chronicle, common, days
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord
from kb.service.happenings.timeline import Entry

T = TypeVar("T")

GROUPS: Final = {"type": "type", "actor": "who acts", "place": "place", "none": "nothing"}
ENTRIES: Final = 300  # happenings on the timeline of one thing
_COLUMNS: Final = "event begin end sure_begin sure_end label type reality actor place articles".split()
_YEAR: Final = len("2024")
_MONTH: Final = len("2024-07")


@dataclass(frozen=True, slots=True)
class Month:
    """Happenings of a month, or those of which nobody says when they began.

    Attributes:
        title: in words.
        told: each with its versions.
    """

    title: str
    told: tuple[Sequence[EventRecord], ...]


def months(told: Iterable[Sequence[EventRecord]]) -> tuple[Month, ...]:
    """Return happenings, in their order, under the months in which they may have begun."""
    return tuple(Month(_title(key), tuple(some)) for key, some in groupby(told, key=lambda one: _month(one[0])))


def _month(event: EventRecord) -> str:
    if event.begin.endswith("-01-01") and event.end.endswith("-12-31"):
        return event.begin[:_YEAR]  # that is all that is known: no month of it
    return event.begin[:_MONTH] or ("end" if event.end else "")


def _title(key: str) -> str:
    return {"": "No date", "end": "Only the end is known"}.get(key) or day(key)


def clocks(site: Site, catalog: CatalogReader, what: Asked) -> Mapping[str, Any]:
    """Return what the sliders of both clocks stand on: days of the world, positions of the log."""
    return {
        "days": kept(site, catalog, what, "days", lambda: days(catalog, what.arguments)),
        "head": site.service.log.position(),
    }


def kept(site: Site, catalog: CatalogReader, what: Asked, name: str, make: Callable[[], T]) -> T:
    """Return what is made of the events that are asked for, once for each position of the log."""
    return site.kept((name, catalog.course, repr(sorted(narrowed(what).items()))), make)


def days_of(catalog: CatalogReader, entries: Sequence[Entry]) -> dict[str, Days]:
    """Return what is known of the days of entries, by their ids."""
    known = bounds(catalog, [event.id for entry in entries for event in entry.events])
    return {entry.id: common([known[event.id] for event in entry.events if event.id in known]) for entry in entries}


def by_begin(what: Asked) -> Asked:
    """Return what is asked for in the order of time, unless another is."""
    return what if what.model.sort else replace(what, model=what.model.model_copy(update={"sort": "begin"}))


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/timeline")
    def page(request: Request) -> Response:
        """Show what happened, in the order of time."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            if (elsewhere := settled(request, catalog, ["of"])) is not None:
                return elsewhere
            if of := request.query_params.get("of", "").strip():
                return RedirectResponse(timeline_of(catalog, then, request, of), 303)
            what = asked(request, then, "events")
            found = part(then, by_begin(what))
            told = together(found.items)
            return site.show(
                request,
                "timeline.html",
                frame,
                found=found,
                months=months(told),
                called=names_of(catalog, told),
                counted=_drawn(site, catalog, what),
                chips=chips(then, frame, FILTERS),
                facets=facets_of(site, then, frame, what, FACETS),
                groups=GROUPS,
                by=_grouped(frame),
                **clocks(site, catalog, what),
            )

    @site.table("/timeline")
    def table(request: Request) -> Response:
        """Send what is drawn as a table."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            what = asked(request, then, "events")
            rows = told_in_time(_drawn(site, catalog, what), what.model.sort)["items"]
            return as_csv(request, _COLUMNS, rows)

    @site.triples("/timeline")
    def triples(request: Request) -> Response:
        """Send what the graph says of what is drawn."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            found = _drawn(site, catalog, asked(request, then, "events"))
            return as_turtle(then, [f"event-{one.event}" for one in found.drawn])

    _of_one(site)


def _of_one(site: Site) -> None:
    @site.page("/timeline/{identifier}")
    def of_one(request: Request, identifier: str) -> Response:
        """Show what happened to an entity, at a place or around an event."""
        kind, _, bare = identifier.partition("-")
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            if not bare:
                raise NoTimelineError(identifier)
            entries = entries_of(catalog, identifier, **window(request))
            shown = entries[:ENTRIES]
            title = catalog.get_entity(bare).label if kind == "entity" else _name(shown, bare)
            return site.show(
                request,
                "timeline_of.html",
                frame,
                about=identifier,
                title=title,
                entries=shown,
                days=days_of(catalog, shown),
                told_on=told_on(catalog, [one.events for one in shown]),
                total=len(entries),
                groups=GROUPS,
                by=_grouped(frame),
            )


def narrowed(what: Asked) -> dict[str, Any]:
    """Return the arguments of the catalog that a page's list and drawing have in common."""
    return {**what.arguments, "ids": identifiers("event", what.model.ids)}


def _drawn(site: Site, catalog: CatalogReader, what: Asked) -> Chronicle:
    return kept(site, catalog, what, "chronicle", lambda: chronicle(catalog, narrowed(what), most=DRAWN))


def _name(entries: Sequence[Entry], identifier: str) -> str:
    own = (one for one in entries if one.id == identifier or any(event.id == identifier for event in one.events))
    return next((one.label for one in own), identifier)


def _grouped(frame: Frame) -> str:
    given = frame.given("by")
    return given if given in GROUPS else "type"
