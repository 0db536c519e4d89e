"""The graph: every quad of the knowledge base, in a pyoxigraph store.

Input: the catalog's fold, and which keys changed since the graph's position.
Output: the store that queries, exports and validation read.
Never: stands beyond the catalog. How parts are written: kb.projections.graph.writer.
"""

import gc
import logging
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Store

from kb.errors import IntegrityError, StorageError
from kb.events import Recorded
from kb.projections.graph import sums
from kb.projections.graph.faults import GraphFaultError, graph_faults, torn_faults
from kb.projections.graph.parts import parts_of
from kb.projections.graph.whole import is_whole, mark, unmark
from kb.projections.graph.writer import PartWriter, position_of
from kb.projections.removing import remove, replace

_log = logging.getLogger("kb.projections")
_ATTEMPTS: Final = 3
_PAUSE: Final = 0.05  # seconds
_OURS: Final = "lock hold by current process"  # as RocksDB says it

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
        if self.catalog.views.base() and (damage := self._damage()) and self.path:
            _log.warning("%s It is made again from the log now.", damage)
            self._renew(self.path)
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

    def _damage(self) -> str:
        """Come to where the catalog stands; return what is torn of the graph, "" if nothing is that was met with."""
        try:
            self._follow()
        except GraphFaultError as error:
            if not error.torn:
                raise
            return str(error)  # not the error itself: what it passed through holds the store open
        return ""

    def _renew(self, path: Path) -> None:
        """Go on with a graph that is made again."""
        self.store = Store()  # the old one's lock goes with it
        try:
            refill(path, self.catalog)
        finally:
            self.store = open_store(path)

    def fill(self) -> None:
        """Make the whole graph in an empty store; until the end nobody takes it for one."""
        if self.path:
            mark(self.path)
        self.reset()
        self.fill_from(parts_of(self.catalog.everything(self.catalog.position), self.catalog))

    def close(self) -> None:
        """Let go of the folder, with sums of what lies in it; the store must not be used after."""
        super().close()
        if self.path:
            with suppress(StorageError):  # without them rot is found later, by who reads it
                sums.note(self.path)


def refill(path: Path, catalog: "Catalog") -> None:
    """Make the graph of a catalog and put it in the place of the one in the folder *path*; nobody else writes there.

    It is made beside: who has the old one in memory, or can still read of it, goes on meanwhile.

    Raises:
        ProjectionStoppedError: a part cannot be made; the old graph stays.
        StorageError: the disk.
    """
    beside = path.with_name(f"{path.name}.new")
    remove(beside)
    try:
        with closing(GraphStore(beside, catalog)) as made:
            made._follow()
            unmark(beside)
    except BaseException:
        remove(beside)
        raise
    replace(path, beside)


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
        try:
            return Store(path)
        except OSError as error:
            if _OURS not in str(error):
                raise
            gc.collect()  # an error that passed through the store before may hold it, in a circle, with its lock
            return Store(path)


def open_reader(path: Path) -> Store:
    """Open a store as it stands now, for reading; another process may write meanwhile.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    with graph_faults(path):
        return Store.read_only(str(path))


def open_standing(path: Path, base: str, least: int) -> Store:
    """Open a store that has stood at event *least* for reading; another process may write meanwhile.

    A store without its write-ahead file opens as it stood before that. It is looked at a few times, for a writer may
    put the file away between two steps of the opening.

    Raises:
        GraphFaultError: it stands before *least*.
        StorageError: there is none, or it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        store = open_reader(path)
        with torn_faults(path):
            stands = position_of(store, base)
        if stands >= least:
            return store
        del store
    raise GraphFaultError(path, fallen_back(stands, least))


def fallen_back(stands: int, least: int) -> str:
    """Return in words that a store lost what it held."""
    return f"Corruption: it stands at event {stands}, and has stood at {least}: a file of it is gone, or an old one"


def bytes_on_disk(folder: Path) -> int:
    """Return the bytes of a store's files; a writer may take some away meanwhile."""
    total = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            total += file.stat().st_size
    return total
