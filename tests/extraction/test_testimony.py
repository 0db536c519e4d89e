"""Testimony is a statement of the witness even where no cue was marked."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article


@pytest.mark.parametrize(
    ("told", "content"),
    [
        (
            "Paulo Reis testified under a plea agreement that he handed over the money.",
            ["he handed over the money"],
        ),
        ("A witness, Issa Obi, testified on Monday that soldiers burned nine houses.", ["soldiers burned nine houses"]),
        ("Paulo Reis testified for two hours in Lima.", []),
    ],
)
def test_what_a_witness_testifies_is_what_the_witness_says(told: str, content: list[str]) -> None:
    read = create().extract(Article(told, published="2025-05-07"))
    said = [s for s in read.statements if s.cue is not None and s.cue.of(told) == "testified"]

    assert [s.content[0].of(told) for s in said if s.content] == content
    assert all(e.sources for e in read.events if content and e.trigger.of(told) in ("handed over", "burned"))
