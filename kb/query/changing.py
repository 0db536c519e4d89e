"""A change of the graph on its way to the process that holds it, and its doing there.

Input: a kb.query.recipe.Delta; a message and a store in memory. Output: a message, the store as the change leaves it.
Never: is one transaction: whoever asks meanwhile is a fork that began before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from kb.query.recipe import Delta


def told(delta: Delta) -> tuple[dict[str, Any], bytes]:
    """Return a change as a message: what is JSON of it, and its quads."""
    matching = [(match.if_any, match.patterns) for match in delta.matching]
    return {"cleared": delta.cleared, "matching": matching, "removed": len(delta.removed)}, delta.removed + delta.added


def done(store: ox.Store, message: Mapping[str, Any], body: bytes) -> None:
    """Do to *store* what a message says.

    Raises:
        ValueError, SyntaxError: it names what is no IRI, or is no N-Quads.
    """
    removed, added = body[: message["removed"]], body[message["removed"] :]
    for graph in message["cleared"]:
        store.remove_graph(ox.NamedNode(graph))
    for if_any, patterns in message["matching"]:
        if if_any is None or any(_like(store, if_any)):
            for pattern in patterns:
                for quad in list(_like(store, pattern)):
                    store.remove(quad)
    for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(ox.parse(added, format=ox.RdfFormat.N_QUADS))  # counting the quads would take longer


def _like(store: ox.Store, pattern: Sequence[str | None]) -> Iterator[ox.Quad]:
    subject, predicate, object, graph = (None if iri is None else ox.NamedNode(iri) for iri in pattern)
    return store.quads_for_pattern(subject, predicate, object, graph)
