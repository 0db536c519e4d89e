"""Tests of kb.api.routes.linked_data: every IRI of the graph answers."""

import re

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from tests.api.conftest import Served

BASE = "http://localhost:8000/"


@pytest.fixture(scope="module")
def event(client: httpx.Client) -> str:
    """Id of an event."""
    found: str = client.get("/events").json()["items"][0]["id"]
    return found


@pytest.mark.parametrize(
    ("accept", "ending", "media_type"),
    [
        ("", "ttl", "text/turtle; charset=utf-8"),
        ("text/turtle,text/html;q=0.5,*/*;q=0.1", "ttl", "text/turtle; charset=utf-8"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("application/rdf+xml", "rdf", "application/rdf+xml"),
        ("text/plain", "nt", "application/n-triples"),
    ],
)
def test_a_thing_leads_to_a_document_about_it(
    client: httpx.Client, event: str, accept: str, ending: str, media_type: str
) -> None:
    """303 to the ending that Accept asks for; the document says something about the thing."""
    answer = client.get(f"/id/{event}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/{event}.{ending}")
    assert "Accept" in answer.headers["vary"]
    document = client.get(answer.headers["location"])
    assert document.headers["content-type"] == media_type
    parsed = ox.parse(document.content, ox.RdfFormat.from_media_type(media_type))
    assert any(quad.subject == ox.NamedNode(f"{BASE}id/{event}") for quad in parsed)
    assert client.get(f"/doc/{event}", headers={"Accept": accept}).content


def test_who_takes_json_gets_the_record_and_not_json_ld(client: httpx.Client, event: str) -> None:
    """What one form is called beside its own name gives way to the form that is called so."""
    answer = client.get(f"/id/{event}", headers={"Accept": "application/json"})
    assert answer.headers["location"] == f"/doc/{event}.json"
    assert client.get(f"/doc/{event}", headers={"Accept": "application/json"}).json()["id"] == event


def test_a_document_names_its_other_forms(client: httpx.Client, event: str) -> None:
    """By Link headers: what it describes, and the alternates."""
    links = client.get(f"/doc/{event}.ttl").headers["link"]

    assert f'<{BASE}id/{event}>; rel="describes"' in links
    assert f'</doc/{event}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert client.get(f"/doc/{event}.json").json()["id"] == event
    assert f'</doc/{event}.html>; rel="alternate"; type="text/html"' in links
    for alternate in re.findall(r'<(/doc/[^>]+)>; rel="alternate"', links):
        assert client.get(alternate, follow_redirects=True).status_code == 200, alternate


def test_an_articles_text_is_there_for_whoever_counts_its_characters(client: httpx.Client) -> None:
    """A mention's start and end lead to its words in what the article's IRI gives who takes plain text."""
    for article in client.get("/articles").json()["items"]:
        name = article["id"]
        answer = client.get(f"/id/{name}", headers={"Accept": "text/plain"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{name}/text")
        answer = client.get(answer.headers["location"], headers={"Accept": "text/plain"})
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        mentions = client.get(f"/export.anno.jsonld?article={name}").json()["first"]["items"]
        assert mentions
        for one in mentions:
            where, quote = one["target"]["selector"]
            assert answer.text[where["start"] : where["end"]] == quote["exact"]
        again = client.get(f"/articles/{name}/text", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert (
            f'</articles/{name}/text>; rel="alternate"; type="text/plain"' in client.get(f"/doc/{name}").headers["link"]
        )
    assert client.get("/articles/article-0000000000000000/text").status_code == 404


def test_what_has_no_page_names_none(client: httpx.Client, event: str) -> None:
    """Every alternate of a claim answers too."""
    query = f"SELECT ?c {{ ?c rdf:subject <{BASE}id/{event}> }} LIMIT 1"
    claim = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1].rpartition("/")[2]
    links = client.get(f"/doc/{claim}.ttl").headers["link"]
    assert "html" not in links
    for alternate in re.findall(r'<(/doc/[^>]+)>; rel="alternate"', links):
        assert client.get(alternate, follow_redirects=True).status_code == 200, alternate


@pytest.mark.thorough
def test_every_subject_of_the_graph_answers(served: Served) -> None:
    """Mentions, claims, figures, times, decisions too."""
    query = f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }} LIMIT 60'
    names = served.client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1:]

    assert len({name.removeprefix(f"{BASE}id/").partition("-")[0] for name in names}) >= 5
    for name in names:
        answer = served.client.get(name.replace(BASE, "/"), headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert answer.status_code == 200, name


def test_a_named_graph_is_sent_whole(served: Served) -> None:
    """All that an article says, and no more."""
    article = served.client.get("/articles").json()["items"][0]["id"]
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE}graph/{article}> {{ ?s ?p ?o }} }}"
    count = int(served.client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1])

    assert len(served.client.get(f"/graph/{article}.nt").text.splitlines()) == min(count, served.kb.settings.query_rows)


@pytest.mark.parametrize(
    "path", ["/id/event-0", "/doc/nothing-0.ttl", "/doc/event-0.json", "/graph/nothing", "/doc/x.exe"]
)
def test_what_the_graph_does_not_know_is_not_found(client: httpx.Client, path: str) -> None:
    """Also through the redirect."""
    assert client.get(path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize("path", ["/id/a%3Eb", "/doc/%3E%20%7B", "/graph/a%22b"])
def test_names_cannot_end_the_iri_they_stand_in(client: httpx.Client, path: str) -> None:
    """Nothing of a path reaches a query but letters, digits and -_~."""
    assert client.get(path).status_code in (404, 422)


def test_the_whole_as_turtle_is_what_the_graph_holds(served: Served) -> None:
    """The same bytes twice; as many triples as a query counts."""
    first, second = served.client.get("/export.ttl"), served.client.get("/export.ttl")
    query = {"query": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }", "format": "csv"}

    assert first.content == second.content
    parsed = {quad.triple for quad in ox.parse(first.content, ox.RdfFormat.TURTLE)}
    assert len(parsed) == int(served.client.get("/sparql", params=query).text.split()[1])


def test_the_ontology_is_turtle(client: httpx.Client) -> None:
    """And defines the classes of the graph."""
    subjects = {quad.subject.value for quad in ox.parse(client.get("/ontology").content, ox.RdfFormat.TURTLE)}

    assert {f"https://w3id.org/newskb#{name}" for name in ("Article", "Event", "Statement", "Figure")} <= subjects


def test_who_asks_for_the_head_gets_it(client: httpx.Client, event: str) -> None:
    """Of a thing where to go, of a document its type."""
    thing = client.head(f"/id/{event}", headers={"Accept": "text/turtle"})
    assert (thing.status_code, thing.headers["location"], thing.content) == (303, f"/doc/{event}.ttl", b"")
    assert client.head(f"/doc/{event}.ttl").headers["content-type"] == "text/turtle; charset=utf-8"


def test_a_pages_turtle_says_what_the_things_are_called_that_it_names(client: httpx.Client, event: str) -> None:
    """After what is said of the thing itself, shortened by the prefixes of an export."""
    answer = client.get(f"/events/{event.removeprefix('event-')}.ttl").text
    said = rdflib.Graph().parse(data=answer, format="turtle")
    here = rdflib.URIRef(f"{BASE}id/{event}")
    named = {one for one in said.objects(here) if str(one).startswith(f"{BASE}id/entity-")}

    assert f"id:{event} " in answer
    assert named
    assert all(said.value(one, rdflib.RDFS.label) for one in named)
    assert {one for one in said.subjects() if (one, rdflib.RDF.type, None) in said} == {here}
    kind = said.value(here, rdflib.URIRef("https://w3id.org/newskb#eventType"))
    assert said.value(kind, rdflib.SKOS.prefLabel)
