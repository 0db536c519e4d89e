"""The graph as it stood after one event: from the nearest graph that is kept, turned back or forward.

Input: a home, its snapshots and generations, an event. Output: the folder of a store at that event.
Never: changes the home's own graph, or waits for its writer; needs the catalog of then, unless no other has the steps.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from traceback import clear_frames
from typing import Final

from pyoxigraph import Store

from kb.errors import LockedError, StorageError
from kb.log import EventLog, Home
from kb.log.faults import DiskFullError
from kb.projections.contract import Touched
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.projections.graph import sums
from kb.projections.graph.faults import GraphFaultError, graph_faults, torn_faults
from kb.projections.graph.parts import parts_of
from kb.projections.graph.store import open_reader, open_store
from kb.projections.graph.writer import PartWriter, position_of
from kb.projections.past.fold import PastFold, laid_over
from kb.projections.past.generations import Generations
from kb.projections.past.kept import KeptFolders
from kb.projections.past.rewinding import turn_graph
from kb.projections.past.snapshots import Snapshots
from kb.projections.past.view import reading, standing_of
from kb.projections.removing import remove

_log = logging.getLogger("kb.projections")
_ON: Final = (
    2.3  # what bringing a graph on by an event costs, of what taking it back costs; docs/decisions/0013-as-of.md
)
_OVER: Final = 0.05  # and what laying the fold of then over a later catalog costs


@dataclass(frozen=True, slots=True)
class _Source:
    """A graph that is there, and how it is copied: into a folder that is not, saying whether it could be."""

    position: int
    copied: Callable[[Path], bool]


class PastGraphs:
    """Makes graphs of the past of one home.

    Args:
        home, log: of the home.
        snapshots, generations: kept for it.
    """

    def __init__(self, home: Home, log: EventLog, snapshots: Snapshots, generations: Generations) -> None:
        self._home = home
        self._log = log
        self._snapshots = snapshots
        self._generations = generations

    def made(self, folder: Path, position: int) -> bool:
        """Make the graph of event *position* in *folder*, which is not there yet, from what is kept.

        Returns:
            False where no catalog has the steps that lead back so far, or the beginning is as near: see *make_from*.

        Raises:
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: the disk.
        """
        if any(source.position == position and _tried(source, folder) for source in self._sources(position)):
            return True
        for lent in self._folds(position):
            with lent as fold:
                if fold is not None and self._turned(fold, folder):
                    return True
        return False

    def make_from(self, catalog: Path, folder: Path, position: int) -> None:
        """Make the graph of event *position* in *folder*, which is not there yet, from the catalog of then.

        Raises:
            ProjectionStoppedError: an event before it cannot be taken in.
            StorageError: the disk.
        """
        with laid_over(catalog, self._log, position) as fold:
            if fold is None:
                raise StorageError(f"The catalog of event {position} stands elsewhere.", hint="Try again.")
            if self._turned(fold, folder):
                return
            with closing(PartWriter(folder, open_store(folder), fold)) as writer:
                if fold.views.base():
                    writer.fill_from(parts_of(fold.views.everything(position), fold))
            sums.note(folder)

    def _turned(self, fold: PastFold, folder: Path) -> bool:
        """Copy the nearest graph and turn it to where *fold* stands; False where none is worth it."""
        over = (fold.start - fold.position) * _OVER
        for source in self._sources(fold.position):
            if source.position > fold.start:
                continue
            if _cost(source.position, fold.position) + over >= fold.position * _ON:
                return False  # from the beginning is as near
            touched = fold.touched(source.position)
            if touched is not None and _tried(source, folder) and _brought(fold, folder, touched):
                return True
        return False

    def _folds(self, position: int) -> Iterator[AbstractContextManager[PastFold | None]]:
        """Yield folds of *position* over the catalogs that stand there or later, the nearest first."""
        found: list[tuple[int, Callable[[], AbstractContextManager[PastFold | None]]]] = [
            (one.position, partial(self._over_snapshot, one.position, position))
            for one in self._snapshots.all()
            if one.position >= position and one.catalog_path.exists()
        ]
        if (stands := self._stands()) >= position:
            found.append((stands, partial(laid_over, self._home.catalog_path, self._log, position)))
        for _, lent in sorted(found, key=lambda one: one[0]):
            yield lent()

    @contextmanager
    def _over_snapshot(self, at: int, position: int) -> Iterator[PastFold | None]:
        with self._snapshots.lent(at) as held:
            if held is None or not held.catalog_path.exists():
                yield None
                return
            with laid_over(held.catalog_path, self._log, position) as fold:
                yield fold

    def _sources(self, position: int) -> list[_Source]:
        """Return the graphs that are there, the nearest first."""
        found = [
            _Source(one.position, partial(_copied, kept, one.position))
            for kept in (self._generations, self._snapshots)
            for one in kept.all()
            if one.graph_path.exists()
        ]
        if self._home.graph_path.exists() and (stands := self._stands()) >= 0:
            found.append(_Source(stands, partial(self._own, stands)))
        return sorted(found, key=lambda source: _cost(source.position, position))

    def _stands(self) -> int:
        """Return where the home's own projections stand; -1 for none, or where they still hold what was erased."""
        stands = standing_of(self._home.catalog_path) if self._home.catalog_path.exists() else -1
        return stands if stands >= self._snapshots.erased else -1

    def _own(self, position: int, folder: Path) -> bool:
        """Copy the home's own graph if it stands at *position* and nobody writes to it just now."""
        with reading(self._home.catalog_path) as connection:
            base = Views(Tables(connection)).base()
        with self._home.write_lock(0.0), graph_faults(self._home.graph_path):
            store = open_store(self._home.graph_path)  # only a writer's handle puts what lies in its log into files
            try:
                if not base or position_of(store, base) != position:
                    return False
                store.flush()
                store.backup(str(folder))
            except BaseException as error:
                clear_frames(error.__traceback__)  # as long as somebody had the error it would hold the store locked
                raise
            finally:
                del store
            sums.carry(self._home.graph_path, folder)
        return True


def _brought(fold: PastFold, folder: Path, touched: Touched) -> bool:
    """Turn a copy to where *fold* stands; False, with nothing left of it, where it is torn."""
    try:
        with (
            torn_faults(folder),
            _still(folder) as before,
            closing(PartWriter(folder, open_store(folder), fold)) as writer,
        ):
            turn_graph(writer, touched, before)
        sums.note(folder)
        return True
    except GraphFaultError as error:
        if not error.torn:
            raise
        _log.warning("%s Another is taken.", error)
    remove(folder)
    return False


@contextmanager
def _still(folder: Path) -> Iterator[Store | None]:
    """Lend a graph as it stands, whatever is written to *folder* meanwhile: links to its files, gone afterwards.

    None where *folder* has no links itself: the disk knows none, and another copy would cost as much as the first.
    """
    if any(file.stat().st_nlink == 1 for file in folder.glob("*.sst")):
        yield None
        return
    links = folder.with_name(f"{folder.name}.still")
    remove(links)
    try:
        with graph_faults(folder):
            open_reader(folder).backup(str(links))
        yield open_reader(links)
    finally:
        remove(links)


def _copied(kept: KeptFolders, at: int, folder: Path) -> bool:
    with kept.lent(at) as held:
        if held is None:
            return False
        with graph_faults(held.graph_path):
            open_reader(held.graph_path).backup(str(folder))
        sums.carry(held.graph_path, folder)
    return True


def _tried(source: _Source, folder: Path) -> bool:
    """Copy a graph; False, with nothing left of it, where it went away, is torn, or is being written."""
    try:
        if source.copied(folder):
            return True
    except DiskFullError:
        raise
    except (LockedError, StorageError) as error:
        _log.info("%s Another is taken.", error)
    remove(folder)
    return False


def _cost(start: int, goal: int) -> float:
    return start - goal if start >= goal else (goal - start) * _ON
