"""Deciding over HTTP: who has a token acts under its name; the present state is said; lists say how decisions stand."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from kb.service.tokens import Tokens
from tests.api.conftest import Served, opened, serving


def decide(client: httpx.Client, action: str, token: str = "", **body: Any) -> httpx.Response:
    """Send one decision."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post(f"/decisions/{action}", json=body, headers=headers)


def event_of(client: httpx.Client) -> str:
    """Return the id of an attack."""
    return str(client.get("/events").json()["items"][0]["id"])


def types(client: httpx.Client) -> list[str]:
    """Return the types of all events, by query."""
    rows = client.get("/sparql", params={"query": "SELECT ?t { ?e a kb:Event ; kb:eventType ?t }", "format": "csv"})
    return sorted(line.strip().rpartition("#")[2] for line in rows.text.splitlines()[1:])


@pytest.mark.thorough
def test_a_decision_is_seen_by_the_next_query_and_taken_back_by_undo(writable: Served) -> None:
    """Amend, undo, redo; each says what holds now."""
    client = writable.client
    event = event_of(client)
    done = decide(client, "amend", what=event, value="bombing", reason="see photo")
    assert done.status_code == 201, done.text
    assert done.json()["said"] == f"the eventType of {event} is bombing now."
    assert types(client) == ["attack", "bombing"]

    position = done.json()["position"]
    assert decide(client, "undo", position=position).status_code == 201
    assert types(client) == ["attack", "attack"]
    again = decide(client, "undo", position=position)
    assert (again.status_code, again.json()["code"]) == (409, "decision-state")
    assert f"undone already, by event {position + 1}" in again.json()["detail"]
    assert decide(client, "redo", position=position).status_code == 201
    assert types(client) == ["attack", "bombing"]


@pytest.mark.thorough
def test_who_has_a_token_acts_under_its_name(tmp_path: Path) -> None:
    """Adding and deciding; the setting's token goes on working; a revoked one is refused at once."""
    with opened(tmp_path / "home") as kb, serving(kb, token="s3cret") as served:
        tokens = Tokens(kb.home.root)
        ann, ben = tokens.new("ann"), tokens.new("ben")
        client, event = served.client, event_of(served.client)

        assert decide(client, "confirm", what=event).status_code == 401
        assert decide(client, "confirm", "kb_wrong", what=event).status_code == 401
        assert decide(client, "confirm", ann, what=event).json()["actor"] == "person:ann"
        overturned = decide(client, "retract", ben, what=event, reason="a drill").json()
        assert overturned["overturns"] == [
            {"position": overturned["position"] - 1, "actor": "person:ann", "reason": ""}
        ]
        assert decide(client, "undo", "s3cret", position=overturned["position"]).json()["actor"] == kb.actor
        article = {"text": "Red Guard attacked Depot Nine on Monday. " * 3}
        headers = {"Authorization": f"Bearer {ann}"}
        assert client.post("/articles", json=article, headers=headers).status_code == 201
        added = [r.envelope.actor for r in kb.log.read(types=["article-added"])]
        assert added[-1] == "person:ann"

        tokens.revoke("ann")
        assert decide(client, "confirm", ann, what=event).status_code == 401


def test_a_named_token_alone_closes_the_door_on_loopback(writable: Served) -> None:
    """As long as there is one."""
    client, event = writable.client, event_of(writable.client)
    secret = Tokens(writable.kb.home.root).new("ann")
    assert decide(client, "confirm", what=event).status_code == 401
    assert decide(client, "confirm", secret, what=event).status_code == 201
    assert secret not in (writable.kb.home.root / "tokens.json").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_what_cannot_be_decided_is_refused_with_the_present_state(writable: Served) -> None:
    """By status and code; nothing is recorded."""
    client, event = writable.client, event_of(writable.client)
    entities = client.get("/entities").json()["items"]
    before = client.get("/health").json()["position"]
    for action, body, status, code in (
        ("amend", {"what": event, "value": "zzz"}, 400, "unfit-amendment"),
        ("amend", {"what": event}, 400, "bad-input"),
        ("confirm", {"what": "event-" + "0" * 20}, 404, "no-such-claim"),
        ("confirm", {"what": event, "position": 4}, 400, "bad-input"),
        ("merge", {"what": entities[0]["id"], "value": entities[0]["id"]}, 409, "entity-state"),
        ("undo", {"position": 1}, 404, "not-a-decision"),
        ("undo", {"position": 9999}, 404, "not-a-decision"),
    ):
        answer = decide(client, action, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    none = decide(client, "undo", position=0).json()
    assert none["detail"] == "The action undo needs 'position', from 1 on: positions of events begin at 1."
    assert decide(client, "redo").json()["detail"].startswith("The action redo needs 'position', from 1 on")
    assert "the number from 1 on of the event that records the decision" in none["hint"]
    wordy = decide(client, "undo", position="abc")
    assert (wordy.status_code, wordy.json()["hint"]) == (422, "/openapi.json says what this address takes.")
    assert client.get("/openapi.json").status_code == 200
    assert client.post("/decisions/forget", json={}).status_code == 422
    half = client.post("/decisions/unmerge", content=b'{"what": "\\ud800"}')
    assert half.status_code == 422, half.text
    assert client.get("/health").json()["position"] == before


@pytest.mark.parametrize(
    ("path", "needs"), [("/decisions/confirm", "write"), ("/articles", "write"), ("/resolution", "admin")]
)
def test_who_may_not_write_is_told_so_before_what_is_wrong_with_the_body(
    writable: Served, path: str, needs: str
) -> None:
    """401 without a token and 403 with one for reading, be the body no JSON, no text or nested too deeply."""
    tokens = Tokens(writable.kb.home.root)
    headers = {"Authorization": f"Bearer {tokens.new('eve', 'read')}", "Content-Type": "application/json"}
    allowed = {**headers, "Authorization": f"Bearer {tokens.new('ann', needs)}"}
    for body in (b"{", b"\xff\xfe", b"[" * 100_000, b"{}x"):
        refused = writable.client.post(path, content=body, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-too-small"), refused.text
        nobody = writable.client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert nobody.status_code == 401
        assert nobody.headers["WWW-Authenticate"] == "Bearer"
        assert writable.client.post(path, content=body, headers=allowed).status_code == 400


def test_somebody_elses_decision_meanwhile_is_a_conflict(writable: Served) -> None:
    """Who decides says what they had seen."""
    client, event = writable.client, event_of(writable.client)
    seen = client.get("/health").json()["position"]
    assert decide(client, "amend", what=event, value="bombing", seen=seen).status_code == 201
    second = decide(client, "amend", what=event, value="shelling", seen=seen)
    assert (second.status_code, second.json()["code"]) == (409, "decided-meanwhile")
    assert decide(client, "amend", what=event, value="shelling", seen=seen + 1).status_code == 201


def test_decisions_are_listed_in_parts_with_how_they_stand(writable: Served) -> None:
    """The last first."""
    client, event = writable.client, event_of(writable.client)
    first = decide(client, "confirm", what=event).json()["position"]
    decide(client, "undo", position=first)
    rows = client.get("/decisions").json()
    assert [(row["type"], row["state"]) for row in rows["items"]] == [
        ("decision-undone", "undoes"),
        ("claim-confirmed", "undone"),
    ]
    part = client.get("/decisions", params={"limit": 1}).json()
    assert part["next"] == first + 1
    rest = client.get("/decisions", params={"before": part["next"]}).json()
    assert [row["position"] for row in rest["items"]] == [first]
    assert client.get("/decisions", params={"lost": True}).json()["items"] == []
