"""Tests of kb.query.sparql.tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.sparql.tokens import body, every_token, standard, tokens, unescape, unescape_code

PIECES = st.sampled_from(
    [*" #<>{}(a:.1\n\"'\\", "a:b..", "%41", ".b", "\\.", '"""', "'''", "\\u0053", "?x", "SERVICE"],
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_tokens_joined_are_the_text(text: str) -> None:
    """No character is lost or told twice."""
    found = list(every_token(text))

    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_two_ways_to_cut_give_the_same(text: str) -> None:
    """What a short text is cut into at once is what every other is cut into step by step."""
    cut = [token for token in every_token(text) if token.kind not in ("space", "comment")]

    assert list(tokens(text)) == cut


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("PREFIX a: <x> BASE <y> ASK {}", "ASK {}"),
        ("prefix : <x>\nPREFIX b: c ASK {}", "PREFIX b: c ASK {}"),
        ("SELECT * { ?PREFIX a: <x> }", "SELECT * { ?PREFIX a: <x> }"),
        ("", ""),
    ],
)
def test_body_is_what_follows_declarations(text: str, behind: str) -> None:
    """Prefixes and a base that are declared as they should be are passed over, and nothing else."""
    assert [token.text for token in body(text)] == [token.text for token in tokens(behind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a # no comment" x', [("string", '"a # no comment"'), ("word", "x")]),
        ("'it''s'", [("string", "'it'"), ("string", "'s'")]),
        ('"""a "quoted" \\""" b"""', [("string", '"""a "quoted" \\""" b"""')]),
        ('"""abc"', [("string", '""'), ("string", '"abc"')]),
        ("<http://a/#b> # c\n<d>", [("iri", "<http://a/#b>"), ("iri", "<d>")]),
        ("?a < ?b", [("variable", "?a"), ("mark", "<"), ("variable", "?b")]),
        ("ex:a.b. ?x", [("name", "ex:a.b"), ("mark", "."), ("variable", "?x")]),
        ("ex:a\\.", [("name", "ex:a\\.")]),
        ("_:b1.", [("name", "_:b1"), ("mark", ".")]),
        ("1.5e3SELECT", [("number", "1.5e3"), ("word", "SELECT")]),
        ('"a"@en-GB', [("string", '"a"'), ("language", "@en-GB")]),
        ('"open\nnext', [("string", '"open'), ("word", "next")]),
        ("<<?s ?p ?o>>", [("mark", "<<"), ("variable", "?s"), ("variable", "?p"), ("variable", "?o"), ("mark", ">>")]),
    ],
)
def test_strings_iris_comments_and_names(text: str, expected: list[tuple[str, str]]) -> None:
    """What lies in a string, an IRI or a comment is no code."""
    assert [(token.kind, token.text) for token in tokens(text)] == expected


def test_escapes_are_read_in_code_and_left_in_strings() -> None:
    """A string that spells an escape keeps it; an escape of no character stays."""
    assert unescape("\\u0053\\U0001F600\\uD800\\U00110000") == "S\U0001f600\\uD800\\U00110000"
    assert unescape_code('\\u0053ERVICE "\\u0053" <\\u0053> # \\u0053') == 'SERVICE "\\u0053" <\\u0053> # \\u0053'


def test_the_words_of_the_engine_alone_are_left_out_and_nothing_moves() -> None:
    text = 'SELECT * { ?s ?p "LATERAL" lateral { ?s <urn:LATERAL> ?LATERAL } } # LATERAL'
    assert standard(text) == text.replace("lateral", " " * 7)
