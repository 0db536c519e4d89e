"""What it costs to look back: the ways to a past state, cold and warm, against a question about now.

Input: made-up articles, short ones by default, so that ten thousand can be made without running the reader; the log is
filled, rebuilt, and the last part of it taken in as a home grows. Output: seconds and ratios on standard output.
Run: python -m benchmarks.asof [ARTICLES] [BACK] [--long] [--kept] [--percent N]. Figures carry over as ratios only.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from benchmarks import asof_memory as memory
from benchmarks.projection import BASE_IRI, WORDS, Clock, made_up, peak, size
from kb.events import ArticleAdded, BaseCreated, EntitiesLinked, ExtractionRecorded
from kb.events.streams import BASE, RESOLUTION, article_stream, extraction_stream
from kb.graph.iris import Iris
from kb.log import Append, Home
from kb.log.sqlite import SqliteEventLog
from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Role, Span, TimeValue
from kb.projections.catalog.projection import Catalog
from kb.projections.graph.store import GraphStore, open_reader
from kb.projections.opening import in_memory, opened, rebuild
from kb.projections.past.generations import FOLDER, Generations
from kb.projections.past.projection import Past, publish
from kb.projections.past.snapshots import Snapshots
from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers.recipe import DiskStore

QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?e a kb:Event }",
    "SELECT ?t (COUNT(*) AS ?n) { ?e kb:eventType ?t } GROUP BY ?t ORDER BY DESC(?n)",
    f"SELECT ?e ?begin {{ ?e kb:agent <{BASE_IRI}id/entity-00000001> ; kb:begin ?begin }} ORDER BY ?begin LIMIT 50",
    "SELECT ?a (COUNT(?e) AS ?n) { ?e kb:agent ?a ; kb:figure ?f } GROUP BY ?a ORDER BY DESC(?n) LIMIT 20",
)
SHARE = 0.1  # of the articles come in after the rebuild, as a home grows
AT_ONCE = 50
_TRIES = 15  # of each question about then and now, in turns; the best counts

Made = tuple[Article, Extraction, list[EntitiesLinked]]


def short(number: int, rng: random.Random) -> Made:
    """Return a short article: four entities, two events, a figure."""
    words = rng.choices(WORDS, k=40)
    text = f"Report {number}\n\n" + " ".join(words)
    at = [Span(0, 6)]
    offset = text.index("\n\n") + 2
    for word in words:
        at.append(Span(offset, offset + len(word)))
        offset += len(word) + 1
    article = Article(text, f"Report {number}", f"Paper {number % 40}", published="2031-05-07", language="en")
    canonical = list(dict.fromkeys(min(int(rng.paretovariate(0.7)), 20_000) for _ in range(4)))
    kinds = ("person", "city", "organisation", "country")
    entities = tuple(Entity(f"e{i}", kinds[c % 4], f"Name {c}") for i, c in enumerate(canonical))
    mentions = tuple(Mention(f"m{i}", at[i + 1], "name", f"e{i}", 0.9) for i in range(len(entities)))
    when = TimeValue(at[9], "2031-05-06", "2031-05-06", "2031-05-06", "2031-05-06", "day", "relative")
    events = tuple(
        Event(
            f"v{i}",
            rng.choice(["shelling", "flood"]),
            at[10 + i],
            roles=(Role("agent", at[1], "e0"),),
            time=when,
            confidence=0.8,
        )
        for i in range(2)
    )
    figures = (Figure("q0", "v0", at[20], "exactly", float(number % 9), confidence=0.8),)
    extraction = Extraction(article.id, "made-up", "1", "", mentions, entities, (), (), events, figures)
    links = [EntitiesLinked(f"{c:08x}", (f"{article.id}#e{i}",), 8.0, ("same name",)) for i, c in enumerate(canonical)]
    return article, extraction, links


def write_log(log: SqliteEventLog, first: int, count: int, make: Callable[[int, random.Random], Made]) -> None:
    """Append *count* articles."""
    for number in range(first, first + count):
        article, extraction, links = make(number, random.Random(number))
        read = ExtractionRecorded(article.id, extraction)
        log.append_batch(
            [
                Append(article_stream(article.id), 0, [ArticleAdded(article.id, article, "made up")], "rule:made/1"),
                Append(extraction_stream(article.id), 0, [read], "extractor:made/1"),
                Append(RESOLUTION, log.stream_version(RESOLUTION), links, "rule:made/1"),
            ]
        )


def main(articles: int, back: int, make: Callable[[int, random.Random], Made], *, kept: bool, share: float) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.open(Path(folder), create=True)
        log = home.event_log()
        log.append(BASE, 0, [BaseCreated(BASE_IRI, "0")], actor="rule:made/1")
        grown = max(int(articles * SHARE), back + 2 * AT_ONCE)
        write_log(log, 0, articles - grown, make)
        with Clock(f"rebuild of {articles - grown} articles") as clock:
            rebuild(home, log)
        quads = len(open_reader(home.graph_path))
        print(f"  {quads} quads, {quads / clock.cpu:,.0f} quads a CPU second, peak of memory {peak():.0f} MB")
        then = _grow(past_of(home, log, share), articles - grown, grown, back, make)
        quads = len(open_reader(home.graph_path))
        print(f"{articles} articles, {log.position()} events, {quads} quads, {quads / articles:.0f} an article")
        print(f"  graph {size(home.graph_path) / 1e6:.0f} MB, catalog {home.catalog_path.stat().st_size / 1e6:.0f} MB")
        _ways(past_of(home, log, share), then, kept=kept)
        log.close()
        memory.main(home.root, then)


def past_of(home: Home, log: SqliteEventLog, share: float) -> Past:
    """Return the past of a home as `kb` has it, with other generations."""
    graphs = Generations(home.root / FOLDER, log, home.graph_path, share)
    return Past(home, log, Snapshots(home.root / "past", log), graphs)


def _grow(past: Past, first: int, count: int, back: int, make: Callable[[int, random.Random], Made]) -> int:
    """Take the last articles in as a home grows; return the position of *back* ago."""
    then, log = 0, past.log
    assert isinstance(log, SqliteEventLog)
    with Clock(f"growing by {count} articles, {AT_ONCE} at a time"):
        for number in range(first, first + count, AT_ONCE):
            some = min(AT_ONCE, first + count - number)
            write_log(log, number, some, make)
            with opened(past.home, log, past.keep) as projections:
                projections.advance(log)
            if first + count - number - some >= back:
                then = log.position()
    with closing(Catalog(past.home.catalog_path, log)) as catalog:
        steps = catalog.connection.execute("SELECT sum(length(touched) + length(held)) FROM step").fetchone()
    print(f"  steps: {steps[0] / count / 1000:.1f} kB an article")
    there = [one.position for one in past.generations.all()]
    print(f"  {len(there)} generations of the graph, {past.generations.pinned() / 1e6:.0f} MB beside it: {there}")
    return then


def _ways(past: Past, then: int, *, kept: bool) -> None:
    home, log = past.home, past.log
    assert isinstance(log, SqliteEventLog)
    print(f"to event {then} of {log.position()}:")
    with Clock("  cold, the graph: the nearest one, turned"), past.at(then) as view:
        quads = len(view.graph.store)
    with Clock("  cold, lists: rows of then laid over the home's own catalog"), past.at(then) as view:
        assert view.reader.position == then
    with Clock("  the same view once more"), past.at(then) as view:
        assert len(view.graph.store) == quads
        assert view.reader.position == then
    with Clock("  the catalog in a file of its own: the home's, copied, back by steps"), past.at(then) as view:
        assert view.catalog_path.exists()
    _warm(home, past, log, then)
    if kept:
        return
    past.snapshots.clear()  # and the generations with them
    with Clock("  cold, the graph, without generations: the home's own, turned"), past.at(then) as view:
        assert len(view.graph.store) == quads
    with Clock("  a snapshot published: hard links, and a copy of the catalog"), opened(home, log) as projections:
        publish(projections.catalog, projections.graph, past.snapshots)
    _in_memory(home, log, then)
    with Clock("  replay in memory") as replay, closing(in_memory(log, then)) as made:
        assert len(made.graph.store) == quads
    print(f"  the replay took {replay.wall:.1f} s")


def _warm(home: Home, past: Past, log: SqliteEventLog, then: int) -> None:
    """Compare questions about then and now, both on disk, once the processes run."""
    with past.at(then) as view:
        recipes = DiskStore(str(home.graph_path), log.position()), DiskStore(str(view.graph_path), then)
        services = [QueryService(recipe, Limits(), base=BASE_IRI) for recipe in recipes]
        ratios = []
        for query in QUERIES:
            times: list[list[float]] = [[], []]
            for _ in range(_TRIES):
                for service, spent in zip(services, times, strict=True):
                    began = time.perf_counter()
                    service.run(query).read()
                    spent.append(time.perf_counter() - began)
            now, past_time = (min(spent) for spent in times)  # what else the machine does only adds
            ratios.append(past_time / now)
        for service in services:
            service.close()
    print(f"  warm, then against now, best of {_TRIES}: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


def _in_memory(home: Home, log: SqliteEventLog, then: int) -> None:
    """Measure the way that is not kept: HEAD in memory, less the graphs of the articles that came since."""
    store = Store()
    with Clock("  HEAD loaded into memory"):
        store.bulk_extend(open_reader(home.graph_path))
    with closing(Catalog(home.catalog_path, log)) as catalog:
        graph = GraphStore(None, catalog)
        since = catalog.connection.execute("SELECT id FROM articles WHERE position > ?", (then,)).fetchall()
        iris = Iris(graph.parts.base)
        with Clock(f"    less the graphs of {len(since)} articles, without the registry"):
            for (article,) in since:
                store.remove_graph(iris.article_graph(article))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=2000)
    parser.add_argument("back", type=int, nargs="?", default=500)
    parser.add_argument("--long", action="store_true", help="articles of the size of a news report")
    parser.add_argument("--kept", action="store_true", help="only the way back by steps, not those it was chosen over")
    parser.add_argument("--percent", type=int, default=100, help="the setting generations_percent")
    given = parser.parse_args()
    chosen = made_up if given.long else short
    main(given.articles, given.back, chosen, kept=given.kept, share=given.percent / 100)
