"""The SPARQL 1.1 Protocol, its query operation: GET, POST of a form, POST of the query itself.

Input: HTTP requests. Output: results of kb.query in the format that Accept asks for, or a problem that says why not.
Never: takes an update; goes on with a query whose client has gone.
"""

from typing import Any, Final

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from kb.api.endpoint.answering import Started, answer
from kb.api.endpoint.asked import FORM, QUERY, Asked, read_body, read_parameters
from kb.api.endpoint.description import service_description
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.below import url_of
from kb.api.traffic.visitors import Visitors
from kb.query.errors import OverloadedError
from kb.query.formats import SOLUTIONS, TRIPLES, Format, negotiated

_SPARE: Final = 8
_PAGE: Final = Format("html", "text/html")
_FORM: Final = "/query"  # where a browser that comes to the endpoint can ask

_RESULTS: Final[dict[str, Any]] = {format.media_type: {} for format in (*SOLUTIONS, *TRIPLES)}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The result, or the Service Description where there is no query.", "content": _RESULTS},
    **{
        code: {"model": schemas.Problem, "description": text, "content": {"application/problem+json": {}}}
        for code, text in (
            (400, "Malformed, or refused: an update, SERVICE, nested too deep."),
            (406, "None of the accepted types can be made."),
            (413, "The text or the result is too large."),
            (415, "The body is neither a form nor a query."),
            (503, "Too many queries at once."),
            (504, "Stopped at its time limit."),
            (507, "Stopped at its memory limit."),
        )
    },
}
_QUERY_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            QUERY: {"schema": {"type": "string"}, "example": "SELECT ?x { ?x a kb:Event } LIMIT 10"},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {
                        "query": {"type": "string"},
                        "default-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "named-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "format": {"type": "string"},
                        "timeout": {"type": "number"},
                        "limit": {"type": "integer"},
                        "explain": {"type": "boolean"},
                        "minConfidence": {"type": "number"},
                        "asOf": {"type": "string"},
                    },
                }
            },
        },
    }
}  # fmt: skip
_QUERY_PARAMETERS: Final = {
    "parameters": [
        {"name": "query", "in": "query", "schema": {"type": "string"}, "example": "ASK { ?s a kb:Event }",
         "description": "Without it the Service Description is answered."},
        {"name": "default-graph-uri", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "named-graph-uri", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "format", "in": "query", "schema": {"type": "string"}, "description": "Instead of Accept: json ..."},
        {"name": "timeout", "in": "query", "schema": {"type": "number"}, "description": "Seconds, up to the limit."},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1},
         "description": "At most so many rows or triples; X-Kb-Truncated says whether there are more."},
        {"name": "explain", "in": "query", "schema": {"type": "boolean"},
         "description": "1: not the answer, but how the query would be evaluated, with estimates of rows."},
        {"name": "minConfidence", "in": "query", "schema": {"type": "number"},
         "description": "Without what is less sure than this chance, 0 to 1."},
        {"name": "asOf", "in": "query", "schema": {"type": "string"},
         "description": "As known after this event of the log, or at this time: 120, 2024-07-05 ..."},
    ]
}  # fmt: skip


class Endpoint:
    """Answers requests of the protocol, however they come in.

    Args:
        visitors: says who asks and what their queries may cost; None: all are one.
    """

    def __init__(self, service: Service, visitors: Visitors | None = None) -> None:
        self._service = service
        self._visitors = visitors or Visitors()
        self._limiter: anyio.CapacityLimiter | None = None  # made in the event loop that uses it

    async def answered(self, request: Request, asked: Asked, started: Started | None = None) -> Response:
        """Answer what was read of a request, and may have been *started* already."""
        if asked.text is None:
            return _describe(request, self._service)
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self._service.query_slots + _SPARE)
        if self._limiter.available_tokens <= 0 and started is None:
            raise OverloadedError("Too many requests are waiting.")
        return await answer(request, self._service, asked, self._visitors(request), self._limiter, started)


def router(endpoint: Endpoint) -> APIRouter:
    """Return the routes of *endpoint*; kb.api.endpoint.short_way takes most requests past them."""
    routes = APIRouter(tags=["sparql"], responses=_RESPONSES)

    @routes.head("/sparql", include_in_schema=False)
    @routes.get("/sparql", openapi_extra=_QUERY_PARAMETERS, response_class=Response)
    async def query_by_get(request: Request) -> Response:
        """Answer the query in the parameter *query*."""
        return await endpoint.answered(request, read_parameters(request.query_params.multi_items()))

    @routes.post("/sparql", openapi_extra=_QUERY_BODY, response_class=Response)
    async def query_by_post(request: Request) -> Response:
        """Answer the query in the body: a form, or the query itself."""
        return await endpoint.answered(request, await read_body(request))

    return routes


def _describe(request: Request, service: Service) -> Response:
    chosen = negotiated(request.headers.get("accept", ""), (*TRIPLES, _PAGE))
    if chosen is _PAGE:
        return RedirectResponse(_FORM, 303, headers={"Vary": "Accept", "Cache-Control": "no-cache"})
    body = service_description(str(url_of(request).replace(query="")), service.base_iri, chosen.name)
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept", "Cache-Control": "no-cache"})
