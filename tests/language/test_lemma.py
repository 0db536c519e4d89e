"""Lemmas depend on the part of speech."""

import pytest

from kb.language.lemma import lemma


@pytest.mark.parametrize(
    ("word", "pos", "expected"),
    [
        ("struck", "VERB", "strike"),
        ("shot", "VERB", "shoot"),
        ("shot", "NOUN", "shot"),
        ("hit", "VERB", "hit"),
        ("wounded", "VERB", "wound"),
        ("left", "VERB", "leave"),
        ("left", "NOUN", "left"),
        ("was", "AUX", "be"),
        ("’s", "AUX", "be"),
        ("n’t", "PART", "not"),
        ("strikes", "NOUN", "strike"),
        ("killings", "NOUN", "killing"),
        ("killing", "NOUN", "killing"),
        ("killing", "VERB", "kill"),
        ("bombing", "VERB", "bomb"),
        ("bring", "VERB", "bring"),
        ("meeting", "NOUN", "meeting"),
        ("meeting", "VERB", "meet"),
        ("lives", "NOUN", "life"),
        ("men", "NOUN", "man"),
        ("largest", "ADJ", "large"),
        ("Kyiv", "PROPN", "Kyiv"),
        ("", "NOUN", ""),
    ],
)
def test_lemma(word: str, pos: str, expected: str) -> None:
    """The form the event types and cue lists are written in."""
    assert lemma(word, pos) == expected
