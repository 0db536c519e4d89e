"""Fills an empty graph so that moments before its end lie near: as it stood a while ago first, then on in strides.

Input: a catalog that has taken the whole log in with its steps, a graph that is empty, where generations are kept.
Output: the graph as the catalog has it, and a generation of it at the end of each stride.
Never: makes a second time what has not changed since; fails for the sake of the past: what it cannot do is left to
whoever fills the graph at once.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from kb.errors import StorageError
from kb.log import EventLog
from kb.projections.catalog import steps
from kb.projections.catalog.projection import Catalog
from kb.projections.contract import ProjectionStoppedError
from kb.projections.graph.part_looks import Part
from kb.projections.graph.parts import parts_of
from kb.projections.graph.store import GraphStore
from kb.projections.graph.writer import PartWriter
from kb.projections.past import generations
from kb.projections.past.fold import laid_over
from kb.projections.past.generations import Generations
from kb.projections.past.rewinding import in_turns

SHARE: Final = 20  # the last of so many parts of the log is gone through in strides
LEAST: Final = 200  # events in it; what is shorter is near enough to its end
_MOST: Final = 48  # strides


def fill(graph: GraphStore, log: EventLog, kept: Generations) -> bool:
    """Fill an empty graph from its catalog, with generations on the way.

    Returns:
        Whether it did: False, with the graph empty, where none are wanted, the log is short, or the past of this log
        cannot be made: an event is in the way, or there is no room for it.

    Raises:
        StorageError: the graph itself cannot be written.
    """
    catalog = graph.catalog
    start = steps.last_end(catalog.connection, catalog.position - catalog.position // SHARE)
    if catalog.position - start < LEAST or not catalog.views.base() or not kept.wanted():
        return False
    try:
        quads = _begun(graph, log, start)
        if quads:
            _brought_on(graph, log, kept, [start, *_ends(catalog, start, quads)])
    except (ProjectionStoppedError, StorageError):  # who fills the graph at once says what it is, if it matters to now
        kept.clear()
        graph.reset()
        return False
    return bool(quads)


def _begun(graph: GraphStore, log: EventLog, start: int) -> int:
    """Make the graph as of *start*; return how many quads, 0 if the catalog does not lead back there."""
    catalog = graph.catalog
    with laid_over(Path(catalog.path), log, start) as fold:
        later = fold.touched(catalog.position) if fold else None
        if fold is None or later is None:
            return 0
        writer = PartWriter(graph.path, graph.store, fold)
        changed = set(parts_of(later, catalog))
        same = (part for part in parts_of(catalog.everything(catalog.position), catalog) if part not in changed)
        number = 0

        def made() -> Iterator[Quad]:
            nonlocal number
            for quads in chain(map(graph.made, same), map(writer.made, parts_of(later, fold))):
                number += len(quads)
                yield from quads

        graph.load(made())
        graph.settle()
        return number


def _brought_on(graph: GraphStore, log: EventLog, kept: Generations, ends: list[int]) -> None:
    """Bring a graph that stands at the first of *ends* on to each of the others, and keep it as it is before each."""
    moved = 0
    for reached, end in pairwise(ends):
        kept.publish(reached, graph, moved)
        with laid_over(Path(graph.catalog.path), log, end) as fold:
            touched = fold.touched(reached) if fold else None
            assert fold is not None  # the steps led farther back before
            assert touched is not None
            moved += _stride(PartWriter(graph.path, graph.store, fold), parts_of(touched, fold))
    kept.note(moved)


def _stride(writer: PartWriter, parts: Iterable[Part]) -> int:
    """Make parts of a graph that nobody reads yet again; return how many quads came or went."""
    number = 0
    for gone, come in in_turns(writer, parts):
        writer.turn(gone, come)
        number += len(gone) + len(come)
    return number


def _ends(catalog: Catalog, start: int, quads: int) -> list[int]:
    """Return where strides end, each at the end of a step, the last at the catalog's own position."""
    stride = max(generations.APART * start // quads, (catalog.position - start) // _MOST, 1)
    goals = range(start + stride, catalog.position - stride // 2, stride)
    found = {steps.last_end(catalog.connection, goal) for goal in goals}
    return [*sorted(found - {start, catalog.position}), catalog.position]
