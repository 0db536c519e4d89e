"""Who does the reporting where the model links nobody, or only those of whom something is said."""

import re

import pytest

from kb.model import Statement
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction

BODY = {"kind": "name", "type": "company"}
MAN = {"kind": "name", "type": "person"}


def told(
    text: str, rows: list[Row], links: list[tuple[str, str, str]], tree: dict[str, tuple[str, str, str]]
) -> tuple[Statement, list[str]]:
    hung = {word: ("NOUN", "dep", "said") for word in re.findall(r"\w+|[^\w\s]", text) if "said" in tree}
    found = extraction(text, rows, links, hung | tree)
    names = {e.id: e.name for e in found.entities}
    (statement,) = found.statements
    return statement, [names[speaker] for speaker in statement.speakers]


def test_who_does_something_and_says_something_is_one() -> None:
    text = "Havneby cut a forecast and said its chief Tor Lund would leave."
    rows: list[Row] = [
        ("mention", "organisation", "Havneby", BODY),
        ("mention", "person", "Tor Lund", MAN),
        ("cue", "cue", "said"),
        ("content", "indirect", "its chief Tor Lund would leave"),
    ]
    links = [("speaker", "said", "Tor Lund"), ("content", "said", "its chief Tor Lund would leave")]
    tree = {
        "Havneby": ("PROPN", "nsubj", "cut"),
        "cut": ("VERB", "ccomp", "said"),
        "and": ("CCONJ", "cc", "said"),
        "said": ("VERB", "root", "said"),
        "Lund": ("PROPN", "nsubj", "said"),
        "leave": ("VERB", "ccomp", "said"),
    }

    assert told(text, rows, links, tree)[1] == ["Havneby"]


def test_a_name_right_behind_the_subject_is_who_says_it() -> None:
    text = "Former captain Musa Ojo, now its manager, said he was glad."
    rows: list[Row] = [
        ("mention", "person", "Musa Ojo", MAN),
        ("cue", "cue", "said"),
        ("content", "indirect", "he was glad"),
    ]
    tree = {"captain": ("NOUN", "nsubj", "said"), "said": ("VERB", "root", "said"), "glad": ("ADJ", "ccomp", "said")}

    assert told(text, rows, [("content", "said", "he was glad")], tree)[1] == ["Musa Ojo"]


def test_the_subject_of_a_cue_is_none_of_what_is_said() -> None:
    text = "The mayor, Ana Lund, regretted the result."
    rows: list[Row] = [
        ("mention", "person", "Ana Lund", MAN),
        ("cue", "cue", "regretted"),
        ("content", "indirect", "The mayor, Ana Lund"),
        ("content", "indirect", "the result"),
    ]
    links = [
        ("speaker", "regretted", "Ana Lund"),
        ("content", "regretted", "The mayor, Ana Lund"),
        ("content", "regretted", "the result"),
    ]
    tree = {"Lund": ("PROPN", "nsubj", "regretted"), "regretted": ("VERB", "root", "regretted")}
    statement, speakers = told(text, rows, links, tree)

    assert speakers == ["Ana Lund"]
    assert [words.of(text) for words in statement.content] == ["the result"]


def test_who_is_said_to_have_counted_them_does_not_demand_what_they_do() -> None:
    text = "Some 900 nurses, according to police, demanded new elections."
    group = {"kind": "nominal", "type": "group"}
    rows: list[Row] = [
        ("mention", "group", "nurses", group),
        ("mention", "organisation", "police", {"kind": "nominal", "type": "organisation"}),
        ("cue", "cue", "demanded"),
        ("content", "indirect", "new elections"),
    ]
    links = [("speaker", "demanded", "police"), ("content", "demanded", "new elections")]
    tree = {"nurses": ("NOUN", "nsubj", "demanded"), "demanded": ("VERB", "root", "demanded")}

    assert told(text, rows, links, tree)[1] == ["nurses"]


def test_who_was_accused_does_not_make_the_promise_that_and_joins_on() -> None:
    text = "Havneby accused Tor Lund of greed and promised an inquiry."
    rows: list[Row] = [
        ("mention", "organisation", "Havneby", BODY),
        ("mention", "person", "Tor Lund", MAN),
        ("cue", "cue", "accused"),
        ("cue", "cue", "promised"),
        ("content", "indirect", "an inquiry"),
    ]
    links = [("speaker", "accused", "Havneby"), ("addressee", "accused", "Tor Lund")]
    links += [("speaker", "promised", "Tor Lund"), ("content", "promised", "an inquiry")]
    tree = {
        "Havneby": ("PROPN", "nsubj", "accused"),
        "accused": ("VERB", "root", "accused"),
        "Lund": ("PROPN", "obj", "accused"),
        "and": ("CCONJ", "cc", "promised"),
        "promised": ("VERB", "conj", "accused"),
        "inquiry": ("NOUN", "obj", "promised"),
    }
    hung = dict.fromkeys(re.findall(r"\w+", text), ("NOUN", "dep", "accused"))

    read = extraction(text, rows, links, hung | tree)

    (statement,) = (s for s in read.statements if s.content and s.content[0].of(text) == "an inquiry")
    assert [e.name for e in read.entities if e.id in statement.speakers] == ["Havneby"]


@pytest.mark.parametrize(("what", "speakers"), [("fined Ula, a", ["Havneby"]), ("and Osk, a", ["Havneby", "unit"])])
def test_what_only_tells_of_the_object_does_not_speak(what: str, speakers: list[str]) -> None:
    text = f"Havneby {what} unit of Ruvu, and said they would appeal."
    rows: list[Row] = [
        ("mention", "organisation", "Havneby", BODY),
        ("mention", "organisation", "unit", {"kind": "nominal", "type": "company"}),
        ("cue", "cue", "said"),
        ("content", "indirect", "they would appeal"),
    ]
    links = [("speaker", "said", "Havneby"), ("speaker", "said", "unit"), ("content", "said", "they would appeal")]
    tree = {
        "Havneby": ("PROPN", "nsubj", "said"),
        "fined": ("VERB", "conj", "said"),
        "unit": ("NOUN", "parataxis", "said"),
        "said": ("VERB", "root", "said"),
    }

    assert told(text, rows, links, {word: hung for word, hung in tree.items() if word in text})[1] == speakers
