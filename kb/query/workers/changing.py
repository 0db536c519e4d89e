"""A change of the graph on its way to the process that holds it, and its doing there.

Input: a kb.query.workers.recipe.Delta; a message and a store in memory. Output: a message, the store as the change
leaves it.
Never: is one transaction: whoever asks meanwhile is a fork that began before. What has to go of tens of thousands of
nodes is told once, with their IRIs: pattern by pattern the message had 36 MB for 517 long articles, so it has 3.
"""

from collections.abc import Iterator, Mapping, Sequence
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


def done(store: ox.Store, message: Mapping[str, Any], body: bytes) -> None:
    """Do to *store* what a message says.

    Raises:
        ValueError, SyntaxError: it names what is no IRI, or is no N-Quads.
    """
    removed, added = body[: message["removed"]], body[message["removed"] :]
    for graph in message["cleared"]:
        store.remove_graph(ox.NamedNode(graph))
    for nodes, patterns, if_any in message["matching"]:
        looks = [_look(pattern) for pattern in patterns]
        guard = None if if_any is None else _look(if_any)
        for node in map(ox.NamedNode, nodes):
            if guard is None or any(_like(store, guard, node)):
                for look in looks:
                    for quad in list(_like(store, look, node)):
                        store.remove(quad)
    for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(ox.parse(added, format=ox.RdfFormat.N_QUADS))  # counting the quads would take longer


def _look(pattern: Sequence[str | None]) -> _Look:
    subject, predicate, object, graph = (
        _EACH if iri == EACH else None if iri is None else ox.NamedNode(iri) for iri in pattern
    )
    return subject, predicate, object, graph


def _like(store: ox.Store, look: _Look, node: ox.NamedNode) -> Iterator[ox.Quad]:
    subject, predicate, object, graph = (node if term is _EACH else term for term in look)
    return store.quads_for_pattern(subject, predicate, object, graph)
