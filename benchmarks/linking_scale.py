"""What adding and linking cost, and how well they link, as a home grows to 100,000 articles of an invented world.

    nice python -m benchmarks.linking_scale [--articles 1000] [--seed 7] [--validate]
    nice python -m benchmarks.linking_scale --only-linking --home FOLDER --articles 100000 [--minutes 50]

Readings are made by benchmarks.scale_world beside the truth, so that no reader costs time or errs; making them is not
counted. Printed for each tenth of the articles: CPU milliseconds an article of each stage, scaled to the fastest that
the machine was at the start ("slow" is how much slower it was), and the memory held. At growing sizes, and at the end:
how often people, bodies and towns of two articles were linked that are one (recall), and are one where they were
linked (precision). "B3" is the same for the average mention instead of the average pair, of which the best known
people and towns make up nearly all.

With --only-linking what linking does not read is left out: the graph, and the vetting of readings. Log and catalog are
as ever, the catalog brought up to date after as many articles as `kb add FOLDER` does. A home that is named is kept,
and the same command goes on where it was broken off or its minutes were over. Shapes are left out unless --validate:
they look at one article alone.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.scale_world import World, Written
from kb.bootstrap import default_parts, open_knowledge_base
from kb.model import Article, Extraction
from kb.projections import opening
from kb.projections.catalog.projection import Catalog
from kb.service.intake.adding import Adder
from kb.service.intake.extracting import ArticleReader
from kb.service.intake.vetting import Vetted
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import Loaded
from kb.validation import Report

SIZES: Final = (1_000, 3_000, 10_000, 30_000, 100_000)
STAGES: Final = ("link", "append", "catalog", "graph", "rest")
GROUPS: Final = ("person", "body", "town", "happening")
_SAMPLE: Final = 25  # articles between two looks at how fast the machine is
_TOLD: Final = 500  # between two lines of progress


class Truth:
    """A reader that has been told what to read."""

    name, version, model = "truth", "1", ""
    languages: tuple[str, ...] = ("*",)

    def __init__(self) -> None:
        self.known: dict[str, Extraction] = {}

    def extract(self, article: Article) -> Extraction:
        """Return what is known of an article, once."""
        return self.known.pop(article.id)


class _NoVetting(ArticleReader):
    """Takes what a reader says as it is."""

    def read(self, article: Article, where: str, prepare: object = None) -> Vetted:
        return Vetted(self.extractor.extract(article))


class _NoGraph:
    """Stands where the catalog stands, and holds nothing."""

    moved = 0

    def __init__(self, path: Path | None, catalog: Catalog) -> None:
        self._catalog = catalog

    @property
    def position(self) -> int:
        return self._catalog.position

    def apply(self, batch: object) -> None:
        if self._catalog.floor < self._catalog.position:
            self._catalog.forget(self._catalog.position)

    def close(self) -> None:
        """Hold nothing still."""


@contextmanager
def _without_graph(wanted: bool) -> Iterator[None]:
    """Open homes without a graph, if that is wanted."""
    name = "GraphStore"
    graph = getattr(opening, name)
    if wanted:
        setattr(opening, name, _NoGraph)
    try:
        yield
    finally:
        setattr(opening, name, graph)


class Watch:
    """CPU seconds by stage, and how fast the machine is meanwhile."""

    def __init__(self, adder: Adder) -> None:
        self._spent: dict[str, float] = defaultdict(float)
        self._best = min(_speed() for _ in range(20))
        self._speeds: list[float] = []
        self._begun = time.process_time()
        self._off = 0.0
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
                self._spent[stage] += time.process_time() - begun

        setattr(owner, name, timed)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do what is not counted."""
        begun = time.process_time()
        yield
        self._off += time.process_time() - begun

    def sample(self) -> None:
        """Look how fast the machine is."""
        with self.aside():
            self._speeds.append(_speed())

    def taken(self) -> tuple[float, dict[str, float], float]:
        """Return seconds since the last call, in all and by stage, scaled, and how much slower the machine was."""
        slow = statistics.median(self._speeds or [_speed()]) / self._best
        spent = {stage: seconds / slow for stage, seconds in self._spent.items()}
        total = (time.process_time() - self._begun - self._off) / slow
        self._spent.clear()
        self._speeds.clear()
        self._begun, self._off = time.process_time(), 0.0
        return total, spent, slow


def main() -> None:
    """Print a table of costs, and links at growing sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--home", type=Path, help="a folder that is kept, and gone on with")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="of processor time, after which it stops")
    parser.add_argument("--only-linking", action="store_true", help="without graph and vetting")
    parser.add_argument("--validate", action="store_true", help="hold readings to the shapes, as kb add does")
    options = parser.parse_args()
    with TemporaryDirectory() as throwaway, _without_graph(options.only_linking):
        home = options.home or Path(throwaway) / "home"
        run(home, options.articles, options.seed, options.minutes, vetted=not options.only_linking,
            validate=options.validate)  # fmt: skip


def run(home: Path, count: int, seed: int, minutes: float, *, vetted: bool, validate: bool) -> None:
    """Add articles to a home until it has *count*, and print costs and links.

    Args:
        home: made if it is missing; else one of an earlier run with the same seed.
        minutes: of processor time.
        vetted: whether the quads of a reading are made and looked at, as `kb add` does.
        validate: whether they are held to the shapes.
    """
    settings, reader = load_settings({"snapshots": 4 if vetted else 0}, {}), Truth()
    parts = replace(default_parts(settings), extractor=lambda: reader)
    if not validate:
        parts = replace(parts, judge=lambda: lambda quads, text, closure: Report(()))
    with (
        open_knowledge_base(home, settings, create=not home.exists(), parts=parts) as kb,
        kb.adder() as adder,
    ):
        if not vetted:
            adder._reader = _NoVetting(reader, "", lambda quads, text, closure: Report(()))
        first = _articles(kb)
        print(f"{'articles':>8s} {'all':>7s} " + " ".join(f"{s:>7s}" for s in STAGES) + f" {'MB':>6s}  slow  CPU ms")
        print(f"{first} of {count} articles are there", file=sys.stderr, flush=True)
        number = _grow(adder, reader, World(seed), first, count, kb, minutes)
    if number not in SIZES:
        with open_knowledge_base(home, settings, parts=parts) as kb:
            _links(number, kb, World(seed))


def _grow(adder: Adder, reader: Truth, world: World, first: int, count: int, kb: KnowledgeBase, minutes: float) -> int:
    """Add articles FIRST to COUNT and print what each tenth costs; return how many there are at the end."""
    watch, end, since = Watch(adder), time.process_time() + 60 * minutes, first
    articles, number = world.articles(count - first, first), first
    for number in range(first + 1, count + 1):
        with watch.aside():
            written = next(articles)
        _add(adder, reader, written)
        if number % _SAMPLE == 0:
            watch.sample()
        if number % _TOLD == 0:
            print(f"{number} of {count}", file=sys.stderr, flush=True)
        over = time.process_time() > end
        if number * 10 % count < 10 or number == count or over:
            adder.catch_up()
            _costs(number, number - since, *watch.taken())
            since = number
        if number in SIZES:
            with watch.aside():
                adder.catch_up()
                _links(number, kb, world)
        if over:
            break
    return number


def _articles(kb: KnowledgeBase) -> int:
    with kb.catalog_connection() as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _speed() -> float:
    """Return CPU seconds of a fixed piece of work, so that a machine that others slow down is taken into account."""
    begun = time.process_time()
    for _ in range(2):
        json.loads(json.dumps({str(n): [n] * 20 for n in range(2_000)}))
    return time.process_time() - begun


def _add(adder: Adder, reader: Truth, written: Written) -> None:
    article = written.article
    reader.known[article.id] = written.extraction
    result = adder.add(Loaded(article, article.title))
    if result.error is not None:
        raise result.error


def _costs(number: int, count: int, total: float, spent: Mapping[str, float], slow: float) -> None:
    rest = total - sum(spent.values())
    values = [total, *(rest if stage == "rest" else spent.get(stage, 0.0) for stage in STAGES)]
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    print(f"{number:8d}", *(f"{v / count * 1000:7.2f}" for v in values), f"{memory:6.0f} {slow:5.1f}", flush=True)


def _links(number: int, kb: KnowledgeBase, world: World) -> None:
    """Print how well the first NUMBER articles are linked; what they are in truth is made again for it."""
    cells: dict[str, Counter[tuple[str, str]]] = {group: Counter() for group in GROUPS}
    with kb.catalog_connection() as connection:
        for written in world.articles(number):
            rows = connection.execute("SELECT local, entity FROM members WHERE article = ?", (written.article.id,))
            for local, entity in rows:
                what = written.truth.get(local, "")
                if (group := what.partition(" ")[0]) in cells:
                    cells[group][entity, what] += 1
    for group, counted in cells.items():
        words = " ".join(f"{name} {value:.4f}" for name, value in scores(counted).items())
        print(f"{number:8d} {group:10s} {words}", flush=True)


def scores(cells: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """Return precision and recall of pairs, and B-cubed.

    Args:
        cells: (what members stand for, what they are in truth) -> how many members.
    """
    found: Counter[str] = Counter()
    real: Counter[str] = Counter()
    for (entity, what), size in cells.items():
        found[entity] += size
        real[what] += size
    right = _pairs(cells.values())
    mentions = max(sum(cells.values()), 1)
    return {
        "precision": right / max(_pairs(found.values()), 1),
        "recall": right / max(_pairs(real.values()), 1),
        "B3-precision": sum(size * size / found[entity] for (entity, _), size in cells.items()) / mentions,
        "B3-recall": sum(size * size / real[what] for (_, what), size in cells.items()) / mentions,
    }


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


if __name__ == "__main__":
    main()
