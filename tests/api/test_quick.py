"""Tests of kb.api.endpoint.quick: the short way of a small query says what the long one says, or leaves it."""

import asyncio
import json
import logging
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest

from kb.api.endpoint import quick
from kb.api.endpoint.asked import SHORT, Asked
from kb.api.endpoint.quick import COMPRESSED, Short
from kb.api.endpoint.quick_connections import Hurried
from kb.api.endpoint.quick_heads import Heads
from kb.api.endpoint.quick_requests import Request, is_plain
from kb.api.endpoint.sending import Run
from kb.api.traffic.guards import Guards
from kb.query.errors import ForbiddenQueryError
from kb.query.formats import SOLUTIONS
from kb.query.ready import Begun
from kb.query.result import QueryResult
from kb.query.workers.pool import Begun as PoolBegun
from tests.api.conftest import Served, opened
from tests.api.test_guards import guarded
from tests.processes import wait_until
from tests.query.data import CROSS_PRODUCT

SMALL = "SELECT ?s { ?s a kb:Event } ORDER BY ?s LIMIT 2"
CONNECTED_PRODUCT = (  # of which nobody has to estimate beforehand how large it is
    "ASK { ?a ?p ?x . ?b ?p ?y . ?c ?p ?z . ?d ?p ?w FILTER(CONCAT(STR(?a), STR(?b), STR(?c), STR(?d)) = 'none') }"
)
MANY = "SELECT * { ?s ?p ?o } LIMIT 60"
LONG_WAY = {"X-Other": "1"}  # a header that the short way does not know
ITS_OWN = {"date", "x-request-id", "x-kb-seconds", "cache-status"}  # other in every answer


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a socket, with the layers of every server."""
    with opened(tmp_path_factory.mktemp("quick") / "home") as kb, guarded(kb, Guards()) as made:
        made.backend.start()  # before, every query waits for that in a thread
        yield made


@pytest.fixture
def short(served: Served, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became of the requests that took the short way: "answered" there, or "left" to the application."""
    zygote = served.backend._current()._pool._zygote
    assert zygote is not None
    until = time.monotonic() + 60
    while not zygote._idle._there and time.monotonic() < until:  # workers come after the graph, and after a kill
        time.sleep(0.01)
    ends: list[str] = []
    answer, go_on = Short._answer, Short._go_on

    def answered(self: Short, *args: object) -> None:
        ends.append("answered")
        answer(self, *args)  # type: ignore[arg-type]

    def left(self: Short, *args: object) -> None:
        ends[-1:] = ["left"]
        go_on(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(quick, "MOMENT", 30.0)  # a busy machine is not what is looked at here
    monkeypatch.setattr(Short, "_answer", answered)
    monkeypatch.setattr(Short, "_go_on", left)
    return ends


def asked(served: Served, text: str, way: str, headers: dict[str, str]) -> httpx.Response:
    """Ask by GET, by a form or with the query as the body."""
    if way == "get":
        return served.client.get("/sparql", params={"query": text}, headers=headers)
    if way == "form":
        return served.client.post("/sparql", data={"query": text}, headers=headers)
    return served.client.post("/sparql", content=text, headers=headers | {"Content-Type": "application/sparql-query"})


@pytest.mark.parametrize("way", ["get", "form", "body"])
@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "*/*"])
@pytest.mark.parametrize(
    "text", [SMALL, "ASK { ?s a kb:Event }", "CONSTRUCT { ?s a kb:Event } { ?s a kb:Event }", MANY]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip, zstd"])
def test_both_ways_say_the_same(
    served: Served, short: list[str], way: str, accept: str, text: str, encoding: str
) -> None:
    """Status, every header, and the body."""
    headers = {"Accept": accept, "Accept-Encoding": encoding}
    if text.startswith("CONSTRUCT"):
        headers["Accept"] = "text/turtle"
    one, other = asked(served, text, way, headers), asked(served, text, way, headers | LONG_WAY)

    plain = {name: value for name, value in one.headers.items() if name not in ITS_OWN | {"content-length"}}
    assert plain == {name: value for name, value in other.headers.items() if name not in ITS_OWN | {"content-length"}}
    assert one.status_code == other.status_code == 200
    assert {*one.headers, "cache-status"} == {*other.headers, "cache-status"}
    if "json" in one.headers["content-type"]:
        assert one.json()["head"].pop("meta").keys() == other.json()["head"].pop("meta").keys()
        assert one.json().get("results") == other.json().get("results")
    else:
        assert one.content == other.content
    compressed = encoding != "identity" and len(one.content) >= COMPRESSED
    assert ("content-encoding" in one.headers) == compressed
    assert len(short) == 1
    assert short[0] == ("left" if one.headers.get("x-kb-warning") else "answered")


def test_what_is_no_small_answer_is_the_application_s(served: Served, short: list[str]) -> None:
    """Errors, warnings, a time limit, large answers, another parameter: as on the long way."""
    for text, status in (("SELEC", 400), ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", 400), ("", 400)):
        one, other = (asked(served, text, "form", headers) for headers in ({}, LONG_WAY))
        assert (one.status_code, other.status_code) == (status, status)
        assert {**one.json(), "request_id": ""} == {**other.json(), "request_id": ""}
    warned = asked(served, "SELECT * { ?s kb:agnet ?o }", "form", {})
    assert "agent" in warned.headers["x-kb-warning"]
    late = served.client.post("/sparql", data={"query": CROSS_PRODUCT, "timeout": "0.3"})
    assert late.status_code == 504
    explained = served.client.get("/sparql", params={"query": SMALL, "explain": "1"})
    assert explained.json()["form"] == "SELECT"
    strange = served.client.post("/sparql", data={"query": SMALL, "nonsense": "1"})
    assert strange.status_code == 400
    assert "answered" not in short


def test_what_ends_in_an_error_though_it_was_quick_is_told_as_one(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's last word may be a refusal."""

    def refused(self: PoolBegun) -> None:
        PoolBegun.end_of_before(self).result.close()  # type: ignore[attr-defined]
        raise ForbiddenQueryError("Not this one.")

    monkeypatch.setattr(PoolBegun, "end_of_before", PoolBegun.end, raising=False)
    monkeypatch.setattr(PoolBegun, "end", refused)
    answer = asked(served, f"{SMALL} # not asked before", "form", {})

    assert (answer.status_code, answer.json()["detail"]) == (400, "Not this one.")


def test_it_is_counted_and_logged(served: Served, short: list[str], caplog: pytest.LogCaptureFixture) -> None:
    """One line and one count for a request, whichever way it took."""

    def counted() -> float:
        lines = served.client.get("/metrics").text.splitlines()
        return float(
            next(
                x for x in lines if x.startswith("kb_requests_total") and "/sparql" in x and "POST" in x and "200" in x
            ).split()[1]
        )

    def lines_of(answer: httpx.Response) -> list[logging.LogRecord]:
        known = (one for one in caplog.records if one.name == "kb.access" and "/sparql" in one.getMessage())
        request = answer.headers["x-request-id"]
        return [one for one in known if one.facts["request"] == request]  # type: ignore[attr-defined]

    with caplog.at_level(logging.INFO, "kb.access"):
        first = asked(served, SMALL, "form", {})
        wait_until(lambda: bool(lines_of(first)))  # an answer is there before it is counted and logged
        before = counted()
        answer = asked(served, SMALL, "form", {})
        wait_until(lambda: bool(lines_of(answer)))
    lines = lines_of(answer)

    assert counted() == before + 1
    assert short == ["answered"] * 2
    assert len(lines) == 1
    assert lines[0].facts["bytes"] == len(answer.content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "forwarded", ["192.0.2.7", "192.0.2.7:4000", "192.0.2.8, 192.0.2.7", "127.0.0.1", "", "nonsense"]
)
def test_who_stands_behind_a_proxy_is_told_apart(
    served: Served, short: list[str], caplog: pytest.LogCaptureFixture, forwarded: str
) -> None:
    """The same client as on the long way: turns, budgets and the log are by it."""
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
    with caplog.at_level(logging.INFO, "kb.access"):
        asked(served, SMALL, "form", headers)
        assert short == ["answered"]
        asked(served, SMALL, "form", headers | LONG_WAY)
        asked(served, "SELEC", "form", headers)
        wait_until(lambda: len(_clients(caplog)) >= 3)
    said = _clients(caplog)

    assert len(said) == 3
    assert len({*said}) == 1
    assert said[0] == ("192.0.2.7" if "." in forwarded and "127" not in forwarded else said[0])


def _clients(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.facts["client"] for one in caplog.records if "/sparql" in one.getMessage()]  # type: ignore[attr-defined]


def test_requests_behind_one_another_are_answered_in_order(served: Served) -> None:
    """Some small, some slow, some for others; all sent before the first is answered."""
    host = served.address.removeprefix("http://")
    texts = [SMALL, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3000", SMALL, "SELEC", "ASK {}"]
    sent = (
        b"".join(
            f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {host}\r\nAccept: text/csv, */*\r\n\r\n".encode()
            for text in texts[:-1]
        )
        + f"GET /sparql?query={quote(texts[-1])} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    )
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), 60) as connection:
        connection.sendall(sent)
        read = b""
        while part := connection.recv(1 << 16):
            read += part

    assert [int(part[:3]) for part in read.split(b"HTTP/1.1 ")[1:]] == [200, 200, 200, 400, 200]
    assert read.count(b"connection: close") == 1


def test_a_client_that_goes_takes_its_query_back(served: Served) -> None:
    """Nothing runs for nobody, and the next is answered."""
    body = urlencode({"query": CROSS_PRODUCT}).encode()
    name, port = served.address.removeprefix("http://").split(":")
    kind = "application/x-www-form-urlencoded"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    for wait in (0.0, 0.01, 0.2):
        with socket.create_connection((name, int(port)), 60) as connection:
            connection.sendall(head + body)
            time.sleep(wait)
    until = time.monotonic() + 20
    while served.backend.query_load != (0, 0) and time.monotonic() < until:
        time.sleep(0.05)

    assert served.backend.query_load == (0, 0)
    assert asked(served, SMALL, "form", {}).status_code == 200


def sent(text: str, **others: str) -> bytes:
    """Return a request of the short way."""
    body = urlencode({"query": text, **others}).encode()
    kind = "application/x-www-form-urlencoded"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def connected(served: Served, stack: ExitStack) -> socket.socket:
    """Return a connection."""
    name, port = served.address.removeprefix("http://").split(":")
    return stack.enter_context(socket.create_connection((name, int(port)), 60))


def test_more_at_once_than_may_run_are_all_answered_there(served: Served, short: list[str]) -> None:
    """They wait for their turns without a thread, and the end of one is the beginning of the next."""
    with ExitStack() as stack:
        others = [connected(served, stack) for _ in range(12)]
        for number, connection in enumerate(others):
            connection.sendall(sent(f"{SMALL} #{number} of many"))
        assert [connection.recv(15) for connection in others] == [b"HTTP/1.1 200 OK"] * 12

    assert short == ["answered"] * 12
    wait_until(lambda: served.backend.query_load == (0, 0))


def test_who_goes_while_it_waits_for_its_turn_leaves_its_place(served: Served, short: list[str]) -> None:
    """The places are taken by queries without end; those that wait go before them."""
    with ExitStack() as stack:
        for _ in range(12):
            connected(served, stack).sendall(sent(CROSS_PRODUCT))
        until = time.monotonic() + 60
        while served.backend.query_load[1] < 6 and time.monotonic() < until:
            time.sleep(0.005)
        assert served.backend.query_load[1] >= 6
    while served.backend.query_load != (0, 0) and time.monotonic() < until:
        time.sleep(0.05)

    assert served.backend.query_load == (0, 0)
    assert asked(served, SMALL, "form", {}).status_code == 200


def test_who_gets_no_turn_is_told_as_on_the_long_way(
    served: Served, short: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After when it has waited for as long as it may."""
    lanes = served.backend._current()._pool._lanes
    monkeypatch.setattr(lanes, "_limits", replace(lanes._limits, wait=0.05))
    held = [lanes.at_once("127.0.0.1") for _ in range(lanes._limits.running)]
    answer = asked(served, f"{SMALL} # without a turn", "form", {})
    for turn in held:
        assert turn is not None
        lanes.leave(turn)

    assert (answer.status_code, short) == (503, ["left"])
    assert "waited 0.05 s for its turn" in answer.json()["detail"]
    assert int(answer.headers["retry-after"]) > 0
    assert served.backend.query_load == (0, 0)


def test_a_body_in_parts_is_waited_for(served: Served, short: list[str]) -> None:
    """A head, then the body byte by byte."""
    body = urlencode({"query": SMALL}).encode()
    name, port = served.address.removeprefix("http://").split(":")
    kind = "application/x-www-form-urlencoded"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with socket.create_connection((name, int(port)), 60) as connection:
        connection.sendall(head)
        for start in range(0, len(body), 7):
            connection.sendall(body[start : start + 7])
            time.sleep(0.005)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
    assert short == ["answered"]


def read(connection: socket.socket) -> tuple[int, bytes]:
    """Return status and body of the next answer on a connection that stays."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += connection.recv(1 << 16)
    head, _, body = said.partition(b"\r\n\r\n")
    size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
    while len(body) < size:
        body += connection.recv(1 << 16)
    assert len(body) == size
    return int(head[9:12]), body


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The requests that were not read again, for the same bytes had come before."""
    found: list[Request] = []
    begin = Hurried._again

    def begun(self: Hurried, known: Request) -> None:
        found.append(known)
        begin(self, known)

    monkeypatch.setattr(Hurried, "_again", begun)
    return found


def test_the_same_bytes_are_answered_in_the_same_way(served: Served, short: list[str], again: list[Request]) -> None:
    """On this connection and another; an answer, and an error, which is the application's each time."""
    with ExitStack() as stack:
        one, other = (connected(served, stack) for _ in range(2))
        for text, status in ((f"{SMALL} # the same", 200), ("SELEC # the same", 400)):
            answers = []
            for connection in (one, one, other, one):
                connection.sendall(sent(text))
                answers.append(read(connection))
            assert [answer[0] for answer in answers] == [status] * 4
            plain = [{**json.loads(body), "head": 0, "request_id": ""} for _, body in answers]
            assert plain == plain[:1] * 4
        assert len(again) == 6

        one.sendall(sent(SMALL) + sent(f"{SMALL} # behind it"))
        assert [read_first(one, 2)] == [[200, 200]]
        part = sent(f"{SMALL} # in parts")
        one.sendall(part[:-9])
        time.sleep(0.05)
        one.sendall(part[-9:])
        assert read(one)[0] == 200
        one.sendall(part[-9:])  # the end of a request is none
        assert read(one)[0] == 400
        assert len(again) == 6
    assert short.count("answered") == 6


def read_first(connection: socket.socket, count: int) -> list[int]:
    """Return the statuses of so many small answers that may come in one piece."""
    said = b""
    while said.count(b'"bindings"') < count or not said.endswith(b"}"):
        said += connection.recv(1 << 16)
    return [int(part[:3]) for part in said.split(b"HTTP/1.1 ")[1:]]


def test_who_alone_asks_is_answered_on_the_spot(
    served: Served, short: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a row of queries; one that takes longer ends it, and so does somebody else's."""
    waits: list[bool] = []
    soon = Begun.soon

    def noted(self: Begun, *, wait: bool = False) -> bool:
        waits.append(wait)
        if wait:
            select.select([self.fileno()], [], [], 0.2)  # a busy machine is not what is looked at here
        return soon(self, wait=wait)

    monkeypatch.setattr(Begun, "soon", noted)

    def ask(connection: socket.socket, text: str, **others: str) -> bool:
        waits.clear()
        connection.sendall(sent(text, **others))
        assert read(connection)[0] in (200, 504)
        return waits[:1] == [True]

    with ExitStack() as stack:
        one, other = (connected(served, stack) for _ in range(2))
        assert [ask(one, f"{SMALL} #{n} in a row") for n in range(18)] == [False] * 16 + [True] * 2
        assert not ask(other, f"{SMALL} # another")
        assert [ask(one, f"{SMALL} #{n} once more") for n in range(17)] == [False] * 16 + [True]
        assert ask(one, CONNECTED_PRODUCT, timeout="0.5")
        assert not ask(one, f"{SMALL} # after it")
    assert served.backend.query_load == (0, 0)


def test_a_head_is_filled_in_for_answers_that_are_alike() -> None:
    """Size and seconds differ; position, format and cut do not, nor what a validator stands for."""
    made: list[int] = []

    def make() -> list[tuple[bytes, bytes]]:
        made.append(len(made))
        named = (b"x", b"100% of %d"), (b"x-made", str(made[-1]).encode())
        return [*named, (b"x-kb-seconds", b"9"), (b"content-length", b"9")]

    run, result = (
        Run(Asked("ASK {}", (), (), "", None), "*/*", "", True, asyncio.new_event_loop()),
        QueryResult("boolean", SOLUTIONS[0], 5, 7, False, BytesIO(), seconds=0.0017),
    )
    heads = Heads()
    assert heads.of(run, result, 5, True, make) == (
        b"x: 100% of %d\r\nx-made: 0\r\nx-kb-seconds: 0.002\r\ncontent-length: 5\r\n"
    )
    assert b"x-made: 0" in heads.of(run, replace(result, seconds=2.0), 6, True, make)
    others = [replace(result, position=8), replace(result, truncated=True), replace(result, format=SOLUTIONS[1])]
    said = [heads.of(run, one, 5, True, make) for one in others]
    said.append(heads.of(run, result, 5, False, make))
    said.append(heads.of(replace(run, head="9"), result, 5, True, make))
    said.append(heads.of(replace(run, asked=replace(run.asked, text="ASK { }")), result, 5, True, make))
    assert [b"x-made: %d" % number in one for number, one in enumerate(said, 1)] == [True] * 6
    run.loop.close()


@pytest.mark.thorough
def test_where_layers_ask_for_more_there_is_no_short_way(tmp_path: Path) -> None:
    """Rates and a private server hold for queries."""
    with opened(tmp_path / "home") as kb:
        with guarded(kb, Guards(rate=0.5)) as made:
            assert {asked(made, SMALL, "form", {}).status_code for _ in range(40)} == {200, 429}
        with guarded(kb, Guards(private=True)) as made:
            assert asked(made, SMALL, "form", {}).status_code == 401


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        (b"POST", b"/sparql?query=x", {}),
        (b"HEAD", b"/sparql?query=x", {}),
        (b"GET", b"/sparql", {}),
        (b"GET", b"/sparqlx?query=x", {}),
        (b"GET", b"/sparql?query=" + b"x" * SHORT, {}),
        (b"GET", b"/sparql?query=x", {b"content-length": b"3"}),
        (b"POST", b"/sparql", {b"content-length": b"0"}),
        (b"POST", b"/sparql", {b"content-length": b"-1"}),
        (b"POST", b"/sparql", {b"content-length": str(SHORT + 1).encode()}),
        (b"POST", b"/sparql", {b"content-type": b"text/plain"}),
        *((b"POST", b"/sparql", {name: b"x"}) for name in (
            b"authorization", b"cookie", b"origin", b"if-none-match", b"forwarded", b"expect", b"te",
            b"transfer-encoding", b"upgrade", b"x-request-id",
        )),
    ],
)  # fmt: skip
def test_what_says_more_than_a_query_takes_the_long_way(method: bytes, url: bytes, headers: dict[bytes, bytes]) -> None:
    """Whatever a layer would look at."""
    plain = {b"host": b"x", b"content-length": b"5", b"content-type": b"application/x-www-form-urlencoded"}
    if method == b"GET":
        plain = {b"host": b"x"}
    assert is_plain(
        b"POST",
        b"/sparql",
        [*({**plain, b"content-length": b"5", b"content-type": b"application/sparql-query"}.items())],
    )
    assert not is_plain(method, url, [*{**plain, **headers}.items()])


def test_a_header_that_comes_twice_takes_the_long_way() -> None:
    """Two lines of Accept are one list."""
    once = [(b"host", b"x"), (b"accept", b"text/csv")]
    assert is_plain(b"GET", b"/sparql?query=x", once)
    assert not is_plain(b"GET", b"/sparql?query=x", [*once, (b"accept", b"text/turtle")])
