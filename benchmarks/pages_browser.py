"""When Chromium shows a page of a server on loopback, how far it shifts, and how much it loads.

Input: a home and paths of pages; alone nothing, or a home. Output: a line a page over several visits with nothing
cached: when the first content is painted (median and worst), of this how long the server took (median), the largest
shift, and what is sent compressed, the document and all of it; what is above the limits, by name.
Read by benchmarks.pages. Run: python -m benchmarks.pages_browser [--home DIR] [--visits N].
"""

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, sync_playwright

from kb.bootstrap import open_knowledge_base
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import read_paths

FIRST: Final = 500.0  # ms until something is painted
LARGEST: Final = 300_000  # bytes loaded for one page with nothing cached
VISITS: Final = 5
SETTLES: Final = 300  # ms after the network is idle in which what comes late may shift
LISTS: Final = (
    *"/ /articles /entities /events /timeline /map /statements /denials /review /query /queries /log".split(),
    *"/add /ontology /dumps /conflicts /sign-in".split(),
    *("/timeline?until=2024-12-31&by=place", "/map?until=2024-12-31", "/articles?text=flood", "/events?place=Libya"),
    *("/entities?name=al", "/statements?text=the", "/conflicts?sort=-versions", "/review?kind=event"),
    *("/search?q=the", "/queries/who-is?who=Derna", "/log?type=entities-linked"),
)
_COUNTED: Final = "/query?query=SELECT+%3Ft+(COUNT(*)+AS+%3Fn)+%7B+%3Fe+kb:eventType+%3Ft+%7D+GROUP+BY+%3Ft&view=chart"
_LINKED: Final = "/query?query=SELECT+%3Fa+%3Fb+%7B+%3Fe+kb:agent+%3Fa+.+%3Fe+kb:patient+%3Fb+%7D+LIMIT+200"
_SERVE: Final = "from kb.cli.main import app; app()"
_ADDRESS: Final = re.compile(r"http://[0-9.:]+")
_WATCH: Final = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  window.shifted += one.hadRecentInput ? 0 : one.value;
})).observe({ type: "layout-shift", buffered: true });
"""
_MEASURE: Final = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const [document] = performance.getEntriesByType("navigation");
  const loaded = [document, ...performance.getEntriesByType("resource")];
  return {
    first: paint ? paint.startTime : Infinity, server: document.responseStart - document.requestStart,
    shift: window.shifted, document: document.transferSize,
    bytes: loaded.reduce((sum, one) => sum + one.transferSize, 0),
  };
}"""


def measure(root: Path, pages: Mapping[str, str], visits: int = VISITS) -> list[str]:
    """Print a line a page, and return what is above the limits."""
    with serving(root) as address:
        return visited(address, pages, visits)


def visited(address: str, pages: Mapping[str, str], visits: int = VISITS) -> list[str]:
    """Print a line a page of a server that runs, and return what is above the limits."""
    missed = []
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _visited(browser, f"{address}/")  # a browser that has just begun is slow once
        bare = statistics.median(_visited(browser, f"{address}/health")["first"] for _ in range(visits))
        print(f"a line of text without style or script is painted after {bare:.0f} ms: what machine and browser take")
        print(f"\n{'page':<32}{'first paint':>13}{'worst':>10}{'server':>10}{'shift':>8}{'page':>11}{'all':>11}")
        for name, where in pages.items():
            found = [_visited(browser, address + where) for _ in range(visits)]
            first, server = (statistics.median(one[key] for one in found) for key in ("first", "server"))
            worst, shift = (max(one[key] for one in found) for key in ("first", "shift"))
            page, size = (max(one[key] for one in found) for key in ("document", "bytes"))
            line = (
                f"{first:10.0f} ms{worst:7.0f} ms{server:7.0f} ms{shift:8.3f}{page / 1000:8.1f} kB{size / 1000:8.1f} kB"
            )
            print(f"{name:<32}{line}", flush=True)
            missed += [f"{name}, first paint: {first:.0f} ms"] if first > FIRST else []
            missed += [f"{name}, shift: {shift:.3f}"] if shift > 0 else []
            large = size > LARGEST and not where.startswith("/query")
            missed += [f"{name}, loaded: {size:,.0f} bytes"] if large else []
        browser.close()
    return missed


def _visited(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(SETTLES)
        found: dict[str, Any] = page.evaluate(_MEASURE)
        return found
    finally:
        context.close()


def of_a_base(address: str) -> dict[str, str]:
    """Return the pages of the lists, and of one thing of each kind, those that most is told of."""
    with httpx.Client(base_url=address, timeout=60) as client:

        def first(path: str) -> str:
            return str(client.get(path).json()["items"][0]["id"])

        person, other = (one["id"] for one in client.get("/entities?type=person&limit=2").json()["items"])
        events = client.get("/events?limit=500").json()["items"]
        event = max(events, key=lambda one: (len(one["figures"]), one["id"]))["id"]
        things = {
            "an article": f"/articles/{first('/articles')}",
            "a person": f"/entities/{person}",
            "a country": f"/entities/{first('/entities?type=country')}",
            "with whom": f"/entities/{person}/company",
            "an event": f"/events/{event}",
            "a statement": f"/statements/{first('/statements')}",
            "an article's correction": f"/articles/{first('/articles')}/correction",
            "what would leave": f"/articles/{first('/articles')}/withdrawal",
            "a decision": f"/decide?what={event}&value=Derna&part=place&of=place&back=/",
            "a question of the queue": f"/review/{client.get('/review?limit=1').json()['items'][0]['id']}",
            "why one": f"/entities/{person}/why",
            "two speakers": f"/statements?speaker={person}&against={other}",
            "timeline of one": f"/timeline/{person}",
            "a query": _COUNTED,
            "a question": "/ask?q=How+many+people+were+killed+in+Derna%3F",
            "search": "/search?q=killed",
            "two points in time": "/diff?from=3&to=4",
            "many points in time": "/diff?from=20&to=40",
            "as it was": "/?asOf=12",
            "a query as a graph": f"{_LINKED}&view=graph",
        }
    return {path: path for path in LISTS} | things


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run `kb serve` on a home in a process of its own, and lend its address once pages are ready."""
    command = [sys.executable, "-c", _SERVE, "--home", str(root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            address, said = "", []
            for line in server.stderr or ():
                said.append(line)
                if found := _ADDRESS.search(line):
                    address = address or found[0]
                if "review are ready" in line:
                    break
            if not address:
                raise SystemExit("".join(said))  # it could not serve this home, and says why
            rest = threading.Thread(target=lambda: list(server.stderr or ()), daemon=True)  # else it waits to be read
            rest.start()
            yield address.rstrip("/")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def main() -> None:
    """Measure the bundled articles, or the home that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--only", default="", help="pattern of names of pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kb-pages-") as folder:
        root = given.home or Path(folder) / "home"
        if given.home is None:
            settings = replace(load_settings({}, {}), home=str(root))
            with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
                for outcome in read_paths([resource("seeds")]):
                    adder.add(outcome)
        with serving(root) as address:
            pages = {name: path for name, path in of_a_base(address).items() if re.search(given.only, name)}
            missed = visited(address, pages, given.visits)
    print("\nabove the limits: " + ("; ".join(missed) or "nothing"))


if __name__ == "__main__":
    main()
