"""What adding and linking cost, and how well they link, as a home grows to 100,000 articles of an invented world.

    nice python -m benchmarks.linking_scale [--articles 10000] [--seed 7] [--validate]

Readings are made by benchmarks.scale_world beside the truth, so that no reader costs time or errs. Printed at growing
sizes: CPU milliseconds an article of each stage over the last tenth (at most 1,000 articles) before that size, memory,
and how often people, bodies and towns of two articles were linked that are one (recall), and are one where they were
linked (precision). CPU times are scaled to the fastest that the machine was at the start. "B3" is the same for the
average mention instead of the average pair, of which the best known people and towns make up nearly all. Shapes are
left out unless --validate: they look at one article alone.
"""

import argparse
import gc
import json
import resource
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from benchmarks.scale_world import World, Written
from kb.bootstrap import default_parts, open_knowledge_base
from kb.model import Article, Extraction
from kb.service.adding import Adder
from kb.service.knowledge_base import KnowledgeBase
from kb.service.members import linked_members
from kb.settings import load_settings
from kb.sources import Loaded
from kb.validation import Report

SIZES: Final = (100, 1_000, 3_000, 10_000, 30_000, 100_000)
STAGES: Final = ("link", "append", "catalog", "graph", "rest")
GROUPS: Final = ("person", "body", "town", "happening")


class Truth:
    """A reader that has been told what to read."""

    name, version, model = "truth", "1", ""
    languages: tuple[str, ...] = ("*",)

    def __init__(self) -> None:
        self.known: dict[str, Extraction] = {}

    def extract(self, article: Article) -> Extraction:
        """Return what is known of an article, once."""
        return self.known.pop(article.id)


class Watch:
    """CPU seconds by stage."""

    def __init__(self, adder: Adder) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._apply: Callable[..., Any] | None = None
        projections = adder._projections
        for owner, name, stage in (
            (adder._linker, "link", "link"),
            (adder._log, "append_batch", "append"),
            (projections.catalog, "apply", "catalog"),
            (projections.graph, "apply", "graph"),
        ):
            self._time(owner, name, stage)

    def _time(self, owner: Any, name: str, stage: str) -> None:
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent[stage] += time.process_time() - begun

        setattr(owner, name, timed)

    def rest(self, adder: Adder) -> None:
        """Let the graph be until it is measured again."""
        graph = adder._projections.graph
        self._apply = graph.apply
        graph.apply = lambda batch: None  # type: ignore[method-assign]

    def project(self, adder: Adder) -> None:
        """Make the graph at once from the catalog if it was let be."""
        if self._apply is not None:
            adder.catch_up()
            catalog, graph = adder.catalog, adder._projections.graph
            graph.apply, self._apply = self._apply, None  # type: ignore[method-assign]
            catalog.forget(catalog.position)
            graph.apply(())

    def taken(self) -> dict[str, float]:
        """Return what was spent since the last call."""
        found = dict(self.spent)
        self.spent.clear()
        return found


def main() -> None:
    """Print a table of costs and one of links."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--graph",
        choices=("always", "measured"),
        default="always",
        help="measured: between two sizes the graph is not projected, and made anew before the next",
    )
    parser.add_argument("--validate", action="store_true", help="hold readings to the shapes, as kb add does")
    options = parser.parse_args()
    run(options.articles, options.seed, validate=options.validate, graph=options.graph == "always")


def run(count: int, seed: int, *, validate: bool, graph: bool = True) -> None:
    """Add *count* articles to a throw-away home and print costs and links at each size."""
    settings = load_settings({}, {})
    reader = Truth()
    parts = replace(default_parts(settings), extractor=lambda: reader)
    if not validate:
        parts = replace(parts, judge=lambda: lambda quads, text, closure: Report(()))
    truth: dict[str, str] = {}
    print(
        f"{'articles':>8s} {'all':>7s} " + " ".join(f"{stage:>7s}" for stage in STAGES) + f" {'MB':>6s}  CPU ms",
        flush=True,
    )
    with (
        tempfile.TemporaryDirectory() as home,
        open_knowledge_base(home, settings, create=True, parts=parts) as kb,
        kb.adder() as adder,
    ):
        watch, begun, since = Watch(adder), time.process_time(), 0
        speed = min(_speed() for _ in range(20))
        during: list[float] = []
        for number, written in enumerate(World(seed).articles(count), 1):
            if number - 1 == _begin(number):
                watch.project(adder)
                adder.catch_up()
                watch.taken()
                during.clear()
                since, begun = number - 1, time.process_time()
            _add(adder, reader, written, truth)
            if number % 10 == 0:
                off = time.process_time()
                during.append(_speed())
                begun += time.process_time() - off
            if number in SIZES or number == count:
                adder.catch_up()
                spent = time.process_time() - begun
                scale = speed / statistics.median(during)
                during.clear()
                _costs(number, number - since, spent * scale, {k: v * scale for k, v in watch.taken().items()})
                _links(number, kb, truth)
                if not graph:
                    watch.rest(adder)


def _speed() -> float:
    """Return CPU seconds of a fixed piece of work, so that a machine that others slow down is taken into account."""
    begun = time.process_time()
    for _ in range(2):
        json.loads(json.dumps({str(n): [n] * 20 for n in range(2_000)}))
    return time.process_time() - begun


def _begin(number: int) -> int:
    """Where the window begins in which *number* lies; -1 if in none."""
    size = next((size for size in SIZES if size >= number), 0)
    return size - min(size // 10, 1_000) if size > 100 else 0


def _add(adder: Adder, reader: Truth, written: Written, truth: dict[str, str]) -> None:
    article = written.article
    reader.known[article.id] = written.extraction
    result = adder.add(Loaded(article, article.title))
    if result.error is not None:
        raise result.error
    truth.update({f"{article.id}#{local}": what for local, what in written.truth.items()})


def _costs(number: int, count: int, total: float, spent: Mapping[str, float]) -> None:
    rest = total - sum(spent.values())
    values = [total, *(spent.get(stage, rest) for stage in STAGES)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = " ".join(f"{value / count * 1000:7.2f}" for value in values)
    print(f"{number:8d} {row} {memory:6.0f}", flush=True)


def _links(number: int, kb: KnowledgeBase, truth: Mapping[str, str]) -> None:
    entities, events = linked_members(kb)
    clusters = [*entities.values(), *events.values()]
    for group in GROUPS:
        measured = scores(clusters, {name: what for name, what in truth.items() if what.startswith(group)})
        words = " ".join(f"{name} {value:.4f}" for name, value in measured.items())
        print(f"{number:8d} {group:10s} {words}", flush=True)
    gc.collect()


def scores(clusters: Iterable[Iterable[str]], truth: Mapping[str, str]) -> dict[str, float]:
    """Return precision and recall of pairs, and B-cubed, of the members that *truth* knows."""
    cells: Counter[tuple[int, str]] = Counter()
    for number, members in enumerate(clusters):
        cells.update((number, truth[name]) for name in members if name in truth)
    found: Counter[int] = Counter()
    real: Counter[str] = Counter()
    for (number, what), size in cells.items():
        found[number] += size
        real[what] += size
    right = sum(_pairs(size) for size in cells.values())
    mentions = sum(cells.values())
    return {
        "precision": right / max(sum(map(_pairs, found.values())), 1),
        "recall": right / max(sum(map(_pairs, real.values())), 1),
        "B3-precision": sum(size * size / found[number] for (number, _), size in cells.items()) / max(mentions, 1),
        "B3-recall": sum(size * size / real[what] for (_, what), size in cells.items()) / max(mentions, 1),
    }


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


if __name__ == "__main__":
    main()
