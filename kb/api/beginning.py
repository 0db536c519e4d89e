"""The application as a server begins with it: queries are answered at once, all else as soon as it is loaded.

Input: a kb.api.serving.ports.Service and settings, as for kb.api.app. Output: an ASGI application for kb.api.server.
Never: answers anything itself that the whole application would answer otherwise: what is no query of a program waits
until that is made, which takes a second and some thirty megabytes, and passes to it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from anyio import to_thread
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from kb.api import layers
from kb.api.endpoint.short_way import ShortWay, asks
from kb.api.endpoint.sparql import Endpoint
from kb.api.pages.negotiation import HTML, wanted
from kb.api.serving.ports import Service
from kb.api.traffic import problems
from kb.api.traffic.access import Owners
from kb.api.traffic.guards import Guards
from kb.api.traffic.metrics import Metrics
from kb.api.traffic.rates import Buckets
from kb.api.traffic.visitors import Visitors

_FAULT: Final = "kb.fault"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the first and the whole application have in common."""

    visitors: Visitors
    endpoint: Endpoint
    counts: Metrics
    buckets: Buckets | None


class _End:
    """Says whether the server is about to end; kb.api.server knows."""

    ending: Callable[[], bool] = staticmethod(lambda: False)


def shared(service: Service, token: str, tokens: Owners | None, guards: Guards) -> Shared:
    """Return what an application is made from besides its routes."""
    visitors = Visitors(token, tokens, guards.anonymous)
    buckets = Buckets(guards.rate) if guards.rate else None
    return Shared(visitors, Endpoint(service, visitors), Metrics(service), buckets)


class Beginning:
    """Two applications in the place of one: the second is made when it is wanted, once.

    Takes and raises what kb.api.app.create_app does.
    """

    def __init__(
        self,
        service: Service,
        *,
        token: str = "",
        tokens: Owners | None = None,
        guards: Guards = Guards(),  # noqa: B008  frozen
    ) -> None:
        self._service = service
        self._settings: Final = (token, tokens, guards)
        self._shared = shared(service, token, tokens, guards)
        self._making = threading.Lock()
        self._whole: FastAPI | None = None
        self._first = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        self._first.router.default = _unmade
        problems.install(self._first)
        self._first.add_middleware(ShortWay, endpoint=self._shared.endpoint)
        parts = self._shared
        layers.install(
            self._first, service, guards, parts.visitors, parts.counts, parts.buckets, token=token, tokens=tokens
        )
        self.state = self._first.state
        self.state.feed = _End()
        if guards.root_path:
            self.whole()  # which alone knows whether something of its own is there

    def whole(self) -> FastAPI:
        """Return the application with all that it answers; makes it if nobody has."""
        with self._making:
            if self._whole is None:
                from kb.api.app import create_app

                token, tokens, guards = self._settings
                made = create_app(self._service, token=token, tokens=tokens, guards=guards, parts=self._shared)
                made.state.feed.ending = self._ends
                self._whole = made
            return self._whole

    def _ends(self) -> bool:
        return bool(self.state.feed.ending())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        app = self._whole
        if app is None:
            is_first = scope["type"] == "lifespan" or (asks(scope) and wanted(scope) != HTML)
            app = self._first if is_first else await self._wanted(scope)
        await app(scope, receive, send)

    async def _wanted(self, scope: Scope) -> FastAPI:
        """Return the whole application; if it cannot be made just now, the first, which tells so as any other fault."""
        try:
            return await to_thread.run_sync(self.whole)
        except Exception as error:  # noqa: BLE001  raised again by what the first application has for all paths
            scope[_FAULT] = error
            return self._first


async def _unmade(scope: Scope, receive: Receive, send: Send) -> None:
    raise scope[_FAULT]
