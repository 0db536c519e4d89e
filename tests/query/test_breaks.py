"""Mistakes that tokens tell: each is named at its own place."""

import pytest

from kb.query.errors import MalformedQueryError
from kb.query.sparql.advice import explained


@pytest.mark.parametrize(
    ("text", "at", "hint"),
    [
        ("SELECT * {?s ?p ?o} LIMIT 1\nSELECT * {?s ?p ?o}", (2, 1), "Here a second query begins"),
        ("SELECT ?s {?s ?p ?o}; ASK {?s ?p ?o}", (1, 23), "Here a second query begins"),
        ("SELECT ?s {?s ?p ?o} ORDER BT ?s", (1, 28), "Did you mean BY instead of BT?"),
        ("SELECT ?s {?s ?p ?o} LIMIT many", (1, 28), "LIMIT takes a whole number, and many is none."),
        ('SELECT ?s {?s ?p "abc }', (1, 18), "This quote is never closed; it is character 18"),
        ("PREFX a: <urn:a> SELECT * {?s ?p ?o}", (1, 1), "Did you mean PREFIX instead of PREFX?"),
        ("SELECT * {?s rdfs:label GROUP_CONCAT(?o)}", (1, 25), "GROUP_CONCAT stands in SELECT"),
        ("SELECT * {?s ?p ?o FILTER(COUNT(?o) > 1) ,}", (1, 27), "COUNT stands in SELECT"),
        ("SELCT ?s {?s ?p ?o}", (1, 1), "Did you mean SELECT instead of SELCT?"),
    ],
)
def test_a_mistake_is_named_at_its_place(text: str, at: tuple[int, int], hint: str) -> None:
    """Though the engine gives up behind it."""
    line = text.count("\n") + 1
    end = len(text.rsplit("\n", 1)[-1]) + 1
    told = explained(text, MalformedQueryError("expected something", line=line, column=end))

    assert (told.line, told.column) == at
    assert told.hint.startswith(hint)


def test_a_misspelt_word_is_named_and_not_what_the_engine_expected() -> None:
    """The engine's list of words that may stand there misleads."""
    told = explained("SELCT ?s {?s ?p ?o}", MalformedQueryError("expected CONSTRUCT", line=1, column=1))
    assert "SELCT is no word that may stand here." in str(told)
    assert "CONSTRUCT" not in str(told)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { { SELECT ?s (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o } GROUP BY ?s } ?s ?p",
        "PREFIX a: <urn:a> PREFIX b: <urn:b> SELECT ?s { ?s a:b 'x' ",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(?o) > 1) ORDER BY DESC(COUNT(?o)) LIMIT 3 ?",
    ],
)
def test_what_is_right_is_not_blamed(text: str) -> None:
    """None of these mistakes is seen in what is written as it should be."""
    told = explained(text, MalformedQueryError("expected something", line=1, column=len(text) + 1))
    words = ("second query", "instead of", "whole number", "stands in SELECT", "quote")
    assert not any(word in told.hint for word in words), told.hint
