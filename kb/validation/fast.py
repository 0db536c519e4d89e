"""Clears what surely conforms, so that pySHACL sees only what is left.

Input: the triples under judgement and a ShapeSet. Output: (node shape, focus
node) pairs that are not cleared, and the triples that bear on them; read by
kb.validation.validator.
Never: reports a violation; a pair that is not cleared may well conform.
"""

from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kb.validation.compiled import Compiler, Facts, NodeCheck, superclasses
from kb.validation.quoting import WORDS, misquoting
from kb.validation.shape_files import RDF, RDFS, SH, Index, NotingIndex, ShapeSet, Term

_RDF_TYPE: Final = RDF + "type"
SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")


Pairs = tuple[tuple[ox.NamedNode, Term], ...]


def uncleared(triples: list[ox.Triple], shapes: ShapeSet) -> Pairs:
    """Return the pairs of node shape and focus node that plain checks do not clear, in a stable order."""
    return left_over(triples, shapes)[0]


def left_over(triples: list[ox.Triple], shapes: ShapeSet) -> tuple[Pairs, list[ox.Triple]]:
    """Return the pairs that plain checks do not clear, and the triples that can decide about them.

    These are what the checks of these pairs looked at, and the class tree; all, where that cannot be told. A large
    graph of which two statements are in doubt takes pySHACL seconds to read.
    """
    index = Index(triples)
    supers = superclasses(index)
    instances = _instances(index, supers)
    facts = Facts(index, supers, _sparql_failures(triples, shapes, instances, index))
    left: dict[tuple[ox.NamedNode, Term], NodeCheck] = {}
    for shape, check in _compiled(shapes):
        targets = [target for node, target in shapes.targets if node == shape]
        for focus in dict.fromkeys(node for target in targets for node in instances.get(target, ())):
            if check(facts, focus) is not True:
                left[shape, focus] = check
    noting = NotingIndex(index)
    noted = Facts(noting, supers, facts.failing)
    for (_, focus), check in left.items():
        check(noted, focus)
    blank = any(isinstance(focus, ox.BlankNode) for _, focus in left)  # of which pySHACL judges all there is
    whole = blank or noted.beyond
    return tuple(left), triples if whole else [one for one in triples if _bears(one, noting)]


def _bears(triple: ox.Triple, noting: NotingIndex) -> bool:
    return (
        triple.subject in noting.nodes
        or triple.predicate == SUBCLASS
        or (triple.predicate.value, triple.object) in noting.values_of
    )


@lru_cache(maxsize=8)
def _compiled(shapes: ShapeSet) -> tuple[tuple[ox.NamedNode, NodeCheck], ...]:
    compiler = Compiler(shapes)
    return tuple((shape, compiler.node(shape)) for shape in dict.fromkeys(shape for shape, _ in shapes.targets))


def _instances(index: Index, supers: dict[str, frozenset[str]]) -> dict[str, list[Term]]:
    found: dict[str, dict[Term, None]] = {}
    for node, properties in index.out.items():
        for kind in properties.get(_RDF_TYPE, ()):
            if isinstance(kind, ox.NamedNode):
                for cls in supers.get(kind.value, (kind.value,)):
                    found.setdefault(cls, {})[node] = None
    return {cls: list(nodes) for cls, nodes in found.items()}


def _sparql_failures(
    triples: list[ox.Triple], shapes: ShapeSet, instances: dict[str, list[Term]], index: Index
) -> dict[str, frozenset[Term]]:
    """Run each SPARQL constraint once over the whole graph; shape -> nodes that it selects."""
    wanted = {
        shape: list(shapes.index.values(shape, SH + "sparql"))
        for shape, target in shapes.targets
        if target in instances
    }
    if not any(wanted.values()) or _ambiguous(triples):
        return {}  # nothing is cleared: the store would compare values where pySHACL compares what is written
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    failing: dict[str, frozenset[Term]] = {}
    for shape, constraints in wanted.items():
        selects = [select for one in constraints for select in shapes.index.values(one, SH + "select")]
        texts = [select.value for select in selects if isinstance(select, ox.Literal)]
        if constraints and len(texts) == len(selects):
            prefixes = _prefixes(shapes)
            failing[str(shape)] = frozenset(
                node
                for text in texts
                for node in (misquoting(index) if text == WORDS else _selected(store, prefixes + text))
            )
    return failing


def _ambiguous(triples: list[ox.Triple]) -> bool:
    """Say whether two literals are written differently and mean one value, as "1.50" and "1.5" do."""
    literals = {t.object for t in triples if isinstance(t.object, ox.Literal)}
    node = ox.NamedNode("urn:x")
    store = ox.Store()
    store.extend(ox.Quad(node, node, literal) for literal in literals)
    return len(store) < len(literals)


def _prefixes(shapes: ShapeSet) -> str:
    declared = (
        (shapes.index.one(node, SH + "prefix"), shapes.index.one(node, SH + "namespace")) for node in shapes.index.out
    )
    return "".join(
        f"PREFIX {prefix.value}: <{namespace.value}> "
        for prefix, namespace in declared
        if isinstance(prefix, ox.Literal) and isinstance(namespace, ox.Literal)
    )


def _selected(store: ox.Store, select: str) -> list[Term]:
    solutions = store.query(select)
    assert isinstance(solutions, ox.QuerySolutions)
    return [node for solution in solutions if (node := solution["this"]) is not None]
