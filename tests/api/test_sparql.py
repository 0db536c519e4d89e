"""Tests of kb.api.endpoint.sparql over a real connection: the protocol, hostile queries, other clients."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kb.query.formats import SOLUTIONS, TRIPLES
from tests.api.conftest import Served, opened, serving
from tests.query.data import CROSS_PRODUCT, DOUBLING

EVENTS = "SELECT ?event { ?event a kb:Event }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def bindings(response: httpx.Response) -> list[dict[str, dict[str, str]]]:
    """Rows of a JSON result."""
    assert response.status_code == 200, response.text
    found: list[dict[str, dict[str, str]]] = response.json()["results"]["bindings"]
    return found


def wait_for(met: Callable[[], bool]) -> None:
    """Wait for a condition that is bound to come."""
    limit = time.monotonic() + 300
    while time.monotonic() < limit:
        if met():
            return
        time.sleep(0.02)
    raise AssertionError("It never came.")


def direct(client: httpx.Client, body: str | bytes, media_type: str) -> httpx.Response:
    """Send a body as it is."""
    return client.post("/sparql", content=body, headers={"Content-Type": media_type})


def assert_problem(response: httpx.Response, status: int, reason: str) -> dict[str, object]:
    """The response is a problem of this status and reason; return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert body["status"] == status
    assert body.get("reason", "") == reason
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def test_the_three_ways_to_ask_give_one_answer(client: httpx.Client, served: Served) -> None:
    """GET, POST of a form, POST of the query itself."""
    answers = [
        client.get("/sparql", params={"query": EVENTS}),
        client.post("/sparql", data={"query": EVENTS}),
        client.post("/sparql", content=EVENTS, headers={"Content-Type": f"{QUERY}; charset=utf-8"}),
    ]

    assert [len(bindings(answer)) for answer in answers] == [2, 2, 2]
    assert answers[0].headers["x-kb-position"] == str(served.kb.position)
    assert answers[0].headers["x-kb-truncated"] == "false"
    assert answers[0].headers["content-length"] == str(len(answers[0].content))


@pytest.mark.parametrize("format", [*SOLUTIONS, *TRIPLES], ids=lambda format: format.name)
def test_every_format_by_accept_and_by_name(client: httpx.Client, format: object) -> None:
    """The Content-Type is what was accepted."""
    query = "ASK {}" if format in SOLUTIONS else "CONSTRUCT WHERE { ?s a kb:Event }"
    accepted = client.get("/sparql", params={"query": query}, headers={"Accept": format.media_type})  # type: ignore[attr-defined]
    named = client.get("/sparql", params={"query": query, "format": format.name})  # type: ignore[attr-defined]

    assert accepted.headers["content-type"] == named.headers["content-type"] == format.content_type  # type: ignore[attr-defined]
    assert accepted.headers["vary"].startswith("Accept")
    assert accepted.content


def test_the_bare_endpoint_describes_itself(client: httpx.Client) -> None:
    """In the type asked for; it names the endpoint and its formats."""
    turtle = client.get("/sparql")
    jsonld = client.get("/sparql", headers={"Accept": "application/ld+json"})

    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert f"<{client.base_url}/sparql>" in turtle.text.replace("//sparql", "/sparql")
    assert "sd:SPARQL11Query" in turtle.text
    assert jsonld.json()[0]["@id"].endswith("/sparql")


@pytest.mark.parametrize(
    ("send", "status", "reason"),
    [
        (lambda c: c.get("/sparql", params={"query": "SELECT * {"}), 400, "malformed"),
        (lambda c: c.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400, "malformed"),
        (lambda c: c.post("/sparql", data={"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}), 400, "refused"),
        (lambda c: c.post("/sparql", data={"update": "CLEAR ALL"}), 400, "refused"),
        (lambda c: c.get("/sparql", params={"update": "CLEAR ALL"}), 400, "refused"),
        (lambda c: direct(c, "CLEAR ALL", "application/sparql-update"), 400, "refused"),
        (lambda c: c.get("/sparql", params={"query": "ASK { SERVICE <http://127.0.0.1/> {} }"}), 400, "refused"),
        (lambda c: c.post("/sparql", data={"query": "ASK { FILTER(" + "(" * 30_000}), 400, "refused"),
        (lambda c: c.post("/sparql", data={"query": "ASK {} #" + "x" * 70_000}), 413, "too-large"),
        (lambda c: direct(c, "x" * (2 << 20), QUERY), 413, "too-large"),
        (lambda c: direct(c, "&a=b" * 2000, FORM), 400, ""),
        (lambda c: c.post("/sparql", data={"query": "SELECT * " + "{" * 9000}), 400, "refused"),
        (lambda c: c.get("/sparql", params={"query": "ASK {}", "timeout": "soon"}), 400, ""),
        (lambda c: c.get("/sparql", params={"query": "ASK {}", "format": "turtle"}), 400, ""),
        (lambda c: c.get("/sparql", params={"query": "ASK {}", "foo": "5"}), 400, ""),
        (lambda c: c.post("/sparql", data={"query": "ASK {}", "foo": "5"}), 400, ""),
        (lambda c: c.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "no iri"}), 400, ""),
        (lambda c: c.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"}), 406, ""),
        (lambda c: c.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"}), 415, ""),
        (lambda c: c.post("/sparql", content="ASK {}"), 415, ""),
        (lambda c: direct(c, "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"), 415, ""),
        (lambda c: c.post("/sparql", content=b"\xff", headers={"Content-Type": QUERY}), 400, "malformed"),
        (lambda c: c.post("/sparql", data={"format": "csv"}), 400, "malformed"),
        (lambda c: c.put("/sparql", params={"query": "ASK {}"}), 405, ""),
        (lambda c: c.get("/sparql", params={"query": CROSS_PRODUCT, "timeout": "0.3"}), 504, "time-limit"),
        (lambda c: c.post("/sparql", data={"query": DOUBLING}), 507, "memory"),
    ],
)  # fmt: skip
def test_every_failure_has_a_status_and_a_reason(
    client: httpx.Client, send: Callable[[httpx.Client], httpx.Response], status: int, reason: str
) -> None:
    """And the next client is answered."""
    assert_problem(send(client), status, reason)
    assert client.get("/sparql", params={"query": "ASK {}", "format": "csv"}).text == "true"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("as_of", "asOf"),
        ("asof", "asOf"),
        ("min_confidence", "minConfidence"),
        ("limt", "limit"),
        ("Timeout", "timeout"),
    ],
)
@pytest.mark.parametrize("way", ["address", "form", "form behind an address"])
def test_a_misspelt_parameter_is_refused_by_every_way(client: httpx.Client, name: str, meant: str, way: str) -> None:
    """Passed over, the answer would be that to another question."""
    if way == "address":
        answer = client.get("/sparql", params={"query": "ASK {}", name: "5"})
    else:
        more = {"params": {"format": "csv"}} if way != "form" else {}
        answer = client.post("/sparql", data={"query": "ASK {}", name: "5"}, **more)
    problem = assert_problem(answer, 400, "")
    assert meant in f"{problem['detail']} {problem['hint']}".partition("It has")[0]


def test_several_accept_lines_are_one_list(client: httpx.Client) -> None:
    """The second has what can be made (RFC 9110, 5.3)."""
    headers = [("Accept", "text/csv"), ("Accept", "text/turtle")]
    answer = client.get("/sparql", params={"query": "CONSTRUCT {} {}"}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/turtle")


def test_what_clients_for_any_endpoint_send_is_passed_over(client: httpx.Client) -> None:
    """SPARQLWrapper names the format three times."""
    three = {"query": "ASK {}", "format": "csv", "output": "csv", "results": "csv"}
    assert client.post("/sparql", data=three).text == "true"


@pytest.mark.parametrize(
    ("query", "names", "answered"),
    [
        ("ASK {}", ["tsv", "text/tab-separated-values"], "text/tab-separated-values"),
        ("ASK {}", ["application/sparql-results+xml"], "application/sparql-results+xml"),
        ("ASK {}", ["turtle", "text/csv; charset=utf-8"], "text/csv"),
        ("ASK {}", ["JSON"], "application/sparql-results+json"),
        ("DESCRIBE <a:b>", ["json-ld", "application/ld+json,application/x-json+ld"], "application/ld+json"),
        ("DESCRIBE <a:b>", ["rdf+xml", "application/rdf+xml"], "application/rdf+xml"),
        ("DESCRIBE <a:b>", ["xml"], "application/rdf+xml"),
        ("DESCRIBE <a:b>", ["n3"], "text/turtle"),
        ("DESCRIBE <a:b>", ["ttl"], "text/turtle"),
        ("DESCRIBE <a:b>", ["nt"], "application/n-triples"),
    ],
)
def test_a_format_may_be_called_what_other_endpoints_call_it(
    client: httpx.Client, query: str, names: list[str], answered: str
) -> None:
    """SPARQLWrapper sends a name and the media type, each as format, output and results: the first that fits."""
    form = {"query": query, "format": names, "output": names, "results": names}
    for answer in (client.get("/sparql", params=form), client.post("/sparql", data=form)):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].partition(";")[0] == answered
    refused = assert_problem(client.get("/sparql", params={"query": query, "format": ["nope", "pdf"]}), 400, "")
    assert "'nope,pdf'" in str(refused["detail"])


def test_pages_elsewhere_may_ask_with_any_header(client: httpx.Client) -> None:
    """What a library of a browser adds to a request (X-Requested-With, traceparent) keeps nobody from reading."""
    asked = "authorization,cache-control,x-requested-with,traceparent"
    told = {"Origin": "https://yasgui.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers={**told, "Access-Control-Request-Headers": asked})

    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-headers"] == asked
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("path", "name", "meant"),
    [("/log", "limit", ""), ("/log?after=1", "typ", "type"), ("/log/stream", "afer", "after"),
     ("/search?q=dam", "foo", ""), ("/search?q=dam", "limt", "limit")],
)  # fmt: skip
def test_other_reading_routes_refuse_what_they_do_not_take(
    client: httpx.Client, path: str, name: str, meant: str
) -> None:
    """As lists do."""
    answer = client.get(path, params={**dict(httpx.URL(path).params), name: "3"})
    assert answer.status_code == 422, answer.text
    assert f"There is no parameter '{name}'." in answer.json()["detail"]
    assert not meant or f"Did you mean {meant}?" in answer.json()["detail"]


def test_a_malformed_query_is_told_where(client: httpx.Client) -> None:
    """Line and column are members of the problem."""
    body = assert_problem(client.get("/sparql", params={"query": "ASK {\n ?s a kb:Event"}), 400, "malformed")

    assert body["line"] == 2
    assert body["code"] == "malformed-query"


@pytest.mark.thorough
def test_the_default_time_limit_holds(tmp_path: Path) -> None:
    """Nobody asked for a limit; the server's own ends it, and says how long that was."""
    with opened(tmp_path / "home", query_timeout=1.5) as kb, serving(kb) as served:
        answers = [
            served.client.post("/sparql", data={"query": CROSS_PRODUCT} | asked) for asked in ({}, {"timeout": "50"})
        ]

    for answer in answers:
        assert "1.5 s" in str(assert_problem(answer, 504, "time-limit")["detail"])


def test_a_browser_at_the_bare_endpoint_is_led_to_the_page_and_a_program_is_not(client: httpx.Client) -> None:
    """By what it wants most; with a query, both get its answer."""
    for accept, status in (("text/html,*/*;q=0.8", 303), ("text/turtle,text/html;q=0.5", 200), ("*/*", 200)):
        answer = client.get("/sparql", headers={"Accept": accept})
        assert (answer.status_code, answer.headers.get("location")) == (status, "/query" if status == 303 else None)
        assert "Accept" in answer.headers["vary"]


@pytest.mark.thorough
def test_more_rows_than_the_limit_are_cut_and_said(client: httpx.Client) -> None:
    """`truncated` is a header, or a trailer where the answer took long enough to be sent as it grew."""
    query = quote("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    head = f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: close\r\n\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        connection.sendall(head.encode())
        said = b"".join(iter(lambda: connection.recv(1 << 16), b""))

    assert len(bindings(client.get(f"/sparql?query={query}"))) == 200
    assert b"\r\nx-kb-truncated: true\r\n" in said


@pytest.mark.thorough
def test_hostile_queries_do_not_keep_others_waiting(served: Served) -> None:
    """While one worker is busy with queries without end, twenty clients are answered."""
    stop = threading.Event()

    def attack() -> set[int]:
        seen = set()
        while not stop.is_set():
            seen.add(served.client.post("/sparql", data={"query": CROSS_PRODUCT, "timeout": "0.5"}).status_code)
            seen.add(served.client.post("/sparql", data={"query": DOUBLING}).status_code)
        return seen

    def ask(_: int) -> int:
        while (answer := served.client.get("/sparql", params={"query": EVENTS})).status_code == 503:
            time.sleep(float(answer.headers["retry-after"]))
        return len(bindings(answer))

    with ThreadPoolExecutor(21) as threads:
        attacker = threads.submit(attack)
        assert list(threads.map(ask, range(20))) == [2] * 20
        stop.set()
        assert attacker.result() == {504, 507}


@pytest.mark.thorough
def test_too_many_at_once_are_told_to_come_back(tmp_path: Path) -> None:
    """As many queries run, are halted and wait as may; one too many hears so, and none waits for ever."""
    with opened(tmp_path / "home", query_timeout=300.0, query_workers=1) as kb, serving(kb) as served:

        def ask(_: int) -> httpx.Response:
            return served.client.post("/sparql", data={"query": CROSS_PRODUCT}, timeout=300)

        with ThreadPoolExecutor(served.backend.query_slots + 1) as threads:
            answers = [threads.submit(ask, number) for number in range(served.backend.query_slots + 1)]
            wait_for(lambda: any(answer.done() for answer in answers))
            refused = next(answer for answer in answers if answer.done()).result()
            assert_problem(refused, 503, "overload")
            assert int(refused.headers["retry-after"]) > 0
            served.backend.close()
            assert {answer.result().status_code for answer in answers} == {503}


def test_a_client_that_goes_away_takes_its_query_along(served: Served) -> None:
    """A worker is not kept busy for nobody."""
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{served.address}/sparql", data={"query": CROSS_PRODUCT}, timeout=httpx.Timeout(600, read=0.3))
    wait_for(lambda: served.backend._current().load == (0, 0))


def test_any_page_may_ask_and_read_what_it_needs(client: httpx.Client) -> None:
    """CORS: simple requests, preflights, and the headers that say position and truncation."""
    origin = {"Origin": "https://example.org"}
    preflight = client.options("/sparql", headers=origin | {"Access-Control-Request-Method": "POST"})
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "X-Kb-Truncated" in answer.headers["access-control-expose-headers"]


def test_a_long_query_fits_into_a_get(client: httpx.Client) -> None:
    """64 KB may become 192 when escaped."""
    connection = HTTPConnection(client.base_url.host, client.base_url.port or 80)
    connection.request("GET", f"/sparql?query={quote('ASK {} #' + '€' * 20_000)}")

    assert connection.getresponse().status == 200
    connection.close()


def test_a_body_beyond_all_limits_is_not_read(client: httpx.Client) -> None:
    """With a length it is refused at once, without one as soon as it is too long."""

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * (1 << 20)

    said = client.post("/sparql", content=b"x" * (33 << 20), headers={"Content-Type": QUERY})
    unsaid = client.post("/sparql", content=endless(), headers={"Content-Type": QUERY})

    assert_problem(said, 413, "")
    assert unsaid.status_code == 413


def test_a_query_that_a_file_begins_with_a_mark_is_answered(client: httpx.Client) -> None:
    """Editors write one before UTF-8, and whoever sends the file as it is has not seen it."""
    kind = {"Content-Type": "application/sparql-query"}

    assert client.post("/sparql", content=b"\xef\xbb\xbfASK {}", headers=kind).json()["boolean"] is True


@pytest.mark.parametrize("sent", ["format=csv", "", "query=ASK{}&query=ASK{}"])
def test_where_no_query_or_two_are_sent_it_is_said_how(client: httpx.Client, sent: str) -> None:
    """There is nothing to be read up to a place."""
    told = client.post("/sparql", content=sent, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert told.status_code == 400
    assert "Send one query" in told.json()["hint"]


def test_what_is_no_text_is_asked_nowhere(client: httpx.Client) -> None:
    """In an address or in a form: another sign in its place would be another query."""
    said = b"query=ASK%7B%3Fs+%3Fp+%22%ff%22%7D"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answers = [client.get(f"/sparql?{said.decode()}"), client.post("/sparql", content=said, headers=form)]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "not-utf-8")] * 2
