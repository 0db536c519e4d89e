"""Whether projections are of the log beside them as it is, or of another course that it took before it was put back.

A server that is restored, or takes over without the last events of the one that fell, gives their positions to others.
Input: a log; what the catalog noted of the last event that it took in. Output: an error if the log has another there.
Never: mends anything. A catalog that has noted nothing, as earlier versions made it, is believed.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from kb.errors import IntegrityError
from kb.events import Envelope
from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections.contract import AheadOfLogError

NOTED: Final = "head"  # row of the catalog's table "meta"


class OtherCourseError(IntegrityError):
    """The projections rest on events that the log does not have: it has others in their places."""

    code = "other-course"

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"The projections have taken in another event {position} than the log has: it was put back, and went on.",
            hint="`kb rebuild` makes the projections again from this log; what it lost is in no log any more.",
        )


def note(last: Envelope) -> str:
    """Return what a catalog notes of the last event that it took in."""
    return f"{last.position} {last.hash}"


def check_file(log: EventLog, path: Path, position: int) -> None:
    """Make sure that the catalog in the file *path*, which stands at *position*, is of *log* as it is.

    Raises:
        OtherCourseError, AheadOfLogError: it is of events that the log does not have.
        StorageError: it cannot be read.
    """
    if position > (last := log.position()):
        raise AheadOfLogError("catalog", position, last)
    check(log, position, noted(path))


def forget(path: Path) -> None:
    """Have the catalog in the file *path*, if it is there, noted nothing: its log is about to be sealed anew.

    Raises:
        StorageError: it cannot be written.
    """
    if not path.exists():
        return
    with storage_faults(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
            connection.execute("DELETE FROM meta WHERE name = ?", (NOTED,))


def noted(path: Path) -> str:
    """Return what the catalog in the file *path* noted of the last event that it took in, "" for nothing.

    Raises:
        StorageError: it cannot be read.
    """
    with storage_faults(path), closing(opened(path)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (NOTED,)).fetchone()
    return str(row[0]) if row else ""


def check(log: EventLog, position: int, told: str) -> None:
    """Make sure that *log* has the event that a catalog at *position* noted; one beyond the log's end passes.

    Raises:
        OtherCourseError: it has another.
    """
    at, _, taken = told.partition(" ")
    if at != str(position) or not taken:  # of another version of kb, which did not note where it went on to
        return
    if log.hash_at(position) not in ("", taken):
        raise OtherCourseError(position)
