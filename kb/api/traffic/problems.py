"""Errors as RFC 9457 problem details. The one table from errors to HTTP statuses.

Input: errors of kb.errors, of the web framework, and those nobody expected.
Output: application/problem+json with type, title, status, detail, hint, code and the error's own facts.
Never: shows a traceback or a path of the machine; the log has it, under the request id.
"""

import logging
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from kb.api.schemas.parameters import not_json, told
from kb.api.traffic.below import path_of
from kb.errors import (
    ConflictError,
    InputError,
    IntegrityError,
    KbError,
    LockedError,
    NotFoundError,
    QueryRefusedError,
    StorageError,
)
from kb.query.errors import ForbiddenQueryError, MalformedQueryError, OverloadedError
from kb.service.answering.errors import NotUnderstoodError

MEDIA_TYPE: Final = "application/problem+json"
_PATH: Final = re.compile(r"(?<![\w/:.~-])/(?:[^/\s'\":;,()]+/)+([^/\s'\":;,()]+)")
_JSON: Final = re.compile(r"application/(?:[\w.+-]+\+)?json")
_log = logging.getLogger("kb.api")

BY_REASON: Final[Mapping[str, int]] = MappingProxyType(
    {"malformed": 400, "refused": 400, "too-large": 413, "time-limit": 504, "overload": 503, "memory": 507}
)
BY_CODE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "not-acceptable": 406,
        "unsupported-media-type": 415,
        "unauthorised": 401,
        "forbidden": 403,
        "scope-too-small": 403,
        "disk-full": 507,
        "read-only": 503,
        "erased-dump": 410,
        "gone-article": 410,
        "erased-article": 410,
    }
)
BY_CLASS: Final[tuple[tuple[type[KbError], int], ...]] = (
    (NotFoundError, 404),
    (InputError, 400),
    (ConflictError, 409),
    (LockedError, 503),
    (StorageError, 503),
    (IntegrityError, 503),
)


class UnsupportedMediaTypeError(InputError):
    """The body is of a type that is not read here."""

    code = "unsupported-media-type"

    def __init__(self, given: str, wanted: str) -> None:
        self.given = given
        super().__init__(f"A body of type {given or 'unknown'} is not read here.", hint=f"Send {wanted}.")


class NotJsonError(InputError):
    """The body ought to be JSON, and is none."""

    code = "not-json"

    def __init__(self, said: str) -> None:
        super().__init__(said, hint='Send an object in UTF-8, as in {"text": "..."}; `python -m json.tool` checks it.')


class UnauthorisedError(InputError):
    """Writing needs the token."""

    code = "unauthorised"

    def __init__(self, given: bool) -> None:
        said = "The token is not the right one." if given else "Writing needs a token."
        super().__init__(said, hint="Send the header Authorization: Bearer TOKEN.")


class ScopeError(InputError):
    """A token is for less than was asked with it."""

    code = "scope-too-small"

    def __init__(self, scope: str, needs: str) -> None:
        self.scope = scope
        self.needs = needs
        super().__init__(
            f"The token is for {scope}; this needs one for {needs}.",
            hint=f"`kb token new NAME --scope {needs}` makes one.",
        )


class ForbiddenError(InputError):
    """A page of another site asked the browser to write."""

    code = "forbidden"

    def __init__(self, origin: str) -> None:
        self.origin = origin
        super().__init__(
            f"Writing from {origin} is refused.",
            hint="Write from a program, or set a token and send it with the request.",
        )


def status_of(error: KbError) -> int:
    """Return the HTTP status of *error*; 500 if it is of no class in the table."""
    if isinstance(error, QueryRefusedError):
        return BY_REASON.get(error.reason, 400)
    if error.code in BY_CODE:
        return BY_CODE[error.code]
    return next((status for kind, status in BY_CLASS if isinstance(error, kind)), 500)


def without_paths(error: KbError) -> tuple[str, str]:
    """Return what *error* says and its hint, without where on the machine files lie, or the address of a database."""
    said, hint = str(error), error.hint
    if not isinstance(error, LockedError | StorageError | IntegrityError):
        return said, hint  # about what the client sent
    if address := getattr(error, "address", ""):  # what the driver gives as reason repeats host, socket and user
        said = said.replace(address, "PostgreSQL").replace(f": {getattr(error, 'reason', '')}.", ".")
    for fact in vars(error).values():  # exactly, blanks and all
        if isinstance(fact, Path) or (isinstance(fact, str) and fact.startswith("/")):
            name = Path(fact).name
            said, hint = said.replace(str(fact), name), hint.replace(str(fact), name)
    return _PATH.sub(r"\1", said), _PATH.sub(r"\1", hint)


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    code: str = "",
    hint: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Response:
    """Return a problem response; *facts* are members of its own."""
    body: dict[str, Any] = {
        "type": f"urn:kb:problem:{code}" if code else "about:blank",
        "title": code.replace("-", " ").capitalize() if code else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": path_of(request, request.url.path),
    }
    body |= {name: value for name, value in (("hint", hint), ("code", code)) if value}
    body |= facts or {}
    if identifier := getattr(request.state, "request_id", ""):
        body["request_id"] = identifier
    page = _page(request, body)
    return page if page is not None else JSONResponse(body, status, {"Vary": "Accept"}, media_type=MEDIA_TYPE)


def _page(request: Request, body: Mapping[str, Any]) -> Response | None:
    """Return the problem as a page where the client wants one and the application makes pages."""
    app = request.scope.get("app")
    make = getattr(app.state, "problem_page", None) if app is not None else None
    return make(request, body) if make is not None else None


def install(app: FastAPI, refusal: Callable[[Request], KbError | None] = lambda _: None) -> None:
    """Have every error of *app* answered as a problem.

    Args:
        refusal: why a request may not do what it asks for; asked where its body could not even be parsed.
    """
    app.state.refusal = refusal
    app.add_exception_handler(KbError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


async def answered(request: Request, error: KbError | HTTPException) -> Response:
    """Return the answer to a request that ended in *error*."""
    return await (_known(request, error) if isinstance(error, KbError) else _http(request, error))


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, KbError)
    request.state.error = error  # a page says more of it than a program needs
    status = status_of(error)
    facts: dict[str, Any] = {}
    if isinstance(error, QueryRefusedError):
        facts["reason"] = error.reason
    if isinstance(error, NotUnderstoodError):
        facts |= {"unknown": list(error.unknown), "nearest": list(error.nearest)}
    if isinstance(error, MalformedQueryError | ForbiddenQueryError) and error.line:
        facts |= {"line": error.line, "column": error.column, "excerpt": error.excerpt}
    said, hint = without_paths(error)
    response = problem(request, status, said, code=error.code, hint=hint, facts=facts)
    if isinstance(error, OverloadedError):
        response.headers["Retry-After"] = str(error.retry_after)
    elif status == 503:
        response.headers["Retry-After"] = "10"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status >= 500:
        _log.warning("%s: %s", error.code, error)
    return response


async def _no_json(request: Request, said: str) -> Response:
    refusal: KbError | None = request.app.state.refusal(request)
    return await _known(request, refusal or NotJsonError(said))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        ways = _ways(request)
        error.headers = {**(error.headers or {}), **({"Allow": ", ".join(ways)} if ways else {})}
        if request.method == "OPTIONS" and ways:
            return Response(status_code=204, headers=error.headers)
    if isinstance(error.__cause__, UnicodeDecodeError):
        return await _no_json(request, "The body is no JSON: it is binary, or not in UTF-8.")
    if isinstance(error.__cause__, RecursionError):
        return await _no_json(request, "The body is no JSON that is read here: it is nested too deeply.")
    details = {404: f"There is nothing at {request.url.path}.", 405: f"{request.method} is not possible here."}
    detail = details.get(error.status_code, str(error.detail))
    response = problem(request, error.status_code, detail)
    response.headers.update(error.headers or {})
    return response


def _ways(request: Request) -> list[str]:
    """Return the methods that some route takes at the address of a request."""
    ways: set[str] = set()
    waiting = list(request.app.routes)
    while waiting:
        route = waiting.pop()
        if (included := getattr(route, "original_router", None)) is not None:
            waiting += included.routes
        elif route.matches(dict(request.scope))[0] is not Match.NONE:
            ways |= set(getattr(route, "methods", None) or ())
    if "GET" in ways:
        ways.add("HEAD")  # kb.api.traffic.heads
    return sorted({*ways, "OPTIONS"}) if ways else []


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    request.state.error = error
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if any(one["loc"] == ("body",) for one in error.errors()) and sent and not _JSON.fullmatch(sent):
        also = "; /articles/file takes a file as it is" if request.url.path == "/articles" else ""
        return await _known(request, UnsupportedMediaTypeError(sent, f"application/json{also}"))
    if said := not_json(error):
        return await _no_json(request, said)
    errors = told(request, error.errors())
    detail = "; ".join(f"{one['where']}: {one['what']}" for one in errors)
    hint = "/openapi.json says what this address takes."
    return problem(request, 422, detail, code="bad-request", hint=hint, facts={"errors": errors})


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("An error nobody expected, request %s.", getattr(request.state, "request_id", ""), exc_info=error)
    return problem(
        request, 500, "An error of kb itself.", code="fault", hint="Please report it with the request id and the log."
    )
