"""Readers of the catalog as of moments, laid over the catalog of now, kept open for the next question about them.

Input: whoever lays one over; the files that it reads. Output: a LaidOver, which one user at a time has.
Never: keeps one that a catalog which has gone on, was made anew or erased from would answer otherwise, and none in a
read transaction: a writer's file of changes would grow for as long. Files that were taken away are let go of whichever
moment is asked about next, and by *tidy* if none is: what was erased is on the disk for as long as somebody holds them.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kb.projections.past.overlay import noted
from kb.projections.past.reader import PastReader

Laying = Callable[[], AbstractContextManager[sqlite3.Connection | None]]


@dataclass(frozen=True, slots=True)
class _Files:
    """The files that a reader reads, and up to where what was erased has left them."""

    base: Path
    rows: Path
    erased: int

    def known(self) -> tuple[int, ...]:
        """Return what tells them from others that take their place; nothing if one is gone."""
        now, then = _told(self.base), _told(self.rows)
        return (*now[:2], *then, self.erased) if now and then else ()


def _told(path: Path) -> tuple[int, ...]:
    """Return which file a path leads to, and its state; nothing if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


@dataclass(frozen=True, slots=True)
class LaidOver:
    """A catalog of then, laid over one that stands later.

    Attributes:
        connection: reads the tables of then.
        reader: lists, single records and search over them.
    """

    connection: sqlite3.Connection
    reader: PastReader
    _read: _Files = field(repr=False)
    _files: tuple[int, ...] = field(repr=False)
    _now: str = field(repr=False)
    _stack: ExitStack = field(repr=False)

    def is_there(self) -> bool:
        """Say whether the files that it reads are those which are there."""
        return bool(self._files) and self._read.known() == self._files

    def begin(self, files: tuple[int, ...]) -> bool:
        """Begin to read; False if what would be read is no longer what it was laid over."""
        with suppress(sqlite3.Error):
            if files and files == self._files:
                self.connection.execute("BEGIN")
                return noted(self.connection) == self._now
        return False

    def end(self) -> bool:
        """Let writers go on; False if that cannot be."""
        with suppress(sqlite3.Error):
            self.connection.execute("COMMIT")
            return True
        return False

    def close(self) -> None:
        """Let go of the files."""
        with suppress(sqlite3.Error):
            self._stack.close()


class PastReaders:
    """Readers by position. Safe to use from many threads.

    Args:
        most: how many are kept that nobody uses.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._idle: list[tuple[int, LaidOver]] = []  # the one used last stands last

    @contextmanager
    def lent(self, position: int, base: Path, rows: Path, erased: int, lay: Laying) -> Iterator[LaidOver | None]:
        """Lend a reader of a position, one that is kept or another.

        Args:
            base, rows: the files of the catalog of now, and of the rows of then.
            erased: position of the last erasure.
            lay: opens another; None where it cannot be done.

        Raises:
            StorageError: what *lay* raises.
        """
        files = _Files(base, rows, erased)
        laid = self._kept(position, files.known()) or _opened(lay, files)
        try:
            yield laid
        finally:
            if laid is not None:
                self._keep(position, laid)

    def close(self) -> None:
        """Let go of all that nobody uses."""
        self._leave(0)

    def tidy(self) -> None:
        """Let go of those whose files were taken away or replaced."""
        with self._lock:
            gone = {id(laid): laid for _, laid in self._idle if not laid.is_there()}
            self._idle = [one for one in self._idle if id(one[1]) not in gone]
        for laid in gone.values():
            laid.close()

    def _kept(self, position: int, files: tuple[int, ...]) -> LaidOver | None:
        while True:
            with self._lock:
                at = next((at for at, (where, _) in enumerate(self._idle) if where == position), None)
                if at is None:
                    return None
                _, laid = self._idle.pop(at)
            if laid.begin(files):
                return laid
            laid.close()

    def _keep(self, position: int, laid: LaidOver) -> None:
        if not laid.end():
            laid.close()
            return
        with self._lock:
            self._idle.append((position, laid))
        self.tidy()
        self._leave(self._most)

    def _leave(self, most: int) -> None:
        with self._lock:
            surplus = [self._idle.pop(0)[1] for _ in range(len(self._idle) - most)]
        for laid in surplus:
            laid.close()


def _opened(lay: Laying, files: _Files) -> LaidOver | None:
    before = _told(files.base)
    with ExitStack() as stack:
        connection = stack.enter_context(lay())
        if connection is None:
            return None
        known = files.known()
        same = known if known[:2] == before[:2] else ()  # else another catalog took the place of the one it reads
        return LaidOver(connection, PastReader(connection), files, same, noted(connection), stack.pop_all())
