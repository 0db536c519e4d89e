"""What the server counts, for Prometheus.

Input: ASGI messages, the service's load. Output: GET /metrics in Prometheus's text format.
Never: a label that a client chooses: routes are counted by their patterns, unknown ones together.
"""

import time
from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb import __version__
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper, is_loopback

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counters of one application, and what is read of the service when Prometheus asks."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("kb_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "kb_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.sent = Counter("kb_response_bytes", "Bytes of bodies sent.", registry=self.registry)
        self.registry.register(_Standing(service))
        self._counters: dict[tuple[str, str, int], Counter] = {}  # as many as there are routes, methods and statuses
        self._clocks: dict[str, Histogram] = {}

    def count(self, route: str, method: str, status: int, size: int, seconds: float) -> None:
        """Count a request that was answered with so many bytes, beside those of *sent*."""
        method = method if method in _METHODS else "other"
        counter = self._counters.get((method, route, status))
        if counter is None:
            counter = self._counters[method, route, status] = self.requests.labels(method, route, str(status))
        clock = self._clocks.get(route)
        if clock is None:
            clock = self._clocks[route] = self.seconds.labels(route)
        counter.inc()
        clock.observe(seconds)
        if size:
            self.sent.inc(size)


class _Standing(Collector):
    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        running, waiting = self._service.query_load
        yield GaugeMetricFamily("kb_queries_running", "Queries that run.", value=running)
        yield GaugeMetricFamily("kb_queries_waiting", "Queries that wait for their turn.", value=waiting)
        kept = self._service.answers_kept
        asked = CounterMetricFamily("kb_query_cache_requests", "Small queries looked up.", labels=["result"])
        asked.add_metric(["hit"], kept.hits)
        asked.add_metric(["miss"], kept.misses)
        yield asked
        yield GaugeMetricFamily("kb_query_cache_bytes", "Bytes of answers that are kept.", value=kept.size)
        yield GaugeMetricFamily("kb_position", "Position of the log that queries see.", value=self._service.standing())
        version = GaugeMetricFamily("kb_info", "Version of kb.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version


class Counting:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                self._metrics.sent.inc(len(message.get("body", b"")))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.count(route, scope["method"], status, 0, time.perf_counter() - began)


def router(metrics: Metrics, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the route on *metrics*."""
    routes = APIRouter(tags=["service"])

    @routes.get("/metrics", response_class=Response)
    def read(request: Request) -> Response:
        """Say what was counted since the server began, in Prometheus's text format.

        Elsewhere than on the server's own machine a token for admin is needed.
        """
        if not is_loopback(request.client.host if request.client else ""):
            gatekeeper.admin(request)
        return Response(generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return routes
