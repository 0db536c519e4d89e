"""What a land counts happened in it."""

import pytest

from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger


@pytest.mark.parametrize(
    ("verb", "kind", "place"),
    [("reported", "place", "Osk"), ("mourned", "place", ""), ("reported", "organisation", "")],
)
def test_what_a_land_counts_happened_there(verb: str, kind: str, place: str) -> None:
    text = f"Osk has {verb} 31 deaths since January."
    tree: Tree = {
        verb: ("VERB", "root", verb),
        "Osk": ("PROPN", "nsubj", verb),
        "deaths": ("NOUN", "obj", verb),
    }
    found = extraction(text, [mention("Osk", kind), trigger("deaths", "death")], [], one_sentence(text, tree))
    names = {entity.id: entity.name for entity in found.entities}

    assert [names[p] for event in found.events for p in event.places] == ([place] if place else [])


def test_a_team_was_not_beaten_in_the_land_that_it_plays_for() -> None:
    text = "Osk suffered a defeat."
    tree: Tree = {"suffered": ("VERB", "root", "suffered"), "Osk": ("PROPN", "nsubj", "suffered")}
    tree["defeat"] = ("NOUN", "obj", "suffered")
    rows = [mention("Osk", "place"), trigger("defeat", "other")]

    assert [event.places for event in extraction(text, rows, [], one_sentence(text, tree)).events] == [()]


def test_a_place_that_is_linked_comes_first() -> None:
    text = "Osk has reported 31 deaths in Ruvu."
    tree: Tree = {
        "reported": ("VERB", "root", "reported"),
        "Osk": ("PROPN", "nsubj", "reported"),
        "deaths": ("NOUN", "obj", "reported"),
        "Ruvu": ("PROPN", "nmod", "deaths"),
    }
    rows = [mention("Osk", "place"), mention("Ruvu", "place"), trigger("deaths", "death")]
    (event,) = extraction(text, rows, [("place", "deaths", "Ruvu")], one_sentence(text, tree)).events

    assert [span.of(text) for span in event.place_spans] == ["Ruvu"]


@pytest.mark.parametrize(("first", "events"), [("earlier deaths", 2), ("many deaths", 1)])
def test_earlier_ones_are_not_those_told_next(first: str, events: int) -> None:
    text = f"Critics spoke of {first}. Ruvu counted nine deaths."
    adjective = first.split(maxsplit=1)[0]
    tree: Tree = {
        "spoke": ("VERB", "root", "spoke"),
        adjective: ("ADJ", "amod", "deaths"),
        "deaths": ("NOUN", "obl", "spoke"),
        "counted": ("VERB", "root", "counted"),
        "deaths#2": ("NOUN", "obj", "counted"),
    }
    rows = [trigger("deaths", "death"), trigger("deaths#2", "death")]
    found = extraction(text, rows, [("same", "deaths#2", "deaths")], tree)

    assert len(found.events) == events
