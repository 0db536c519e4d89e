"""Data that a client has is not sent again: a validator of its bytes, and 304 to who names it.

Input: ASGI messages; If-None-Match. Output: the same with ETag and Cache-Control, or 304.
Never: touches what has a validator of its own, what comes in pieces, or what is no answer to GET or HEAD. A validator
of bytes, not of the log's position: what was erased changes what an earlier moment looks like, at the same position.
"""

import hashlib
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.traffic.validators import stands_for

_DATA: Final = frozenset({"application/json", "text/csv", "text/turtle", "application/geo+json", "application/ld+json"})
_OF_A_BODY: Final = frozenset({b"content-length", b"content-type"})


class Validated:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer if the client has not got it."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        waiting: Message | None = None

        async def told(message: Message) -> None:
            nonlocal waiting
            if message["type"] == "http.response.start" and _is_plain(message):
                waiting = message
                return
            if waiting is None:
                await send(message)
                return
            begin, waiting = waiting, None
            whole = message["type"] == "http.response.body" and not message.get("more_body")
            whole = whole and not (
                scope["method"] == "HEAD" and not message.get("body")
            )  # the head of what is not made
            for one in _answered(scope, begin, message) if whole else (begin, message):
                await send(one)

        await self._app(scope, receive, told)


def _is_plain(start: Message) -> bool:
    """Say whether an answer begins that is data without a validator."""
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return start["status"] == 200 and kind in _DATA and "etag" not in headers


def _answered(scope: Scope, start: Message, body: Message) -> tuple[Message, Message]:
    tag = f'"{hashlib.sha256(body.get("body", b"")).hexdigest()[:24]}"'
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["ETag"] = tag
    headers.setdefault("Cache-Control", "no-cache")
    if not stands_for(",".join(Headers(scope=scope).getlist("if-none-match")), tag):
        return {**start, "headers": headers.raw}, body
    left = [(name, value) for name, value in headers.raw if name.lower() not in _OF_A_BODY]
    return {**start, "status": 304, "headers": left}, {"type": "http.response.body", "body": b""}
