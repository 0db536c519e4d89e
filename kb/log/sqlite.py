"""The log in one SQLite file, the embedded default.

Input and output: as kb.log.contract says; kb.log.sqlite_rows says how an
envelope lies in a row.
Never: updates or deletes a row (triggers refuse it, from any program, but for
the payload of an event that a recorded Erased names), or reuses a position.
docs/decisions/0001-log.md says why plain sqlite3.
"""

import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from kb.errors import StorageError
from kb.events import DomainEvent, Envelope, Erased, Recorded
from kb.log.chain import BrokenChainError, Head, check_batch, new_salt, seal, to_erase, utc_now
from kb.log.contract import Append, Clock, NotEmptyError, OnWait
from kb.log.faults import BusyError, storage_faults
from kb.log.paged import PagedLog
from kb.log.proof import adoptable, erased_by, verify_chain, verify_end
from kb.log.sqlite_file import FORMAT, SCHEMAS, connect, format_of
from kb.log.sqlite_rows import COLUMNS, COUNTED, INSERT, envelope_of, page_query, row_of

_POLL: Final = 0.05  # seconds between looks for what other processes appended
_NAME_ERASED: Final = "INSERT INTO erasure (position, recorded) VALUES (?, ?)"
_BLANK: Final = "UPDATE event SET payload = x'', salt = x'', checksum = 0 WHERE position = ?"


class SqliteEventLog(PagedLog):
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
        super().__init__()
        self.path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._open = True
        self._connection = connect(path, create=create, read_only=read_only, busy=busy)
        self._format = format_of(self._connection)
        self._glancing = threading.Lock()
        self._glance: sqlite3.Connection | None = None

    def append(
        self, stream: str, expected_version: int, events: Sequence[DomainEvent], *, actor: str, cause: int = 0
    ) -> tuple[Recorded, ...]:
        """Add *events* to one stream; see EventLog."""
        return self.append_batch([Append(stream, expected_version, events, actor, cause)])

    def append_batch(self, batch: Sequence[Append], *, at: int | None = None) -> tuple[Recorded, ...]:
        """Add events to several streams in one transaction; see EventLog."""
        check_batch(batch)
        return self._append(batch, at)

    def turn(self, timeout: float = 600.0, on_wait: OnWait | None = None) -> AbstractContextManager[None]:
        """Give the turn at once: the home's lock is what one machine needs; see EventLog."""
        return nullcontext()

    def erase(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Add events and overwrite the payloads that they erase; see EventLog."""
        check_batch(batch, erasing=True)
        if self._format < FORMAT:
            raise StorageError(
                f"The log {self.path} has format {self._format}, from which nothing can be erased.",
                hint="`kb upgrade` brings it to today's format.",
            )
        sealed = self._append(batch)
        self.scrub()
        return sealed

    def scrub(self) -> None:
        """Write the file anew and empty the write-ahead file, for both may hold older pages; see EventLog."""
        with self._using() as connection:
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise BusyError(self.path)

    def adopt(self, envelopes: Iterable[Envelope]) -> int:
        """Take over another log's envelopes in one transaction; see EventLog."""
        head = Head()
        with self._using() as connection, _transaction(connection):
            end = connection.execute("SELECT max(position) FROM event").fetchone()[0]
            if end:
                raise NotEmptyError(end)
            gone: dict[int, int] = {}

            def rows() -> Iterator[tuple[object, ...]]:
                for envelope in adoptable(envelopes, head):
                    if envelope.type == Erased.TYPE:
                        gone.update(dict.fromkeys(erased_by(envelope) - gone.keys(), envelope.position))
                    yield row_of(envelope, self._format)

            connection.executemany(INSERT[self._format], rows())
            connection.executemany(_NAME_ERASED, sorted(gone.items()))
        with self._changed:
            self._changed.notify_all()
        return head.position

    def _append(self, batch: Sequence[Append], at: int | None = None) -> tuple[Recorded, ...]:
        with self._using() as connection, _transaction(connection):
            position, last = connection.execute(
                "SELECT position, hash FROM event ORDER BY position DESC LIMIT 1"
            ).fetchone() or (0, Head().hash)
            streams = {part.stream: self._version(connection, part.stream) for part in batch}
            salt = new_salt if self._format == FORMAT else None
            sealed = seal(batch, Head(position, last, streams), self._clock(), salt=salt, at=at)
            connection.executemany(
                INSERT[self._format], (row_of(recorded.envelope, self._format) for recorded in sealed)
            )
            _erase(connection, sealed)
        with self._changed:
            self._changed.notify_all()
        return sealed

    def position(self) -> int:
        """Return the last position; see EventLog."""
        with self._using() as connection:
            row = connection.execute("SELECT max(position) FROM event").fetchone()
        return int(row[0] or 0)

    def hash_at(self, position: int) -> str:
        """Return the hash of an event; see EventLog."""
        with self._using() as connection:
            row = connection.execute("SELECT hash FROM event WHERE position = ?", (position,)).fetchone()
        return str(row[0]) if row else ""

    def glance(self) -> int | None:
        """Return the last position by a connection for that alone, which waits for no writer; see EventLog."""
        if not (self._open and self._glancing.acquire(blocking=False)):
            return None
        try:
            if self._glance is None:
                self._glance = sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=0, check_same_thread=False
                )
            return int(self._glance.execute("SELECT max(position) FROM event").fetchone()[0] or 0)
        except sqlite3.Error:  # locked for a moment, or worse, which whoever reads will say
            return None
        finally:
            self._glancing.release()

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
        query = f"SELECT {COLUMNS[self._format]} FROM event ORDER BY position DESC LIMIT 2"
        with self._using() as connection:
            rows = connection.execute(query).fetchall()
            reached = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
            missing = _unguarded(connection, self._format)
        position = verify_end([envelope_of(row) for row in reversed(rows)])
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
            head = verify_chain(walk(), self._now)
        except StorageError as error:
            raise BrokenChainError(walked + 1, f"the file is damaged there ({error.__cause__ or error})") from error
        with self._using() as connection:
            row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
            missing = _unguarded(connection, self._format)
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
                with self._glancing:
                    if self._glance is not None:
                        self._glance.close()

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

    def counts(self, after: int, until: int) -> dict[tuple[str, str], int]:
        """Count events by type and actor; see EventLog."""
        with self._using() as connection:
            return {(kind, actor): number for kind, actor, number in connection.execute(COUNTED, (after, until))}

    def _rows(self, after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int) -> list[Any]:
        query, values = page_query(self._format, after, seen, stream, types, page)
        with self._using() as connection:
            return connection.execute(query, values).fetchall()


def _erase(connection: sqlite3.Connection, sealed: Sequence[Recorded]) -> None:
    """Carry out the erasures of a batch that was just inserted, overwriting what lay there."""

    def type_at(position: int) -> str:
        row = connection.execute("SELECT type FROM event WHERE position = ?", (position,)).fetchone()
        return str(row[0]) if row and position < sealed[0].position else ""

    gone = to_erase(sealed, type_at)
    if not gone:
        return
    before = {row[0] for row in connection.execute("SELECT position FROM erasure")}
    fresh = sorted(gone.keys() - before)
    connection.executemany(_NAME_ERASED, [(position, gone[position]) for position in fresh])
    connection.executemany(_BLANK, [(position,) for position in fresh])


def _unguarded(connection: sqlite3.Connection, form: int) -> str:
    """Return the first line of a table, index or trigger that the file should have and has not, "" if it has all."""
    stored = {str(row[0]) for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    return next((statement.splitlines()[0] for statement in SCHEMAS[form] if statement not in stored), "")


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
