"""The log on PostgreSQL: many writers on many machines, one gap-free order for all readers.

Input and output: as kb.log.contract says.
An append holds an advisory lock from before it looks at the chain's end until
its commit is visible: so positions have no gaps, no event shows before the one
it is sealed to, and a transaction that is rolled back leaves no hole. The
table's own trigger lets in nothing but the next event, whoever writes.
Never: updates or deletes a row but for erased payloads; says that something
was stored, or was not, without having asked the server after a lost connection.
docs/decisions/0007-postgresql.md says why this lock and no other.
"""

import threading
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

import psycopg

from kb.errors import LockedError, StorageError
from kb.events import DomainEvent, Envelope, Erased, Recorded
from kb.log.chain import BrokenChainError, Head, check_batch, seal, utc_now
from kb.log.contract import Append, Clock, NotEmptyError, OnAway, OnWait
from kb.log.paged import PagedLog
from kb.log.postgres_address import Address, parse_address
from kb.log.postgres_connection import Connection, Session
from kb.log.postgres_erasing import blank, name, scrub
from kb.log.postgres_faults import OutcomeUnknownError, database_faults
from kb.log.postgres_listener import Listener, channel
from kb.log.postgres_rows import COUNTED, INSERT, SELECT, VERSIONS, page_query, unguarded
from kb.log.proof import adoptable, erased_by, verify_chain, verify_end
from kb.log.sqlite_rows import envelope_of, row_of
from kb.log.turns import Turns

_LOCK: Final = 0x6E65776B << 32  # "newk", with the table's own number below: the lock of an append
_TURN: Final = 0x6E65776C << 32  # the lock of a turn
_TRIES: Final = 3  # appends of one batch, where the connection is lost each time


class PostgresEventLog(PagedLog):
    """An event log in a schema of a PostgreSQL database.

    One connection for reading and writing, guarded by a lock, safe to share
    between threads and not across a fork; one more from the first wait on.
    """

    page = 128  # each is a round trip

    def __init__(
        self,
        address: Address | str,
        *,
        create: bool = False,
        clock: Clock = utc_now,
        busy: float = 60.0,
        patience: float = 30.0,
        on_away: OnAway | None = None,
    ) -> None:
        """Open the log.

        Args:
            address: postgresql://USER@HOST/DATABASE?schema=NAME.
            create: make schema and tables if they are not there.
            clock: tells when events are recorded; must know its zone.
            busy: seconds to wait for another program's append.
            patience: seconds to wait for a server that went away.
            on_away: told if there is need to; with it, the server is waited for now too.

        Raises:
            NotFoundError: database or log are not there.
            StorageError: not to be reached, of another format, or this role may not.
        """
        super().__init__()
        self.address = parse_address(address) if isinstance(address, str) else address
        self._clock = clock
        self._lock = threading.RLock()
        self._session = Session(self.address, busy=busy, patience=patience, on_away=on_away)
        self._session.first(create=create)
        self._key = _LOCK | int(self._one("SELECT 'event'::regclass::oid::bigint"))
        self._listener = Listener(self.address)
        self._turns = Turns(self.address, _TURN | self._key & 0xFFFFFFFF, patience, on_away)

    # -- writing ----------------------------------------------------------------------------------

    def append(
        self, stream: str, expected_version: int, events: Sequence[DomainEvent], *, actor: str, cause: int = 0
    ) -> tuple[Recorded, ...]:
        """Add *events* to one stream; see EventLog."""
        return self.append_batch([Append(stream, expected_version, events, actor, cause)])

    def append_batch(self, batch: Sequence[Append], *, at: int | None = None) -> tuple[Recorded, ...]:
        """Add events to several streams in one transaction; see EventLog."""
        check_batch(batch)
        return self._append(batch, at)

    def erase(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Add events, blank the payloads that they erase and have the table written anew; see EventLog."""
        check_batch(batch, erasing=True)
        sealed = self._append(batch, None)
        self.scrub()
        return sealed

    def scrub(self) -> None:
        """Have the table written anew without what was blanked; see EventLog and kb.log.postgres_erasing."""
        with self._lock:
            self._session.run(lambda connection: scrub(connection, self.address))

    def adopt(self, envelopes: Iterable[Envelope]) -> int:
        """Take over another log's envelopes in one transaction; see EventLog."""
        head = Head()
        with self._lock, database_faults(self.address):
            connection = self._session.get()
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [self._key])
                row = connection.execute("SELECT position FROM head").fetchone()
                if row and row[0]:
                    raise NotEmptyError(row[0])
                gone: dict[int, int] = {}
                with connection.cursor() as cursor, cursor.copy(INSERT.as_copy) as copy:
                    copy.set_types(INSERT.types)
                    for envelope in adoptable(envelopes, head):
                        if envelope.type == Erased.TYPE:
                            gone.update(dict.fromkeys(erased_by(envelope) - gone.keys(), envelope.position))
                        copy.write_row(row_of(envelope, 2))
                name(connection, gone)
                self._tell(connection, head.position)
        self._listener.wake()
        return head.position

    def _append(self, batch: Sequence[Append], at: int | None) -> tuple[Recorded, ...]:
        """Write *batch*; where the connection is lost, find out whether it went in and write it again if not."""
        with self._lock, database_faults(self.address):
            for left in reversed(range(_TRIES)):
                made: list[tuple[Recorded, ...]] = []
                try:
                    return self._write(self._session.get(), batch, at, made)
                except psycopg.Error as error:
                    if not self._session.lost(error):
                        raise
                    if made and self._went_in(made[-1]):
                        return made[-1]
                    if not left:
                        raise
        raise AssertionError("unreachable")

    def _write(
        self, connection: Connection, batch: Sequence[Append], at: int | None, made: list[tuple[Recorded, ...]]
    ) -> tuple[Recorded, ...]:
        """Write *batch* in one transaction of two round trips; *made* gets what it would store, before it does."""
        streams = sorted({part.stream for part in batch})
        with connection.pipeline(), connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [self._key])
            end = connection.execute("SELECT position, hash FROM head")
            found = connection.execute(VERSIONS, [streams])
            position, last = end.fetchone() or (0, Head().hash)
            sealed = seal(batch, Head(position, last, dict(found.fetchall())), self._clock(), at=at)
            made.append(sealed)
            connection.cursor().executemany(INSERT.statement, [row_of(recorded.envelope, 2) for recorded in sealed])
            blank(connection, sealed)
            self._tell(connection, sealed[-1].position)
        self._listener.wake()
        return sealed

    def _went_in(self, sealed: Sequence[Recorded]) -> bool:
        """Ask whether *sealed* was committed before the connection broke, after the old session has let go."""
        last = sealed[-1].envelope

        def ask(connection: Connection) -> bool:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [self._key])
                row = connection.execute("SELECT hash FROM event WHERE position = %s", [last.position]).fetchone()
            return row == (last.hash,)

        try:
            return self._session.run(ask)
        except (StorageError, LockedError) as error:  # the latter: the old session is still at it
            raise OutcomeUnknownError(self.address) from error

    def _tell(self, connection: Connection, position: int) -> None:
        connection.execute("SELECT pg_notify(%s, %s)", [channel(self.address.schema), str(position)])

    def turn(self, timeout: float = 600.0, on_wait: OnWait | None = None) -> AbstractContextManager[None]:
        """Hold the right to decide, on all machines; see EventLog."""
        return self._turns.take(timeout, on_wait)

    # -- reading ----------------------------------------------------------------------------------

    def position(self) -> int:
        """Return the last position; see EventLog."""
        return int(self._one("SELECT coalesce(max(position), 0) FROM event"))

    def hash_at(self, position: int) -> str:
        """Return the hash of an event; see EventLog."""
        return str(self._one("SELECT hash FROM event WHERE position = %s", position) or "")

    def glance(self) -> int | None:
        """Return None: the server would have to be asked; see EventLog."""
        return None

    def stream_version(self, stream: str) -> int:
        """Return how many events *stream* has; see EventLog."""
        return int(self._one("SELECT coalesce(max(stream_version), 0) FROM event WHERE stream = %s", stream))

    def wait(self, after: int, timeout: float) -> int:
        """Return the position once it is beyond *after*, whichever machine appended; see EventLog."""
        deadline = time.monotonic() + timeout
        self._listener.listen()
        while True:
            count = self._listener.count
            position = self.position()
            left = deadline - time.monotonic()
            if position > after or left <= 0:
                return position
            self._listener.sleep(count, left)

    def check_end(self) -> int:
        """Look at the last event, and that none was cut off behind it; see EventLog."""

        def look(connection: Connection) -> tuple[list[Any], Any, str]:
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                rows = connection.execute(f"{SELECT} ORDER BY position DESC LIMIT 2", binary=True).fetchall()
                head = connection.execute("SELECT position, hash FROM head").fetchone()
                return rows, head, unguarded(connection, self.address.schema)

        with self._lock:
            rows, head, missing = self._session.run(look)
        last = [envelope_of(row) for row in reversed(rows)]
        position = verify_end(last)
        reached, sealed = head or (0, "")
        if reached != position:
            raise BrokenChainError(position + 1, f"the log once reached position {reached}")
        if sealed != (last[-1].hash if last else Head().hash):
            raise BrokenChainError(position, "the database knows another event as its last")
        if missing:
            raise BrokenChainError(position, f"the database lacks what guards it: {missing}")
        return position

    def verify(self) -> int:
        """Walk the chain, then look at its end and at what guards it; see EventLog."""
        found = verify_chain(self.envelopes(), self._now)
        self.check_end()
        return found.position

    def close(self) -> None:
        """Let go of the connections; see EventLog."""
        self._listener.close()
        self._turns.close()
        with self._lock:
            self._session.close()

    def counts(self, after: int, until: int) -> dict[tuple[str, str], int]:
        """Count events by type and actor; see EventLog."""
        with self._lock:
            rows = self._session.run(lambda connection: connection.execute(COUNTED, (after, until)).fetchall())
        return {(kind, actor): number for kind, actor, number in rows}

    def _one(self, query: str, *values: Any) -> Any:
        with self._lock:
            row = self._session.run(lambda connection: connection.execute(query, values).fetchone())
        return row[0] if row else None

    def _rows(self, after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int) -> list[Any]:
        query, values = page_query(after, seen, stream, types, page)
        with self._lock:
            return self._session.run(lambda connection: connection.execute(query, values, binary=True).fetchall())
