"""A reconciliation service on a free port of the loopback address, as good or as bad as a test wants it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

MANIFEST = {
    "versions": ["0.2"],
    "name": "Stub",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Stub:
    """What the service has, and what it was asked.

    Attributes:
        known: name -> results as the protocol has them.
        answers: said instead of what it would say, one after another; a callable gets the handler.
        asked: (method, path, queries) of each request.
    """

    known: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: list[Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=lambda: dict(MANIFEST))
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    address: str = ""

    def knows(self, name: str, *results: tuple[str, str, float, bool]) -> None:
        """Have it answer *name* with (id, name, score, match)."""
        keys = ("id", "name", "score", "match")
        self.known[name] = [
            {**dict(zip(keys, row, strict=True)), "type": [{"id": "Q5", "name": "human"}]} for row in results
        ]

    def names(self) -> list[str]:
        """Return the names that it was asked for, in order."""
        return [query["query"] for _, _, queries in self.asked for query in queries.values()]


def plain(value: Any, status: int = 200, **headers: str) -> Answer:
    """Return an answer: JSON of *value*, or text as it is."""
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return status, {name.replace("_", "-"): text for name, text in headers.items()}, body


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """Run the service for the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.asked.append(("GET", self.path, {}))
            self._say(plain(stub.manifest))

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            queries = json.loads(form["queries"][0])
            stub.asked.append(("POST", self.path, queries))
            self._say(plain({key: {"result": stub.known.get(one["query"], [])} for key, one in queries.items()}))

        def _say(self, usual: Answer) -> None:
            answer = stub.answers.pop(0) if stub.answers else usual
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.address = f"http://127.0.0.1:{server.server_address[1]}/reconcile"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
