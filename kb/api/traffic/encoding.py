"""In which content coding an answer goes out, to the letter of RFC 9110, 12.5.3.

Input: ASGI messages; Accept-Encoding. Output: the same compressed as the client takes it; 406 where it takes nothing
that there is. The routes see a list of what is wanted, without weights: "gzip;q=0" names gzip, and means that it is
not wanted. Never: sends what was refused by name or by "*".
"""

from typing import Final, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from kb.api.traffic.problems import problem

_NAME: Final = b"accept-encoding"
_THERE: Final = ("zstd", "br", "gzip")
_IDENTITY: Final = "identity"
_BODILESS: Final = (204, 205)
_UNCHANGED: Final = 304


class Wanted(NamedTuple):
    """What a client takes.

    Attributes:
        codings: those that there are.
        plain: whether it takes what has none.
    """

    codings: tuple[str, ...]
    plain: bool


def wanted(given: str) -> Wanted:
    """Return what an Accept-Encoding says; what it does not name is as "*" says, and without that plain alone."""
    weights: dict[str, bool] = {}
    for item in given.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if name:
            weights[name] = all(_is_taken(one) for one in parameters)
    others = weights.get("*")
    return Wanted(
        tuple(one for one in _THERE if weights.get(one, bool(others))),
        weights.get(_IDENTITY, others is not False),
    )


def _is_taken(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    try:
        return name.strip() != "q" or float(value) > 0
    except ValueError:
        return True  # no weight at all: as if it were not there


class Encoding:
    """Wraps the application.

    Args:
        app: the application.
        least: bytes of a body from which on it is compressed for who takes it plain, too.
    """

    def __init__(self, app: ASGIApp, least: int) -> None:
        self._usual = CompressMiddleware(app, minimum_size=least)
        self._always = CompressMiddleware(app, minimum_size=1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer in a coding that the client takes."""
        if scope["type"] != "http":
            await self._usual(scope, receive, send)
            return
        send = _varied(scope, send)
        given = b", ".join(value for name, value in scope["headers"] if name == _NAME)
        if b";" not in given:
            await self._usual(scope, receive, send)
            return
        takes = wanted(given.decode("latin-1"))
        others = [(name, value) for name, value in scope["headers"] if name != _NAME]
        scope["headers"] = [*others, (_NAME, ", ".join(takes.codings).encode())] if takes.codings else others
        if takes.plain:
            await self._usual(scope, receive, send)
        elif not takes.codings:
            await _refuse(scope, receive, send, "Every coding that there is was refused.")
        else:
            await self._encoded(scope, receive, send)

    async def _encoded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer somebody who takes nothing plain: what is read and cannot be compressed is not sent."""
        refused = False

        async def guarded(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and scope["method"] == "GET":
                whole = 200 <= message["status"] < 300 and message["status"] not in _BODILESS
                refused = whole and all(name.lower() != b"content-encoding" for name, _ in message["headers"])
                if refused:
                    await _refuse(scope, receive, send, "This answer is sent without a content coding alone.")
            if not refused:
                await send(message)

        async def left() -> Message:  # who makes an answer without an end stops when nobody listens
            return {"type": "http.disconnect"} if refused else await receive()

        await self._always(scope, left, guarded)


def _varied(scope: Scope, send: Send) -> Send:
    """Return what sends an answer without a body as it would be with one: a cache takes its Vary for the whole."""

    async def varied(message: Message) -> None:
        if message["type"] == "http.response.start" and (scope["method"] == "HEAD" or message["status"] == _UNCHANGED):
            headers = MutableHeaders(scope=message)
            if "accept-encoding" not in headers.get("vary", "").lower():
                headers.add_vary_header("Accept-Encoding")
        await send(message)

    return varied


async def _refuse(scope: Scope, receive: Receive, send: Send, detail: str) -> None:
    hint = f"Accept-Encoding may name {', '.join(_THERE)} and identity."
    response = problem(Request(scope, receive), 406, detail, code="not-acceptable", hint=hint)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    await response(scope, receive, send)
