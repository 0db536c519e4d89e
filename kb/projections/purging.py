"""After an erasure: everything derived from the log is made anew, so that no file of the home keeps what is gone.

Input: a home and its log. Output: new projections; no snapshots, no older log.
Never: writes events. Interrupted, it is done again by whoever opens the home next: an erasure beyond the projections'
position says that it is due.
"""

import shutil
from pathlib import Path

from kb.errors import LockedError
from kb.events import Erased
from kb.log import EventLog, Home
from kb.log.faults import storage_faults
from kb.projections import opening
from kb.projections.runner import OnProgress

# What `kb upgrade` keeps, and what else was laid beside the log; why pairs weigh what they weigh, in words of articles.
_BESIDE = ("log.sqlite.*", "review.sqlite*")


def due(log: EventLog, standing: int) -> bool:
    """Say whether projections that stand at *standing*, -1 for none, hold what was erased since."""
    return standing > 0 and next(log.read(after=standing, limit=1, types=[Erased.TYPE]), None) is not None


def purge(home: Home, log: EventLog, *, on_progress: OnProgress | None = None) -> tuple[str, ...]:
    """Make everything derived anew and have the log overwrite what it let go of; the caller holds the home's lock.

    Returns:
        Names of the files and folders that were removed for good.

    The log goes first: projections that have caught up say that nothing is due any more, see *due*.

    Raises:
        LockedError: another process reads the log just now; all but its older pages is clean. Call again.
        ProjectionStoppedError, StorageError: see kb.projections.opening.rebuild.
    """
    removed: list[str] = []
    with storage_faults(home.root):
        past = home.root / "past"
        if past.exists():
            shutil.rmtree(past)
            removed.append(past.name)
        for path in sorted(each for pattern in _BESIDE for each in home.root.glob(pattern)):
            if path.is_file():
                _overwrite(path)
                removed.append(path.name)
    kept: LockedError | None = None
    try:
        log.scrub()
    except LockedError as error:
        kept = error
    opening.rebuild(home, log, on_progress=on_progress)
    if kept is not None:
        raise kept
    return tuple(removed)


def _overwrite(path: Path) -> None:
    """Remove a file, its bytes first: a link to it elsewhere in the home would keep them."""
    if path.stat().st_nlink == 1:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
    path.unlink()
