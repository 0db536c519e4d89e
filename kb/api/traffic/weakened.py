"""Validators of answers that were compressed on their way out are weak: their bytes are not those that the tag is of.

Input: ASGI messages, after compression. Output: the same, with `W/` before a strong ETag where the body is encoded.
Two answers of one strong tag must be the same bytes (RFC 9110, 8.8.1); whoever continues a file by ranges relies on it.
"""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UNCHANGED: Final = 304


class Weakened:
    """Wraps what compresses."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and weaken the tag of an answer that is encoded, or that the client has encoded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = ",".join(Headers(scope=scope).getlist("if-none-match"))

        async def weakened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag", "")
                if tag.startswith('"') and ("content-encoding" in headers or _has(message, known, f"W/{tag}")):
                    headers["ETag"] = f"W/{tag}"
            await send(message)

        await self._app(scope, receive, weakened)


def _has(message: Message, known: str, tag: str) -> bool:
    """Say whether an answer says that what the client has under a weak tag is unchanged."""
    return bool(message["status"] == _UNCHANGED) and tag in known
