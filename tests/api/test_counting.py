"""What is counted over HTTP is what is there, also from columns, at the moment a change has returned."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.api.app import create_app
from kb.api.server import bind, make_server
from kb.query.service import QueryService
from kb.query.workers.recipe import Delta, Snapshot
from tests.api.test_conformance import Endpoint
from tests.query.test_counting import is_counted
from tests.query.test_reuse import until

QUERY = "SELECT ?t (COUNT(*) AS ?n) { ?e kb:eventType ?t } GROUP BY ?t ORDER BY DESC(?n) ?t"
EVENT = "<urn:event-{0}-{1}> <https://w3id.org/newskb#eventType> <urn:type-{2}> <urn:article-{0}> .\n"


@pytest.fixture
def queries(tmp_path: Path) -> Iterator[QueryService]:
    """2,000 events of 250 articles."""
    path = tmp_path / "head.nq"
    path.write_text("".join(EVENT.format(article, n, n % 2) for article in range(250) for n in range(8)))
    with QueryService(Snapshot(1, (str(path),))) as made:
        made.start()
        yield made


@pytest.fixture
def client(queries: QueryService) -> Iterator[httpx.Client]:
    """Asks a server of one's own."""
    listening = bind("127.0.0.1", 0, "")
    server = make_server(create_app(Endpoint(queries)))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as made:
        yield made
    server.should_exit = True
    thread.join()
    listening.close()


def test_adding_and_withdrawing_changes_the_count_at_once(client: httpx.Client, queries: QueryService) -> None:
    """No answer is of the graph before, none is of the engine alone."""

    def counted() -> str:
        return client.get("/sparql", params={"query": QUERY}, headers={"Accept": "text/csv"}).raise_for_status().text

    assert counted() == "t,n\r\nurn:type-0,1000\r\nurn:type-1,1000\r\n"
    until(lambda: is_counted(queries, QUERY))
    for article in range(250, 253):
        position = queries.position
        added = "".join(EVENT.format(article, n, 1) for n in range(7)).encode()
        queries.advance(Delta(position, position + 1, added=added), Snapshot(position + 1))
        assert counted() == "t,n\r\nurn:type-1,1007\r\nurn:type-0,1000\r\n"
        gone = Delta(position + 1, position + 2, cleared=(f"urn:article-{article}",))
        queries.advance(gone, Snapshot(position + 2))
        assert counted() == "t,n\r\nurn:type-0,1000\r\nurn:type-1,1000\r\n"
        assert is_counted(queries, QUERY)
