"""Withdrawing over HTTP: the article is gone for queries that follow, and who may not write is refused."""

from pathlib import Path

import httpx
import pytest

from kb.service.erasure.erasing import erase
from tests.api.conftest import opened, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?a a kb:Article }"


@pytest.mark.thorough
def test_an_article_is_withdrawn_and_queries_are_without_it(tmp_path: Path) -> None:
    """201 with the event; again, unknown or without a reason: problems that say how things stand."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        client = served.client
        first, other, *_ = [row["id"] for row in client.get("/articles").json()["items"]]
        before = int(client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.split()[1])

        answer = client.post(f"/articles/{first}/withdrawal", json={"reason": "asked by the publisher"})

        assert answer.status_code == 201
        said = answer.json()
        assert (said["article"], said["reason"]) == (first, "asked by the publisher")
        assert said["position"] == kb.position
        assert client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.split()[1] == str(before - 1)
        gone = client.get(f"/articles/{first}")
        assert (gone.status_code, gone.json()["code"]) == (410, "gone-article")
        when = next(iter(kb.log.envelopes(after=kb.position - 1))).recorded_at[:19]
        by = f"withdrawn by event {said['position']} by {said['actor']}, {when}Z (asked by the publisher)"
        assert by in gone.json()["detail"]
        assert f"as of event {said['position'] - 1} it is still there" in gone.json()["hint"]
        assert client.get(f"/articles/{first}", params={"asOf": said["position"] - 1}).status_code == 200
        then = {"query": COUNT, "format": "csv", "asOf": said["position"] - 1}
        assert client.get("/sparql", params=then).text.split()[1] == str(before)
        again = client.post(f"/articles/{first}/withdrawal", json={"reason": "asked"})
        assert (again.status_code, again.json()["code"]) == (409, "left-article")
        assert client.post("/articles/article-0000000000000000/withdrawal", json={"reason": "x"}).status_code == 404
        assert client.post(f"/articles/{other}/withdrawal", json={"reason": " "}).status_code == 400
        assert client.post(f"/articles/{first}/withdrawal", json={}).status_code == 422


@pytest.mark.thorough
def test_a_withdrawn_text_that_is_sent_again_stays_out(tmp_path: Path) -> None:
    """409 that says who took it out; 201 with `again`; the page for adding leads to what became of it."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        client = served.client
        text = "Title: Raid\n\nBlue Column attacked Oster Mill on Friday, and 9 killed were found by the workers."
        article = client.post("/articles", json={"text": text}).json()["id"]
        done = client.post(f"/articles/{article}/withdrawal", json={"reason": "asked"}).json()
        position = kb.position

        refused = client.post("/articles", json={"text": text})
        assert (refused.status_code, refused.json()["code"]) == (409, "taken-out")
        assert f"{article} was withdrawn by event {done['position']}" in refused.json()["detail"]
        assert kb.position == position

        again = client.post("/articles", json={"text": text, "again": True})
        assert (again.status_code, again.json()["id"]) == (201, article)
        assert client.get(f"/articles/{article}").status_code == 200


@pytest.mark.thorough
def test_whatever_a_withdrawn_article_told_of_is_gone_too(tmp_path: Path) -> None:
    """410 by every address of it, in every form; 200 as of before; what never was stays 404."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        client = served.client
        article = client.get("/articles").json()["items"][0]["id"]
        told = {
            kind: client.get(f"/{kind}s", params={"article": article}).json()["items"][0]["id"]
            for kind in ("event", "statement")
        }
        client.post(f"/articles/{article}/withdrawal", json={"reason": "asked"})
        addresses = [f"/{kind}s/{one}" for kind, one in told.items()]
        addresses += [f"/doc/{one}.{form}" for one in told.values() for form in ("ttl", "json")]
        addresses += [f"/graph/{article}.ttl", f"/graph/{article}.nt", f"/doc/{article}.json", f"/doc/{article}.ttl"]

        for address in addresses:
            gone = client.get(address)
            assert (gone.status_code, gone.json()["code"]) == (410, "gone-article"), address
            assert "(asked)" in gone.json()["detail"]
            assert client.get(address, params={"asOf": kb.position - 1}).status_code == 200, address
        never = "event-00000000000000000000"
        for address in (f"/events/{never}", f"/doc/{never}.ttl", "/graph/article-0.ttl"):
            assert client.get(address).status_code == 404, address


@pytest.mark.thorough
def test_an_answer_about_the_past_says_what_was_erased_since(tmp_path: Path) -> None:
    """In a header, once, on every kind of answer; not on one about now, nor on the next request."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        client = served.client
        first, second = [row["id"] for row in client.get("/articles").json()["items"]]
        position = kb.position
        erase(kb, first.removeprefix("article-"), "law")
        erased = client.get(f"/articles/{first}")
        assert (erased.status_code, erased.json()["code"]) == (410, "erased-article")
        assert f"erased by event {position + 1}" in erased.json()["detail"]

        for path in ("/articles", f"/articles/{second}", "/export.ttl", f"/blame?id={second}", "/decisions"):
            answer = client.get(path, params={**dict(httpx.URL(path).params), "asOf": position})
            said = answer.headers.get("X-Kb-Warning", "")
            assert said.count("erased since") == 1, (path, said)
            assert "X-Kb-Warning" not in client.get(path).headers
        asked = client.post("/sparql", data={"query": "ASK { ?a a kb:Artikel }", "asOf": str(position)})
        assert "erased since" in asked.headers["X-Kb-Warning"]
        assert "Artikel" in asked.headers["X-Kb-Warning"]


def test_a_stream_that_is_not_there_is_said(tmp_path: Path) -> None:
    """404 for what is there; who follows may wait for it."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        answer = served.client.get("/log", params={"stream": "zzz"})
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-stream")
        assert served.client.get("/log", params={"stream": "base"}).json()["items"]


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_the_description_says_that_things_may_be_gone(tmp_path: Path) -> None:
    """Wherever one thing is asked for."""
    with opened(tmp_path / "home") as kb, serving(kb) as served:
        paths = served.client.get("/openapi.json").json()["paths"]
    for path in ("/articles/{identifier}", "/events/{identifier}", "/doc/{name}", "/graph/{name}"):
        assert "410" in paths[path]["get"]["responses"], path
