"""A web site on a free port of the loopback address: feeds that change, and servers that misbehave."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the site has, and what it was asked.

    Attributes:
        pages: path -> body, or what handles the request.
        headers: path -> headers of its answer.
        asked: (path, headers in lower case) of each request.
    """

    pages: dict[str, bytes | Behaviour] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Run the site for the block; it answers 304 to whoever has the ETag of its headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path)
            headers = site.headers.get(self.path, {})
            if callable(page):
                page(self)
            elif page is None:
                say(self, 404, b"nothing here")
            elif headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                say(self, 304, b"", headers)
            else:
                say(self, 200, page, headers)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def say(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    """Answer a request."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Return what answers so; header names with "_" for "-"."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: say(handler, status, body, told)


def rss(*items: tuple[str, str, str], title: str = "Harbour Post") -> bytes:
    """Return an RSS feed of (guid, link, text)."""
    told = "".join(
        f"<item><title>{text[:20]}</title><description>{text}</description>"
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<link>{link}</link>" if link else "")
        + "<pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate></item>"
        for guid, link, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'.encode()
