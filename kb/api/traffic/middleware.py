"""A request id, a line in the access log, and a limit on bodies for every request.

Input: ASGI messages. Output: the header X-Request-Id, and one line to the logger "kb.access":
id, client, method, path, status, bytes, milliseconds, and who asks where a token says so, be it refused or not. Query
strings are left out: they may hold what people ask.
"""

import logging
import os
import re
import time
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.traffic.problems import problem
from kb.api.traffic.visitors import Visitors

_GIVEN: Final = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_log = logging.getLogger("kb.access")


class BodyLimit:
    """Refuses a body that says it is too large, before it is read; kb.api.traffic.lingering ends the connection."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 413."""
        length = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if not length.isdigit() or int(length) <= self._most:
            await self._app(scope, receive, send)
            return
        detail = f"The body has {int(length):,} bytes; the limit is {self._most:,}."
        response = problem(Request(scope), 413, detail, code="body-too-large", hint="Send less at a time.")
        await response(scope, receive, send)


class RequestLog:
    """Wraps the whole application.

    Args:
        app: what answers.
        visitors: tells who sends a request.
    """

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self._app = app
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        identifier = given if _GIVEN.match(given) else os.urandom(8).hex()
        state = scope.setdefault("state", {})
        state["request_id"] = identifier
        if "authorization" in headers and (actor := self._visitors(Request(scope)).actor):
            state["actor"] = actor
        began = time.perf_counter()
        status, size = 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", identifier.encode())]}
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            log_request(scope, identifier, status, size, time.perf_counter() - began)


def log_request(scope: Scope, identifier: str, status: int, size: int, seconds: float) -> None:
    """Write the line of a request that has been answered."""
    if not _log.isEnabledFor(logging.INFO):
        return
    client = scope.get("client") or ("-", 0)
    path = scope["path"].encode("unicode_escape").decode()
    actor = scope["state"].get("actor", "")
    facts = {
        "request": identifier,
        "client": client[0],
        "method": scope["method"],
        "path": path,
        "status": status,
        "bytes": size,
        "milliseconds": round(1000 * seconds, 1),
        **({"actor": actor} if actor else {}),
    }
    said = (identifier, client[0], scope["method"], path, status, size, 1000 * seconds, f" {actor}" if actor else "")
    _log.info("%s %s %s %s %d %d %.0fms%s", *said, extra={"facts": facts})
