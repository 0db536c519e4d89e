"""The shapes of the package, as one Turtle text and as an index of its triples.

Input: the folder shapes/. Output: ShapeSet, read by kb.validation.fast (which
compiles it) and kb.validation.authority (which hands it to pySHACL). Each
folder is read once a process.
Never: knows a single shape by name.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kb.resources import resource

SH: Final = "http://www.w3.org/ns/shacl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
ONTOLOGY_SHAPES: Final = "ontology.ttl"  # shapes of the ontology's own parts, not of articles

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Index:
    """Triples by subject and predicate, and by predicate and object where asked for."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.out: dict[Term, dict[str, list[Term]]] = defaultdict(dict)
        self._inverse: dict[str, dict[Term, list[Term]]] = {}
        seen: set[tuple[Term, str, Term]] = set()
        for triple in triples:
            key = (triple.subject, triple.predicate.value, triple.object)
            if key not in seen:
                seen.add(key)
                self.out[key[0]].setdefault(key[1], []).append(key[2])

    def values(self, node: Term, predicate: str) -> list[Term]:
        """Return the objects of one predicate, each once."""
        properties = self.out.get(node)
        return properties.get(predicate, []) if properties else []

    def one(self, node: Term, predicate: str) -> Term | None:
        """Return one object, None if there is none."""
        found = self.values(node, predicate)
        return found[0] if found else None

    def subjects(self, predicate: str, value: Term) -> list[Term]:
        """Return the subjects that have *value* for a predicate, each once."""
        if predicate not in self._inverse:
            table: dict[Term, list[Term]] = defaultdict(list)
            for subject, properties in self.out.items():
                for found in properties.get(predicate, ()):
                    table[found].append(subject)
            self._inverse[predicate] = table
        return self._inverse[predicate].get(value, [])

    def items(self, head: Term) -> list[Term]:
        """Return the members of an RDF list."""
        members: list[Term] = []
        while isinstance(head, ox.NamedNode | ox.BlankNode) and head != ox.NamedNode(RDF + "nil"):
            first, rest = self.one(head, RDF + "first"), self.one(head, RDF + "rest")
            if first is None or rest is None:
                break
            members.append(first)
            head = rest
        return members


class NotingIndex(Index):
    """An index that remembers what it was asked for.

    Attributes:
        nodes: those whose objects were asked for.
        values_of: (predicate, value) of which subjects were asked for.
    """

    def __init__(self, index: Index) -> None:
        self.out, self._inverse = index.out, index._inverse
        self.nodes: set[Term] = set()
        self.values_of: set[tuple[str, Term]] = set()

    def values(self, node: Term, predicate: str) -> list[Term]:
        """Return the objects of one predicate, each once."""
        self.nodes.add(node)
        return super().values(node, predicate)

    def subjects(self, predicate: str, value: Term) -> list[Term]:
        """Return the subjects that have *value* for a predicate, each once."""
        self.values_of.add((predicate, value))
        return super().subjects(predicate, value)


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """Shapes read from files.

    Attributes:
        turtle: all files, one after the other.
        index: their triples.
        targets: (node shape, IRI of its target class), sorted.
    """

    turtle: str
    index: Index = field(compare=False)
    targets: tuple[tuple[ox.NamedNode, str], ...]


def shape_set(folder: Path | None = None, *, ontology: bool = False) -> ShapeSet:
    """Return the shapes of articles and imported data, or those of the *ontology*'s own parts.

    Args:
        folder: where the shapes lie; by default those of the package.
    """
    return _read((folder or resource("shapes")).resolve(), ontology)


@lru_cache(maxsize=8)
def _read(folder: Path, ontology: bool) -> ShapeSet:
    shared = folder / "values.ttl"
    files = [path for path in sorted(folder.glob("*.ttl")) if (path.name == ONTOLOGY_SHAPES) == ontology]
    if shared.is_file() and shared not in files:
        files.append(shared)
    turtle = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return parse_shapes(turtle)


def parse_shapes(turtle: str) -> ShapeSet:
    """Return the shapes that a Turtle text describes."""
    index = Index(ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE))
    targets = [
        (node, target.value)
        for node, properties in index.out.items()
        for target in properties.get(SH + "targetClass", ())
        if isinstance(node, ox.NamedNode) and isinstance(target, ox.NamedNode)
    ]
    return ShapeSet(turtle, index, tuple(sorted(targets, key=lambda pair: (pair[0].value, pair[1]))))
