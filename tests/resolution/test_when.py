"""What dates say of two events: an article's own date far from the other article's, a date that is only inferred."""

from dataclasses import replace

import pytest

from kb.model import Event, Span, TimeValue
from kb.resolution.events.dating import days, hours
from kb.resolution.events.happenings import event_features
from kb.resolution.events.when import dated_by_effects
from tests.resolution.test_happenings import BASE, OTHER


def said(one: object, other: object) -> set[str]:
    return set(event_features(one, other, 6.0, str.__eq__))  # type: ignore[arg-type]


def test_a_day_named_long_after_is_worth_more_than_one_told_at_once() -> None:
    later = replace(OTHER, day="2024-04-30")

    assert "dated alike long after" in said(BASE, later)
    assert "dated alike long after" not in said(BASE, OTHER)
    assert "dated alike long after" not in said(BASE, replace(later, dated=False))


def test_a_day_after_the_report_that_the_text_does_not_say_weighs_less() -> None:
    undated = replace(BASE, begin="", end="")
    after = replace(OTHER, begin="2024-03-09", end="2024-03-09", day="2024-03-09")

    assert "after the report" in said(undated, after)
    assert "perhaps after it" in said(undated, replace(after, dated=False))


def test_a_denial_of_long_ago_is_of_something_else() -> None:
    denied = replace(BASE, denied=True)

    assert "denied long apart" in said(denied, replace(OTHER, day="2024-05-01"))
    assert "denied long apart" not in said(denied, OTHER)


def test_what_is_denied_in_other_words_is_something_else() -> None:
    """A minister who has resigned denies a falling out."""
    assert "denied otherwise" not in said(replace(OTHER, denied=True), BASE)
    assert "denied otherwise" in said(replace(OTHER, denied=True, types=("hijacking", "attack"), word="hijack"), BASE)


def test_what_killed_has_the_day_of_the_deaths_where_it_has_none() -> None:
    crash = replace(BASE, local="v1", types=("crash",), day="2024-03-05", begin="", end="", effects=frozenset({"v2"}))
    deaths = replace(crash, local="v2", types=("death",), begin="2024-03-04", end="2024-03-04", effects=frozenset())
    arrest = replace(deaths, types=("arrest",))

    assert dated_by_effects({"v1": crash, "v2": deaths})["v1"].begin == "2024-03-04"
    assert dated_by_effects({"v1": crash, "v2": arrest})["v1"].begin == ""
    late = replace(deaths, end="2024-03-09")  # no article tells of what comes after it
    assert dated_by_effects({"v1": crash, "v2": late})["v1"].begin == ""
    dated = replace(crash, begin="2024-03-01", end="2024-03-01")
    assert dated_by_effects({"v1": dated, "v2": deaths})["v1"] == dated


def test_dates_that_are_months_apart_tell_more_than_other_dates() -> None:
    """A flood and the one of a year before, told of on the same day."""
    year_before = replace(OTHER, begin="2023-03-01", end="2023-03-31")
    week_before = replace(OTHER, begin="2024-02-20", end="2024-02-20")

    assert "dates long apart" in said(BASE, year_before)
    assert "other dates" in said(BASE, week_before)
    assert "dates long apart" not in said(BASE, replace(year_before, dated=False))


def test_a_blow_of_the_morning_is_not_that_of_the_evening() -> None:
    early = replace(BASE, hours="2024-03-02T00:00/2024-03-02T09:00")

    assert "other hours" in said(early, replace(OTHER, hours="2024-03-02T18:00/2024-03-02T23:59"))
    assert "other hours" not in said(early, replace(OTHER, hours="2024-03-01T18:00/2024-03-02T06:00"))
    assert "other hours" not in said(early, OTHER)


def test_hours_are_those_of_a_day_or_a_night_and_of_no_more() -> None:
    def of(begin: str, end: str) -> str:
        return hours(Event("v1", "attack", Span(0, 3), time=TimeValue(None, earliest_begin=begin, latest_end=end)))

    assert of("2024-03-01T18:00", "2024-03-02T06:00") == "2024-03-01T18:00/2024-03-02T06:00"
    assert of("2024-03-02T08:30+02:00", "2024-03-02T08:30+02:00") == "2024-03-02T08:30/2024-03-02T08:30"
    assert of("2024-03-01T18:00", "2024-03-05T06:00") == of("2024-03-02", "2024-03-02") == of("", "") == ""


def test_one_of_three_strikes_is_not_all_three() -> None:
    assert "one of several" in said(BASE, replace(OTHER, several=True))
    assert "one of several" not in said(replace(BASE, several=True), replace(OTHER, several=True))


def test_struck_again_overnight_is_not_the_strike_of_the_day_before() -> None:
    """Nor is who died in it; the same night in another article's hours is, and what that counts itself."""
    night = {"begin": "2024-03-02", "end": "2024-03-03", "hours": "2024-03-02T18:00/2024-03-03T06:00"}
    once_more = replace(OTHER, one_more=True, **night)
    late = replace(BASE, hours="2024-03-02T21:00/2024-03-02T23:00")

    assert "came before" in said(BASE, once_more)
    assert "came before" in said(once_more, BASE)
    assert "came before" in said(BASE, replace(once_more, begin="2024-03-03"))
    assert "came before" not in said(late, once_more)
    assert "came before" not in said(replace(BASE, again="another"), once_more)
    assert "came before" in said(replace(BASE, again="second", one_more=True), replace(once_more, begin="2024-03-03"))
    assert "came before" not in said(BASE, replace(once_more, one_more=False))
    assert "came before" not in said(BASE, replace(OTHER, one_more=True))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("a month ago", "2025-10-17", "2025-12-15"),
        ("last month", "2025-11-01", "2025-11-30"),
    ],
)
def test_a_month_ago_is_no_calendar_month(words: str, first: str, last: str) -> None:
    month = ("2025-11-01", "2025-11-30")
    time = TimeValue(Span(0, len(words)), *month, *month, "month", "relative")
    event = Event("v1", "flood", Span(0, 1), time=time)

    assert days(words, event, ()) == (first, last, True)


def test_what_two_papers_each_tell_at_once_of_two_days_was_twice() -> None:
    """The drones of last Tuesday and the drones of this Tuesday, each in Wednesday's paper."""
    week_later = replace(OTHER, begin="2024-03-08", end="2024-03-09", day="2024-03-09")

    assert "each of its day" in said(BASE, week_later)
    assert "each of its day" in said(week_later, BASE)
    for other in (
        replace(week_later, day="2024-03-15"),  # a day of long ago can be read wrongly
        replace(week_later, dated=False),
        replace(week_later, day=""),
        replace(week_later, coarse="talks", types=("summit", "talks")),  # they go on for days
    ):
        assert "each of its day" not in said(BASE, other)
