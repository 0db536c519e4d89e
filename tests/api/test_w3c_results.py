"""The W3C's tests of result formats, of the Service Description and of the Graph Store Protocol's reading half."""

import csv
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from kb.api.app import create_app
from kb.api.server import bind, make_server
from kb.query.service import QueryService
from kb.query.sparql.extensions import FUNCTIONS, NAMES
from kb.query.workers.recipe import Snapshot
from tests.api.test_conformance import MF, Endpoint

ROOT = Path(__file__).parents[3] / "shared/conformance/sparql/sparql11"
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
MEDIA = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".srj": "application/sparql-results+json",
}
AS_THE_ENGINE_STORES = ("#negativeInteger", "#integer")  # tsv03: the store keeps numbers by value, derived types alike
PERSON = "http://example.org/store/person/1"
CARD = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix v: <http://www.w3.org/2006/vcard/ns#> .
<http://example.org/store/person/1> a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "John Doe" ] .
"""
READS = {  # name of a test -> (parameters, status); the graph is there already, as the test before it would have put it
    "get_of_put__initial_state": ({"graph": PERSON}, 200),
    "get_of_put__graph_already_in_store": ({"graph": PERSON}, 200),
    "get_of_put__default_graph": ({"default": ""}, 200),
    "get_of_delete__existing_graph": ({"graph": "http://example.org/store/person/2"}, 404),
    "get_of_post__existing_graph": ({"graph": PERSON}, 200),
    "head_on_an_existing_graph": ({"graph": PERSON}, 200),
    "head_on_a_nonexisting_graph": ({"graph": "http://example.org/store/person/4"}, 404),
}
WRITES = {  # only a store that takes writes can do these
    "put__initial_state": "PUT",
    "put__graph_already_in_store": "PUT",
    "put__default_graph": "PUT",
    "delete__existing_graph": "DELETE",
    "delete__nonexistent_graph": "DELETE",
    "post__existing_graph": "POST",
    "post__multipart_formdata": "POST",
    "post__create__new_graph": "POST",
    "get_of_post__multipart_formdata": "reads what a POST of two files would have written",
    "get_of_post__create__new_graph": "reads at an address that a POST would have given",
    "get_of_post__after_noop": "reads at an address that a POST would have given",
}

pytestmark = pytest.mark.skipif(not ROOT.exists(), reason="the W3C's tests of results are not here")


def manifest(folder: str) -> tuple[rdflib.Graph, list[Any]]:
    """A manifest and its entries."""
    graph = rdflib.Graph().parse(ROOT / folder / "manifest.ttl")
    return graph, list(Collection(graph, next(graph.objects(None, MF.entries))))


def entries(*folders: str) -> list[Any]:
    """Query, data and result file of each test."""
    if not ROOT.exists():
        return []
    found = []
    for folder in folders:
        graph, listed = manifest(folder)
        for entry in listed:
            action = graph.value(entry, MF.action)
            files = [graph.value(action, QT.query), graph.value(action, QT.data), graph.value(entry, MF.result)]
            paths = [ROOT / folder / str(file).rpartition("/")[2] for file in files]
            found.append(pytest.param(*paths, id=str(entry).rpartition("#")[2]))
    return found


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, httpx.Client]]:
    """One server a file of data, each with the data in its graph; "card" has the Graph Store Protocol's person."""
    folder = tmp_path_factory.mktemp("w3c")
    sources = {str(path): (path.read_text(encoding="utf-8"), path.as_uri()) for path in ROOT.glob("*-res/*.ttl")}
    sources = {name: data for name, data in sources.items() if "manifest" not in name}
    sources["card"] = (CARD, PERSON)
    running, made = [], {}
    for number, (name, (text, graph)) in enumerate(sources.items()):
        file = folder / f"{number}.nq"
        quads = (
            ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(graph))
            for one in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=graph)
        )
        ox.serialize(quads, file, format=ox.RdfFormat.N_QUADS)
        queries = QueryService(Snapshot(1, files=(str(file),)), base=Endpoint.base_iri)
        listening = bind("127.0.0.1", 0, "")
        server = make_server(create_app(Endpoint(queries)))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        running.append((server, thread, queries, listening))
        made[name] = httpx.Client(
            base_url=f"http://127.0.0.1:{listening.getsockname()[1]}",
            headers={"Accept-Encoding": "identity"},
            timeout=60,
        )
    yield made
    for server, thread, queries, listening in running:
        server.should_exit = True
        thread.join()
        queries.close()
        listening.close()


@pytest.mark.parametrize(("query", "data", "result"), entries("csv-tsv-res", "json-res"))
def test_results(clients: dict[str, httpx.Client], query: Path, data: Path, result: Path) -> None:
    """The format says what the W3C's file says; rows in any order, since no query sorts them."""
    media_type = MEDIA[result.suffix]
    text = query.read_text(encoding="utf-8")
    answer = clients[str(data)].post("/sparql", data={"query": text}, headers={"Accept": media_type})

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media_type
    expected = result.read_text(encoding="utf-8").replace(*AS_THE_ENGINE_STORES)
    assert rows(answer.text, result.suffix) == rows(expected, result.suffix)


def rows(text: str, suffix: str) -> object:
    """What a result says: the head and the rows, blank nodes all alike, numbers by value."""
    if suffix == ".csv":
        head, *found = csv.reader(io.StringIO(text))
        return head, sorted([plain(cell) for cell in row] for row in found)
    form = ox.QueryResultsFormat.TSV if suffix == ".tsv" else ox.QueryResultsFormat.JSON
    parsed = ox.parse_query_results(text.encode(), form)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [name.value for name in parsed.variables]
    return names, sorted([plain(str(row[name] or "")) for name in names] for row in parsed)


def plain(cell: str) -> str:
    """A term for comparison."""
    if cell.startswith("_:"):
        return "_:"
    value, _, datatype = cell.partition("^^")
    try:
        return f"{float(value.strip(chr(34))):g}{'' if '#string' in datatype else datatype}"
    except ValueError:
        return cell


def test_the_service_description(clients: dict[str, httpx.Client]) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema: what the three tests of the manifest ask for."""
    _, listed = manifest("service-description")
    assert {str(entry).rpartition("#")[2] for entry in listed} == {
        "returns-rdf", "has-endpoint-triple", "conforms-to-schema",
    }  # fmt: skip
    client = clients["card"]
    answer = client.get("/sparql", headers={"Accept": "application/rdf+xml, text/turtle;q=0.5"})
    graph = rdflib.Graph().parse(data=answer.text, format="xml")
    endpoint = rdflib.URIRef(f"{str(client.base_url).rstrip('/')}/sparql")
    services = list(graph.subjects(rdflib.RDF.type, SD.Service))

    assert answer.headers["content-type"] == "application/rdf+xml"
    assert [graph.value(service, SD.endpoint) for service in services] == [endpoint]
    schema = {SD.endpoint, SD.supportedLanguage, SD.feature, SD.defaultDataset, SD.resultFormat}
    schema |= {SD.extensionFunction, SD.propertyFeature, SD.defaultEntailmentRegime}
    assert set(graph.predicates(services[0])) == schema | {rdflib.RDF.type}
    functions = {str(one).partition("#")[2] for one in graph.objects(services[0], SD.extensionFunction)}
    assert functions == FUNCTIONS  # what a query may call beyond the recommendation, each by its IRI
    assert all((one, rdflib.RDF.type, SD.Function) in graph for one in graph.objects(services[0], SD.extensionFunction))
    assert {str(one).partition("#")[2] for one in graph.objects(services[0], SD.propertyFeature)} == NAMES
    dataset = graph.value(services[0], SD.defaultDataset)
    assert (dataset, rdflib.RDF.type, SD.Dataset) in graph
    assert (graph.value(dataset, SD.defaultGraph), rdflib.RDF.type, SD.Graph) in graph


def test_every_test_of_the_graph_store_protocol_is_run_or_named() -> None:
    """With the reason why it is not."""
    _, listed = manifest("http-rdf-update")
    assert {str(entry).rpartition("#")[2] for entry in listed} == set(READS) | set(WRITES)


@pytest.mark.parametrize("name", READS)
def test_graphs_are_read(clients: dict[str, httpx.Client], name: str) -> None:
    """GET and HEAD, with the type asked for and the length."""
    parameters, status = READS[name]
    method = "HEAD" if name.startswith("head") else "GET"
    answer = clients["card"].request(method, "/graph-store", params=parameters, headers={"Accept": "text/turtle"})

    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert int(answer.headers["content-length"]) > 0
    if status == 200 and method == "GET":
        assert isomorphic(rdflib.Graph().parse(data=answer.text, format="turtle"), rdflib.Graph().parse(data=CARD))


@pytest.mark.parametrize("name", [name for name, method in WRITES.items() if method.isupper()])
def test_graphs_are_not_written(clients: dict[str, httpx.Client], name: str) -> None:
    """405, and what is allowed."""
    answer = clients["card"].request(WRITES[name], "/graph-store", params={"graph": PERSON}, content=CARD)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert clients["card"].get("/graph-store", params={"graph": PERSON}).status_code == 200
