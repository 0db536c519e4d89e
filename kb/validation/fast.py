"""Clears what surely conforms, so that pySHACL sees only what is left.

Input: the triples under judgement and a ShapeSet. Output: (node shape, focus
node) pairs that are not cleared, read by kb.validation.validator.
Never: reports a violation; a pair that is not cleared may well conform.
"""

from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kb.validation.compiled import Compiler, Facts, NodeCheck, superclasses
from kb.validation.shape_files import RDF, SH, Index, ShapeSet, Term

_RDF_TYPE: Final = RDF + "type"
_PREFIXES: Final = "PREFIX kb: <https://w3id.org/newskb#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "


def uncleared(triples: list[ox.Triple], shapes: ShapeSet) -> tuple[tuple[ox.NamedNode, Term], ...]:
    """Return the pairs of node shape and focus node that plain checks do not clear, in a stable order."""
    index = Index(triples)
    supers = superclasses(index)
    instances = _instances(index, supers)
    facts = Facts(index, supers, _sparql_failures(triples, shapes, instances))
    left: dict[tuple[ox.NamedNode, Term], None] = {}
    for shape, check in _compiled(shapes):
        targets = [target for node, target in shapes.targets if node == shape]
        for focus in dict.fromkeys(node for target in targets for node in instances.get(target, ())):
            if check(facts, focus) is not True:
                left[shape, focus] = None
    return tuple(left)


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
    triples: list[ox.Triple], shapes: ShapeSet, instances: dict[str, list[Term]]
) -> dict[str, frozenset[Term]]:
    """Run each SPARQL constraint once over the whole graph; shape -> nodes that it selects."""
    wanted = {
        shape: list(shapes.index.values(shape, SH + "sparql"))
        for shape, target in shapes.targets
        if target in instances
    }
    if not any(wanted.values()):
        return {}
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    failing: dict[str, frozenset[Term]] = {}
    for shape, constraints in wanted.items():
        selects = [select for one in constraints for select in shapes.index.values(one, SH + "select")]
        if constraints and all(isinstance(select, ox.Literal) for select in selects):
            failing[str(shape)] = frozenset(node for select in selects for node in _selected(store, select))
    return failing


def _selected(store: ox.Store, select: Term) -> list[Term]:
    assert isinstance(select, ox.Literal)
    solutions = store.query(_PREFIXES + select.value)
    assert isinstance(solutions, ox.QuerySolutions)
    return [node for solution in solutions if (node := solution["this"]) is not None]
