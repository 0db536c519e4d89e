"""Correcting over HTTP: a new text, an earlier one back; who may, and what is refused."""

from kb.service.tokens import Tokens
from tests.api.conftest import Served

TEXT = "Blue Column attacked Nordhaven Depot on Tuesday. At least 6 killed were counted."


def test_a_new_text_and_back(writable: Served) -> None:
    """Source and date stay; the earlier text has its id back; the token's owner is who corrected."""
    client = writable.client
    headers = {"Authorization": f"Bearer {Tokens(writable.kb.home.root).new('ann')}"}
    old = client.get("/articles", params={"source": "Wire"}).json()["items"][0]
    assert client.post(f"/articles/{old['id']}/correction", json={"text": TEXT}).status_code == 401

    done = client.post(f"/articles/{old['id']}/correction", json={"text": TEXT}, headers=headers)

    assert done.status_code == 201, done.text
    new = done.json()
    assert (new["status"], done.headers["Location"]) == ("corrected", f"/articles/{new['id']}")
    now = client.get("/articles", params={"source": "Wire"}).json()["items"]
    assert [(row["id"], row["published"]) for row in now] == [(new["id"], old["published"])]
    [recorded] = writable.kb.log.read(types=["article-corrected"])
    assert recorded.envelope.actor == "person:ann"

    again = client.post(f"/articles/{old['id']}/correction", json={"text": TEXT + " More."}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "left-article")
    assert f"{new['id']} took its place" in again.json()["detail"]
    back = client.post(
        f"/articles/{new['id']}/correction", json={"back_to": old["id"], "reason": "mixed up"}, headers=headers
    )
    assert (back.status_code, back.json()["id"]) == (201, old["id"])
    assert [one.event.reason for one in writable.kb.log.read(types=["article-corrected"])] == ["", "mixed up"]
    [row] = client.get("/articles", params={"source": "Wire"}).json()["items"]
    when = ("position", "added_at")
    assert {name: row[name] for name in row if name not in when} == {
        name: old[name] for name in old if name not in when
    }
    known = client.post(f"/articles/{old['id']}/correction", json={"text": TEXT}, headers=headers).json()["id"]
    same = client.post(f"/articles/{known}/correction", json={"text": TEXT}, headers=headers)
    assert (same.status_code, same.json()["status"], same.json()["id"]) == (200, "known", new["id"])


def test_what_is_refused(writable: Served) -> None:
    """No such article, no text, both, an id that is no earlier text; nothing is recorded."""
    client, position = writable.client, writable.kb.position
    first, second = (row["id"] for row in client.get("/articles").json()["items"])
    for identifier, body, status, code in (
        ("article-0123456789abcdef", {"text": TEXT}, 404, "no-article"),
        (first, {}, 422, "bad-request"),
        (first, {"text": TEXT, "back_to": second}, 422, "bad-request"),
        (first, {"back_to": second}, 409, "not-earlier"),
    ):
        answer = client.post(f"/articles/{identifier}/correction", json=body)
        assert answer.status_code == status, answer.text
        assert answer.json()["code"] == code
        assert answer.headers["content-type"] == "application/problem+json"
    assert writable.kb.position == position
