"""Up to which event a catalog's file goes.

Input: the file, opened for reading. Output: a position; -1 for one that was never made to its end.
Never: mends anything; who opens the file to write goes on where its making was stopped.
"""

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from kb.log.faults import CorruptError, ReadOnlyError
from kb.projections.catalog.schema import check_format


def standing(path: Path, opened: AbstractContextManager[sqlite3.Connection]) -> int:
    """Return the position that catalog and graph have both reached as the catalog says, -1 if there is none.

    Args:
        path: of the catalog.
        opened: a connection to it.

    Raises:
        CorruptError: it has a format, and not the table that says where it stands.
        NewerCatalogError, OlderCatalogError: another version made it.
        StorageError: it cannot be read.
    """
    if not path.exists():
        return -1
    try:
        with opened as connection:
            return _said(connection, path)
    except ReadOnlyError:
        if path.with_name(f"{path.name}-journal").exists():  # who was to make it a file with a write-ahead file is gone
            return -1
        raise


def _said(connection: sqlite3.Connection, path: Path) -> int:
    made = int(connection.execute("PRAGMA user_version").fetchone()[0])
    check_format(str(path), made)
    if not made:  # its tables come with its format
        return -1
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
        raise CorruptError(path, "it does not say up to which event it goes")
    rows = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    return min(int(rows.get("position", 0)), int(rows.get("floor", 0)))
