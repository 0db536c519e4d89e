"""Copies of a catalog as it stands now, from which the catalog of another event is made.

Input: a catalog's file, a way to keep its writers away. Output: one file, with no journal beside it.
Never: opens a file here that SQLite has open in this process: closing it would take SQLite's own locks away. So a
process of its own copies the bytes, in a third of the CPU that SQLite takes page by page.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Final

from kb.errors import LockedError, StorageError
from kb.log.faults import storage_faults

SIDE_FILES: Final = ("", "-wal", "-shm", "-journal")
_LARGE: Final = 16_000_000  # bytes; below it starting a process takes longer
_BYTES: Final = """
import shutil, sys
source, path = sys.argv[1:]
shutil.copyfile(source, path)
try:
    shutil.copyfile(source + "-wal", path + "-wal")
except FileNotFoundError:
    pass
"""


Quiet = Callable[[], AbstractContextManager[None]]


def copy(source: Path, connection: sqlite3.Connection, path: Path, quiet: Quiet) -> None:
    """Copy a catalog into a file that nobody has open.

    Args:
        source: the catalog's file.
        connection: to it, for reading.
        path: where the copy is to lie; what lies there goes.
        quiet: keeps writers away from *source* for its block, or raises LockedError or StorageError.

    Raises:
        StorageError: the disk.
    """
    remove(path)
    if not _bytes_copied(source, path, quiet):
        remove(path)
        copy_pages(connection, path)


def copy_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a catalog as a connection sees it, whoever writes to it meanwhile; what lies at *path* goes.

    Raises:
        StorageError: the disk.
    """
    remove(path)
    with storage_faults(path), closing(sqlite3.connect(path)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def remove(path: Path) -> None:
    """Remove a catalog's file, and what SQLite may have left beside it."""
    with storage_faults(path):
        for suffix in SIDE_FILES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _bytes_copied(source: Path, path: Path, quiet: Quiet) -> bool:
    """Copy file and write-ahead file as a crash would leave them, which SQLite then brings together."""
    if not sys.executable or source.stat().st_size < _LARGE:
        return False
    command = [sys.executable, "-I", "-S", "-c", _BYTES, str(source.absolute()), str(path.absolute())]
    try:
        with quiet():
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except (LockedError, StorageError, OSError):
        return False
    if done.returncode:
        return False
    with storage_faults(path), closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous = OFF")
        return bool(target.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
