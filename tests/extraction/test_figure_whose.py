"""Each of several numbers that share a verb says whose it is."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Brian Mwale won 54 percent of the vote and the incumbent, Edith Phiri, 43 percent.",
            ["vote for Brian Mwale", "vote for Edith Phiri"],
        ),
        (
            "Final results gave Edith Phiri 51 percent of the vote to 48 percent for the former minister, Brian Mwale.",
            ["vote for Edith Phiri", "vote for Brian Mwale"],
        ),
        ("Japan has promised $1 million and Germany 800,000 euros.", ["by Japan", "by Germany"]),
        ("The army sent 12 trucks and Norway 8 trucks.", ["trucks by army", "trucks by Norway"]),
        ("Osk Corp rose 5 percent and Ruvu Corp 6 percent.", ["Osk Corp", "Ruvu Corp"]),
        ("Brian Mwale won 54 percent in Lusaka, while Edith Phiri took 43 percent in Ndola.", ["", ""]),
        ("Brian Mwale won 54 percent of the vote, up from 43 percent in 2019.", ["vote", ""]),
        ("Profit rose 12 percent, and Edith Phiri said sales fell 3 percent.", ["", ""]),
    ],
)
def test_numbers_that_share_a_verb_say_whose_they_are(reader: Extractor, text: str, expected: list[str]) -> None:
    found = reader.extract(Article(text, published="2026-08-14"))

    assert [figure.of for figure in found.figures] == expected
