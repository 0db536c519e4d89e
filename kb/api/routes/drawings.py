"""Routes for what is drawn: happenings in the order of time, and places with what happened there.

Input: kb.api.serving.ports.Service; filters as of /events. Output: a bounded number of each as JSON, and how much is
left out.
"""

from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import Field

from kb.api.lists import params
from kb.api.lists.kinds import LISTS, identifiers
from kb.api.pages.links import address
from kb.api.routes.browse import PROBLEMS, SEVERAL
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import qualified
from kb.api.serving.ports import Reads, Service
from kb.errors import InputError
from kb.projections.catalog.chronicle import Chronicle, Drawn, chronicle
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Named
from kb.projections.catalog.whereabouts import Spot, Whereabouts, whereabouts
from kb.service.curation.whom import entity_id

DRAWN: Final = 300  # happenings of one drawing, places of one map
_OF_LISTS: Final = frozenset({"fields", "include", "format"})  # a cursor is of the list below a drawing


class TimelineAsked(params.EventsAsked):
    """What a timeline can be asked for."""

    of: Annotated[params.Words, Field(description="Go to the timeline of an entity or event, by id, IRI or name.")] = ""
    by: Annotated[
        Literal["", "type", "actor", "place", "none"], Field(description="How a page groups what it draws.")
    ] = ""


class OfAListError(InputError):
    """A parameter that lists take, and drawings do not."""

    code = "of-a-list"

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        super().__init__(f"{path} knows no {name}.", hint="/events takes it; the filters are the same.")


class BadDrawingOrderError(InputError):
    """A drawing is asked for in an order that only lists have."""

    code = "bad-drawing-order"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(
            f"What is drawn is in the order of time, not of {given[:60]!r}.", hint="Give begin, or -begin."
        )


class NoSuchThingError(InputError):
    """What a timeline is asked for of is named by nothing."""

    code = "no-such-thing"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"{given[:80]!r} names nothing that has a timeline.", hint="Find ids with GET /search?q=NAME.")


class DrawnHappening(schemas.Value):
    """One happening, by the version that the reader was surest of."""

    event: str = Field(examples=["event-12340920fe59e0607e9c"])
    label: str
    type: str
    reality: str
    begin: str = Field(description="First day that it may have been, empty where open.", examples=["2026-06-04"])
    end: str = Field(description="Last day that it may have been.")
    sure_begin: str = Field(description="First day on which it went on in any case, empty if there is none.")
    sure_end: str = Field(description="Last such day.")
    told: int = Field(description="As how many events articles tell it.")
    articles: int
    actor: schemas.Named | None
    place: schemas.Named | None


class DrawnTimeline(schemas.Value):
    """Happenings by their first day: those that most articles tell of."""

    items: list[DrawnHappening]
    dated: int = Field(description="How many have a day.")
    left_out: int = Field(description="How many of them are not among the items.")
    undated: int = Field(description="How many have none.")


class PlaceOnMap(schemas.Value):
    """A place, and how many happenings were there."""

    place: schemas.Named
    latitude: float
    longitude: float
    within: schemas.Named | None = Field(description="The place around it whose coordinates these are.")
    wide_km: float = Field(
        description="How far from there it may have been, by kind of place and not by the size of this one."
    )
    happenings: int
    articles: int
    begin: str
    end: str


class UnplacedPlace(schemas.Value):
    """A place without coordinates."""

    place: schemas.Named
    happenings: int


class Map(schemas.Value):
    """Places, those with most happenings first."""

    items: list[PlaceOnMap]
    places: int = Field(description="How many places have coordinates.")
    left_out: int = Field(description="How many of them are not among the items.")
    unplaced: list[UnplacedPlace]
    happenings: int
    nowhere: int = Field(description="How many happenings are at no place of the map.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["events"], responses=PROBLEMS | SEVERAL)

    @routes.get("/timeline", response_model=DrawnTimeline)
    def draw_timeline(request: Request, asked: Annotated[TimelineAsked, Query()]) -> Any:
        """Show happenings in the order of time, those that most articles tell of where there are many.

        Takes the filters of /events; `limit`: how many at most, 300 if it is left out.
        """
        with service.at(asked.as_of) as then, then.catalog() as catalog:
            if asked.of:
                return RedirectResponse(timeline_of(catalog, then, request, asked.of), 307)
            found = arguments(request, catalog, then.base_iri, asked)
            return told_in_time(chronicle(catalog, found, most=most(asked)), asked.sort)

    @routes.get("/map", response_model=Map)
    def draw_map(request: Request, asked: params.Events) -> Any:
        """Show the places of happenings, those with most first; takes the filters of /events, `limit` too."""
        if asked.sort:
            raise OfAListError("sort", request.url.path)
        with service.at(asked.as_of) as then, then.catalog() as catalog:
            found = arguments(request, catalog, then.base_iri, asked)
            return told_in_space(whereabouts(catalog, found, most=most(asked)))

    return routes


def arguments(request: Request, catalog: CatalogReader, base: str, asked: params.EventsAsked) -> dict[str, Any]:
    """Return what a request asks of the catalog.

    Raises:
        OfAListError: a parameter that only lists take.
        InputError, NotFoundError, ConflictError: of a filter; says which and why.
    """
    for name in sorted(_OF_LISTS & asked.model_fields_set):
        raise OfAListError(name, request.url.path)
    return LISTS["events"].filters(catalog, base, asked) | {"ids": identifiers("event", asked.ids)}


def timeline_of(catalog: CatalogReader, then: Reads, request: Request, of: str) -> str:
    """Return the address of the timeline of what is named.

    Raises:
        NotFoundError, ConflictError: nothing is called so, or several things are.
    """
    plain = of.strip().removeprefix(f"{then.base_iri}id/")
    if not plain.startswith(("event-", "happening-")):
        plain = qualified("entity", entity_id(catalog, then.base_iri, plain))
    if not plain:
        raise NoSuchThingError(of)
    kept = [(name, request.query_params.get(name, "")) for name in ("since", "until", "asOf")]
    return address(f"/timeline/{plain}", kept)


def told_in_time(found: Chronicle, sort: str) -> dict[str, Any]:
    """Return a timeline as it is sent.

    Args:
        sort: "" or "begin", "-begin" for the latest first.

    Raises:
        BadDrawingOrderError: another.
    """
    if sort not in ("", "begin", "-begin"):
        raise BadDrawingOrderError(sort)
    items = [_happening(one) for one in (reversed(found.drawn) if sort == "-begin" else found.drawn)]
    return {"items": items, "dated": found.dated, "left_out": found.left_out, "undated": found.undated}


def told_in_space(found: Whereabouts) -> dict[str, Any]:
    """Return a map as it is sent."""
    return {
        "items": [_spot(one) for one in found.spots],
        "places": found.places,
        "left_out": found.places - len(found.spots),
        "unplaced": [{"place": _named(one), "happenings": number} for one, number in found.unplaced],
        "happenings": found.happenings,
        "nowhere": found.nowhere,
    }


def most(asked: params.EventsAsked) -> int:
    """Return how many are drawn: as many as are asked for, else *DRAWN*."""
    return asked.limit if "limit" in asked.model_fields_set else DRAWN


def _happening(one: Drawn) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in ("label", "type", "reality", "told", "articles")}
    people = {"actor": _named(one.actor), "place": _named(one.place)}
    return {"event": qualified("event", one.event), **fields, **asdict(one.days), **people}


def _spot(one: Spot) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in ("latitude", "longitude", "happenings", "articles", "begin", "end")}
    return {"place": _named(one.place), "within": _named(one.within), "wide_km": one.wide, **fields}


def _named(one: Named | None) -> dict[str, str] | None:
    return asdict(one) | {"id": qualified("entity", one.id)} if one is not None else None
