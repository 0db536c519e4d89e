"""Tests of kb.api.endpoint.answering and kb.api.endpoint.sending: caching, compression, streams, plans, help."""

import gzip
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import zstandard

from kb.query import service as query_service
from tests.api.conftest import Served, opened, serving

EVENTS = "SELECT ?e { ?e a kb:Event } ORDER BY ?e"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"  # rows at once, and no end


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with no limit on rows to speak of, and a long one of seconds."""
    home = tmp_path_factory.mktemp("large") / "home"
    with opened(home, query_rows=10**8, query_timeout=100.0) as kb, serving(kb) as made:
        yield made


def ask(served: Served, query: str, headers: dict[str, str] | None = None, **more: str) -> httpx.Response:
    """Ask by GET."""
    return served.client.get("/sparql", params={"query": query, **more}, headers=headers)


@pytest.mark.thorough
def test_what_was_not_changed_is_not_sent_again(served: Served) -> None:
    """The validator depends on the query, the format, and the moment."""
    first = ask(served, EVENTS)
    again = ask(served, EVENTS, {"If-None-Match": f'"x", {first.headers["etag"]}'})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    others = [
        ask(served, EVENTS + " LIMIT 1"),
        ask(served, EVENTS, format="csv"),
        ask(served, EVENTS, limit="1"),
        ask(served, EVENTS, asOf="2"),
    ]
    assert len({first.headers["etag"], *(other.headers["etag"] for other in others)}) == 5
    assert ask(served, "SELECT (NOW() AS ?t) {}").headers["cache-control"] == "no-store"
    assert "etag" not in ask(served, "SELECT (RAND() AS ?t) {}").headers


@pytest.mark.thorough
@pytest.mark.parametrize("more", [{}, {"asOf": "2"}, {"minConfidence": "0.1"}])
def test_who_wants_nothing_if_there_is_any_answer_gets_none(served: Served, more: dict[str, str]) -> None:
    """A star stands for any answer, and for no error; one that is another each time was not there before."""
    star = {"If-None-Match": "*"}
    first, none = ask(served, EVENTS, **more), ask(served, EVENTS, star, **more)

    assert (none.status_code, none.content, none.headers["etag"]) == (304, b"", first.headers["etag"])
    assert served.client.head("/sparql", params={"query": EVENTS, **more}, headers=star).status_code == 304
    assert ask(served, "SELECT nothing", star, **more).status_code == 400
    assert ask(served, "SELECT (RAND() AS ?t) {}", star, **more).status_code == 200
    assert served.client.post("/sparql", data={"query": EVENTS, **more}, headers=star).status_code == 200


@pytest.mark.thorough
def test_a_star_takes_nothing_of_an_answer_that_takes_long(served: Served) -> None:
    """Though it would be sent from its first rows on."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?g) }"
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    assert ask(served, rows, {"If-None-Match": "*"}, limit="200000").status_code == 304
    assert ask(served, slow, {"If-None-Match": "*"}, timeout="0.5").status_code == 504


def test_an_article_more_makes_it_stale(writable: Served) -> None:
    """The tag is the log's position, among others."""
    tag = ask(writable, EVENTS).headers["etag"]
    writable.client.post("/articles", json={"text": "Mara Lind resigned in Tal on Monday. She gave no reason."})

    assert ask(writable, EVENTS, {"If-None-Match": tag}).status_code == 200


def test_head_is_get_without_the_body(served: Served) -> None:
    """Length, type and validator are those of GET."""
    plain = {"Accept-Encoding": "identity"}
    got = ask(served, EVENTS, plain)
    headed = served.client.head("/sparql", params={"query": EVENTS}, headers=plain)

    assert headed.content == b""
    for name in ("content-length", "content-type", "etag", "x-kb-position", "x-kb-truncated"):
        assert name in got.headers
        if name != "content-length":  # the seconds in it may take a digit more or less
            assert headed.headers[name] == got.headers[name]


@pytest.mark.parametrize(("coding", "decode"), [("gzip", gzip.decompress), ("zstd", zstandard.decompress)])
def test_answers_are_compressed_for_who_takes_it(served: Served, coding: str, decode: object) -> None:
    """And the same otherwise."""
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    plain = ask(served, query, {"Accept-Encoding": "identity"})
    with served.client.stream(
        "GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": f"{coding}, *;q=0"}
    ) as answer:
        packed = b"".join(answer.iter_raw())

    assert answer.headers["content-encoding"] == coding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(packed) < len(plain.content) / 2
    assert decode(packed) == plain.content or len(decode(packed)) == len(plain.content)  # type: ignore[operator]


def test_the_head_of_a_json_result_says_how_it_went(served: Served) -> None:
    """Position, truncated, seconds, warnings; of ASK too, and the rest is as it was."""
    rows = ask(served, "SELECT ?n { ?e kb:nonsense ?n }").json()
    cut = ask(served, EVENTS, limit="1")
    truth = ask(served, "ASK {}").json()

    assert rows["results"] == {"bindings": []}
    assert "kb:nonsense" in rows["head"]["meta"]["warnings"][0]
    assert cut.json()["head"]["meta"]["truncated"] is True
    assert (len(cut.json()["results"]["bindings"]), cut.headers["x-kb-truncated"]) == (1, "true")
    assert truth["boolean"] is True
    assert truth["head"]["meta"]["position"] == served.kb.position
    assert float(cut.headers["x-kb-seconds"]) >= 0


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "9" * 30])
def test_a_limit_is_a_number_of_rows(served: Served, limit: str) -> None:
    """Anything else is refused with what to give."""
    answer = ask(served, EVENTS, limit=limit)

    assert answer.status_code == 400
    assert "limit=100" in answer.json()["hint"]


def test_a_moment_is_said(served: Served) -> None:
    """The header of the position, and that it was asked for."""
    then = ask(served, "ASK {}", asOf="2")

    assert then.headers["x-kb-as-of"] == then.headers["x-kb-position"] == "2"
    assert "x-kb-as-of" not in ask(served, "ASK {}").headers


@pytest.mark.thorough
def test_a_long_answer_begins_before_it_ends(large: Served) -> None:
    """Rows come at once; when the query is stopped the connection breaks off, and nobody takes it for whole."""
    with large.client.stream(
        "POST", "/sparql", data={"query": LONG, "timeout": "2"}, headers={"Accept-Encoding": "identity"}
    ) as answer:
        parts = answer.iter_bytes()
        first = next(parts)
        assert answer.status_code == 200
        assert b'"meta":{"position"' in first
        assert b'"streamed":true' in first
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in parts:
                pass


def test_who_goes_in_the_middle_takes_the_query_along(large: Served) -> None:
    """Also when rows were sent already."""
    with large.client.stream("POST", "/sparql", data={"query": LONG, "timeout": "300"}) as answer:
        next(answer.iter_bytes())
    limit = time.monotonic() + 60
    while large.backend.query_load[0]:
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.mark.thorough
def test_a_streamed_answer_has_trailers(large: Served) -> None:
    """For who asks for them: whether it was cut, and the seconds."""
    limited = LONG + " LIMIT 150000"
    host, port = large.client.base_url.host, large.client.base_url.port
    content = str(httpx.QueryParams({"query": limited, "timeout": "100"})).encode()
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: close\r\nAccept: text/csv\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection((host, port or 80)) as connection:
        connection.sendall(head.encode() + content)
        said = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    headers, _, rest = said.partition(b"\r\n\r\n")

    assert b"200 OK" in headers
    if b"content-length" not in headers.lower():  # it took longer than the patience, as it should
        assert b"trailer: X-Kb-Truncated" in headers
        ending = rest[-300:].lower()
        assert b"\r\n0\r\nx-kb-truncated: false\r\nx-kb-seconds: " in ending
        assert ending.endswith(b"\r\n\r\n")


def test_explain_is_a_plan_and_no_answer(served: Served) -> None:
    """With what would be warned about."""
    plan = ask(served, "SELECT * { ?e a kb:Event . ?x kb:nonsense ?y }", explain="1").json()
    wrong = ask(served, "SELECT * {", explain="1")

    assert plan["form"] == "SELECT"
    assert any(step["what"] == "?e a kb:Event" and step["rows"] for step in plan["steps"])
    assert any("kb:nonsense" in warning for warning in plan["warnings"])
    assert (wrong.status_code, wrong.json()["reason"]) == (400, "malformed")
    assert ask(served, EVENTS, explain="maybe").status_code == 400


def test_a_product_is_told(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which parts have nothing in common, and how many rows that makes."""
    monkeypatch.setattr(query_service, "_LOOKING", 100.0)  # a busy machine takes longer than anybody is kept waiting
    answer = ask(served, "SELECT (COUNT(*) AS ?n) { ?a a ?c . ?d a ?f }")

    assert "have no variable in common" in answer.headers["x-kb-warning"]


def test_a_warning_that_quotes_several_lines_is_said_on_one(served: Served) -> None:
    """A line's end would end the header as well: no answer could be sent."""
    for end in ("\n", "\r", "\x0b", "\x7f"):
        answer = ask(served, f"SELECT * {{ ?e kb:reality '''planned{end}later''' }}")

        assert answer.status_code == 200
        assert "planned later" in answer.headers["x-kb-warning"]
        assert f"planned{end}later" in "".join(answer.json()["head"]["meta"]["warnings"])


def test_search_joins_with_patterns(served: Served) -> None:
    """Over HTTP as in the command line, also in the past, where there was nothing yet."""
    query = 'SELECT ?title { (?a ?score) kb:search "Nordhaven" ; kb:title ?title }'
    now, then = ask(served, query, format="csv"), ask(served, query, format="csv", asOf="2")

    assert len(now.text.split()) > 1
    assert then.text.split() == ["title"]


def test_the_page_about_sparql_tells_what_works(served: Served) -> None:
    """Every query on it is answered, without a word about unknown terms."""
    page = (Path(__file__).parents[2] / "docs/sparql.md").read_text(encoding="utf-8")
    queries = [block.partition("```")[0] for block in page.split("```sparql\n")[1:]]

    assert len(queries) > 5
    for query in queries:
        answer = ask(served, query)
        assert answer.status_code == 200, query
        assert "ontology has no" not in json.dumps(answer.json()["head"]["meta"])
