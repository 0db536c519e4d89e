"""How long pages take to make, over the bundled articles and over a base that has grown to a million quads.

Input: nothing, or a home that `benchmarks.copies` grew before. Output: for each page processor time of this process,
median of what is asked again and the first time after a change, and its size compressed.
Run: python -m benchmarks.pages [COPIES] [--home DIR].
"""

import argparse
import gzip
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from benchmarks.copies import grow
from kb.api.app import create_app
from kb.api.backend import Backend
from kb.bootstrap import open_knowledge_base
from kb.log import Home
from kb.projections.graph_store import open_reader
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import read_paths

ROUNDS: Final = 5
HTML: Final = {"Accept": "text/html", "Accept-Encoding": "identity"}
LISTS: Final = {
    "start": "/",
    "start: what waits": "/start/review",
    "articles": "/articles",
    "articles with a word": "/articles?text=flood",
    "entities": "/entities",
    "entities by name": "/entities?name=al",
    "events": "/events",
    "events at a place": "/events?place=Libya",
    "timeline": "/timeline",
    "timeline of a type": "/timeline?type=death",
    "map": "/map",
    "statements": "/statements",
    "statements about": "/statements?about=Derna",
    "review": "/review",
    "ask": "/ask?q=How+many+people+were+killed+in+Derna%3F",
    "query: events by type": "/query?query=SELECT+%3Ft+(COUNT(*)+AS+%3Fn)+%7B+%3Fe+kb:eventType+%3Ft+%7D+GROUP+BY+%3Ft",
    "saved queries": "/queries",
    "log": "/log",
    "what one event changed": "/diff?from=3&to=4",
    "ontology": "/ontology",
    "search": "/search?q=strike",
    "suggestions": "/suggest?q=hal",
}


def things(client: TestClient) -> dict[str, str]:
    """Return the pages of an entity, an article, a statement and an event of several articles, each with its parts."""
    events = client.get("/events?limit=400&sort=added").json()["items"]
    told = Counter(one["happening"] for one in events if one["happening"])
    event = next(one["id"] for one in events if told[one["happening"]] == max(told.values()))
    person = client.get("/entities?type=person").json()["items"][0]["id"]
    country = client.get("/entities?type=country").json()["items"][0]["id"]
    return {
        "a person": f"/entities/{person}",
        "a person: with whom": f"/entities/{person}/company",
        "a person: why one": f"/entities/{person}/why",
        "a person: timeline": f"/timeline/{person}",
        "the country most told of": f"/entities/{country}",
        "that country: with whom": f"/entities/{country}/company",
        "an article": f"/articles/{client.get('/articles').json()['items'][-1]['id']}",
        "an event of several articles": f"/events/{event}",
        "that event: why one": f"/events/{event}/why",
        "a statement": f"/statements/{client.get('/statements').json()['items'][0]['id']}",
    }


def spent(client: TestClient, path: str) -> tuple[float, int]:
    """Return the milliseconds of processor time that a page takes, and its size compressed."""
    began = time.process_time()
    answer = client.get(path, headers=HTML)
    took = 1000 * (time.process_time() - began)
    assert answer.status_code == 200, path
    return took, len(gzip.compress(answer.content))


def measure(client: TestClient, pages: Mapping[str, str]) -> None:
    """Print a line a page."""
    print(f"{'page':<32}{'first':>10}{'again':>10}{'size':>10}")
    for name, path in pages.items():
        first, size = spent(client, path)
        again = statistics.median(spent(client, path)[0] for _ in range(ROUNDS))
        print(f"{name:<32}{first:7.0f} ms{again:7.0f} ms{size / 1000:7.1f} kB", flush=True)


def over(root: Path) -> None:
    """Measure over a home; a first request that loads templates is not counted."""
    quads = len(open_reader(Home.open(root).graph_path))
    settings = replace(load_settings({}, {}), home=str(root))
    with open_knowledge_base(root, settings) as kb:
        backend = Backend(kb)
        try:
            backend.start()
            client = TestClient(create_app(backend), base_url="http://localhost")
            began = time.process_time()
            backend.warm()  # as the server does when it starts
            print(f"made ready in {time.process_time() - began:.1f} s of processor time")
            client.get("/sign-in", headers=HTML)
            totals = client.get("/").json()["totals"]
            print(f"\n{quads:,} quads, " + ", ".join(f"{totals[kind]:,} {kind}" for kind in ("articles", "events")))
            measure(client, LISTS | things(client))
        finally:
            backend.close()


def main() -> None:
    """Measure both, or the home that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="?", type=int, default=18)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    if given.home:
        over(given.home)
        return
    with tempfile.TemporaryDirectory(prefix="kb-pages-") as folder:
        root = Path(folder) / "home"
        settings = replace(load_settings({}, {}), home=str(root))
        with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
            for outcome in read_paths([resource("seeds")]):
                adder.add(outcome)
        over(root)
        grow(root, given.copies)
        over(root)


if __name__ == "__main__":
    main()
