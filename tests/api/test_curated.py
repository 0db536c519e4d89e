"""Over HTTP what concerns many at once: lists, candidates, members, judging anew; on a real server."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.events import Asked, Candidate, CandidatesFound
from kb.events.streams import RESOLUTION
from kb.log import Append
from kb.service.tokens import Tokens
from tests.api.conftest import Served, opened, serving

LIST = "id,type,name,aliases,country\nwikidata:Q1,organisation,Blue Column,The Column,NO\nx:2,company,Kasonta Mine,,\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all, with a candidate that a service proposed; each test leaves what the others need."""
    with opened(tmp_path_factory.mktemp("curated") / "home") as kb:
        entity = kb.entity_id("Nordhaven Depot")
        proposed = Candidate("wikidata:Q9", "Nordhaven Depot", 91.0, match=True)
        with kb.writing() as projections:
            found = CandidatesFound(
                "https://example.org/", "wikidata", (Asked(entity, "Nordhaven Depot", (proposed,)),)
            )
            kb.log.append_batch([Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [found], "service:test")])
            projections.advance(kb.log)
        with serving(kb) as made:
            yield made


def put(client: httpx.Client, text: str = LIST, **params: str) -> httpx.Response:
    """Send a list."""
    return client.put(
        "/curated-lists/actors", content=text.encode(), params=params, headers={"Content-Type": "text/csv"}
    )


def test_a_list_comes_in_is_listed_and_leaves(served: Served) -> None:
    """A dry run records nothing; the same file again neither; as of before there is none; withdrawn it is gone."""
    client, before = served.client, served.kb.position

    assert (put(client, dryRun="true").json()["added"], served.kb.position) == (2, before)
    done = put(client, origin="actors.csv").json()
    assert (done["added"], done["linked"], done["position"] > before) == (2, 1, True)
    again = put(client).json()
    assert (again["position"], again["kept"]) == (0, 2)
    (listed,) = client.get("/curated-lists").json()["items"]
    assert (listed["name"], listed["entries"], listed["form"], listed["origin"]) == ("actors", 2, "csv", "actors.csv")
    assert client.get("/curated-lists", params={"asOf": before}).json() == {"items": []}
    left = client.post("/curated-lists/actors/withdrawal", json={"reason": "out of date"})
    assert (left.status_code, left.json()["removed"]) == (201, 2)
    assert client.get("/curated-lists").json() == {"items": []}


@pytest.mark.parametrize(
    ("text", "headers", "path", "status", "code"),
    [
        (LIST, {"Content-Type": "text/plain"}, "actors", 400, "bad-list"),
        ("id,type,name\nx:1,unicorn,A\n", {"Content-Type": "text/csv"}, "actors", 400, "bad-list"),
        (LIST, {"Content-Type": "text/csv"}, "No Name", 400, "bad-list-name"),
        ("", {"Content-Type": "text/csv"}, "actors", 400, "unreadable-source"),
    ],
)
def test_a_bad_list_is_refused(
    served: Served, text: str, headers: dict[str, str], path: str, status: int, code: str
) -> None:
    """With what is wrong; nothing is recorded."""
    before = served.kb.position

    answer = served.client.put(f"/curated-lists/{path}", content=text.encode(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert served.kb.position == before


def test_a_list_that_is_not_there_cannot_leave(served: Served) -> None:
    """404, and a reason is asked for."""
    assert served.client.post("/curated-lists/none/withdrawal", json={"reason": "x"}).status_code == 404
    assert served.client.post("/curated-lists/none/withdrawal", json={}).status_code == 422


def test_candidates_are_listed_rejected_and_accepted(served: Served) -> None:
    """By the decisions of the same names; undone, they are open again; one that nobody proposed is none."""
    client = served.client
    (one,) = client.get("/candidates").json()["items"]
    assert (one["label"], one["external"], one["match"], one["state"]) == (
        "Nordhaven Depot",
        "wikidata:Q9",
        True,
        "open",
    )

    said = {"what": one["entity"], "value": one["external"], "reason": "another depot"}
    rejected = client.post("/decisions/reject", json=said)
    assert rejected.status_code == 201, rejected.text
    assert client.get("/candidates").json() == {"items": []}
    assert client.get("/candidates", params={"state": "rejected"}).json()["items"][0]["state"] == "rejected"
    assert client.post("/decisions/undo", json={"position": rejected.json()["position"]}).status_code == 201
    accepted = client.post("/decisions/accept", json=said)
    assert accepted.status_code == 201, accepted.text
    assert client.get("/candidates", params={"state": "accepted", "entity": "Nordhaven Depot"}).json()["items"]
    assert client.post("/decisions/accept", json=said | {"value": "wikidata:Q10"}).status_code == 404


def test_members_are_listed(served: Served) -> None:
    """Each article's own name for it, and by whose decision it stands there."""
    first, second = served.client.get("/members", params={"of": "Blue Column"}).json()["items"]
    assert (first["label"], first["by"]) == ("Blue Column", "")
    assert second["by"].startswith("rule:resolution/")
    assert "#" in first["name"]
    assert served.client.get("/members", params={"of": "Nobody At All"}).status_code == 404


def test_judging_anew_is_shown_first_and_written_if_told(served: Served) -> None:
    """A plan has the position it holds for; another one is refused; an article that is not there is none."""
    client = served.client
    plan = client.post("/resolution", json={}).json()
    assert (plan["articles"], plan["written"], plan["position"]) == (2, 0, served.kb.position)
    assert plan["settled"]
    written = client.post("/resolution", json={"write": True, "position": plan["position"]})
    assert written.status_code == 200, written.text
    assert client.post("/resolution", json={"article": "article-0000000000000000"}).status_code == 404


@pytest.mark.thorough
def test_scopes_are_those_of_other_writing_routes(tmp_path: Path) -> None:
    """To read a list no token is needed, to bring one a writer's, to withdraw one or judge all anew an admin's."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        secret = {name: Tokens(kb.home.root).new(name, name) for name in ("write", "admin")}
        by = {name: {"Authorization": f"Bearer {token}"} for name, token in secret.items()}
        csv = {"Content-Type": "text/csv"}
        client = served.client

        assert client.get("/curated-lists").status_code == 200
        assert client.put("/curated-lists/a", content=LIST, headers=csv).status_code == 401
        assert client.put("/curated-lists/a", content=LIST, headers=csv | by["write"]).status_code == 200
        assert client.get("/curated-lists").json()["items"][0]["actor"] == "person:write"
        for path, body in (("/curated-lists/a/withdrawal", {"reason": "x"}), ("/resolution", {})):
            assert client.post(path, json=body, headers=by["write"]).json()["code"] == "scope-too-small"
            assert client.post(path, json=body, headers=by["admin"]).status_code in (200, 201)
