"""What a server holds in memory before anybody gives it an article."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

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
