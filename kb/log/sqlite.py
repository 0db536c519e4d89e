"""The log in one SQLite file, the embedded default.

Input and output: as kb.log.contract says. Payloads lie compressed (zlib) with
a CRC-32 over the compressed bytes; the hash covers what they unpack to.
Never: updates or deletes a row (triggers refuse it, from any program), or
reuses a position. docs/decisions/0001-log.md says why plain sqlite3.
"""

import sqlite3
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kb.errors import StorageError
from kb.events import DomainEvent, Envelope, Recorded
from kb.events.codec import decode
from kb.log.chain import BrokenChainError, Head, check_batch, digest, seal, utc_now, verify_chain, verify_end
from kb.log.contract import Append, Clock
from kb.log.faults import storage_faults
from kb.log.sqlite_file import SCHEMA, connect

_PAGE: Final = 128  # envelopes fetched at a time, so that no reader holds a snapshot for long
_POLL: Final = 0.05  # seconds between looks for what other processes appended
_LEVEL: Final = 6

_COLUMNS: Final = (
    "position, stream, stream_version, type, schema_version, recorded_at, actor, cause, "
    "previous, hash, checksum, payload"
)
_INSERT: Final = f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class SqliteEventLog:
    """An event log in the SQLite file at *path*.

    One connection, guarded by a lock: safe to share between threads, not
    across a fork. Several processes may open the same file.
    """

    def __init__(
        self, path: Path, *, create: bool = False, read_only: bool = False, clock: Clock = utc_now, busy: float = 60.0
    ) -> None:
        """Open the log.

        Args:
            path: the file.
            create: make it if it is not there.
            read_only: never write, so that a home on a read-only disk can be read.
            clock: tells when events are recorded; must know its zone.
            busy: seconds to wait for another process's write.

        Raises:
            NotFoundError: it is not there and *create* is not set.
            StorageError: no log of kb, of a newer version, damaged, not to be read or written.
            LockedError: another process kept it locked.
        """
        self.path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._open = True
        self._connection = connect(path, create=create, read_only=read_only, busy=busy)

    def append(
        self, stream: str, expected_version: int, events: Sequence[DomainEvent], *, actor: str, cause: int = 0
    ) -> tuple[Recorded, ...]:
        """Add *events* to one stream; see EventLog."""
        return self.append_batch([Append(stream, expected_version, events, actor, cause)])

    def append_batch(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Add events to several streams in one transaction; see EventLog."""
        check_batch(batch)
        with self._using() as connection, _transaction(connection):
            position, last = connection.execute(
                "SELECT position, hash FROM event ORDER BY position DESC LIMIT 1"
            ).fetchone() or (0, Head().hash)
            streams = {part.stream: self._version(connection, part.stream) for part in batch}
            sealed = seal(batch, Head(position, last, streams), self._clock())
            connection.executemany(_INSERT, (_row(recorded.envelope) for recorded in sealed))
        with self._changed:
            self._changed.notify_all()
        return sealed

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Yield what was recorded after *after*, each checked against its hash; see EventLog."""
        for envelope in self._select(after, limit, stream, types):
            if digest(envelope) != envelope.hash:
                raise BrokenChainError(envelope.position, "its contents do not match its hash")
            yield Recorded(envelope, decode(envelope.type, envelope.schema_version, envelope.payload))

    def envelopes(self, after: int = 0) -> Iterator[Envelope]:
        """Yield the envelopes after *after*; see EventLog."""
        return self._select(after, None, None, None)

    def position(self) -> int:
        """Return the last position; see EventLog."""
        with self._using() as connection:
            row = connection.execute("SELECT max(position) FROM event").fetchone()
        return int(row[0] or 0)

    def stream_version(self, stream: str) -> int:
        """Return how many events *stream* has; see EventLog."""
        with self._using() as connection:
            return self._version(connection, stream)

    def wait(self, after: int, timeout: float) -> int:
        """Return the position once it is beyond *after*, whichever process appended; see EventLog."""
        deadline = time.monotonic() + timeout
        while True:
            position = self.position()
            left = deadline - time.monotonic()
            if position > after or left <= 0:
                return position
            with self._changed:
                self._changed.wait(min(left, _POLL))

    def check_end(self) -> int:
        """Look at the last event, and that none was cut off behind it; see EventLog."""
        query = f"SELECT {_COLUMNS} FROM event ORDER BY position DESC LIMIT 2"
        with self._using() as connection:
            rows = connection.execute(query).fetchall()
            reached = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
            missing = _unguarded(connection)
        position = verify_end([_envelope(row) for row in reversed(rows)])
        if (reached[0] if reached else 0) != position:
            raise BrokenChainError(position + 1, f"the log once reached position {reached[0] if reached else 0}")
        if missing:
            raise BrokenChainError(position, f"the file lacks what guards it: {missing}")
        return position

    def verify(self) -> int:
        """Walk the chain, then look at the file itself; see EventLog.

        What a chain alone cannot show is checked too: a tail cut off, a
        trigger or index dropped, pages that contradict each other.
        """
        walked = 0

        def walk() -> Iterator[Envelope]:
            nonlocal walked
            for envelope in self.envelopes():
                yield envelope
                walked = envelope.position

        try:
            head = verify_chain(walk())
        except StorageError as error:
            raise BrokenChainError(walked + 1, f"the file is damaged there ({error.__cause__ or error})") from error
        with self._using() as connection:
            row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
            missing = _unguarded(connection)
            report = [str(line[0]) for line in connection.execute("PRAGMA integrity_check(1)")]
        if (row[0] if row else 0) != head.position:
            raise BrokenChainError(head.position + 1, f"the log once reached position {row[0] if row else 0}")
        if missing:
            raise BrokenChainError(head.position, f"the file lacks what guards it: {missing}")
        if report != ["ok"]:
            raise BrokenChainError(head.position, f"SQLite finds its file inconsistent: {report[0]}")
        return head.position

    def close(self) -> None:
        """Close the file; see EventLog."""
        with self._lock:
            if self._open:
                self._open = False
                self._connection.close()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to this thread alone, its errors translated."""
        with self._lock:
            if not self._open:
                raise StorageError("This log was closed.")
            with storage_faults(self.path):
                yield self._connection

    @staticmethod
    def _version(connection: sqlite3.Connection, stream: str) -> int:
        row = connection.execute("SELECT max(stream_version) FROM event WHERE stream = ?", (stream,)).fetchone()
        return int(row[0] or 0)

    def _select(
        self, after: int, limit: int | None, stream: str | None, types: Collection[str] | None
    ) -> Iterator[Envelope]:
        """Yield matching envelopes page by page, so that nothing is held while the caller works."""
        left, seen = limit, 0  # seen: stream version, by which a stream's own index pages
        while left is None or left > 0:
            page = _PAGE if left is None else min(left, _PAGE)
            query, values = _page_query(after, seen, stream, types, page)
            with self._using() as connection:
                rows = connection.execute(query, values).fetchall()
            for row in rows:
                yield _envelope(row)
            if len(rows) < page:
                return
            after, seen = rows[-1][0], rows[-1][2]
            left = None if left is None else left - len(rows)


def _page_query(
    after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int
) -> tuple[str, list[Any]]:
    """Return the SELECT for one page and its values; each walks one index in order and sorts nothing."""
    where, order = ["position > ?"], "position"
    parameters: list[Any] = [after]
    if stream is not None:
        where += ["stream = ?", "stream_version > ?"]
        parameters += [stream, seen]
        order = "stream_version"
    if types is not None:
        column = "type" if len(types) == 1 and stream is None else "+type"  # "+": not by that index
        where.append(f"{column} IN ({', '.join('?' * len(types))})")
        parameters += sorted(types)
    return f"SELECT {_COLUMNS} FROM event WHERE {' AND '.join(where)} ORDER BY {order} LIMIT ?", [*parameters, page]


def _unguarded(connection: sqlite3.Connection) -> str:
    """Return the first line of a table, index or trigger that the file should have and has not, "" if it has all."""
    stored = {str(row[0]) for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    return next((statement.splitlines()[0] for statement in SCHEMA if statement not in stored), "")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _row(envelope: Envelope) -> tuple[Any, ...]:
    packed = zlib.compress(envelope.payload, _LEVEL)
    return (
        envelope.position,
        envelope.stream,
        envelope.stream_version,
        envelope.type,
        envelope.schema_version,
        envelope.recorded_at,
        envelope.actor,
        envelope.cause,
        envelope.previous,
        envelope.hash,
        zlib.crc32(packed),
        packed,
    )


def _envelope(row: Sequence[Any]) -> Envelope:
    position, stream, stream_version, kind, schema_version, recorded_at, actor, cause, previous, sealed, crc, packed = (
        row
    )
    try:
        if zlib.crc32(packed) != crc:
            raise BrokenChainError(position, "its stored payload does not match its checksum")
        payload = zlib.decompress(packed)
    except (zlib.error, TypeError) as error:
        raise BrokenChainError(position, f"its stored payload cannot be unpacked ({error})") from error
    return Envelope(
        position=position,
        stream=stream,
        stream_version=stream_version,
        type=kind,
        schema_version=schema_version,
        recorded_at=recorded_at,
        actor=actor,
        cause=cause,
        payload=payload,
        previous=previous,
        hash=sealed,
    )
