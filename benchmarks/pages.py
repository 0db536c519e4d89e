"""How long pages take to make, over the bundled articles and over a catalog of as many copies of them as asked for.

Input: nothing. Output: for each page its median as processor time of this process, as a ratio to that of 40 events as
JSON, and its size compressed. The copies are rows of tables: lists, facets, search, the start page and entities read
nothing else; an event and an article read the log as well, the same either way.
Run: python -m benchmarks.pages [COPIES].
"""

import argparse
import gzip
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from kb.api.app import create_app
from kb.api.backend import Backend
from kb.bootstrap import open_knowledge_base
from kb.resources import resource
from kb.settings import load_settings
from kb.sources import read_paths

ROUNDS: Final = 7
HTML: Final = {"Accept": "text/html", "Accept-Encoding": "identity"}
LISTS: Final = {
    "start": "/",
    "articles": "/articles",
    "entities": "/entities",
    "events": "/events",
    "events at a place": "/events?place=Libya",
    "search": "/search?q=strike",
    "suggestions": "/suggest?q=hal",
}
# Table -> columns with ids that each copy has of its own; entities stay who they are.
OWN: Final = {
    "articles": ("id",),
    "members": ("article",),
    "events": ("id", "article", "happening"),
    "event_roles": ("event", "article", "other"),
    "event_times": ("event", "article"),
    "event_links": ("event", "article", "other"),
    "statements": ("id", "article", "nested_in"),
    "statement_people": ("statement", "article"),
    "claims_of": ("item", "statement", "article"),
    "figures": ("id", "article", "event"),
    "offices": ("id", "article"),
}


def _copied(column: str, number: int) -> str:
    return f"CASE \"{column}\" WHEN '' THEN '' ELSE '{number:04x}' || substr(\"{column}\", 5) END"


def copied(path: Path, copies: int) -> None:
    """Put copies of all rows into a catalog, each under ids of its own."""
    with sqlite3.connect(path) as connection:
        for table, own in OWN.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            connection.execute(f"CREATE TEMP TABLE first AS SELECT * FROM {table}")
            for number in range(1, copies):
                values = [_copied(name, number) if name in own else f'"{name}"' for name in names]
                connection.execute(f"INSERT OR IGNORE INTO {table} SELECT {', '.join(values)} FROM first")
            connection.execute("DROP TABLE first")
    connection.close()


def median(ask: Callable[[], object]) -> float:
    """Return the median processor time of a call, in milliseconds; the first, which compiles, is left out."""
    ask()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        ask()
        spent.append(1000 * (time.process_time() - began))
    return statistics.median(spent)


def things(client: TestClient) -> dict[str, str]:
    """Return the pages of an entity, an article, and an event of several articles."""
    events = client.get("/events?limit=400").json()["items"]
    told = Counter(one["happening"] for one in events if one["happening"])
    event = next(one["id"] for one in events if told[one["happening"]] == max(told.values()))
    return {
        "an entity": f"/entities/{client.get('/entities?type=person').json()['items'][0]['id']}",
        "an article": f"/articles/{client.get('/articles').json()['items'][-1]['id']}",
        "an event of several articles": f"/events/{event}",
    }


def measure(client: TestClient, pages: Mapping[str, str]) -> None:
    """Print a line a page."""
    json = median(lambda: client.get("/events?limit=40"))
    print(f"{'40 events as JSON':<30}{json:8.1f} ms      1")
    for name, path in pages.items():
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200, path
        spent = median(lambda path=path: client.get(path, headers=HTML))  # type: ignore[misc]
        print(f"{name:<30}{spent:8.1f} ms {spent / json:6.1f} {len(gzip.compress(answer.content)) / 1000:8.1f} kB")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", nargs="?", type=int, default=60)
    copies = parser.parse_args().copies
    with tempfile.TemporaryDirectory(prefix="kb-pages-") as folder:
        settings = replace(load_settings({}, {}), home=folder)
        with open_knowledge_base(Path(folder) / "home", settings, create=True) as kb:
            with kb.adder() as adder:
                for outcome in read_paths([resource("seeds")]):
                    adder.add(outcome)
            pages: dict[str, str] = {}
            for number in (1, copies):
                if number > 1:
                    copied(kb.home.catalog_path, number)
                backend = Backend(kb)
                try:
                    client = TestClient(create_app(backend), base_url="http://localhost")
                    totals = client.get("/").json()["totals"]
                    print("\n" + ", ".join(f"{totals[kind]:,} {kind}" for kind in ("articles", "events", "figures")))
                    pages = pages or LISTS | things(client)  # of the articles themselves: a copy has no text
                    measure(client, pages)
                finally:
                    backend.close()


if __name__ == "__main__":
    main()
