"""The last one of its kind, of a year that is over, is not the one of now."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article
from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("adjective", "when", "events"),
    [("last", "in 2018", 2), ("latest", "in 2018", 2), ("long", "in 2018", 1), ("last", "on Monday", 1)],
)
def test_the_last_strike_of_a_year_that_is_over_is_another(adjective: str, when: str, events: int) -> None:
    text = f"A walkout shut the port.\n\nThe {adjective} strike at the port, {when}, lasted 35 days."
    rows: list[Row] = [trigger("walkout", "protest"), trigger("strike", "protest"), ("time", "time", when)]
    links = [("time", "strike", when), ("same", "strike", "walkout")]
    tree = {
        "walkout": ("NOUN", "nsubj", "shut"),
        "shut": ("VERB", "root", "shut"),
        adjective: ("ADJ", "amod", "strike"),
        "strike": ("NOUN", "nsubj", "lasted"),
        "lasted": ("VERB", "root", "lasted"),
    }

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(
    ("number", "noun", "when", "events"),
    [("three", "fires", "this year", 2), ("three", "fires", "on Monday", 1), ("one", "fire", "this year", 1)],
)
def test_those_counted_over_a_year_are_not_the_one_of_now(number: str, noun: str, when: str, events: int) -> None:
    text = f"A blaze destroyed a mill.\n\nThe town has seen {number} {noun} {when}."
    rows: list[Row] = [trigger("blaze", "fire_explosion"), trigger(noun, "fire_explosion"), ("time", "time", when)]
    links = [("time", noun, when), ("same", noun, "blaze")]
    tree = {
        "blaze": ("NOUN", "nsubj", "destroyed"),
        "destroyed": ("VERB", "root", "destroyed"),
        number: ("NUM", "nummod", noun),
        noun: ("NOUN", "obj", "seen"),
        "seen": ("VERB", "root", "seen"),
    }

    assert len(extraction(text, rows, links, tree, published="2026-11-05").events) == events


@pytest.mark.parametrize(
    ("stretch", "again", "events"),
    [("a week", "attacked", 2), ("a night", "attacked", 1), ("a week", "attacks", 1)],
)
def test_a_week_of_attacks_is_not_the_one_of_friday(stretch: str, again: str, events: int) -> None:
    """A night of attacks may be it, and "the attacks" are those of the week."""
    text = f"Osk mourns after {stretch} of raids.\n\nDrones {again} a market."
    tree = {
        "Osk": ("PROPN", "nsubj", "mourns"),
        "mourns": ("VERB", "root", "mourns"),
        "raids": ("NOUN", "obl", "mourns"),
        again: ("VERB", "root", again) if again == "attacked" else ("NOUN", "root", again),
        "market": ("NOUN", "obj", again),
    }
    rows: list[Row] = [trigger("raids", "attack"), trigger(again, "attack")]

    assert len(extraction(text, rows, [("same", again, "raids")], tree).events) == events


@pytest.mark.parametrize(("when", "events"), [("two days after", 2), ("after", 1)])
def test_what_was_some_time_after_another_of_its_kind_is_not_that_one(when: str, events: int) -> None:
    text = f"A probe landed {when} the first landing."
    tree = {
        "probe": ("NOUN", "nsubj", "landed"),
        "landed": ("VERB", "root", "landed"),
        "after": ("ADP", "case", "landing"),
        "first": ("ADJ", "amod", "landing"),
        "landing": ("NOUN", "obl", "landed"),
    }
    rows: list[Row] = [trigger("landed", "travel"), trigger("landing", "travel")]

    found = extraction(text, rows, [("same", "landing", "landed")], one_sentence(text, tree)).events

    assert len(found) == events


@pytest.mark.parametrize(
    ("text", "word", "events"),
    [
        ("Osk held an election on Monday. Turnout was below that of the election in 2017.", "election", 2),
        ("Osk held an election on Monday. Turnout was lower than in the election of 2017.", "election", 2),
        ("The river broke its banks in a flood on Monday. It rose above that of the flood in 1998.", "flood", 2),
        ("Turnout in the election of 2017 was 70 percent. It is above that of the election in 2017.", "election", 1),
        ("Osk held an election on Monday. Turnout was low in the election, above all in the north.", "election", 1),
    ],
)
def test_what_is_compared_with_by_its_own_year_is_another(text: str, word: str, events: int) -> None:
    read = create().extract(Article(text, published="2026-10-14"))
    found = [event for event in read.events if event.trigger.of(text) == word]
    today = [event for event in found if event.trigger.start == text.index(word)]

    assert len(found) == events
    assert all(event.time is None or events == 1 or "2026" in event.time.latest_end for event in today)


def test_nothing_is_part_of_what_it_is_only_measured_against() -> None:
    text = "Ana Paz won the election on Monday.\n\nTurnout was about 65 percent, below that of the election in 2017."
    read = create().extract(Article(text, published="2026-10-14"))
    then = next(event for event in read.events if event.trigger.start == text.rindex("election"))
    turnout = next(event for event in read.events if event.type == "turnout")

    assert then.time is not None
    assert then.time.latest_end == "2017-12-31"
    assert turnout.part_of != then.id


@pytest.mark.parametrize(
    ("before", "years"),
    [
        ("Nine miners were killed in Osk on Wednesday.\n\nIn October 2023 46 men died at the Lom mine.", {"2023"}),
        ("Nine miners were killed in Osk in October 2023.", set()),
    ],
)
def test_the_dead_of_a_later_paragraph_are_todays(before: str, years: set[str]) -> None:
    """Unless the story is of a year that is over."""
    text = f"{before}\n\nAmong the dead are Rui Obi, 44, and Ana Paz, 31."
    read = create().extract(Article(text, published="2026-10-14"))
    deaths = [event for event in read.events if event.type == "death"]
    apart = [e for e in deaths if not any(text.index("dead are") == s.start for s in (e.trigger, *e.other_mentions))]

    assert {event.time.earliest_begin[:4] for event in apart if event.time is not None} - {"2026"} == years
