"""Connections whose plainest requests take the short way (kb.api.endpoint.quick); others go to the application.

Input: bytes of clients. Output: answers, or requests for the application.
Never: answers a request before the one ahead of it on its connection.
"""

import asyncio
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from kb.api.endpoint.quick import Quick, Short, at_once
from kb.api.endpoint.quick_requests import FORWARDED, Request, is_plain
from kb.api.traffic.connections import Bounded, Patience


class Hurried(Bounded):
    """One connection. Subclassed with a patience and a short way by *bounded*."""

    quick: Quick

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._forwarded: ProxyHeadersMiddleware | None = None
        self._short: Short | None = None  # a request that is being answered on the short way
        self._requests = 0  # that have begun in what is being read
        self._brought: Short | None = None  # a request on the short way that is complete in it

    @property
    def default_headers(self) -> list[tuple[bytes, bytes]]:
        """Headers of every answer."""
        return self.server_state.default_headers

    def connection_lost(self, exc: Exception | None) -> None:
        """Take a query back that nobody waits for any more."""
        if self._short is not None:
            self._short.gone()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of a request that was read before are not read again."""
        resting = not self._phase and self._is_free() and not self.transport.is_closing()
        if resting and (known := self.quick.requests.find(data)) is not None:
            self._again(known)
            return
        self._requests, self._brought = 0, None
        super().data_received(data)
        brought, self._brought = self._brought, None
        if brought is not None and brought.keep_alive and resting and self._requests == 1 and not self._phase:
            self.quick.requests.keep(data, brought.scope, bytes(brought.body))

    def _again(self, known: Request) -> None:
        self._unset_keepalive_if_required()
        self._expect("", 0)
        scope = {**known.scope, "client": self.client, "server": self.server, "headers": [*known.scope["headers"]]}
        scope["state"] = self.app_state.copy()
        self._short = Short(self.quick, self, scope, keep_alive=True)
        self._short.body += known.body
        self.cycle = self._short  # type: ignore[assignment]
        self._short.begin()

    def on_message_begin(self) -> None:
        """Count the requests."""
        self._requests += 1
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Begin a query that is whole."""
        super().on_message_complete()
        if self._short is not None and self.cycle is self._short:  # type: ignore[comparison-overlap]
            self._brought = self._short
            self._short.begin()

    def _hand_on(self) -> None:
        """Take a request on the short way, if it may be and none is being answered."""
        method, free = self.parser.get_method(), self._is_free()
        if not (free and self.parser.get_http_version() == "1.1" and is_plain(method, self.url, self.headers)):
            super()._hand_on()
            return
        path, _, query = self.url.partition(b"?")
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]
        scope |= {"method": method.decode("ascii"), "path": path.decode("ascii"), "raw_path": path}
        scope["query_string"] = query
        if any(name in FORWARDED for name, _ in self.headers):
            self._come_from(scope)
        self._short = Short(self.quick, self, scope, keep_alive=self.parser.should_keep_alive())
        self.cycle = self._short  # type: ignore[assignment]

    def _come_from(self, scope: dict[str, Any]) -> None:
        """Have a request come from whom a proxy names that is trusted; done once more, it changes nothing."""
        if self._forwarded is None and self.config.proxy_headers:
            self._forwarded = ProxyHeadersMiddleware(_pass, self.config.forwarded_allow_ips or "")
        if self._forwarded is not None:
            at_once(self._forwarded, scope)  # type: ignore[arg-type]

    def go_on(self, short: Short) -> None:
        """Have the application answer a request that the short way does not."""
        cycle = RequestResponseCycle(
            scope=short.scope,  # type: ignore[arg-type]
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=short.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.body, cycle.more_body, cycle.disconnected = short.body, False, short.disconnected
        cycle.message_event.set()
        if self.cycle is short:  # type: ignore[comparison-overlap]
            self.cycle = cycle
        self._short = None
        self._start_asgi_task(cycle, self.app)

    def answered(self, short: Short) -> None:
        """Take note that a request was answered on the short way."""
        self._short = None
        if not short.keep_alive:
            self.transport.close()
        self.on_response_complete()


async def _pass(*_: Any) -> None:
    """Stand for an application where only a layer's work on the scope is wanted."""


def bounded(patience: Patience, quick: Quick | None = None) -> type[Bounded]:
    """Return the protocol with *patience*, for uvicorn; *quick* is the application's short way, if it has one."""
    if quick is None:
        return type("Bounded", (Bounded,), {"patience": patience})
    return type("Hurried", (Hurried,), {"patience": patience, "quick": quick})
