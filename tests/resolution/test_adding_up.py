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


@pytest.mark.parametrize(
    ("of", "parts"),
    [
        (("dead", "house", "car"), set()),  # 12 houses and nine cars are no 21 dead
        (("dead", "guard", "passenger"), {12, 9}),
        (("dead", "", ""), {12, 9}),
        (("soldier", "dead", "dead"), set()),  # all who died are no part of the soldiers among them
        (("house", "house", "house"), {12, 9}),
        (("house", "house", "car"), set()),
    ],
)
def test_summands_are_of_what_the_whole_counts(of: tuple[str, ...], parts: set[float]) -> None:
    numbers = tuple(_count(value, what) for value, what in zip((21, 12, 9), of, strict=True))

    left, found = without_summands(numbers, "death")

    assert found == parts
    assert set(numbers) - set(left) == {one for one in numbers if one.low in parts}


def test_a_number_of_things_stays_beside_as_many_dead() -> None:
    """Of nine dead four were on one boat and five on another, and four houses fell: these are no summand."""
    numbers = (_count(9, "dead"), _count(4), _count(5), _count(4, "house"))

    left, found = without_summands(numbers, "death")

    assert found == {4, 5}
    assert left == (numbers[0], numbers[3])


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
