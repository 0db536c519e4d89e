"""What the quads of each part of the graph look like, so that a store can be asked for them, or be rid of them.

Input: parts by kind and key. Output: patterns, the same for all parts of a kind but for one node; and with these what a
store holds of a part.
Never: says what a part should hold (kb.projections.graph.parts); every quad of the graph looks like one part's.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.registry_graph import ENTITY_PREDICATES

Part = tuple[str, str]  # kind and key
Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | None, NamedNode]  # None: any
EACH: Final = NamedNode("urn:kb:each")  # in the patterns of a Look: the node of each part
WHOLE: Final[Pattern] = (None, None, None, EACH)  # a graph that is all one part's


@dataclass(frozen=True, slots=True)
class Look:
    """What quads of parts of one kind look like, about one node of each.

    Attributes:
        node: that of a key.
        patterns: what the quads look like; EACH stands for the node.
        if_any: what there must be for them to be worth a look, None for nothing.
    """

    node: Callable[[str], NamedNode]
    patterns: tuple[Pattern, ...]
    if_any: Pattern | None = None


@lru_cache(maxsize=32)
def looks(kind: str, iris: Iris) -> tuple[Look, ...]:
    """Return what the quads of parts of a kind look like."""
    registry, decisions = iris.registry_graph(), iris.decisions_graph()
    about: Pattern = (EACH, None, None, decisions)
    match kind:
        case "article":
            own: list[Pattern] = [(None, names.kb("mentionedIn"), EACH, registry)]
            own.append((EACH, names.REPLACED_BY, None, registry))
            return Look(iris.article_graph, (WHOLE,)), Look(iris.article, tuple(own))
        case "entity":
            told: list[Pattern] = [(EACH, None, None, registry), (None, names.kb("happening"), EACH, registry)]
            # Most ids are of happenings. Not every predicate: kb:mentionedIn is the articles', a country has thousands.
            own = [(EACH, predicate, None, registry) for predicate in ENTITY_PREDICATES]
            return (
                Look(iris.happening, tuple(told)),
                Look(iris.contradictions_graph, (WHOLE,)),
                Look(iris.entity, tuple(own), if_any=(EACH, None, None, registry)),
            )
        case "record":
            return (Look(lambda key: iris.record(int(key)), (about,)),)
        case "actor" | "position":
            return (Look(iris.agent if kind == "actor" else lambda _: iris.home(), (about,)),)
        case _:
            return (Look(NamedNode if kind == "graph" else lambda _: iris.ontology_graph(), (WHOLE,)),)


def held(store: Store, part: Part, iris: Iris, but: Collection[NamedNode] = ()) -> set[Quad]:
    """Return what *store* holds of one part, *but* for graphs that are all one part's."""
    kind, key = part
    found: set[Quad] = set()
    for look in looks(kind, iris):
        node = look.node(key)
        if look.patterns == (WHOLE,) and node in but:
            continue
        if look.if_any is None or any(store.quads_for_pattern(*_about(look.if_any, node))):
            for pattern in look.patterns:
                found.update(store.quads_for_pattern(*_about(pattern, node)))
    return found


def _about(pattern: Pattern, node: NamedNode) -> Pattern:
    subject, predicate, object, graph = pattern
    return (
        node if subject is EACH else subject,
        predicate,
        node if object is EACH else object,
        node if graph is EACH else graph,
    )
