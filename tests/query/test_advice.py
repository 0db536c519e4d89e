"""What is said about a query that breaks, or that can find nothing."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.errors import MalformedQueryError
from kb.query.service import QueryService
from kb.query.sparql.advice import explained, unknown_terms
from kb.query.sparql.meant import PROPERTIES, elsewhere_meant, event_types, own_terms
from kb.query.sparql.places import excerpt
from kb.query.sparql.prefixes import KNOWN


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("SELECT ?x { ?x a kbx:Event }", 1, 18, "Did you mean kb:"),
        ("SELECT ?x { ?x a zzzz:Event }", 1, 18, "Declare it: PREFIX zzzz: <IRI>."),
        ("SELCT ?x { ?x ?y ?z }", 1, 1, "SELECT instead of SELCT"),
        ("SELECT ?x\n{ ?x a kb:Event .\n  FLITER(?x = 1) }", 3, 3, "FILTER instead of FLITER"),
        ("SELECT ?x {\n  ?x rdfs:label ?l\n  FILTER(?l = )\n}", 3, 15, "missing between = and )"),
        ("SELECT ?x { ?x a kb:Event ", 1, 27, "A { is never closed; it is character 11"),
        ("PREFIX own: <http://e/> SELECT ?x { ?x a own:A ; }  }", 1, 53, "This } closes nothing"),
    ],
)
def test_the_place_is_the_mistake_and_the_hint_what_was_meant(
    service: QueryService, text: str, line: int, column: int, hint: str
) -> None:
    """Asked of the engine itself; the caret stands under the column."""
    with pytest.raises(MalformedQueryError) as caught:
        service.run(text)

    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert hint in error.hint
    shown, caret = error.excerpt.split("\n")
    assert shown.endswith(text.split("\n")[line - 1])
    assert caret.index("^") == len(f"{line} | ") + column - 1


def test_a_term_that_the_ontology_has_not_is_a_warning_and_no_error(service: QueryService) -> None:
    """The query is right and finds nothing; its asker is told why."""
    with service.run("SELECT ?x { ?x kb:eventTyp kbt:floods ; a <https://w3id.org/newskb#Evnt> }") as result:
        warnings = result.warnings

    assert len(warnings) == 3
    assert "Did you mean kb:eventType" in warnings[0]
    assert "Did you mean kbt:flood" in warnings[1]
    assert "Did you mean kb:Event?" in warnings[2]


def test_many_mistakes_are_not_told_one_by_one() -> None:
    """Comparing each with all terms would take the time of others; a misspelt keyword counts where it is near."""
    text = "SELECT * { " + "".join(f"?s kb:evntTp{number} ?o . " for number in range(50))
    garbage = "SELCT " + " ".join(f"x{number}" for number in range(50))

    warnings = unknown_terms(text, {})

    assert len(warnings) == 11
    assert "not told one by one" in warnings[-1]
    assert "SELECT" in explained("SELCT x1 x2", MalformedQueryError("no", line=1, column=9)).hint
    assert "SELECT" not in explained(garbage, MalformedQueryError("no", line=1, column=len(garbage))).hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?x a kb:Event ; kb:eventType kbt:flood }",
        "PREFIX kb: <http://elsewhere/> SELECT ?x { ?x a kb:Unheard }",
        "PREFIX : <https://w3id.org/newskb#> SELECT ?x { ?x :eventType ?t } # kb:notInTheOntology",
        "SELECT ?x { ?x rdfs:label 'kb:notATerm' }",
        "BASE <https://w3id.org/newskb#nothing> SELECT ?x { ?x ?y ?z }",
    ],
)
def test_what_the_ontology_has_or_does_not_rule_over_is_no_warning(text: str) -> None:
    """Neither a prefix of the query's own, nor strings, nor comments."""
    declared = {"kb": "http://elsewhere/"} if "elsewhere" in text else {"": "https://w3id.org/newskb#"}

    assert unknown_terms(text, declared if "PREFIX" in text else {}) == ()


def test_terms_are_those_of_the_ontology() -> None:
    """Some of each kind, and none of another namespace."""
    assert {"Event", "eventType", "occurred"} <= own_terms()
    assert {"flood", "strike"} <= event_types()
    assert not [term for term in own_terms() | event_types() if ":" in term or "/" in term]


def test_a_long_line_is_shown_around_the_place() -> None:
    """The caret stays under its character."""
    text = "x" * 300 + "!" + "y" * 300

    shown, caret = excerpt(text, 1, 301).split("\n")

    assert len(shown) < 110
    assert shown[caret.index("^")] == "!"


@given(st.text(max_size=300), st.integers(0, 20), st.integers(0, 400))
def test_nothing_that_is_written_breaks_the_advice(text: str, line: int, column: int) -> None:
    """Any text, any place the engine might name: an error of the same kind, never another one."""
    error = explained(text, MalformedQueryError("no query", line=line, column=column))

    assert isinstance(error, MalformedQueryError)
    assert error.excerpt.count("\n") <= 1
    unknown_terms(text, {})


def test_a_property_without_data_is_not_meant_for_itself() -> None:
    """Whoever wrote owl:sameAs is not helped by "Did you mean owl:sameAs?"."""
    assert "sameAs" not in elsewhere_meant(KNOWN["owl"] + "sameAs", PROPERTIES)
    assert elsewhere_meant(KNOWN["owl"] + "sameas", PROPERTIES) == " Did you mean owl:sameAs?"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("SELECT (COUNT(?s) AS ?n) (COUNT(?o) AS ?n) { ?s a ?o }", 40),
        ("SELECT ?s (COUNT(*) AS ?n) (MIN(?o) AS $n) { ?s a ?o } GROUP BY ?s", 40),
    ],
)
def test_a_column_that_is_named_twice_is_shown(text: str, column: int) -> None:
    """At the second name, not at the end of the query, where the engine notices."""
    with pytest.raises(SyntaxError) as found:
        ox.Store().query(text)
    error = explained(text, MalformedQueryError(str(found.value), line=1, column=len(text)))

    assert (error.line, error.column) == (1, column)
    assert "n twice" in str(error)


def test_event_types_are_those_of_the_ontology_that_holds_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not of the one that a process looked at first."""
    (tmp_path / "ontology.ttl").write_text("<urn:kb:o> a <http://www.w3.org/2002/07/owl#Ontology> .", encoding="utf-8")
    before = event_types()
    monkeypatch.setenv("KB_ONTOLOGY", str(tmp_path))

    assert event_types() == frozenset() != before
