"""Connections to a log's database: opened, prepared, and opened again after the server was away.

Input: an Address. Output: psycopg connections whose session waits, commits and looks up names as a log needs it.
Never: keeps a transaction open between two calls; lets two threads use a connection at once.
"""

import itertools
import logging
import math
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors, sql

from kb.errors import StorageError
from kb.log.contract import OnAway, UnreachableError
from kb.log.postgres_address import Address
from kb.log.postgres_faults import (
    NewerLogError,
    NoLogError,
    NotAllowedError,
    RefusedError,
    database_faults,
    is_final,
    is_passing,
    translated,
)
from kb.log.postgres_schema import FORMAT, tables

logging.getLogger("psycopg").addFilter(lambda record: "error ignored" not in record.msg)  # it is raised as well

Connection = psycopg.Connection[Any]
T = TypeVar("T")

_PAUSE: Final = 0.2  # seconds between two tries to connect again
_REST: Final = 5  # so many times as long as its refusal took, a server that was waited for in vain is not asked again
_LONGEST: Final = 10  # seconds that one try to connect, or a packet without an answer, may take
_MAKING: Final = 1852143469  # "newm": advisory lock under which tables are made
_BOUNDS: Final = ("statement_timeout", "transaction_timeout", "idle_session_timeout")  # the second from 17 on
_SESSION: Final = (
    "SELECT set_config('search_path', %s || ', pg_temp', false), set_config('lock_timeout', %s, false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false), "  # a client that fell silent holds up nobody
    "set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), "
    "set_config('tcp_keepalives_count', '3', false), "  # nor does a machine that went off, with a turn: the server asks
    "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' "
    "ELSE current_setting('synchronous_commit') END, false), "  # what append returned survives a power cut
    # who waits for others waits as long as *busy* and the turn's own timeout say, whatever bounds a role has
    f"(SELECT count(set_config(name, '0', false)) FROM pg_settings WHERE name IN {_BOUNDS})"
)


def program() -> str:
    """Return how this process is called in messages to others and in pg_stat_activity."""
    what = next((word for word in sys.argv[1:] if word.isalpha()), "")  # no option, and no address with a password
    return f"process {os.getpid()} on {socket.gethostname()} ({Path(sys.argv[0]).name or 'python'} {what})".replace(
        " )", ")"
    )


def connect(address: Address, busy: float, timeout: float = _LONGEST) -> Connection:
    """Return a connection in autocommit mode.

    Args:
        busy: seconds after which waiting for a lock is given up.
        timeout: seconds after which a server that does not answer at all is given up, 2 at least.

    Raises:
        psycopg.Error: see kb.log.postgres_faults.
    """
    seconds = min(max(2, math.ceil(timeout)), _LONGEST)
    given: dict[str, Any] = {"connect_timeout": seconds, "tcp_user_timeout": seconds * 1000}
    given |= {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    known = psycopg.conninfo.conninfo_to_dict(address.conninfo)
    connection = psycopg.connect(
        address.conninfo,
        autocommit=True,
        client_encoding="utf8",
        application_name=program()[:63],
        **{name: value for name, value in given.items() if name not in known},
    )
    try:
        connection.execute(_SESSION, [address.schema, f"{int(busy * 1000)}ms"])
    except BaseException:
        connection.close()
        raise
    return connection


def reached(
    address: Address,
    busy: float = 60.0,
    *,
    timeout: float = _LONGEST,
    patience: float = 0.0,
    on_away: OnAway | None = None,
    opening: bool = False,
) -> Connection:
    """Return a connection, as soon as the server gives one.

    Args:
        busy, timeout: see connect.
        patience: seconds for which a server that is not there is waited for.
        on_away: told once, if there is need to wait.
        opening: this is the first time, so that address, user and rights may be wrong.

    Raises:
        psycopg.Error: it gave none.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return connect(address, busy, timeout)
        except psycopg.Error as error:
            if not is_passing(error) or (opening and is_final(error)) or time.monotonic() >= deadline:
                raise
            away = translated(error, address)
            if on_away is not None and isinstance(away, UnreachableError):
                on_away(away, patience)
                on_away = None
            time.sleep(_PAUSE)


def prepare(connection: Connection, address: Address, *, create: bool) -> None:
    """Make sure that the log's tables are there and of this format; make them if *create* allows it.

    Raises:
        NoLogError: they are not there.
        NewerLogError: they are of another format.
        StorageError: the database cannot hold them, or another program's tables lie there.
    """
    found = _format(connection, address)
    if found is None and create:
        _make(connection, address)
        found = _format(connection, address)
    if found is None:
        raise NoLogError(address)
    if found != FORMAT:
        raise NewerLogError(address, found, FORMAT)


def _format(connection: Connection, address: Address) -> int | None:
    if not _there(connection, address, "mark"):
        return None
    try:
        row = connection.execute("SELECT format FROM mark WHERE program = 'kb'").fetchone()
    except errors.UndefinedColumn as error:
        raise RefusedError(address, f"the schema {address.schema} holds tables of another program") from error
    except errors.UndefinedTable as error:  # it is there, and not to be seen
        raise NotAllowedError(address, f"this role has no right to the schema {address.schema}") from error
    return int(row[0]) if row else None


def _make(connection: Connection, address: Address) -> None:
    """Make schema and tables in one transaction; a program that comes second finds them made."""
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise RefusedError(address, f"it has the encoding {encoding and encoding[0]}; make it with `createdb -E UTF8`")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
        if not _there(connection, address, "mark"):
            if not _there(connection, address):
                connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(address.schema)))
            connection.execute(tables(address.schema).encode())


def _there(connection: Connection, address: Address, table: str = "") -> bool:
    """Say whether the log's schema, or a table in it, is there."""
    # to_regclass may answer from before another program's commit that was waited for
    row = connection.execute(
        "SELECT count(*) FROM pg_namespace LEFT JOIN pg_class ON relnamespace = pg_namespace.oid AND relname = %s "
        "WHERE nspname = %s AND (%s = '' OR pg_class.oid IS NOT NULL)",
        [table, address.schema, table],
    ).fetchone()
    return row != (0,)


class Session:
    """One connection, made again when it was lost. Its user sees to it that one thread uses it at a time.

    Args:
        address: of the log.
        busy: see connect.
        patience: seconds for which a server that went away is waited for; once that was in vain, it is asked again
            after a rest, once each time, and until then the answer is the same.
        on_away: told if there is need to wait. Without it, the first connection is not waited for.
    """

    def __init__(
        self, address: Address, *, busy: float = 60.0, patience: float = 30.0, on_away: OnAway | None = None
    ) -> None:
        self.address = address
        self._busy = busy
        self._patience = patience
        self._on_away = on_away
        self._refused = ""  # why the server was given up, until it is back
        self._again = 0.0  # when it is asked again
        self._connection: Connection | None = None
        self._closed = False

    def first(self, *, create: bool = False) -> None:
        """Connect for the first time.

        Raises:
            UnreachableError, NoDatabaseError, NotAllowedError: see kb.log.postgres_faults.
            NoLogError, NewerLogError, StorageError: see prepare.
        """
        patience = self._patience if self._on_away else 0.0
        deadline = time.monotonic() + patience
        with database_faults(self.address):
            while self._connection is None:
                connection = self._reached(patience, opening=True)
                try:
                    prepare(connection, self.address, create=create)
                    self._connection = connection
                except BaseException as error:
                    connection.close()
                    passing = isinstance(error, psycopg.Error) and is_passing(error)
                    if not passing or time.monotonic() >= deadline:
                        raise
                    time.sleep(_PAUSE)

    def get(self) -> Connection:
        """Return the connection, another one if it was lost.

        Raises:
            psycopg.Error: the server stayed away for longer than the patience.
            UnreachableError: it did so a moment ago.
            StorageError: this session was closed.
        """
        if self._closed:
            raise StorageError("This log was closed.")
        if self._connection is not None and not self._connection.closed:
            return self._connection
        began = time.monotonic()
        if self._refused and began < self._again:
            raise UnreachableError(self.address.shown, self._refused)
        patience = 0.0 if self._refused else self._patience
        try:
            self._connection = self._reached(patience)
        except psycopg.Error as error:
            now = time.monotonic()
            self._again = now + (_REST * (now - began) if self._refused else 0.0)
            self._refused = getattr(translated(error, self.address), "reason", "")
            raise
        self._refused = ""
        return self._connection

    def _reached(self, patience: float, *, opening: bool = False) -> Connection:
        timeout = self._patience if self._patience > 0 else _LONGEST
        return reached(
            self.address, self._busy, timeout=timeout, patience=patience, on_away=self._on_away, opening=opening
        )

    def current(self) -> Connection | None:
        """Return the connection if there is one, and make none."""
        return None if self._connection is None or self._connection.closed else self._connection

    def lost(self, error: psycopg.Error) -> bool:
        """Say whether *error* means that the connection is of no use any more, and let go of it then."""
        gone = is_passing(error) or self._connection is None or self._connection.closed
        if gone:
            self.drop()
        return bool(gone)

    def run(self, work: Callable[[Connection], T]) -> T:
        """Return what *work* returns; it is done again, within the patience, if the connection was lost meanwhile.

        A server that falls may take one more connection before it is gone.

        Raises:
            KbError: see kb.log.postgres_faults.translated.
        """
        deadline = time.monotonic() + self._patience
        with database_faults(self.address):
            for again in itertools.count():
                connection = self.get()  # outside: who waited for the server in vain does not wait again
                try:
                    return work(connection)
                except psycopg.Error as error:
                    if not self.lost(error) or (again and time.monotonic() >= deadline):
                        raise
                time.sleep(_PAUSE if again else 0.0)
        raise AssertionError("unreachable")

    def drop(self) -> None:
        """Let go of the connection; the next use makes another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Let go of the connection for good."""
        self._closed = True
        self.drop()
