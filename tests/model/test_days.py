"""Days, months, years and times, in one form everywhere."""

import re

import pytest

from kb.model.days import WRITTEN, first_day, last_day, moment, one_day


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-07-05", "2024-07-05", "2024-07-05"),
        (" 2024-12 ", "2024-12-01", "2024-12-31"),
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
        ("24", "no day, month or year"),
        ("2024-1", "no day, month or year"),
        ("last year", "no day, month or year"),
        ("2024-07-05T10:00", "it is a time, and a day is needed"),
        ("2024-W10", "no day, month or year"),
        ("2024-W10-1", "no day, month or year"),
        ("20240705", "no day, month or year"),
        ("२०२४", "no day, month or year"),
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


def test_one_day_is_no_month() -> None:
    """Where a single day is needed, the message says what was given."""
    assert one_day(" 2024-07-05 ") == "2024-07-05"
    for given, why in (("2024-07", "it is a month"), ("2024", "it is a year"), ("2024-07-05T10:00", "it is a time")):
        with pytest.raises(ValueError, match=why):
            one_day(given)


def test_a_time_is_a_day_and_a_clock() -> None:
    """With a zone or without; no other form of ISO 8601, which a day could not have either."""
    assert moment("2024-07-05 18:30").isoformat() == "2024-07-05T18:30:00"
    assert moment("2024-07-05T18:30:05.5+02:00").isoformat() == "2024-07-05T18:30:05.500000+02:00"
    assert moment("2024-07-05T18:30Z").tzname() == "UTC"
    for given in ("2024-W10-1T10:00", "20240705T1030", "2024-07-05", "2024-07-05T25:00", "2024-07-05T18", "noon", ""):
        with pytest.raises(ValueError, match=r"no time|must be in|Invalid"):
            moment(given)
