"""The projections as of any event of the log: from what lies nearest, turned back or forward.

Input: a home, its log, a position. Output: a PastView: the catalog and the graph as they stood then, for reading.
Never: changes the home's own projections; waits for a writer. Where nothing helps, the log is replayed.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kb.errors import StorageError
from kb.log import EventLog, Home
from kb.projections import runner
from kb.projections.catalog import steps
from kb.projections.catalog.copy import Quiet, copy, copy_pages
from kb.projections.catalog.schema import check_format
from kb.projections.contract import NoSuchPositionError
from kb.projections.folding.tables import Tables
from kb.projections.graph import sums
from kb.projections.past.fold import PastFold, laid_over
from kb.projections.past.generations import Generations
from kb.projections.past.kept import Kept
from kb.projections.past.overlay import rows_of
from kb.projections.past.readers import LaidOver, PastReaders
from kb.projections.past.snapshots import ASKED, PUBLISHED, Snapshots
from kb.projections.past.view import PastView, reading, standing_of

if TYPE_CHECKING:  # what is there already is read without them
    from kb.projections.catalog.projection import Catalog
    from kb.projections.graph.store import GraphStore
    from kb.projections.past.graph import PastGraphs
    from kb.projections.past.rewinding import Turning

EVERY: Final = 2000  # events between two published snapshots, at least
_TRIES: Final = 50
_SHARE: Final = 8  # and an eighth of the log: a copy costs with its size, and must not make articles dearer
_TURNED: Final = 5000  # articles that a graph in memory is turned by, at most: beyond, one on disk lies nearer
_BACK: Final = 0.6  # what going back an event costs, of what taking one in costs; docs/decisions/0013-as-of.md


@dataclass(frozen=True, slots=True)
class _Base:
    """Where a catalog can be made from: a snapshot's, or the home's own (None)."""

    position: int
    snapshot: Kept | None


class Past:
    """The past of one home. Safe to use from many threads and processes.

    Args:
        home, log: of the home.
        snapshots, generations: kept for it.
    """

    def __init__(self, home: Home, log: EventLog, snapshots: Snapshots, generations: Generations) -> None:
        self.home = home
        self.log = log
        self.snapshots = snapshots
        self.generations = generations
        self._readers = PastReaders(snapshots.asked)
        self._making = threading.Lock()  # one at a time: making a part reads and writes much

    @cached_property
    def _graphs(self) -> "PastGraphs":
        from kb.projections.past.graph import PastGraphs

        return PastGraphs(self.home, self.log, self.snapshots, self.generations)

    @contextmanager
    def at(self, position: int) -> Iterator[PastView]:
        """Lend the projections as they stood after event *position*; what is needed of them is made then.

        Raises:
            NoSuchPositionError: the log does not go that far.
            StorageError: a snapshot cannot be read or written.
        """
        last = self.log.position()
        if not 0 <= position <= last:
            raise NoSuchPositionError(position, last)
        with ExitStack() as stack:
            snapshot = stack.enter_context(self.snapshots.lent(position))
            for _ in range(_TRIES):  # who asks for others may remove it again before it is lent
                if snapshot is None:
                    self.snapshots.add(position, ASKED, lambda _: None)
                    snapshot = stack.enter_context(self.snapshots.lent(position))
            if snapshot is None:
                raise StorageError(
                    f"The snapshot of event {position} went away while it was opened.", hint="Try again."
                )
            yield stack.enter_context(closing(PastView(snapshot, self)))

    @contextmanager
    def tables(self, position: int) -> Iterator[Tables]:
        """Lend what the fold had kept after event *position*; no catalog is copied where there is a later one.

        Raises:
            NoSuchPositionError, StorageError: see *at*.
            ProjectionStoppedError: an event before it cannot be taken in.
        """
        with ExitStack() as stack:
            fold = self._laid_over(position, stack)
            yield fold.tables if fold is not None else stack.enter_context(self.at(position)).catalog.tables

    def _laid_over(self, position: int, stack: ExitStack) -> PastFold | None:
        later = next((base for base in self._all() if base.position >= position), None)
        if later is None:
            return None
        path = self.home.catalog_path
        if later.snapshot:
            if stack.enter_context(self.snapshots.lent(later.position)) is None:
                return None
            path = later.snapshot.catalog_path
        return stack.enter_context(laid_over(path, self.log, position, compared=False))

    def forget_rotten(self) -> bool:
        """Remove the graphs that are kept whose files hold something else than was written; say whether any do.

        Raises:
            StorageError: one cannot be read at all.
        """
        read: dict[int, int] = {}
        found = False
        for some in (self.snapshots, self.generations):
            for one in some.all():
                if sums.rotten(one.graph_path, read):
                    found = True
                    some.remove(one.folder)
        return found

    @property
    def erased(self) -> int:
        """Position of the last erasure, 0 if there was none: what was made of the past before it must not be shown."""
        return self.snapshots.erased

    def turning(self, start: int, position: int) -> "Turning | None":
        """Return what makes of a graph that stands at *start* the graph as of *position*.

        Returns:
            None where such a graph lies there already, or so much came or went since that turning one takes long;
            or where it, or the home's catalog, still holds what was erased.

        Raises:
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: the home's catalog cannot be read, or is of another version.
        """
        from kb.projections.past.rewinding import turned

        if min(start, standing_of(self.home.catalog_path)) < self.erased:
            return None
        kept = (self.generations, self.snapshots)
        if any(one.position == position and one.graph_path.exists() for some in kept for one in some.all()):
            return None
        with laid_over(self.home.catalog_path, self.log, position) as fold:
            touched = fold.touched(start) if fold is not None else None
            if fold is None or touched is None or len(touched.articles) > _TURNED or not fold.views.base():
                return None
            return turned(fold, touched)

    def keep(self, catalog: "Catalog", graph: "GraphStore") -> None:
        """Publish what is due of the home's own projections; the caller holds the home's lock."""
        self.generations.keep(catalog, graph)
        if not self.snapshots.published:
            return
        last = max((one.position for one in self.snapshots.all() if one.kind == PUBLISHED), default=0)
        if catalog.position - last >= max(EVERY, last // _SHARE):
            with suppress(StorageError):  # it only saves time later: what is being written does not depend on it
                publish(catalog, graph, self.snapshots)

    def make_graph(self, folder: Path, position: int, catalog: Callable[[], Path]) -> None:
        """Make the graph as of *position* in a folder that is not there yet; see kb.projections.past.graph.

        Args:
            catalog: makes the catalog of that event and returns its file, for when nothing that is kept leads there.

        Raises:
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: the disk.
        """
        with self._making:
            if self._graphs.made(folder, position):
                return
        path = catalog()
        with self._making:
            self._graphs.make_from(path, folder, position)

    @contextmanager
    def rows(self, path: Path, position: int) -> Iterator[sqlite3.Connection | None]:
        """Lend a connection that reads the catalog as of *position*, laid over the home's own.

        Args:
            path: of the file with the rows of then, see kb.projections.past.overlay.rows_of.

        Yields:
            None where a catalog has to be made: the home's own stands earlier, has not kept the steps, still holds
            what was erased, or the beginning of the log is nearer.

        Raises:
            ProjectionStoppedError, StorageError: see *make_catalog*.
        """
        own = next((base for base in self._bases(position) if base.snapshot is None), None)
        if own is None or own.position < position:
            yield None
            return
        with rows_of(self.home.catalog_path, self.log, position, path) as connection:
            yield connection

    def read(self, path: Path, position: int) -> AbstractContextManager[LaidOver | None]:
        """Lend a reader of the catalog as of *position*, which stays open for the next question; see *rows*."""
        lay = partial(self.rows, path, position)
        return self._readers.lent(position, self.home.catalog_path, path, self.erased, lay)

    def tidy(self) -> None:
        """Let go of files of moments that were taken away or replaced, by whichever process."""
        self._readers.tidy()

    def close(self) -> None:
        """Let go of the files of moments that nobody reads just now."""
        self._readers.close()

    def make_catalog(self, path: Path, position: int) -> None:
        """Make the catalog as of *position* in a file that is not there yet.

        Raises:
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: the disk, or the home's own catalog is of another version.
        """
        from kb.projections.catalog.projection import Catalog
        from kb.projections.past.rewinding import turn_catalog

        with self._making:
            if not any(self._copied(base, path, position) for base in self._bases(position)):
                path.unlink(missing_ok=True)
            with closing(Catalog(path, self.log, alone=True)) as catalog:
                if catalog.position:
                    turn_catalog(catalog, self.log, position)
                else:
                    catalog.fill(runner.batches(self.log, 0, position))

    def _bases(self, position: int) -> list[_Base]:
        """Return where a catalog of *position* can start, the nearest first; nothing that a replay would beat."""

        def cost(base: _Base) -> float:
            far = position - base.position
            return far if far >= 0 else -far * _BACK

        return sorted((base for base in self._all() if cost(base) < position), key=cost)

    def _all(self) -> list[_Base]:
        """Return the catalogs that there are, the home's own first."""
        bases = [_Base(one.position, one) for one in self.snapshots.all() if one.catalog_path.exists()]
        if self.home.catalog_path.exists() and (stands := standing_of(self.home.catalog_path)) >= self.erased:
            bases.insert(0, _Base(stands, None))
        return bases

    def _copied(self, base: _Base, path: Path, position: int) -> bool:
        """Copy the catalog that one starts from, as it is now; say whether it leads to *position*."""
        with ExitStack() as stack:
            source = self.home.catalog_path
            quiet: Quiet = partial(self.home.write_lock, 0.0)
            if base.snapshot:
                if stack.enter_context(self.snapshots.lent(base.position)) is None:
                    return False
                source, quiet = base.snapshot.catalog_path, nullcontext
            with reading(source) as connection:
                check_format(str(source), int(connection.execute("PRAGMA user_version").fetchone()[0]))
                if base.position > position and steps.first(connection, base.position, position) > position:
                    return False
                copy(source, connection, path, quiet)
        with reading(path) as connection:
            stands = standing_of(path)  # a writer may have gone on meanwhile, or made another
            return 0 < stands <= position or steps.first(connection, stands, position) <= position


def publish(catalog: "Catalog", graph: "GraphStore", snapshots: Snapshots) -> None:
    """Keep a snapshot of projections as they stand; the caller holds the home's lock.

    Raises:
        StorageError: it cannot be written.
    """

    def make(folder: Path) -> None:
        copy_pages(catalog.connection, folder / "catalog.sqlite")
        graph.store.flush()
        graph.store.backup(str(folder / "graph"))
        sums.note(folder / "graph", *filter(None, [graph.path]))

    snapshots.add(catalog.position, PUBLISHED, make)
