"""An interview's answers are said by whom their label names; a live blog's entries stand apart."""

import pytest

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout.stage import layout
from kb.extraction.statements.turns import speaker_of
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Entity, Extraction
from tests.extraction.analyses import Row, analysis
from tests.extraction.interpreted import NoReader

INTERVIEW = """Nino Adeyemi resigned in May. She spoke to Lars Berg.

Lars Berg: Why did you leave?

Nino Adeyemi: Because I could not sign it.

LB: Were you paid?

NA: That is a lie. I was never paid.

LB: Will you return?

NA: Not this year."""


def read(text: str, rows: list[Row], links: list[tuple[str, str, str]] | None = None) -> Extraction:
    extractor = BuiltinExtractor(NoReader(), shipped(), EventTypes.load())  # type: ignore[arg-type]
    return extractor.interpret(Article(text), layout(text, 0), analysis(text, rows, links or []))


def person(words: str, kind: str = "name") -> Row:
    return ("mention", "person", words, {"kind": kind, "type": "person"})


def test_answers_are_statements_of_their_label_and_questions_are_none() -> None:
    found = read(INTERVIEW, [person("Nino Adeyemi"), person("Lars Berg"), person("I#2", "pronoun")])
    names = {e.id: e.name for e in found.entities}

    assert [(names[s.speakers[0]], [p.of(INTERVIEW) for p in s.content], s.mode) for s in found.statements] == [
        ("Nino Adeyemi", ["Because I could not sign it."], "direct"),
        ("Nino Adeyemi", ["That is a lie. I was never paid."], "direct"),
        ("Nino Adeyemi", ["Not this year."], "direct"),
    ]
    assert [names[m.entity] for m in found.mentions if m.span.of(INTERVIEW) == "I"] == ["Nino Adeyemi"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [("NA", "e1"), ("N.A.", "e1"), ("Adeyemi", "e1"), ("Ms Adeyemi", "e1"), ("Berg", "e2"), ("LB", "e2"),
     ("Minister", ""), ("XY", ""), ("A", ""), ("Nino", "")],
)  # fmt: skip
def test_a_label_is_a_name_a_surname_or_initials_of_one_person(label: str, expected: str) -> None:
    persons = [Entity("e1", "person", "Nino Adeyemi", True), Entity("e2", "person", "Lars Berg", True)]

    assert speaker_of(label, persons) == expected


def test_a_label_of_two_persons_names_neither() -> None:
    persons = [Entity("e1", "person", "Nino Adeyemi", True), Entity("e2", "person", "Noor Aziz", True)]

    assert speaker_of("NA", persons) == ""


def test_nothing_is_said_across_two_entries_of_a_live_blog() -> None:
    text = "10:05 The mayor said more would come.\n\n10:20 The number is eleven now.\n\n10:40 Roads are closed."
    rows: list[Row] = [
        ("mention", "person", "mayor", {"kind": "nominal", "type": "person"}),
        ("cue", "cue", "said"),
        ("content", "indirect", "more would come"),
        ("content", "indirect", "The number is eleven now"),
    ]
    links = [("speaker", "said", "mayor"), ("content", "said", "more would come"),
             ("content", "said", "The number is eleven now")]  # fmt: skip
    by_mayor = [s for s in read(text, rows, links).statements if s.speakers]

    assert [[p.of(text) for p in s.content] for s in by_mayor] == [["more would come"]]


def test_a_cue_inside_an_answer_claims_no_more_than_its_own_sentence() -> None:
    text = """Nino Adeyemi spoke to Lars Berg.

Lars Berg: Is there a paper?

Nino Adeyemi: Omar Said says that there is one. There is none.

Lars Berg: Will you return?

Nino Adeyemi: Not this year."""
    rows = [person("Nino Adeyemi"), person("Lars Berg"), person("Omar Said"), ("cue", "cue", "says"),
            ("content", "indirect", "there is one"), ("content", "indirect", "There is none")]  # fmt: skip
    links = [
        ("speaker", "says", "Omar Said"),
        ("content", "says", "there is one"),
        ("content", "says", "There is none"),
    ]
    found = read(text, rows, links)

    assert [[p.of(text) for p in s.content] for s in found.statements] == [
        ["Omar Said says that there is one. There is none."],
        ["there is one"],
        ["Not this year."],
    ]
