"""Appending and replaying on SQLite and PostgreSQL: kb's log beside plain drivers and the `eventsourcing` library.

Prints rates and ratios, by the clock and by the CPU time of this process. The sides take turns, some articles each, so
that what else the machine does falls on all of them; the best turn of each counts. All sides store the same canonical
payload as a zlib stream, one event a transaction, durably; kb also chains each event to the one before and checks every
hash while it replays. The plain sides do what remains without it: packing, one INSERT and COMMIT to append; SELECT,
unpacking and decoding to replay. They pack and unpack with the standard library; "+isal" is the plain side with kb's
packer and unpacker. The PostgreSQL server is one of its own, made for the run with fsync on, reached over a socket.

    python -m benchmarks.log [--articles 400] [--rounds 3]
"""

import argparse
import sqlite3
import tempfile
import uuid
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from benchmarks.log_append import ACTOR, NAMESPACE, Library, Ours, articles, compare
from kb.events import ArticleAdded
from kb.events.codec import decode, encode
from kb.log.packing import decompress, pack
from kb.log.postgres import PostgresEventLog
from tests.postgres import Cluster, binaries, running

_TABLE = "CREATE TABLE event (position {key}, stream TEXT UNIQUE, type TEXT, payload {blob})"
_PAGE = 128


class PlainSqlite:
    """sqlite3 and nothing else."""

    def __init__(
        self,
        path: Path,
        compress: Callable[[bytes], bytes] = zlib.compress,
        decompress: Callable[[bytes], bytes] = zlib.decompress,
    ) -> None:
        self.compress, self.decompress = compress, decompress
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(_TABLE.format(key="INTEGER PRIMARY KEY", blob="BLOB"))

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        row = (event.article_id, event.TYPE, self.compress(encode(event)))
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO event (stream, type, payload) VALUES (?, ?, ?)", row)
        self.connection.execute("COMMIT")

    def replay(self) -> int:
        """Decode all events."""
        rows = self.connection.execute("SELECT type, payload FROM event ORDER BY position")
        return sum(1 for kind, packed in rows if decode(kind, 1, self.decompress(packed)))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


class PlainPsycopg:
    """psycopg and nothing else."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("DROP SCHEMA IF EXISTS plain CASCADE; CREATE SCHEMA plain")
        self.connection.execute("SET search_path = plain")
        self.connection.execute(_TABLE.format(key="bigserial PRIMARY KEY", blob="bytea").encode())

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        row = (event.article_id, event.TYPE, zlib.compress(encode(event), 6))
        with self.connection.transaction():
            self.connection.execute("INSERT INTO event (stream, type, payload) VALUES (%s, %s, %s)", row)

    def replay(self) -> int:
        """Decode all events, page by page."""
        after = count = 0
        query = "SELECT position, type, payload FROM event WHERE position > %s ORDER BY position LIMIT %s"
        while rows := self.connection.execute(query, [after, _PAGE], binary=True).fetchall():
            for _, kind, packed in rows:
                decode(kind, 1, zlib.decompress(packed))
            after, count = rows[-1][0], count + len(rows)
        return count

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class OursOnPostgres(Ours):
    """kb's log."""

    def __init__(self, address: str) -> None:
        self.log = PostgresEventLog(address, create=True)  # type: ignore[assignment]

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        self.log.append(f"article/{event.article_id}", 0, [event], actor=ACTOR)


class LibraryOnPostgres:
    """The library's application recorder with our payloads and literal types."""

    def __init__(self, cluster: Cluster) -> None:
        cluster.psql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        store = PostgresDatastore("kb", str(cluster.folder), str(cluster.port), "kb", "")
        self.recorder = PostgresApplicationRecorder(store)
        self.recorder.create_table()

    def append(self, event: ArticleAdded) -> None:
        """Store one event."""
        stream = uuid.uuid5(NAMESPACE, event.article_id)
        self.recorder.insert_events([StoredEvent(stream, 1, event.TYPE, zlib.compress(encode(event), 6))])

    def replay(self) -> int:
        """Decode all events, page by page."""
        start, count = 1, 0
        while page := self.recorder.select_notifications(start=start, limit=_PAGE):
            for item in page:
                decode(item.topic, 1, zlib.decompress(item.state))
            start, count = page[-1].id + 1, count + len(page)
        return count

    def close(self) -> None:
        """Close the pool."""
        self.recorder.datastore.close()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    events = articles(chosen.articles)
    print(f"{len(events)} articles of {sum(len(encode(e)) for e in events) / len(events) / 1000:.1f} KB, best turns")
    with ExitStack() as held:

        def path() -> Path:
            return Path(held.enter_context(tempfile.TemporaryDirectory())) / "log.sqlite"

        on_sqlite: dict[str, Callable[[], Any]] = {
            "kb": lambda: Ours(path()),
            "sqlite3": lambda: PlainSqlite(path()),
            "library": lambda: Library(path()),
            "+isal": lambda: PlainSqlite(path(), lambda payload: pack(payload)[0], decompress),
        }
        compare("SQLite", on_sqlite, events, chosen.rounds)
        if binaries() is None:
            print("\nPostgreSQL's programs are not installed: not measured")
            return

        cluster = held.enter_context(running(("shared_buffers=128MB",)))
        on_postgres: dict[str, Callable[[], Any]] = {
            "kb": lambda: OursOnPostgres(cluster.url()),
            "psycopg": lambda: PlainPsycopg(cluster.url().partition("&schema=")[0]),
            "library": lambda: LibraryOnPostgres(cluster),
        }
        compare("PostgreSQL", on_postgres, events, chosen.rounds)


if __name__ == "__main__":
    main()
