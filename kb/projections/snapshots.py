"""Snapshots: the projections as they stood after one event, each in a folder of its own.

Input: whoever makes the files of one; positions asked for. Output: folders below a home's "past", lent for reading.
Everything here is derived: any folder can be deleted at any time, and is made again from the log when it is asked for.
Never: lends a folder that another log, another version of kb or a half-finished making has left behind.
"""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from kb import __version__
from kb.events import Erased
from kb.log import EventLog
from kb.log.faults import storage_faults
from kb.projections.catalog_schema import FORMAT

PUBLISHED: Final = "published"  # by a writer, every so often
ASKED: Final = "asked"  # because somebody looked back there
_ABOUT: Final = "about.json"
_LOCK: Final = "lock"
_DRAFT: Final = ".draft-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot.

    Attributes:
        folder: where it lies.
        position: the last event that it has taken in.
        kind: PUBLISHED or ASKED.
    """

    folder: Path
    position: int
    kind: str

    @property
    def catalog_path(self) -> Path:
        """The catalog's file; read only."""
        return self.folder / "catalog.sqlite"

    @property
    def graph_path(self) -> Path:
        """The graph's folder, once somebody needed it; see kb.projections.past."""
        return self.folder / "graph"


class Snapshots:
    """The snapshots below one folder, for any number of processes.

    Args:
        root: the folder; made with the first snapshot.
        log: that they are derived from.
        published, asked: how many of each kind are kept. Of the published, those that lie close together go first,
            the older the sooner; of those asked for, those used longest ago.
    """

    def __init__(self, root: Path, log: EventLog, published: int = 4, asked: int = 4) -> None:
        self.root = root
        self.published = published
        self.asked = asked
        self._log = log
        self._hashes: dict[int, str] = {}
        self._erased = (-1, 0)  # the log's position when it was last looked at, and that of the last erasure

    def all(self) -> list[Snapshot]:
        """Return those that can be used, by position."""
        if not self.root.is_dir():
            return []
        found = (self._at(folder) for folder in self.root.iterdir() if folder.name.isdigit())
        return sorted((one for one in found if one), key=lambda one: one.position)

    @contextmanager
    def lent(self, position: int) -> Iterator[Snapshot | None]:
        """Lend the snapshot of a position while the block runs; None if there is none."""
        folder = self._folder(position)
        with _held(folder / _LOCK, fcntl.LOCK_SH) as held:
            snapshot = self._at(folder) if held else None
            if snapshot:
                with suppress(OSError):
                    os.utime(folder / _ABOUT)
            yield snapshot

    def add(self, position: int, kind: str, make: Callable[[Path], None]) -> None:
        """Make a snapshot beside and put it in its place when it is whole; one that is there already stays.

        Args:
            make: fills an empty folder.

        Raises:
            StorageError: it cannot be written; nothing is left of it.
        """
        draft = self.root / f"{_DRAFT}{os.getpid()}-{uuid.uuid4().hex[:8]}"
        with storage_faults(self.root):
            draft.mkdir(parents=True)
            try:
                make(draft)
                (draft / _LOCK).touch()
                about = {"kind": kind, **self._made_of(position)}
                (draft / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
                if self._at(self._folder(position)) is None:
                    shutil.rmtree(self._folder(position), ignore_errors=True)
                with suppress(OSError):  # another process was faster
                    draft.rename(self._folder(position))
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        self.trim()

    def trim(self) -> None:
        """Remove what is beyond the numbers to keep, what cannot be used, and drafts of processes that ended."""
        snapshots = self.all()
        usable = {one.folder for one in snapshots}
        surplus = _closest([one for one in snapshots if one.kind == PUBLISHED], self.published)
        asked = sorted((one for one in snapshots if one.kind == ASKED), key=lambda one: -_used(one))
        for one in (*surplus, *asked[self.asked :]):
            self.remove(one.folder)
        for folder in list(self.root.iterdir()) if self.root.is_dir() else []:
            if folder not in usable and (folder.name.isdigit() or _is_left(folder.name)):
                self.remove(folder)

    def remove(self, folder: Path) -> bool:
        """Remove one snapshot's folder unless it is lent just now; return whether it is gone."""
        with _held(folder / _LOCK, fcntl.LOCK_EX) as held:
            if not held and (folder / _LOCK).exists():
                return False
            shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    def clear(self) -> list[Path]:
        """Remove all snapshots, drafts included; return the folders that are lent and had to stay.

        For erasure: snapshots hold the words of articles.
        """
        if not self.root.is_dir():
            return []
        stayed = [folder for folder in self.root.iterdir() if not self.remove(folder)]
        if not stayed:
            shutil.rmtree(self.root, ignore_errors=True)
        return stayed

    def _folder(self, position: int) -> Path:
        return self.root / f"{position:012d}"

    def _at(self, folder: Path) -> Snapshot | None:
        """Return what lies in *folder* if it is of this log and this kb."""
        try:
            about: Any = json.loads((folder / _ABOUT).read_bytes())
            position = int(folder.name)
            kind = str(about.pop("kind"))
            return Snapshot(folder, position, kind) if about == self._made_of(position) else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def _made_of(self, position: int) -> dict[str, object]:
        """Return what a snapshot has to be made of to be used: this program, this log, and what is left in it."""
        last = self._log.position()
        if self._erased[0] != last:
            erasures = self._log.read(types=[Erased.TYPE])
            self._erased = (last, max((recorded.position for recorded in erasures), default=0))
        return {"kb": __version__, "catalog": FORMAT, "log": self._hash(position), "erased": self._erased[1]}

    def _hash(self, position: int) -> str:
        """Return the hash of the log's event at *position*, "" for none."""
        if position not in self._hashes:
            at = next(iter(self._log.envelopes(after=position - 1)), None) if position else None
            self._hashes[position] = at.hash if at and at.position == position else ""
        return self._hashes[position]


@contextmanager
def _held(path: Path, how: int) -> Iterator[bool]:
    """Hold a lock on a file, without waiting; say whether that was possible."""
    file: IO[bytes] | None = None
    try:
        file = path.open("rb")
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


def _closest(snapshots: list[Snapshot], most: int) -> list[Snapshot]:
    """Return those that go, so that *most* stay: each time the one whose neighbours are closest for their age."""
    kept, gone = list(snapshots), []
    while len(kept) > most:
        if len(kept) < 3:  # nothing lies between: the oldest
            gone.append(kept.pop(0))
            continue
        newest = kept[-1].position

        def gap(i: int, newest: int = newest) -> float:
            before = kept[i - 1].position
            return (kept[i + 1].position - before) / (newest - before + 1)

        at = min(range(1, len(kept) - 1), key=gap)
        gone.append(kept.pop(at))
    return gone


def _used(snapshot: Snapshot) -> float:
    with suppress(OSError):
        return (snapshot.folder / _ABOUT).stat().st_mtime
    return 0.0


def _is_left(name: str) -> bool:
    """Say whether a name is that of a draft whose process has ended."""
    process = name.removeprefix(_DRAFT).partition("-")[0]
    if not name.startswith(_DRAFT) or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
