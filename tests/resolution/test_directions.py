"""What rises in one article and falls in the other is told of two movements."""

from dataclasses import replace

import pytest

from kb.resolution.events.directions import opposed
from kb.resolution.events.happenings import event_features
from tests.resolution.test_happenings import BASE, OTHER, bits


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("rise", "fall", True),
        ("climb", "jump", False),
        ("cut", "hike", True),
        ("gain", "drop", True),
        ("recover", "fall", True),
        ("win", "lose", False),
        ("fall", "", False),
        ("suspend", "cut", True),
        ("halt", "suspend", False),
        ("dismiss", "cut", False),
    ],
)
def test_up_is_not_down(one: str, other: str, apart: bool) -> None:
    assert opposed(one, other) == opposed(other, one) == apart


def test_shares_that_rose_and_shares_that_fell_moved_twice() -> None:
    rose = replace(BASE, coarse="economy", types=("price_change", "economy"), word="rise", numbers=())
    fell = replace(OTHER, coarse="economy", types=("price_change", "economy"), word="fall", numbers=())

    assert event_features(rose, fell, 6.0, lambda a, b: a == b)["other direction"] == 1.0
    assert bits(rose, fell) < bits(rose, replace(fell, word="climb")) - 5


def test_prices_that_two_papers_weeks_apart_tell_of_without_a_day_moved_on_two_days() -> None:
    """A price is told of the days before its paper, unless both give one figure."""
    rose = replace(
        BASE, coarse="business", types=("price_change", "business"), begin="", end="", dated=False, numbers=()
    )
    weeks = replace(rose, article="a2", day="2024-03-22")

    assert "other days" in event_features(rose, weeks, 6.0, str.__eq__)
    assert "other days" not in event_features(rose, replace(weeks, day="2024-03-05"), 6.0, str.__eq__)
    told = (replace(one, numbers=BASE.numbers) for one in (rose, weeks))
    assert "other days" not in event_features(*told, 6.0, str.__eq__)
