"""What one voice says in report after report is a history; what two say is a conflict."""

import pytest

from kb.projections.common_class import common_class
from kb.resolution.events.figures import Number
from kb.resolution.events.voices import Rivalry, Said, called, later, no_rivals, rivalry, said_again

MONDAY, TUESDAY, WEDNESDAY = "2025-05-05T18:00:00Z", "2025-05-06T09:00:00Z", "2025-05-07"


def said(
    figure: str,
    value: float,
    reported: str,
    speaker: str = "",
    *,
    article: str = "",
    comparator: str = "exactly",
    of: str = "",
    behind: str = "",
) -> Said:
    speakers = frozenset({speaker} - {""})
    voices = speakers | ({behind} - {""}) if speakers else frozenset({f"in paper {article}"})
    number = Number(value, value, comparator, "", frozenset(of.split()))
    return Said(figure, article or reported, reported, number, speakers, voices, 0)


def test_a_toll_that_its_source_raises_is_a_history() -> None:
    told = [said("f1", 9, MONDAY, "agency"), said("f2", 14, TUESDAY, "agency"), said("f3", 17, WEDNESDAY, "agency")]

    assert rivalry(told, "death") == Rivalry((), {"f1": "f2", "f2": "f3"})


@pytest.mark.parametrize("about", ["missing", "rescue", "recovery_of_bodies"])
def test_who_is_missing_or_found_is_counted_anew_each_day(about: str) -> None:
    """Two numbers of two days are both true; of one report they are not, nor where the dead are counted."""
    told = [said("f1", 27, MONDAY, "coast guard"), said("f2", 24, TUESDAY, "agency")]
    at_once = [said("f1", 27, MONDAY, "coast guard"), said("f2", 24, MONDAY, "agency")]

    assert (common_class([about, about]), rivalry(told, about)) == (about, Rivalry((), {}))
    assert rivalry(at_once, about).odds == rivalry(told, "death").odds == (("f1", "f2"),)


def test_what_was_replaced_is_no_rival_of_what_others_say() -> None:
    told = [said("f1", 9, MONDAY, "agency"), said("f2", 14, TUESDAY, "agency"), said("f3", 20, TUESDAY, "rebels")]

    assert rivalry(told, "death") == Rivalry((("f2", "f3"),), {"f1": "f2"})


def test_what_a_report_tells_of_the_earlier_toll_is_history_too() -> None:
    """The ministry had put it at nine: that is no rival of the rebels' 20, nor replaced by a still later toll alone."""
    told = [
        said("f1", 9, MONDAY, "agency"),
        said("f2", 14, TUESDAY, "agency"),
        said("f3", 9, TUESDAY, "agency"),
        said("f4", 20, TUESDAY, "rebels"),
    ]

    assert rivalry(told, "death") == Rivalry((("f2", "f4"),), {"f1": "f2", "f3": "f2"})
    later_on = rivalry([*told, said("f5", 17, WEDNESDAY, "agency")], "death")
    assert later_on.replaced == {"f1": "f2", "f2": "f5", "f3": "f2"}


def test_an_earlier_toll_that_another_gives_is_his() -> None:
    told = [
        said("f1", 9, MONDAY, "agency"),
        said("f2", 14, TUESDAY, "agency"),
        said("f3", 9, TUESDAY, "rebels"),
    ]

    assert rivalry(told, "death") == Rivalry((("f2", "f3"),), {"f1": "f2"})


def test_who_holds_an_office_of_a_body_goes_on_with_what_it_said() -> None:
    told = [said("f1", 9, MONDAY, "agency"), said("f2", 14, TUESDAY, "chief", behind="agency")]

    assert rivalry(told, "death").replaced == {"f1": "f2"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("2025-05-05", "2025-05-05T20:00:00Z"), ("", MONDAY), (MONDAY, "2025-05-06T02:00:00+08:00")],
)
def test_reports_whose_order_is_not_known_are_at_odds(first: str, second: str) -> None:
    told = [
        said("f1", 9, first, "agency", article="a"),
        said("f2", 14, second, "agency", article="b"),
    ]

    assert rivalry(told, "death") == Rivalry((("f1", "f2"),), {})


def test_a_kind_of_people_is_not_replaced_by_a_count_of_all() -> None:
    told = [said("f1", 11, MONDAY, "agency", of="worker"), said("f2", 10, TUESDAY, "agency", of="people")]

    assert rivalry(told, "death") == Rivalry((("f1", "f2"),), {})


def test_two_papers_in_their_own_voices_are_two() -> None:
    told = [said("f1", 9, MONDAY, article="a"), said("f2", 14, TUESDAY, article="b")]

    assert rivalry(told, "death").odds == (("f1", "f2"),)


def test_an_article_says_once_what_it_says_over_again() -> None:
    told = [
        said("title", 23, MONDAY, article="a"),
        said("text", 23, MONDAY, "agency", article="a", comparator="at_least", of="people"),
        said("chief", 23, MONDAY, "chief", article="a", behind="agency"),
        said("other", 23, MONDAY, "union", article="a"),
        said("elsewhere", 23, TUESDAY, article="b"),
        said("workers", 23, MONDAY, article="a", of="worker"),
    ]

    assert said_again(told, "death") == {"title": "text", "chief": "text"}


def test_the_looser_of_two_words_of_one_voice_stands() -> None:
    told = [said("title", 9, MONDAY, article="a"), said("text", 9, MONDAY, article="a", comparator="at_least")]

    assert said_again(told, "death") == {"title": "text"}
    assert no_rivals([*told, said("f3", 14, TUESDAY, article="b")], "death") == {"title"}


def test_a_number_without_words_says_what_the_text_counts() -> None:
    told = [said("title", 6, MONDAY, article="a"), said("text", 6, MONDAY, "police", article="a", of="people")]

    assert said_again(told, "crime") == {"title": "text"}


def test_later_goes_by_the_instant_and_by_days_where_an_hour_is_missing() -> None:
    assert later("2025-05-06T01:00:00Z", "2025-05-06T02:00:00+02:00")
    assert later("2025-05-07", "2025-05-06T23:00:00Z")
    assert later("9999-12-31T23:59:59-12:00", "2025-05-06T23:00:00Z")  # in UTC it has no year
    assert not later("2025-05-06", "2025-05-06T01:00:00Z")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("provincial health department", "health department", True),
        ("health department", "Health Department", True),
        ("Emergencies Ministry", "ministry for emergency situations", True),
        ("provincial health department", "federal health department", False),
        ("health department", "police department", False),
        ("health department", "health ministry", False),
    ],
)
def test_a_body_is_one_voice_however_reports_put_its_name(one: str, other: str, same: bool) -> None:
    assert bool(called(one, "office") & called(other, "office")) == same


def test_of_what_a_later_report_gives_the_nearest_number_replaces() -> None:
    """The 14,500 in camps, which a reading may take for dead, replace no toll."""
    told = [said("f1", 21, MONDAY, "agency"), said("e2", 14_500, TUESDAY, "agency"), said("f3", 26, TUESDAY, "agency")]

    assert rivalry(told, "death").replaced == {"f1": "f3"}
