"""The W3C's tests of the SPARQL 1.1 Protocol, those of its query operation."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import rdflib
from rdflib.collection import Collection

from kb.api.app import create_app
from kb.api.server import bind, make_server
from kb.query.service import QueryService
from kb.query.workers.recipe import Snapshot

MANIFEST = Path(__file__).parents[3] / "shared/conformance/sparql/sparql11/protocol/manifest.ttl"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the W3C's protocol tests are not here")


class Endpoint:
    """Of a service only what the endpoint needs."""

    base_iri = "http://localhost:8000/"
    query_slots = 4
    behind = ""
    course = ""

    def __init__(self, queries: QueryService) -> None:
        self._queries = queries

    @contextmanager
    def at(self, moment: str) -> Iterator["Endpoint"]:
        """Lend itself: no test of the protocol asks for the past."""
        assert not moment
        yield self

    @contextmanager
    def moment(self) -> Iterator[SimpleNamespace]:
        """Stand before the first event: there is no log."""
        yield SimpleNamespace(position=0)

    def standing(self) -> int:
        """Nothing ever changes."""
        return 1

    def at_hand(self) -> QueryService:
        """Nothing ever has to be done first."""
        return self._queries

    def query(self, text: str, **options: Any) -> Any:
        """Answer a query."""
        if options.get("timeout") is None:
            options.pop("timeout", None)
        assert options.pop("min_confidence", 0.0) == 0.0, "no test of the protocol asks for a view"
        return self._queries.run(text, **options)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server with the tests' own data."""
    path = tmp_path_factory.mktemp("protocol") / "data.nq"
    with path.open("w", encoding="utf-8") as file:
        for number in (1, 2, 3):
            for line in (MANIFEST.parent / f"data{number}.nt").read_text(encoding="utf-8").splitlines():
                if line.strip().endswith("."):
                    file.write(f"{line.rstrip().removesuffix('.')} <{DATA}data{number}.rdf> .\n")
    with (
        QueryService(Snapshot(1, files=(str(path),)), base=Endpoint.base_iri) as queries,
        bind("127.0.0.1", 0, "") as listening,
    ):
        server = make_server(create_app(Endpoint(queries)))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
            yield client
        server.should_exit = True
        thread.join()


def entries() -> list[Any]:
    """Name and requests of each test."""
    if not MANIFEST.exists():
        return []
    graph = rdflib.Graph().parse(MANIFEST)
    found = []
    for entry in Collection(graph, next(graph.objects(None, MF.entries))):
        name = str(entry).rpartition("#")[2]
        requests = Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))  # type: ignore[arg-type]
        updates = name.startswith("update_")
        mark = pytest.mark.skip(reason="the endpoint only reads") if updates else ()
        found.append(pytest.param(graph, list(requests), id=name, marks=mark))
    return found


@pytest.mark.parametrize(("graph", "requests"), entries())
def test_protocol(endpoint: httpx.Client, graph: rdflib.Graph, requests: list[rdflib.term.Node]) -> None:
    """Each request in turn gets the status, the type and the answer that the manifest expects."""
    for request in requests:
        answer = send(endpoint, graph, request)
        expected = graph.value(request, HT.resp)
        statuses = {str(status)[-3] for status in graph.objects(expected, MF.expectedStatus)}
        assert str(answer.status_code)[0] in statuses
        kind = graph.value(expected, MF.expectedFormat)
        if kind is not None:
            assert answer.headers["content-type"].partition(";")[0] in FORMATS[str(kind)]
        boolean = graph.value(expected, MF.expectedBoolean)
        if boolean is not None:
            assert answer.json()["boolean"] is boolean.toPython()  # type: ignore[attr-defined]


def send(client: httpx.Client, graph: rdflib.Graph, request: rdflib.term.Node) -> httpx.Response:
    """Send one ht:Request."""
    headers = {}
    if (listed := graph.value(request, HT.headers)) is not None:
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(request, HT.body)
    content = b""
    if body is not None:
        content = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    return client.request(str(graph.value(request, HT.methodName)), path, headers=headers, content=content)
