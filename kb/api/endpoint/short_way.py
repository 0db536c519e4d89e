"""The way of a query past the framework: two hundred routes, dependencies and validators have nothing to say about it.

Input: ASGI scopes. Output: what kb.api.endpoint.sparql answers, errors as kb.api.traffic.problems has them; all else
is passed on. It stands innermost: limits, tokens, counts, logs and headers of every other request (kb.api.layers) hold
for these too.
"""

from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.api.endpoint.asked import PATH, read_body, read_parameters
from kb.api.endpoint.forms import pairs
from kb.api.endpoint.quick import STARTED
from kb.api.endpoint.sparql import Endpoint
from kb.api.traffic import problems
from kb.errors import KbError


class Route:
    """Names the route for what counts by route, and for what traces do."""

    path = PATH
    path_format = PATH


_ROUTE: Final = Route()


class ShortWay:
    """Wraps the application's routes."""

    def __init__(self, app: ASGIApp, endpoint: Endpoint) -> None:
        self._app = app
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a query, or pass the request on."""
        if not asks(scope):
            await self._app(scope, receive, send)
            return
        scope["route"] = _ROUTE
        request = Request(scope, receive)
        try:
            given = pairs(scope["query_string"])
            asked = await read_body(request) if scope["method"] == "POST" else read_parameters(given)
            response = await self._endpoint.answered(request, asked, scope.get(STARTED))
        except ClientDisconnect:  # in the middle of what it sent: nobody waits for an answer
            return
        except (KbError, HTTPException) as error:
            response = await problems.answered(request, error)
        await response(scope, receive, send)


def asks(scope: Scope) -> bool:
    """Say whether a request brings a query; what is about the endpoint is others'."""
    if scope["type"] != "http" or scope["path"] != PATH:
        return False
    return scope["method"] == "POST" or (scope["method"] in ("GET", "HEAD") and b"query=" in scope["query_string"])
