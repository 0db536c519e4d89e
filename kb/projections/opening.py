"""Opens the projections of a home, makes them again, or makes them as of an earlier event.

Input: a home or a path, its log. Output: a catalog and a graph at one position.
Never: writes to the log. Whoever opens a home's projections for writing holds its lock.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.events import Recorded
from kb.log import EventLog, Home
from kb.log.faults import CorruptError, storage_faults
from kb.log.sqlite_opening import opened as opened_file
from kb.projections import course, drafts, runner
from kb.projections.catalog import copy as catalog_copy
from kb.projections.catalog.projection import MEMORY, Catalog
from kb.projections.catalog.standing import standing
from kb.projections.collecting import collecting_rarely
from kb.projections.contract import NoSuchPositionError, ProjectionStoppedError
from kb.projections.graph.faults import GraphFaultError
from kb.projections.graph.store import GraphStore
from kb.projections.graph.store import refill as refilled
from kb.projections.past import generations, strides
from kb.projections.removing import remove

Then = Callable[[Catalog, GraphStore], None]
LONG: Final = 1000  # events; the past of a shorter log is near enough
_log = logging.getLogger("kb.projections")


@dataclass(frozen=True, slots=True)
class Projections:
    """The catalog and the graph that goes with it.

    Attributes:
        then: called with both after each step that they advance, None for nobody.
    """

    catalog: Catalog
    graph: GraphStore
    then: Then | None = None

    @property
    def position(self) -> int:
        """Position that both have reached."""
        return min(self.catalog.position, self.graph.position)

    def advance(self, log: EventLog, *, until: int | None = None, on_progress: runner.OnProgress | None = None) -> int:
        """Bring both to the log's position; see kb.projections.runner.advance.

        Raises:
            OtherCourseError: the log has another event where they stand.
        """
        course.check(log, self.catalog.position, self.catalog.noted)

        def stepped(position: int, goal: int) -> None:
            if self.then is not None:
                self.then(self.catalog, self.graph)
            if on_progress:
                on_progress(position, goal)

        return runner.advance(log, (self.catalog, self.graph), until=until, on_progress=stepped)

    def close(self) -> None:
        """Let go of files."""
        self.graph.close()
        self.catalog.close()


@contextmanager
def opened(home: Home, log: EventLog, then: Then | None = None) -> Iterator[Projections]:
    """Open a home's projections for writing, as they stand; the caller holds the home's lock.

    Args:
        then: see Projections.

    A graph with torn files is made again: it follows from the log. What a rebuild that was broken off left is removed.

    Raises:
        StorageError, LockedError: see Catalog and GraphStore.
    """
    drafts.remove(home)
    catalog = Catalog(home.catalog_path, log)
    try:
        projections = Projections(catalog, _graph(home, catalog), then)
    except BaseException:
        catalog.close()
        raise
    try:
        yield projections
    finally:
        projections.close()


def _graph(home: Home, catalog: Catalog) -> GraphStore:
    """Open the graph; one whose files a failing disk has torn is made again."""
    found = _found(home, catalog)
    if isinstance(found, GraphStore):
        return found
    _log.warning("%s It is made again from the log now.", found)
    refilled(home.graph_path, catalog)
    return GraphStore(home.graph_path, catalog)


def _found(home: Home, catalog: Catalog) -> GraphStore | str:
    """Return the graph, or what is torn: not the error itself, for what it passed through holds the store open."""
    try:
        graph = GraphStore(home.graph_path, catalog)
        _ = graph.position  # with it a block is read
    except GraphFaultError as error:
        if not error.torn:
            raise
        return str(error)
    return graph


def begin(home: Home, log: EventLog, share: float) -> None:
    """Make the projections of a long log where there are none, as a rebuild does; the caller holds the home's lock.

    Taken in one after the other, its events would leave no generation near the end. Where one cannot be taken in,
    nothing is made: whoever advances the projections comes as far as it goes.

    Args:
        share: see *rebuild*.

    Raises:
        StorageError: the disk.
    """
    if not home.catalog_path.exists() and log.position() >= LONG:
        with suppress(ProjectionStoppedError):
            rebuild(home, log, share=share)


def in_memory(log: EventLog, until: int | None = None) -> Projections:
    """Return projections in memory, as of event *until* (None: the last); nothing after it has a part in them.

    Raises:
        NoSuchPositionError: the log does not go that far, or *until* is negative.
        ProjectionStoppedError: see kb.projections.runner.advance.
    """
    last = log.position()
    if until is not None and not 0 <= until <= last:
        raise NoSuchPositionError(until, last)
    catalog = Catalog(MEMORY, log)
    catalog.fill(runner.batches(log, 0, last if until is None else until))
    graph = GraphStore(None, catalog)
    graph.apply(())
    return Projections(catalog, graph)


def refill(home: Home, log: EventLog) -> None:
    """Make a home's graph again from its catalog; the caller holds the lock. See kb.projections.graph.store.refill."""
    with closing(Catalog(home.catalog_path, log)) as catalog:
        refilled(home.graph_path, catalog)


def rebuild(home: Home, log: EventLog, *, share: float = 0.0, on_progress: runner.OnProgress | None = None) -> int:
    """Throw a home's projections away and make them again from the log; the caller holds the home's lock.

    The new ones are made beside the old and put in their place when they are
    whole: a crash leaves the old ones, or a catalog from which the next
    opening makes the graph.

    Args:
        share: of generations of the graph that it passes through, see Generations; 0: none is kept.

    Returns:
        The position reached.

    Raises:
        ProjectionStoppedError: an event cannot be taken in; the old projections stay.
    """
    goal = log.position()

    def watched() -> Iterator[tuple[Recorded, ...]]:
        for batch in runner.batches(log, 0, goal):
            yield batch
            if on_progress:
                on_progress(batch[-1].position, goal)

    catalog_path, graph_path = drafts.paths(home)
    drafts.remove(home)
    made = Projections(catalog := Catalog(catalog_path, log), GraphStore(graph_path, catalog))
    try:
        with collecting_rarely():
            _look_again(catalog_path, catalog.fill(watched(), steps_too=True))
            kept = generations.Generations(drafts.generations(home), log, graph_path, share)
            with catalog.tables.remembered():
                strides.fill(made.graph, log, kept)
                made.graph.apply(())  # which fills it, if that did not
            catalog.settle()
    except BaseException:
        made.close()
        drafts.remove(home)
        raise
    made.close()
    remove(home.root / generations.FOLDER)  # nothing leads from the new projections back to them
    remove(home.graph_path)  # first: a catalog without a graph makes one, an old graph under a new catalog would stay
    catalog_copy.remove(home.catalog_path)
    with storage_faults(home.root):
        catalog_path.replace(home.catalog_path)
        graph_path.replace(home.graph_path)
        if kept.root.exists():
            kept.root.replace(home.root / generations.FOLDER)
    return goal


def _look_again(path: Path, position: int) -> None:
    """Make sure that others see in a new catalog what was written to it.

    Raises:
        CorruptError: they do not. A disk that fails to keep the file's first page loses it without an error of
            SQLite's.
    """
    with storage_faults(path):
        if standing(path, closing(opened_file(path))) < position:
            raise CorruptError(path, "the disk did not keep what was written to it")
