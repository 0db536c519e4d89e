"""What an article adds up itself is at odds with no whole that others give."""

import pytest

from kb.resolution.events.summands import summands
from kb.resolution.events.voices import Rivalry, Said, no_rivals, rivalry
from tests.resolution.test_voices import MONDAY, TUESDAY, said


def _told(*values: tuple[float, str]) -> list[Said]:
    return [said(f"f{n}", value, MONDAY, speaker) for n, (value, speaker) in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ([(21, "agency"), (12, ""), (9, "")], {"f2", "f3"}),
        ([(21, "agency"), (12, "agency"), (9, "agency")], {"f2", "f3"}),
        ([(16, "rebels"), (14, "army"), (2, "")], set()),  # two tolls that happen to differ by two
        ([(21, "agency"), (12, "governor"), (9, "")], set()),
        ([(21, "agency"), (12, "")], set()),
        ([(21, "agency"), (12, ""), (8, "")], set()),
    ],
)
def test_what_is_of_a_part(values: list[tuple[float, str]], parts: set[str]) -> None:
    assert summands(_told(*values), "flood") == parts


def test_a_towns_dead_are_at_odds_with_no_toll_of_all_towns() -> None:
    """12 in one state and nine in the next are 21; the 26 of later are more of all, and replace the 21 alone."""
    told = [*_told((21, "agency"), (12, ""), (9, "")), said("f4", 26, TUESDAY, "agency")]

    assert rivalry(told, "flood") == Rivalry((), {"f1": "f4"})
    assert no_rivals(told, "flood") == {"f1", "f2", "f3"}


def test_numbers_of_two_articles_add_up_to_nothing() -> None:
    told = [said("f1", 21, MONDAY, "agency"), said("f2", 12, TUESDAY), said("f3", 9, TUESDAY)]

    assert not summands(told, "death")
    assert rivalry(told, "death").odds


@pytest.mark.parametrize(
    ("of", "parts"),
    [
        (("dead", "house", "car"), set()),  # 12 houses and nine cars are no 21 dead
        (("dead", "guard", "passenger"), {"f2", "f3"}),
        (("dead", "", ""), {"f2", "f3"}),
        (("soldier", "dead", "dead"), set()),  # all who died are no part of the soldiers among them
        (("house", "house", "house"), {"f2", "f3"}),
        (("house", "house", "car"), set()),
    ],
)
def test_summands_are_of_what_the_whole_counts(of: tuple[str, str, str], parts: set[str]) -> None:
    values = zip((21, 12, 9), of, strict=True)
    told = [said(f"f{n}", value, MONDAY, of=what) for n, (value, what) in enumerate(values, 1)]

    assert summands(told, "death") == parts
