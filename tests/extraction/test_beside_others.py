"""Triggers that are one with the words beside them."""

import pytest

from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.mark.thorough
@pytest.mark.parametrize(("out", "told"), [("out", ["out"]), ("restored", ["Power", "restored"])])
def test_what_is_out_is_no_event_beside_it(out: str, told: list[str]) -> None:
    text = f"Power was {out} in Osk."
    rows = [trigger("Power", "disruption"), trigger(out, "disruption")]
    tree: Tree = {
        "Power": ("NOUN", "nsubj", out),
        "was": ("AUX", "cop" if out == "out" else "aux:pass", out),
        out: ("ADV" if out == "out" else "VERB", "root", out),
    }
    found = extraction(text, rows, [], one_sentence(text, tree))

    assert [event.trigger.of(text) for event in found.events] == told


@pytest.mark.parametrize(("words", "whole"), [("state of", "state of calamity"), ("state", "state")])
def test_a_trigger_that_ends_in_of_goes_on_to_its_noun(words: str, whole: str) -> None:
    text = "Osk declared a state of calamity."
    tree: Tree = {
        "Osk": ("PROPN", "nsubj", "declared"),
        "declared": ("VERB", "root", "declared"),
        "state": ("NOUN", "obj", "declared"),
        "of": ("ADP", "case", "calamity"),
        "calamity": ("NOUN", "nmod", "state"),
    }
    found = extraction(text, [trigger(words, "emergency_measure")], [], one_sentence(text, tree))

    assert [event.trigger.of(text) for event in found.events] == [whole]
