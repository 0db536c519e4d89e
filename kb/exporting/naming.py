"""What the nodes are that a part of the graph names, so that no line of an export leads nowhere.

Input: quads of a part. Output: the same, then type and label of what they name and do not describe: of an entity what
the registry says of it and of the places around it, of an event type what it is, with its frame of roles and the types
above it, of a decision who took it and when, of an article how it is cited.
Never: says in which other articles an entity is named, by what a decision was brought about, or that somebody is an
official whose offices other articles tell.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.vocabulary import FRAME_NAMESPACE, TYPE_NAMESPACE

SHOWN: Final = frozenset(
    {names.TYPE, names.LABEL, names.REPLACED_BY}
    | {names.kb(term) for term in ("title", "source", "url", "published", "eventType", "content")}
)
_OF_ONTOLOGY: Final = (  # of types, and of their frames
    *(names.TYPE, names.LABEL, NamedNode(f"{names.RDFS}comment"), names.kb("coarseClass"), names.kb("roleFrame")),
    *(NamedNode(f"{names.SKOS}{term}") for term in ("prefLabel", "definition", "broader", "inScheme")),
)
_LEFT_OUT: Final = frozenset({names.kb("mentionedIn"), names.INFORMED_BY})
_SCHEMES: Final = frozenset(namespace.rstrip("#") for namespace in (TYPE_NAMESPACE, FRAME_NAMESPACE))
_SOURCE: Final = names.kb("source")
_OFFICIAL: Final = names.kb("Official")


def with_named(store: Store, base: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield *quads*, then what is known of the nodes that they name and that are the subject of none.

    Args:
        store: what they are from. Nodes of the part are held in memory, its quads are not.
    """
    described: set[NamedNode] = set()
    named: set[NamedNode] = set()
    holders: set[object] = set()
    for quad in quads:
        yield quad
        if isinstance(quad.subject, NamedNode):
            described.add(quad.subject)
        if quad.predicate == names.kb("holder"):
            holders.add(quad.object)
        named |= _nodes(base, (quad.predicate, quad.object))
    for quad in describe(store, base, named, described):
        if quad.object != _OFFICIAL or quad.subject in holders:  # the shapes ask an official for an office
            yield quad


def describe(store: Store, base: str, named: Iterable[NamedNode], described: set[NamedNode]) -> Iterator[Quad]:
    """Yield what is known of *named*, in their order, and of what that names in turn; of *described* nothing."""
    waiting = sorted(set(named) - described, key=str)
    seen = described | set(waiting)
    while waiting:
        further: set[NamedNode] = set()
        for node in waiting:
            for quad in _said(store, base, node):
                yield quad
                further |= _nodes(base, (quad.object,)) - seen
        seen |= further
        waiting = sorted(further, key=str)


def of_ontology(node: NamedNode) -> bool:
    """Say whether a node is a type of events, a frame of roles, or the scheme of either."""
    return node.value.startswith((TYPE_NAMESPACE, FRAME_NAMESPACE)) or node.value in _SCHEMES


def shown_of(store: Store, node: NamedNode) -> Iterator[Quad]:
    """Yield what tells which thing a node is; not the statement that an event has for its source, which leads on."""
    for predicate in sorted(SHOWN, key=str):
        said = store.quads_for_pattern(node, predicate, None, None)
        yield from (quad for quad in said if predicate != _SOURCE or isinstance(quad.object, Literal))


def _said(store: Store, base: str, node: NamedNode) -> Iterator[Quad]:
    if of_ontology(node):
        for predicate in _OF_ONTOLOGY:
            yield from store.quads_for_pattern(node, predicate, None, None)
    elif node.value.startswith((f"{base}id/entity-", f"{base}id/record-")):
        iris = Iris(base)
        for graph in (iris.registry_graph(), iris.decisions_graph()):
            said = store.quads_for_pattern(node, None, None, graph)
            yield from (quad for quad in said if quad.predicate not in _LEFT_OUT)
    else:
        yield from shown_of(store, node)


def _nodes(base: str, terms: Iterable[object]) -> set[NamedNode]:
    return {
        term
        for term in terms
        if isinstance(term, NamedNode) and (term.value.startswith(f"{base}id/") or of_ontology(term))
    }
