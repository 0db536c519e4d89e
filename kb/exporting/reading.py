"""Nodes of the graph, read one after another.

Input: an opened store. Output: Node: what the graph says of one thing; read by all that write exports.
Never: holds the graph in memory: of a class it keeps the names, sorted in runs, and of nodes one at a time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.graph import names, words
from kb.graph.iris import Iris
from kb.graph.vocabulary import KB
from kb.projections.files.sorting import sorted_lines

_LABELS: Final = 10_000  # that are remembered
ROLES: Final[Mapping[str, str]] = {iri: role for role, iri in words.ROLE.items() if role != "source"}
ENTITY_TYPES: Final[Mapping[str, str]] = {iri: kind for kind, iri in words.ENTITY_CLASS.items()}
_GENERAL: Final = frozenset({KB.Actor, KB.Location, KB.Organization, KB.Person, KB.Country})


@dataclass(frozen=True)
class Node:
    """What the graph says of one thing.

    Attributes:
        iri: its name.
        terms: predicate -> values, sorted by how N-Triples writes them.
    """

    iri: str
    terms: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The last part of its IRI: "event-0b5c..."."""
        return last(self.iri)

    @cached_property
    def types(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.terms.get(names.TYPE.value, ()))

    def one(self, predicate: str) -> str:
        """Return the first value, "" if there is none."""
        return next(iter(self.terms.get(predicate, ())), "")

    def many(self, predicate: str) -> tuple[str, ...]:
        """Return all values."""
        return self.terms.get(predicate, ())

    def local(self, predicate: str) -> str:
        """Return the first value's last part: of a concept's IRI its local name."""
        return last(self.one(predicate))

    def number(self, predicate: str) -> float | None:
        """Return the first value as a number, None if there is none."""
        value = self.one(predicate)
        return float(value) if value else None

    def whole(self, predicate: str) -> int | None:
        """Return the first value as a whole number, None if there is none."""
        value = self.one(predicate)
        return int(value) if value else None


def last(iri: str) -> str:
    """Return what follows the last "/" or "#"."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


class Graph:
    """The nodes of a store, all or some.

    Args:
        store: opened for reading.
        base: base IRI of the home.
        chosen: IRIs of the nodes that are wanted; None: all.
    """

    def __init__(self, store: Store, base: str, chosen: Collection[str] | None = None) -> None:
        self.store = store
        self.base = base
        self.iris = Iris(base)
        self.chosen = chosen
        self.label = lru_cache(_LABELS)(self._label)

    def of(self, cls: str) -> Iterator[Node]:
        """Yield the chosen nodes of a class, by their IRIs in order."""
        for iri in self.names(cls):
            yield self.node(iri)

    def names(self, cls: str) -> Iterator[str]:
        """Yield the IRIs of the chosen nodes of a class, in order."""
        found = self.store.quads_for_pattern(None, names.TYPE, NamedNode(cls), None)
        subjects = (quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))
        wanted = subjects if self.chosen is None else (iri for iri in subjects if iri in self.chosen)
        for line in sorted_lines(f"{iri}\n".encode() for iri in wanted):
            yield line[:-1].decode()

    def node(self, iri: str) -> Node:
        """Return what the graph says of *iri*; a node without terms if it says nothing."""
        return Node(iri, self._grouped(self.store.quads_for_pattern(NamedNode(iri), None, None, None)))

    def entities(self) -> Iterator[Node]:
        """Yield the chosen canonical entities that were not absorbed, in order."""
        prefix = f"{self.base}id/entity-"
        quads = self.store.quads_for_pattern(None, names.TYPE, None, self.iris.registry_graph())
        listed = self.store.quads_for_pattern(None, names.TYPE, None, None) if self._constructed() else quads
        subjects = (quad.subject.value for quad in listed if isinstance(quad.subject, NamedNode))
        wanted = (iri for iri in subjects if iri.startswith(prefix) and (self.chosen is None or iri in self.chosen))
        for line in sorted_lines(f"{iri}\n".encode() for iri in wanted):
            yield self.node(line[:-1].decode())

    def has_entity(self, iri: str) -> bool:
        """Say whether *iri* names one of the entities that *entities* yields."""
        if not iri.startswith(f"{self.base}id/entity-") or (self.chosen is not None and iri not in self.chosen):
            return False
        graph = None if self._constructed() else self.iris.registry_graph()
        try:
            node = NamedNode(iri)
        except ValueError:  # words, as a graph that a query made may have in the place of an entity
            return False
        return next(self.store.quads_for_pattern(node, names.TYPE, None, graph), None) is not None

    def sources_of(self, predicate: str, iri: str) -> tuple[str, ...]:
        """Return the nodes whose *predicate* is *iri*, sorted."""
        found = self.store.quads_for_pattern(None, NamedNode(predicate), NamedNode(iri), None)
        return tuple(sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}))

    def article_graph(self, article: str) -> list[Quad]:
        """Return what one article says, in the order of its lines.

        Args:
            article: IRI of the article.
        """
        graph = NamedNode(article.replace("/id/", "/graph/"))
        return sorted(self.store.quads_for_pattern(None, None, None, graph), key=str)

    def _constructed(self) -> bool:
        """Say whether the store holds no registry: the answer to a query, without graphs."""
        return not self.store.contains_named_graph(self.iris.registry_graph())

    def _label(self, iri: str) -> str:
        """Return what a node is called: its label, for a mention its words, for a concept its local name in words."""
        if not iri:
            return ""
        node = NamedNode(iri)
        for predicate in (names.LABEL, names.kb("exact"), names.node(_PREF_LABEL)):
            found = self.store.quads_for_pattern(node, predicate, None, None)
            if labels := sorted(quad.object.value for quad in found if isinstance(quad.object, Literal)):
                return " ".join(labels[0].split())
        return names.words_of(last(iri))

    def _grouped(self, quads: Iterator[Quad]) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for quad in quads:
            value = quad.object
            found.setdefault(quad.predicate.value, set()).add(
                value.value if isinstance(value, NamedNode | Literal) else str(value)
            )
        return {predicate: tuple(sorted(values)) for predicate, values in sorted(found.items())}


def entity_type(node: Node) -> str:
    """Return the type of an entity as kb.model has it ("armed_force"), the narrowest; "" if it has none."""
    kinds = sorted(node.types & ENTITY_TYPES.keys(), key=lambda iri: (iri in _GENERAL, iri == KB.Location, iri))
    return ENTITY_TYPES[kinds[0]] if kinds else ""


def roles_of(event: Node) -> Iterator[tuple[str, str]]:
    """Yield (role, IRI of who or what has it), in order."""
    for predicate, values in event.terms.items():
        if predicate in ROLES:
            yield from ((ROLES[predicate], value) for value in values)


_PREF_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
