"""The SQLite file under the log: its schema, its marks, how it is opened.

Input: a path.
Output: a connection in write-ahead mode for kb.log.sqlite.
Never: touches a file that is not a log of kb, or one of a newer format.
"""

import sqlite3
import time
from pathlib import Path
from typing import Final

from kb.errors import NotFoundError, StorageError
from kb.log import format1
from kb.log.faults import CorruptError, storage_faults
from kb.log.sqlite_opening import opened

APPLICATION_ID: Final = 0x6E65776B  # "newk"
FORMAT: Final = 2

_KEPT: Final = (
    "position, stream, stream_version, type, schema_version, recorded_at, actor, cause, payload_hash, previous, hash"
)
_SAME: Final = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT.split(", "))
SCHEMA: Final = (
    """CREATE TABLE event (
    position INTEGER PRIMARY KEY AUTOINCREMENT CHECK (position > 0),
    stream TEXT NOT NULL,
    stream_version INTEGER NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    cause INTEGER NOT NULL,
    payload_hash TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    UNIQUE (stream, stream_version)
)""",
    "CREATE INDEX event_type ON event (type)",
    """CREATE TABLE erasure (
    position INTEGER PRIMARY KEY,
    recorded INTEGER NOT NULL
)""",
    f"""CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
WHEN NOT ({_SAME}
    AND NEW.payload = x'' AND NEW.salt = x'' AND NEW.checksum = 0
    AND EXISTS (SELECT 1 FROM erasure WHERE position = OLD.position))
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an event is never updated.'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an event is never deleted.'); END""",
    """CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE position >= NEW.position)
    OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND stream_version = NEW.stream_version)
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an event is never replaced.'); END""",
    """CREATE TRIGGER erasure_is_recorded BEFORE INSERT ON erasure
WHEN EXISTS (SELECT 1 FROM erasure WHERE position = NEW.position)
    OR NOT EXISTS (SELECT 1 FROM event WHERE position = NEW.recorded AND type = 'erased' AND position > NEW.position)
BEGIN SELECT RAISE(ABORT, 'The log is append-only: no event erases this one.'); END""",
    """CREATE TRIGGER erasure_is_never_updated BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an erasure is never updated.'); END""",
    """CREATE TRIGGER erasure_is_never_deleted BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an erasure is never deleted.'); END""",
)
SCHEMAS: Final = {1: format1.SCHEMA, FORMAT: SCHEMA}


class NewerFormatError(StorageError):
    """A file of the home has a format that a newer version of kb made."""

    code = "newer-version"

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"{path} has format {found}; this kb knows formats up to {known}: written by a newer version of kb.",
            hint="Update kb (`pip install -U newskb`), or choose another home with --home.",
        )


def format_of(connection: sqlite3.Connection) -> int:
    """Return which format the log behind *connection* has, 1 or 2."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def connect(path: Path, *, create: bool, read_only: bool, busy: float) -> sqlite3.Connection:
    """Return a connection to the log at *path*, made first if *create* allows it.

    Raises:
        NotFoundError: there is no file, and it may not be made.
        StorageError, LockedError: see kb.log.faults.
    """
    with storage_faults(path):
        if not path.exists() and (read_only or not create):
            raise NotFoundError(f"There is no log at {path}.", hint="`kb init` makes a home, `kb add` does it too.")
    if read_only:
        return _connect_read_only(path, busy)
    with storage_faults(path):
        connection = _open(path, "rwc" if create else "rw", busy)
    try:
        with storage_faults(path):
            _prepare(connection, path, create=create)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path, mode: str, busy: float) -> sqlite3.Connection:
    connection = opened(path, mode, timeout=busy, isolation_level=None, check_same_thread=False)
    # A flipped byte may leave text that is no UTF-8: it shall fail its hash, with its position, not the driver.
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    """Check the marks of an existing file or write those of a new one."""
    if _is_empty(connection):
        if not create:
            raise CorruptError(path, "it is empty and holds no log")
        _initialise(connection)
    _check_marks(connection, path)
    # A copy made by another tool may have lost the mode: readers would hold up writers, and an upgrade would not see
    # that a program has the file open. One that lost its events stays as it was found.
    if connection.execute("SELECT 1 FROM event LIMIT 1").fetchone():
        _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")  # what append returned survives a power cut
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")  # only an erasure frees anything, and it shall leave nothing


def _is_empty(connection: sqlite3.Connection) -> bool:
    return int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]) == 0


def _initialise(connection: sqlite3.Connection) -> None:
    """Make the schema in one transaction; a process that comes second finds it made."""
    _write_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    if _is_empty(connection):
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait by itself while another process does the same."""
    for attempt in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or attempt == 99:
                raise
            time.sleep(0.02)


def _check_marks(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise CorruptError(path, "it is an SQLite file, but not a log of kb")
    if version > FORMAT:
        raise NewerFormatError(path, version, FORMAT)
    if version not in SCHEMAS:
        raise CorruptError(path, f"it says that it has format {version}, which never was")


def _connect_read_only(path: Path, busy: float) -> sqlite3.Connection:
    with storage_faults(path):
        connection = _open(path, "ro", busy)
    try:
        with storage_faults(path):
            _check_marks(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection
