"""A chat service on loopback that answers what a test tells it to, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, Any]  # status, and the body: bytes as they are, a str as the content of a completion


class Stub:
    """One answer for each question; the last one again when they run out."""

    def __init__(self, replies: list[Reply | Callable[[dict[str, Any]], Reply]], delay: float = 0.0) -> None:
        self.replies = replies
        self.delay = delay
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.url = ""

    def answer(self, body: dict[str, Any]) -> Reply:
        """Return what to answer next."""
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        return reply(body) if callable(reply) else reply


def completion(content: str, finish: str = "stop") -> bytes:
    """Return a chat completion as a service sends it."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


@contextmanager
def served(*replies: Any, delay: float = 0.0) -> Iterator[Stub]:
    """Serve a stub on a free port of loopback."""
    stub = Stub(list(replies), delay)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.asked.append(body)
            stub.headers.append(dict(self.headers))
            stub.paths.append(self.path)
            status, content = stub.answer(body)
            time.sleep(stub.delay)
            data = content if isinstance(content, bytes) else completion(content)
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # the client did not wait

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
