"""Tests of kb.query.service: real workers on a real graph, in memory and on disk."""

import csv
import io
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.errors import InputError, QueryRefusedError
from kb.query.errors import ForbiddenQueryError, MalformedQueryError, QueryTooLargeError
from kb.query.formats import NotAcceptableError, UnknownFormatError
from kb.query.service import QueryService
from kb.query.workers.recipe import DiskStore, Snapshot
from tests.query.conftest import LIMITS
from tests.query.data import BASE

EVENTS = "SELECT ?event ?label { ?event a kb:Event ; rdfs:label ?label } ORDER BY ?event"


@pytest.fixture(scope="module")
def on_disk(disk: DiskStore) -> Iterator[QueryService]:
    """Queries on the same graph on disk."""
    with QueryService(disk, LIMITS, base=BASE) as made:
        yield made


def rows(service: QueryService, query: str, **options: object) -> list[dict[str, str]]:
    """Answer a SELECT as plain values."""
    answer = json.loads(service.run(query, format="json", **options).read())  # type: ignore[arg-type]
    return [{name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]]


def test_memory_and_disk_answer_alike(service: QueryService, on_disk: QueryService) -> None:
    """The default graph is the union of all; the position is that of the recipe."""
    count = "SELECT (COUNT(*) AS ?n) { ?s a kb:Event }"

    assert rows(service, count) == rows(on_disk, count) == [{"n": "80"}]
    assert service.run("ASK {}").position == on_disk.run("ASK {}").position == 7


def test_every_format_of_solutions_holds_the_same_rows(service: QueryService) -> None:
    """Quotes, braces and line ends in literals survive; the row limit cuts each alike."""
    for name in ("json", "xml", "tsv"):
        result = service.run(EVENTS, format=name)
        assert result.truncated
        media_type = ox.QueryResultsFormat.from_media_type(result.format.media_type)
        parsed = ox.parse_query_results(result.read(), media_type)
        assert isinstance(parsed, ox.QuerySolutions)
        labels = [row["label"].value for row in parsed]
        assert labels[:2] == [f'shelling of "{n}", {{again}}\nand again' for n in (0, 1)]
    table = list(csv.reader(io.StringIO(service.run(EVENTS, format="csv").read().decode(), newline="")))
    assert table[0] == ["event", "label"]
    assert len(table) == 1 + 50


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(("limit", "truncated"), [(49, False), (50, False), (51, True)])
def test_truncation_is_said_exactly(service: QueryService, name: str, limit: int, truncated: bool) -> None:
    """A result of as many rows as allowed is whole; one row more is cut."""
    result = service.run(f"{EVENTS} LIMIT {limit}", format=name)

    assert result.truncated is truncated
    result.close()


def test_truncation_keeps_order_dataset_and_columns(service: QueryService) -> None:
    """The limit goes around the query: ORDER BY, FROM, column order, comments and VALUES at its end stay."""
    query = (
        f"SELECT ?o ?s FROM <{BASE}graph/registry> WHERE {{ ?s ?p ?o }} ORDER BY DESC(?o) DESC(?s) # end\n"
        "VALUES ?p { rdfs:label } # comment"
    )
    result = service.run(query, format="csv").read().decode().splitlines()

    assert result[0] == "o,s"
    assert result[1] == f"Person 3,{BASE}id/entity-3"
    assert len(result) == 5


@pytest.mark.parametrize("held", ["memory", "disk"])
def test_what_several_graphs_say_of_a_thing_is_described_once(tmp_path: Path, held: str) -> None:
    """Neither is it cut for what would only be the same again."""
    said = ["<a:b> <a:p> <a:c> {} .", "<a:b> <a:p> <a:b> {} .", '<a:c> <a:p> "b" {} .']
    quads = "\n".join(line.format(graph) for graph in ("<a:1>", "<a:2>", "<a:3>") for line in said)
    (tmp_path / "head.nq").write_text(quads, encoding="utf-8")
    store = ox.Store(str(tmp_path / "graph"))
    store.load(quads, ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    recipe = Snapshot(1, (str(tmp_path / "head.nq"),)) if held == "memory" else DiskStore(str(tmp_path / "graph"), 1)
    with QueryService(recipe, replace(LIMITS, rows=3), base=BASE) as made:
        one = made.run("DESCRIBE <a:b>", format="ntriples")
        both = made.run("DESCRIBE ?s { ?s ?p ?o }", format="ntriples")
        twice = made.run("DESCRIBE <a:b> <a:c> <a:b>", format="nquads")

    assert sorted(one.read().splitlines()) == [b"<a:b> <a:p> <a:b> .", b"<a:b> <a:p> <a:c> ."]
    answers = [(sorted(answer.read().splitlines()), answer.truncated) for answer in (both, twice)]
    assert answers == [([b"<a:b> <a:p> <a:b> .", b"<a:b> <a:p> <a:c> .", b'<a:c> <a:p> "b" .'], False)] * 2


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads"])
def test_every_format_of_triples_parses_back(service: QueryService, name: str) -> None:
    """CONSTRUCT and DESCRIBE in each format hold the same triples."""
    query = f"CONSTRUCT {{ ?s kb:agent ?o }} WHERE {{ ?s kb:agent ?o FILTER(?o = <{BASE}id/entity-1>) }}"
    result = service.run(query, format=name)
    parsed = ox.parse(result.read(), ox.RdfFormat.from_media_type(result.format.media_type))

    assert {quad.subject.value for quad in parsed} == {f"{BASE}id/event-{n}-1" for n in range(20)}


def test_triples_are_cut_and_say_so(service: QueryService) -> None:
    """The limit counts triples of CONSTRUCT."""
    result = service.run("CONSTRUCT WHERE { ?s ?p ?o }", format="ntriples")

    assert result.truncated
    assert len(result.read().splitlines()) == 50


def test_accept_chooses_among_what_the_form_allows(service: QueryService) -> None:
    """SELECT never becomes Turtle, CONSTRUCT never CSV."""
    assert service.run("ASK {}", accept="text/turtle, application/sparql-results+xml;q=0.5").format.name == "xml"
    assert service.run("ASK {}", accept="*/*").format.name == "json"
    assert service.run("ASK {}", accept="application/json").media_type == "application/sparql-results+json"
    assert service.run("DESCRIBE <a:b>", accept="application/json").media_type == "application/ld+json"
    assert service.run("DESCRIBE <a:b>", accept="text/html, */*;q=0.1").format.name == "turtle"
    with pytest.raises(NotAcceptableError):
        service.run("ASK {}", accept="text/turtle")
    with pytest.raises(UnknownFormatError):
        service.run("ASK {}", format="turtle")


def test_graphs_of_the_protocol_replace_the_dataset(service: QueryService) -> None:
    """default-graph-uri and named-graph-uri win over FROM; an IRI must be one."""
    registry = f"{BASE}graph/registry"
    count = "SELECT (COUNT(*) AS ?n) {}"

    assert rows(service, count.format("{ ?s ?p ?o }"), default_graphs=[registry]) == [{"n": "8"}]
    assert rows(service, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=[registry]) == [{"n": "8"}]
    assert rows(service, f"SELECT (COUNT(*) AS ?n) FROM <{registry}> {{ ?s ?p ?o }}") == [{"n": "8"}]
    assert rows(service, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=[registry]) == [{"g": registry}]
    assert rows(service, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", named_graphs=[registry]) == [{"n": "0"}]
    with pytest.raises(InputError):
        service.run("ASK {}", default_graphs=["no iri"])


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELECT * { ?s nosuch:title ?o }", "a prefix is used that is not declared"), ("", "The query is empty")],
)
def test_a_malformed_query_is_told_what_is_wrong(service: QueryService, query: str, words: str) -> None:
    """The engine's own words for these would help nobody."""
    with pytest.raises(QueryRefusedError) as refused:
        service.run(query)
    assert words in f"{refused.value} {refused.value.hint}"
    assert refused.value.reason == "malformed"


def test_known_prefixes_need_no_declaration_and_shift_no_error(service: QueryService) -> None:
    """Lines and columns are the user's own; a declaration of the user's wins."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run("SELECT ?s {\n  ?s a kb:Event ;\n  ] }")

    assert caught.value.line == 3
    assert rows(service, "PREFIX kb: <urn:other:> SELECT ?s { ?s a kb:Event }") == []
    assert rows(service, "SELECT ?x { BIND(skos:Concept AS ?x) }") == [
        {"x": "http://www.w3.org/2004/02/skos/core#Concept"}
    ]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "hello",
        "SELECT * {",
        "SELECT * {} }",
        "SELECT * {} } LIMIT 1 { {",
        "SELECT nope:x {}",
        "ASK { '''open }",
        "\x00",
        "\ud800",
    ],
)
def test_what_is_no_query_is_malformed(service: QueryService, query: str) -> None:
    """Among it text that would close the bracket which the row limit opens."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run(query)

    assert caught.value.reason == "malformed"


@pytest.mark.thorough
def test_a_result_beyond_its_bytes_is_refused(service: QueryService) -> None:
    """Cut bytes would be no valid document, so that there is none."""
    with pytest.raises(QueryTooLargeError) as caught:
        service.run("SELECT (GROUP_CONCAT(?l) AS ?x) ?a { ?a rdfs:label ?l . ?b ?c ?d . ?e a kb:Event } GROUP BY ?a")

    assert caught.value.what == "bytes of result"


def test_what_the_engine_cannot_do_is_refused(service: QueryService) -> None:
    """An unknown function is the client's fault and named."""
    with pytest.raises(ForbiddenQueryError, match="urn:f"):
        service.run("SELECT (<urn:f>(1) AS ?x) {}")


@pytest.mark.parametrize("where", ["snapshot", "disk"])
def test_a_worker_cannot_reach_the_network(where: str, request: pytest.FixtureRequest) -> None:
    """What gets past the gate finds no socket: here the engine sees a call where the gate sees a string."""
    graph = request.getfixturevalue(where)
    with socket.create_server(("127.0.0.1", 0)) as server, QueryService(graph, LIMITS) as service:
        port = server.getsockname()[1]
        call = f"SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}"
        hidden = f"SELECT * {{ ?a ?b ?c FILTER(1<2#x>'''\n) {call} # ''' \n }}"
        with pytest.raises(ForbiddenQueryError):
            service.run(hidden)
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_worker_reaches_a_host_that_is_allowed(snapshot: Snapshot) -> None:
    """The filter is for queries that call nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        with (
            QueryService(snapshot, replace(LIMITS, services=frozenset({host}))) as service,
            ThreadPoolExecutor(1) as one,
        ):
            asked = one.submit(service.run, f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}")
            server.settimeout(300)
            connection, _ = server.accept()
            connection.close()
            with pytest.raises(ForbiddenQueryError):
                asked.result()
