"""Dates as news write them: read exactly or left out with the reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.sources.dates import read_date

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2025-07-04", "2025-07-04"),
        ("20250704", "2025-07-04"),
        ("2025-07-04 20:15", "2025-07-04T20:15:00"),
        ("2025-07-04T20:15:00+03:00", "2025-07-04T20:15:00+03:00"),
        ("2025-07-04T20:15Z", "2025-07-04T20:15:00+00:00"),
        ("20250704T201500+0300", "2025-07-04T20:15:00+03:00"),
        ("2025-07-04T20:15\u221205", "2025-07-04T20:15:00-05:00"),
        ("2025-07-04t20:15:00.25z", "2025-07-04T20:15:00.250000+00:00"),
        ("2025-07-04T20,25Z", "2025-07-04T20:15:00+00:00"),
        ("2025-07-04T20:15.5", "2025-07-04T20:15:30"),
        ("2025-07-04T24:00", "2025-07-05T00:00:00"),
        ("2025-07-04T20:15+03:00[Europe/Kyiv]", "2025-07-04T20:15:00+03:00"),
        ("2025-07-04T20:15 EEST", "2025-07-04T20:15:00+03:00"),
        ("2025-W27-5", "2025-07-04"),
        ("2025W275T2015", "2025-07-04T20:15:00"),
        ("2025-185T20:15Z", "2025-07-04T20:15:00+00:00"),
        ("2025-185", "2025-07-04"),
        ("2025-07-04 8:15 PM", "2025-07-04T20:15:00"),
        ("2024/03/04", "2024-03-04"),
        ("Fri, 04 Jul 2025 20:15:00 +0300", "2025-07-04T20:15:00+03:00"),
        ("Fri, 04 Jul 2025 20:15:00 GMT", "2025-07-04T20:15:00+00:00"),
        ("4 July 2025, 20:15 EEST", "2025-07-04T20:15:00+03:00"),
        ("July 4, 2025 8:15 p.m. EDT", "2025-07-04T20:15:00-04:00"),
        ("July 4th, 2025", "2025-07-04"),
        ("Published: Thursday, 3 July 2025 at 10:00 GMT+2", "2025-07-03T10:00:00+02:00"),
        ("3 July 2025 10:00 UTC-03:30", "2025-07-03T10:00:00-03:30"),
        ("Published on 4 July 2025 at 20:15 (Kyiv time)", "2025-07-04T20:15:00"),
        ("10:30, 5 March 2024", "2024-03-05T10:30:00"),
        ("4 July 2025 00:00", "2025-07-04T00:00:00"),
        ("17 November 2025", "2025-11-17"),
        ("13/04/2024", "2024-04-13"),
        ("04/13/2024 10:00 AM", "2024-04-13T10:00:00"),
        ("04/04/2024", "2024-04-04"),
        ("13.4.2024", "2024-04-13"),
        ("4. Juli 2025, 18:30 Uhr", "2025-07-04T18:30:00"),
        ("12 de marzo de 2024", "2024-03-12"),
        ("4 июля 2025", "2025-07-04"),
        ("1720100000", "2024-07-04T13:33:20+00:00"),
        ("1720100000000", "2024-07-04T13:33:20+00:00"),
    ],
)
def test_dates_are_read_exactly(raw: str, value: str) -> None:
    """With the time if there is one and the zone as given; without a note."""
    assert read_date(raw, NOW) == (value, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "no-date"),
        (" \n ", "no-date"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "no-date"),
        ("1970-01-01T01:00:00+01:00", "no-date"),
        ("03/04/2024", "ambiguous-date"),
        ("3.4.2024 10:00", "ambiguous-date"),
        ("13/4/24", "ambiguous-date"),
        ("July 2025", "partial-date"),
        ("2025", "partial-date"),
        ("July 4", "partial-date"),
        ("yesterday", "partial-date"),
        ("2 hours ago", "partial-date"),
        ("2025-13-01", "unreadable-date"),
        ("2024/13/01", "unreadable-date"),
        ("2025-02-30", "unreadable-date"),
        ("2025-W27", "unreadable-date"),
        ("2025-W54-1", "unreadable-date"),
        ("2025-366", "unreadable-date"),
        ("2025-07-04T25:00Z", "unreadable-date"),
        ("2025-07-04/2025-07-05", "unreadable-date"),
        ("2025-07-04T20:15/PT1H", "unreadable-date"),
        ("31 February 2025", "unreadable-date"),
        ("32/13/2025", "unreadable-date"),
        ("soon after 2025", "unreadable-date"),
        ("Mon, 99 Jul 2025 10:00:00 GMT", "unreadable-date"),
        ("9999-12-31T23:59:59-12:00", "unreadable-date"),
        ("Fri, 31 Dec 9999 23:59:59 -1200", "unreadable-date"),
    ],
)
def test_what_cannot_be_told_is_left_out_and_said(raw: str, code: str) -> None:
    """Never guessed; the note quotes the words."""
    value, notes = read_date(raw, NOW)

    assert value == ""
    assert [note.code for note in notes] == [code]
    assert raw.strip()[:10] in notes[0].text


def test_a_zone_with_several_meanings_is_left_out() -> None:
    """India, Israel and Ireland share IST: the time stays, the zone does not."""
    value, notes = read_date("21 June 2026 9 a.m. IST", NOW)

    assert value == "2026-06-21T09:00:00"
    assert [note.code for note in notes] == ["zone"]


def test_a_date_in_the_future_is_kept_and_said() -> None:
    """Tomorrow may be today elsewhere; the day after is not."""
    assert read_date("2026-11-26", NOW) == ("2026-11-26", ())
    value, notes = read_date("17 November 2030", NOW)
    assert value == "2030-11-17"
    assert [note.code for note in notes] == ["future-date"]
    assert "2030-11-17 lies in the future" in notes[0].text


@given(st.one_of(st.text(max_size=40), st.text("0123456789/-:. TZ+JulyMarch", max_size=30)))
def test_any_words_give_a_date_or_a_reason(raw: str) -> None:
    """Never an exception; a value is ISO 8601."""
    value, notes = read_date(raw, NOW)

    if value:
        assert datetime.fromisoformat(value)
    else:
        assert notes
