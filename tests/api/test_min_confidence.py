"""?minConfidence= on a real server."""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from tests.api.conftest import Served, opened, serving

COUNT = "SELECT (COUNT(?e) AS ?n) { ?e a kb:Event }"
UNSURE = "Red Column attacked Sudhaven Depot, MAYBE, and 7 killed were counted."


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over two sure articles and one at 0.4."""
    with opened(tmp_path_factory.mktemp("weighed") / "home") as kb, serving(kb) as made:
        answer = made.client.post("/articles", json={"title": "Unsure", "text": UNSURE})
        assert answer.status_code == 201, answer.text
        yield made


@pytest.fixture(scope="module")
def client(weighed: Served) -> httpx.Client:
    """A client of that server."""
    return weighed.client


def unsure(client: httpx.Client) -> str:
    """Return the id of the unsure event."""
    events = client.get("/events").json()["items"]
    return next(str(event["id"]) for event in events if "Red" in event["label"])


def count(answer: httpx.Response) -> str:
    """Return the number in an answer."""
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1]


def test_sparql_by_every_way_of_asking(client: httpx.Client) -> None:
    """In the address, in the form, beside a query that is the body."""
    csv = {"Accept": "text/csv"}
    at = "/sparql?minConfidence=0.9"
    body = {"content": COUNT, "headers": csv | {"Content-Type": "application/sparql-query"}}

    assert count(client.get("/sparql", params={"query": COUNT}, headers=csv)) == "3"
    assert count(client.get("/sparql", params={"query": COUNT, "minConfidence": "0.9"}, headers=csv)) == "2"
    assert count(client.post("/sparql", data={"query": COUNT, "minConfidence": "0.9"}, headers=csv)) == "2"
    assert count(client.post(at, **body)) == "2"  # type: ignore[arg-type]
    assert count(client.post("/sparql?minConfidence=0", **body)) == "3"  # type: ignore[arg-type]


@pytest.mark.thorough
def test_documents_graphs_and_the_export(client: httpx.Client) -> None:
    """What is less sure is not there, under its IRI neither."""
    event = unsure(client)
    sure = {"minConfidence": "0.9"}

    for ending in ("ttl", "json"):
        assert client.get(f"/doc/{event}.{ending}").status_code == 200
        assert client.get(f"/doc/{event}.{ending}", params=sure).status_code == 404
    lead = client.get(f"/id/{event}", params=sure)
    assert lead.headers["location"] == f"/doc/{event}.ttl?minConfidence=0.9"
    whole, part = (
        set(ox.parse(client.get("/export.ttl", params=params).content, ox.RdfFormat.TURTLE)) for params in ({}, sure)
    )
    assert part < whole
    article = next(row["id"] for row in client.get("/articles").json()["items"] if row["title"] == "Unsure")
    assert "Red Column" in client.get(f"/graph/{article}.ttl").text
    assert "Red Column" not in client.get(f"/graph/{article}.ttl", params=sure).text


def test_what_is_added_is_in_the_next_view(weighed: Served) -> None:
    """A view is of the graph as it stands when it is asked for."""
    text = "Green Column attacked Westhaven Depot, and 9 killed were counted on Friday by the workers."
    csv = {"Accept": "text/csv"}
    params = {"query": COUNT, "minConfidence": "0.8"}
    before = count(weighed.client.get("/sparql", params=params, headers=csv))
    assert weighed.client.post("/articles", json={"title": "Late", "text": text}).status_code == 201

    assert int(count(weighed.client.get("/sparql", params=params, headers=csv))) == int(before) + 1


@pytest.mark.parametrize("value", ["1.5", "-1", "nan", "much"])
@pytest.mark.parametrize("path", ["/sparql", "/export.ttl", "/doc/{}.ttl", "/doc/{}.json"])
def test_what_is_no_chance_is_said(client: httpx.Client, path: str, value: str) -> None:
    """A problem with a status of the 400s and its reason."""
    params = {"minConfidence": value, **({"query": COUNT} if path == "/sparql" else {})}
    answer = client.get(path.format(unsure(client)), params=params)

    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/events", "/statements", "/figures", "/offices"])
def test_lists_of_what_has_a_confidence_are_those_of_the_view(client: httpx.Client, path: str) -> None:
    """As SPARQL has them on it; a chance that is none is said."""
    kinds = {"/events": "Event", "/statements": "Statement", "/figures": "Figure", "/offices": "Position"}
    asked = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a kb:{kinds[path]} }}"
    for least in ("0.1", "0.5", "1"):
        there = client.get("/sparql", params={"query": asked, "minConfidence": least}, headers={"Accept": "text/csv"})
        assert client.get(path, params={"minConfidence": least}).json()["total"] == int(count(there)), least
    assert client.get(path, params={"minConfidence": "1.5"}).status_code == 422


@pytest.mark.parametrize("path", ["/entities", "/articles", "/search", "/ontology"])
@pytest.mark.parametrize("name", ["minConfidence", "min_confidence"])
def test_what_has_no_view_says_so(client: httpx.Client, path: str, name: str) -> None:
    answer = client.get(path, params={"q": "Red", name: "0.9"})

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(f"{path} knows no {name}.")
