"""Withdrawing over HTTP: the article is gone for queries that follow, and who may not write is refused."""

from pathlib import Path

from tests.api.conftest import opened, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?a a kb:Article }"


def test_an_article_is_withdrawn_and_queries_are_without_it(tmp_path: Path) -> None:
    """201 with the event; again, unknown or without a reason: problems that say how things stand."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        client = served.client
        first, *_ = [row["id"] for row in client.get("/articles").json()["items"]]
        before = int(client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.split()[1])

        answer = client.post(f"/articles/{first}/withdrawal", json={"reason": "asked by the publisher"})

        assert answer.status_code == 201
        said = answer.json()
        assert (said["article"], said["reason"]) == (first, "asked by the publisher")
        assert said["position"] == kb.position
        assert client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.split()[1] == str(before - 1)
        assert client.get(f"/articles/{first}").status_code == 404
        then = {"query": COUNT, "format": "csv", "asOf": said["position"] - 1}
        assert client.get("/sparql", params=then).text.split()[1] == str(before)
        again = client.post(f"/articles/{first}/withdrawal", json={"reason": "asked"})
        assert (again.status_code, again.json()["code"]) == (409, "left-article")
        assert client.post("/articles/article-0000000000000000/withdrawal", json={"reason": "x"}).status_code == 404
        assert client.post(f"/articles/{first}/withdrawal", json={"reason": " "}).status_code == 400
        assert client.post(f"/articles/{first}/withdrawal", json={}).status_code == 422


def test_withdrawing_needs_the_token(tmp_path: Path) -> None:
    """Where there is one."""
    with opened(tmp_path / "home") as kb, serving(kb, token="secret") as served:
        first = served.client.get("/articles").json()["items"][0]["id"]
        position = kb.position

        assert served.client.post(f"/articles/{first}/withdrawal", json={"reason": "asked"}).status_code == 401
        assert kb.position == position
        sent = {"Authorization": "Bearer secret"}
        answer = served.client.post(f"/articles/{first}/withdrawal", json={"reason": "asked"}, headers=sent)
        assert answer.status_code == 201
