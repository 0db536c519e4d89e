"""Whose turn it is to decide, where many machines write to one log.

Input: the address of a log on PostgreSQL. Output: a block that one program at
a time runs, held as an advisory lock by a connection of its own: it goes with
its program, however that ends, and those who wait are served in order.
Never: is what keeps the log consistent; expected versions and positions do that
(EventLog.append_batch), also where a lost connection lost the turn.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from kb.log.contract import OnAway, OnWait
from kb.log.postgres_address import Address
from kb.log.postgres_connection import Connection, Session
from kb.log.postgres_faults import LogBusyError

_HOLDER = (
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted "
    "AND (classid::bigint << 32 | objid::bigint) = %s AND pg_locks.database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Turns:
    """Takes turns with other programs, and with other threads of this one.

    Args:
        address: of the log.
        key: number of the advisory lock, the same in every program.
        patience, on_away: see Session.
    """

    def __init__(self, address: Address, key: int, patience: float, on_away: OnAway | None = None) -> None:
        self._address = address
        self._key = key
        self._session = Session(address, patience=patience, on_away=on_away)
        self._thread = threading.Lock()

    @contextmanager
    def take(self, timeout: float, on_wait: OnWait | None) -> Iterator[None]:
        """Hold the turn for the block.

        Args:
            timeout: seconds to wait for it.
            on_wait: called once, with the name of the program whose turn it is, if there is need to wait.

        Raises:
            LogBusyError: it did not come.
            StorageError: the database cannot be reached.
        """
        if not self._thread.acquire(timeout=timeout):
            raise LogBusyError(self._address, "another thread of this program", timeout)
        try:
            self._acquire(timeout, on_wait)
            try:
                yield
            finally:
                self._release()
        finally:
            self._thread.release()

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _acquire(self, timeout: float, on_wait: OnWait | None) -> None:
        if self._session.run(self._try):
            return
        holder = self._session.run(self._holder)
        if on_wait is not None:
            on_wait(holder)

        def wait(connection: Connection) -> None:
            connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{max(1, int(timeout * 1000))}ms"])
            connection.execute("SELECT pg_advisory_lock(%s)", [self._key])

        try:
            self._session.run(wait)
        except LogBusyError as error:
            raise LogBusyError(self._address, self._session.run(self._holder), timeout) from error

    def _release(self) -> None:
        """Give the turn on; with the connection gone it went on already."""
        connection = self._session.current()
        if connection is not None:
            try:
                connection.execute("SELECT pg_advisory_unlock(%s)", [self._key])
            except psycopg.Error:
                self._session.drop()

    def _try(self, connection: Connection) -> bool:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [self._key]).fetchone()
        return row == (True,)

    def _holder(self, connection: Connection) -> str:
        row = connection.execute(_HOLDER, [self._key]).fetchone()
        return str(row[0]) if row and row[0] else "another program"
