"""Routes for saved queries: which there are, one asked by name, its text.

Input: kb.api.serving.ports.Service. Output: lists and forms as JSON; answers in the formats of /sparql.
Never: pastes a parameter into a query: kb.service.saved.binding makes terms of them.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

import anyio
from anyio import to_thread
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from kb.api.endpoint.answering import answer
from kb.api.endpoint.asked import Asked
from kb.api.routes.browse import PROBLEMS, SEVERAL, AsOf
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.below import path_of
from kb.api.traffic.unheard import once
from kb.api.traffic.visitors import Visitors
from kb.errors import InputError
from kb.query.errors import OverloadedError
from kb.query.formats import SOLUTIONS, TRIPLES
from kb.service.saved.binding import bind
from kb.service.saved.form import form

_SPARE: Final = 8
_OWN: Final = frozenset({"format", "timeout", "asOf", "minConfidence"})  # how it is asked, not what
_ENDINGS: Final = {**{one.name: one.name for one in (*SOLUTIONS, *TRIPLES)}, "ttl": "turtle", "nt": "ntriples"}
_TEXT: Final = "application/sparql-query; charset=utf-8"
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The answer.", "content": {one.media_type: {} for one in (*SOLUTIONS, *TRIPLES)}},
    **{
        code: {"model": schemas.Problem, "description": text, "content": {"application/problem+json": {}}}
        for code, text in (
            (406, "None of the accepted types can be made."),
            (413, "The result is too large."),
            (503, "Too many queries at once."),
            (504, "Stopped at its time limit."),
            (507, "Stopped at its memory limit."),
        )
    },
}
_FREE: Final = {
    "parameters": [
        {
            "name": "parameters",
            "in": "query",
            "description": "The query's own parameters, each by its name (about=Kenya); GET /queries lists them.",
            "style": "form",
            "explode": True,
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        }
    ]
}


class FieldOut(schemas.Value):
    """One parameter, as a form has it."""

    name: str = Field(examples=["about"])
    kind: str = Field(examples=["entity"], description="entity, event-type, thing, text, integer, decimal, date ...")
    input: str = Field(examples=["text"], description="Type of an HTML input, or select.")
    label: str
    required: bool
    default: str
    placeholder: str
    choices: list[str]
    least: str
    most: str
    edge: str = Field(description="Of a date that may be a month or year, which day of it counts: first, last.")


class FormOut(schemas.Value):
    """A saved query."""

    name: str = Field(examples=["who-said-what-about"])
    title: str
    description: str
    origin: str = Field(description="shipped, or own for one of the home.")
    address: str
    fields: list[FieldOut]
    example: dict[str, str]
    text: str


class BrokenOut(schemas.Value):
    """A file that is no saved query."""

    file: str
    line: int
    why: str


class Saved(schemas.Value):
    """The saved queries there are."""

    items: list[FormOut]
    problems: list[BrokenOut]


class BadTimeoutError(InputError):
    """The time limit that was asked for is none."""

    code = "bad-timeout"

    def __init__(self, given: float) -> None:
        self.given = given
        super().__init__("The parameter timeout is no number of seconds.", hint="Give something like timeout=5.")


def router(service: Service, visitors: Visitors) -> APIRouter:
    """Return the routes on *service*.

    Args:
        visitors: says who asks and what their queries may cost.
    """
    routes = APIRouter(tags=["queries"])
    limiter: list[anyio.CapacityLimiter] = []  # made in the event loop that uses it

    @routes.get("/queries", response_model=Saved, responses=PROBLEMS)
    def list_saved(request: Request, as_of: AsOf = "") -> Any:
        """List the saved queries with their parameters: those of the package, and those of this home.

        They are files and not of the log, so that at any time there are the same.
        """
        with service.at(as_of) as then:
            found = then.library()
        items = [
            asdict(form(one)) | {"address": path_of(request, f"/queries/{one.name}")} for one in found.queries.values()
        ]
        return {"items": items, "problems": [vars(one) for one in found.problems]}

    @routes.get(
        "/queries/{name}", response_class=Response, responses=PROBLEMS | SEVERAL | _ANSWERS, openapi_extra=_FREE
    )
    async def ask_saved(
        request: Request,
        name: Annotated[
            str,
            Path(max_length=100, description="With an ending (.csv, .ttl) in that format; .rq is the query itself."),
        ],
        format: Annotated[str, Query(max_length=20, description="Instead of Accept: json, csv ...")] = "",
        timeout: Annotated[float | None, Query(description="Seconds, up to the limit.")] = None,
        min_confidence: Annotated[
            float, Query(alias="minConfidence", description="Without what is less sure than this chance, 0 to 1.")
        ] = 0.0,
        as_of: AsOf = "",
    ) -> Any:
        """Ask a saved query; its parameters stand in the address by their names."""
        plain, ending = _named(request, name)
        if timeout is not None and not 0 < timeout < float("inf"):
            raise BadTimeoutError(timeout)
        once(request.query_params.multi_items())
        given = {key: value for key, value in request.query_params.items() if key not in _OWN}
        text = await to_thread.run_sync(_text, service, plain, given, ending, as_of)
        if ending == "rq":
            return Response(text, media_type=_TEXT)
        if not limiter:
            limiter.append(anyio.CapacityLimiter(service.query_slots + _SPARE))
        if limiter[0].available_tokens <= 0:
            raise OverloadedError("Too many requests are waiting.")
        wanted = _ENDINGS.get(ending, "") or format
        asked = Asked(text, (), (), wanted, timeout, min_confidence, as_of)
        return await answer(request, service, asked, visitors(request), limiter[0])

    return routes


def _text(service: Service, name: str, given: Mapping[str, str], ending: str, as_of: str) -> str:
    """Return the query to be asked; for *ending* rq without parameters, as it is saved."""
    with service.at(as_of) as then:
        saved = then.library().get(name)
        if ending == "rq" and not given:
            return saved.text
        with then.catalog() as catalog:
            return bind(saved, given, catalog, then.base_iri)


def _named(request: Request, name: str) -> tuple[str, str]:
    """Return the name of a query and the ending of its format, which kb.api.pages may have taken off already."""
    plain, dot, ending = name.rpartition(".")
    if dot and (ending in _ENDINGS or ending == "rq"):
        return plain, ending
    wanted = request.scope.get("state", {}).get("wanted_format", "")
    return name, wanted if wanted in _ENDINGS and request.url.path.endswith(f".{wanted}") else ""
