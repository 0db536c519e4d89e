"""Generations of the graph: its files as they stood after an event, by hard links, for looking back from near by.

Input: the writer's graph as it grows. Output: folders with a graph alone, see kb.projections.past.kept; close together
near the end of the log, farther apart further back.
Never: takes more of the disk than its share; a generation whose files the home's own graph has too takes nothing.
"""

import math
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kb.errors import StorageError
from kb.log import EventLog
from kb.projections.graph import sums
from kb.projections.graph.faults import graph_faults
from kb.projections.past.kept import Kept, KeptFolders, discard

if TYPE_CHECKING:  # who looks back needs no writer
    from kb.projections.catalog.projection import Catalog
    from kb.projections.graph.store import GraphStore

FOLDER: Final = "past/graphs"  # of a home
_KIND: Final = "graph"
APART: Final = 40_000  # quads that came or went between two generations: about a second of turning
_NEAR: Final = 32  # and a 32nd of the way from the end of the log: 500 long articles back still as close as at the end
_MOVED: Final = "moved"  # quads that came or went since the first generation, as far as is known
_SLIGHT: Final = APART // 4  # quads: a gap is never nothing, as the home's own graph goes on
_SMALL: Final = 1 << 20  # bytes: of files that are no tables

Files = dict[int, int]  # inode -> bytes


class Generations(KeptFolders):
    """The generations of one home's graph, published by whoever holds its lock, read by any process.

    Args:
        root: the folder they lie in.
        log: that they are derived from.
        live: folder of the home's own graph.
        share: how much of the disk they may take beside the home's own graph, as a share of its size; 0: none is kept.
    """

    def __init__(self, root: Path, log: EventLog, live: Path, share: float = 1.0) -> None:
        super().__init__(root, log)
        self.share = share
        self._live = live

    def keep(self, catalog: "Catalog", graph: "GraphStore") -> None:
        """Publish a generation if enough came and went since the last; the caller holds the home's lock."""
        moved, graph.moved = graph.moved, 0
        if not self.share or not moved:
            return
        with suppress(OSError, StorageError):  # it only saves time later: what is being written does not depend on it
            known, last = self._known()
            moved += known
            position = catalog.position
            if moved - last >= APART and position == graph.position and self._has_links():
                self.add(position, _KIND, lambda folder: self._copy(graph, folder / "graph"), {_MOVED: moved})
                last = moved
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / _MOVED).write_text(f"{moved} {last}", encoding="ascii")

    def wanted(self) -> bool:
        """Say whether any are to be kept, and can be at the price of links."""
        return self.share > 0 and self._has_links()

    def publish(self, position: int, graph: "GraphStore", moved: int) -> None:
        """Publish a generation of a graph that stands at *position*, made beside the home's own.

        Args:
            moved: quads that came or went since the first of them.
        """
        with suppress(OSError, StorageError):  # it only saves time later
            self.add(position, _KIND, lambda folder: self._copy(graph, folder / "graph"), {_MOVED: moved})

    def note(self, moved: int) -> None:
        """Note how many quads came or went since the first generation, up to where the graph stands now."""
        with suppress(OSError):
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / _MOVED).write_text(f"{moved} {self._newest()}", encoding="ascii")

    def clear(self) -> None:
        """Remove all of them."""
        for one in self.all():
            discard(one.folder)
        shutil.rmtree(self.root, ignore_errors=True)

    def surplus(self, usable: list[Kept]) -> list[Kept]:
        """Return those that lie closer together than they need to, and those beyond the share of the disk."""
        gone = _crowded(usable)
        kept = [one for one in usable if one not in gone]
        live = _files(self._live)
        files = {one.folder: _without(_files(one.graph_path), live) for one in kept}
        most = self.share * sum(live.values())
        while kept and pinned(files.values()) > most:
            least = _least(kept, files)
            kept.remove(least)
            del files[least.folder]
            gone.append(least)
        return gone

    def pinned(self) -> int:
        """Return the bytes on disk that would be free without the generations."""
        live = _files(self._live)
        folders = [one for one in self.root.iterdir() if one.is_dir()] if self.root.is_dir() else []
        return pinned([_without(_files(one / "graph"), live) for one in folders])

    def _copy(self, graph: "GraphStore", folder: Path) -> None:
        with graph_faults(folder):
            graph.store.backup(str(folder))
        sums.note(folder, self._live, *(one.graph_path for one in self.all()[-1:]))

    def _known(self) -> tuple[int, int]:
        """Return how many quads came or went up to now, and up to the last generation."""
        newest = self._newest()
        try:
            moved, last = (self.root / _MOVED).read_text(encoding="ascii").split()
            return max(int(moved), newest), max(int(last), newest)  # who kept one may have died before noting it
        except (OSError, ValueError):
            return newest, newest

    def _newest(self) -> int:
        return max((one.more.get(_MOVED, 0) for one in self.all()), default=0)

    def _has_links(self) -> bool:
        """Say whether the disk can link files; where it cannot, a generation would be a copy of the whole graph."""
        probe = self.root / f".link-{uuid.uuid4().hex}"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            os.link(self._live / "CURRENT", probe)
        except OSError:
            return False
        probe.unlink()
        return True


def pinned(folders: Iterable[Files]) -> int:
    """Return the bytes of several folders' files, each counted once."""
    every: Files = {}
    for files in folders:
        every |= files
    return sum(every.values())


def _crowded(usable: list[Kept]) -> list[Kept]:
    """Return the generations without which the gaps stay as narrow as their distance from the end asks for."""
    if not usable:
        return []
    at = [one.more.get(_MOVED, 0) for one in usable]
    gone, newer = [], len(usable) - 1
    for i in range(len(usable) - 2, 0, -1):
        if at[newer] - at[i - 1] <= max(APART, (at[-1] - at[newer]) / _NEAR):
            gone.append(usable[i])
        else:
            newer = i
    return gone


def _least(kept: list[Kept], files: dict[Path, Files]) -> Kept:
    """Return the generation that goes first: of those whose going frees files, the one that is missed least.

    Who asks for an event between two generations pays for a share of the gap, so that joining gaps of a and b costs
    a * b more over all events in them; those are asked for the less the farther back they lie. How many bytes each
    frees is left out: neighbours share theirs, so that whole stretches went for the sake of a few that lie together.
    """
    at = [one.more.get(_MOVED, 0) for one in kept]
    holders = Counter(number for some in files.values() for number in some)

    def loss(i: int) -> tuple[bool, float]:
        newer = (at[i + 1] if i + 1 < len(at) else at[i]) - at[i] + _SLIGHT
        older = at[i] - (at[i - 1] if i else 0) + _SLIGHT
        alone = sum(size for number, size in files[kept[i].folder].items() if holders[number] == 1)
        return alone <= _SMALL, newer * older / math.sqrt(max(at[-1] - at[i], 0) + APART)

    return kept[min(range(len(kept)), key=loss)]


def _without(files: Files, live: Files) -> Files:
    return {number: size for number, size in files.items() if number not in live}


def _files(folder: Path) -> Files:
    found: Files = {}
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                status = path.stat()
                found[status.st_ino] = status.st_size
    return found
