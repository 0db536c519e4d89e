"""Days, months and years as the days that begin and end them."""

import re

import pytest

from kb.model.days import WRITTEN, first_day, last_day


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-07-05", "2024-07-05", "2024-07-05"),
        (" 2024-12 ", "2024-12-01", "2024-12-31"),
        ("20240705", "2024-07-05", "2024-07-05"),
        ("", "", ""),
    ],
)
def test_a_year_or_month_has_a_first_and_a_last_day(given: str, first: str, last: str) -> None:
    assert (first_day(given), last_day(given)) == (first, last)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("2024-13", "month must be in 1..12"),
        ("0000", "year 0 is out of range"),
        ("2024-02-30", "day is out of range"),
        ("24", "Invalid isoformat"),
        ("2024-1", "Invalid isoformat"),
        ("last year", "Invalid isoformat"),
        ("2024-07-05T10:00", "Invalid isoformat"),
    ],
)
def test_what_is_none_is_said(given: str, why: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(ValueError, match=why):
            read(given)


def test_the_pattern_of_a_description_says_the_same() -> None:
    """What HTTP describes is what is read."""
    for given in ("2024", "2024-07", "2024-07-05"):
        assert re.match(WRITTEN, given)
        assert first_day(given)
    assert not re.match(WRITTEN, "2024-7")
