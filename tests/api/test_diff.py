"""Tests of kb.api.routes.diff: what changed, and why a triple is there, over HTTP."""

import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from starlette.concurrency import iterate_in_threadpool

from tests.api.conftest import Served


def test_what_changed_comes_as_json_or_as_a_patch(served: Served) -> None:
    """By parameter or by Accept; the same as on the command line."""
    client, last = served.client, served.kb.position
    found = client.get("/diff", params={"from": 2})
    patch = client.get("/diff", params={"from": 2, "to": last, "format": "patch"})
    accepted = client.get("/diff", params={"from": 2, "to": last}, headers={"Accept": "application/rdf-patch"})

    assert found.headers["content-type"] == "application/json"
    assert (found.json()["from"], found.json()["to"]) == (2, last)
    assert {event["type"] for event in found.json()["events"]} >= {"article-added", "extraction-recorded"}
    assert patch.headers["content-type"].startswith("application/rdf-patch")
    assert patch.text == accepted.text
    assert patch.text.startswith("H id <urn:uuid:")
    assert patch.text.count("\nA ") > 100
    assert client.get("/diff", params={"from": last, "to": last}).json()["groups"] == []


def test_positions_that_are_none_are_said(served: Served) -> None:
    """And more than a fixed number at once are not compared."""
    client = served.client
    assert client.get("/diff", params={"from": 0, "to": 9999}).json()["code"] == "no-such-moment"
    assert client.get("/diff", params={"from": "-1"}).status_code == 404
    assert client.get("/diff").status_code == 422
    assert client.get("/diff", params={"from": 0}, headers={"Accept": "image/png"}).status_code == 406


def test_places_for_comparing_come_free_again(served: Served) -> None:
    """Also after errors, and after readers that went, as soon as the server has seen that they did."""
    client = served.client
    for _ in range(3):
        assert _answered(client, {"from": 0, "to": 9999}) == 404
        assert _answered(client, {"from": 0, "to": 9999}) == 404
        with client.stream("GET", "/diff", params={"from": 3}) as answer:
            assert answer.status_code in (200, 503)
    assert _answered(client, {"from": 3}) == 200


def _answered(client: httpx.Client, params: dict[str, int]) -> int:
    """Return the status of a comparison, asked for again while places are taken: ten seconds at most."""
    end = time.monotonic() + 10
    while (status := client.get("/diff", params=params).status_code) == 503 and time.monotonic() < end:
        time.sleep(0.02)
    return status


def test_a_triple_has_its_reasons(served: Served) -> None:
    """By triple and by id."""
    client = served.client
    event = client.get("/events").json()["items"][0]
    by_id = client.get("/blame", params={"id": event["id"], "limit": 1000}).json()["triples"]
    claim = next(one for one in by_id if one["claim"])
    again = client.get("/blame", params={"triple": claim["quad"]}).json()

    assert again == {"triples": [claim], "more": False}
    assert claim["grounds"][0]["quotes"][0]["words"]
    assert {"article-added", "extraction-recorded"} <= {event["type"] for event in claim["events"]}
    assert client.get("/blame", params={"id": event["id"], "limit": 1}).json()["more"] is True


def test_what_cannot_be_blamed_is_said(served: Served) -> None:
    """Neither, both, nonsense, and what is not there."""
    client = served.client
    for params, status in (
        ({}, 400),
        ({"id": "event-1", "triple": "kb:a kb:b kb:c"}, 400),
        ({"triple": "kb:a kb:b '"}, 400),
        ({"id": "http://["}, 404),
        ({"triple": "kb:a kb:b kb:c"}, 404),
        ({"id": "event-0123456789abcdef0123"}, 404),
    ):
        answer = client.get("/blame", params=params)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_changed_is_sent_in_pieces_of_some_size(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A patch has thousands of lines, and each piece changes threads: line by line that took ten times as long."""
    pieces: list[bytes] = []

    def noted(body: Iterator[bytes]) -> AsyncIterator[bytes]:
        pieces.extend(body)
        return iterate_in_threadpool(pieces)

    monkeypatch.setattr("starlette.responses.iterate_in_threadpool", noted)
    for accept in ("application/rdf-patch", "application/json", "text/csv", "text/turtle"):
        pieces.clear()
        answer = served.client.get("/diff", params={"from": 0}, headers={"Accept": accept})
        assert b"".join(pieces) == answer.content
        assert len(answer.content) > 1 << 16
        assert all(len(one) >= 1 << 16 for one in pieces[:-1]), accept
