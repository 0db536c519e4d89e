"""Words that cannot name one happening, whatever the model links."""

import pytest

from tests.extraction.interpreted import extraction, trigger


@pytest.mark.parametrize(
    ("one", "other", "coarse", "events"),
    [
        ("freed four soldiers", "still held the soldiers", "crime", 2),
        ("seized four soldiers", "still held the soldiers", "crime", 1),
        ("charged the clerk", "sentenced the clerk", "legal", 2),
        ("convicted the clerk", "sentenced the clerk", "legal", 2),
        ("ruled on the clerk", "sentenced the clerk", "legal", 1),
        ("won the by-election", "lost the general election", "election", 2),
        ("won the election", "lost the general election", "election", 1),
        ("won the parliamentary election", "lost the general election", "election", 1),
    ],
)
def test_opposites_two_stages_of_a_case_and_two_kinds_of_elections_are_two(
    one: str, other: str, coarse: str, events: int
) -> None:
    verbs = one.split(maxsplit=1)[0], "held" if coarse == "crime" else "sentenced"
    words, pos = (("election", "election#2"), "NOUN") if coarse == "election" else (verbs, "VERB")

    found = extraction(
        f"They {one}. She {other}.",
        [trigger(word, coarse) for word in words],
        [("same", words[1], words[0])],
        {word: (pos, "dep", word) for word in words},
    )

    assert len(found.events) == events


@pytest.mark.parametrize(("noun", "events"), [("siege", 2), ("fighting", 1)])
def test_a_war_is_none_of_its_sieges(noun: str, events: int) -> None:
    text = f"The {noun} took lives. The war began in May."
    rows = [trigger(noun, "armed_conflict"), trigger("war", "armed_conflict")]
    tree = {noun: ("NOUN", "nsubj", "took"), "war": ("NOUN", "nsubj", "began")}

    assert len(extraction(text, rows, [("same", "war", noun)], tree).events) == events


@pytest.mark.parametrize(("noun", "events"), [("relocation", 1), ("homecoming", 2)])
def test_who_is_moved_may_be_evacuated_and_who_comes_home_is_not(noun: str, events: int) -> None:
    text = f"Osk evacuated 300 families. The {noun} took all night."
    rows = [trigger("evacuated", "displacement"), trigger(noun, "displacement")]
    tree = {"evacuated": ("VERB", "root", "evacuated"), noun: ("NOUN", "nsubj", "took")}

    assert len(extraction(text, rows, [("same", noun, "evacuated")], tree).events) == events


@pytest.mark.parametrize(("adjective", "events"), [("earlier", 2), ("similar", 2), ("sudden", 1)])
def test_what_was_earlier_or_only_similar_is_another(adjective: str, events: int) -> None:
    text = f"A death shook Osk. Judges saw the {adjective} deaths."
    rows = [trigger("death", "death"), trigger("deaths", "death")]
    tree = {adjective: ("ADJ", "amod", "deaths"), "deaths": ("NOUN", "obj", "saw"), "death": ("NOUN", "nsubj", "shook")}

    assert len(extraction(text, rows, [("same", "deaths", "death")], tree).events) == events


@pytest.mark.parametrize(
    ("verb", "particle", "events"), [("stepped", "down", 2), ("stepped", "", 1), ("laid", "off", 1), ("quit", "", 2)]
)
def test_who_steps_down_is_no_part_of_job_cuts(verb: str, particle: str, events: int) -> None:
    """ "Quit" may be any departure, so it is not enough to tell two apart."""
    text = f"Osk cut its staff. Its chief {verb} {particle} then."
    rows = [trigger("cut", "employment"), trigger(verb, "employment")]
    tree = {"cut": ("VERB", "root", "cut"), verb: ("VERB", "root", verb)}
    tree |= {particle: ("ADP", "compound:prt", verb)} if particle else {}

    assert len(extraction(text, rows, [("same", verb, "cut")], tree).events) == events
