"""Questions and answers over HTTP, on a real server."""

from pathlib import Path

import httpx
import pytest

from kb.service.tokens import Tokens
from tests.api.conftest import Served
from tests.service.stories import put, story


@pytest.fixture
def asking(writable: Served, tmp_path: Path) -> Served:
    """A server with questions."""
    put(
        writable.kb,
        tmp_path,
        story("Ironclads", "Nordhaven Mill", 11),
        story("Ironclads", "Southport Bridge", 19),
        story("Grey Wolf Band", "Westgate Mill", 3),
        story("Grey Wolf Band", "Eastgate Mill", 4),
    )
    writable.backend.prepare()
    return writable


def test_questions_are_paged_answered_and_taken_back(asking: Served) -> None:
    """GET, one of them, POST, undo; each answer is by whom the token belongs to."""
    client = asking.client
    first = client.get("/review", params={"limit": 1, "kind": "entity"}).json()
    assert first["total"] > 1
    assert first["next"] == 1
    rest = client.get("/review", params={"offset": 1, "kind": "entity"}).json()
    assert rest["next"] == 0
    asked = [*first["items"], *rest["items"]]
    assert [one["worth"] for one in asked] == sorted((one["worth"] for one in asked), reverse=True)
    near = next(one for one in asked if one["why"] == "near")
    path = f"/review/{near['id']}"
    assert client.get(path).json() == near
    assert near["sides"][0]["told"][0]["quote"]["words"].startswith("Ironclads")

    secret = Tokens(asking.kb.home.root).new("ann")
    token = {"Authorization": f"Bearer {getattr(secret, 'secret', secret)}"}
    assert client.post(path, json={"answer": "same"}).status_code == 401
    done = client.post(path, json={"answer": "same", "reason": "one band", "seen": first["position"]}, headers=token)
    assert done.status_code == 201, done.text
    assert done.json()["actor"] == "person:ann"
    assert client.get(path).status_code == 404
    assert client.get(path).json()["code"] == "no-such-review"
    assert client.post(path, json={"answer": "undo"}, headers=token).status_code == 201
    assert client.get(path).json()["id"] == near["id"]
    assert client.post(path, json={"answer": "undo"}, headers=token).status_code == 404


def test_different_inside_one_says_who_went_where(asking: Served) -> None:
    """As on the command line."""
    client = asking.client
    weak = client.get("/review", params={"why": "weak", "kind": "entity"}).json()["items"][0]
    done = client.post(f"/review/{weak['id']}", json={"answer": "different"})
    assert done.status_code == 201
    assert "came apart where the evidence is weakest" in done.json()["said"]


def test_explode_and_move_over_http(asking: Served) -> None:
    """Each a decision like others, refused where it cannot be."""
    client = asking.client
    weak = client.get("/review", params={"why": "weak", "kind": "entity"}).json()["items"][0]
    moved = client.post("/decisions/move", json={"what": weak["pair"][1], "value": "itself"})
    assert moved.status_code == 201, moved.text
    assert client.post("/decisions/move", json={"what": weak["pair"][1], "value": "itself"}).status_code == 409
    assert client.post("/decisions/undo", json={"position": moved.json()["position"]}).status_code == 201
    entity = weak["sides"][0]["id"]
    assert client.post("/decisions/explode", json={"what": entity}).status_code == 201
    assert client.post("/decisions/explode", json={"what": entity}).status_code == 409
    assert client.post("/decisions/explode", json={"what": "entity-" + "0" * 20}).status_code == 404
    assert [row["type"] for row in client.get("/decisions", params={"limit": 1}).json()["items"]] == ["members-moved"]


@pytest.mark.parametrize("query", ["kind=cat", "why=because", "limit=0", "asOf=3"])
def test_what_it_does_not_know_is_refused(client: httpx.Client, query: str) -> None:
    """Not an answer to another question."""
    assert client.get(f"/review?{query}").status_code in (400, 422)
