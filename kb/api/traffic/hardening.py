"""Headers that tell browsers to take nothing for what it is not.

Input: ASGI messages. Output: the same with headers, where the application has not set them itself.
"""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",  # a literal of an article is not a script, whatever it looks like
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # queries stand in addresses
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # pages bring their own
}
_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_POLICY: Final = b"content-security-policy"
_FRAMES: Final = b"x-frame-options"


class SecurityHeaders:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and complete the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": completed(message["headers"])}
            await send(message)

        await self._app(scope, receive, complete)


def completed(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers of an answer with those that are missing."""
    given = [*headers]
    there = {name.lower() for name, _ in given}
    if _POLICY in there:
        there.add(_FRAMES)  # it decides about frames as well: a preview stands in one
    return given + [one for one in _RAW if one[0] not in there]
