"""Opens SQLite's files, where what SQLite lays beside them has no room on the disk, or may not be written, too.

Input: a path, what is to be done with it. Output: a connection.
Never: loses what lies in a write-ahead file; lets another process at the file where the memory that processes share
about it has no place: who comes then waits, or is told that the file is busy. Where this user may write nothing, and
nobody writes, a file is read as it is: what others begin to write while it is open is not seen.
"""

import logging
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any, Final

from kb.errors import StorageError
from kb.log.faults import DiskFullError, ReadOnlyError, UnreadableError, from_sqlite

_log = logging.getLogger("kb.log")
_ALONE: Final = "mode=rw&vfs=unix-excl"  # keeps to this process what else lies in a file of 32 KB
_AS_IT_IS: Final = "mode=ro&immutable=1"  # lays nothing beside it
_told: set[Path] = set()


class BesideError(StorageError):
    """The last changes to a file lie beside it, and may not be taken in."""

    code = "changes-beside"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The last changes to {path} lie beside it in {path.name}-wal, which is read only where one may write.",
            hint="Copy the whole folder to where you may write, and name the copy with --home.",
        )


def opened(path: Path, mode: str = "ro", **named: Any) -> sqlite3.Connection:
    """Return a connection whose file has been read.

    Args:
        path: of the file.
        mode: "ro" to read, "rw" to write, "rwc" to make it too.
        named: what else sqlite3.connect takes.

    Raises:
        sqlite3.Error: it cannot be opened.
        BesideError: to be read, where this user may not write: its last changes lie beside it.
    """
    try:
        return _looked_at(path, f"mode={mode}", named)
    except sqlite3.OperationalError as error:
        failed = error
    fault = from_sqlite(failed, path)
    if isinstance(fault, DiskFullError):
        try:
            connection = _looked_at(path, _ALONE, named)
        except sqlite3.Error:  # this user may not write there, say
            if mode != "ro":
                raise failed from None
        else:
            _tell(path.parent)
            return connection
    elif mode != "ro" or not isinstance(fault, ReadOnlyError | UnreadableError):
        raise failed
    return _as_it_is(path, named, failed)


def _as_it_is(path: Path, named: dict[str, Any], failed: sqlite3.Error) -> sqlite3.Connection:
    """Connect without what lies beside, if nothing does; *failed* is why it cannot be otherwise."""
    wal = path.with_name(path.name + "-wal")
    try:
        if wal.exists() and wal.stat().st_size:  # to ignore it would be to answer wrongly
            raise failed if _may(path.parent, os.W_OK) or not _may(wal, os.R_OK) else BesideError(path)
        return _looked_at(path, _AS_IT_IS, named)
    except (OSError, sqlite3.Error):
        raise failed from None


def _looked_at(path: Path, how: str, named: dict[str, Any]) -> sqlite3.Connection:
    """Connect and read, with which SQLite opens what lies beside."""
    connection: sqlite3.Connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, **named)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _tell(folder: Path) -> None:
    """Say once for each folder what goes on, and what does not."""
    if folder not in _told:
        _told.add(folder)
        free = shutil.disk_usage(folder).free
        _log.warning(
            "The disk of %s is full (%d bytes free): it is read by one command at a time, and nothing can be recorded.",
            folder,
            free,
        )
