"""The graph: every quad of the knowledge base, in a pyoxigraph store.

Input: the catalog's fold, and which keys changed since the graph's position.
Output: the store that queries, exports and validation read.
Never: stands beyond the catalog. How parts are written: kb.projections.graph.writer.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kb.errors import IntegrityError
from kb.events import Recorded
from kb.projections.graph.faults import graph_faults
from kb.projections.graph.parts import parts_of
from kb.projections.graph.whole import is_whole, mark, unmark
from kb.projections.graph.writer import PartWriter

if TYPE_CHECKING:  # who reads a store needs no catalog
    from kb.projections.catalog.projection import Catalog


class GraphStore(PartWriter):
    """The writing side of the graph; one process at a time, under the home's lock.

    Args:
        path: folder, made if it is missing; None keeps the graph in memory.
        catalog: has taken in at least what the graph is to take in.

    Raises:
        StorageError, LockedError: the folder cannot be used, or another process writes to it.
    """

    def __init__(self, path: Path | None, catalog: "Catalog") -> None:
        if path and not is_whole(path):
            mark(path)
        super().__init__(path, open_store(path), catalog)
        self.catalog = catalog

    def apply(self, batch: Sequence[Recorded]) -> None:
        """Take in what the catalog took in; see Projection.

        The quads follow from the catalog's fold, so that events which it has
        and the graph lacks (a crash between the two) come in as well.
        """
        if batch and batch[-1].position > self.catalog.position:
            raise IntegrityError("The graph was fed before the catalog.", hint="Report this: it is a fault of kb.")
        if self.catalog.views.base():
            self._follow()
        if self.path and not is_whole(self.path):
            unmark(self.path)

    def _follow(self) -> None:
        """Come to where the catalog stands."""
        if self.position >= self.catalog.position:
            if self.catalog.floor < self.catalog.position == self.position:  # a crash between the graph and forget
                self.catalog.forget(self.position)
            return
        unheard = not self.position and self.on_change is None  # an empty graph is filled in a third of the time
        if unheard or self.position < self.catalog.floor:
            self.fill()
        else:
            self.write(parts_of(self.catalog.pending(self.position), self.catalog))
        self.last()
        self.catalog.forget(self.catalog.position)

    def fill(self) -> None:
        """Make the whole graph in an empty store; until the end nobody takes it for one."""
        if self.path:
            mark(self.path)
        self.reset()
        self.fill_from(parts_of(self.catalog.everything(self.catalog.position), self.catalog))


def open_store(path: Path | None) -> Store:
    """Open a store for writing, in memory if *path* is None.

    Raises:
        LockedError: another process writes to it.
        StorageError: it cannot be read or written.
    """
    if path is None:
        return Store()
    with graph_faults(path):
        path.mkdir(parents=True, exist_ok=True)
        return Store(path)


def open_reader(path: Path) -> Store:
    """Open a store as it stands now, for reading; another process may write meanwhile.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    with graph_faults(path):
        return Store.read_only(str(path))


def bytes_on_disk(folder: Path) -> int:
    """Return the bytes of a store's files; a writer may take some away meanwhile."""
    total = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            total += file.stat().st_size
    return total
