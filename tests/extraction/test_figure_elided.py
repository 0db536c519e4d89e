"""A number whose noun was said with the one before counts the same."""

import pytest

from kb.extraction.figures.elided import counted_as_number_of, counted_before, counted_behind
from kb.model import Figure, Span


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        ("The senate passed it by 31 votes to 28.", "votes", "votes"),
        ("It passed with 31 votes in favour against 28 on Monday.", "votes", "votes"),
        ("The firm has 31 mills in Peru and 28 in New Zealand.", "mills", "mills"),
        ("The firm has 31 mills in Peru and 28 of them are idle.", "mills", ""),
        ("The firm has 31 mills and 28 lorries.", "mills", ""),
        ("The firm closed 31 mills. It kept 28 in Peru.", "mills", ""),
        ("The blast killed 31 miners and trapped 28 others.", "miners", "miners"),
        ("The blast killed 31 miners. It trapped 28 others.", "miners", ""),
    ],
)
def test_a_number_without_a_noun_counts_what_the_number_before_it_does(text: str, of: str, expected: str) -> None:
    first, second = Span(text.index("31"), text.index("31") + 2), Span(text.index("28"), text.index("28") + 2)
    before = Figure("q1", "v1", first, "exactly", 31, of=of)

    assert counted_before(text, second, [before]) == expected


def test_no_number_before_tells_nothing() -> None:
    assert counted_before("The bank has 28 in Peru.", Span(13, 15), []) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It killed 31 people and wrecked 40 homes, and 28 others died.", "people"),
        ("It killed 31 people and wrecked 40 homes, and 28 others were closed.", ""),
        ("It killed 31 people. It wrecked 40 homes, and 28 others were closed.", "homes"),
    ],
)
def test_others_are_more_of_those_whom_it_befell(text: str, expected: str) -> None:
    spans = [Span(text.index(number), text.index(number) + 2) for number in ("31", "40", "28")]
    people, homes = (
        Figure(of, "v1", span, "exactly", 1, of=of) for of, span in zip(("people", "homes"), spans, strict=False)
    )

    assert counted_before(text, spans[2], [people, homes]) == expected


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("The number of cases climbed past 31.", "cases"),
        ("The number of confirmed cases in Osk has risen from 12 to 31.", "confirmed cases"),
        ("The total of missing people stood at 31.", "missing people"),
        ("The number of cases, said Osk, killed 31.", ""),
        ("The number of cases rose; the blast killed 31.", ""),
    ],
)
def test_a_total_counts_what_it_is_the_number_of(text: str, noun: str) -> None:
    start = text.index("31")
    assert counted_as_number_of(text, Span(start, start + 2)) == noun


def test_a_number_counts_what_its_limit_does() -> None:
    text = "More than 20 but fewer than 30 workers and 12 guards left."
    assert counted_behind(text, Span(0, len("More than 20")))
    assert not counted_behind(text, Span(text.index("12"), text.index("12") + 2))
