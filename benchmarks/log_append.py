"""Appending and replaying: kb's log beside the recorders of the `eventsourcing` library.

Prints rates and ratios, by the clock and by the CPU time of this process, and what two processes appending at once do
to a hash chain. The sides take turns, some articles each, and replay five times a round; the best turn of each counts:
benchmarks.log measures in the same way, and has PostgreSQL and the plain drivers besides. On a machine that others use
the clock can halve a rate, CPU time hardly moves: rates of two runs are compared by that. All sides store the same
canonical payload as a zlib stream (kb's is packed by isal), in write-ahead mode with SQLite's full synchronisation.

    python -m benchmarks.log_append [--articles 400] [--rounds 3]

`chained` is the library with the chain put where it would have to go: into
its private _insert_events, the only place inside its transaction.
"""

import argparse
import multiprocessing
import random
import tempfile
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from eventsourcing.persistence import OperationalError, PersistenceError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from kb.events import ArticleAdded
from kb.events.codec import decode, encode
from kb.events.envelope import Envelope
from kb.log import SqliteEventLog
from kb.log.chain import GENESIS, digest
from kb.log.decoded import Decoded
from kb.model import Article

ACTOR = "person:Ada"
NAMESPACE = uuid.UUID(int=0)
_TURN: Final = 20  # articles that a side appends before the next one's turn
_REPLAYS: Final = 5


class Side(Protocol):
    """One way to keep events."""

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""

    def replay(self) -> int:
        """Decode all events and return how many there were."""

    def close(self) -> None:
        """Let go."""


def articles(count: int) -> list[ArticleAdded]:
    """Make articles of about 22 KB whose words are spread as in a language."""
    generator = random.Random(7)
    words = ["".join(generator.choices("etaoinshrdlucmfw", k=generator.randint(2, 9))) for _ in range(4000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    made = []
    for number in range(count):
        text = " ".join(generator.choices(words, weights, k=3800))
        made.append(ArticleAdded(f"a{number}", Article(text, title=f"Article {number}"), "bench.txt"))
    return made


class Library:
    """The library's application recorder with our payloads and literal types."""

    def __init__(self, path: Path) -> None:
        self.recorder = self.make(SQLiteDatastore(str(path), lock_timeout=60))
        self.recorder.create_table()

    def make(self, datastore: SQLiteDatastore) -> SQLiteApplicationRecorder:
        """Return the recorder."""
        return SQLiteApplicationRecorder(datastore)

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        stream = uuid.uuid5(NAMESPACE, event.article_id)
        self.recorder.insert_events([StoredEvent(stream, 1, event.TYPE, zlib.compress(encode(event), 6))])

    def replay(self) -> int:
        """Decode all events and return how many there were."""
        start, count = 1, 0
        while page := self.recorder.select_notifications(start=start, limit=128):
            for item in page:
                decode(item.topic, 1, zlib.decompress(item.state))
            count += len(page)
            start = page[-1].id + 1
        return count

    def close(self) -> None:
        """Close the pool."""
        self.recorder.datastore.close()


class ChainedRecorder(SQLiteApplicationRecorder):
    """Reads the chain's end inside the library's transaction and puts the hashes into the state."""

    def _insert_events(self, c: Any, stored_events: Any, **options: Any) -> Any:
        c.execute(f"SELECT rowid, state FROM {self.events_table_name} ORDER BY rowid DESC LIMIT 1")
        row = c.fetchone()
        position, previous = (row[0], row[1][:64].decode()) if row else (0, GENESIS)
        sealed = []
        for event in stored_events:
            position += 1
            payload = zlib.decompress(event.state)
            stream = str(event.originator_id)
            one = Envelope(position, stream, 1, event.topic, 1, "", ACTOR, 0, payload, previous, "")
            previous = digest(one)
            sealed.append(StoredEvent(event.originator_id, 1, event.topic, previous.encode() + event.state))
        return super()._insert_events(c, sealed, **options)


class ChainedLibrary(Library):
    """The library with a hash chain."""

    def make(self, datastore: SQLiteDatastore) -> SQLiteApplicationRecorder:
        """Return the chained recorder."""
        return ChainedRecorder(datastore)

    def replay(self) -> int:
        """Decode all events behind their hashes."""
        start, count = 1, 0
        while page := self.recorder.select_notifications(start=start, limit=128):
            for item in page:
                decode(item.topic, 1, zlib.decompress(item.state[64:]))
            count += len(page)
            start = page[-1].id + 1
        return count


class Ours:
    """kb's log."""

    def __init__(self, path: Path) -> None:
        self.log = SqliteEventLog(path, create=True)

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        self.log.append(f"article/{event.article_id}", 0, [event], actor=ACTOR)

    def replay(self) -> int:
        """Decode all events, each checked against its hash, as a process does that has just begun."""
        self.log._decoded = Decoded()  # a log remembers what it decoded last: some 170 of these articles
        return sum(1 for _ in self.log.read())

    def close(self) -> None:
        """Close the file."""
        self.log.close()


SIDES: dict[str, Callable[[Path], Any]] = {"kb": Ours, "library": Library, "chained": ChainedLibrary}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall and CPU seconds of *work*."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def one_round(sides: Mapping[str, Side], events: list[ArticleAdded]) -> Iterator[tuple[str, str, float]]:
    """Append all, in turns, then replay all, in turns; yield measure, side and events a second of each turn."""
    for first in range(0, len(events), _TURN):
        some = events[first : first + _TURN]
        for name, side in sides.items():
            clock, cpu = timed(lambda side=side, some=some: [side.append(event) for event in some])  # type: ignore[misc]
            yield "append/s", name, len(some) / clock
            yield "append/cpu-s", name, len(some) / cpu
    for _ in range(_REPLAYS):
        for name, side in sides.items():
            clock, cpu = timed(side.replay)
            yield "replay/s", name, len(events) / clock
            yield "replay/cpu-s", name, len(events) / cpu


def compare(title: str, makers: Mapping[str, Callable[[], Side]], events: list[ArticleAdded], rounds: int) -> None:
    """Run all sides in turn, several rounds, and print the best rates and the ratios of the first to the others."""
    best: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        sides = {name: make() for name, make in makers.items()}
        for measure, name, rate in one_round(sides, events):
            best[measure, name] = max(rate, best.get((measure, name), 0.0))
        for side in sides.values():
            side.close()
    first, *others = makers
    print(
        f"\n{title:14}" + "".join(f"{name:>12}" for name in makers) + "".join(f"{f'{first}/{o}':>12}" for o in others)
    )
    for measure in ("append/s", "append/cpu-s", "replay/s", "replay/cpu-s"):
        ours, *theirs = (best[measure, name] for name in makers)
        rates = "".join(f"{rate:12.0f}" for rate in (ours, *theirs))
        print(f"{measure:14}{rates}" + "".join(f"{ours / rate:12.2f}" for rate in theirs))


def contend(name: str, path: Path, events: list[ArticleAdded], failures: Any) -> None:
    """Append in one of several processes, without retrying, and count what fails."""
    side = SIDES[name](path)
    for event in events:
        try:
            side.append(event)
        except (OperationalError, PersistenceError):
            with failures.get_lock():
                failures.value += 1
    side.close()


def contention(name: str, folder: Path, events: list[ArticleAdded]) -> int:
    """Return how many appends fail when two processes share the events."""
    path = folder / f"{name}-contended.sqlite"
    SIDES[name](path).close()
    failures = multiprocessing.Value("i", 0)
    halves: Iterable[list[ArticleAdded]] = (events[::2], events[1::2])
    workers = [multiprocessing.Process(target=contend, args=(name, path, half, failures)) for half in halves]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return int(failures.value)


def main() -> None:
    """Run all sides in turn, several rounds, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    events = articles(options.articles)
    size = sum(len(encode(event)) for event in events) / len(events)
    print(f"{len(events)} articles of {size / 1000:.1f} KB, best turns")
    with ExitStack() as held:

        def made(name: str) -> Side:
            return SIDES[name](Path(held.enter_context(tempfile.TemporaryDirectory())) / "log.sqlite")

        compare("SQLite", {name: partial(made, name) for name in SIDES}, events, options.rounds)
    print("\nappends that failed, two processes at once:")
    for name in SIDES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"  {name}: {contention(name, Path(folder), events)} of {len(events)}")


if __name__ == "__main__":
    main()
