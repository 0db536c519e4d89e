"""A time dates what it hangs from in the tree, and nothing beyond another verb."""

import pytest

from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


def dated(text: str, words: str, tree: Tree) -> str:
    """The words that date the event."""
    (event,) = extraction(text, [trigger(words, "other")], [], one_sentence(text, tree)).events
    return event.time.words.of(text) if event.time is not None and event.time.words is not None else ""


@pytest.mark.parametrize(
    ("text", "words", "tree", "time"),
    [
        (
            "Crews reopened the bridge on Monday.",
            "reopened",
            {
                "reopened": ("VERB", "root", "reopened"),
                "Monday": ("PROPN", "obl", "reopened"),
                "on": ("ADP", "case", "Monday"),
            },
            "Monday",
        ),
        (
            "Ada Obi said crews reopened the bridge on Monday.",
            "reopened",
            {
                "said": ("VERB", "root", "said"),
                "reopened": ("VERB", "ccomp", "said"),
                "Monday": ("PROPN", "obl", "reopened"),
                "on": ("ADP", "case", "Monday"),
            },
            "Monday",
        ),
        (
            "Crews closed the bridge that reopened on Monday.",
            "closed",
            {
                "closed": ("VERB", "root", "closed"),
                "bridge": ("NOUN", "obj", "closed"),
                "reopened": ("VERB", "acl:relcl", "bridge"),
                "Monday": ("PROPN", "obl", "reopened"),
                "on": ("ADP", "case", "Monday"),
            },
            "",
        ),
        (
            "The fair starts on Monday.",
            "fair",
            {
                "fair": ("NOUN", "nsubj", "starts"),
                "starts": ("VERB", "root", "starts"),
                "Monday": ("PROPN", "obl", "starts"),
                "on": ("ADP", "case", "Monday"),
            },
            "Monday",
        ),
        (
            "Crews reopened the bridge on Monday and the tunnel on Tuesday.",
            "reopened",
            {
                "reopened": ("VERB", "root", "reopened"),
                "Monday": ("PROPN", "obl", "reopened"),
                "on": ("ADP", "case", "Monday"),
                "Tuesday": ("PROPN", "obl", "reopened"),
                "on#2": ("ADP", "case", "Tuesday"),
            },
            "",
        ),
        (
            "Crews rebuilt the 1978 bridge.",
            "rebuilt",
            {
                "rebuilt": ("VERB", "root", "rebuilt"),
                "bridge": ("NOUN", "obj", "rebuilt"),
                "1978": ("NUM", "nummod", "bridge"),
            },
            "",
        ),
    ],
)
def test_a_time_dates_what_it_hangs_from(text: str, words: str, tree: Tree, time: str) -> None:
    assert dated(text, words, tree) == time


@pytest.mark.parametrize(("role", "governor", "hung"), [("nsubj", "began", "died"), ("obl", "died", "began")])
def test_a_time_right_behind_a_beginning_is_its_own_whatever_the_tree_says(role: str, governor: str, hung: str) -> None:
    text = "Many have died since the war began in May."
    tree = {
        "died": ("VERB", "root", "died"),
        "war": ("NOUN", role, governor),
        "began": ("VERB", "advcl", "died"),
        "May": ("PROPN", "obl", hung),
    }

    assert dated(text, "war", tree) == "May"


@pytest.mark.parametrize(
    ("words", "time"), [("follows one in", ""), ("was one in", "May"), ("was one of three in", "May")]
)
def test_when_another_one_was_dates_it_not(words: str, time: str) -> None:
    tree = {"raid": ("NOUN", "root", "raid"), "May": ("PROPN", "nmod", "raid")}

    assert dated(f"The raid {words} May.", "raid", tree) == time


@pytest.mark.parametrize(("link", "time"), [("when", "since 2017"), ("as", "")])
def test_what_happened_when_something_is_measured_from_was_then(link: str, time: str) -> None:
    text = f"The flood is the worst since 2017, {link} many died."
    tree = {
        "worst": ("ADJ", "root", "worst"),
        "2017": ("NUM", "obl", "worst"),
        "since": ("ADP", "case", "2017"),
        ",": ("PUNCT", "punct", "died"),
        link: ("ADV", "advmod", "died"),
        "died": ("VERB", "conj", "worst"),
    }

    assert dated(text, "died", tree) == time
