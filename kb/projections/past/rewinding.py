"""Takes projections to another event of the log: back by what each step held before it, forward by taking events in.

Input: a catalog that nobody else uses, a graph that stood where it stood. Output: both as of the event asked for, the
same as a replay up to it.
Never: touches a home's own projections, or reads a payload on the way back. What cannot be reached by the steps that
the catalog has kept is not gone back to.
"""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kb.graph.iris import Iris
from kb.log import EventLog
from kb.model.listing import is_listing
from kb.projections import runner
from kb.projections.catalog import steps
from kb.projections.contract import Touched
from kb.projections.folding.views import Views
from kb.projections.graph.faults import graph_faults
from kb.projections.graph.part_looks import WHOLE, Part, Pattern, looks
from kb.projections.graph.parts import FoldedAt, parts_of
from kb.projections.graph.store import open_store
from kb.projections.graph.writer import PartWriter

if TYPE_CHECKING:  # graphs are turned without one
    from kb.projections.catalog.projection import Catalog

_AT_ONCE: Final = 50_000  # quads that go or come in one transaction: 30 MB

Quadruple = tuple[str | None, str | None, str | None, str | None]  # IRIs, None for any


@dataclass(frozen=True, slots=True)
class Gone:
    """Quads that go, about one node after the other.

    Attributes:
        nodes: IRIs.
        patterns: what goes of each node looks like one of them, with EACH where the node stands.
        if_any: what there must be of a node, else nothing of it goes; None for nothing.
    """

    nodes: tuple[str, ...]
    patterns: tuple[Quadruple, ...]
    if_any: Quadruple | None


@dataclass(frozen=True, slots=True)
class Turning:
    """What makes of a graph the graph of another event, whatever it holds of the parts that it says anew.

    Attributes:
        cleared: IRIs of graphs that are emptied first.
        gone: what goes then, by what it looks like; kinds of parts together, for there are tens of thousands of nodes.
        come: quads that come at last, N-Quads.
    """

    cleared: tuple[str, ...]
    gone: tuple[Gone, ...]
    come: bytes


def turn_catalog(catalog: "Catalog", log: EventLog, goal: int) -> Touched:
    """Take a catalog to the event *goal*, back or forward, and return all that was touched on the way.

    Raises:
        ProjectionStoppedError: an event on the way forward cannot be taken in.
        ValueError: the catalog has not kept the steps that lead back so far.
    """
    touched = catalog.pending(-1)
    if catalog.position > goal:
        touched.add(_back(catalog, goal))
    for batch in runner.batches(log, catalog.position, goal):
        catalog.apply(batch)
    touched.add(catalog.pending(-1))
    return touched


def _back(catalog: "Catalog", goal: int) -> Touched:
    """Take a catalog back to the end of the last step at or before *goal*."""
    start = catalog.position
    if steps.first(catalog.connection, start, goal) > goal:
        raise ValueError(f"No steps lead from {start} back to {goal}.")
    touched = steps.touched_since(catalog.connection, start, goal) or Touched()
    reached = start
    with catalog.transaction():
        for before, values in steps.held_back(catalog.connection, start, goal):
            reached = before
            catalog.tables.restore(values)
        catalog.project(touched)
        catalog.stand(reached)
    return touched


def turn_graph(graph: PartWriter, touched: Touched, before: Store | None = None) -> None:
    """Make of a graph what its fold says now, where *touched* is all in which they differ.

    Args:
        before: the same graph as it stands, which nobody writes to: looking among what was just written is slower, and
            would have to wait for it. None to look into *graph* itself.

    Not in one transaction: for a store that nobody reads yet.
    """
    base = graph.folded.views.base()
    if not base:
        graph.reset()
        return
    iris, views = Iris(base), graph.folded.views
    gone = {iris.article_graph(one) for one in touched.articles if _is_gone(one, views)}
    moved = in_turns(graph, _parts(touched, graph.folded), gone, before)
    beside = ThreadPoolExecutor(1)  # the engine lets other threads run meanwhile, and has half of the work
    with graph_faults(graph.path):
        try:
            emptied = [beside.submit(graph.store.remove_graph, one) for one in sorted(gone, key=str)]
            for some in moved:
                graph.turn(*some)
            for one in emptied:
                one.result()
        finally:
            beside.shutdown(cancel_futures=True)  # what breaks off does not wait for the rest, and leaves no thread
        graph.store.flush()


def in_turns(
    graph: PartWriter, parts: Iterable[Part], but: Collection[NamedNode] = (), before: Store | None = None
) -> Iterator[tuple[set[Quad], set[Quad]]]:
    """Yield what goes and what comes, as many parts together as make a transaction of a bounded size; at least one."""
    gone: set[Quad] = set()
    come: set[Quad] = set()
    for part in parts:
        old, new = graph.differing(part, but, before)
        gone |= old
        come |= new
        if len(gone) + len(come) >= _AT_ONCE:
            yield gone, come
            gone, come = set(), set()
    yield gone, come


def _is_gone(article: str, views: Views) -> bool:
    """Say whether an article, or an entry of a list, was not there yet: nothing of its graph stays."""
    return (views.listing_row(article) if is_listing(article) else views.article_row(article)) is None


def turned(folded: FoldedAt, touched: Touched) -> Turning:
    """Return what *turn_graph* would do to a graph that another process holds.

    Raises:
        ProjectionStoppedError: a part cannot be made.
    """
    iris = Iris(folded.views.base())
    writer = PartWriter(None, open_store(None), folded)
    come: set[Quad] = set()
    keys: dict[str, list[str]] = {}
    for part in _parts(touched, folded):
        come |= writer.made(part)
        keys.setdefault(part[0], []).append(part[1])
    cleared: list[str] = []
    gone: list[Gone] = []
    for kind, those in keys.items():
        for look in looks(kind, iris):
            nodes = tuple(look.node(key).value for key in those)
            if look.patterns == (WHOLE,):
                cleared += nodes
            else:
                patterns = tuple(map(_iris, look.patterns))
                gone.append(Gone(nodes, patterns, None if look.if_any is None else _iris(look.if_any)))
    return Turning(tuple(cleared), tuple(gone), serialize(come, format=RdfFormat.N_QUADS) or b"")


def _iris(pattern: Pattern) -> Quadruple:
    subject, predicate, object, graph = (None if term is None else term.value for term in pattern)
    return subject, predicate, object, graph


def _parts(touched: Touched, folded: FoldedAt) -> Iterator[Part]:
    yield from (("actor", actor) for actor in sorted(touched.actors))
    yield from parts_of(touched, folded)
