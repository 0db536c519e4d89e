"""Literals of numbers, which are made once and kept."""

import pytest

from kb.graph import names


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(7, None, "7"), (7.0, None, "7"), (7.25, None, "7.25"), (0.12345, 4, "0.1235"), (0.12345, None, "0.12345"),
     (0.0, None, "0"), (-0.0, None, "0"), (-0.00001, 4, "0"), (1e21, None, "1" + 21 * "0")],
)  # fmt: skip
def test_a_decimal_is_written_without_exponent_or_trailing_zeros_asked_for_once_or_again(
    value: float, places: int | None, written: str
) -> None:
    """What was asked for before, equal or with other places, changes nothing."""
    first, again = names.decimal(value, places=places), names.decimal(value, places=places)

    assert (first.value, again.value) == (written, written)
    assert first == names.stored(first)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_of_the_graph_is_refused_each_time(value: float) -> None:
    """No refusal is kept as an answer."""
    for _ in range(2):
        with pytest.raises(ValueError, match="Not a number of the graph"):
            names.decimal(value)


def test_many_numbers_keep_no_more_than_a_bound() -> None:
    """A graph of any size takes the same memory for what is kept."""
    for number in range(20_000):
        assert names.integer(number).value == str(number)
        assert names.decimal(number / 8).value == f"{number / 8:.3f}".rstrip("0").rstrip(".")

    for kept in (names.integer.cache_info(), names.decimal.cache_info()):
        assert kept.maxsize is not None
        assert kept.currsize <= kept.maxsize <= 8192
