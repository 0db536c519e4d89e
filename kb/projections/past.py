"""The projections as of any event of the log: from the nearest snapshot or the home's own, turned back or forward.

Input: a home, its log, a position. Output: a PastView: the catalog and the graph as they stood then, for reading.
Never: changes the home's own projections; waits for a writer. Where nothing helps, the log is replayed.
"""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import LockedError, StorageError
from kb.log import EventLog, Home
from kb.log.faults import storage_faults
from kb.projections import runner, steps
from kb.projections.catalog import Catalog
from kb.projections.graph_store import GraphStore, open_reader, open_store, position_of
from kb.projections.opening import NoSuchPositionError
from kb.projections.past_view import BASE, PastView, reading
from kb.projections.rewinding import turn_catalog
from kb.projections.snapshots import ASKED, PUBLISHED, Snapshot, Snapshots

EVERY: Final = 2000  # events between two published snapshots, at least
_SHARE: Final = 8  # and an eighth of the log: a copy costs with its size, and must not make articles dearer
_BACK: Final = 0.6  # what going back an event costs, of what taking one in costs; docs/decisions/0013-as-of.md


@dataclass(frozen=True, slots=True)
class _Base:
    """Where a view can be made from: a snapshot, or the home's own projections (None)."""

    position: int
    snapshot: Snapshot | None


class Past:
    """The past of one home. Safe to use from many threads and processes.

    Args:
        home, log: of the home.
        snapshots: kept for it.
    """

    def __init__(self, home: Home, log: EventLog, snapshots: Snapshots) -> None:
        self.home = home
        self.log = log
        self.snapshots = snapshots
        self._making = threading.Lock()

    @contextmanager
    def at(self, position: int) -> Iterator[PastView]:
        """Lend the projections as they stood after event *position*.

        Raises:
            NoSuchPositionError: the log does not go that far.
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: a snapshot cannot be read or written.
        """
        last = self.log.position()
        if not 0 <= position <= last:
            raise NoSuchPositionError(position, last)
        with ExitStack() as stack:
            snapshot = stack.enter_context(self.snapshots.lent(position))
            if snapshot is None:
                with self._making:  # one at a time: making one reads and writes much
                    snapshot = stack.enter_context(self.snapshots.lent(position))
                    if snapshot is None:
                        self.snapshots.add(position, ASKED, lambda folder: self._make(folder, position))
                        snapshot = stack.enter_context(self.snapshots.lent(position))
            if snapshot is None:
                raise StorageError(
                    f"The snapshot of event {position} went away while it was opened.", hint="Try again."
                )
            yield stack.enter_context(closing(PastView(snapshot, self.log)))

    def keep(self, catalog: Catalog, graph: GraphStore) -> None:
        """Publish a snapshot of the home's own projections if it is time; the caller holds the home's lock."""
        if not self.snapshots.published:
            return
        last = max((one.position for one in self.snapshots.all() if one.kind == PUBLISHED), default=0)
        if catalog.position - last >= max(EVERY, last // _SHARE):
            with suppress(StorageError):  # it only saves time later: what is being written does not depend on it
                publish(catalog, graph, self.snapshots)

    def _make(self, folder: Path, position: int) -> None:
        for base in self._bases(position):
            with ExitStack() as stack:
                if not self._copied(base, folder, position, stack):
                    _empty(folder)
                    continue
            with closing(Catalog(folder / "catalog.sqlite", self.log, alone=True)) as catalog:
                turn_catalog(catalog, self.log, position)
            return
        with closing(Catalog(folder / "catalog.sqlite", self.log, alone=True)) as catalog:
            catalog.fill(runner.batches(self.log, 0, position))

    def _bases(self, position: int) -> list[_Base]:
        """Return where a view of *position* can start, the nearest first; nothing that a replay would beat."""
        bases = [_Base(snapshot.position, snapshot) for snapshot in self.snapshots.all()]
        if self.home.catalog_path.exists() and self.home.graph_path.exists():
            with reading(self.home.catalog_path) as connection:
                bases.append(_Base(_stands(connection), None))

        def cost(base: _Base) -> float:
            far = position - base.position
            return far if far >= 0 else -far * _BACK

        return sorted((base for base in bases if cost(base) < position), key=cost)

    def _copied(self, base: _Base, folder: Path, position: int, stack: ExitStack) -> bool:
        """Copy what a view starts from; say whether it can."""
        catalog, graph = self.home.catalog_path, self.home.graph_path
        if base.snapshot:
            snapshot = stack.enter_context(self.snapshots.lent(base.position))
            if snapshot is None:
                return False
            catalog, graph = snapshot.catalog_path, snapshot.folder / BASE
            if snapshot.graph_path.exists() or not graph.exists():
                graph = PastView(snapshot, self.log).graph_path
        with reading(catalog) as connection:
            if base.position > position and steps.first(connection, base.position, position) > position:
                return False
        if base.snapshot is None:
            try:
                stack.enter_context(self.home.write_lock(0.0))
            except (LockedError, StorageError):
                return False  # somebody is writing, or this user may not: an earlier snapshot, or the log, will do
        whole = copy_projections(catalog, graph, folder, own=base.snapshot is None)
        return whole and _position(folder) == base.position


def copy_projections(catalog: Path, graph: Path, folder: Path, *, own: bool) -> bool:
    """Copy a catalog and a graph into a folder; the graph by hard links where the disk can.

    Args:
        own: whether they are a home's own, which may stand apart after a crash; the caller holds its lock.

    Returns:
        False if they stand apart.
    """
    with storage_faults(folder):
        with closing(sqlite3.connect(folder / "catalog.sqlite")) as target, reading(catalog) as source:
            source.backup(target)
            position, base = _stands(target), target.execute("SELECT value FROM state WHERE kind = 'base'").fetchone()
            target.execute("PRAGMA journal_mode = DELETE")
        # Only a writer's handle puts what lies in its log into files; who holds the home's lock may have one.
        store = open_store(graph) if own else open_reader(graph)
        if own:
            store.flush()
        store.backup(str(folder / BASE))
        del store
    if not own:
        return True
    return bool(base) and position_of(open_reader(folder / BASE), base[0].strip('"')) == position


def publish(catalog: Catalog, graph: GraphStore, snapshots: Snapshots) -> None:
    """Keep a snapshot of projections as they stand; the caller holds the home's lock.

    Raises:
        StorageError: it cannot be written.
    """

    def make(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "catalog.sqlite")) as target:
            catalog.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        graph.store.flush()
        graph.store.backup(str(folder / "graph"))

    snapshots.add(catalog.position, PUBLISHED, make)


def _stands(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
    return int(row[0]) if row else 0


def _position(folder: Path) -> int:
    with reading(folder / "catalog.sqlite") as connection:
        return _stands(connection)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
