"""Saved queries and questions over HTTP."""

import re
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Served

OWN = "#+ title: Titles?\n#+ param: n: integer(1..9) = 9: how many\nSELECT ?t { ?a kb:title ?t } ORDER BY ?t LIMIT $n\n"


@pytest.fixture(scope="module")
def own(served: Served) -> httpx.Client:
    """A client of a server whose home has a query of its own, and a file that is none."""
    folder = served.kb.home.root / "queries"
    folder.mkdir()
    (folder / "titles.rq").write_text(OWN, encoding="utf-8")
    (folder / "bad.rq").write_text("ASK { ?s ?p $o }", encoding="utf-8")
    return served.client


def test_they_are_listed_with_their_forms(own: httpx.Client) -> None:
    """Also what is wrong with a file."""
    body = own.get("/queries").json()
    there = {one["name"]: one for one in body["items"]}

    assert there["titles"]["origin"] == "own"
    assert there["who-said-what-about"]["fields"][0]["required"] is True
    assert [one["file"] for one in body["problems"]] == ["bad.rq"]


@pytest.mark.thorough
def test_one_is_asked(own: httpx.Client) -> None:
    """By name and parameters, in any format, at any time."""
    answer = own.get("/queries/titles", params={"n": 1}, headers={"Accept": "text/csv"})
    assert answer.text == "t\r\nMore dead after raid\r\n"
    assert answer.headers["x-kb-position"]
    assert own.get("/queries/titles.csv", params={"n": 1}).text == answer.text
    assert own.get("/queries/titles", params={"n": 1, "format": "csv"}).text == answer.text
    assert own.get("/queries/titles.json").json()["head"]["vars"] == ["t"]
    assert own.get("/queries/titles.csv", params={"asOf": 1}).text == "t\r\n"
    assert own.get("/queries/titles.rq").text == OWN
    bound = own.get("/queries/titles.rq", params={"n": 1}).text
    assert own.get("/sparql", params={"query": bound}, headers={"Accept": "text/csv"}).text == answer.text
    said = own.get("/queries/who-said-what-about.csv", params={"about": "Ada Lund"})
    assert said.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/queries/none", 404, "no-such-saved-query"),
        ("/queries/..%2Ftitles", 404, ""),
        ("/queries/bad", 400, "bad-saved-query"),
        ("/queries/titles?n=many", 400, "bad-parameter"),
        ("/queries/titles?m=1", 400, "unknown-parameter"),
        ("/queries/who-is", 400, "missing-parameter"),
        ("/queries/who-is?who=Nobody", 404, "nothing-called"),
        ("/queries/titles?timeout=0", 400, "bad-timeout"),
        ("/queries/titles.turtle", 400, "unknown-format"),
        ("/queries/titles?minConfidence=2", 400, "bad-confidence"),
    ],
)
def test_what_cannot_be_asked_is_said(own: httpx.Client, path: str, status: int, code: str) -> None:
    """As a problem."""
    answer = own.get(path)

    assert (answer.status_code, answer.json().get("code", "")) == (status, code), answer.text


def test_a_question_is_answered(client: httpx.Client) -> None:
    """With slots, query and rows; the query gives the same rows."""
    body = client.get("/ask", params={"q": "Who attacked Nordhaven Depot?"}).json()
    cited = body["citations"][0][0]
    assert cited["end"] - cited["start"] == len(cited["words"]) > 0
    assert len(body["citations"]) == len(body["rows"])

    assert body["form"] == "who"
    assert body["slots"]["one"].startswith("Nordhaven Depot")
    assert body["rows"][0]["who"]["value"] == "Blue Column"
    same = client.get("/sparql", params={"query": body["sparql"]}).json()
    assert (same["head"]["vars"], same["results"]["bindings"]) == (body["columns"], body["rows"])


def test_as_of_and_what_is_not_understood(client: httpx.Client) -> None:
    """A moment counts; what is not understood is a problem with questions that are."""
    assert client.get("/ask", params={"q": "Who attacked whom?", "asOf": 1}).json()["rows"] == []
    answer = client.get("/ask", params={"q": "How tall is the Eiffel Tower?"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")
    assert answer.json()["unknown"] == ["Eiffel", "Tower"]
    assert set(answer.json()["nearest"]) <= set(client.get("/ask/examples").json()["items"])
    assert client.get("/ask").status_code == 422


@pytest.mark.parametrize("page", ["lists.md", "queries.md", "ask.md"])
def test_the_examples_of_the_docs_run(client: httpx.Client, page: str) -> None:
    """Each line that begins with curl, on articles that have its names."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^curl (?:-H '([^:]+): ([^']+)' )?'http://127\.0\.0\.1:8000(/[^']*)'", text, flags=re.MULTILINE)
    assert len(found) == len(re.findall("^curl", text, flags=re.MULTILINE)) >= 1
    for name, value, path in found:
        answer = client.get(path, headers={name: value} if name else {})
        assert answer.status_code == 200, (path, answer.text)
        assert not value or answer.headers["content-type"] == value
