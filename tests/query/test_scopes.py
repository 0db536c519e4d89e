"""Tests of kb.query.sparql.scopes, and of what falls apart around a BIND: what is warned of is what the engine does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.service import QueryService
from kb.query.sparql.mentioned import disconnected
from kb.query.sparql.scopes import out_of_sight

EVENT = "?e a kb:Event"
NOT_BOUND = "nothing in its group binds: no row passes it."


@pytest.mark.parametrize(
    ("pattern", "warning"),
    [
        (f"{EVENT} FILTER(?z > 3)", f"FILTER uses ?z, which {NOT_BOUND}"),
        (f"{EVENT} . FILTER REGEX(STR(?z), 'x')", f"FILTER uses ?z, which {NOT_BOUND}"),
        (f"{EVENT} {{ FILTER(?e != ?x) }}", f"FILTER uses ?e and ?x, which {NOT_BOUND}"),
        (f"{EVENT} {{ SELECT ?y {{ ?y a ?k }} }} FILTER(?k = kb:Event)", f"FILTER uses ?k, which {NOT_BOUND}"),
    ],
)
def test_a_filter_on_what_it_cannot_see_lets_nothing_pass(service: QueryService, pattern: str, warning: str) -> None:
    """As the engine has it."""
    with service.run(f"SELECT ?e {{ {pattern} }}", format="csv") as result:
        assert (result.warnings, result.read()) == ((warning,), b"e\r\n")


@pytest.mark.parametrize(
    ("pattern", "warning"),
    [
        (f"BIND(STR(?e) AS ?t) {EVENT}", "its group binds only behind it: ?t gets no value. Put the BIND last."),
        (f"{EVENT} OPTIONAL {{ BIND(STR(?e) AS ?t) }}", "nothing in its group binds: ?t gets no value."),
    ],
)
def test_a_bind_sees_what_stands_before_it(service: QueryService, pattern: str, warning: str) -> None:
    """As the engine has it: no row has the value."""
    with service.run(f"SELECT ?t {{ {pattern} }} LIMIT 3", format="csv") as result:
        assert (result.warnings, result.read()) == ((f"BIND uses ?e, which {warning}",), b"t\r\n" + 3 * b"\r\n")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?e kb:place ?p BIND(STR(?p) AS ?t) ?p rdfs:label ?l", True),
        ("?e kb:place ?p . ?p rdfs:label ?l BIND(STR(?p) AS ?t)", False),
        ("?e kb:place ?p BIND(STR(?p) AS ?t) ?x rdfs:label ?t . ?x kb:within ?p", False),
        ("?e kb:place ?p BIND(STR(?p) AS ?t) FILTER(?t != 'x') ?p rdfs:label ?l", False),
        ("?e kb:place ?p BIND(STR(?p) AS ?t) OPTIONAL { ?p rdfs:label ?l }", False),
    ],
)
def test_a_bind_between_patterns_that_could_stand_last_is_told(pattern: str, told: bool) -> None:
    """What stands behind it is joined late; unless that, or a filter, needs what it makes."""
    assert [text[:16] for text in out_of_sight(f"SELECT * {{ {pattern} }}")] == ["BIND makes ?t bet"[:16]] * told


@pytest.mark.parametrize(
    "pattern",
    [
        f"{EVENT} OPTIONAL {{ ?e rdfs:label ?l FILTER(?e != ?l) }}",
        f"{EVENT} FILTER NOT EXISTS {{ ?e kb:partOf ?x FILTER(?x != ?e) }}",
        f"{EVENT} FILTER(!BOUND(?z)) FILTER(COALESCE(?z, 1) = 1) FILTER(?z = 1 || true)",
        f"{EVENT} BIND(COALESCE(?z, 1) AS ?t)",
        f"FILTER(?t != 'x') {EVENT} BIND(STR(?e) AS ?t)",
        f"{EVENT} {{ SELECT (COUNT(?o) AS ?n) {{ ?s kb:partOf ?o }} }} FILTER(?n < 3)",
        f"VALUES (?e ?n) {{ (kb:x 1) }} {EVENT} FILTER(?n = 1)",
        f"GRAPH ?g {{ {EVENT} }} FILTER(?g != ?e)",
        f"{{ {EVENT} }} UNION {{ ?e a kb:Statement }} FILTER(?e != kb:x)",
        f"{EVENT} FILTER(?unclosed",
    ],
)
def test_what_is_seen_or_may_do_without_is_no_warning(pattern: str) -> None:
    """Nor what is not understood."""
    assert out_of_sight(f"SELECT * {{ {pattern} }}") == ()


@pytest.mark.parametrize(
    ("pattern", "apart"),
    [
        ("?a kb:place ?b FILTER(?b != kb:x) ?c kb:place ?d .", True),
        ("?a kb:place ?b BIND(1 AS ?k) ?c kb:place ?d .", True),
        ("?a kb:place ?b . BIND(STR(?b) AS ?k) ?c rdfs:label ?k .", False),
        ("?a kb:place ?b FILTER(?b != kb:x) ?b kb:within ?d .", False),
    ],
)
def test_what_stands_around_a_filter_or_bind_may_fall_apart(pattern: str, apart: bool) -> None:
    """Unless what the BIND makes joins it."""
    assert disconnected(f"SELECT * {{ {pattern} }}") is apart


def test_a_product_around_a_bind_is_told_and_a_join_by_it_is_none(service: QueryService) -> None:
    """Estimated before anything runs."""
    join = "?a a kb:Event . BIND(STR(?a) AS ?k) ?c rdfs:label ?k"

    assert service.explain("SELECT * { ?a ?x ?y BIND(STR(?a) AS ?k) ?c ?p ?d }")["products"]
    assert service.explain(f"SELECT * {{ {join} }}")["products"] == []


@given(
    st.lists(st.sampled_from("SELECT { } ( ) FILTER BIND AS ?x ?y . OPTIONAL EXISTS NOT VALUES a".split()), max_size=30)
)
def test_nothing_that_is_written_breaks_it(words: list[str]) -> None:
    """Any order of words."""
    out_of_sight(" ".join(words))
    disconnected(" ".join(words))


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?s a kb:Event MINUS { ?x a kb:Person }", True),
        ("MINUS { ?s kb:place ?x } ?s a kb:Event", True),
        ("?s a kb:Event MINUS { id:a a kb:Person }", True),
        ("?s a kb:Event MINUS { ?s kb:place ?x }", False),
        ("?s kb:place ?p MINUS { GRAPH ?p { ?x a kb:Person } }", False),
        ("?s kb:place ?p OPTIONAL { ?s kb:agent ?a } MINUS { SELECT ?a { ?a a kb:Person } }", False),
    ],
)
def test_minus_without_a_common_variable_is_told(pattern: str, told: bool) -> None:
    assert [text[:5] for text in out_of_sight(f"SELECT * {{ {pattern} }}")] == ["MINUS"] * told


def test_what_is_warned_of_takes_nothing_away(service: QueryService) -> None:
    """As the engine has it."""
    whole, less = "?s a kb:Event", "?s a kb:Event MINUS { ?x ?y ?z }"
    answers = []
    for pattern in (whole, less):
        with service.run(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", format="csv") as result:
            answers.append((result.read(), len(result.warnings)))
    assert answers == [(answers[0][0], 0), (answers[0][0], 1)]


@pytest.mark.parametrize(
    ("query", "graphs", "told"),
    [
        ("SELECT * FROM <http://nowhere/g> { ?s ?p ?o }", (), "There is no graph <http://nowhere/g>"),
        ("SELECT * { GRAPH <http://nowhere/g> { ?s ?p ?o } }", (), "There is no graph <http://nowhere/g>"),
        ("SELECT * { ?s ?p ?o }", ("http://nowhere/g",), "There is no graph <http://nowhere/g>"),
        ("SELECT * { GRAPH <relative> { ?s ?p ?o } }", (), ""),
    ],
)
def test_a_graph_that_is_not_there_is_told(
    service: QueryService, query: str, graphs: tuple[str, ...], told: str
) -> None:
    with service.run(query, format="csv", default_graphs=graphs) as result:
        assert told in "".join(result.warnings)
        assert bool(result.warnings) == bool(told)
