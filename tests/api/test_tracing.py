"""Traces go to the collector that is named, and say the path alone."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from kb.api.endpoint.short_way import Route
from kb.api.traffic.tracing import Traced, TracingMissingError, provider

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")


@pytest.fixture
def collector() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """An OTLP collector that keeps what it gets: path and body."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", got
        server.shutdown()
        thread.join()


def test_spans_reach_the_collector(collector: tuple[str, list[tuple[str, bytes]]]) -> None:
    """Under the name of the service."""
    address, got = collector
    made = provider(address)
    with made.get_tracer("test").start_as_current_span("GET /sparql"):
        pass
    made.shutdown()

    assert [path for path, _ in got] == ["/v1/traces"]
    assert b"GET /sparql" in got[0][1]
    assert b"kb" in got[0][1]


def test_a_request_is_a_span_without_its_query(collector: tuple[str, list[tuple[str, bytes]]]) -> None:
    """The application sees the query all the same, and the route is counted as ever."""
    address, got = collector
    made = provider(address)
    seen: list[bytes] = []

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        seen.append(scope["query_string"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    client = TestClient(Traced(app, made))
    assert client.get("/sparql?query=secret").status_code == 200
    made.shutdown()

    assert seen == [b"query=secret"]
    assert b"/sparql" in got[0][1]
    assert b"secret" not in got[0][1]


def test_a_query_is_a_span_of_its_route(collector: tuple[str, list[tuple[str, bytes]]]) -> None:
    """What goes past the framework is called as what goes through it: by method and route."""
    address, got = collector
    made = provider(address)

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        scope["route"] = Route()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    assert TestClient(Traced(app, made)).get("/sparql?query=ASK{}").status_code == 200
    made.shutdown()

    assert b"GET /sparql" in got[0][1]


def test_who_lacks_the_libraries_hears_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the server does not start without them."""
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with pytest.raises(TracingMissingError) as caught:
        provider("http://localhost:4318")
    assert "newskb[otel]" in caught.value.hint
