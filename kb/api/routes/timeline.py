"""Routes for what happened, in the order of time.

Input: kb.api.serving.ports.Service. Output: entries of kb.service.happenings.timeline as JSON.
"""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field

from kb.api.lists.params import Since, Until
from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import qualified, sent
from kb.api.serving.ports import Service
from kb.errors import NotFoundError
from kb.projections.catalog.reading import CatalogReader
from kb.service.happenings.timeline import Entry, Join, of_entity, of_happening


class NoTimelineError(NotFoundError):
    """What is asked about is neither an entity nor an event."""

    code = "no-timeline"

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        super().__init__(
            f"{identifier} has no timeline.", hint="Entities, events and happenings have one: entity-ID, event-ID."
        )


class Joined(schemas.Value):
    """What a happening is part of, or was caused by, as at least one article has it."""

    kind: str = Field(examples=["caused by"], description="part of, or caused by")
    id: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str


class Happening(schemas.Value):
    """One happening, with every article's version."""

    id: str = Field(examples=["happening-12340920fe59e0607e9c"])
    begin: str = Field("", description="First day that it may have been, empty where open.", examples=["2026-06-04"])
    end: str = Field("", description="Last day.")
    label: str
    realities: list[str] = Field(description="What became of it; more than one: the articles differ.")
    roles: list[str] = Field(description="The part of what was asked about; none: it is told because it is joined.")
    joins: list[Joined] = Field(description="What it is part of, and what caused it.")
    places: list[schemas.Named]
    figures: list[schemas.FigureRow]
    articles: list[str]
    events: list[str]


class Timeline(schemas.Value):
    """Happenings in the order of time; what has no date comes last."""

    items: list[Happening]
    total: int


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["events"], responses=PROBLEMS)

    @routes.get("/timeline/{identifier}", response_model=Timeline)
    def show_timeline(
        identifier: Annotated[str, Path(pattern=r"^[a-z]+-[0-9A-Za-z_~-]+$", max_length=200)],
        since: Annotated[Since, Query(description="On this date or later; a month or year is its first day.")] = "",
        until: Annotated[Until, Query(description="On this date or before; a month or year is its last day.")] = "",
        limit: Annotated[int, Query(ge=1, le=10_000, description="How many at most.")] = 1000,
        as_of: AsOf = "",
    ) -> Any:
        """Show what happened to an entity, at a place or around an event, in the order of time."""
        with service.at(as_of) as then, then.catalog() as catalog:
            entries = entries_of(catalog, identifier, since, until)
            items = [_sent(service.base_iri, entry) for entry in entries[:limit]]
        return {"items": items, "total": len(entries)}

    return routes


def entries_of(catalog: CatalogReader, identifier: str, since: str, until: str) -> tuple[Entry, ...]:
    """Return the timeline of what an id with its kind names.

    Raises:
        NoTimelineError: neither an entity nor an event.
        NoSuchRecordError: there is none.
    """
    kind, _, bare = identifier.partition("-")
    if kind == "entity":
        return of_entity(catalog, catalog.get_entity(bare).id, since, until)
    if kind not in ("event", "happening"):
        raise NoTimelineError(identifier)
    told = catalog.get_event(bare).happening or bare if kind == "event" else catalog.stands_as(bare)
    return of_happening(catalog, told, since, until)


def _kind(linked: bool) -> str:
    return "happening" if linked else "event"


def _sent(base: str, entry: Entry) -> dict[str, Any]:
    figures = [sent(base, "event", event)["figures"] for event in entry.events]
    return {
        "id": qualified(_kind(any(event.happening for event in entry.events)), entry.id),
        "begin": entry.begin,
        "end": entry.end,
        "label": entry.label,
        "realities": entry.realities,
        "roles": entry.roles,
        "joins": [_joined(one) for one in entry.joins],
        "places": [asdict(place) | {"id": qualified("entity", place.id)} for place in entry.places],
        "figures": [figure for some in figures for figure in some],
        "articles": [qualified("article", article) for article in entry.articles],
        "events": [qualified("event", event.id) for event in entry.events],
    }


def _joined(join: Join) -> dict[str, str]:
    return {"kind": join.kind, "id": qualified(_kind(join.happening), join.id), "label": join.label}
