"""Tests of kb.query.sparql.functions, its spans and plan in queries, and of the times' logic."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.projections.catalog.world_time import interval
from kb.query.sparql.functions import functions
from kb.query.sparql.plan import explanation
from kb.query.sparql.prefixes import known
from kb.query.sparql.spans import Span, literal_span

DATA = """
PREFIX kb: <https://w3id.org/newskb#> PREFIX : <http://localhost:8000/id/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:tripoli kb:latitude 32.8925 ; kb:longitude 13.18 . :derna kb:latitude 32.767 ; kb:longitude 22.6367 .
:raid kb:place :derna ; kb:time :t1 . :fire kb:place :tripoli, :derna ; kb:begin "2023-09-12"^^xsd:date .
:t1 kb:earliestBegin "2023-09-10T18:00:00"^^xsd:dateTime ; kb:latestBegin "2023-09-11T06:00:00"^^xsd:dateTime ;
    kb:latestEnd "2023-09-11T12:00:00"^^xsd:dateTime .
:office kb:since "2019-01-01"^^xsd:date . :nowhere a kb:Event .
"""
STAMPS = st.just("") | st.dates().map(lambda day: f"{day.isoformat()}T12:00:00")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A graph with places and times."""
    made = ox.Store()
    made.load(DATA, format=ox.RdfFormat.TURTLE)
    return made


def value(store: ox.Store, expression: str) -> str | None:
    """What an expression gives; None where it is an error."""
    query = f"SELECT ({expression} AS ?x) {{}}"
    prefixes = known("http://localhost:8000/")
    row = next(iter(store.query(query, prefixes=prefixes, custom_functions=functions(store))))  # type: ignore[arg-type]
    return None if row["x"] is None else row["x"].value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ROUND(kb:distance(id:tripoli, id:raid))", "883"),
        ("ROUND(kb:distance(id:raid, id:fire))", "0"),
        ('ROUND(kb:distance(id:tripoli, "POINT(22.6367 32.767)"))', "883"),
        ("kb:distance(id:nowhere, id:raid)", None),
        ('kb:distance(id:raid, "here")', None),
        ('kb:distance(id:raid, "POINT(0 95)")', None),
        ('kb:distance(id:raid, "POINT(200 0)")', None),
        ("kb:inBox(id:fire, 10, 35, 15, 30)", None),
        ("kb:distance(id:raid)", None),
        ("kb:near(id:raid, id:tripoli, 900)", "true"),
        ("kb:near(id:raid, id:tripoli, 800)", "false"),
        ('kb:near(id:raid, id:tripoli, "far")', None),
        ("kb:inBox(id:fire, 10, 30, 15, 35)", "true"),
        ("kb:inBox(id:raid, 10, 30, 15, 35)", "false"),
        ("kb:inBox(id:raid, 20, 30, -170, 35)", "true"),
        ("kb:point(id:raid)", "POINT(22.6367 32.767)"),
        ("ROUND(geof:distance(kb:point(id:raid), kb:point(id:tripoli), uom:metre) / 1000)", "883"),
        ('kb:certainlyIn(id:raid, "2023-09")', "true"),
        ('kb:certainlyIn(id:raid, "2023-09-10", "2023-09-11")', "true"),
        ('kb:certainlyIn(id:raid, "2023-09-11")', "false"),
        ('kb:possiblyIn(id:raid, "2023-09-11")', "true"),
        ('kb:possiblyIn(id:raid, "2023-09-12"^^xsd:date)', "false"),
        ('kb:certainlyIn(id:fire, "2023")', "false"),
        ('kb:possiblyIn(id:fire, "2023")', "true"),
        ('kb:certainlyIn(id:raid, "when")', None),
        ('kb:certainlyIn(id:nowhere, "2023")', None),
        ("kb:before(id:raid, id:fire)", "true"),
        ("kb:before(id:fire, id:raid)", "false"),
        ("kb:possiblyBefore(id:fire, id:raid)", "false"),
        ("kb:overlaps(id:raid, id:fire)", "false"),
        ("kb:possiblyOverlaps(id:office, id:fire)", "true"),
        ('kb:overlaps("2023-09", "2023-09-30T23:00:00Z"^^xsd:dateTime)', "true"),
        ('kb:matches("Élysée: flooded DAMS", "elysee dam")', "true"),
        ('kb:matches("flooded dams", "flood dams")', "false"),
        ('kb:matches("x", "")', None),
    ],
)
def test_functions(store: ox.Store, expression: str, expected: str | None) -> None:
    """What is not known is an error, never false."""
    assert value(store, expression) == expected


@given(st.builds(Span, STAMPS, STAMPS, STAMPS, STAMPS), st.builds(Span, STAMPS, STAMPS, STAMPS, STAMPS))
def test_what_is_certain_is_possible(one: Span, other: Span) -> None:
    """For each relation, of times that can be."""
    for span in (one, other):
        known_stamps = [span.earliest_begin, span.latest_begin, span.earliest_end, span.latest_end]
        if sorted(filter(None, known_stamps)) != list(filter(None, known_stamps)):
            return
    assert not one.certainly_in(other) or one.possibly_in(other)
    assert not one.before(other) or one.possibly_before(other)
    assert not one.overlaps(other) or one.possibly_overlaps(other)


@given(st.dates())
def test_a_day_is_what_lists_take_it_for(day: object) -> None:
    """The same seconds as kb.projections.catalog.world_time."""
    span, asked = literal_span(str(day)), interval(str(day))

    assert (span.earliest_begin, span.latest_end) == (asked.begin, asked.end)


def test_an_explanation_tells_patterns_and_products(store: ox.Store) -> None:
    """Rows of each, what has nothing in common, in any kind of group."""
    plan = explanation(
        store,
        "SELECT DISTINCT ?e { ?e kb:place ?p . ?x kb:time ?t OPTIONAL { ?e kb:begin ?b } "
        "FILTER NOT EXISTS { ?e a kb:Event } } ORDER BY ?e LIMIT 3",
        known(),
        "",
    )
    rows = {step["what"]: step["rows"] for step in plan["steps"]}

    assert rows["?e kb:place ?p"] == 3
    assert rows["?x kb:time ?t"] == rows["?e kb:begin ?b"] == 1
    assert [sorted(side["rows"] for side in product["sides"]) for product in plan["products"]] == [[1, 3]]
    assert plan["rows"] == 3
    assert "not of the engine" in plan["note"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s (kb:a|^kb:b)/kb:c* ?o MINUS { ?s kb:d ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s !(kb:x) ?o } } VALUES ?s { kb:y } }",
        "DESCRIBE kb:x",
        "SELECT (COUNT(*) AS ?n) { { SELECT ?s { ?s ?p 5 } GROUP BY ?s HAVING(COUNT(*) > 1) } BIND(1 AS ?one) }",
        "SELECT * {}",
        "SELECT * { ?s a kb:Event LATERAL { ?s kb:place ?p } }",
    ],
)
def test_any_form_is_explained(store: ox.Store, query: str) -> None:
    """Whatever the engine takes."""
    assert explanation(store, query, known(), "")["form"] == query.partition(" ")[0]
