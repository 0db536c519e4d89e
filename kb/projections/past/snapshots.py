"""Snapshots: the projections as they stood after one event, each in a folder of its own, catalog, graph or both.

Input: whoever publishes one, or asks for one; see kb.projections.past.kept. Output: those that stay.
Never: makes what is in them, which kb.projections.past.projection does.
"""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from kb.log import EventLog
from kb.projections.past.kept import Kept, KeptFolders

PUBLISHED: Final = "published"  # by a writer, every so often
ASKED: Final = "asked"  # because somebody looked back there; filled when its parts are needed


class Snapshots(KeptFolders):
    """The snapshots below one folder, for any number of processes.

    Args:
        root, log: see KeptFolders.
        published, asked: how many of each kind are kept. Of the published, those that lie close together go first,
            the older the sooner; of those asked for, those used longest ago.
    """

    def __init__(self, root: Path, log: EventLog, published: int = 4, asked: int = 4) -> None:
        super().__init__(root, log)
        self.published = published
        self.asked = asked

    def surplus(self, usable: list[Kept]) -> list[Kept]:
        """Return those beyond the numbers to keep."""
        asked = sorted((one for one in usable if one.kind == ASKED), key=lambda one: -_used(one))
        return [*_closest([one for one in usable if one.kind == PUBLISHED], self.published), *asked[self.asked :]]

    def clear(self) -> list[Path]:
        """Remove all that lies below the folder; return the folders that are lent and had to stay."""
        if not self.root.is_dir():
            return []
        stayed = [folder for folder in self.root.iterdir() if not self.remove(folder)]
        if not stayed:
            shutil.rmtree(self.root, ignore_errors=True)
        return stayed


def _closest(snapshots: list[Kept], most: int) -> list[Kept]:
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


def _used(snapshot: Kept) -> float:
    with suppress(OSError):
        return (snapshot.folder / "about.json").stat().st_mtime
    return 0.0
