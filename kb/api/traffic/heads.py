"""HEAD wherever there is GET: the same status and headers, and no body.

Input: a HEAD request for a path whose route knows GET alone. Output: what GET is answered with, up to its body.
Never: reads a body to its end, or answers for a route that takes HEAD itself.
"""

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for HEAD by GET, and leave when the headers are there."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or _is_known(scope):
            await self._app(scope, receive, send)
            return
        begun = False

        async def headers_alone(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        async def left() -> Message:  # who makes a body without an end stops when nobody listens
            return {"type": "http.disconnect"} if begun else await receive()

        await self._app({**scope, "method": "GET"}, left, headers_alone)


def _is_known(scope: Scope) -> bool:
    """Say whether the route that answers GET takes HEAD itself; one behind it, for another format, does not count."""
    route = _first(scope)
    return route is not None and _endpoint(_first({**scope, "method": "GET"}) or route) is _endpoint(route)


def _first(scope: Scope) -> BaseRoute | None:
    return next((route for route in scope["app"].routes if route.matches(scope)[0] is Match.FULL), None)


def _endpoint(route: BaseRoute) -> object:
    return getattr(route, "endpoint", route)
