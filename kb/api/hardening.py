"""Headers that tell browsers to take nothing for what it is not.

Input: ASGI messages. Output: the same with headers, where the application has not set them itself.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",  # a literal of an article is not a script, whatever it looks like
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # queries stand in addresses
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # pages bring their own
}


class SecurityHeaders:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and complete the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                decided = "content-security-policy" in headers  # also about frames: a preview stands in one
                for name, value in HEADERS.items():
                    if not (decided and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, completed)
