"""Opens SQLite's files, where the disk has no room for what SQLite lays beside them, too.

Input: a path, what is to be done with it. Output: a connection.
Never: loses what lies in a write-ahead file; lets another process at the file where the memory that processes share
about it has no place: who comes then waits, or is told that the file is busy.
"""

import logging
import shutil
import sqlite3
from pathlib import Path
from typing import Any, Final

from kb.errors import KbError
from kb.log.faults import DiskFullError, from_sqlite

_log = logging.getLogger("kb.log")
_ALONE: Final = "mode=rw&vfs=unix-excl"  # keeps to this process what else lies in a file of 32 KB
_told: set[Path] = set()


def opened(path: Path, mode: str = "ro", **named: Any) -> sqlite3.Connection:
    """Return a connection whose file has been read.

    Args:
        path: of the file.
        mode: "ro" to read, "rw" to write, "rwc" to make it too.
        named: what else sqlite3.connect takes.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    try:
        return _looked_at(path, f"mode={mode}", named)
    except sqlite3.OperationalError as error:
        if not _is_full(error, path):
            raise
        try:
            connection = _looked_at(path, _ALONE, named)
        except sqlite3.Error:  # this user may not write there, say
            raise error from None
    _tell(path.parent)
    return connection


def _looked_at(path: Path, how: str, named: dict[str, Any]) -> sqlite3.Connection:
    """Connect and read, with which SQLite opens what lies beside."""
    connection: sqlite3.Connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, **named)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_full(error: sqlite3.Error, path: Path) -> bool:
    translated: KbError | None = from_sqlite(error, path)
    return isinstance(translated, DiskFullError)


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
