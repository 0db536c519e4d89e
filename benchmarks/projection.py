"""How fast the projections take articles in, are opened, rebuilt, verified and exported, and what they weigh.

Input: made-up articles of the size that a news report has (about 45 entities,
30 events, 18 statements, 12 figures; some entities in a third of all articles).
Output: a table on standard output. Run: python -m benchmarks.projection [ARTICLES].
Figures carry over as ratios only.
"""

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from pyoxigraph import Store

from kb.events import ArticleAdded, BaseCreated, EntitiesLinked, EntityDescribed, ExtractionRecorded
from kb.events.streams import BASE, RESOLUTION, article_stream, extraction_stream
from kb.log import Append, Home
from kb.log.paged import PagedLog
from kb.log.sqlite import SqliteEventLog
from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Role, Span, Statement, TimeValue
from kb.projections.catalog import steps, writing
from kb.projections.catalog.writing import RowWriter
from kb.projections.files.export import export
from kb.projections.folding.projection import Fold
from kb.projections.folding.sources import LogSources
from kb.projections.graph.parts import GraphParts
from kb.projections.graph.store import open_reader
from kb.projections.graph.writer import PartWriter
from kb.projections.opening import opened, rebuild
from kb.projections.verify import verify

BASE_IRI = "http://localhost:8000/"
WORDS = "river city council flood army mayor said people village bridge power strike talks border grain".split()


def made_up(number: int, rng: random.Random) -> tuple[Article, Extraction, list[EntitiesLinked]]:
    """Return an article, what is read from it, and the links of its entities."""
    words = rng.choices(WORDS, k=900)
    text = f"Report {number}\n\n" + " ".join(words)
    at = [Span(0, 6)]
    offset = text.index("\n\n") + 2
    for word in words:
        at.append(Span(offset, offset + len(word)))
        offset += len(word) + 1
    article = Article(text, f"Report {number}", f"Paper {number % 40}", published="2031-05-07", language="en")
    pool = [min(int(rng.paretovariate(0.7)), 20_000) for _ in range(45)]
    canonical = list(dict.fromkeys(pool))
    entities = tuple(
        Entity(f"e{i}", ("person", "city", "organisation", "country")[c % 4], f"Name {c}")
        for i, c in enumerate(canonical)
    )
    mentions = tuple(
        Mention(f"m{i}", at[i * 9 + 1], "name", f"e{rng.randrange(len(entities))}", 0.9) for i in range(90)
    )
    statements = tuple(_statement(i, at, len(entities)) for i in range(18))
    events = tuple(_event(i, at, len(entities), rng) for i in range(30))
    figures = tuple(Figure(f"q{i}", f"v{i}", at[i * 25 + 9], "exactly", float(i), confidence=0.8) for i in range(12))
    extraction = Extraction(article.id, "made-up", "1", "", mentions, entities, (), statements, events, figures)
    links = [EntitiesLinked(f"{c:08x}", (f"{article.id}#e{i}",), 8.0, ("same name",)) for i, c in enumerate(canonical)]
    return article, extraction, links


def _statement(i: int, at: list[Span], entities: int) -> Statement:
    content = Span(at[i * 40 + 3].start, at[i * 40 + 20].end)
    speaker, cue = at[i * 40 + 1], at[i * 40 + 2]
    return Statement(
        f"s{i}", (content,), "indirect", (f"e{i % entities}",), speaker, cue, claims=(f"v{i}",), confidence=0.8
    )


def _event(i: int, at: list[Span], entities: int, rng: random.Random) -> Event:
    words = at[i * 25 + 4 : i * 25 + 9]
    who = [f"e{rng.randrange(entities)}" for _ in range(3)]
    return Event(
        f"v{i}",
        rng.choice(["shelling", "flood", "meeting", "killing"]),
        words[0],
        roles=(Role("agent", words[1], who[0]), Role("patient", words[2], who[1])),
        places=(who[2],),
        place_spans=(words[3],),
        time=TimeValue(at[5], "2031-05-06", "2031-05-06", "2031-05-06", "2031-05-06", "day", "relative"),
        sources=(f"s{i}",) if i < 18 else (),
        confidence=0.8,
    )


def write_log(log: SqliteEventLog, first: int, count: int, seen: set[str]) -> None:
    """Append *count* made-up articles."""
    for number in range(first, first + count):
        article, extraction, links = made_up(number, random.Random(number))
        new = [link.entity for link in links if link.entity not in seen]
        seen.update(new)
        told = [EntityDescribed(entity, f"Name {int(entity, 16)}", "city", country="XX") for entity in new]
        log.append_batch(
            [
                Append(article_stream(article.id), 0, [ArticleAdded(article.id, article, "made up")], "rule:made/1"),
                Append(
                    extraction_stream(article.id), 0, [ExtractionRecorded(article.id, extraction)], "extractor:made/1"
                ),
                Append(RESOLUTION, log.stream_version(RESOLUTION), [*told, *links], "rule:made/1"),
            ]
        )


def main(articles: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.open(Path(folder), create=True)
        log = home.event_log()
        log.append(BASE, 0, [BaseCreated(BASE_IRI, "0")], actor="rule:made/1")
        seen: set[str] = set()
        write_log(log, 0, articles, seen)
        print(f"{articles} articles, {log.position()} events, log {home.log_path.stat().st_size / 1e6:.0f} MB")
        with Clock("rebuild from the log") as clock, Shares() as shares:
            rebuild(home, log)
        shares.tell(clock.cpu)
        quads = len(open_reader(home.graph_path))
        print(f"  {quads} quads, {quads / clock.cpu:,.0f} quads a CPU second, peak of memory {peak():.0f} MB")
        print(f"  graph {size(home.graph_path) / 1e6:.0f} MB, catalog {home.catalog_path.stat().st_size / 1e6:.0f} MB")
        _bare(home, Path(folder) / "bare", clock)
        with Clock("open, nothing to do"), opened(home, log) as projections:
            projections.advance(log)
        for number in range(3):
            write_log(log, articles + number, 1, seen)
            with Clock("open, take one more article in"), opened(home, log) as projections:
                projections.advance(log)
        write_log(log, articles + 3, 50, seen)
        with Clock("50 more in one step") as clock, opened(home, log) as projections:
            projections.advance(log)
        print(f"  {50 / clock.wall:.1f} articles/s")
        with Clock("verify"):
            verify(home, log).check()
        with Clock("export as canonical N-Quads"):
            export(open_reader(home.graph_path), BASE_IRI, Path(folder) / "out.nq", "nquads")
        with Clock("export as Turtle"):
            export(open_reader(home.graph_path), BASE_IRI, Path(folder) / "out.ttl", "turtle")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Clock("whole graph into memory"):
            store = Store()
            store.bulk_extend(open_reader(home.graph_path))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"  at least {grown * 1024 / len(store):.0f} bytes a quad (growth of the peak)")
        log.close()


def _bare(home: Home, path: Path, rebuilt: "Clock") -> None:
    """Measure what the engine alone takes for the same quads: no rebuild is faster."""
    ready = list(open_reader(home.graph_path))
    store = Store(str(path))
    with Clock("the engine alone: bulk load of these quads, which lie ready in memory, to disk") as load:
        store.bulk_extend(ready)
        store.flush()
    with Clock("  and its compaction") as compaction:
        store.optimize()
    alone = load.cpu + compaction.cpu
    print(
        f"  {len(ready) / load.cpu:,.0f} quads a CPU second, {len(ready) / alone:,.0f} with compaction; "
        f"the rebuild takes {rebuilt.cpu / alone:.1f} times as long"
    )


class Shares:
    """Says what a rebuild in its block spends processor time on; the engine beside is what the main thread is not.

    A stage in another counts for itself alone.
    """

    STAGES: Final[tuple[tuple[str, object, str], ...]] = (
        ("log read and decoded", LogSources, "recorded"),
        ("log read and decoded", PagedLog, "read"),
        ("events folded", Fold, "take"),
        ("events folded", Fold, "expand"),
        ("steps kept to go back by", steps, "keep"),
        ("rows of tables made", writing, "article_rows"),
        ("rows of tables made", writing, "entity_rows"),
        ("rows and full text written", RowWriter, "_write"),
        ("quads made", GraphParts, "quads"),
        ("quads written as text", PartWriter, "load"),
        ("the engine's compaction", PartWriter, "settle"),
    )

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inside: list[str] = ["the rest"]
        self._since = 0.0
        self._patched = ExitStack()

    def __enter__(self) -> "Shares":
        for stage, owner, name in self.STAGES:
            self._patched.enter_context(patch.object(owner, name, self._timed(stage, getattr(owner, name))))
        self._since = time.thread_time()
        return self

    def __exit__(self, *_: object) -> None:
        self._turn()
        self._patched.close()

    def _turn(self) -> None:
        now = time.thread_time()
        self.spent[self._inside[-1]] += now - self._since
        self._since = now

    @contextmanager
    def _in(self, stage: str) -> Iterator[None]:
        self._turn()
        self._inside.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._inside.pop()

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def each(found: Iterator[Any]) -> Iterator[Any]:
            while True:
                with self._in(stage):
                    one = next(found, self)
                if one is self:
                    return
                yield one

        @wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            with self._in(stage):
                found = function(*args, **named)
            return each(found) if isinstance(found, Iterator) else found

        return timed

    def tell(self, whole: float) -> None:
        """Print each stage with its share of *whole* seconds of CPU."""
        self.spent["the engine's load, beside"] = whole - sum(self.spent.values())
        for stage, seconds in self.spent.most_common():
            print(f"  {stage}: {seconds:.2f} s CPU, {seconds / whole:.0%}")


class Clock:
    """Prints how long its block took."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.wall = self.cpu = 0.0

    def __enter__(self) -> "Clock":
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._wall
        self.cpu = time.process_time() - self._cpu
        print(f"{self.what}: {self.wall:.2f} s, {self.cpu:.2f} s CPU", flush=True)


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def size(path: Path) -> int:
    """Return the bytes of a folder."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
