"""Where the words of a statement begin: a "that" which is what they speak of belongs to them."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Deputy Minister Anna Kowal said that was not true.", "that was not true"),
        ("Deputy Minister Anna Kowal said that the bridge was not closed.", "the bridge was not closed"),
        ("No deaths have been reported.", "No deaths"),
    ],
)
def test_a_that_which_is_no_conjunction_is_said(sentence: str, said: str) -> None:
    text = f"Bridge reopens\n\nThe bridge at Lublin was closed, the mayor said. {sentence}\n"

    assert said in [part.of(text) for s in create().extract(Article(text)).statements for part in s.content]
