"""What somebody is punished for keeps its place and its time."""

from dataclasses import replace

import pytest

from kb.extraction.deeds import is_of_deed, is_of_punishing
from kb.model import Span
from tests.extraction.analyses import Row, document, grow
from tests.extraction.interpreted import one_sentence, trigger

TEXT = "Police charged a man with robbing a bank in Osk in May."


def told(label: str, words: str, own: float, theirs: float, form: str = "robbing") -> bool:
    """Whether *words* are those of the robbery, linked to the charge by *own* and to the robbery by *theirs*."""
    text = TEXT.replace("robbing", form)
    rows: list[Row] = [
        trigger("charged", "legal"),
        trigger(form, "crime"),
        ("mention", "place", "Osk", {"kind": "name", "type": "city"}),
        ("time", "time", "in May"),
    ]
    links = [("circumstance", "charged", form), (label, "charged", words), (label, form, words)]
    found = document(text, rows, links)
    grow(found.doc, one_sentence(text, {"charged": ("VERB", "root", "charged"), form: ("VERB", "advcl", "charged")}))
    triggers = list(found.analysis.layer("trigger"))
    score = {(label, triggers[0][0]): own, (label, triggers[1][0]): theirs}
    relations = tuple(replace(r, score=score.get((r.label, r.head), r.score)) for r in found.analysis.relations)
    found = replace(found, analysis=replace(found.analysis, relations=relations))
    at = text.index(words)
    return is_of_deed(found, triggers[:1], label, Span(at, at + len(words)))


@pytest.mark.parametrize(
    ("label", "words", "own", "theirs", "is_its"),
    [
        ("time", "in May", 0.6, 0.98, True),
        ("time", "in May", 0.85, 0.92, False),
        ("time", "in May", 0.98, 0.6, False),
        ("place", "Osk", 0.6, 0.95, True),
        ("place", "Osk", 1.0, 1.0, True),
        ("place", "Osk", 0.8, 0.8, False),
    ],
)
def test_words_are_of_the_deed_that_the_model_rather_links_them_to(
    label: str, words: str, own: float, theirs: float, is_its: bool
) -> None:
    assert told(label, words, own, theirs) is is_its


def test_only_what_a_verb_tells_of_keeps_the_place_behind_it() -> None:
    assert told("place", "Osk", 1.0, 1.0, "theft") is False


@pytest.mark.parametrize(
    ("text", "is_its"),
    [
        ("Police charged a man Thursday in the shooting of a clerk.", True),
        ("Police charged a man with shooting Thursday, it said.", True),
        ("Police charged a man with the shooting on Thursday.", False),
        ("Police charged a man who fled Thursday before the shooting.", False),
    ],
)
def test_the_day_of_a_charge_is_not_that_of_the_deed(text: str, is_its: bool) -> None:
    rows: list[Row] = [trigger("charged", "legal"), trigger("shooting", "attack"), ("time", "time", "Thursday")]
    links = [("circumstance", "charged", "shooting"), ("time", "charged", "Thursday"), ("time", "shooting", "Thursday")]
    found = document(text, rows, links)
    grow(
        found.doc,
        one_sentence(
            text,
            {"charged": ("VERB", "root", "charged"), "fled": ("VERB", "acl", "man")}
            if "fled" in text
            else {"charged": ("VERB", "root", "charged")},
        ),
    )
    deed = [row for row in found.analysis.layer("trigger") if row[1].label == "attack"]
    at = text.index("Thursday")

    assert is_of_punishing(found, deed, Span(at, at + 8)) is is_its
