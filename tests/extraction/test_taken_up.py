"""Which of several happenings a word takes up, and which its time keeps apart."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kb.extraction.builtin import BuiltinExtractor
from kb.extraction.layout.stage import layout
from kb.language.event_types import EventTypes
from kb.language.gazetteer import shipped
from kb.model import Article, Event
from tests.extraction.analyses import Row, analysis, grow
from tests.extraction.interpreted import NoReader, Tree, extraction, one_sentence, trigger

FAILED: Tree = {"failed": ("VERB", "root", "failed")}


def events(text: str, rows: list[Row], scores: Mapping[str, float], tree: Tree) -> tuple[Event, ...]:
    """The events of rows in text order, the last of which is linked as the same to others with these scores."""
    read = analysis(text, rows, [("same", rows[-1][2], words) for words in scores])
    grow(read.doc, tree)
    at = {index: scores[row[2]] for index, row in enumerate(rows) if row[2] in scores}
    scored = tuple(replace(relation, score=at[relation.tail]) for relation in read.relations)
    extractor = BuiltinExtractor(NoReader(), shipped(), EventTypes.load())  # type: ignore[arg-type]
    return extractor.interpret(Article(text), layout(text, 0), replace(read, relations=scored)).events


@pytest.mark.parametrize("noun", ["strike", "march", "rally"])
@pytest.mark.parametrize(
    ("determiner", "first", "second", "own"),
    [
        ("That", 0.9, 0.65, [1, 2]),  # the last one, whatever the model holds likelier
        ("The", 0.9, 0.885, [1, 2]),
        ("The", 0.9, 0.65, [2, 1]),
    ],
)
def test_of_two_happenings_that_are_as_likely_the_last_told_is_taken_up(
    noun: str, determiner: str, first: float, second: float, own: list[int]
) -> None:
    text = f"One {noun} began. Another {noun} followed. {determiner} {noun} failed."
    rows = [trigger(noun, "protest"), trigger(f"{noun}#2", "protest"), trigger(f"{noun}#3", "protest")]
    scores = {noun: first, f"{noun}#2": second}
    tree = {determiner: ("DET", "det", f"{noun}#3")}

    assert [1 + len(e.other_mentions) for e in events(text, rows, scores, one_sentence(text, tree | FAILED))] == own


@pytest.mark.parametrize("noun", ["flood", "fire", "strike"])
@pytest.mark.parametrize(
    ("today", "before", "count"),
    [("since Monday", "in 2023", 2), ("since 2022", "in 2023", 1), ("today", "in 2023", 2)],
)
def test_what_began_after_another_had_ended_is_another(noun: str, today: str, before: str, count: int) -> None:
    text = f"Town news\n\nThe {noun} has raged {today}. The {noun} raged {before}."
    coarse = {"flood": "natural_hazard", "fire": "fire_explosion", "strike": "protest"}[noun]
    rows: list[Row] = [
        trigger(noun, coarse),
        trigger(f"{noun}#2", coarse),
        ("time", "time", today),
        ("time", "time", before),
    ]
    links = [("same", f"{noun}#2", noun), ("time", noun, today), ("time", f"{noun}#2", before)]

    assert len(extraction(text, rows, links).events) == count


@pytest.mark.parametrize("noun", ["flood", "fire", "strike"])
@pytest.mark.parametrize(
    ("told", "time", "count"),
    [
        ("has raged", "in 2023", 2),
        ("has raged", "on Monday", 1),  # of now as well
        ("raged", "in 2023", 1),  # which may be what both tell of
    ],
)
def test_what_goes_on_is_not_what_a_past_year_saw(noun: str, told: str, time: str, count: int) -> None:
    text = f"Town news\n\nThe {noun} {told}. The {noun} {time} ended."
    coarse = {"flood": "natural_hazard", "fire": "fire_explosion", "strike": "protest"}[noun]
    rows: list[Row] = [trigger(noun, coarse), trigger(f"{noun}#2", coarse), ("time", "time", time)]
    links = [("same", f"{noun}#2", noun), ("time", f"{noun}#2", time)]
    tree: Tree = {
        noun: ("NOUN", "nsubj", "raged"),
        "raged": ("VERB", "root", "raged"),
        f"{noun}#2": ("NOUN", "nsubj", "ended"),
    }
    if told.startswith("has"):
        tree["has"] = ("AUX", "aux", "raged")

    assert len(extraction(text, rows, links, tree).events) == count
