"""A word of dismissals or courts is of business where its sentence tells of neither."""

import pytest

from tests.extraction.interpreted import Tree, extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "verb", "coarse", "taken", "kind"),
    [
        ("The deal will cost the harbour 640 million next year.", "cost", "employment", "harbour", "pricing"),
        ("The staff deal will cost the harbour 640 million.", "cost", "employment", "harbour", "pricing"),
        ("The bank will cut rates twice.", "cut", "employment", "rates", "business"),
        ("The bank will cut jobs twice.", "cut", "employment", "jobs", "layoff"),
        ("She charged a fee for the hall.", "charged", "legal", "fee", "pricing"),
        ("The mill passed on to growers a fee.", "passed", "regulation", "fee", "business"),
        ("The senate passed a bill on growers.", "passed", "regulation", "bill", "bill"),
        ("They charged a clerk for the fire.", "charged", "legal", "clerk", "charge"),
    ],
)
def test_what_is_cut_or_charged_tells_the_class(text: str, verb: str, coarse: str, taken: str, kind: str) -> None:
    tree: Tree = {verb: ("VERB", "root", verb), taken: ("NOUN", "obj", verb), "million": ("NUM", "nummod", verb)}
    tree = tree if "million" in text else {w: row for w, row in tree.items() if w != "million"}
    (event,) = extraction(text, [trigger(verb, coarse)], [], one_sentence(text, tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("text", "verb", "coarse", "taken", "kind"),
    [
        ("A girl was flown to Osk.", "flown", "injury", "girl", "hospitalization"),
        ("A girl was burnt in Osk.", "burnt", "injury", "girl", "injury"),
        ("Crews brought a miner out.", "brought", "relief", "miner", "rescue"),
        ("Crews brought a tent to Osk.", "brought", "relief", "tent", "aid_delivery"),
    ],
)
def test_whom_a_verb_carries_tells_the_type(text: str, verb: str, coarse: str, taken: str, kind: str) -> None:
    relation = "nsubj:pass" if "was" in text else "obj"
    tree: Tree = {verb: ("VERB", "root", verb), taken: ("NOUN", relation, verb)}
    (event,) = extraction(text, [trigger(verb, coarse)], [], one_sentence(text, tree)).events

    assert event.type == kind


@pytest.mark.parametrize(
    ("text", "taken", "kind"),
    [
        ("Osk Ales fired a man in May.", "man", "dismissal"),
        ("Osk Ales fired people in May.", "people", "dismissal"),
        ("Dane fired the ball home.", "ball", "other"),
        ("Dane fired a shot past the post.", "shot", "other"),
        ("Dane fired a shot past the gate.", "shot", "shooting"),
        ("Dane fired a rifle at a man.", "rifle", "shooting"),
    ],
)
def test_whom_or_what_is_fired_says_whether_a_gun_is(text: str, taken: str, kind: str) -> None:
    tree: Tree = {"fired": ("VERB", "root", "fired"), taken: ("NOUN", "obj", "fired")}
    if "past" in text:
        goal = text.rsplit(maxsplit=1)[-1].rstrip(".")
        tree |= {goal: ("NOUN", "obl", "fired")}
    (event,) = extraction(text, [trigger("fired", "attack")], [], one_sentence(text, tree)).events

    assert event.type == kind
