"""What a watcher remembers between two looks: of each source how it answered, of each item what became of it.

Input: a file in the home. Output: SourceState, ItemState.
Never: holds knowledge: whoever loses it fetches and reads again, and finds the articles known. Items are kept by the
hash of what tells them apart, so that nothing of an article that is erased stays here.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from kb.log.faults import storage_faults

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS sources (
    name TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, due REAL NOT NULL, until REAL NOT NULL,
    failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    source TEXT NOT NULL, key TEXT NOT NULL, stamp TEXT NOT NULL, article TEXT NOT NULL, error TEXT NOT NULL,
    failures INTEGER NOT NULL, due REAL NOT NULL, seen REAL NOT NULL, PRIMARY KEY (source, key)
) WITHOUT ROWID;
"""
_FORMAT: Final = 1
_KEPT: Final = 180 * 86_400.0  # seconds for which an item that left its feed is remembered
_PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source answered.

    Attributes:
        etag, modified: of its last answer that was taken in whole.
        due: when it is looked at next, seconds since 1970.
        until: before which it asked not to be asked again.
        failures: one after the other, up to now.
    """

    etag: str = ""
    modified: str = ""
    due: float = 0.0
    until: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class ItemState:
    """What became of an item of a source.

    Attributes:
        stamp: what it was when it was dealt with last: a file's time and size, an article's id.
        article: id of the text that was taken in for it, "" if none was.
        error: code of the error for which it did not go in, "" if it did.
        failures: one after the other.
        due: when it is tried again after an error.
    """

    stamp: str = ""
    article: str = ""
    error: str = ""
    failures: int = 0
    due: float = 0.0


class WatchState:
    """The file of a home; several watchers may use it at once. Every change is on disk when the call returns.

    Args:
        path: made where it is not there.

    Raises:
        StorageError: it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with storage_faults(path):
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if self._connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                self._connection.executescript(f"DROP TABLE IF EXISTS sources; DROP TABLE IF EXISTS items; {_SCHEMA}")
                self._connection.execute(f"PRAGMA user_version = {_FORMAT}")

    def source(self, name: str) -> SourceState:
        """Return how a source answered; of one that was never asked, nothing."""
        with self._reading() as rows:
            row = rows.execute("SELECT etag, modified, due, until, failures FROM sources WHERE name = ?", (name,))
            found = row.fetchone()
        return SourceState(*found) if found else SourceState()

    def put_source(self, name: str, state: SourceState) -> None:
        """Remember how a source answered."""
        values = (name, state.etag, state.modified, state.due, state.until, state.failures)
        with self._reading() as rows:
            rows.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)", values)

    def item(self, source: str, key: str) -> ItemState | None:
        """Return what became of an item, None for one that is new."""
        query = "SELECT stamp, article, error, failures, due FROM items WHERE source = ? AND key = ?"
        with self._reading() as rows:
            found = rows.execute(query, (source, _hashed(key))).fetchone()
        return ItemState(*found) if found else None

    def put_item(self, source: str, key: str, state: ItemState) -> None:
        """Remember what became of an item."""
        values = (source, _hashed(key), state.stamp, state.article, state.error, state.failures, state.due, time.time())
        with self._reading() as rows:
            rows.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def prune(self, source: str, keys: frozenset[str]) -> None:
        """Note that a feed has these items now, and forget those that left it long ago."""
        now = time.time()
        with self._reading() as rows, rows:
            rows.execute("BEGIN")
            rows.executemany(
                "UPDATE items SET seen = ? WHERE source = ? AND key = ?", [(now, source, _hashed(key)) for key in keys]
            )
            rows.execute("DELETE FROM items WHERE source = ? AND seen < ?", (source, now - _KEPT))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with storage_faults(self._path):
            yield self._connection


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
