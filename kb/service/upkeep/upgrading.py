"""A home brought to today's formats, step by step, each whole or not at all.

Input: a folder. Output: what was or would be done.
Never: changes the file of an old format: it is kept beside the new one. A step that breaks off leaves the home as it
was, and is begun again by the next try.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kb.errors import LockedError
from kb.events import Envelope
from kb.log import SqliteEventLog
from kb.log.chain import Head, stamp, utc_now
from kb.log.contract import OnWait
from kb.log.faults import BusyError, storage_faults
from kb.log.format1 import resealed
from kb.log.home import Home, synchronise
from kb.log.remote_home import RemoteHome
from kb.log.sqlite_file import FORMAT, format_of
from kb.projections import course
from kb.projections.catalog.schema import FORMAT as CATALOG_FORMAT
from kb.projections.catalog.schema import OlderCatalogError
from kb.service.held import HeldHome
from kb.service.upkeep.signing import path_of

_SIDE_FILES: Final = ("", "-wal", "-shm", "-journal")

OnEnvelope = Callable[[int, int], None]


class LogInUseError(LockedError):
    """The log cannot be exchanged: another program has its file open, and would go on with the old one."""

    code = "log-in-use"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"A server or another program has {path} open, and would go on with the old file.",
            hint="Stop it first, then run `kb upgrade` again.",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a format to the next.

    Attributes:
        what: what has the format: "log", or "projections" (graph and tables together).
        found: format that it has.
        known: format that it is brought to.
        events: how many events are sealed anew, or taken in again.
        old_head: hash of the last event before, "" if that is not known yet, or if none changes.
        new_head: and after; "" before the step is done.
        kept: where the old file lies; "" before the step is done.
    """

    what: str
    found: int
    known: int
    events: int
    old_head: str = ""
    new_head: str = ""
    kept: str = ""


def needed(home: Home) -> list[Step]:
    """Return the steps that would be done, none if the home is of today; changes nothing.

    Raises:
        BrokenChainError: the log is damaged, so that it would not be sealed anew.
        StorageError: it cannot be read.
    """
    if isinstance(home, RemoteHome) or not home.has_log() or _format(home.log_path) >= FORMAT:
        return []
    with closing(SqliteEventLog(home.log_path, read_only=True)) as log:
        events = log.verify()
        last = next(log.envelopes(events - 1), None)
    return [Step("log", _format(home.log_path), FORMAT, events, last.hash if last else "")]


def stale(kb: HeldHome) -> list[Step]:
    """Return the step that graph and tables need, which is a rebuild; none if they are of today, or not there.

    Raises:
        NewerCatalogError: a newer version made them.
        StorageError: they cannot be read.
    """
    try:
        kb.standing()
    except OlderCatalogError as error:
        return [Step("projections", error.found, CATALOG_FORMAT, kb.position)]
    return []


def upgrade(
    home: Home, lock_timeout: float = 600.0, on_wait: OnWait | None = None, on_envelope: OnEnvelope | None = None
) -> list[Step]:
    """Bring a home's log to today's format; what *stale* finds is for kb.service.upkeep.maintenance.rebuild_home.

    The log is sealed anew: positions, streams, times, actors and payloads stay,
    hashes change. The old file is kept as log.sqlite.format1, what was done is
    recorded in upgrades.jsonl, with both head hashes; a line whose new head the
    log does not have is of a try that was broken off.

    Raises:
        BrokenChainError: the log is damaged; nothing was changed.
        LogInUseError: a server or another program has the log open.
        HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
    """
    if not needed(home):
        return []
    with home.write_lock(lock_timeout, on_wait):
        home.check_writable(needed=home.log_bytes() * 2)
        return [_reseal(home, on_envelope)] if needed(home) else []


def _reseal(home: Home, on_envelope: OnEnvelope | None) -> Step:
    path = home.log_path
    draft = path.with_name(f"{path.name}.new")
    kept = path.with_name(f"{path.name}.format1")
    _remove(draft)
    _settle(path)
    old = Head()
    try:
        with closing(SqliteEventLog(path, read_only=True)) as source:
            last = source.position()
            with closing(SqliteEventLog(draft, create=True)) as target:
                target.adopt(_told(resealed(source.envelopes(), old), last, on_envelope))
                target.verify()
                new = next(target.envelopes(last - 1)).hash if last else ""
        _settle(draft)  # the file alone is moved, and SQLite would not say if the disk were full at the end
    except BaseException:
        _remove(draft)
        raise
    step = Step("log", 1, FORMAT, old.position, old.hash, new, str(kept))
    with storage_faults(home.root):
        if kept.exists() and not kept.samefile(path):
            kept.unlink()  # of a try that ended between the next two lines, or of no use: the log is still of format 1
        if not kept.exists():
            os.link(path, kept)
        signed = path_of(home)
        if signed.exists():  # of the old chain, whose hashes go: under the new one they would pass for forged
            signed.replace(path_of(home, resealed=True))
        with (home.root / "upgrades.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": stamp(utc_now()), **asdict(step)}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        course.forget(home.catalog_path)
        draft.replace(path)  # last: whoever is killed before it begins again, and nothing is lost
        synchronise(home.root)
    return step


def _settle(path: Path) -> None:
    """Bring all that lies beside the file into it, and make sure that no other program has it open.

    Raises:
        LogInUseError: one has: SQLite leaves write-ahead mode for who is alone with a file.
    """
    try:
        with storage_faults(path), closing(sqlite3.connect(path, isolation_level=None, timeout=2.0)) as connection:
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise BusyError(path)
            connection.execute("PRAGMA journal_mode = WAL")
    except BusyError as error:
        raise LogInUseError(path) from error


def _format(path: Path) -> int:
    with closing(SqliteEventLog(path, read_only=True)) as log:  # refuses what is no log of kb
        del log
    address = f"{path.absolute().as_uri()}?mode=ro"
    with storage_faults(path), closing(sqlite3.connect(address, uri=True)) as connection:
        return format_of(connection)


def _remove(path: Path) -> None:
    with storage_faults(path):
        for suffix in _SIDE_FILES:
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()


def _told(envelopes: Iterator[Envelope], last: int, on_envelope: OnEnvelope | None) -> Iterator[Envelope]:
    for envelope in envelopes:
        yield envelope
        if on_envelope:
            on_envelope(envelope.position, last)
