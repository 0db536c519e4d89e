"""Holds the generations of a graph to the graph of now, taken back by the steps to where each of them stands.

Input: a home whose graph was held to a replay just before, its generations. Output: the differences of each; read by
kb.service.upkeep.verifying. So it proves the steps too, by which everybody looks back.
Never: changes the graph, or the log; takes more of the disk than what came and went since. A generation that differs
can be removed: looking back only takes longer then.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kb.errors import StorageError
from kb.events import BaseCreated
from kb.log import EventLog
from kb.projections.graph.faults import graph_faults
from kb.projections.graph.store import open_reader, open_store
from kb.projections.graph.writer import PartWriter, position_of
from kb.projections.past.fold import laid_over
from kb.projections.past.kept import Kept
from kb.projections.past.projection import Past
from kb.projections.past.proof import verify_snapshot
from kb.projections.past.rewinding import turn_graph
from kb.projections.verify import MOST, Difference, files

_PATIENCE: Final = 30.0  # seconds to wait for who writes, until the graph of now is linked


def verify_generations(
    past: Past, *, whole: bool = True, repair: bool = False
) -> Iterator[tuple[Kept, tuple[Difference, ...]]]:
    """Yield each generation of the graph with its differences, the newest first; that it cannot be opened is one.

    Args:
        whole: quad by quad, which takes a home that may be written to, whose own graph is sound; else whether it can
            be opened and says the event that it stands at.
        repair: remove those that differ.

    Raises:
        LockedError: another process does not let go of the home's graph.
        StorageError: the home's graph or tables cannot be read.
        ProjectionStoppedError: the log cannot be replayed.
    """
    generations = past.generations.all()[::-1]
    if not generations or not whole or not past.home.writable:
        yield from _asked(past, generations, None, repair=repair)
        return
    with _turnable(past, generations[0].position) as graph:
        yield from _asked(past, generations, graph, repair=repair)


def _asked(
    past: Past, generations: list[Kept], graph: "_Graph | None", *, repair: bool
) -> Iterator[tuple[Kept, tuple[Difference, ...]]]:
    read: dict[int, int] = {}  # they have links to each other's files
    for one in generations:
        with past.generations.lent(one.position) as held:
            if held is None:
                continue
            found = tuple(files(held.graph_path, read)) or _found(held, past.log, graph)
        if found and repair:
            past.generations.remove(one.folder)
        yield one, found


def _found(one: Kept, log: EventLog, graph: "_Graph | None") -> tuple[Difference, ...]:
    try:
        with graph_faults(one.graph_path):
            store = open_reader(one.graph_path)
            stands = position_of(store, _base(log))
    except StorageError as error:
        return (Difference("graph", f"generation {one.position}", "position", str(error)),)
    if stands != one.position:
        return (Difference("graph", f"generation {one.position}", "position", str(stands)),)
    return graph.differences(one, store) if graph else ()


class _Graph:
    """The home's graph, linked aside, which is taken from one generation to the one before."""

    def __init__(self, past: Past, folder: Path, position: int) -> None:
        self._past = past
        self._folder = folder
        self._position = position

    def differences(self, one: Kept, has: Store) -> tuple[Difference, ...]:
        """Return how a generation, open as *has*, differs from this graph at its event."""
        if not self._turned(one.position):
            return verify_snapshot(one, self._past)  # no step leads there
        try:
            with graph_faults(one.graph_path):
                quads = _compared(has, open_reader(self._folder))
                name = f"generation of event {one.position}: graph"
                return tuple(Difference(name, *quad) for quad in islice(quads, MOST))
        except StorageError as error:
            return (Difference("graph", f"generation {one.position}", "unusable", str(error)),)

    def _turned(self, position: int) -> bool:
        with laid_over(self._past.home.catalog_path, self._past.log, position) as fold:
            touched = fold.touched(self._position) if fold else None
            if fold is None or touched is None:
                return False
            with closing(PartWriter(self._folder, open_store(self._folder), fold)) as writer:
                turn_graph(writer, touched)
        self._position = position
        return True


@contextmanager
def _turnable(past: Past, least: int) -> Iterator[_Graph | None]:
    """Lend the home's graph as it stands, to be turned; None if it stands before *least*."""
    home = past.home
    with past.generations.drafting() as draft:
        folder = draft / "graph"
        with home.write_lock(_PATIENCE), graph_faults(home.graph_path):
            store = open_store(home.graph_path)  # only a writer's handle puts what lies in its log into files
            stands = position_of(store, _base(past.log))
            store.flush()
            store.backup(str(folder))
            del store
        yield _Graph(past, folder, stands) if stands >= least else None


def _compared(has: Store, should: Store) -> Iterator[tuple[str, str, str]]:
    """Yield where and how a store is not what it should be; looks for what is missing only if it is smaller by it."""
    number = extra = 0
    for quad in has:
        number += 1
        if quad not in should:
            extra += 1
            yield f"{quad.graph_name} {quad.subject}", "extra", str(quad)
    if number - extra < len(should):
        for quad in should:
            if quad not in has:
                yield f"{quad.graph_name} {quad.subject}", "missing", str(quad)


def _base(log: EventLog) -> str:
    events = (one.event for one in log.read(limit=1, types=[BaseCreated.TYPE]))
    return next((event.base_iri for event in events if isinstance(event, BaseCreated)), "")
