"""Tests of kb.query.columns: what is counted over columns is what the engine counts, of any graph, after any change."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.query.columns.held import Held
from kb.query.columns.keeping import Columns
from kb.query.columns.making import Making
from kb.query.sparql.counting import Counting, counting
from kb.query.sparql.prefixes import known
from kb.query.workers.changing import done, told
from kb.query.workers.recipe import EACH, Delta, Match

XSD = "http://www.w3.org/2001/XMLSchema#"
PREDICATES = ("p", "q", "r")
NODES = st.sampled_from([*(ox.NamedNode(f"urn:n{n}") for n in range(4)), *(ox.BlankNode(f"b{n}") for n in range(2))])
LITERALS = st.sampled_from(
    [
        ox.Literal("a"),
        ox.Literal('b\t"\\\n\u0001ü'),
        ox.Literal("a", language="en"),
        ox.Literal("a", language="en-GB"),
        ox.Literal("01", datatype=ox.NamedNode(f"{XSD}integer")),
        ox.Literal("1", datatype=ox.NamedNode(f"{XSD}integer")),
        ox.Literal("1.50", datatype=ox.NamedNode(f"{XSD}decimal")),
        ox.Literal("x", datatype=ox.NamedNode(f"{XSD}integer")),
        ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
        ox.Literal("2031-01-01T00:00:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")),
        ox.Literal("2031-01-01T01:00:00+01:00", datatype=ox.NamedNode(f"{XSD}dateTime")),
        ox.Literal("<urn:n1>"),
        ox.Literal("", datatype=ox.NamedNode("urn:own")),
    ]
)
GRAPHS = st.sampled_from([ox.DefaultGraph(), ox.NamedNode("urn:g1"), ox.NamedNode("urn:g2")])
QUADS = st.builds(
    lambda subject, predicate, object, graph: ox.Quad(subject, ox.NamedNode(f"urn:{predicate}"), object, graph),
    NODES,
    st.sampled_from(PREDICATES),
    NODES | LITERALS,
    GRAPHS,
)
EACH_ONE = [ox.Quad(ox.NamedNode("urn:n0"), ox.NamedNode(f"urn:{one}"), ox.Literal("z")) for one in PREDICATES]
VARIABLES = ("a", "b", "c", "d")
ENDS = st.sampled_from([*(f"?{name}" for name in VARIABLES)] * 3 + ["<urn:n1>", "<urn:n9>"])
WRITTEN = st.sampled_from(['"a"', '"a"@EN', "1", "01", f'"1"^^<{XSD}integer>', f'"1.5"^^<{XSD}decimal>', "'none'"])


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query that counts, of the family or close to it."""
    triples = draw(
        st.lists(st.tuples(ENDS, st.sampled_from(PREDICATES), ENDS | ENDS | WRITTEN), min_size=1, max_size=4)
    )
    used = sorted({end[1:] for s, _, o in triples for end in (s, o) if end.startswith("?")}) or ["a"]
    keys = draw(st.lists(st.sampled_from(used), unique=True, max_size=3))
    counts = draw(
        st.lists(
            st.sampled_from(["COUNT(*)", *(f"COUNT({how}?{name})" for how in ("", "DISTINCT ") for name in used)]),
            min_size=1,
            max_size=2,
        )
    )
    shown = [f"?{key}" for key in draw(st.lists(st.sampled_from(keys), unique=True))] if keys else []
    columns = draw(st.permutations([*shown, *(f"({count} AS ?n{place})" for place, count in enumerate(counts))]))
    pattern = draw(st.sampled_from([" . ", " . ", " .\n"])).join(f"{s} <urn:{p}> {o}" for s, p, o in triples)
    text = f"SELECT {' '.join(columns)} WHERE {{ {pattern} }}"
    if keys:
        text += " GROUP BY " + " ".join(f"?{key}" for key in keys)
    if draw(st.booleans()):
        text += f" HAVING ({draw(st.sampled_from(counts))} {draw(st.sampled_from(['>', '<=', '=', '!=']))} 2)"
    orders = [
        *(f"?{key}" for key in keys),
        "?n0",
        "DESC(?n0)",
        f"DESC({counts[-1]})",
        *(f"ASC(?{key})" for key in keys),
    ]
    if chosen := draw(st.lists(st.sampled_from(orders), max_size=3)):
        text += " ORDER BY " + " ".join(chosen)
    for word in draw(st.permutations(["LIMIT", "OFFSET"])):
        if draw(st.integers(0, 3)) == 0:
            text += f" {word} {draw(st.integers(0, 4))}"
    return text


def stored(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store with these quads."""
    store = ox.Store()
    store.extend(quads)
    return store


def written(quads: Iterable[ox.Quad]) -> bytes:
    """N-Quads."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def columns_of(store: ox.Store, predicates: Iterable[str] = PREDICATES) -> tuple[Columns, Held]:
    """Columns of these predicates, as a fork would have made them."""
    held = Held()
    columns = Columns(store, held, least=1)
    for predicate in predicates:
        columns.want([f"<urn:{predicate}>"])
    columns.begin()
    columns.take(columns.make())
    return columns, held


def solutions(answer: Any) -> list[dict[str, Any]]:
    """The rows of an answer, as SPARQL JSON has them."""
    rows: list[dict[str, Any]] = json.loads(answer.serialize(format=ox.QueryResultsFormat.JSON))["results"]["bindings"]
    return rows


def engine(store: ox.Store, text: str) -> list[dict[str, Any]]:
    """What the engine answers."""
    return solutions(store.query(text, use_default_graph_as_union=True))


def over_columns(held: Held, asked: Counting) -> list[dict[str, Any]] | None:
    """What the columns answer, None where they leave it to the engine."""
    found = held.count(asked, None)
    return None if found is None else solutions(ox.parse_query_results(found[0], format=ox.QueryResultsFormat.TSV))


def same(
    text: str, found: list[dict[str, Any]], expected: list[dict[str, Any]], all_of_it: list[dict[str, Any]]
) -> None:
    """Both are right: the same rows, but for what an order with ties, or none, leaves open behind a LIMIT."""
    asked = counting(text, known())
    assert asked is not None
    assert len(found) == len(expected)
    whole = [json.dumps(row, sort_keys=True) for row in all_of_it]
    for row in found:
        whole.remove(json.dumps(row, sort_keys=True))  # each is one of all, as often as it is there
    shown = {which: name for name, which in asked.columns}
    leading = [shown[which] for which, _ in asked.order if which in shown]
    if all(which in shown for which, _ in asked.order):
        assert [[row.get(name) for name in leading] for row in found] == [
            [row.get(name) for name in leading] for row in expected
        ]
    if asked.limit is None and not asked.offset:
        assert not whole


def without_slice(text: str) -> str:
    """The query without LIMIT and OFFSET."""
    return re.split(r" (?:LIMIT|OFFSET) ", text, maxsplit=1)[0]


@pytest.mark.thorough
@settings(deadline=None, max_examples=400)
@given(st.lists(QUADS, max_size=25), st.lists(queries(), min_size=1, max_size=6))
def test_columns_count_what_the_engine_counts(quads: Sequence[ox.Quad], texts: Sequence[str]) -> None:
    """Quads of several graphs count as often as they are there; nothing else is known of them than that."""
    store = stored([*quads, *EACH_ONE])
    _, held = columns_of(store)
    for text in texts:
        asked = counting(text, known())
        if asked is None or (found := over_columns(held, asked)) is None:
            continue
        same(text, found, engine(store, text), engine(store, without_slice(text)))


@pytest.mark.thorough
@settings(deadline=None, max_examples=200)
@given(
    st.lists(QUADS, max_size=20),
    st.lists(st.tuples(st.lists(QUADS, max_size=6), st.lists(QUADS, max_size=6), st.sampled_from("-gm")), max_size=4),
)
def test_columns_follow_the_graph(
    quads: list[ox.Quad], changes: list[tuple[list[ox.Quad], list[ox.Quad], str]]
) -> None:
    """After each change they are what they would be if they were made anew: also of terms that were never there."""
    store = stored([*quads, *EACH_ONE])
    columns, held = columns_of(store)
    for removed, added, how in changes:
        match = Match(("urn:n1", "urn:n2"), ((EACH, "urn:p", None, None), (None, None, EACH, None)))
        delta = Delta(
            1,
            2,
            cleared=("urn:g1",) if how == "g" else (),
            matching=(match,) if how == "m" else (),
            removed=written(removed),
            added=written(added),
        )
        message, body = told(delta)
        done(store, json.loads(json.dumps(message)), body, columns.seen)
        columns.settle()
        for predicate in PREDICATES:
            text = f"SELECT ?a ?b (COUNT(*) AS ?n) {{ ?a <urn:{predicate}> ?b }} GROUP BY ?a ?b"
            asked = counting(text, known())
            assert asked is not None
            found = over_columns(held, asked)
            assert found is not None
            same(text, found, expected := engine(store, text), expected)


def count_of(held: Held, predicate: str) -> int | None:
    """How many triples the columns say that a predicate has."""
    asked = counting(f"SELECT (COUNT(*) AS ?n) {{ ?a <urn:{predicate}> ?b }}", known())
    assert asked is not None
    rows = over_columns(held, asked)
    return None if rows is None else int(rows[0]["n"]["value"])


def numbered(predicate: str, count: int, start: int = 0) -> list[ox.Quad]:
    """So many quads, each about a subject of its own."""
    node = ox.NamedNode(f"urn:{predicate}")
    return [ox.Quad(ox.NamedNode(f"urn:s{n}"), node, ox.Literal("x")) for n in range(start, start + count)]


def change(store: ox.Store, columns: Columns, quads: list[ox.Quad]) -> None:
    """Add quads, as the process does that holds the store."""
    done(store, {"cleared": [], "matching": [], "removed": 0}, written(quads), columns.seen)
    columns.settle()


def test_a_process_that_nobody_asks_for_counts_has_no_numpy() -> None:
    """It takes 16 MB and a tenth of a second."""
    said = "import sys, kb.query.workers.zygote; print('numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True, text=True)

    assert found.stdout == "False\n"


def test_what_is_small_or_not_there_is_left_to_the_engine() -> None:
    """A column is not worth it there; one large one makes those beside it worth it."""
    store = stored([*numbered("p", 50), *numbered("q", 3)])
    columns = Columns(store, Held(), least=50)

    columns.want(["<urn:q>"])
    columns.want(["<urn:p>", "<urn:none>"])
    assert not columns.missing
    columns.want(["<urn:p>", "<urn:q>"])
    assert set(columns.missing) == {"<urn:p>", "<urn:q>"}


def test_a_change_while_a_fork_reads_is_not_lost() -> None:
    """Neither what the fork has not seen, nor what it has numbered otherwise than its parent meanwhile."""
    store = stored([*numbered("p", 5), *numbered("q", 5)])
    columns, held = columns_of(store, ["p"])
    columns.want(["<urn:q>"])
    columns.begin()
    data = columns.make()
    change(store, columns, numbered("q", 2, start=4))
    columns.take(data)
    assert count_of(held, "q") == 6

    columns.want(["<urn:p>"])
    columns._forget(ox.NamedNode("urn:q"))
    columns.begin()
    data = columns.make()
    change(store, columns, numbered("p", 2, start=100))  # new terms: the fork's numbers mean others
    columns.take(data)
    assert (count_of(held, "p"), count_of(held, "q")) == (7, None)
    columns.begin()
    columns.take(columns.make())
    assert (count_of(held, "p"), count_of(held, "q")) == (7, 6)


def test_a_large_change_has_a_column_made_anew() -> None:
    """Looking for each triple would keep others waiting."""
    store = stored(numbered("p", 5))
    columns, held = columns_of(store, ["p"])
    change(store, columns, numbered("p", 10_001, start=5))

    assert count_of(held, "p") is None
    assert columns.missing == ("<urn:p>",)
    columns.begin()
    columns.take(columns.make())
    assert count_of(held, "p") == 10_006


def test_columns_are_bounded_in_bytes() -> None:
    """What is too much is left to the engine, and what was there is made again without it."""
    store = stored([*numbered("p", 10), *numbered("q", 1000, start=50)])
    held = Held()
    columns = Columns(store, held, most=5_000, least=1)
    columns.want(["<urn:p>"])
    columns.begin()
    columns.take(columns.make())
    assert (count_of(held, "p"), columns.size < 5_000) == (10, True)

    columns.want(["<urn:q>"])
    columns.begin()
    columns.take(columns.make())
    assert columns.missing == ("<urn:p>",)
    columns.begin()
    columns.take(columns.make())
    columns.want(["<urn:q>"])
    assert (count_of(held, "p"), count_of(held, "q"), len(columns.missing)) == (10, None, 0)

    change(store, columns, numbered("p", 500, start=2000))
    assert (count_of(held, "p"), len(columns.missing), columns.size < 5_000) == (None, 0, True)


def test_a_triple_about_a_triple_is_left_to_the_engine() -> None:
    """No row of TSV can say it, so that nothing with it is counted here: when it is read, nor when it comes later."""
    node, triple = ox.NamedNode("urn:q"), ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
    about = ox.Quad(ox.NamedNode("urn:s"), node, triple)
    _, held = columns_of(stored([*numbered("p", 3), about]), ["p", "q"])
    assert (count_of(held, "p"), count_of(held, "q")) == (3, None)

    store = stored([*numbered("p", 3), *numbered("q", 3)])
    columns, held = columns_of(store, ["p", "q"])
    change(store, columns, [about])
    assert (count_of(held, "p"), count_of(held, "q")) == (3, None)


def test_a_fork_that_breaks_off_is_not_tried_again_at_once() -> None:
    """Whatever killed it may be there still."""
    columns = Columns(stored(numbered("p", 3)), held := Held(), least=1)
    columns.want(["<urn:p>"])
    columns.begin()
    columns.take(b"")
    columns.want(["<urn:p>"])

    assert (columns.missing, count_of(held, "p")) == ((), None)


def test_more_rows_than_it_makes_are_the_engine_s() -> None:
    """A join of four million rows and more is bounded by the engine's limits, as is a product."""
    pairs = [ox.Quad(ox.NamedNode("urn:hub"), ox.NamedNode("urn:p"), ox.NamedNode(f"urn:o{n}")) for n in range(200)]
    _, held = columns_of(stored(pairs), ["p"])
    rows = {2: "?h <urn:p> ?a ; <urn:p> ?b", 3: "?h <urn:p> ?a, ?b, ?c", 0: "?h <urn:p> ?a . ?i <urn:p> ?b"}
    found = {}
    for size, pattern in rows.items():
        asked = counting(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", known())
        assert asked is not None
        found[size] = over_columns(held, asked)

    assert found[2] == [{"n": {"type": "literal", "value": "40000", "datatype": f"{XSD}integer"}}]
    assert found[3] is found[0] is None


def test_a_failure_leaves_all_to_the_engine(capfd: pytest.CaptureFixture[str]) -> None:
    """The process that holds the graph goes on."""

    def fork(_: Any) -> int:
        raise OSError("no more processes")

    making = Making(fork)
    making.want(stored(numbered("p", 2000)), ["<urn:p>"])
    making.settle()

    assert making.seen is None
    assert count_of(making.held, "p") is None
    assert "no more processes" in capfd.readouterr().err
