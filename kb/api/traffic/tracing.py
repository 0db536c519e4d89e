"""Traces of requests for an OpenTelemetry collector, where the operator has named one.

Input: the collector's address. Output: a span for each request, sent in the background by the SDK (extra ``kb[otel]``).
Never: imported where no collector is named; puts a query or what articles say into a span: the path alone.
"""

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from kb import __version__
from kb.errors import InputError


class TracingMissingError(InputError):
    """A collector is named and the libraries are not installed."""

    code = "tracing-missing"

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(
            f"Traces cannot be sent to {url}: the OpenTelemetry libraries are not installed.",
            hint="Install them with pip install 'newskb[otel]', or unset otel_url.",
        )


def provider(url: str) -> Any:
    """Return a tracer provider that sends spans to the OTLP collector at *url*.

    Raises:
        TracingMissingError: the libraries are not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TracingMissingError(url) from error
    made = TracerProvider(resource=Resource.create({"service.name": "kb", "service.version": __version__}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces")))
    return made


class Traced:
    """Wraps the whole application in Starlette's own spans, which would tell the query string.

    Args:
        app: what answers.
        tracer_provider: see *provider*.
    """

    def __init__(self, app: ASGIApp, tracer_provider: Any) -> None:
        from starlette.middleware.opentelemetry import OpenTelemetryMiddleware

        async def shown_again(scope: Scope, receive: Receive, send: Send) -> None:
            if "kb.query_string" in scope:
                scope["query_string"] = scope.pop("kb.query_string")
            await app(scope, receive, send)

        self._spans = OpenTelemetryMiddleware(shown_again, tracer_provider=tracer_provider)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request within a span."""
        if scope["type"] == "http":
            scope["kb.query_string"], scope["query_string"] = scope["query_string"], b""
        await self._spans(scope, receive, send)
