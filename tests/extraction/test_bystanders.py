"""Who stands by an event is not its doer or its victim."""

import pytest
import spacy

from kb.extraction.bystanders import role_of
from tests.extraction.analyses import grow

NLP = spacy.blank("en")
HEARD = {
    "Monitors": ("NOUN", "nsubj", "heard"),
    "heard": ("VERB", "root", "heard"),
    "shelling": ("NOUN", "obj", "heard"),
}
SOUND = HEARD | {"sound": ("NOUN", "obj", "heard"), "shelling": ("NOUN", "nmod", "sound")}
FOUGHT = {
    "Scouts": ("NOUN", "nsubj", "fought"),
    "fought": ("VERB", "root", "fought"),
    "alongside": ("ADP", "case", "troops"),
    "troops": ("NOUN", "obl", "fought"),
}
AGAINST = {k: v for k, v in FOUGHT.items() if k != "alongside"} | {"against": ("ADP", "case", "troops")}
TWO = {
    "villagers": ("NOUN", "nsubj", "died"),
    "died": ("VERB", "root", "died"),
    "raiders": ("NOUN", "nsubj:pass", "killed"),
    "were": ("AUX", "aux:pass", "killed"),
    "killed": ("VERB", "conj", "died"),
}
ELECTED = {
    "Obi": ("PROPN", "nsubj:pass", "elected"),
    "was": ("AUX", "aux:pass", "elected"),
    "elected": ("VERB", "root", "elected"),
}

LARGEST = {
    "takeover": ("NOUN", "root", "takeover"),
    "in": ("ADP", "case", "history"),
    "history": ("NOUN", "nmod", "takeover"),
}


@pytest.mark.parametrize(
    ("text", "tree", "label", "filler", "trigger", "role"),
    [
        ("Monitors heard shelling", HEARD, "agent", "Monitors", "shelling", ""),
        ("Monitors heard sound shelling", SOUND, "agent", "Monitors", "shelling", ""),
        ("Monitors heard shelling", HEARD, "agent", "shelling", "heard", "agent"),
        ("Scouts fought alongside troops", FOUGHT, "participant", "troops", "fought", "agent"),
        ("Scouts fought against troops", AGAINST, "participant", "troops", "fought", "participant"),
        ("villagers died raiders were killed", TWO, "patient", "villagers", "killed", ""),
        ("villagers died raiders were killed", TWO, "patient", "raiders", "killed", "patient"),
        ("villagers died raiders were killed", TWO, "patient", "villagers", "died", "patient"),
        ("takeover in history", LARGEST, "patient", "history", "takeover", ""),
        ("Obi was elected", ELECTED, "agent", "Obi", "elected", "patient"),
    ],
)
def test_the_tree_says_who_only_stands_by(
    text: str, tree: dict[str, tuple[str, str, str]], label: str, filler: str, trigger: str, role: str
) -> None:
    """Witnesses, allies, the dead of another clause, the subject of a passive verb."""
    doc = NLP(text)
    grow(doc, tree)
    tokens = {token.text: token for token in doc}
    assert role_of(label, tokens[filler], tokens[trigger]) == role
