"""A toll that an article also gives in its parts is not the toll of one of these parts."""

from dataclasses import replace

import pytest

from kb.resolution.events.adding_up import tells_a_part, without_summands
from kb.resolution.events.figures import Number
from kb.resolution.events.happenings import event_features
from tests.resolution.test_happenings import BASE, OTHER


def _count(value: float, of: str = "", comparator: str = "exactly", unit: str = "") -> Number:
    return Number(value, value, comparator, unit, frozenset({of} - {""}))


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ((9, 4, 5), {4, 5}),
        ((12, 3, 4, 5), {3, 4, 5}),
        ((9, 4), set()),
        ((9, 4, 6), set()),
        ((4, 5, 9, 11, 13, 20, 24), set()),  # so many that some add up by chance
    ],
)
def test_which_figures_make_up_another(values: tuple[int, ...], parts: set[int]) -> None:
    left, found = without_summands(tuple(map(_count, values)))
    assert found == parts
    assert {one.low for one in left} == set(values) - parts


def test_money_and_what_is_not_exact_adds_up_to_nothing() -> None:
    assert not without_summands((_count(9), _count(4, unit="EUR"), _count(5)))[1]
    assert not without_summands((_count(9), _count(4, comparator="at_least"), _count(5)))[1]


def test_who_counts_a_part_alone_tells_of_a_part() -> None:
    nine, parts = without_summands((_count(9), _count(4, "fisherman"), _count(5)))
    assert tells_a_part([_count(4, "fisherman")], nine, parts)
    assert not tells_a_part([_count(9)], nine, parts)
    assert not tells_a_part([_count(3)], nine, parts)


def test_the_dead_of_one_boat_are_not_the_dead_of_both() -> None:
    """Nine drown, four from one boat and five from another, of which another article tells alone."""
    both = replace(BASE, coarse="death", types=("death",), numbers=(_count(9), _count(4), _count(5)))
    one = replace(OTHER, coarse="death", types=("death",), numbers=(_count(4),))
    features = event_features(both, one, 6.0, lambda a, b: a == b)
    assert features["part of a toll"] == 1.0
    assert "same figure" not in features
    all_dead = event_features(both, replace(one, numbers=(_count(9),)), 6.0, lambda a, b: a == b)
    assert all_dead["same figure"] == 1.0
    assert "part of a toll" not in all_dead
