"""Speakers that no link tells: "he said" behind one man's words, a title's "Paz: 'I cried'", an interview's "A:"."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def spoken(text: str, rows: list[Row], links: list[tuple[str, str, str]]) -> list[str]:
    """The speakers of the statement whose cue is the last "said"."""
    found = extraction(text, rows, links)
    names = {e.id: e.name for e in found.entities}
    last = max((s for s in found.statements if s.cue is not None), key=lambda s: s.cue.start if s.cue else 0)
    return [names[e] for e in last.speakers]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("According to Omar Paz, the town had no fuel. ", ["Omar Paz"]),
        ("I reached Omar Paz by phone. ", ["Omar Paz"]),
        ("Omar Paz met Leo Obi in Osk. ", []),
        ("I reached Mrs Omar Paz by phone. ", []),
        ("I reached Omar Paz by phone.\n\n", []),
    ],
)
def test_he_is_who_spoke_or_is_alone_in_the_paragraph(lead: str, expected: list[str]) -> None:
    text = lead + '"I called the commander," he said.'
    rows = [
        mention("Mrs Omar Paz" if "Mrs" in lead else "Omar Paz", "person"),
        mention("he#" + str(text[: text.index(" he ") + 2].count("he") + 1), "person", "pronoun"),
        ("cue", "cue", "said"),
        ("content", "direct", "I called the commander,"),
    ]
    if "Obi" in lead:
        rows.append(mention("Leo Obi", "person"))
    links = [("content", "said", "I called the commander,"), ("speaker", "said", rows[1][2])]
    if "According" in lead:
        rows += [("cue", "cue", "According to"), ("content", "evidential", "the town had no fuel")]
        links += [("speaker", "According to", "Omar Paz"), ("content", "According to", "the town had no fuel")]

    assert spoken(text, rows, links) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Osk captain Ana Paz: 'I cried for an hour'", ["Ana Paz"]),
        ("'I cried for an hour': Ana Paz", ["Ana Paz"]),
        ("Ana Paz wins cup and says: 'I cried for an hour'", []),
    ],
)
def test_a_title_names_who_says_its_quotation(title: str, expected: list[str]) -> None:
    text = f"{title}\n\nAna Paz won the cup of Osk on Monday night and left the hall on foot."
    rows = [mention("Ana Paz", "person"), mention("Ana Paz#2", "person")]
    found = extraction(text, rows, [])
    names = {e.id: e.name for e in found.entities}
    said = [s for s in found.statements if text[: s.content[0].start].count("\n") == 0]

    assert [[names[e] for e in s.speakers] for s in said] == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Osk captain Ana Paz on her injury", {"Ana Paz"}), ("Ana Paz and Omar Obi on their injuries", set())],
)
def test_who_answers_under_a_is_the_one_person_of_the_title(title: str, expected: set[str]) -> None:
    text = (
        f"{title}\n\nQ: What did you think when you fell?\n\nA: It was over. Then the coach came.\n\n"
        "Q: When will you play again?\n\nA: In four weeks, if all goes well."
    )
    rows = [mention("Ana Paz", "person")] + ([mention("Omar Obi", "person")] if "Omar" in title else [])
    found = extraction(text, rows, [])
    names = {e.id: e.name for e in found.entities}

    assert {names[e] for s in found.statements for e in s.speakers} == expected


def test_what_somebody_was_asked_is_not_what_he_says(reader: Extractor) -> None:
    text = "Asked why the line was reopened without an inspection, Omar Paz said that it was safe."
    (said,) = reader.extract(Article(text)).statements

    assert [part.of(text) for part in said.content] == ["it was safe"]


def test_who_was_told_of_something_does_not_say_it(reader: Extractor) -> None:
    text = "Ada Obi said that Governor Omar Paz had been told of the resignation on Monday."
    found = reader.extract(Article(text))
    names = {e.id: e.name for e in found.entities}

    assert {names[e] for s in found.statements for e in s.speakers} == {"Ada Obi"}
