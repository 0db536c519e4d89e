"""Routes for lists: /events, /statements, /figures, /entities, /offices, /articles, each also by ending.

Input: kb.api.serving.ports.Service. Output: JSON with a Link header where there is a next part; CSV, GeoJSON and
JSON-LD as a stream, whole unless a limit is asked for.
Never: answers a browser that wants a page, where there are pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from kb.api.lists import params
from kb.api.lists.formats import CSV, FORMATS, GEOJSON, JSON, JSONLD, Placed, Row, Spot, as_csv, as_geojson, as_jsonld
from kb.api.lists.kinds import LISTS, ListKind
from kb.api.lists.linked import CONTEXT, node
from kb.api.lists.picking import chosen, included
from kb.api.lists.rows import FigureItem, OfficeRow, row
from kb.api.routes.browse import PROBLEMS, SEVERAL
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.below import url_of
from kb.api.traffic.unheard import once
from kb.api.traffic.validators import has, kept, tag_at, unchanged
from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Page
from kb.query.formats import Format, NotAcceptableError, UnknownFormatError, negotiated

_BOTH: Final = ["GET", "HEAD"]
_CHUNK: Final = 500  # rows read at a time while a list streams
_HTML: Final = Format("html", "text/html", ("application/xhtml+xml",))
_TURTLE: Final = Format("ttl", "text/turtle")
_PAGELESS: Final = frozenset({"/figures", "/offices"})
_BY_NAME: Final = {one.name: one for one in FORMATS}
_MEDIA: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A part of the list.", "content": {one.media_type: {} for one in FORMATS}}
}


class DataRoute(APIRoute):
    """Matches all but what the pages of kb.api.pages answer, where there are pages."""

    def matches(self, scope: Scope) -> tuple[Match, Any]:
        """Return how far a request is this route's."""
        match, child = super().matches(scope)
        if match is Match.NONE or scope["type"] != "http":
            return match, child
        paged = getattr(getattr(scope.get("app"), "state", None), "problem_page", None) is not None
        if paged and _elsewhere(scope):
            return Match.NONE, {}
        return match, child


def _elsewhere(scope: Scope) -> bool:
    """Say whether a page or triples are wanted: by the ending that kb.api.pages has taken off, or by Accept.

    A list by its own ending is wanted as that, whatever else a browser that follows the link accepts.
    """
    if scope["path"].rpartition(".")[2] in _BY_NAME:
        return False
    others = (_TURTLE,) if scope["path"] in _PAGELESS else (_HTML, _TURTLE)
    if named := scope.get("state", {}).get("wanted_format"):
        return named in [one.name for one in others]
    try:
        best = negotiated(Headers(scope=scope).get("accept", ""), (JSON, *others, *FORMATS[1:]))
    except NotAcceptableError:
        return False
    return best in others


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(responses=PROBLEMS | SEVERAL | _MEDIA, route_class=DataRoute)

    @routes.api_route("/articles.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/articles", include_in_schema=False)
    @routes.get("/articles", tags=["articles"], response_model=schemas.Listed[schemas.ArticleRow])
    def list_articles(request: Request, asked: params.Articles) -> Any:
        """List articles, the last added first; `sort`: added, published."""
        return _answer(request, service, LISTS["articles"], asked)

    @routes.api_route("/entities.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/entities", include_in_schema=False)
    @routes.get("/entities", tags=["entities"], response_model=schemas.Listed[schemas.EntityRow])
    def list_entities(request: Request, asked: params.Entities) -> Any:
        """List people, organisations and places, the most mentioned first.

        `sort`: articles, label; `include`: whole.
        """
        return _answer(request, service, LISTS["entities"], asked)

    @routes.api_route("/events.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/events", include_in_schema=False)
    @routes.get("/events", tags=["events"], response_model=schemas.Listed[schemas.EventRow])
    def list_events(request: Request, asked: params.Events) -> Any:
        """List events, those of the last added article first.

        `sort`: added, begin, confidence; `include`: article, statements, entities.
        """
        return _answer(request, service, LISTS["events"], asked)

    @routes.api_route("/statements.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/statements", include_in_schema=False)
    @routes.get("/statements", tags=["statements"], response_model=schemas.Listed[schemas.StatementRow])
    def list_statements(request: Request, asked: params.Statements) -> Any:
        """List who said what, those of the last added article first.

        `sort`: added, confidence; `include`: article, events, entities.
        """
        return _answer(request, service, LISTS["statements"], asked)

    @routes.api_route("/figures.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/figures", include_in_schema=False)
    @routes.get("/figures", tags=["events"], response_model=schemas.Listed[FigureItem])
    def list_figures(request: Request, asked: params.Figures) -> Any:
        """List numbers about events, with who claims them.

        `sort`: added, value, confidence; `include`: article, event, statements.
        """
        return _answer(request, service, LISTS["figures"], asked)

    @routes.api_route("/offices.{ending}", methods=_BOTH, include_in_schema=False)
    @routes.head("/offices", include_in_schema=False)
    @routes.get("/offices", tags=["entities"], response_model=schemas.Listed[OfficeRow])
    def list_offices(request: Request, asked: params.Offices) -> Any:
        """List offices, those of the last added article first; `sort`: added, since; `include`: article, person."""
        return _answer(request, service, LISTS["offices"], asked)

    return routes


def _answer(request: Request, service: Service, kind: ListKind, asked: params.Asked) -> Response:
    """Answer one list in the format that is wanted."""
    once(request.query_params.multi_items())
    format = _format(request, kind, asked)
    fields = chosen(asked.fields, kind)
    with ExitStack() as stack:
        then = stack.enter_context(service.at(asked.as_of))
        catalog = stack.enter_context(then.catalog())
        if format is JSON:
            return _json(request, then, catalog, kind, asked, fields)
        headers = {"Vary": "Accept"}
        if not asked.as_of:  # what was erased changes what an earlier moment looks like
            headers |= kept(tag_at(then, format.name, str(url_of(request))))
            if has(request, headers["ETag"], there=False):
                return unchanged(headers)
        rows = _Streamed(then, catalog, kind, asked)
        first = rows.start()
        body = _written(format, rows.all(first), catalog, kind, then, fields)
        headers["X-Kb-Total"] = str(first.total)
        if rows.limited and first.next:
            headers["Link"] = f'<{url_of(request).include_query_params(cursor=first.next)}>; rel="next"'
        if request.method == "HEAD":
            return _head(headers, format)
        held = stack.pop_all()

    def whole() -> Iterator[bytes]:
        with held:
            yield from body

    return StreamingResponse(whole(), media_type=format.content_type, headers=headers)


def _head(headers: Mapping[str, str], format: Format) -> Response:
    """Return the head of what comes in pieces: how long it gets is not known."""
    answer = Response(headers=headers, media_type=format.content_type)
    del answer.headers["content-length"]
    return answer


def _json(
    request: Request, then: Reads, catalog: CatalogReader, kind: ListKind, asked: params.Asked, fields: Sequence[str]
) -> Response:
    found = kind.page(catalog, then.base_iri, asked, limit=asked.limit, cursor=asked.cursor)
    rows = [row(then.base_iri, kind.kind, record) for record in found.items]
    following = str(url_of(request).include_query_params(cursor=found.next)) if found.next else None
    first = url_of(request).remove_query_params("cursor")
    links = [f'<{following}>; rel="next"'] if following else []
    body: Row = {"items": [{name: one[name] for name in fields} for one in rows], "total": found.total}
    body["next"] = following
    if asked.include:
        body["included"] = included(catalog, then.base_iri, kind, asked.include, rows)
    return JSONResponse(body, headers={"Link": ", ".join([*links, f'<{first}>; rel="first"']), "Vary": "Accept"})


def _format(request: Request, kind: ListKind, asked: params.Asked) -> Format:
    """Return the format that is wanted: of the ending, the parameter, or Accept.

    Raises:
        NotAcceptableError, UnknownFormatError: this list does not come in it.
    """
    offered = [one for one in FORMATS if kind.places or one is not GEOJSON]
    ending = request.path_params.get("ending", "") or request.scope.get("state", {}).get("wanted_format", "")
    name = ending if ending in _BY_NAME or request.path_params.get("ending") else asked.format
    if name:
        if name not in [one.name for one in offered]:
            raise UnknownFormatError(name, [one.name for one in offered], f"/{kind.table}")
        return _BY_NAME[name]
    return negotiated(request.headers.get("accept", ""), offered)


class _Streamed:
    """A list read part by part while it is sent; *limited* to one part where a limit or cursor is asked for."""

    def __init__(self, then: Reads, catalog: CatalogReader, kind: ListKind, asked: params.Asked) -> None:
        self._base = then.base_iri
        self._catalog = catalog
        self._kind = kind
        self._asked = asked
        self.limited = bool({"limit", "cursor"} & asked.model_fields_set)

    def start(self) -> Page[Any]:
        """Read the first part, so that what is wrong with the question is an error and no broken answer."""
        return self._part(self._asked.cursor)

    def all(self, part: Page[Any]) -> Iterator[Row]:
        """Yield the rows of *part* and, unless limited, of all after it."""
        while True:
            for record in part.items:
                yield row(self._base, self._kind.kind, record)
            if self.limited or not part.next:
                return
            part = self._part(part.next)

    def _part(self, cursor: str) -> Page[Any]:
        limit = self._asked.limit if self.limited else _CHUNK
        return self._kind.page(self._catalog, self._base, self._asked, limit=limit, cursor=cursor)


def _written(
    format: Format, rows: Iterator[Row], catalog: CatalogReader, kind: ListKind, then: Reads, fields: Sequence[str]
) -> Iterator[bytes]:
    base = then.base_iri
    if format is JSONLD:
        return as_jsonld(rows, CONTEXT, lambda one: node(base, kind.kind, one))
    picked = ({"iri": one["iri"]} | one for one in rows)
    if format is CSV:
        return as_csv(({name: one[name] for name in fields} for one in picked), fields)
    return as_geojson(picked, fields, _Places(catalog).of)


class _Places:
    """Where rows are; each place is looked up once."""

    def __init__(self, catalog: CatalogReader) -> None:
        self._catalog = catalog
        self._known: dict[str, Spot | None] = {}

    def of(self, one: Row) -> list[Placed]:
        """Return names and coordinates of a row: its own, or those of its places."""
        if "latitude" in one:
            return [(one["label"], (one["longitude"], one["latitude"]))] if one["latitude"] is not None else []
        places = [p["entity"] for p in one["participants"] if p["role"] == "place" and p["entity"]]
        return [(place["label"], spot) for place in places if (spot := self._spot(place["id"])) is not None]

    def _spot(self, place: str) -> Spot | None:
        if place not in self._known:
            try:
                there = self._catalog.get_entity(place.removeprefix("entity-"))
            except NoSuchRecordError:
                self._known[place] = None
            else:
                known = there.latitude is not None and there.longitude is not None
                self._known[place] = (there.longitude, there.latitude) if known else None  # type: ignore[assignment]
        return self._known[place]
