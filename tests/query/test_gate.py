"""Tests of kb.query.sparql.gate: what is let in, and what is refused for which reason."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.errors import ForbiddenQueryError, QueryTooLargeError
from kb.query.limits import Limits
from kb.query.sparql.gate import check

LIMITS = Limits()
ALLOWING = replace(LIMITS, services=frozenset({"query.example.org", "localhost:7200"}))

HIDDEN_SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1/sparql> { ?s ?p ?o } }",
    "SELECT * { service <http://127.0.0.1/sparql> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <http://127.0.0.1/sparql> { ?s ?p ?o } }",
    "SELECT*{SERVICESILENT<http://127.0.0.1/sparql>{?s ?p ?o}}",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1/sparql>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/sparql>{ ?a ?b ?c } }",
    "PREFIX ex: <http://127.0.0.1/> SELECT*{SERVICEex:sparql{?s ?p ?o}}",
    "PREFIX ex: <http://127.0.0.1/> SELECT*{SERVICE ex:sparql{?s ?p ?o}}",
    "SELECT * { SERVICE # a comment <http://query.example.org/>\n <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?g SERVICE ?g { ?a ?b ?c } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RV\\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { { SELECT ?s { SERVICE <file:///etc/passwd> { ?s ?p ?o } } } } }",
    "SELECT * { SERVICE <http://query.example.org@127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://query.example.org:81/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://\\u0031\\u0032\\u0037.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <query.example.org> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://[::1> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", HIDDEN_SERVICES)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    """Neither case, glue, comments nor escapes get another host past the gate, even where one host is allowed."""
    for limits in (LIMITS, ALLOWING):
        with pytest.raises(ForbiddenQueryError, match="SERVICE"):
            check(query, limits)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://127.0.0.1/> { }" }',
        "SELECT * { ?s <http://example.org/service> ?service . service:a ex:SERVICE ?o } # SERVICE <http://a/> {}",
        "PREFIX service: <http://example.org/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\u0053ERVICE" }',
    ],
)
def test_the_word_alone_calls_nothing(query: str) -> None:
    """Strings, names, variables, IRIs and comments may say "service"."""
    assert check(query, LIMITS).service is False


def test_an_allowed_host_may_be_asked() -> None:
    """The host, with its port if it has one, must stand in the settings."""
    assert check("ASK { SERVICE <https://Query.Example.org/sparql> { ?s ?p ?o } }", ALLOWING).service
    assert check("ASK { SERVICE SILENT <http://localhost:7200/r> { ?s ?p ?o } }", ALLOWING).service


def test_a_query_that_may_reach_out_hides_nothing_in_strings() -> None:
    """What is a string to this reader may be code to the engine: ``?a<1#x>`` is an IRI or a sum and a comment."""
    text = (
        "SELECT * { SERVICE <https://query.example.org/> { ?a ?b ?c } FILTER(?a<1#x>'''\n"
        ") SERVICE <http://127.0.0.1/> { ?s ?p ?o } # ''' \n }"
    )

    with pytest.raises(ForbiddenQueryError, match="string or comment"):
        check(text, ALLOWING)


@pytest.mark.parametrize(
    "word", ["INSERT DATA", "DELETE WHERE", "LOAD <a:b> #", "CLEAR ALL #", "DROP ALL #", "WITH <a:b> DELETE"]
)
@pytest.mark.parametrize("prologue", ["", "PREFIX select: <a:b>\n", "# SELECT\nBASE <http://a/> "])
def test_updates_are_refused(prologue: str, word: str) -> None:
    """The first word behind the prologue decides."""
    with pytest.raises(ForbiddenQueryError, match="only reads"):
        check(f"{prologue}{word} {{ ?s ?p ?o }}", LIMITS)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("(", ")"),
        ("{ ", "} "),
        ("[ <a:b> ", "] "),
        ("FILTER EXISTS { ", "} "),
        ("{ ?s ?p ?o } UNION { ", "} "),
        ("<< ?s ?p ", ">> "),
    ],
)
def test_nesting_is_counted_outside_strings(opening: str, closing: str) -> None:
    """As deep as allowed passes, one deeper does not, brackets in strings and comments do not count."""
    depth = LIMITS.depth - 1
    fine = (
        "SELECT * { " + opening * depth + closing * depth + ' FILTER(?o = "' + "(" * 500 + '") # ' + "{" * 500 + "\n}"
    )
    deep = "SELECT * { " + opening * (depth + 2) + closing * (depth + 2) + "}"

    assert check(fine, LIMITS).form == "SELECT"
    with pytest.raises(ForbiddenQueryError, match="brackets"):
        check(deep, LIMITS)


def test_nesting_inside_what_looks_like_an_iri_counts() -> None:
    """To the engine ``?o<((1))&&2>1`` is a comparison."""
    with pytest.raises(ForbiddenQueryError, match="brackets"):
        check("SELECT * { ?s ?p ?o FILTER(?o<" + "(" * 200 + "1" + ")" * 200 + "&&2>1) }", LIMITS)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { ?s " + "/".join(["<a:b>"] * 102) + " ?o }", ForbiddenQueryError),
        ("SELECT * { ?s " + "|".join(["<a:b>"] * 102) + " ?o }", ForbiddenQueryError),
        ("SELECT * { ?s ?p ?o FILTER(" + "!" * 101 + "?o) }", ForbiddenQueryError),
        ("SELECT * { VALUES ?x {" + " 1" * 10_001 + "} }", QueryTooLargeError),
        ("SELECT * { VALUES (?x ?y) {" + "(1 2)" * 10_001 + "} }", QueryTooLargeError),
        ("SELECT * " + "FROM <a:b> " * 21 + "{ ?s ?p ?o }", QueryTooLargeError),
        ("CONSTRUCT { ?s ?p ?o } " + "FROM NAMED <a:b> " * 21 + "WHERE { ?s ?p ?o }", QueryTooLargeError),
        ("SELECT * { ?s ?p '" + "é" * 33_000 + "' }", QueryTooLargeError),
    ],
)
def test_counts_have_limits(query: str, error: type[Exception]) -> None:
    """Paths, signs, rows, graphs and bytes."""
    with pytest.raises(error):
        check(query, LIMITS)


def test_graphs_of_the_protocol_count_too() -> None:
    """FROM clauses and parameters share one limit."""
    text = "SELECT * FROM <a:b> { ?s ?p ?o }"

    assert check(text, LIMITS, graphs=19).datasets == ((9, 19),)
    with pytest.raises(QueryTooLargeError):
        check(text, LIMITS, graphs=20)


def test_the_parts_of_a_query_are_found() -> None:
    """Form, dataset clauses and prefixes lie where they say."""
    text = (
        "PREFIX : <a:b#>\nPREFIX ex: <a:\\u0062>\n# FROM\nselect (MAX(?x) AS ?y) FROM<a:g> from named ex:h { ?s :p ?x }"
    )
    found = check(text, LIMITS)

    assert found.form == "SELECT"
    assert text[found.form_at :].startswith("select")
    assert [text[start:end] for start, end in found.datasets] == ["FROM<a:g>", "from named ex:h"]
    assert found.prefixes == {"": "a:b#", "ex": "a:b"}


@given(st.text(max_size=300))
def test_any_text_is_let_in_or_refused_with_a_reason(text: str) -> None:
    """The gate never fails on what is no SPARQL; that is the engine's to say."""
    with contextlib.suppress(ForbiddenQueryError, QueryTooLargeError):
        assert check(text, LIMITS).text == text


@pytest.mark.parametrize("operator", ["+", "*", "||", "&&"])
def test_an_expression_of_thousands_of_operators_is_refused(operator: str) -> None:
    """The engine reads it in the square of their number: 20,000 took a worker the whole of its time."""
    query = "SELECT * {{ ?s ?p ?o FILTER({}) }}"

    assert check(query.format(operator.join(["?o"] * 1_000)), Limits()).form == "SELECT"
    with pytest.raises(ForbiddenQueryError, match="operators"):
        check(query.format(operator.join(["?o"] * 3_000)), Limits())
