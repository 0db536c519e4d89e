"""What SQLite and the file system report, as errors with what, where and what to do.

Input: sqlite3.Error and OSError raised inside a ``with storage_faults(path)``
or, for files that the user named, ``with output_faults(path)``.
Output: StorageError, LockedError or IntegrityError, the cause kept.
Never: hides an error that it does not know; those pass unchanged.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kb.errors import KbError, LockedError, StorageError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SHARED: Final = 1 << 16  # bytes; its shared memory takes 32,768
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class DiskFullError(StorageError):
    """There is no room left where the home lies.

    Attributes:
        derived: *path* is made from the log, so that what did not get in is not lost.
    """

    code = "disk-full"

    def __init__(self, path: Path, *, derived: bool = False) -> None:
        self.path = path
        self.derived = derived
        behind = f"{path} stays behind the log, which keeps all that it has"
        super().__init__(
            f"The disk is full: {behind if derived else f'nothing of this was stored in {path}'}.",
            hint="Free some space, or move the home to a larger disk and name it with --home; then try again.",
        )


class ReadOnlyError(StorageError):
    """The home may not be written by this user, or not at all."""

    code = "read-only"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} cannot be written: it, or the folder it lies in, is read-only for this user.",
            hint="Give this user write permission, or choose another home with --home or KB_HOME.",
        )


class CorruptError(StorageError):
    """A file of the home is damaged, or is not what its name says."""

    code = "corrupt"

    def __init__(self, path: Path, reason: str, hint: str = "") -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} is damaged: {reason}.", hint=hint or _cure(path))


def _cure(path: Path) -> str:
    if path.name.startswith("log."):
        return "Nothing else has what it holds: `kb restore` brings it back from a backup."
    if path.name.startswith("catalog."):
        return "It is derived: `kb rebuild` makes it again from the log."
    return "Restore it from a backup; if it is not the log, `kb rebuild` makes it again."


class UnreadableError(StorageError):
    """A file of the home cannot be opened or read."""

    code = "unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} cannot be read: {reason}.", hint="Look at it with `kb doctor`.")


class UnwritableError(StorageError):
    """A file that the user named for output cannot be written."""

    code = "unwritable"

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path} cannot be written: {reason[:1].lower()}{reason[1:]}.",
            hint="Name a file in a folder that is there and that you may write to.",
        )


class BusyError(LockedError):
    """Another process kept writing for too long."""

    code = "busy"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"Another process is writing to {path} and did not finish in time.",
            hint="Wait until it has finished, then try again.",
        )


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Translate what goes wrong with the file at *path* inside the block."""
    try:
        yield
    except sqlite3.Error as error:
        translated = from_sqlite(error, path)
        if translated is None:
            raise
        raise translated from error
    except UnicodeDecodeError as error:  # sqlite3 reports damage to its schema in the damaged schema's own bytes
        raise CorruptError(path, "its schema is unreadable") from error
    except OSError as error:
        translated = from_os(error, path)
        if translated is None:
            raise
        raise translated from error


@contextmanager
def output_faults(path: Path) -> Iterator[None]:
    """Translate what goes wrong with writing to *path*, a file that the user named, inside the block."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(path) from error
        raise UnwritableError(path, error.strerror or str(error)) from error


def stays(path: Path) -> bool:
    """Say whether what is at *path* is written to as it is, since nothing may take its place: a device or a pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def from_sqlite(error: sqlite3.Error, path: Path) -> KbError | None:
    """Return the error to show for *error* on the database at *path*, None if it is no matter of storage."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _without_room(path):  # no more is said where its shared memory does not fit
        code = sqlite3.SQLITE_FULL
    match code:
        case sqlite3.SQLITE_FULL:
            return DiskFullError(path, derived=path.name.startswith("catalog."))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ReadOnlyError(_barred(path, os.W_OK))
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL:
            return UnreadableError(_barred(path, os.R_OK), str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return CorruptError(path, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyError(path)
    return None


def _without_room(path: Path) -> bool:
    """Say whether the disk of a database has less room left than SQLite needs to open it."""
    try:
        return shutil.disk_usage(path.parent).free < _SHARED
    except OSError:
        return False


def _barred(path: Path, mode: int) -> Path:
    """Return the file of a database that this user may not use so: SQLite names none; the database where it is none."""
    beside = (path.with_name(path.name + side) for side in ("-wal", "-shm"))  # a program that was killed leaves them
    held = (one for one in (path, *beside) if os.path.exists(one))
    effective = os.access in os.supports_effective_ids
    return next((one for one in held if not os.access(one, mode, effective_ids=effective)), path)


def from_os(error: OSError, path: Path) -> KbError | None:
    """Return the error to show for *error* on *path*, None if it is no matter of storage."""
    where = Path(error.filename) if isinstance(error.filename, str) else path
    if error.errno in _FULL:
        return DiskFullError(where)
    if error.errno in _DENIED:
        return ReadOnlyError(where) if _may_be_read(where) else UnreadableError(where, "permission denied")
    if error.errno is not None:
        return UnreadableError(where, error.strerror or str(error))
    return None


def _may_be_read(path: Path) -> bool:
    """Say whether this user may look at *path*, or at the nearest folder above it that is there."""
    while not os.path.exists(path) and path != path.parent:  # Path.exists raises where a folder may not be entered
        path = path.parent
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)
