"""A page whose HTML comes in two pieces, as networks part it: what is shown after the first stays where it is."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser

from tests.api.conftest import Served
from tests.api.pages.conftest import ACCEPT

PAINTED = "() => performance.getEntriesByType('paint').length > 0"
MOVED = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 0);
})"""


@contextmanager
def parted(served: Served, before: str, go: threading.Event) -> Iterator[str]:
    """Lend the address of a server that sends pages of another; what a pattern fits first, and the rest, wait."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {"Accept": self.headers.get("Accept", ACCEPT), "Accept-Encoding": "identity"}
            answer = httpx.get(served.address + self.path, headers=headers)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers["content-type"])
            self.end_headers()
            found = re.search(before.encode(), answer.content)
            at = found.start() if found else 0
            self.wfile.write(answer.content[:at])
            self.wfile.flush()
            assert not at or go.wait(60)
            self.wfile.write(answer.content[at:])

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.mark.thorough
def test_the_switch_of_the_theme_stays_where_it_is_shown_first(shown: Served, chromium: Browser) -> None:
    """It is the last of its parent only once that is closed: what goes by that moves it when the rest has come."""
    go = threading.Event()
    with parted(shown, r'</div>\s*</div>\s*<nav class="menu"', go) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/articles", wait_until="commit")
        page.wait_for_function(PAINTED)
        go.set()
        page.wait_for_load_state("networkidle")
        assert page.locator(".theme button").count() == 1
        assert page.evaluate(MOVED) == 0
        page.close()
