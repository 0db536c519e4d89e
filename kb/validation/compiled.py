"""Shapes as plain Python, for the graphs that conform.

Input: a ShapeSet. Output: for each node shape a function that says of a focus
node: True (it surely conforms), False (it surely does not) or None (ask
pySHACL). Read by kb.validation.fast.
Never: has the last word on a violation, and never says True of a constraint
that it does not know: whatever is not understood is None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kb.validation import literals
from kb.validation.shape_files import RDF, RDFS, SH, Index, ShapeSet, Term

Verdict = bool | None
_RDF_TYPE: Final = RDF + "type"
_SAID_ELSEWHERE: Final = frozenset({"path", "targetClass", "message", "severity", "flags", "name", "description"})


@dataclass(slots=True)
class Facts:
    """The graph under judgement.

    Attributes:
        supers: class IRI -> its superclasses, itself among them.
        failing: node shape -> nodes that its SPARQL constraints select.
        beyond: whether a check met a constraint of which it cannot be told what of the graph it looks at.
    """

    index: Index
    supers: dict[str, frozenset[str]]
    failing: dict[str, frozenset[Term]]
    beyond: bool = False

    def told(self, key: str, node: Term) -> Verdict:
        """Return the verdict of a constraint that the store was asked about, by node shape; None of any other."""
        self.beyond = True
        return None if node in self.failing.get(key, {node}) else True

    def is_a(self, node: Term, cls: str) -> bool:
        """Say whether *node* is an instance of a class or of one below it."""
        return any(
            cls in self.supers.get(kind.value, (kind.value,))
            for kind in self.index.values(node, _RDF_TYPE)
            if isinstance(kind, ox.NamedNode)
        )


Values = Callable[[Facts, Term], list[Term]]
Check = Callable[[Facts, Term, list[Term]], Verdict]
NodeCheck = Callable[[Facts, Term], Verdict]


def every(verdicts: Sequence[Verdict]) -> Verdict:
    """Return False if one is, else None if one is, else True."""
    return False if False in verdicts else None if None in verdicts else True


def some(verdicts: Sequence[Verdict]) -> Verdict:
    """Return True if one is, else None if one is, else False."""
    return True if True in verdicts else None if None in verdicts else False


class Compiler:
    """Compiles the shapes of one ShapeSet, each once."""

    def __init__(self, shapes: ShapeSet) -> None:
        self._index = shapes.index
        self._done: dict[Term, NodeCheck] = {}

    def node(self, shape: Term) -> NodeCheck:
        """Return the check of a node shape or property shape at a focus node."""
        if shape not in self._done:
            self._done[shape] = _unknown  # while it is compiled: a shape that names itself is left to pySHACL
            self._done[shape] = self._compile(shape)
        return self._done[shape]

    def _compile(self, shape: Term) -> NodeCheck:
        values = self._path(self._index.one(shape, SH + "path"))
        checks = [
            self._component(predicate.removeprefix(SH), objects, shape)
            for predicate, objects in self._index.out.get(shape, {}).items()
            if predicate.startswith(SH) and predicate.removeprefix(SH) not in _SAID_ELSEWHERE
        ]

        def check(facts: Facts, node: Term) -> Verdict:
            found = values(facts, node)
            return every([one(facts, node, found) for one in checks])

        return check

    def _component(self, name: str, objects: list[Term], shape: Term) -> Check:
        simple = _count(name, objects) or _value(name, objects)
        if simple is not None:
            return simple
        if name in ("property", "node", "not"):
            return _each([self.node(one) for one in objects], denied=name == "not")
        if name == "or":
            choices = [[self.node(one) for one in self._index.items(head)] for head in objects]
            return lambda facts, node, values: every(
                [some([one(facts, value) for one in choice]) for choice in choices for value in values]
            )
        if name == "in":
            members = frozenset(member for head in objects for member in self._index.items(head))
            return lambda facts, node, values: None if set(values) - members else True
        key = str(shape) if name == "sparql" else ""
        return lambda facts, node, values: facts.told(key, node)

    def _path(self, path: Term | None) -> Values:
        if path is None:
            return lambda facts, node: [node]
        if isinstance(path, ox.NamedNode):
            predicate = path.value
            return lambda facts, node: facts.index.values(node, predicate)
        if (inverse := self._index.one(path, SH + "inversePath")) is not None:
            backwards = str(inverse)[1:-1]
            return lambda facts, node: facts.index.subjects(backwards, node)
        if (choice := self._index.one(path, SH + "alternativePath")) is not None:
            ways = [self._path(way) for way in self._index.items(choice)]
            return lambda facts, node: list(dict.fromkeys(v for way in ways for v in way(facts, node)))
        if (repeated := self._index.one(path, SH + "zeroOrMorePath")) is not None:
            return _closure(self._path(repeated))
        steps = [self._path(step) for step in self._index.items(path)]
        return lambda facts, node: _walk(steps, facts, node)


def _unknown(facts: Facts, node: Term) -> Verdict:
    facts.beyond = True
    return None


def _each(inner: Sequence[NodeCheck], *, denied: bool) -> Check:
    def check(facts: Facts, node: Term, values: list[Term]) -> Verdict:
        verdicts = [one(facts, value) for one in inner for value in values]
        return every([_opposite(verdict) for verdict in verdicts] if denied else verdicts)

    return check


def _walk(steps: Sequence[Values], facts: Facts, node: Term) -> list[Term]:
    at = [node]
    for step in steps:
        at = list(dict.fromkeys(value for one in at for value in step(facts, one)))
    return at


def _closure(step: Values) -> Values:
    def reach(facts: Facts, node: Term) -> list[Term]:
        found = {node: None}
        waiting = [node]
        while waiting:
            for value in step(facts, waiting.pop()):
                if value not in found:
                    found[value] = None
                    waiting.append(value)
        return list(found)

    return reach


def _opposite(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _count(name: str, objects: list[Term]) -> Check | None:
    first = objects[0]
    if name == "minCount" and isinstance(first, ox.Literal):
        least = int(first.value)
        return lambda facts, node, values: len(values) >= least
    if name == "maxCount" and isinstance(first, ox.Literal):
        most = int(first.value)
        return lambda facts, node, values: len(values) <= most
    if name == "hasValue":
        return lambda facts, node, values: all(one in values for one in objects)
    return None


def _value(name: str, objects: list[Term]) -> Check | None:
    first = objects[0]
    if name == "class" and isinstance(first, ox.NamedNode):
        wanted = first.value
        return lambda facts, node, values: every([facts.is_a(value, wanted) for value in values])  # of all: it is noted
    if name == "nodeKind" and first == ox.NamedNode(SH + "IRI"):
        return lambda facts, node, values: all(isinstance(value, ox.NamedNode) for value in values)
    if name in ("lessThan", "lessThanOrEquals", "disjoint") and isinstance(first, ox.NamedNode):
        other = first.value
        compare = literals.PAIRS[name]
        return lambda facts, node, values: every(
            [compare(value, against) for value in values for against in facts.index.values(node, other)]
        )
    if name == "uniqueLang":
        return lambda facts, node, values: literals.languages_differ(values) or None
    test = literals.value_test(name, first)
    if test is None:
        return None
    return lambda facts, node, values: True if all(test(value) for value in values) else None


def superclasses(index: Index) -> dict[str, frozenset[str]]:
    """Return each class with all above it, itself among them."""
    up = {
        str(node)[1:-1]: [parent.value for parent in parents if isinstance(parent, ox.NamedNode)]
        for node, properties in index.out.items()
        if isinstance(node, ox.NamedNode) and (parents := properties.get(RDFS + "subClassOf"))
    }
    found: dict[str, frozenset[str]] = {}
    for cls in up:
        seen, waiting = {cls}, [cls]
        while waiting:
            for parent in up.get(waiting.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        found[cls] = frozenset(seen)
    return found
