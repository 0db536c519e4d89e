"""What a server holds in memory before anybody gives it an article, and before anybody asks for more than queries."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.api.conftest import opened

READING = {"rdflib", "pyshacl", "onnxruntime", "spacy", "numpy", "pandas"}
SERVER = """
    import json, sys, threading, time, urllib.request
    from pathlib import Path
    from kb.api.app import create_app
    from kb.api.server import bind, make_server
    from kb.api.serving.backend import Backend
    from kb.bootstrap import open_knowledge_base
    from kb.settings import load_settings

    with open_knowledge_base(Path(sys.argv[1]), load_settings({}, {})) as kb:
        backend = Backend(kb)
        server = make_server(create_app(backend))
        with bind("127.0.0.1", 0, "") as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            while not server.started:
                time.sleep(0.02)
            for path, accept in (
                ("/sparql?query=ASK%20{?s%20?p%20?o}", "application/sparql-results+json"),
                ("/entities", "text/html"),
                ("/articles", "application/json"),
                ("/reconcile", "application/json"),
            ):
                asked = urllib.request.Request(address + path, headers={"Accept": accept})
                assert urllib.request.urlopen(asked, timeout=60).status == 200
            print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
            server.should_exit = True
            thread.join()
        backend.close()
"""


@pytest.mark.thorough
def test_a_server_that_answers_has_not_loaded_what_reads_articles(tmp_path: Path) -> None:
    """Queries, lists, pages and reconciliation need none of it, and the libraries take hundreds of megabytes."""
    with opened(tmp_path / "home"):
        pass
    ran = subprocess.run(
        [sys.executable, "-c", dedent(SERVER), str(tmp_path / "home")], capture_output=True, check=True, text=True
    )
    loaded = set(json.loads(ran.stdout))

    assert {"kb", "fastapi", "pyoxigraph"} <= loaded
    assert not READING & loaded


QUERYING = """
    import json, sys, threading, time
    from http.client import HTTPConnection
    from benchmarks.serving import Endpoint
    from kb.api.beginning import Beginning
    from kb.api.server import bind, make_server
    from kb.query.service import QueryService
    from kb.query.workers.recipe import Snapshot

    with QueryService(Snapshot(1)) as queries, bind("127.0.0.1", 0, "") as listening:
        queries.start()
        server = make_server(Beginning(Endpoint(queries, 40)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        for path, status in (("?query=ASK%20{?s%20?p%20?o}", 200), ("?query=SELECT%20*%20{%20", 400), ("/no", 404)):
            connection = HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=60)
            connection.request("GET", "/sparql" + path)
            assert connection.getresponse().status == status
            connection.close()
            print(json.dumps(sorted(sys.modules)))
        server.should_exit = True
        thread.join()
"""


@pytest.mark.thorough
def test_queries_alone_load_no_pages_and_nothing_that_works_on_articles() -> None:
    """They are loaded with the first request for anything else; `kb serve` does it as soon as it answers queries."""
    command = [sys.executable, "-c", dedent(QUERYING)]
    ran = subprocess.run(command, capture_output=True, check=True, text=True, timeout=120)
    _, queries, pages = (set(json.loads(line)) for line in ran.stdout.splitlines())
    rest = {"jinja2", "simplemma", "urllib3", "kb.api.app", "kb.log", "kb.resolution", "kb.sources", "kb.extraction"}

    assert "kb.api.endpoint.sparql" in queries
    assert not rest & queries
    assert rest <= pages
