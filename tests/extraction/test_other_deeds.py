"""What two do, each by a verb of its own, is two happenings, whatever the model joins."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


@pytest.mark.parametrize(
    ("doer", "word", "part", "events"),
    [("Obi", "signed", "VERB", 2), ("Osk", "signed", "VERB", 1), ("Obi", "accession", "NOUN", 1)],
)
def test_deeds_of_two_are_two(doer: str, word: str, part: str, events: int) -> None:
    text = f"Osk joined the pact.\n\n{'Obi' if doer == 'Obi' else 'It'} {word} at noon."
    rows: list[Row] = [mention("Osk", "country"), trigger("joined", "agreement"), trigger(word, "agreement")]
    rows += [mention("Obi", "person")] if doer == "Obi" else []
    links = [("agent", "joined", "Osk"), ("agent", word, doer), ("same", word, "joined")]
    tree = {
        "Osk": ("PROPN", "nsubj", "joined"),
        "joined": ("VERB", "root", "joined"),
        word: (part, "root", word),
    }

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("behind", "events"), [("after", 1), ("two", 2)])
def test_who_was_dismissed_in_a_headline_is_whom_somebody_dismissed_below(behind: str, events: int) -> None:
    text = f"Obi dismissed {behind} weeks. Then Paz dismissed Obi."
    rows: list[Row] = [
        mention("Obi#1", "person"),
        trigger("dismissed#1", "employment"),
        mention("Paz", "person"),
        trigger("dismissed#2", "employment"),
        mention("Obi#2", "person"),
    ]
    links = [
        ("agent", "dismissed#1", "Obi#1"),
        ("agent", "dismissed#2", "Paz"),
        ("patient", "dismissed#2", "Obi#2"),
        ("same", "dismissed#2", "dismissed#1"),
    ]
    tree = {
        "Obi#1": ("PROPN", "nsubj", "dismissed#1"),
        "dismissed#1": ("VERB", "root", "dismissed#1"),
        behind: ("ADP" if behind == "after" else "NUM", "case", "weeks"),
        "weeks": ("NOUN", "obl", "dismissed#1"),
        "Paz": ("PROPN", "nsubj", "dismissed#2"),
        "dismissed#2": ("VERB", "root", "dismissed#2"),
        "Obi#2": ("PROPN", "obj", "dismissed#2"),
    }

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("told", "events"), [("raiders", 3), ("people", 1)])
def test_bodies_are_at_most_of_those_whose_death_the_sentence_tells(told: str, events: int) -> None:
    text = f"Raiders killed nine villagers.\n\nGuards say seven {told} were killed; others saw two bodies."
    rows: list[Row] = [
        mention("nine villagers", "group", "nominal"),
        mention(f"seven {told}", "group", "nominal"),
        trigger("killed#1", "death"),
        trigger("killed#2", "death"),
        trigger("bodies", "death"),
    ]
    links = [
        ("patient", "killed#1", "nine villagers"),
        ("patient", "killed#2", f"seven {told}"),
        ("same", "killed#2", "killed#1"),
        ("same", "bodies", "killed#1"),
    ]
    tree = {
        "killed#1": ("VERB", "root", "killed#1"),
        "killed#2": ("VERB", "root", "killed#2"),
        **dict.fromkeys(("Guards", "say", "seven", told, "were", ";", "others", "two"), ("NOUN", "dep", "killed#2")),
        "saw": ("VERB", "parataxis", "killed#2"),
        "bodies": ("NOUN", "obj", "saw"),
    }

    assert len(extraction(text, rows, links, tree).events) == events


@pytest.mark.parametrize(("noun", "events"), [("herring", 2), ("sailors", 1), ("weavers", 1)])
def test_dead_fish_are_not_among_the_dead(noun: str, events: int) -> None:
    text = f"Nine died.\n\nBoats brought in dead {noun}."
    rows: list[Row] = [trigger("died", "death"), trigger("dead", "death")]
    rows += [mention(noun, "group", "nominal")] if noun == "weavers" else []
    tree = {
        "died": ("VERB", "root", "died"),
        "brought": ("VERB", "root", "brought"),
        "dead": ("ADJ", "amod", noun),
        noun: ("NOUN", "obj", "brought"),
    }

    assert len(extraction(text, rows, [("same", "dead", "died")], tree).events) == events


@pytest.mark.parametrize(("lead", "events"), [("for March", 1), ("in March by", 2), ("for quick", 2)])
def test_a_month_of_delivery_is_what_futures_are_called(lead: str, events: int) -> None:
    text = f"Prices of cocoa {lead} delivery rose."
    rows: list[Row] = [trigger("delivery", "business"), trigger("rose", "business")]
    tree = {"delivery": ("NOUN", "nmod", "cocoa"), "rose": ("VERB", "root", "rose")}

    assert len(extraction(text, rows, [], tree).events) == events


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        ("rebels", "soldiers", 2),
        ("soldiers", "rebels", 2),
        ("rebels", "militants", 1),
        ("rebels and soldiers", "soldiers", 1),
    ],
)
def test_rebels_are_none_of_the_soldiers_who_fought_them(first: str, second: str, events: int) -> None:
    text = f"The raid killed eleven {first}. Two {second} died."
    again = f"Two {second}"
    rows: list[Row] = [trigger("killed", "death"), trigger("died", "death")]
    rows += [mention(f"eleven {first}", "group", "nominal"), mention(again, "group", "nominal")]
    links = [("same", "died", "killed"), ("patient", "killed", f"eleven {first}"), ("patient", "died", again)]

    assert len(extraction(text, rows, links).events) == events


@pytest.mark.parametrize(("title", "events"), [("Miners down tools at Osk", 1), ("Osk\n\nMiners down tools at Osk", 2)])
def test_who_does_it_may_be_called_otherwise_below_a_title(title: str, events: int) -> None:
    text = f"{title}\n\nStaff stopped work on Tuesday."
    rows: list[Row] = [mention("Miners", "group", "nominal"), trigger("down", "protest")]
    rows += [mention("Staff", "group", "nominal"), trigger("stopped", "protest")]
    links = [("agent", "down", "Miners"), ("agent", "stopped", "Staff"), ("same", "stopped", "down")]
    tree = {"down": ("VERB", "root", "down"), "stopped": ("VERB", "root", "stopped")}

    assert len(extraction(text, rows, links, tree).events) == events
