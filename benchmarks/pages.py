"""How long pages take to make, over the bundled articles and over a base that has grown to a million quads.

Input: nothing, or a home that `benchmarks.copies` grew before. Output: for each page processor time of this process,
the first time after another article came in and the median of what is asked again, the same of its other formats, and
its size compressed; what is above the limits, by name. benchmarks.pages_browser says when a browser shows it.
Run: python -m benchmarks.pages [COPIES] [--home DIR] [--browser].
"""

import argparse
import gzip
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from benchmarks import pages_browser
from benchmarks.copies import add_copy, grow
from kb.api.app import create_app
from kb.api.pages.warming import warm
from kb.api.serving.backend import Backend
from kb.bootstrap import open_knowledge_base
from kb.log import Home
from kb.projections.collecting import settle
from kb.projections.graph.store import open_reader
from kb.resources import resource
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes, read_paths

ROUNDS: Final = 3
OTHERS: Final = 1  # rounds of formats that are not HTML
# Pages before which another article comes in; what the others count over all of a base one of these has counted.
CHANGED: Final = (
    *"/ /start/review /articles /entities /events /timeline /map /statements /review /review?kind=event".split(),
    *("a person", "an article", "an event of several articles"),
)
MOST: Final = 100.0  # ms of processor time
LARGEST: Final = 300_000  # bytes compressed; the page with the SPARQL editor may be larger
FORMATS: Final = {"html": "text/html", "json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
LISTS: Final = {
    "start": "/",
    "start: what waits": "/start/review",
    "articles": "/articles",
    "articles with a word": "/articles?text=flood",
    "entities": "/entities",
    "entities by name": "/entities?name=al",
    "events": "/events",
    "events at a place": "/events?place=Libya",
    "events by all filters": "/events?type=death&place=Libya&since=2023-01-01&until=2023-12-31&reality=occurred",
    "timeline": "/timeline",
    "timeline of a type": "/timeline?type=death",
    "timeline up to a day": "/timeline?until=2024-12-31&by=place",
    "map": "/map",
    "map up to a day": "/map?until=2024-12-31",
    "statements": "/statements",
    "statements about": "/statements?about=Derna",
    "statements with a word": "/statements?text=the",
    "denials": "/denials",
    "review": "/review",
    "review: events": "/review?kind=event",
    "review: further on": "/review?skip=40",
    "ask": "/ask?q=How+many+people+were+killed+in+Derna%3F",
    "query: events by type": "/query?query=SELECT+%3Ft+(COUNT(*)+AS+%3Fn)+%7B+%3Fe+kb:eventType+%3Ft+%7D+GROUP+BY+%3Ft",
    "saved queries": "/queries",
    "a saved query": "/queries/who-is?who=Derna",
    "log": "/log",
    "log of a type": "/log?type=entities-linked",
    "what one event changed": "/diff?from=3&to=4",
    "what twenty events changed": "/diff?from=20&to=40",
    "ontology": "/ontology",
    "add": "/add",
    "sign in": "/sign-in",
    "dumps": "/dumps",
    "search": "/search?q=strike",
    "search: a word of all": "/search?q=the",
    "suggestions": "/suggest?q=hal",
    "conflicts": "/conflicts",
    "conflicts: told most often": "/conflicts?sort=-versions&type=death",
    "decisions": "/decisions",
    "figures": "/figures",
    "offices": "/offices",
    "records": "/records",
    "cooccurrence": "/cooccurrence?entity=Derna",
    "health": "/health",
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time in ms, and bytes compressed; nothing for what has no such format."""

    took: float
    size: int


def things(client: TestClient) -> dict[str, str]:
    """Return the pages of an entity, an article, a statement and an event of several articles, each with its parts.

    Also what is done from there: the forms to decide, and what two speakers said. What a base has none of is left out.
    """
    found: dict[str, str] = {}
    people = _ids(client, "/entities?type=person&limit=2")
    for person in people[:1]:
        found["a person"] = f"/entities/{person}"
        found["a person: with whom"] = f"/entities/{person}/company"
        found["a person: why one"] = f"/entities/{person}/why"
        found["a person: timeline"] = f"/timeline/{person}"
    for country in _ids(client, "/entities?type=country&limit=1"):
        found["the country most told of"] = f"/entities/{country}"
        found["that country: why one"] = f"/entities/{country}/why"
        found["that country: with whom"] = f"/entities/{country}/company"
    if len(people) > 1:
        found["two speakers"] = f"/statements?speaker={people[0]}&against={people[1]}"
    for event in _most_told(client):
        found["a decision about an event"] = (
            f"/decide?what={event}&value=Derna&part=place&of=place&back=/events/{event}"
        )
        found["an event of several articles"] = f"/events/{event}"
        found["that event: why one"] = f"/events/{event}/why"
    for article in _ids(client, "/articles")[-1:]:
        found["an article"] = f"/articles/{article}"
        found["an article: its text corrected"] = f"/articles/{article}/correction"
        found["an article: what would leave"] = f"/articles/{article}/withdrawal"
    for statement in _ids(client, "/statements?limit=1"):
        found["a statement"] = f"/statements/{statement}"
    for question in _ids(client, "/review?limit=1"):
        found["a question"] = f"/review/{question}"
    return found


def _ids(client: TestClient, path: str) -> list[str]:
    return [str(one["id"]) for one in client.get(path).json()["items"]]


def _most_told(client: TestClient) -> list[str]:
    """The event whose happening most of the first events tell of; nothing where there is none."""
    events = client.get("/events?limit=500").json()["items"]
    told = Counter(one["happening"] for one in events if one["happening"])
    return [one["id"] for one in events if one["happening"] and told[one["happening"]] == max(told.values())][:1]


def spent(client: TestClient, path: str, accept: str = FORMATS["html"]) -> Spent | None:
    """Return what an answer costs; None where there is none in this format."""
    began = time.process_time()
    answer = client.get(path, headers={"Accept": accept, "Accept-Encoding": "identity"})
    took = 1000 * (time.process_time() - began)
    if answer.status_code in (404, 406, 422) or not answer.headers.get("content-type", "").startswith(accept):
        return None
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
    return Spent(took, len(gzip.compress(answer.content)))


def measure(client: TestClient, pages: Mapping[str, str], change: Callable[[str], None]) -> list[str]:
    """Print a line a page, and return what is above the limits.

    Args:
        pages: name -> path.
        change: has another article come in, before a page of *CHANGED*.
    """
    missed = []
    print(f"{'page':<32}{'first':>10}{'again':>10}{'json':>10}{'csv':>10}{'ttl':>10}{'size':>10}")
    for name, path in pages.items():
        if name in CHANGED or path in CHANGED:
            change(path)
        found = {"first": spent(client, path)}
        for label, accept in FORMATS.items():
            where = path if label != "csv" else f"{path}{'&' if '?' in path else '?'}limit=50"  # else all of the list
            told = [spent(client, where, accept) for _ in range(ROUNDS if label == "html" else OTHERS)]
            there = [one for one in told if one is not None]
            middle = statistics.median(one.took for one in there) if there else 0.0
            found[label] = Spent(middle, there[0].size) if there else None
        if not any(found.values()):
            print(f"{name:<32}nothing of it in this base", flush=True)
            continue
        columns = [f"{one.took:7.0f} ms" if one else f"{'-':>10}" for one in found.values()]
        size = max((one.size for one in found.values() if one), default=0)
        print(f"{name:<32}{''.join(columns)}{size / 1000:7.1f} kB", flush=True)
        missed += [f"{name}, {label}: {one.took:.0f} ms" for label, one in found.items() if one and one.took > MOST]
        missed += [f"{name}: {size:,} bytes"] if size > LARGEST and not path.startswith("/query") else []
    return missed


def over(root: Path, *, browser: bool, only: str = "") -> None:
    """Measure over a home; *only* the pages whose names a pattern is found in."""
    quads = len(open_reader(Home.open(root).graph_path))
    settings = replace(load_settings({}, {}), home=str(root))
    with open_knowledge_base(root, settings) as kb:
        backend = Backend(kb)
        try:
            backend.start()
            backend.followed = True  # as under `kb serve`: what came in is looked at behind the requests
            app = create_app(backend)
            client = TestClient(app, base_url="http://localhost")
            began = time.process_time()
            warm(app, app.state.pages)  # as the server does when it starts
            backend.warm()
            settle()  # as the server does then
            print(f"made ready in {time.process_time() - began:.1f} s of processor time", flush=True)
            totals = client.get("/").json()["totals"]
            waiting = client.get("/review?limit=1").json()["total"]
            told = ", ".join(f"{totals[kind]:,} {kind}" for kind in ("articles", "events"))
            print(f"\n{quads:,} quads, {told}, {waiting:,} questions")
            pages = {name: path for name, path in (LISTS | things(client)).items() if re.search(only, name)}
            missed = measure(client, pages, _changes(kb, backend))
        finally:
            backend.close()
    if browser:
        missed += pages_browser.measure(root, pages)
    print("\nabove the limits: " + ("; ".join(missed) or "nothing"))


def _changes(kb: KnowledgeBase, backend: Backend) -> Callable[[str], None]:
    """Return what has another article come in: read anew before the queue is asked, else a copy with its reading."""
    originals = [recorded.event for recorded in kb.log.read(limit=1500)]
    text = next(read_paths([resource("seeds")])).article.text  # type: ignore[union-attr]
    number = kb.catalog.counts()["articles"]  # none of the copies that there are has it

    def change(path: str) -> None:
        nonlocal number
        number += 1
        if "review" in path:
            backend.prepare()  # copies were not linked here, so that nothing is noted of them
            with kb.adder() as adder:
                for outcome in read_bytes(f"{text}\nSeen {number} times, {time.time_ns()}.\n".encode(), "copy"):
                    adder.add(outcome)
        else:
            add_copy(kb.log, originals, number)
        backend.standing()  # projections and the queries' graph catch up

    return change


def main() -> None:
    """Measure both, or the home that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="?", type=int, default=18)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--browser", action="store_true", help="also when Chromium shows them")
    parser.add_argument("--only", default="", help="pattern of names of pages, with --home")
    given = parser.parse_args()
    if given.home:
        over(given.home, browser=given.browser, only=given.only)
        return
    with tempfile.TemporaryDirectory(prefix="kb-pages-") as folder:
        root = Path(folder) / "home"
        settings = replace(load_settings({}, {}), home=str(root))
        with open_knowledge_base(root, settings, create=True) as kb, kb.adder() as adder:
            for outcome in read_paths([resource("seeds")]):
                adder.add(outcome)
        over(root, browser=False)
        grow(root, given.copies)
        over(root, browser=given.browser)


if __name__ == "__main__":
    main()
