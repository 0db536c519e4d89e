"""A server that answers queries before all of its application is there: the same answers, and then the rest."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.api.app import create_app
from kb.api.beginning import Beginning
from kb.api.serving.backend import Backend
from kb.api.traffic.below import TakenRootPathError
from kb.api.traffic.guards import Guards
from tests.api.conftest import opened

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TOKEN = "let-me-in-please-1"
OTHER = {"date", "x-request-id", "x-kb-seconds", "content-length", "cache-status"}  # of any two answers to the same
Asked = tuple[str, str, dict[str, str]]
MEDIA = ("application/json", "text/csv", "text/turtle", "image/png", "*/*", "application/sparql-results+xml")
QUERIES: list[Asked] = [
    *((method, "", {}) for method in ("GET", "HEAD", "POST")),
    *(("GET", "", {"Accept": media}) for media in MEDIA),
    ("GET", "", {"Origin": "https://example.org", "Accept-Encoding": "gzip"}),
    ("GET", "", {"Authorization": f"Bearer {TOKEN}"}),
    *(("GET", more, {}) for more in ("&format=tsv", "&as_of=1", "&explain=1", "%20{", "&query=ASK")),
    ("GET", "&asOf=1", {"Accept": "text/csv"}),
]


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A knowledge base of two articles, as the service has it."""
    with opened(tmp_path_factory.mktemp("beginning") / "home") as kb:
        made = Backend(kb)
        yield made
        made.close()


def made(app: FastAPI | Beginning) -> TestClient:
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False, follow_redirects=False)


def asked(client: TestClient, method: str, more: str, headers: dict[str, str]) -> httpx.Response:
    query = COUNT.replace(" ", "%20") + more
    if method == "POST":
        form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return client.post("/sparql", content=f"query={query}", headers=form)
    return client.request(method, f"/sparql?query={query}", headers=headers)


def told(answer: httpx.Response) -> tuple[int, dict[str, str], str]:
    """Return what two answers to the same have in common."""
    body = re.sub(r'"(seconds|request_id)": ?[^,}]+', "", answer.text)
    return answer.status_code, {name: value for name, value in answer.headers.items() if name not in OTHER}, body


@pytest.mark.thorough
@pytest.mark.parametrize("guards", [Guards(), Guards(rate=1000), Guards(private=True)])
def test_queries_are_answered_as_by_the_whole_without_it(backend: Backend, guards: Guards) -> None:
    """Status, headers and body: results, refusals, what a token is asked for."""
    whole = made(create_app(backend, token=TOKEN, guards=guards))
    beginning = Beginning(backend, token=TOKEN, guards=guards)
    first = made(beginning)
    backend.start()

    for one in QUERIES:
        assert told(asked(first, *one)) == told(asked(whole, *one)), one
    assert beginning._whole is None


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/sparql", {}),
        ("GET", "/sparql", {"Accept": "text/html"}),
        ("GET", "/sparql?query=SELECT", {"Accept": "text/html,application/xml;q=0.9"}),
        ("OPTIONS", "/sparql", {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}),
        ("DELETE", "/sparql", {}),
        ("GET", "/articles", {"Accept": "application/json"}),
        ("GET", "/entities", {"Accept": "text/html"}),
        ("GET", "/nothing-is-here", {}),
    ],
)
def test_all_else_waits_for_the_whole(backend: Backend, method: str, path: str, headers: dict[str, str]) -> None:
    """A browser's errors are pages, what is about the endpoint is told, and what is not there is not found."""
    beginning = Beginning(backend)
    found = made(beginning).request(method, path, headers=headers)

    assert beginning._whole is not None
    wanted = made(beginning.whole()).request(method, path, headers=headers)
    assert (found.status_code, found.headers.get("content-type")) == (
        wanted.status_code,
        wanted.headers.get("content-type"),
    )


@pytest.mark.thorough
def test_the_whole_is_made_once(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come for it at the same time."""
    from kb.api import app

    count = []

    def counting(*args: object, **options: object) -> FastAPI:
        count.append(1)
        return create_app(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(app, "create_app", counting)
    beginning = Beginning(backend)
    client = made(beginning)
    threads = [threading.Thread(target=client.get, args=("/health",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(count) == 1
    assert client.get("/health").status_code == 200


def test_requests_of_both_are_counted_together(backend: Backend) -> None:
    """And streams of the whole end with the server, which knows only the first."""
    beginning = Beginning(backend)
    client = made(beginning)
    assert asked(client, "GET", "", {}).status_code == 200
    assert beginning._whole is None
    assert 'method="GET",route="/sparql",status="200"} 1.0' in client.get("/metrics").text

    beginning.state.feed.ending = lambda: True
    assert beginning.whole().state.feed.ending()


def test_the_short_way_is_that_of_the_whole(backend: Backend) -> None:
    """It is there from the beginning, unless somebody has to be told apart."""
    assert Beginning(backend).state.quick.service is backend
    assert not hasattr(Beginning(backend, guards=Guards(private=True)).state, "quick")


def test_a_root_path_that_is_taken_is_told_at_once(backend: Backend) -> None:
    """By the whole, which knows what it has there."""
    with pytest.raises(TakenRootPathError):
        Beginning(backend, guards=Guards(root_path="/articles"))


def test_a_graph_that_cannot_be_read_ends_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is loaded beside the application, and its failure is told all the same."""
    from kb.api import server
    from kb.errors import StorageError

    def fails(_: Backend) -> None:
        raise StorageError("The graph is torn.")

    monkeypatch.setattr(Backend, "start", fails)
    with opened(tmp_path / "home") as kb, pytest.raises(StorageError, match="torn"):
        server.serve(kb, port=0)


def test_a_whole_that_cannot_be_made_is_told_and_tried_again(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """As any other fault: a problem with the headers of all answers; queries are answered all the while."""
    from kb.api import app

    def fails(*_: object, **__: object) -> FastAPI:
        raise OSError(24, "Too many open files")

    client = made(Beginning(backend))
    with monkeypatch.context() as patch:
        patch.setattr(app, "create_app", fails)
        found = client.get("/articles", headers={"Accept": "application/json"})
        assert (found.status_code, found.headers["content-type"]) == (500, "application/problem+json")
        assert asked(client, "GET", "", {}).status_code == 200
    assert client.get("/articles", headers={"Accept": "application/json"}).status_code == 200


def test_a_base_is_kept_whole_though_not_all_could_be_made_ready(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What looks after it begins whatever failed before."""
    from kb.api import server
    from kb.api.serving.keeping import Keeper

    def fails(_: Beginning) -> FastAPI:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(Beginning, "whole", fails)
    looked = threading.Event()
    keeper = Keeper(lambda: 0, (), looked.set)
    try:
        server._warm(Beginning(backend), backend, keeper)
        assert looked.wait(10)
    finally:
        keeper.close()


def test_requests_to_both_come_out_of_one_bucket(backend: Backend) -> None:
    """Who has sent all that an address may does not begin again with the whole application."""
    client = made(Beginning(backend, guards=Guards(rate=0.1)))
    assert [asked(client, "GET", "", {}).status_code for _ in range(2)] == [200, 429]
    assert client.get("/health").status_code == 429
