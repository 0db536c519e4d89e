"""Numbers beside a happening that count no part of it: in how many matches, how many signed, what is put before it."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.figures.beside import counts_signers, is_of_tries
from kb.model import Article, Span


@pytest.mark.parametrize(
    ("text", "number", "tries"),
    [
        ("The striker scored 31 goals in 54 matches last season.", "54", True),
        ("The rocket failed once in 50 flights.", "50", True),
        ("He has six goals in his last 19 internationals.", "19", True),
        ("Nine people were killed in 12 attacks.", "12", False),
        ("The club won 54 matches.", "54", False),
    ],
)
def test_in_how_many_it_was_done_counts_nothing(text: str, number: str, tries: bool) -> None:
    start = text.index(number)

    assert is_of_tries(text, Span(start, start + len(number))) == tries


@pytest.mark.parametrize(
    ("text", "signers"),
    [
        ("Fourteen Western missions issued a joint statement calling for an inquiry.", True),
        ("Fourteen died and released a letter they had.", False),
        ("Fourteen soldiers issued with rifles were killed.", False),
    ],
)
def test_how_many_sign_counts_nothing(text: str, signers: bool) -> None:
    assert counts_signers(text, Span(0, len("Fourteen"))) == signers


@pytest.mark.parametrize(
    ("put", "counted"),
    [
        ('put the number at "about 4,000" and said', {"rally": [4000.0], "arrest": [61.0]}),
        ("said 4,000 people were held or injured, and said", {"arrest": [61.0]}),
    ],
)
def test_what_the_crowd_is_put_at_counts_no_arrests(put: str, counted: dict[str, list[float]]) -> None:
    text = (
        "NAIROBI, Oct 24 - Thousands marched in Nairobi on Wednesday. Organisers said more than 30,000 had turned out. "
        f"Police spokesman Ben Osk {put} 61 people had been arrested."
    )
    found = create().extract(Article(text))
    types = {event.id: event.type for event in found.events}

    for kind, values in counted.items():
        assert [f.value for f in found.figures if types[f.event] == kind and f.value] == values
