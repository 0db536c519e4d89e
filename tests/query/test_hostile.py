"""Queries that ended the engine's process, or kept it busy for ever, when they were tried on it alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kb.errors import QueryRefusedError
from kb.query.service import QueryService
from kb.query.workers.recipe import Snapshot
from tests.query.conftest import LIMITS

ALL = "SELECT * { ?s ?p ?o "
PATTERNS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: ALL + "FILTER(" + "(" * n + "?o>0" + ")" * n + ") }",
    "not": lambda n: ALL + "FILTER(" + "!" * n + "(?o>0)) }",
    "not in brackets": lambda n: ALL + "FILTER(" + "!(" * n + "?o>0" + ")" * n + ") }",
    "exists": lambda n: ALL + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + " }",
    "optional in optional": lambda n: ALL + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }",
    "optional after optional": lambda n: ALL + "OPTIONAL { ?s ?p ?o } " * n + "}",
    "minus after minus": lambda n: ALL + "MINUS { ?s ?p 5 } " * n + "}",
    "group in group": lambda n: "SELECT * { " + "{ " * n + "?s ?p ?o" + "}" * n + " }",
    "group after group": lambda n: "SELECT * { " + "{ ?s ?p 1 } " * n + "}",
    "union in union": lambda n: "SELECT * { " + "{ ?s ?p ?o } UNION { " * n + "?s ?p ?o" + "}" * n + " }",
    "union after union": lambda n: "SELECT * { " + "{ ?s ?p 7 } UNION " * n + "{ ?s ?p ?o } }",
    "query in query": lambda n: "SELECT * { " + "{ SELECT * { " * n + "?s ?p ?o" + "} }" * n + " }",
    "graph in graph": lambda n: "SELECT * { " + "GRAPH ?g { " * n + "?s ?p ?o" + "}" * n + " }",
    "path in brackets": lambda n: "SELECT * { ?s " + "(" * n + "<a:b>" + ")" * n + " ?o }",
    "path of paths": lambda n: "SELECT * { ?s " + "(" * n + "<a:b>" + ")*" * n + " ?o }",
    "path backwards": lambda n: "SELECT * { ?s " + "^(" * n + "<a:b>" + ")" * n + " ?o }",
    "long path": lambda n: "SELECT * { ?s " + "/".join(["<a:b>"] * n) + " ?o }",
    "many ways": lambda n: "SELECT * { ?s " + "/".join(["(<a:b>|<a:c>)"] * n) + " ?o }",
    "or": lambda n: ALL + "FILTER(" + "||".join(["?o=1"] * n) + ") }",
    "and": lambda n: ALL + "FILTER(" + "&&".join(["?o=1"] * n) + ") }",
    "sum": lambda n: ALL + "FILTER(" + "+".join(["?o"] * n) + ">1) }",
    "bind": lambda n: ALL + "".join(f"BIND(?o+1 AS ?v{i}) " for i in range(n)) + "}",
    "join": lambda n: "SELECT * { " + "".join(f"?s{i} ?p{i} ?s{i + 1} . " for i in range(n)) + "}",
    "blank nodes": lambda n: "SELECT * { ?s ?p " + "[ <a:b> " * n + " 1 " + "]" * n + " }",
    "lists": lambda n: "SELECT * { ?s ?p " + "( " * n + " 1 " + ")" * n + " }",
    "values": lambda n: "SELECT * { VALUES ?x {" + " 1" * n + "} }",
    "if": lambda n: "SELECT ((" + "IF(true," * n + "1" + ",2)" * n + ") AS ?x) {}",
    "quoted triples": lambda n: "SELECT * { ?s ?p " + "<< ?a ?b " * n + "1" + " >>" * n + " }",
    "columns": lambda n: "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(n)) + " {}",
    "hidden brackets": lambda n: ALL + "FILTER(?o<" + "(" * n + "1" + ")" * n + "&&2>1) }",
}


@pytest.fixture(scope="module")
def quick(snapshot: Snapshot) -> Iterator[QueryService]:
    """The limits as they are."""
    with QueryService(snapshot, LIMITS) as made:
        yield made


@pytest.fixture(scope="module")
def ungated(snapshot: Snapshot) -> Iterator[QueryService]:
    """Nothing is refused for its text below 64 KB."""
    most = 1 << 20
    limits = replace(LIMITS, memory=1 << 30, depth=most, unary=most, path=most, values=most)
    with QueryService(snapshot, limits) as made:
        yield made


@pytest.mark.thorough
@pytest.mark.parametrize("name", PATTERNS)
def test_as_large_as_may_be_it_is_answered_or_refused(quick: QueryService, name: str) -> None:
    """With a reason, and the next query is answered."""
    ended(quick, PATTERNS[name](largest(name, 60_000)), 1.0)
    assert quick.run("ASK {}", format="csv").read() == b"true"


@pytest.mark.slow
@pytest.mark.parametrize("size", [3_000, 10_000, 30_000, 60_000])
@pytest.mark.parametrize("name", PATTERNS)
def test_the_stack_of_a_worker_holds_what_the_gate_would_refuse(ungated: QueryService, name: str, size: int) -> None:
    """The gate is not what keeps the engine alive; a new engine that needs more stack is found here."""
    assert "SIG" not in ended(ungated, PATTERNS[name](largest(name, size)), 3.0)


def largest(name: str, size: int) -> int:
    """How often a pattern may be repeated within *size* bytes."""
    low, high = 1, size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(PATTERNS[name](middle)) <= size else (low, middle - 1)
    return low


def ended(service: QueryService, query: str, seconds: float) -> str:
    """Run a query for so long; return "" or the words of its refusal."""
    refusal: QueryRefusedError | None = None
    try:
        service.run(query, timeout=seconds).close()
    except QueryRefusedError as error:
        refusal = error
    assert refusal is None or refusal.reason in ("malformed", "refused", "too-large", "time-limit", "memory")
    return str(refusal or "")
