"""Saved queries: how a file is read, how values become terms, and that every shipped one runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store

from kb.projections.catalog.reading import CatalogReader
from kb.projections.graph.store import open_reader
from kb.query.limits import Limits
from kb.query.sparql.gate import check
from kb.query.sparql.prefixes import KNOWN
from kb.service.identity.naming import NothingCalledError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.saved.binding import bind
from kb.service.saved.errors import (
    BadParameterError,
    BadSavedQueryError,
    MissingParameterError,
    NoSuchSavedQueryError,
    UnknownParameterError,
)
from kb.service.saved.form import form
from kb.service.saved.header import KINDS, read
from kb.service.saved.library import library
from tests.api.conftest import opened
from tests.projections.test_catalog_lists import made

BASE = "http://localhost:8000/"
EVERY = """#+ title: All types
#+ description: One line,
#+ description: and another.
#+ param: word: text: a word
#+ param: day: date?: a day
#+ param: many: integer(1..9) = 3: how many
#+ param: mode: choice(one, two) = two: which
#+ example: word=x&many=2
SELECT ?word ?day { VALUES ?day { $day } BIND($word AS ?word) # $ignored "$too"
  FILTER("$mode" != $mode) } LIMIT $many
"""
VALUES = {
    "entity": "Blue Column", "event-type": "attack", "thing": "event-00", "text": "x", "integer": "5", "decimal": "5",
    "date": "2024-05-01", "boolean": "true", "currency": "EUR", "iri": "https://example.org/x",
}  # fmt: skip


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base of two articles."""
    with opened(tmp_path_factory.mktemp("saved") / "home") as one:
        yield one


@pytest.fixture(scope="module")
def nothing() -> CatalogReader:
    """A catalog without entities."""
    return CatalogReader(made())


def test_a_file_is_read() -> None:
    """Title, description, parameters and example; what stands in strings and comments is no parameter."""
    found = read("all-types", EVERY)

    assert (found.title, found.description) == ("All types", "One line, and another.")
    assert [(one.name, one.kind, one.required) for one in found.parameters] == [
        ("word", "text", True), ("day", "date", False), ("many", "integer", False), ("mode", "choice", False),
    ]  # fmt: skip
    assert found.example == {"word": "x", "many": "2"}
    shown = {field.name: field for field in form(found).fields}
    assert (shown["mode"].input, shown["mode"].choices, shown["mode"].default) == ("select", ("one", "two"), "two")
    assert (shown["many"].input, shown["many"].least, shown["many"].most) == ("number", "1", "9")
    assert shown["word"].placeholder == "x"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("SELECT * { ?s ?p $o }", 1, "not declared"),
        ("#+ param: o: entity: it\nSELECT $o { ?s ?p $o }", 2, "no value may stand where"),
        ("#+ param: o: entity: it\nSELECT * { BIND(1 AS $o) }", 2, "no value may stand where"),
        ("#+ param: o: entity?: it\nSELECT * { ?s ?p $o }", 2, "VALUES"),
        ("#+ param: o: entity: it\nSELECT * { ?s ?p ?o }", 0, "does not use"),
        ("#+ param: o: planet: it\nSELECT * { ?s ?p $o }", 1, "planet"),
        ("#+ param: o entity\nSELECT * { ?s ?p $o }", 1, "NAME: TYPE"),
        ("#+ param: format: text: it\nSELECT * { ?s ?p $format }", 1, "how a query is asked"),
        ("#+ param: o: choice: it\nSELECT * { ?s ?p $o }", 1, "choose from"),
        ("#+ param: o: date(begin): it\nSELECT * { ?s ?p $o }", 1, "date(first)"),
        ("#+ endpoint: http://x/\nSELECT * { ?s ?p ?o }", 1, "knows no endpoint"),
        ("#+ param: o: text: it\n#+ param: o: text: it\nSELECT * { ?s ?p $o }", 0, "twice"),
        ("#+ example: x=1\nSELECT * { ?s ?p ?o }", 0, "no parameter x"),
        ("#" * (65 << 10), 0, "longer"),
    ],
)
def test_a_file_that_is_none_says_why(text: str, line: int, why: str) -> None:
    """With the line, as an editor counts them."""
    with pytest.raises(BadSavedQueryError, match="cannot be used") as caught:
        read("x", text)
    assert caught.value.line == line
    assert why in caught.value.why


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip))
def test_whatever_is_given_stays_one_value(word: str) -> None:
    """Quotes, brackets, comments and line ends are characters of it."""
    text = bind(read("all-types", EVERY), {"word": word}, CatalogReader(made()), BASE)
    rows = Store().query(text)

    assert isinstance(rows, QuerySolutions)
    assert [(row["word"], row["day"]) for row in rows] == [(Literal(word.strip()), None)]
    assert check(text, Limits(text=1 << 30)).form == "SELECT"


@pytest.mark.parametrize(
    ("given_", "error", "said"),
    [
        ({}, MissingParameterError, "word=x"),
        ({"word": "x", "wrod": "y"}, UnknownParameterError, "Did you mean word?"),
        ({"word": "x", "day": "2024-02-30"}, BadParameterError, "no day"),
        ({"word": "x", "day": "2024-05"}, BadParameterError, "it is a month, and one day is needed"),
        ({"word": "x", "day": "2024"}, BadParameterError, "it is a year, and one day is needed"),
        ({"word": "x", "day": "2024-05-01T10:00"}, BadParameterError, "it is a time, and a day is needed"),
        ({"word": "x", "day": "2024-W10"}, BadParameterError, "2024-07-05."),
        ({"word": "x", "many": "3 } DROP ALL"}, BadParameterError, "whole number"),
        ({"word": "x", "many": "10"}, BadParameterError, "from 1 to 9"),
        ({"word": "x", "mode": "three"}, BadParameterError, "one, two"),
    ],
)
def test_what_cannot_be_is_said(nothing: CatalogReader, given_: dict[str, str], error: type, said: str) -> None:
    """Which parameter, why, and what would do."""
    with pytest.raises(error) as caught:
        bind(read("all-types", EVERY), given_, nothing, BASE)
    assert said in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        ("entity", "Nobody", NothingCalledError),
        ("entity", "entity-x> . ?a ?b ?c . <y", BadParameterError),
        ("thing", "x> y", BadParameterError),
        ("iri", "not an iri", BadParameterError),
        ("iri", "http://x/> }", BadParameterError),
        ("decimal", "inf", BadParameterError),
        ("boolean", "maybe", BadParameterError),
        ("event-type", "atack", BadParameterError),
        ("currency", "water", BadParameterError),
        ("currency", "peso", BadParameterError),
    ],
)
def test_a_term_cannot_be_left(nothing: CatalogReader, kind: str, value: str, error: type) -> None:
    """No IRI ends early, no number is a word."""
    query = read("x", f"#+ param: o: {kind}: it\nSELECT * {{ ?s ?p $o }}")
    with pytest.raises(error):
        bind(query, {"o": value}, nothing, BASE)
    if kind in VALUES and kind != "entity":
        assert Store().query(bind(query, {"o": VALUES[kind]}, nothing, BASE))


@pytest.mark.parametrize(
    ("called", "code"),
    [("euro", "EUR"), ("eur", "EUR"), ("€", "EUR"), ("US dollars", "USD"), ("Mexican peso", "MXN"), ("yen", "JPY")],
)
def test_a_currency_is_called_by_code_sign_or_name(nothing: CatalogReader, called: str, code: str) -> None:
    """As people write it; the query has its code."""
    query = read("x", "#+ param: o: currency: it\nSELECT * { ?s ?p $o }")
    assert f'"{code}"' in bind(query, {"o": called}, nothing, BASE)


SPAN = "#+ param: a: date(first)?: from\n#+ param: b: date(last)?: to\nSELECT * { VALUES (?a ?b) { ($a $b) } }"


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024", "2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", "2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-02-03", "2024-02-03", ("2024-02-03", "2024-02-03")),
        ("2024-05", "", ("2024-05-01", None)),
    ],
)
def test_a_month_or_year_is_all_of_it(
    nothing: CatalogReader, first: str, last: str, days: tuple[str, str | None]
) -> None:
    """Where a parameter says which day of it counts."""
    (row,) = Store().query(bind(read("x", SPAN), {"a": first, "b": last}, nothing, BASE))
    assert tuple(term and term.value for term in (row["a"], row["b"])) == days


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-05", "2024-04", "it lies before a 2024-05"),
        ("2024-13", "", "month must be in 1..12"),
        ("", "2024-05-01T10:00", "it is a time"),
        ("2024-W10", "", "a month or year: 2024-07, 2024"),
    ],
)
def test_what_is_no_span_is_said(nothing: CatalogReader, first: str, last: str, said: str) -> None:
    """And nothing is asked that could find nothing."""
    with pytest.raises(BadParameterError) as caught:
        bind(read("x", SPAN), {"a": first, "b": last}, nothing, BASE)
    assert said in f"{caught.value} {caught.value.hint}"


def test_there_are_twenty_and_each_says_what_it_asks() -> None:
    """With a title, and an example where it cannot be asked without."""
    there = library()

    assert len(there.queries) >= 20
    assert there.problems == ()
    for one in there.queries.values():
        assert one.title.endswith("?"), one.name
        assert {p.name for p in one.parameters if p.required} <= one.example.keys(), one.name
    assert {one.kind for query in there.queries.values() for one in query.parameters} <= set(KINDS)


@pytest.mark.parametrize("name", sorted(library().queries))
def test_every_shipped_query_runs(kb: KnowledgeBase, name: str) -> None:
    """With all parameters, and with those alone that it needs."""
    query = library().get(name)
    store = open_reader(kb.home.graph_path)
    every = {p.name: p.choices[0] if p.choices else VALUES[p.kind] for p in query.parameters}
    needed = {p.name: every[p.name] for p in query.parameters if p.required}
    for values in (every, needed):
        text = bind(query, values, kb.catalog, kb.base_iri)
        rows = store.query(text, use_default_graph_as_union=True, prefixes=dict(KNOWN))
        assert isinstance(rows, QuerySolutions)
        assert list(rows) is not None


def test_a_home_has_queries_of_its_own(kb: KnowledgeBase, tmp_path: Path) -> None:
    """One just written is there; it stands in the place of a shipped one; a bad one hides no other."""
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "who-is.rq").write_text("#+ title: Mine?\nASK {}", encoding="utf-8-sig")  # an editor's mark before it
    (folder / "bad.rq").write_text("ASK { ?s ?p $o }", encoding="utf-8")
    (folder / "Not A Name.rq").write_text("ASK {}", encoding="utf-8")
    (folder / "bytes.rq").write_bytes(b"\xff")
    there = library(tmp_path)

    assert (there.get("who-is").origin, there.get("who-is").title) == ("own", "Mine?")
    assert there.get("money").origin == "shipped"
    assert sorted(one.file for one in there.problems) == ["Not A Name.rq", "bad.rq", "bytes.rq"]
    with pytest.raises(BadSavedQueryError, match=r"bad\.rq"):
        there.get("bad")
    with pytest.raises(NoSuchSavedQueryError) as caught:
        there.get("who-said")
    assert "who-said-what-about" in caught.value.hint
    assert library(kb.home.root).get("who-is").origin == "shipped"


def test_what_has_no_date_stands_after_what_has_one() -> None:
    """In every shipped query that goes by time: whoever reads the first rows wants to know when."""
    for name, query in library().queries.items():
        for line in query.text.splitlines():
            if line.startswith("ORDER BY") and "?begin" in line:
                assert "(!BOUND(?begin)) ?begin" in line, name
