"""What machines that look for data find: VoID, DCAT, ontology, context, sitemap, feed and stream of changes."""

import json
import xml.etree.ElementTree as Xml

import feedparser
import httpx
import pyoxigraph as ox
import pytest
import rdflib

from kb.api.routes import news
from kb.exporting.describing import DCAT, VOID
from tests.api.conftest import Served

BASE = "http://localhost:8000/"
ACCEPTS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}


def triples(answer: httpx.Response) -> set[ox.Triple]:
    """Return the triples of an answer in Turtle."""
    return {quad.triple for quad in ox.parse(answer.content, ox.RdfFormat.TURTLE)}


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/.well-known/void", "/dcat", "/ontology"])
def test_descriptions_come_as_asked_for(client: httpx.Client, path: str) -> None:
    """The same triples by each Accept, with a validator; nothing again for who has it."""
    found = []
    for accept, name in ACCEPTS.items():
        answer = client.get(path, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        assert "Accept" in answer.headers["vary"]
        found.append(len(rdflib.Graph().parse(data=answer.content, format=name)))
        again = client.get(path, headers={"Accept": accept, "If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert found == [found[0]] * 3
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_void_counts_what_the_graph_holds(client: httpx.Client) -> None:
    """Classes, properties and triples as queries count them; downloads that can be had; no blank node."""
    found = triples(client.get("/.well-known/void"))
    said = {(triple.subject.value, triple.predicate.value): triple.object.value for triple in found}

    def counted(query: str) -> str:
        return client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1]

    assert said[BASE, f"{VOID}triples"] == counted("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert said[BASE, f"{VOID}documents"] == "2"
    part = next(key[0] for key, value in said.items() if key[1] == f"{VOID}class" and value.endswith("#Mention"))
    assert said[part, f"{VOID}entities"] == counted("SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a kb:Mention }")
    downloads = [value for key, value in said.items() if key[1] == f"{DCAT}downloadURL"]
    assert len(downloads) > 12
    assert client.head(f"/{downloads[0].removeprefix(BASE)}").status_code == 200
    example = said[BASE, f"{VOID}exampleResource"]
    assert client.get(example.replace(BASE, "/"), follow_redirects=True).status_code == 200
    assert not any(isinstance(term, ox.BlankNode) for triple in found for term in (triple.subject, triple.object))


def test_endings(client: httpx.Client) -> None:
    """Of the ontology and the description; another is not found."""
    assert triples(client.get("/ontology.ttl")) == triples(client.get("/ontology"))
    assert triples(client.get("/dcat.ttl")) == triples(client.get("/.well-known/void"))
    assert client.get("/ontology.jsonld").headers["content-type"] == "application/ld+json"
    assert client.get("/ontology.pdf").status_code == 404


def test_the_context_turns_json_into_the_graphs_triples(client: httpx.Client) -> None:
    """Classes, links, typed values; kept for a day."""
    answer = client.get("/context.jsonld")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    document = answer.json() | {
        "id": f"{BASE}id/event-1",
        "type": "Event",
        "label": "flood",
        "begin": "2024-05-01",
        "agent": f"{BASE}id/entity-1",
    }
    text = json.dumps(document)
    by_oxigraph = {quad.triple for quad in ox.parse(text, ox.RdfFormat.JSON_LD)}
    kb = "https://w3id.org/newskb#"
    event = ox.NamedNode(f"{BASE}id/event-1")
    day = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert by_oxigraph >= {
        ox.Triple(event, ox.NamedNode(f"{kb}agent"), ox.NamedNode(f"{BASE}id/entity-1")),
        ox.Triple(event, ox.NamedNode(f"{kb}begin"), ox.Literal("2024-05-01", datatype=day)),
        ox.Triple(event, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("flood")),
    }
    assert len(rdflib.Graph().parse(data=text, format="json-ld")) == len(by_oxigraph) == 4


def test_sitemaps_list_pages_that_answer(served: Served) -> None:
    """Every article and entity, once; robots are told."""
    client = served.client
    assert f"Sitemap: {BASE}sitemap.xml" in client.get("/robots.txt").text
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    parts = Xml.fromstring(client.get("/sitemap.xml").content).findall("s:sitemap/s:loc", namespace)
    places, dates = [], []
    for part in parts:
        page = Xml.fromstring(client.get(f"/{part.text.removeprefix(BASE)}").content)  # type: ignore[union-attr]
        places += [place.text for place in page.findall("s:url/s:loc", namespace)]
        dates += [day.text for day in page.findall("s:url/s:lastmod", namespace)]
    counts = served.kb.catalog.counts()
    assert len(places) == len(set(places)) == counts["articles"] + counts["entities"]
    assert set(dates) <= {f"{one.added_at[:19]}Z" for one in served.kb.catalog.list_articles().items}
    assert len(dates) == len(places)
    for place in (places[0], places[-1]):
        assert client.get(f"/{str(place).removeprefix(BASE)}").status_code == 200
    assert client.get("/sitemap/articles-2.xml").status_code == 404


def test_the_feed_tells_every_event_once(served: Served) -> None:
    """Newest first; a feed reader reads it; the pages lead to one another."""
    client, found, path = served.client, [], "/changes.atom"
    while path:
        feed = feedparser.parse(client.get(path).content)
        assert not feed.bozo
        found += [entry.id for entry in feed.entries]
        following = [link.href for link in feed.feed.links if link.rel == "next"]
        path = following[0].removeprefix(BASE.rstrip("/")) if following else ""
        path = f"/{path.lstrip('/')}" if path else ""
    assert found == [f"{BASE}id/record-{number}" for number in range(served.kb.position, 0, -1)]
    first = client.get("/changes.atom")
    assert client.get("/changes.atom", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert feedparser.parse(client.get("/changes.atom?before=3").content).entries[0].id.endswith("record-2")
    titles = [entry.title for entry in feedparser.parse(first.content).entries]
    assert any("Raid on Nordhaven" in title for title in titles)


def test_the_stream_of_changes_has_every_event(served: Served) -> None:
    """By its view; pages that do not exist are not found."""
    found = triples(served.client.get("/ldes", headers={"Accept": "text/turtle"}))
    tree = "https://w3id.org/tree#"
    view = next(triple.object.value for triple in found if triple.predicate.value == f"{tree}view")
    page = triples(served.client.get(view.replace(BASE, "/")))
    members = {triple.object.value for triple in page if triple.predicate.value == f"{tree}member"}
    assert members == {f"{BASE}id/record-{number}" for number in range(1, served.kb.position + 1)}
    assert served.client.get("/ldes/2").status_code == 404
    assert served.client.get("/ldes?asOf=2").status_code == 400


@pytest.mark.parametrize(
    "path", ["/ontology", "/.well-known/void", "/context.jsonld", "/ldes", "/changes.atom", "/dumps"]
)
def test_who_asks_for_the_head_gets_it(client: httpx.Client, path: str) -> None:
    """The headers of the whole, and nothing else."""
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_pages_of_the_stream_lead_on_and_full_ones_stay(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each event once; the last page may grow and is asked for again."""
    monkeypatch.setattr(news, "_MEMBERS", 4)
    tree, found, path, kept = "https://w3id.org/tree#", [], "/ldes/1", []
    while path:
        answer = served.client.get(path)
        kept.append("max-age=31536000" in answer.headers["cache-control"])
        said = [(triple.predicate.value, triple.object.value) for triple in triples(answer)]
        found += sorted(int(value.rpartition("-")[2]) for predicate, value in said if predicate == f"{tree}member")
        path = next((value.replace(BASE, "/") for predicate, value in said if predicate == f"{tree}node"), "")
    assert found == list(range(1, served.kb.position + 1))
    assert len(kept) == -(-served.kb.position // 4)
    assert kept == [True] * (len(kept) - 1) + [False]
