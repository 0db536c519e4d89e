"""A change of the graph on its way to the process that holds it, and its doing there.

Input: a kb.query.workers.recipe.Delta; a message and a store in memory. Output: a message, the store as the change
leaves it.
Never: is one transaction: whoever asks meanwhile is a fork that began before. What has to go of tens of thousands of
nodes is told once, with their IRIs: pattern by pattern the message had 36 MB for 517 long articles, so it has 3.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from kb.query.workers.recipe import EACH, Delta

_Term = ox.NamedNode | None
_Look = tuple[_Term, _Term, _Term, _Term]
_EACH: Final = ox.NamedNode(EACH)


def told(delta: Delta) -> tuple[dict[str, Any], bytes]:
    """Return a change as a message: what is JSON of it, and its quads."""
    matching = [(match.nodes, match.patterns, match.if_any) for match in delta.matching]
    return {"cleared": delta.cleared, "matching": matching, "removed": len(delta.removed)}, delta.removed + delta.added


def done(
    store: ox.Store, message: Mapping[str, Any], body: bytes, seen: Callable[[ox.Quad], None] | None = None
) -> None:
    """Do to *store* what a message says.

    Args:
        seen: is called with each quad that comes or goes, and with some that stay; None: nobody listens.

    Raises:
        ValueError, SyntaxError: it names what is no IRI, or is no N-Quads.
    """
    removed, added = body[: message["removed"]], body[message["removed"] :]
    for graph in message["cleared"]:
        node = ox.NamedNode(graph)
        if seen is not None:
            list(_heard(store.quads_for_pattern(None, None, None, node), seen))
        store.remove_graph(node)
    for nodes, patterns, if_any in message["matching"]:
        looks = [_look(pattern) for pattern in patterns]
        guard = None if if_any is None else _look(if_any)
        for node in map(ox.NamedNode, nodes):
            if guard is None or any(_like(store, guard, node)):
                for look in looks:
                    for quad in list(_heard(_like(store, look, node), seen)):
                        store.remove(quad)
    for quad in _heard(ox.parse(removed, format=ox.RdfFormat.N_QUADS), seen):
        store.remove(quad)
    added_quads = _heard(ox.parse(added, format=ox.RdfFormat.N_QUADS), seen)
    store.extend(added_quads)  # counting the quads would take longer


def _heard(quads: Iterable[ox.Quad], seen: Callable[[ox.Quad], None] | None) -> Iterable[ox.Quad]:
    return quads if seen is None else _telling(quads, seen)


def _telling(quads: Iterable[ox.Quad], seen: Callable[[ox.Quad], None]) -> Iterator[ox.Quad]:
    for quad in quads:
        seen(quad)
        yield quad


def _look(pattern: Sequence[str | None]) -> _Look:
    subject, predicate, object, graph = (
        _EACH if iri == EACH else None if iri is None else ox.NamedNode(iri) for iri in pattern
    )
    return subject, predicate, object, graph


def _like(store: ox.Store, look: _Look, node: ox.NamedNode) -> Iterator[ox.Quad]:
    subject, predicate, object, graph = (node if term is _EACH else term for term in look)
    return store.quads_for_pattern(subject, predicate, object, graph)
