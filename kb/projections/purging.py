"""After an erasure: everything derived from the log is made anew, so that no file of the home keeps what is gone.

Input: a home and its log. Output: new projections; no snapshots, no dumps, no older log.
Never: writes events. Interrupted, it is done again by whoever opens the home next: an erasure beyond the projections'
position says that it is due.
"""

import fcntl
import os
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from kb.errors import LockedError
from kb.events import Erased
from kb.log import EventLog, Home
from kb.log.contract import UnscrubbedError
from kb.log.faults import CorruptError, storage_faults
from kb.projections import opening
from kb.projections.removing import gone, remove
from kb.projections.runner import OnProgress

_BESIDE: Final = "log.sqlite.*"  # what `kb upgrade` keeps, and what else was laid beside the log
_DUMPS: Final = "dumps"  # what `kb dump` wrote into the home, see kb.service.export.dumping
_DUMP: Final = re.compile(r"\.?(\d+)(?:\.part|\.old|\.gone)?")
_DUMPED: Final = re.compile(r"kb\..+|SHA256SUMS|dataset\.ttl")
_QUEUE: Final = "review.sqlite"  # why pairs weigh what they weigh, in words of articles; see kb.service.review.store
_PATIENCE: Final = 10.0  # seconds to wait for who reads it just now
_PAUSE: Final = 0.05


def due(home: Home, log: EventLog, standing: int) -> bool:
    """Say whether a home whose catalog stands at *standing*, -1 for none, holds what was erased since.

    One without a catalog may have a past of before the erasure.
    """
    holds = standing > 0 or (home.root / "past").exists()
    return holds and next(log.read(after=max(standing, 0), limit=1, types=[Erased.TYPE]), None) is not None


def purge(home: Home, log: EventLog, *, share: float = 0.0, on_progress: OnProgress | None = None) -> tuple[str, ...]:
    """Make everything derived anew and have the log overwrite what it let go of; the caller holds the home's lock.

    Args:
        share: see kb.projections.opening.rebuild.

    Returns:
        Names of the files and folders that were removed for good.

    The log goes first: projections that have caught up say that nothing is due any more, see *due*.

    Raises:
        UnscrubbedError: this user may not have the log overwrite it; all else is done.
        LockedError: another process reads the log, or the queue of questions, just now; all but its older pages is
            clean. Call again.
        ProjectionStoppedError, StorageError: see kb.projections.opening.rebuild.
    """
    removed: list[str] = []
    past = home.root / "past"
    if past.exists() or gone(past).exists():
        remove(past)
        removed.append(past.name)
    with storage_faults(home.root):
        for path in sorted(home.root.glob(_BESIDE)):
            if path.is_file():
                _overwrite(path)
                removed.append(path.name)
    removed += _drop_dumps(home.root / _DUMPS, log)
    kept: LockedError | UnscrubbedError | None = None
    try:
        removed += _empty(home.root / _QUEUE)
    except LockedError as error:
        kept = error
    try:
        log.scrub()
    except (LockedError, UnscrubbedError) as error:
        kept = error
    opening.rebuild(home, log, share=share, on_progress=on_progress)
    if kept is not None:
        raise kept
    return tuple(removed)


def _drop_dumps(folder: Path, log: EventLog) -> list[str]:
    """Remove the dumps, half-written ones too, of before the last erasure; return their names, below the home."""
    erased = max((one.position for one in log.read(types=[Erased.TYPE])), default=0)
    found = []
    with storage_faults(folder):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            named = _DUMP.fullmatch(path.name)
            if named and int(named[1]) < erased and path.is_dir() and not _being_written(path):
                for file in path.iterdir():
                    if _DUMPED.fullmatch(file.name):
                        file.unlink()
                if not any(path.iterdir()):  # else somebody laid files of his own there
                    path.rmdir()
                found.append(f"{folder.name}/{path.name}")
            elif path.is_symlink() and not (path / "SHA256SUMS").exists():  # what led to the last of them
                path.unlink()
    return found


def _being_written(draft: Path) -> bool:
    """Say whether a process is at a folder; `kb dump` looks itself whether something was erased meanwhile."""
    handle = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _empty(path: Path) -> list[str]:
    """Have SQLite take all out of a file, so that who opens it meanwhile waits, and finds an empty one.

    A file that another process has open may not be unlinked under it, nor its write-ahead file.

    Returns:
        The names of what was emptied, or removed for it was damaged.

    Raises:
        LockedError: another process has it open, and does not let go.
    """
    if not path.exists():
        return []
    try:
        with storage_faults(path), closing(sqlite3.connect(path, isolation_level=None)) as file:
            _alone(file)
            file.execute("PRAGMA secure_delete = ON")
            for kind, name in file.execute("SELECT type, name FROM sqlite_schema WHERE type = 'table'").fetchall():
                file.execute(f'DROP {kind} "{name}"')
            file.execute("PRAGMA user_version = 0")
            file.execute("VACUUM")
    except CorruptError:
        parts = [one for suffix in ("", "-wal", "-shm") if (one := path.with_name(path.name + suffix)).exists()]
        for one in parts:
            _overwrite(one)
        return [one.name for one in parts]
    return [path.name]


def _alone(file: sqlite3.Connection) -> None:
    """Take the write-ahead file in and away, which SQLite does for who is alone; keep what is undone in memory."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            file.execute("PRAGMA journal_mode = DELETE")
            file.execute("PRAGMA journal_mode = MEMORY")
            file.execute("PRAGMA locking_mode = EXCLUSIVE")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def _overwrite(path: Path) -> None:
    """Remove a file, its bytes first: a link to it elsewhere in the home would keep them."""
    if path.stat().st_nlink == 1:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
    path.unlink()
