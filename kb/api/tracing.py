"""Traces of requests for an OpenTelemetry collector, where the operator has named one.

Input: the collector's address. Output: a span for each request, sent in the background by the SDK (extra ``kb[otel]``).
Never: imported where no collector is named; puts a query or what articles say into a span: the path alone.
"""

from typing import Any

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
