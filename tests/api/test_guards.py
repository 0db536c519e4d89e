"""Tests of what bounds and shows traffic: scopes, private reading, rates, budgets, connections, metrics, logs."""

import base64
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kb.api.app import create_app
from kb.api.endpoint.quick_connections import bounded
from kb.api.server import bind, make_server
from kb.api.serving.backend import Backend
from kb.api.traffic.connections import Patience, _send_at_once
from kb.api.traffic.guards import Guards
from kb.api.traffic.logs import JsonLines, LogFormatError, log_to_standard_error
from kb.api.traffic.rates import Buckets
from kb.query.limits import Limits
from kb.service.knowledge_base import KnowledgeBase
from kb.service.tokens import Tokens
from tests.api.conftest import Served, opened
from tests.query.data import CROSS_PRODUCT


@contextmanager
def guarded(kb: KnowledgeBase, guards: Guards, patience: Patience | None = None) -> Iterator[Served]:
    """A server with guards."""
    backend = Backend(kb)
    server = make_server(
        create_app(backend, tokens=Tokens(kb.home.root), guards=guards), connections=guards.connections
    )
    if patience:
        server.config.http = bounded(patience)
    with bind("127.0.0.1", 0, "") as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            with httpx.Client(base_url=address, timeout=60) as client:
                while not server.started:
                    time.sleep(0.01)
                yield Served(client, kb, backend, address)
        finally:
            server.should_exit = True
            thread.join()
            backend.close()


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home."""
    with opened(tmp_path_factory.mktemp("guarded") / "home") as made:
        yield made


@pytest.fixture
def secrets(kb: KnowledgeBase) -> Iterator[dict[str, dict[str, str]]]:
    """Headers with a token of each scope."""
    tokens = Tokens(kb.home.root)
    yield {scope: {"Authorization": f"Bearer {tokens.new(scope, scope)}"} for scope in ("read", "write", "admin")}
    for scope in ("read", "write", "admin"):
        tokens.revoke(scope)


def test_scopes(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """Who may read may not write, who may write may not withdraw; each hears what is needed."""
    with guarded(kb, Guards()) as served:
        draft = {"text": "x"}
        article = served.client.get("/articles").json()["items"][0]["id"]
        statuses = {
            scope: (
                served.client.post("/articles", json=draft | {"id": "%" * 300}, headers=header).status_code,
                served.client.post(f"/articles/{article}/withdrawal", json={}, headers=header).status_code,
            )
            for scope, header in secrets.items()
        }
        refused = served.client.post("/articles", json=draft, headers=secrets["read"])

    assert statuses["read"] == (403, 403)
    assert statuses["write"][0] not in (401, 403)
    assert statuses["write"][1] == 403
    assert statuses["admin"][1] not in (401, 403)
    assert "--scope write" in refused.json()["hint"]


def test_a_token_of_before_scopes_may_what_it_could(tmp_path: Path) -> None:
    """A file that knows none."""
    secret = Tokens(tmp_path).new("ann")
    file = tmp_path / "tokens.json"
    kept = json.loads(file.read_text())
    del kept["tokens"][0]["scope"]
    file.write_text(json.dumps(kept))

    assert Tokens(tmp_path).scope(secret) == "admin"
    assert Tokens(tmp_path).scope("another") == ""


@pytest.mark.thorough
def test_a_private_server_reads_to_nobody_without_a_token(
    kb: KnowledgeBase, secrets: dict[str, dict[str, str]]
) -> None:
    """Bearer or password; health stays open, preflights too."""
    token = secrets["read"]["Authorization"].removeprefix("Bearer ")
    basic = base64.b64encode(f"me:{token}".encode()).decode()
    with guarded(kb, Guards(private=True)) as served:
        get = served.client.get
        assert get("/articles").status_code == get("/sparql", params={"query": "ASK {}"}).status_code == 401
        assert "Basic" in get("/articles").headers["www-authenticate"]
        assert get("/articles", headers={"Authorization": "Basic %%%"}).status_code == 401
        assert get("/articles", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert get("/articles", headers=secrets["read"]).status_code == 200
        assert get("/articles", headers={"Authorization": f"Basic {basic}"}).status_code == 200
        assert get("/health").status_code == 200


@pytest.mark.thorough
def test_anonymous_queries_have_limits_of_their_own(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """Rows and time; a token lifts them to those of the settings."""
    budget = replace(kb.limits, rows=3, time=0.2)
    query = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}
    with guarded(kb, Guards(anonymous=budget)) as served:
        few = served.client.get("/sparql", params=query)
        many = served.client.get("/sparql", params=query, headers=secrets["read"])
        slow = served.client.post("/sparql", data={"query": CROSS_PRODUCT, "timeout": "50"})
        shown = served.client.get("/query", params=query, headers={"Accept": "text/html"}).text
        lifted = served.client.get("/query", params=query, headers={"Accept": "text/html", **secrets["read"]}).text
        table = served.client.get("/query.csv", params={"query": query["query"]}).text

    assert all(words in shown for words in (">3 rows<", "may run for 0.2 seconds"))
    assert not any(words in lifted for words in (">3 rows<", "may run for 0.2 seconds"))
    assert len(table.splitlines()) == 4
    assert (len(few.text.splitlines()), few.headers["x-kb-truncated"]) == (4, "true")
    assert len(many.text.splitlines()) > 100
    assert (slow.status_code, slow.json()["reason"]) == (504, "time-limit")
    assert "0.2 s" in slow.json()["detail"]


@pytest.mark.thorough
def test_a_rate_is_held_and_says_when_to_come_back(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """Ten seconds' worth at once; who brings a token is not counted."""
    with guarded(kb, Guards(rate=0.5)) as served:
        statuses = [served.client.get("/health").status_code for _ in range(7)]
        refused = served.client.get("/health")
        known = [served.client.get("/health", headers=secrets["read"]).status_code for _ in range(7)]

    assert statuses[:5] == [200] * 5
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert int(refused.headers["retry-after"]) in (1, 2)
    assert known == [200] * 7


@pytest.mark.thorough
def test_pages_elsewhere_read_why_they_are_refused(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """A browser hands its page nothing of an answer that does not let its origin in, not even the status."""
    origin = {"Origin": "https://elsewhere.example"}
    for guards, status in ((Guards(rate=0.1), 429), (Guards(private=True), 401)):
        with guarded(kb, guards) as served:
            answers = [served.client.get("/events", headers=origin) for _ in range(3)]
            told = {**origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
            preflight = served.client.options("/events", headers=told)
        assert answers[-1].status_code == status
        assert answers[-1].headers["access-control-allow-origin"] == "*"
        assert "Retry-After" in answers[-1].headers["access-control-expose-headers"]
        assert preflight.status_code == 200


@pytest.mark.thorough
def test_a_token_that_is_nobodys_is_said_to_be(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """Reading goes on as without one: whoever mistyped it would wonder why an answer is cut."""
    wrong = {"Authorization": "Bearer kb_nobodys"}
    asked = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}
    with guarded(kb, Guards(anonymous=replace(Limits(), rows=5))) as served:
        cut = served.client.get("/sparql", params=asked, headers=wrong)
        listed = served.client.get("/events", headers=wrong)
        others = [
            served.client.get("/events", headers=one) for one in ({}, secrets["read"], {"Authorization": "Basic x"})
        ]

    assert cut.headers["x-kb-truncated"] == "true"
    for answer in (cut, listed):
        assert answer.status_code == 200
        assert "nobody's" in answer.headers["x-kb-warning"]
    assert all("x-kb-warning" not in answer.headers for answer in others)


@pytest.mark.thorough
def test_the_log_says_who_read_and_who_was_refused(kb: KnowledgeBase, secrets: dict[str, dict[str, str]]) -> None:
    """Who has a token is named in each line, not only where something was written."""
    lines: list[tuple[int, str]] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            facts = record.__dict__["facts"]
            lines.append((facts["status"], facts.get("actor", "")))

    log, keeping = logging.getLogger("kb.access"), Keeping()
    level = log.level
    log.addHandler(keeping)
    log.setLevel(logging.INFO)
    try:
        with guarded(kb, Guards()) as served:
            for path in ("/events", "/sparql?query=ASK{}"):
                assert served.client.get(path, headers=secrets["read"]).status_code == 200
            assert served.client.post("/articles", json={"text": "x"}, headers=secrets["read"]).status_code == 403
            assert served.client.get("/events").status_code == 200
    finally:
        log.removeHandler(keeping)
        log.setLevel(level)

    assert lines == [(200, "person:read"), (200, "person:read"), (403, "person:read"), (200, "")]


def test_buckets_fill_up_and_forget() -> None:
    """Time alone decides; memory is bounded."""
    buckets = Buckets(2.0)
    assert [buckets.take("a", 0.0) for _ in range(20)] == [0.0] * 20
    assert buckets.take("a", 0.0) == 0.5
    assert buckets.take("a", 0.5) == 0.0
    assert buckets.take("b", 0.5) == 0.0
    for number in range(20_000):
        buckets.take(str(number), 1.0)
    assert len(buckets._left) <= 10_000


@pytest.mark.thorough
def test_what_is_no_request_is_refused_and_a_long_one_is_none_of_these(kb: KnowledgeBase) -> None:
    """A host is named once; methods are those that there are; a query of 64 KB, escaped, fits into an address."""
    query = f"ASK {{}} #{'é' * 30_000}"
    with guarded(kb, Guards()) as served:

        def said(head: str) -> bytes:
            with socket.create_connection((served.client.base_url.host, served.client.base_url.port or 80)) as made:
                made.settimeout(60)
                made.sendall(head.encode() + b"Connection: close\r\n\r\n")
                return b"".join(iter(lambda: made.recv(65536), b""))

        for head in (
            "GET /health HTTP/1.1\r\n",
            "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
            "FROB / HTTP/1.1\r\nHost: a\r\n",
        ):
            assert said(head).startswith(b"HTTP/1.1 400 ")
        assert said("GET /health HTTP/1.0\r\n").startswith(b"HTTP/1.1 200 ")
        with suppress(ConnectionError):  # it is closed before all of it was read
            assert said(f"GET /{'x' * 300_000} HTTP/1.1\r\nHost: a\r\n")[:12] in (b"HTTP/1.1 431", b"HTTP/1.1 400")
        answer = said(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a\r\n")
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b'"boolean":true' in answer


@pytest.mark.thorough
def test_metrics_count_by_route_and_never_by_what_clients_send(kb: KnowledgeBase) -> None:
    """Names that a client makes up are one."""
    with guarded(kb, Guards()) as served:
        for path in ("/health", "/no/such/1", "/no/such/2", "/sparql?query=ASK%7B%7D", "/articles?limit=x"):
            served.client.get(path)
        served.client.request("MKCOL", "/health")
        text = served.client.get("/metrics").text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    counted = {
        (one.labels["method"], one.labels["route"], one.labels["status"]): one.value
        for one in families["kb_requests"].samples
        if one.name.endswith("_total")
    }

    assert counted[("GET", "/health", "200")] == 1
    assert counted[("GET", "/sparql", "200")] == 1
    assert counted[("GET", "other", "404")] == 2
    assert {method for method, _, _ in counted} == {"GET", "other"}
    assert families["kb_position"].samples[0].value == kb.position
    assert families["kb_queries_running"].samples[0].value == 0


@pytest.mark.thorough
def test_browsers_are_told_to_take_nothing_for_what_it_is_not(kb: KnowledgeBase) -> None:
    """On answers and on errors."""
    with guarded(kb, Guards()) as served:
        for answer in (served.client.get("/health"), served.client.get("/sparql", params={"query": "ASK {"})):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-frame-options"] == "DENY"


def test_lines_are_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """The facts of a request are members; another form is refused."""
    record = logging.LogRecord("kb.access", logging.INFO, "", 0, "%s done", ("it",), None)
    record.facts = {"status": 200, "path": "/x\n"}
    line = JsonLines().format(record)

    assert "\n" not in line
    assert json.loads(line) | {"time": ""} == {
        "time": "", "level": "info", "logger": "kb.access", "message": "it done", "status": 200, "path": "/x\n",
    }  # fmt: skip
    with pytest.raises(LogFormatError, match="xml"):
        log_to_standard_error("xml")


@pytest.mark.thorough
def test_slow_and_many_connections_end(kb: KnowledgeBase) -> None:
    """A head that never ends, a body that never ends, one connection too many: each is closed, others are answered."""
    patience = Patience(most=6, head=0.3, body=0.3)
    with guarded(kb, Guards(), patience) as served:
        served.client.get("/health")
        dripping = connected(served, b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: ")
        body = connected(served, b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Type: "
                                 b"application/sparql-query\r\n\r\nASK")  # fmt: skip
        silent = connected(served, b"")
        assert [ended(one) for one in (dripping, body, silent)] == [b"", b"", b""]
        crowd = [connected(served, b"") for _ in range(6)]
        assert any(b"503" in ended(one) for one in crowd)
        assert served.client.get("/health").status_code == 200


@pytest.mark.thorough
def test_headers_beyond_all_measure_are_refused(kb: KnowledgeBase) -> None:
    """In one line or in many; nobody else notices."""
    with guarded(kb, Guards()) as served:
        for bomb in (b"X-A: " + b"a" * (300 << 10), b"\r\n".join(b"X-%d: b" % n for n in range(40_000))):
            one = connected(served, b"GET /health HTTP/1.1\r\nHost: x\r\n")
            try:
                one.sendall(bomb + b"\r\n\r\n")
                said = ended(one)
            except OSError:  # refused before all was sent
                said = b""
            assert said == b"" or b" 400 " in said[:40] or b" 431 " in said[:40]
            assert served.client.get("/health").status_code == 200


def connected(served: Served, data: bytes) -> socket.socket:
    """A connection over which this was sent."""
    made = socket.create_connection((served.client.base_url.host, served.client.base_url.port or 80))
    made.settimeout(30)
    made.sendall(data)
    return made


def ended(connection: socket.socket) -> bytes:
    """Everything that comes until the other end closes."""
    with connection:
        try:
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))
        except ConnectionResetError:
            return b""


def test_what_is_written_is_sent_at_once() -> None:
    """A socket from `bind` does not say that it is TCP's, and asyncio then leaves the delay on: 40 ms an answer."""
    with bind("127.0.0.1", 0, "") as listening, socket.create_connection(listening.getsockname()) as client:
        taken, _ = listening.accept()
        with taken:

            class Transport:
                def get_extra_info(self, _: str) -> socket.socket:
                    return taken

            assert not taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            _send_at_once(Transport())  # type: ignore[arg-type]
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert client
