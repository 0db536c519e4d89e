"""Which part of the graph is taken away.

Input: ids, hops, or the IRIs that a query answered with. Output: the nodes of that part, and its quads.
A part holds the things chosen and what belongs to them alone: claims, times, words, figures. What else they name comes
with its type, its label and, for an article, how it is cited, so that no line of an export leads nowhere.
Never: follows an article or a concept from one thing to another: they would join everything with everything.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kb.errors import InputError
from kb.exporting.naming import describe, of_ontology, shown_of
from kb.graph import names
from kb.graph.iris import Iris
from kb.projections.files.export import NothingToExportError

MOST_HOPS: Final = 8
_TELLING: Final = frozenset({"event", "statement", "position"})  # kinds of nodes that join entities
_JOINING: Final = tuple(names.kb(term) for term in ("source", "asserts", "partOf", "causedBy", "nestedIn"))
_MENTIONS: Final = names.kb("mentions")
_CITED: Final = frozenset({"article", "happening"})
_OWN: Final = frozenset({"mention", "time", "phrase"})


class BadHopsError(InputError):
    """No neighbourhood is that wide."""

    code = "bad-hops"

    def __init__(self, hops: int) -> None:
        self.hops = hops
        super().__init__(f"A neighbourhood of {hops} hops is none.", hint=f"Give 0 to {MOST_HOPS}.")


def around(store: Store, base: str, entity: str, hops: int) -> frozenset[str]:
    """Return the IRIs of an entity's neighbourhood.

    One hop leads from an entity to the events, statements and offices that name it, to their figures, to the
    statements that claim those events, and to the entities that all these name; 0 hops are the entity alone.

    Raises:
        NothingToExportError: the graph does not have it.
        BadHopsError: *hops* is not between 0 and MOST_HOPS.
    """
    if not 0 <= hops <= MOST_HOPS:
        raise BadHopsError(hops)
    start = Iris(base).entity(entity)
    if next(store.quads_for_pattern(start, None, None, None), None) is None:
        raise NothingToExportError("entity", entity)
    found = {start}
    frontier = {start}
    for _ in range(hops):
        telling: set[NamedNode] = set()
        for entity_node in frontier:
            telling |= _naming(store, base, entity_node)
        telling |= {other for node in telling for other in _joined(store, base, node)}
        named = {other for node in telling for other in _objects(store, node) if _kind(base, other) == "entity"}
        figures = {figure for node in telling for figure in _figures(store, node)}
        frontier = named - found
        found |= telling | figures | named
    cited = {other for node in found for other in _objects(store, node) if _kind(base, other) in _CITED}
    words = set(_mentions_of(store, start)) if hops else set()
    told = [node for node in found if _kind(base, node) != "entity"]
    words |= {word for node in told for word in _evidence(store, base, node)}
    return frozenset(node.value for node in found | words | (cited if hops else set()))


def with_belongings(store: Store, base: str, iris: Iterable[str]) -> frozenset[str]:
    """Return *iris* and what they cannot be understood without.

    An article brings all that it tells, a happening its events; an event, a statement, an office or a figure the
    entities that it names, its figures, its words and its article; an entity the words that name it.
    """
    given = {NamedNode(iri) for iri in iris}
    found = set(given)
    for node in list(found):
        if _kind(base, node) in ("article", "listing"):
            graph = NamedNode(node.value.replace("/id/", "/graph/"))
            told = {quad.subject for quad in store.quads_for_pattern(None, names.TYPE, None, graph)}
            found |= {
                one
                for one in told
                if isinstance(one, NamedNode) and _kind(base, one) in _TELLING | {"figure", "mention"}
            }
            found |= {one for one in _objects(store, node) if _kind(base, one) == "entity"}
        elif _kind(base, node) == "happening":
            found |= {one for one in _objects(store, node) if _kind(base, one) == "event"}
    for node in list(found):
        if _kind(base, node) in _TELLING:
            found |= set(_figures(store, node))
    for node in list(found):
        if _kind(base, node) in _TELLING | {"figure"}:
            found |= {one for one in _objects(store, node) if _kind(base, one) in ("entity", "article", "happening")}
            found |= set(_evidence(store, base, node))
    found |= {word for node in given if _kind(base, node) == "entity" for word in _mentions_of(store, node)}
    return frozenset(node.value for node in found)


def quads_of(store: Store, base: str, chosen: Collection[str]) -> Iterator[Quad]:
    """Yield the quads of the chosen nodes and of what belongs to them; some more than once."""
    shown: set[NamedNode] = set()
    for iri in sorted(chosen):
        for quad in _whole(store, base, NamedNode(iri)):
            yield quad
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value not in chosen:
                    shown.add(term)
    brought = {node for node in shown if _kind(base, node) in _OWN | {"claim"}}
    for node in sorted(brought, key=str):
        for quad in store.quads_for_pattern(node, None, None, None):
            yield quad
            if isinstance(quad.object, NamedNode):
                shown.add(quad.object)
    for node in sorted(shown - brought, key=str):
        if _kind(base, node) in _OWN:
            yield from store.quads_for_pattern(node, None, None, None)
        elif _kind(base, node):
            for quad in shown_of(store, node):
                yield quad
                if isinstance(quad.object, NamedNode):
                    shown.add(quad.object)
    yield from describe(store, base, (node for node in shown if of_ontology(node)), set())


def _whole(store: Store, base: str, node: NamedNode) -> Iterator[Quad]:
    """Yield what is said of a node, and the claims that say so; of an article not whom it mentions."""
    said = store.quads_for_pattern(node, None, None, None)
    cited = _kind(base, node) == "article"
    yield from (quad for quad in said if not (cited and quad.predicate == _MENTIONS))
    for quad in store.quads_for_pattern(None, names.SUBJECT, node, None):
        yield from store.quads_for_pattern(quad.subject, None, None, quad.graph_name)


def _naming(store: Store, base: str, entity: NamedNode) -> set[NamedNode]:
    found = {quad.subject for quad in store.quads_for_pattern(None, None, entity, None)}
    return {node for node in found if isinstance(node, NamedNode) and _kind(base, node) in _TELLING}


def _joined(store: Store, base: str, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the statements that claim an event, the events that a statement claims, and wholes and causes."""
    for predicate in _JOINING:
        for quad in store.quads_for_pattern(node, predicate, None, None):
            if isinstance(quad.object, NamedNode) and _kind(base, quad.object) in _TELLING:
                yield quad.object


def _figures(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(node, names.kb("figure"), None, None):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _mentions_of(store: Store, entity: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(None, names.kb("refersTo"), entity, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _evidence(store: Store, base: str, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the words that a node and the claims about it rest on."""
    for quad in _whole(store, base, node):
        if isinstance(quad.object, NamedNode) and _kind(base, quad.object) == "mention":
            yield quad.object


def _objects(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(node, None, None, None):
        if isinstance(quad.object, NamedNode):
            yield quad.object


def _kind(base: str, node: NamedNode) -> str:
    """Return the kind of a node of this home ("event"), "" for any other."""
    start = f"{base}id/"
    return node.value[len(start) :].partition("-")[0] if node.value.startswith(start) else ""
