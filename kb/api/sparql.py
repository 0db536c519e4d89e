"""The SPARQL 1.1 Protocol, its query operation: GET, POST of a form, POST of the query itself.

Input: HTTP requests. Output: results of kb.query in the format that Accept asks for, or a problem that says why not.
Never: takes an update; answers before the result is complete; goes on with a query whose client has gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qsl

import anyio
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from werkzeug.http import parse_options_header

from kb.api import schemas
from kb.api.description import service_description
from kb.api.ports import Service
from kb.api.problems import UnsupportedMediaTypeError
from kb.errors import InputError
from kb.query.errors import ForbiddenQueryError, MalformedQueryError, OverloadedError
from kb.query.formats import SOLUTIONS, TRIPLES, negotiated
from kb.query.pool import CancelToken
from kb.query.service import QueryResult

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_LOOK: Final = 0.25  # seconds between two looks whether the client is still there
_SPARE: Final = 8

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
        {"name": "minConfidence", "in": "query", "schema": {"type": "number"},
         "description": "Without what is less sure than this chance, 0 to 1."},
        {"name": "asOf", "in": "query", "schema": {"type": "string"},
         "description": "As known after this event of the log, or at this time: 120, 2024-07-05 ..."},
    ]
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A query request of the protocol, read."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: float | None
    min_confidence: float = 0.0
    as_of: str = ""


def router(service: Service) -> APIRouter:
    """Return the endpoint on *service*."""
    routes = APIRouter(tags=["sparql"], responses=_RESPONSES)
    limiter: list[anyio.CapacityLimiter] = []  # made in the event loop that uses it

    async def answer(request: Request, asked: Asked) -> Response:
        if asked.text is None:
            return _describe(request, service)
        if not limiter:
            limiter.append(anyio.CapacityLimiter(service.query_slots + _SPARE))
        if limiter[0].available_tokens <= 0:
            raise OverloadedError("Too many requests are waiting.")
        token = CancelToken()
        run = partial(_run, service, asked, request.headers.get("accept", ""), token)
        return _response(await _while_connected(request, run, token, limiter[0]))

    @routes.head("/sparql", include_in_schema=False)
    @routes.get("/sparql", openapi_extra=_QUERY_PARAMETERS, response_class=Response)
    async def query_by_get(request: Request) -> Response:
        """Answer the query in the parameter *query*."""
        return await answer(request, read_parameters(request.query_params.multi_items()))

    @routes.post("/sparql", openapi_extra=_QUERY_BODY, response_class=Response)
    async def query_by_post(request: Request) -> Response:
        """Answer the query in the body: a form, or the query itself."""
        return await answer(request, await _read_body(request))

    @routes.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
    async def query_otherwise() -> None:
        raise HTTPException(405, headers={"Allow": "GET, HEAD, POST"})

    return routes


def _run(service: Service, asked: Asked, accept: str, token: CancelToken) -> QueryResult:
    with service.at(asked.as_of) as then:
        return then.query(
            asked.text or "",
            accept=accept,
            format=asked.format,
            timeout=asked.timeout,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            token=token,
            min_confidence=asked.min_confidence,
        )


async def _read_body(request: Request) -> Asked:
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaTypeError(f"{media_type} in {options['charset']}", "it in UTF-8")
    body = await request.body()  # of bounded size: kb.api.app
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedQueryError("the body is not UTF-8.") from error
    if media_type == FORM:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=1000)
        asked = read_parameters([*request.query_params.multi_items(), *pairs])
    elif media_type == QUERY:
        asked = read_parameters([*request.query_params.multi_items(), ("query", text)])
    elif media_type == UPDATE:
        raise ForbiddenQueryError("This endpoint only reads.", hint="Add articles or import graphs to change data.")
    else:
        raise UnsupportedMediaTypeError(media_type, f"{FORM} or {QUERY}")
    if asked.text is None:
        raise MalformedQueryError("the form has no parameter query.")
    return asked


def read_parameters(pairs: list[tuple[str, str]]) -> Asked:
    """Return what the parameters of the protocol ask for.

    Raises:
        MalformedQueryError: several queries.
        ForbiddenQueryError: an update.
        InputError: *timeout* is no number above zero, or *minConfidence* no number.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise ForbiddenQueryError("This endpoint only reads.", hint="Add articles or import graphs to change data.")
    if len(values.get("query", [])) > 1:
        raise MalformedQueryError("there are several queries in one request.")
    timeout = None
    if "timeout" in values:
        try:
            timeout = float(values["timeout"][-1])
        except ValueError:
            timeout = 0.0
        if not 0 < timeout < float("inf"):
            raise InputError("The parameter timeout is no number of seconds.", hint="Give something like timeout=5.")
    return Asked(
        text=values["query"][0] if "query" in values else None,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        format=values.get("format", [""])[-1],
        timeout=timeout,
        min_confidence=_confidence(values["minConfidence"][-1]) if "minConfidence" in values else 0.0,
        as_of=values.get("asOf", [""])[-1],
    )


def _confidence(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(
            "The parameter minConfidence is no number.", hint="Give a chance from 0 to 1, like minConfidence=0.9."
        ) from error


async def _while_connected(
    request: Request, run: Callable[[], QueryResult], token: CancelToken, limiter: anyio.CapacityLimiter
) -> QueryResult:
    """Run a query in a thread; cancel it when its client is gone."""
    failures: list[Exception] = []
    results: list[QueryResult] = []

    async def work() -> None:
        try:
            results.append(await to_thread.run_sync(run, limiter=limiter))
        except Exception as error:  # noqa: BLE001  handed on below, out of the task group that would wrap it
            failures.append(error)
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        while not await request.is_disconnected():
            await anyio.sleep(_LOOK)
        token.cancel()
    if failures:
        raise failures[0]
    return results[0]


def _response(result: QueryResult) -> Response:
    headers = {
        "Content-Length": str(result.size),
        "Content-Type": result.media_type,
        "Vary": "Accept",
        "X-Kb-Position": str(result.position),
        "X-Kb-Truncated": "true" if result.truncated else "false",
    }
    if result.warnings:  # a header is one line of ASCII
        headers["X-Kb-Warning"] = " ".join(result.warnings).encode("ascii", "backslashreplace").decode()[:2000]
    return StreamingResponse(result.chunks(), headers=headers)


def _describe(request: Request, service: Service) -> Response:
    chosen = negotiated(request.headers.get("accept", ""), TRIPLES)
    body = service_description(str(request.url.replace(query="")), service.base_iri, chosen.name)
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept"})
