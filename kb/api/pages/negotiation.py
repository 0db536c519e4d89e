"""Which of HTML, CSV, Turtle and JSON a request wants, by the ending of its path or by Accept.

Input: ASGI scopes. Output: the name of a format; routes that match for one format alone, so that several share an
address, with Vary on whatever is answered there. JSON is the default: a program that says nothing, or `*/*`, gets it.
One thing comes in the other forms of RDF too, for which kb.api.routes.browse leads to its document.
Never: sends JSON to who takes none: that is a 406, which names what there is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.traffic.problems import problem
from kb.query.formats import Format, NotAcceptableError, negotiated

HTML: Final = "html"
JSON: Final = "json"
CSV: Final = "csv"
TURTLE: Final = "ttl"
MEDIA_TYPES: Final = {
    JSON: "application/json",
    HTML: "text/html",
    CSV: "text/csv",
    TURTLE: "text/turtle",
}
_OFFERED: Final = tuple(Format(name, media) for name, media in MEDIA_TYPES.items())
_DOCUMENTS: Final = (
    Format("jsonld", "application/ld+json"),
    Format("nt", "application/n-triples"),
    Format("rdf", "application/rdf+xml"),
)
_THING: Final = re.compile(r"/(articles|entities|events|statements)/[^/]+\Z")
_ENDING: Final = re.compile(r"(?P<path>/.+)\.(?P<ending>html|json|csv|ttl)\Z")
_WANTED: Final = "wanted_format"
_BY_ACCEPT: Final = "format_by_accept"
_REFUSED: Final = "format_refused"
_ACCEPT: Final = "accept_given"
_OWN: Final = re.compile(r"\.(?!html\Z)[a-z]+\Z")  # what a path asks for by an ending that is not taken off here


def wanted(scope: Scope) -> str:
    """Return the format that a request wants: of its ending, else the best of its Accept header."""
    state = scope.setdefault("state", {})
    if _WANTED not in state and _OWN.search(scope["path"]):
        state[_WANTED] = JSON  # its route knows the format
    if _WANTED not in state:
        state[_BY_ACCEPT] = True
        offered = (*_OFFERED, *_DOCUMENTS) if _THING.match(scope["path"]) else _OFFERED
        try:
            state[_WANTED] = negotiated(Headers(scope=scope).get("accept", ""), offered).name
        except NotAcceptableError as error:
            state[_WANTED] = JSON  # whoever answers may have another format; JSON is not sent
            state[_REFUSED] = error
    return str(state[_WANTED])


def wants_pages(scope: Scope) -> bool:
    """Say whether a client that is led on gets a page by its Accept alone: what asked by an ending need not."""
    given = scope["state"].get(_ACCEPT, Headers(scope=scope).get("accept", ""))
    try:
        return negotiated(given, _OFFERED).name == HTML
    except NotAcceptableError:
        return False


class _FormatRoute(APIRoute):
    """Matches only requests that want its format."""

    format: ClassVar[str] = ""

    def matches(self, scope: Scope) -> tuple[Match, Any]:
        """Return how far a request is this route's."""
        match, child = super().matches(scope)
        if match is not Match.NONE and (scope["type"] != "http" or wanted(scope) != self.format):
            return Match.NONE, {}
        return match, child


class HtmlRoute(_FormatRoute):
    """A page."""

    format = HTML


class CsvRoute(_FormatRoute):
    """A table."""

    format = CSV


class TurtleRoute(_FormatRoute):
    """Triples."""

    format = TURTLE


def data_paths(routes: Iterable[BaseRoute]) -> frozenset[str]:
    """Return the paths at which something is sent to programs whatever they want: JSON, as a rule."""
    found: set[str] = set()
    waiting = list(routes)
    while waiting:
        route = waiting.pop()
        if (included := getattr(route, "original_router", None)) is not None:
            waiting += included.routes
        elif isinstance(route, APIRoute) and not isinstance(route, _FormatRoute) and "GET" in (route.methods or ()):
            found.add(route.path)
    return frozenset(found)


def _accepting(headers: Iterable[tuple[bytes, bytes]], media_type: str) -> list[tuple[bytes, bytes]]:
    """Return headers that want one format: who answers may choose by them once more."""
    return [*(one for one in headers if one[0] != b"accept"), (b"accept", media_type.encode())]


def _varied(send: Send, state: Mapping[str, Any]) -> Send:
    """Return *send*, with Vary: Accept on the answer to a request whose format was chosen by its Accept header."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and state.get(_BY_ACCEPT):
            headers = MutableHeaders(scope=message)
            if "accept" not in {one.strip().lower() for one in headers.get("vary", "").split(",")}:
                headers.add_vary_header("Accept")
        await send(message)

    return sent


class _Refusing:
    """Sends what an answer is, unless it is JSON and the client takes none: then it is refused."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._refused = False

    async def __call__(self, message: Message) -> None:
        """Pass one message on."""
        error = self._scope["state"].get(_REFUSED)
        if error is not None and message["type"] == "http.response.start" and message["status"] == 200:
            self._refused = Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPES[JSON]
            if self._refused:
                request = Request(self._scope, self._receive)
                answer = problem(request, 406, str(error), code=error.code, hint=error.hint)
                await answer(self._scope, self._receive, self._send)
        if not self._refused:
            await self._send(message)


class Endings:
    """Takes an ending off paths, and has that format answered.

    Args:
        takes: says whether a path ("/" for "/index") has a format under an ending that is taken off.
    """

    def __init__(self, app: ASGIApp, takes: Callable[[str, str], bool]) -> None:
        self._app = app
        self._takes = takes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer, which says so where it was chosen by Accept."""
        if scope["type"] == "http":
            state = scope.setdefault("state", {})
            send = _varied(send, state)
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            if "format" not in QueryParams(scope["query_string"]):  # which says it instead of Accept
                send = _Refusing(scope, receive, send)
            found = _ENDING.match(scope["path"])
            path = found["path"] if found else ""
            path = "/" if path == "/index" else path
            if found and self._takes(path, found["ending"]):
                scope = dict(scope) | {"path": path, "raw_path": path.encode("ascii", "replace")}
                state[_WANTED] = found["ending"]
                state[_ACCEPT] = Headers(scope=scope).get("accept", "")
                scope["headers"] = _accepting(scope["headers"], MEDIA_TYPES[found["ending"]])
        await self._app(scope, receive, send)
