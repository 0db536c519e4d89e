"""Appending and replaying: kb's log beside the recorders of the `eventsourcing` library.

Prints rates and ratios, and what two processes appending at once do to a
hash chain. All sides store the same canonical payload as a zlib stream (kb's
is packed by isal), in write-ahead mode with SQLite's full synchronisation.

    python benchmarks/log_append.py [--articles 400] [--rounds 3]

`chained` is the library with the chain put where it would have to go: into
its private _insert_events, the only place inside its transaction.
"""

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
import uuid
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from eventsourcing.persistence import OperationalError, PersistenceError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from kb.events import ArticleAdded
from kb.events.codec import decode, encode
from kb.events.envelope import Envelope
from kb.log import SqliteEventLog
from kb.log.chain import GENESIS, digest
from kb.model import Article

ACTOR = "person:Ada"
NAMESPACE = uuid.UUID(int=0)


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
        """Decode all events, each checked against its hash."""
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


def one_round(name: str, folder: Path, events: list[ArticleAdded]) -> dict[str, float]:
    """Append all and replay all; events a second, by the clock and by the processor."""
    side = SIDES[name](folder / f"{name}.sqlite")

    def append_all() -> None:
        for event in events:
            side.append(event)

    append_wall, append_cpu = timed(append_all)
    replay_wall, replay_cpu = timed(side.replay)
    side.close()
    count = len(events)
    return {
        "append/s": count / append_wall,
        "append/cpu-s": count / append_cpu,
        "replay/s": count / replay_wall,
        "replay/cpu-s": count / replay_cpu,
    }


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
    print(f"{len(events)} articles of {size / 1000:.1f} KB, {options.rounds} rounds, medians\n")
    results: dict[str, list[dict[str, float]]] = {name: [] for name in SIDES}
    for _ in range(options.rounds):
        for name in SIDES:
            with tempfile.TemporaryDirectory() as folder:
                results[name].append(one_round(name, Path(folder), events))
    medians = {
        name: {key: statistics.median(item[key] for item in rounds) for key in rounds[0]}
        for name, rounds in results.items()
    }
    print(f"{'':14}{'kb':>10}{'library':>10}{'chained':>10}{'kb/library':>12}{'kb/chained':>12}")
    for key in medians["kb"]:
        kb, library, chained = (medians[name][key] for name in SIDES)
        print(f"{key:14}{kb:10.0f}{library:10.0f}{chained:10.0f}{kb / library:12.2f}{kb / chained:12.2f}")
    print("\nappends that failed, two processes at once:")
    for name in SIDES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"  {name}: {contention(name, Path(folder), events)} of {len(events)}")


if __name__ == "__main__":
    main()
