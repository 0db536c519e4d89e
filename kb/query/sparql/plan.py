"""How a query would be evaluated, with our own estimates of rows: the engine shows neither plan nor counts.

Input: a query's text that the engine has taken, and the store. Output: JSON; made in a worker
(kb.query.workers.worker), which can be killed, since a parser may take long on a text that was made for it.
Never: evaluates the query. Estimates take properties for independent of each other, and so may be wrong by far; they
are called estimates wherever they are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox
from rdflib.namespace import RDF
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Literal, Node, URIRef, Variable

from kb.query.sparql.looking import MOST, Count, counted
from kb.query.sparql.tokens import standard

NOTE: Final = (
    "Estimates of kb, not of the engine: matches of each pattern, joined as if properties were independent. "
    f"Beyond {MOST:,} matches a pattern is not counted further."
)
_WRAPPERS: Final = {
    "Project": "columns",
    "Distinct": "without duplicates",
    "Reduced": "duplicates may go",
    "OrderBy": "sorted",
    "Slice": "part of the rows",
    "Group": "grouped",
    "AggregateJoin": "aggregates",
    "Extend": "a value for each row",
    "ToMultiSet": "a query inside",
    "Graph": "in a named graph",
}


@dataclass(slots=True)
class _Part:
    """Something that is joined: its variables and how many rows it has, as far as can be told."""

    what: str
    variables: frozenset[Node]
    rows: float
    distinct: dict[Node, float] = field(default_factory=dict)


class _Planner:
    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self.steps: list[dict[str, Any]] = []
        self.products: list[dict[str, Any]] = []

    def walk(self, node: CompValue, depth: int) -> _Part:
        """Add the steps of a node of the algebra; return it as what may be joined."""
        name = node.name
        if name in ("Join", "BGP"):
            return self._join(node, depth)
        if name == "Filter":
            self._say(depth, "filter", None)
            return self.walk(node.p, depth + 1)
        if name in ("LeftJoin", "Minus", "Union"):
            return self._pair(node, depth)
        if name in ("values", "ToMultiSet") and node.res is not None:
            return self._values(node.res, depth)
        if name in _WRAPPERS and isinstance(node.p, CompValue):
            self._say(depth, _WRAPPERS[name], None)
            inner = self.walk(node.p, depth + 1)
            if name == "Slice" and node.length is not None:
                inner.rows = min(inner.rows, float(node.length))
            if name == "Extend":  # what it makes may be what joins this with the rest
                inner.variables |= {node.var}
                inner.distinct[node.var] = max(inner.rows, 1.0)
            return inner
        self._say(depth, name, None)
        return _Part(name, frozenset(), 1.0)

    def _pair(self, node: CompValue, depth: int) -> _Part:
        what = {"LeftJoin": "optional", "Minus": "minus", "Union": "either, or"}[node.name]
        at = self._say(depth, what, None)
        left, right = self.walk(node.p1, depth + 1), self.walk(node.p2, depth + 1)
        if node.name == "Union":
            made = _Part(what, left.variables | right.variables, left.rows + right.rows)
        elif node.name == "Minus":
            made = left
        else:
            made = _joined(left, right)
            made.rows = max(made.rows, left.rows)
            if left.variables and right.variables and not left.variables & right.variables:
                self._product([left, right])
        self.steps[at]["rows"] = _whole(made.rows)
        return made

    def _values(self, rows: Sequence[Any], depth: int) -> _Part:
        self._say(depth, "rows that the query brings", len(rows))
        variables = frozenset(name for row in rows for name in row)
        return _Part("VALUES", variables, len(rows), dict.fromkeys(variables, float(len(rows))))

    def _join(self, node: CompValue, depth: int) -> _Part:
        at = self._say(depth, "join", None)
        parts = [
            self._pattern(operand, depth + 1) if isinstance(operand, tuple) else self.walk(operand, depth + 1)
            for operand in _operands(node)
        ]
        if len(parts) == 1:
            self.steps.pop(at)
            for step in self.steps[at:]:
                step["depth"] -= 1
            return parts[0]
        groups = _components(parts)
        if len(groups) > 1:
            self._product(groups)
        whole = _Part("join", frozenset(), 1.0)
        for group in groups:
            whole = _joined(whole, group)
        self.steps[at]["rows"] = _whole(whole.rows)
        return whole

    def _pattern(self, triple: tuple[Node, Node | Path, Node], depth: int) -> _Part:
        subject, predicate, object = triple
        ends = (_written(subject), _written(object))
        if isinstance(predicate, Path):
            counts = [counted(self._store, "", iri.n3(), "") for iri in _iris(predicate)]
            count = max(counts, key=lambda one: one.rows, default=counted(self._store, "", "", ""))
            share = max(count.subjects if ends[0] else 1, count.objects if ends[1] else 1, 1)
            count = Count(count.rows // share, count.subjects, count.objects, count.more)
        else:
            count = counted(self._store, ends[0], _written(predicate), ends[1])
        what = " ".join(self._short(term) for term in triple)
        self._say(depth, what, count.rows, more=count.more)
        distinct: dict[Node, float] = {
            term: float(max(number, 1))
            for term, number in ((object, count.objects), (subject, count.subjects))
            if isinstance(term, Variable)
        }
        variables = frozenset(term for term in triple if isinstance(term, Variable | BNode))
        return _Part(what, variables, float(count.rows), distinct)

    def _product(self, parts: Sequence[_Part]) -> None:
        rows = 1.0
        for part in parts:
            rows *= part.rows
        sides = [{"what": part.what, "rows": _whole(part.rows)} for part in parts]
        self.products.append({"sides": sides, "rows": _whole(rows)})

    def _say(self, depth: int, what: str, rows: int | None, *, more: bool = False) -> int:
        self.steps.append({"depth": depth, "what": what, "rows": rows, "more": more})
        return len(self.steps) - 1

    def _short(self, term: Node | Path) -> str:
        if isinstance(term, URIRef):
            if term == RDF.type:
                return "a"
            for prefix, iri in self._prefixes:
                if term.startswith(iri):
                    return f"{prefix}:{term.removeprefix(iri)}"
        if isinstance(term, Path):
            return "(" + "|".join(self._short(iri) for iri in _iris(term)) + ")…"
        return "[]" if isinstance(term, BNode) else str(term.n3())


def explanation(store: ox.Store, text: str, prefixes: Mapping[str, str], base: str) -> dict[str, Any]:
    """Return steps (depth, what, rows, more) and products (sides, rows) of a query that the engine takes."""
    algebra = translateQuery(parseQuery(standard(text)), base=base or None, initNs=dict(prefixes)).algebra
    planner = _Planner(store, prefixes)
    whole = planner.walk(algebra.p, 0) if algebra.p is not None else _Part("nodes that are named", frozenset(), 0.0)
    return {
        "form": algebra.name.removesuffix("Query").upper(),
        "rows": _whole(whole.rows),
        "steps": planner.steps,
        "products": planner.products,
        "note": NOTE,
    }


def _operands(node: CompValue) -> Iterator[Any]:
    if node.name == "BGP":
        yield from node.triples
    elif node.name == "Join":
        yield from _operands(node.p1)
        yield from _operands(node.p2)
    else:
        yield node


def _components(parts: Sequence[_Part]) -> list[_Part]:
    """Join what has variables in common; what has none at all only restricts, and stays apart from nothing."""
    groups: list[_Part] = []
    for part in sorted(parts, key=lambda one: one.rows):
        touching = [group for group in groups if group.variables & part.variables]
        apart = [group for group in groups if not group.variables & part.variables]
        made = part
        for group in touching:
            made = _joined(group, made)
        groups = [*apart, made]
    free = [group for group in groups if group.variables]
    return free or groups


def _joined(left: _Part, right: _Part) -> _Part:
    rows = left.rows * right.rows
    for name in left.variables & right.variables:
        rows /= max(left.distinct.get(name, left.rows), right.distinct.get(name, right.rows), 1.0)
    most = {**left.distinct, **right.distinct}
    distinct = {
        name: min(left.distinct.get(name, number), right.distinct.get(name, number), max(rows, 1.0))
        for name, number in most.items()
    }
    what = " . ".join(part for part in (left.what, right.what) if part != "join")
    return _Part(what or "join", left.variables | right.variables, rows, distinct)


def _iris(path: Path | Node) -> list[URIRef]:
    if isinstance(path, URIRef):
        return [path]
    inner = [getattr(path, name) for name in ("path", "arg") if hasattr(path, name)]
    nested = [*inner, *getattr(path, "args", ())]
    return [iri for one in nested if isinstance(one, Path | URIRef) for iri in _iris(one)]


def _written(term: Node | Path) -> str:
    return str(term.n3()) if isinstance(term, URIRef | Literal) else ""


def _whole(rows: float) -> int:
    return int(min(max(round(rows), 0), 10**18))
