"""Queries that pass the framework by: the same answers, headers and refusals, and never an old answer."""

import httpx
import pytest

from tests.api.conftest import Served

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LATER = "Mara Lind resigned in Tal on Monday. She gave no reason."
WARM = {"Accept": "text/csv"}


def counted(client: httpx.Client, **params: str) -> tuple[int, httpx.Response]:
    """Ask how many triples there are."""
    answer = client.get("/sparql", params={"query": COUNT, **params}, headers=WARM)
    assert answer.status_code == 200, answer.text
    return int(answer.text.split()[1]), answer


def test_an_addition_is_never_hidden_by_an_answer_that_was_kept(writable: Served) -> None:
    """Nor is the past by the present, or the present by the past."""
    before, first = counted(writable.client)
    position = first.headers["X-Kb-Position"]
    again = counted(writable.client)
    while "Cache-Status" not in again[1].headers:  # the first may have come before a worker was ready
        again = counted(writable.client)
    assert again[0] == before
    assert again[1].headers["Cache-Status"] == "kb; hit"
    assert again[1].headers["ETag"] == first.headers["ETag"]
    assert writable.client.post("/articles", json={"text": LATER}).status_code == 201

    after, second = counted(writable.client)
    assert after > before
    assert "Cache-Status" not in second.headers
    past, then = counted(writable.client, asOf=position)
    assert (past, then.headers["X-Kb-As-Of"]) == (before, position)
    assert counted(writable.client)[0] == after
    known = {"If-None-Match": second.headers["ETag"], **WARM}
    assert writable.client.get("/sparql", params={"query": COUNT}, headers=known).status_code == 304
    known["If-None-Match"] = first.headers["ETag"]
    assert writable.client.get("/sparql", params={"query": COUNT}, headers=known).status_code == 200


@pytest.mark.thorough
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_header_of_other_answers_is_there(client: httpx.Client, method: str) -> None:
    """And its route is counted by its name."""
    where = {"params": {"query": COUNT}} if method == "GET" else {"data": {"query": COUNT}}
    answer = client.request(method, "/sparql", headers={"Origin": "https://example.org", **WARM}, **where)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-Id"]
    assert f'method="{method}",route="/sparql",status="200"' in client.get("/metrics").text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT {", "malformed"),
        ("DROP ALL", "refused"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "refused"),
    ],
)
def test_refusals_are_problems(client: httpx.Client, query: str, reason: str) -> None:
    """With the id of the request."""
    answer = client.post("/sparql", data={"query": query})

    assert (answer.status_code, answer.json()["reason"]) == (400, reason)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]
    assert answer.json()["instance"] == "/sparql"


def test_a_misspelt_parameter_is_not_passed_over(client: httpx.Client) -> None:
    """As on every other route."""
    assert client.get("/sparql", params={"query": COUNT, "as_of": "1"}).status_code == 400
    assert client.get("/sparql", params={"query": COUNT, "minconfidence": "1"}).status_code == 400


def test_how_much_is_kept_can_be_seen(client: httpx.Client) -> None:
    """In Prometheus's format."""
    while "Cache-Status" not in counted(client)[1].headers:
        pass
    lines = client.get("/metrics").text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if line.startswith("kb_query_cache"))
    assert float(values['kb_query_cache_requests_total{result="hit"}']) >= 1
    assert float(values["kb_query_cache_bytes"]) > 0
