"""What a verb acts on fills its role, though the model marks nothing there."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, mention, trigger

CUT = "Drones knocked out power for hours."
DRONES: Tree = {
    "Drones": ("NOUN", "nsubj", "knocked"),
    "knocked": ("VERB", "root", "knocked"),
    "out": ("ADP", "compound:prt", "knocked"),
    "power": ("NOUN", "obj", "knocked"),
    "for": ("ADP", "case", "hours"),
    "hours": ("NOUN", "obl", "knocked"),
}


def befallen(text: str, tree: Tree, coarse: str = "disruption", *beside: Row, score: float = 0.9) -> list[str]:
    """What is done to something by the first event: words of its patient, the root of *tree* its trigger."""
    verb = next(word for word, (_, relation, _) in tree.items() if relation == "root")
    links = [("patient", verb, words) for _, _, words, *_ in beside]
    events = extraction(text, [trigger(verb, coarse), *beside], links, tree, score=score).events
    return [role.span.of(text) for role in events[0].roles if role.role in ("patient", "theme", "target")]


def test_a_verbs_object_is_what_it_befell() -> None:
    assert befallen(CUT, DRONES) == ["power"]


def test_no_object_is_taken_beside_what_the_model_gives() -> None:
    assert befallen(CUT, DRONES, "disruption", mention("Drones", "group", "nominal")) == ["Drones"]


@pytest.mark.parametrize("coarse", ["regulation", "talks", "agreement"])
def test_of_some_classes_an_object_says_nothing(coarse: str) -> None:
    """ "Passed a law", "held talks"."""
    assert befallen(CUT, DRONES, coarse) == []


def test_nothing_is_taken_for_an_event_that_is_unlikely() -> None:
    assert befallen(CUT, DRONES, "attack", score=0.55) == ["power"]
    assert befallen(CUT, DRONES, "attack", score=0.45) == []


@pytest.mark.parametrize(
    ("noun", "relation", "pos", "words"),
    [
        ("Schools", "nsubj", "NOUN", ["Schools"]),
        ("Schools", "nsubj:pass", "NOUN", ["Schools"]),
        ("Drivers", "nsubj", "NOUN", []),
        ("Drivers", "nsubj:pass", "NOUN", ["Drivers"]),
        ("They", "nsubj", "PRON", []),
    ],
)
def test_so_is_the_subject_of_a_verb_without_object(noun: str, relation: str, pos: str, words: list[str]) -> None:
    """Things reopen; people act."""
    text = f"{noun} closed on Monday."
    tree: Tree = {noun: (pos, relation, "closed"), "closed": ("VERB", "root", "closed")}

    assert befallen(text, tree) == words


def test_a_length_of_time_is_not_acted_on() -> None:
    text = "Floods closed weeks of work."
    tree: Tree = {
        "Floods": ("NOUN", "nsubj", "closed"),
        "closed": ("VERB", "root", "closed"),
        "weeks": ("NOUN", "obj", "closed"),
    }

    assert befallen(text, tree) == []


def test_what_happens_is_no_filler() -> None:
    text = "Floods closed the inquiry."
    tree: Tree = {
        "Floods": ("NOUN", "nsubj", "closed"),
        "closed": ("VERB", "root", "closed"),
        "inquiry": ("NOUN", "obj", "closed"),
    }
    events = extraction(text, [trigger("closed", "disruption"), trigger("inquiry", "legal")], [], tree).events

    assert [role for event in events for role in event.roles] == []


@pytest.mark.parametrize(("noun", "words"), [("votes", []), ("reporters", ["reporters"])])
def test_what_votes_are_counted_in_befalls_nobody(noun: str, words: list[str]) -> None:
    text = f"Ana received {noun}."
    tree: Tree = {
        "Ana": ("PROPN", "nsubj", "received"),
        "received": ("VERB", "root", "received"),
        noun: ("NOUN", "obj", "received"),
    }
    assert befallen(text, tree, "election") == words
