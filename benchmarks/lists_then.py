"""What lists and searches of an earlier event cost: rows of then laid over the catalog of now, and the catalog copied.

Input: a home whose catalog goes to the end of its log, or how many copies of the bundled articles to make one of; no
graph is made. Output: processor seconds and seconds by the clock, both ways in turn, each in a process of its own: the
first question about a moment, and the same once more in another process; beside them the question about now.
Run: python -m benchmarks.lists_then [COPIES] [--home FOLDER] [--back EVENTS ...] [--times N]. The home's snapshots are
removed. Figures carry over as ratios only.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.copies import append_copies
from benchmarks.looking_back import seeded
from kb.log import Home
from kb.projections import runner
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.reading import CatalogReader
from kb.projections.past.generations import FOLDER, Generations
from kb.projections.past.projection import Past
from kb.projections.past.snapshots import Snapshots

WAYS = ("laid over", "copied")
QUESTIONS: dict[str, Callable[[CatalogReader], object]] = {
    "events": lambda reader: reader.list_events(limit=50),
    "entities": lambda reader: reader.list_entities(limit=50),
    "articles": lambda reader: reader.list_articles(limit=50),
    "statements": lambda reader: reader.list_statements(limit=50),
    "search": lambda reader: reader.search("minister said"),
    "counts": lambda reader: reader.counts(),
}


def main(root: Path, back: list[int], times: int) -> None:
    """Measure and print."""
    with closing(Home.open(root).event_log()) as log:
        last = log.position()
    print(f"{last} events, catalog {Home.open(root).catalog_path.stat().st_size / 1e6:.0f} MB")
    for some in back:
        print(f"{some} events back, processor seconds (by the clock), cold, warm:")
        spent: dict[str, list[list[float]]] = {way: [] for way in WAYS}
        for _ in range(times):
            for way in WAYS:
                _past(root).snapshots.clear()
                spent[way].append([*_alone(root, way, last - some), *_alone(root, way, last - some)])
        for way, rows in spent.items():
            cold, cold_wall, warm, warm_wall = (statistics.median(column) for column in zip(*rows, strict=True))
            print(f"  {way}: {cold:.2f} ({cold_wall:.1f}), {warm:.2f} ({warm_wall:.1f})")
        _each(root, last - some)


def _alone(root: Path, way: str, moment: int) -> tuple[float, float]:
    """Return the processor seconds, and those by the clock, of one list in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.lists_then", "--home", str(root), "--one", way, str(moment)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def one(root: Path, way: str, moment: int) -> None:
    """Ask for a list of events as of a moment."""
    with _past(root).at(moment) as view:
        if way == "copied":
            assert view.catalog_path.exists()
        view.reader.list_events(limit=50)


def _each(root: Path, moment: int) -> None:
    """Print what single questions take, warm, and hold their answers to one another."""
    past, told = _past(root), dict[str, list[float]]()
    with CatalogReader(past.home.catalog_path) as now:
        for name, question in QUESTIONS.items():
            told[name] = [_timed(question, now)]
    answers = []
    for way in WAYS:
        past.snapshots.clear()
        with past.at(moment) as view:
            if way == "copied":
                assert view.catalog_path.exists()
            answers.append([question(view.reader) for question in QUESTIONS.values()])
            for name, question in QUESTIONS.items():
                told[name].append(_timed(question, view.reader))
            size = sum(file.stat().st_size for file in past.snapshots.root.rglob("*.sqlite"))
            print(f"  {way}: {size / 1e6:.1f} MB on the disk")
    assert answers[0] == answers[1]
    print("  milliseconds of processor, warm: now, laid over, copied")
    for name, each in told.items():
        print(f"    {name}: {', '.join(f'{1000 * seconds:.0f}' for seconds in each)}")


def _timed(question: Callable[[CatalogReader], object], reader: CatalogReader) -> float:
    question(reader)
    spent = []
    for _ in range(5):
        began = time.process_time()
        question(reader)
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _past(root: Path) -> Past:
    home = Home.open(root)
    log = home.event_log()
    graphs = Generations(home.root / FOLDER, log, home.graph_path, 1.0)
    return Past(home, log, Snapshots(home.root / "past", log), graphs)


def made(root: Path, copies: int) -> None:
    """Make a home of the bundled articles and copies of them, with a catalog and without a graph."""
    seeded(root)
    home = Home.open(root)
    with closing(home.event_log()) as log:
        append_copies(log, copies)
        for beside in ("", "-wal", "-shm"):
            home.catalog_path.with_name(f"{home.catalog_path.name}{beside}").unlink(missing_ok=True)
        with closing(Catalog(home.catalog_path, log)) as catalog:
            catalog.fill(runner.batches(log, 0, log.position()), steps_too=True)
            catalog.settle()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("copies", type=int, nargs="?", default=31)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--back", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.home, given.one[0], int(given.one[1]))
        os._exit(0)  # what is measured is the question
    if given.home:
        main(given.home, given.back, given.times)
    else:
        with tempfile.TemporaryDirectory(prefix="kb-then-") as folder:
            made(Path(folder) / "home", given.copies)
            main(Path(folder) / "home", given.back, given.times)
