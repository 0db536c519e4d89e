"""Which of two happenings came first."""

import pytest
import spacy
from spacy.tokens import Doc

from kb.extraction.order import is_later
from tests.extraction.analyses import grow

NLP = spacy.blank("en")


def tree(text: str, word: str) -> Doc:
    doc = NLP(text)
    grow(
        doc,
        {
            "drivers": ("NOUN", "nsubj", "stopped"),
            "stopped": ("VERB", "root", "stopped"),
            word: ("SCONJ", "mark", "burned"),
            "bus": ("NOUN", "nsubj", "burned"),
            "burned": ("VERB", "advcl", "stopped"),
        },
    )
    return doc


@pytest.mark.parametrize(
    ("word", "one", "other", "expected"),
    [
        ("after", "stopped", "burned", True),
        ("after", "burned", "stopped", False),
        ("before", "burned", "stopped", True),
        ("before", "stopped", "burned", False),
        ("because", "stopped", "burned", False),
        ("after", "bus", "burned", False),
    ],
)
def test_after_and_before_order_two_clauses(word: str, one: str, other: str, *, expected: bool) -> None:
    doc = tree(f"drivers stopped {word} bus burned", word)
    by_word = {token.text: token for token in doc}

    assert is_later(by_word[one], by_word[other]) is expected
