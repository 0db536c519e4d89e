"""Several Accept lines of one request, joined: they are one list (RFC 9110, 5.3), and Starlette hands out the first.

Input: ASGI messages. Output: the same, with at most one Accept.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

_NAME = b"accept"


class OneAccept:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] == "http":
            given = [value for name, value in scope["headers"] if name == _NAME]
            if len(given) > 1:
                others = [(name, value) for name, value in scope["headers"] if name != _NAME]
                scope = {**scope, "headers": [*others, (_NAME, b", ".join(given))]}
        await self._app(scope, receive, send)
