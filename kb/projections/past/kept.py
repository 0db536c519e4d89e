"""Folders named by an event of the log, each derived from the log up to there, lent for reading by any process.

Input: whoever fills one; positions asked for. Output: folders below one root, with what they were made of.
Everything here is derived: any folder can be deleted at any time, and what it saved is done again when it is asked for.
Never: lends a folder that another log, another version of kb or a half-finished making has left behind.
"""

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

from kb import __version__
from kb.events import Erased
from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.projections.catalog.schema import FORMAT

_ABOUT: Final = "about.json"
_LOCK: Final = "lock"
_DRAFT: Final = ".draft-"
_LONG: Final = 86_400.0  # seconds in which every making has ended


@dataclass(frozen=True, slots=True)
class Kept:
    """One folder.

    Attributes:
        folder: where it lies.
        position: the last event that it has taken in.
        kind: what its maker called it.
        more: what its maker wrote beside.
    """

    folder: Path
    position: int
    kind: str
    more: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def catalog_path(self) -> Path:
        """The catalog's file, if it has one; read only."""
        return self.folder / "catalog.sqlite"

    @property
    def rows_path(self) -> Path:
        """The file with the rows of then that are laid over a later catalog, if it has one; read only."""
        return self.folder / "rows.sqlite"

    @property
    def graph_path(self) -> Path:
        """The graph's folder, if it has one."""
        return self.folder / "graph"


class KeptFolders:
    """The folders below one root, for any number of processes.

    Args:
        root: the folder they lie in; made with the first.
        log: that they are derived from.
    """

    def __init__(self, root: Path, log: EventLog) -> None:
        self.root = root
        self._log = log
        self._hashes: dict[int, str] = {}
        self._erased = (-1, 0)  # the log's position when it was last looked at, and that of the last erasure

    @property
    def erased(self) -> int:
        """Position of the last erasure, 0 if there was none."""
        last = self._log.position()
        if self._erased[0] != last:
            erasures = self._log.read(types=[Erased.TYPE])
            self._erased = (last, max((recorded.position for recorded in erasures), default=0))
        return self._erased[1]

    def all(self) -> list[Kept]:
        """Return those that can be used, by position."""
        if not self.root.is_dir():
            return []
        found = (self._at(folder) for folder in self.root.iterdir() if folder.name.isdigit())
        return sorted((one for one in found if one), key=lambda one: one.position)

    @contextmanager
    def lent(self, position: int) -> Iterator[Kept | None]:
        """Lend the folder of a position while the block runs; None if there is none."""
        folder = self._folder(position)
        with _held(folder / _LOCK, fcntl.LOCK_SH) as held:
            kept = self._at(folder) if held else None
            if kept:
                with suppress(OSError):
                    os.utime(folder / _ABOUT)
            yield kept

    def add(
        self, position: int, kind: str, make: Callable[[Path], None], more: Mapping[str, int] | None = None
    ) -> None:
        """Make a folder beside and put it in its place when it is whole; one that is there already stays.

        Args:
            make: fills a folder, empty but for a lock.
            more: numbers to keep with it.

        Raises:
            StorageError: it cannot be written; nothing is left of it.
        """
        with self.drafting() as draft:
            made_of = self._made_of(position)  # first: what is erased meanwhile may be in it
            make(draft)
            about = {"kind": kind, "more": dict(more or {}), **made_of}
            (draft / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
            if self._at(self._folder(position)) is None:
                discard(self._folder(position))
            with suppress(OSError):  # another process was faster
                draft.rename(self._folder(position))
        self.trim()

    @contextmanager
    def drafting(self) -> Iterator[Path]:
        """Lend a folder beside them, empty but for a lock, gone afterwards: if this process dies, with the next trim.

        Raises:
            StorageError: the disk.
        """
        draft = self.root / f"{_DRAFT}{uuid.uuid4().hex}"
        with storage_faults(self.root):
            draft.mkdir(parents=True)
            try:
                with (draft / _LOCK).open("xb") as lock:
                    with suppress(OSError):  # a disk without locks: see is_left
                        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    yield draft
            finally:
                shutil.rmtree(draft, ignore_errors=True)

    def trim(self) -> None:
        """Remove what is beyond the numbers to keep, what cannot be used, and drafts of processes that ended."""
        usable = self.all()
        for one in self.surplus(usable):
            self.remove(one.folder)
        folders = {one.folder for one in usable}
        for folder in list(self.root.iterdir()) if self.root.is_dir() else []:
            if folder.name.isdigit() and folder not in folders:
                self.remove(folder)
            elif is_left(folder):
                discard(folder)

    def surplus(self, usable: list[Kept]) -> list[Kept]:
        """Return what need not stay; overridden by what keeps to a number."""
        return []

    def remove(self, folder: Path) -> bool:
        """Remove one folder unless it is lent just now; return whether it is gone."""
        with _held(folder / _LOCK, fcntl.LOCK_EX) as held:
            if not held and (folder / _LOCK).exists():
                return False
            discard(folder)
        return not folder.exists()

    def _folder(self, position: int) -> Path:
        return self.root / f"{position:012d}"

    def _at(self, folder: Path) -> Kept | None:
        """Return what lies in *folder* if it is of this log and this kb."""
        try:
            about: Any = json.loads((folder / _ABOUT).read_bytes())
            position = int(folder.name)
            kind, more = str(about.pop("kind")), about.pop("more")
            numbers = {str(name): int(number) for name, number in more.items()}
            return Kept(folder, position, kind, numbers) if about == self._made_of(position) else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def _made_of(self, position: int) -> dict[str, object]:
        """Return what a folder has to be made of to be used: this program, this log, and what is left in it."""
        return {"kb": __version__, "catalog": FORMAT, "log": self._hash(position), "erased": self.erased}

    def _hash(self, position: int) -> str:
        """Return the hash of the log's event at *position*, "" for none."""
        if position not in self._hashes:
            self._hashes[position] = self._log.hash_at(position)
        return self._hashes[position]


def discard(folder: Path) -> None:
    """Remove a folder: what it says of itself first, so that nobody uses the rest if this process dies halfway."""
    with suppress(OSError):
        (folder / _ABOUT).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(path: Path, how: int) -> Iterator[bool]:
    """Hold a lock on a file, without waiting; say whether that was possible."""
    file: IO[bytes] | None = None
    try:
        file = path.open("r+b" if how == fcntl.LOCK_EX else "rb")  # as disks of other machines want it
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        if file is not None:
            file.close()
        yield False
        return
    with file:
        try:
            same = path.stat().st_ino == os.fstat(file.fileno()).st_ino  # not removed, or made anew, meanwhile
        except OSError:
            same = False
        yield same


def is_left(folder: Path) -> bool:
    """Say whether a folder is a draft whose maker has ended, in whatever container or on whatever machine that ran.

    Its maker holds a lock in it, which goes with the maker. Where that says nothing, for the disk has no locks or an
    earlier version made the draft, it counts as left when nothing came into it for a day.
    """
    if not folder.name.startswith(_DRAFT):
        return False
    try:
        with (folder / _LOCK).open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        with suppress(OSError):
            return time.time() - folder.stat().st_mtime > _LONG
        return False
    return True
