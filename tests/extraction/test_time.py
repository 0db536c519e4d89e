"""Time expressions: found, bounded, and resolved against the day of publication (Friday, 4 July 2025)."""

from datetime import date

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.layout.own_day import find_anchor
from kb.extraction.layout.stage import layout
from kb.extraction.time import (
    NOWHERE,
    Anchor,
    anchor_of,
    at_stamp,
    best_for,
    find_times,
    resolve,
    resolve_noted,
)
from kb.extraction.time.expression import KINDS
from kb.extraction.time.zones import zone_offset
from kb.model.extraction import GRANULARITIES, TimeValue
from kb.model.span import Span

FRIDAY = anchor_of("2025-07-04T20:15:00+03:00")


def only(text: str, anchor: Anchor = FRIDAY, tense: str = "", reference: TimeValue | None = None) -> TimeValue:
    (expression,) = find_times(text)
    return resolve(expression, anchor, tense, reference)


@pytest.mark.parametrize(
    ("words", "begin", "end", "granularity"),
    [
        ("July 4", "2025-07-04", "2025-07-04", "day"),
        ("4 July", "2025-07-04", "2025-07-04", "day"),
        ("4 July 2024", "2024-07-04", "2024-07-04", "day"),
        ("July 4, 2024", "2024-07-04", "2024-07-04", "day"),
        ("Feb. 24, 2022", "2022-02-24", "2022-02-24", "day"),
        ("2025-06-30", "2025-06-30", "2025-06-30", "day"),
        ("the 12th of May", "2025-05-12", "2025-05-12", "day"),
        ("May 12th", "2025-05-12", "2025-05-12", "day"),
        ("February first", "2025-02-01", "2025-02-01", "day"),
        ("Friday, July 4, 2025", "2025-07-04", "2025-07-04", "day"),
        ("Christmas Day", "2024-12-25", "2024-12-25", "day"),
        ("3 to 5 May", "2025-05-03", "2025-05-05", "range"),
        ("May 3-5", "2025-05-03", "2025-05-05", "range"),
        ("Monday", "2025-06-30", "2025-06-30", "day"),
        ("Friday", "2025-07-04", "2025-07-04", "day"),
        ("Saturday", "2025-06-28", "2025-06-28", "day"),
        ("last Friday", "2025-06-27", "2025-06-27", "day"),
        ("next Tuesday", "2025-07-08", "2025-07-08", "day"),
        ("Monday last week", "2025-06-23", "2025-06-23", "day"),
        ("today", "2025-07-04", "2025-07-04", "day"),
        ("yesterday", "2025-07-03", "2025-07-03", "day"),
        ("the day before yesterday", "2025-07-02", "2025-07-02", "day"),
        ("tomorrow", "2025-07-05", "2025-07-05", "day"),
        ("tomorrow morning", "2025-07-05T06:00", "2025-07-05T12:00", "part_of_day"),
        ("tonight", "2025-07-04T18:00", "2025-07-05T06:00", "night"),
        ("last night", "2025-07-03T18:00", "2025-07-04T06:00", "night"),
        ("overnight", "2025-07-03T18:00", "2025-07-04T06:00", "night"),
        ("Thursday night", "2025-07-03T18:00", "2025-07-04T06:00", "night"),
        ("Thursday night (July 3)", "2025-07-03T18:00", "2025-07-04T06:00", "night"),
        ("Thursday night (July 4)", "2025-07-03T18:00", "2025-07-04T06:00", "night"),
        ("Sunday morning", "2025-06-29T06:00", "2025-06-29T12:00", "part_of_day"),
        ("late Tuesday", "2025-07-01T18:00", "2025-07-01T23:59", "part_of_day"),
        ("late on Tuesday", "2025-07-01T18:00", "2025-07-01T23:59", "part_of_day"),
        ("early on Monday", "2025-06-30T00:00", "2025-06-30T09:00", "part_of_day"),
        ("earlier on Friday", "2025-07-04", "2025-07-04", "day"),
        ("this morning", "2025-07-04T06:00", "2025-07-04T12:00", "part_of_day"),
        ("at dawn", "2025-07-04T04:00", "2025-07-04T07:00", "part_of_day"),
        ("at noon on Sunday", "2025-06-29T12:00", "2025-06-29T12:00", "hour"),
        ("at 5 a.m. local time", "2025-07-04T05:00", "2025-07-04T05:00", "hour"),
        ("5:02 a.m. on Friday", "2025-07-04T05:02", "2025-07-04T05:02", "minute"),
        ("at 9.20 p.m. on Thursday", "2025-07-03T21:20", "2025-07-03T21:20", "minute"),
        ("at 23:15 yesterday", "2025-07-03T23:15", "2025-07-03T23:15", "minute"),
        ("14:30 GMT", "2025-07-04T14:30+00:00", "2025-07-04T14:30+00:00", "minute"),
        ("0300 UTC", "2025-07-04T03:00+00:00", "2025-07-04T03:00+00:00", "hour"),
        ("ten o'clock", "2025-07-04T10:00", "2025-07-04T10:00", "hour"),
        ("shortly before 3 a.m. on Thursday", "2025-07-03T02:00", "2025-07-03T03:00", "hour"),
        ("at 22:30", "2025-07-03T22:30", "2025-07-03T22:30", "minute"),
        ("this year", "2025-01-01", "2025-12-31", "year"),
        ("last year", "2024-01-01", "2024-12-31", "year"),
        ("last month", "2025-06-01", "2025-06-30", "month"),
        ("earlier this month", "2025-07-01", "2025-07-04", "month"),
        ("later this month", "2025-07-04", "2025-07-31", "month"),
        ("last week", "2025-06-23", "2025-06-29", "week"),
        ("next week", "2025-07-07", "2025-07-13", "week"),
        ("over the weekend", "2025-07-05", "2025-07-06", "weekend"),
        ("last weekend", "2025-06-28", "2025-06-29", "weekend"),
        ("last summer", "2024-06-01", "2024-08-31", "season"),
        ("summer of 2011", "2011-06-01", "2011-08-31", "season"),
        ("in March", "2025-03-01", "2025-03-31", "month"),
        ("last November", "2024-11-01", "2024-11-30", "month"),
        ("September last year", "2024-09-01", "2024-09-30", "month"),
        ("in February 2022", "2022-02-01", "2022-02-28", "month"),
        ("mid-June", "2025-06-11", "2025-06-20", "month"),
        ("late June", "2025-06-21", "2025-06-30", "month"),
        ("early 2023", "2023-01-01", "2023-04-30", "year"),
        ("late last year", "2024-09-01", "2024-12-31", "year"),
        ("the end of July", "2025-07-21", "2025-07-31", "month"),
        ("the first quarter", "2025-01-01", "2025-03-31", "quarter"),
        ("the fourth quarter of 2026", "2026-10-01", "2026-12-31", "quarter"),
        ("the first half of next year", "2026-01-01", "2026-06-30", "range"),
        ("in 2014", "2014-01-01", "2014-12-31", "year"),
        ("2019-2021", "2019-01-01", "2021-12-31", "range"),
        ("the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("the early 1990s", "1990-01-01", "1993-04-30", "decade"),
        ("the 19th century", "1800-01-01", "1899-12-31", "century"),
        ("two days ago", "2025-07-02", "2025-07-02", "day"),
        ("a week ago", "2025-06-24", "2025-06-30", "week"),
        ("three months ago", "2025-04-01", "2025-04-30", "month"),
        ("four years ago", "2021-01-01", "2021-12-31", "year"),
        ("the past 24 hours", "2025-07-03T20:15", "2025-07-04T20:15", "hour"),
        ("in the past two years", "2023-07-04", "2025-07-04", "range"),
        ("in recent weeks", "", "2025-07-04", "week"),
        ("recently", "", "2025-07-04", "day"),
        ("the next three days", "2025-07-04", "2025-07-07", "range"),
        ("on the eve of July 4", "2025-07-03", "2025-07-03", "day"),
        ("between 3 May and 5 June", "2025-05-03", "2025-06-05", "range"),
        ("from January 23 through March 9, 2014", "2014-01-23", "2014-03-09", "range"),
        ("between 1998 and 2000", "1998-01-01", "2000-12-31", "range"),
        ("in 2022 and 2023", "2022-01-01", "2023-12-31", "range"),
        ("in May and June 2024", "2024-05-01", "2024-06-30", "range"),
        ("Monday to Wednesday", "2025-06-30", "2025-07-02", "range"),
        ("from 7 p.m. to 9 p.m.", "2025-07-04T19:00", "2025-07-04T21:00", "range"),
    ],
)
def test_words_and_days(words: str, begin: str, end: str, granularity: str) -> None:
    """Outermost bounds and granularity of an expression that stands alone."""
    value = only(words)
    assert (value.earliest_begin, value.latest_end, value.granularity) == (begin, end, granularity)


@pytest.mark.parametrize(
    ("words", "stamps"),
    [
        ("since Saturday", ("2025-06-28", "2025-06-28", "", "")),
        ("since 2014", ("2014-01-01", "2014-12-31", "", "")),
        ("from May 28", ("2025-05-28", "2025-05-28", "", "")),
        ("until Friday", ("", "", "2025-07-04", "2025-07-04")),
        ("until Monday", ("", "", "2025-07-07", "2025-07-07")),
        ("until at least 2030", ("", "", "2030-01-01", "")),
        ("by 2030", ("", "", "", "2030-12-31")),
        ("by Wednesday", ("", "", "", "2025-07-09")),
        ("by the end of the month", ("", "", "", "2025-07-31")),
        ("by midnight", ("", "", "", "2025-07-05T00:00")),
        ("before May", ("", "", "", "2025-04-30")),
        ("before the end of May", ("", "", "", "2025-05-31")),
        ("before the end of 2026", ("", "", "", "2026-12-31")),
        ("before dawn", ("", "", "", "2025-07-04T04:00")),
        ("as soon as Friday", ("2025-07-04", "", "", "")),
        ("soon", ("2025-07-04", "", "2025-07-04", "")),
    ],
)
def test_open_ends(words: str, stamps: tuple[str, str, str, str]) -> None:
    """What the words leave open stays empty."""
    value = only(words)
    assert (value.earliest_begin, value.latest_begin, value.earliest_end, value.latest_end) == stamps


@pytest.mark.parametrize(
    ("text", "tense", "begin"),
    [
        ("They met on Monday.", "", "2025-06-30"),
        ("They will meet on Monday.", "", "2025-07-07"),
        ("They plan to meet on Monday.", "", "2025-07-07"),
        ("A meeting is scheduled for Monday.", "", "2025-07-07"),
        ("He cancelled a visit that had been planned for Monday.", "", "2025-07-07"),
        ("The talks had been due to end on Monday.", "", "2025-06-30"),
        ("The river is expected to fall on Tuesday.", "", "2025-07-08"),
        ("Talks on Monday.", "future", "2025-07-07"),
        ("Talks on Friday.", "future", "2025-07-04"),
        ("The vote would be held on November 30.", "", "2025-11-30"),
        ("The vote was held on November 30.", "", "2024-11-30"),
        ("They met in November.", "", "2024-11-01"),
        ("In August, an ambush killed four.", "", "2024-08-01"),
        ("It will arrive in two weeks.", "", "2025-07-15"),
        ("The mine reopens on Monday.", "", "2025-07-07"),
        ("They begin the season on 20 July.", "past", "2025-07-20"),  # not a year ago
        ("They began the season on 20 August.", "past", "2024-08-20"),
        ("It will pay the price of Wednesday, June 25.", "future", "2025-06-25"),  # the nearest that is a Wednesday
        ("It will pay on Thursday, June 25.", "future", "2026-06-25"),
    ],
)
def test_tense(text: str, tense: str, begin: str) -> None:
    """Verbs before the words, or the caller, choose past or future."""
    assert only(text, FRIDAY, tense).earliest_begin == begin


@pytest.mark.parametrize(
    "words",
    [
        "on Thursday",
        "Thursday night (July 4)",
        "overnight",
        "yesterday",
        "in March",
        "two days ago",
        "recently",
        "last year",
        "at 5 a.m.",
        "in recent weeks",
        "from Monday to Friday",
        "by Friday",
    ],
)
def test_without_anchor_words_stay_words(words: str) -> None:
    """No anchor, no date: better none than a wrong one."""
    value = only(words, NOWHERE)
    assert value.words is not None
    assert (value.earliest_begin, value.latest_begin, value.earliest_end, value.latest_end) == ("", "", "", "")
    assert value.granularity == ""


@pytest.mark.parametrize("words", ["4 July 2024", "in February 2022", "in 2014", "the 1990s", "since 2014", "by 2030"])
def test_full_dates_need_no_anchor(words: str) -> None:
    """What names its year is explicit."""
    assert only(words, NOWHERE) == only(words, FRIDAY)
    assert only(words).basis == "explicit"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("for 18 months before", "duration"),
        ("served two years before", "duration"),
        ("for more than eight hours", "duration"),
        ("for three days", "duration"),
        ("for months", "duration"),
        ("every week", "set"),
        ("daily", "set"),
        ("the first rain in three weeks", "duration"),
    ],
)
def test_durations_are_no_dates(words: str, kind: str) -> None:
    """How long and how often name no day."""
    (expression,) = find_times(words)
    assert expression.kind == kind
    assert resolve(expression, FRIDAY).latest_end == ""


def test_weekday_and_date_that_disagree() -> None:
    """A night that spans both is read so; otherwise both days are kept and the note says it."""
    (night,) = find_times("on Thursday night (July 4)")
    value, note = resolve_noted(night, FRIDAY)
    assert (value.earliest_begin[:10], value.latest_end[:10]) == ("2025-07-03", "2025-07-04")
    assert "Thursday is not 2025-07-04" in note

    (day,) = find_times("on Thursday, July 4")
    value, note = resolve_noted(day, FRIDAY)
    assert (value.earliest_begin, value.latest_end, value.basis) == ("2025-07-03", "2025-07-04", "inferred")
    assert "both" in note


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("three weeks later", "2025-05-30", "2025-06-05"),
        ("two days later", "2025-05-14", "2025-05-14"),
        ("a day earlier", "2025-05-11", "2025-05-11"),
        ("the same day", "2025-05-12", "2025-05-12"),
        ("the next day", "2025-05-13", "2025-05-13"),
        ("later that day", "2025-05-12", "2025-05-12"),
        ("the following year", "2026-01-01", "2026-12-31"),
        ("the next year", "2026-01-01", "2026-12-31"),
        ("the next month", "2025-06-01", "2025-06-30"),
    ],
)
def test_relative_to_another_time(words: str, begin: str, end: str) -> None:
    """Words that lean on another event take its day, and stay open without it."""
    earlier = only("on 12 May 2025")
    value = only(words, FRIDAY, "", earlier)
    assert (value.earliest_begin, value.latest_end) == (begin, end)
    assert only(words).earliest_begin == ""


@pytest.mark.parametrize(
    "text",
    [
        "He may march in the park.",
        "The March for Peace drew crowds.",
        "They sold 2000 people a dream.",
        "The score was 3-2.",
        "It cost $2019.",
        "The second man spoke.",
        "The 2018 World Cup was his last.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    """Verbs, counts, money and names date nothing."""
    assert find_times(text) == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("It began late on Monday and ended on Friday.", ["late on Monday", "Friday"]),
        ("It has rained since Thursday morning.", ["since Thursday morning"]),
        ("It opened at 5 p.m. on July 3, 2025.", ["5 p.m. on July 3, 2025"]),
        ("Between late 2001 and 2003 nothing moved.", ["late 2001 and 2003"]),
        (
            "They met yesterday, Thursday, at 05:42 East Africa Time.",
            ["yesterday, Thursday, at 05:42 East Africa Time"],
        ),
        ("It lasted from 7 p.m. to 5 a.m. there.", ["from 7 p.m. to 5 a.m."]),
    ],
)
def test_spans(text: str, spans: list[str]) -> None:
    """What dates one thing is one expression."""
    assert [e.span.of(text).removeprefix("Between ") for e in find_times(text)] == spans


def test_the_best_expression_for_proposed_words() -> None:
    """The model's words choose among the expressions found."""
    text = "It began late on Monday and ended on Friday."
    found = find_times(text)
    assert best_for(Span(text.index("on Friday"), len(text) - 1), found) == found[1]
    assert best_for(Span(0, 2), found) is None


def test_a_clause_that_opens_with_since() -> None:
    """The whole clause is open; its date alone is not."""
    text = "Thousands have died since the war began in February 2022."
    found = find_times(text)
    start, end = text.index("since"), len(text) - 1
    clause = best_for(Span(start, end), found, text)
    assert clause is not None
    assert clause.span == Span(start, end)
    assert resolve(clause, FRIDAY).earliest_begin == "2022-02-01"
    assert resolve(clause, FRIDAY).latest_end == ""
    assert best_for(Span(text.index("February"), end), found, text) == found[0]


@pytest.mark.parametrize(
    ("published", "text", "day", "minutes", "basis"),
    [
        ("2025-07-04", "", date(2025, 7, 4), -1, "published"),
        ("2025-07-04T20:15:00+03:00", "", date(2025, 7, 4), 1215, "published"),
        ("4 July 2025, 20:15 EEST", "", date(2025, 7, 4), 1215, "published"),
        ("", "Depot burns\n\n4 July 2025\n\nIt burned all day, the city said.", date(2025, 7, 4), -1, "line"),
        ("", "Published July 4, 2025\n\nIt burned all day, the city said.", date(2025, 7, 4), -1, "line"),
        ("", "OSLO, July 4, 2025 (AFP) - It burned all day.", date(2025, 7, 4), -1, "dateline"),
        ("", "OSLO, July 4 (AFP) - It has burned since July 1, 2025.", date(2025, 7, 4), -1, "dateline"),
        ("", "OSLO, July 4 (AFP) - It burned all day.", None, -1, ""),
        ("", "OSLO, Friday, July 4 (AFP) - It was built in 2025.", date(2025, 7, 4), -1, "dateline"),
        ("", "OSLO, Friday, July 4 (AFP) - It was built in 2023.", None, -1, ""),
        ("", "Depot burns\n\nBy Lena Moss, Friday 4 July 2025\n\nIt burned.", date(2025, 7, 4), -1, "line"),
        ("", "It burned on 4 July 2025, the city said.", None, -1, ""),
        ("soon", "", None, -1, ""),
    ],
)
def test_anchors(published: str, text: str, day: date | None, minutes: int, basis: str) -> None:
    """Publication first, then a dated line, then a dateline with its year; else nothing."""
    assert find_anchor(published, layout(text), text) == Anchor(day, minutes, basis)


def test_the_stamp_of_a_live_blog_entry() -> None:
    """An entry speaks at its own minute."""
    text = "14:32\n\nThe fire is out."
    stamp = layout(text).paragraphs[1].stamp
    assert at_stamp(FRIDAY, stamp, text).minutes == 872
    assert at_stamp(FRIDAY, None, text) == FRIDAY


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("GMT", "+00:00"),
        ("EEST", "+03:00"),
        ("UTC+3", "+03:00"),
        ("UTC-3:30", "-03:30"),
        ("local time", ""),
        ("IST", "+05:30"),
    ],
)
def test_zones(zone: str, offset: str) -> None:
    """Known zones have an offset, local time has none."""
    assert zone_offset(zone) == offset


def test_a_doc_is_read_like_its_text() -> None:
    """A spaCy Doc gives the same expressions as its text."""
    text = "It burned since late Monday."
    assert find_times(spacy.blank("en")(text)) == find_times(text)


WORDS = (
    "July May 4 31 2025 , - to from between and since until by early late Monday night morning the of last next this "
    "year week two days ago in past 5 p.m. 23:15 1990s end first quarter ( ) overnight yesterday later "
    "that day Feb. 30 century 19th"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.sampled_from(["", "past", "future"]))
def test_any_order_of_time_words(text: str, tense: str) -> None:
    """Spans lie inside and apart; no interval ends before it begins."""
    last = 0
    for expression in find_times(text):
        assert last <= expression.span.start < expression.span.end <= len(text)
        last = expression.span.end
        assert expression.kind in KINDS
        value = resolve(expression, FRIDAY, tense)
        assert value.granularity in GRANULARITIES | {""}
        if value.earliest_begin and value.latest_end:
            assert value.earliest_begin[:10] <= value.latest_end[:10]
        if value.granularity == "":
            assert value.earliest_begin == ""
            assert value.latest_end == ""


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """No text breaks the finder."""
    for expression in find_times(text):
        resolve(expression, FRIDAY)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit", ["1", "2025-", "May 3 ", "the ", "in the last two ", "Monday to ", "12:30 ", "since ", "a.m. "]
)
def test_long_texts_end(unit: str) -> None:
    """Finding is linear whatever is repeated."""
    text = unit * (60_000 // len(unit))
    assert all(e.span.end <= len(text) for e in find_times(text))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("A loss for the six months to June 30 was reported.", "2025-01-01", "2025-06-30"),
        ("Its profit in the three months ended March fell.", "2025-01-01", "2025-03-31"),
        ("Sales in the quarter to June rose.", "2025-04-01", "2025-06-30"),
        ("Sales in the year to March 31 rose.", "2024-04-01", "2025-03-31"),
    ],
)
def test_months_that_run_up_to_a_date_begin_before_it(text: str, begin: str, end: str) -> None:
    value = resolve(find_times(text)[-1], FRIDAY, "past")

    assert (value.earliest_begin, value.latest_end) == (begin, end)


def test_months_that_a_date_is_put_off_by_run_up_to_nothing() -> None:
    assert only("The vote was moved by three months to June 12.", tense="past").earliest_begin == "2025-06-12"


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("They crossed the border in the autumn, police said.", "2024-09-01", "2024-11-30"),
        ("He fell ill in the spring.", "2025-03-01", "2025-05-31"),
        ("It closed over the summer and never opened.", "2025-06-01", "2025-07-04"),
    ],
)
def test_a_season_told_as_past_is_the_last_there_was(text: str, begin: str, end: str) -> None:
    value = only(text, tense="past")

    assert (value.earliest_begin, value.latest_end) == (begin, end)


@pytest.mark.parametrize("text", ["He blamed the fall of the cabinet.", "Deputies began the spring session."])
def test_a_season_needs_its_preposition(text: str) -> None:
    assert not find_times(text)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("Troops took the square shortly after midnight.", "2025-07-04T00:00"),
        ("Troops took the square shortly after midnight on Tuesday.", "2025-07-01T00:00"),
        ("Troops took the square shortly before midnight on Tuesday.", "2025-07-01T23:00"),
    ],
)
def test_shortly_after_midnight_is_as_the_day_begins(text: str, begin: str) -> None:
    assert only(text, tense="past").earliest_begin == begin


def test_a_forecast_that_was_cut_lies_in_the_past() -> None:
    """ "Its full-year forecast" is a noun and puts nothing off."""
    assert only("It cut its full-year forecast this year.", tense="past").latest_end == "2025-07-04"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The board approved the plan late on Tuesday.", "2025-07-01"),
        ("The board of Osk plans a vote late on Tuesday.", "2025-07-08"),
        ("The bank issued its forecast on Tuesday.", "2025-07-01"),
    ],
)
def test_a_plan_that_is_a_noun_puts_nothing_off(text: str, day: str) -> None:
    assert only(text, tense="" if "plans" in text else "past").earliest_begin[:10] == day


def test_march_of_that_year_is_of_the_year_told_before() -> None:
    told = only("It was in January 2024.", tense="past")

    assert only("It was in March of that year.", tense="past", reference=told).earliest_begin == "2024-03-01"
    assert not only("It was in March of that year.", tense="past").earliest_begin


@pytest.mark.parametrize("words", ["the March election", "the May peace talks"])
def test_a_month_that_is_another_word_too_dates_the_happening_behind_it(words: str) -> None:
    (found,) = find_times(f"They spoke of {words}.")

    assert found.span.of(f"They spoke of {words}.") == words.split()[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She won in 2:03:12 in Osk.", []),
        ("She scored 4:12 into overtime.", []),
        ("With 4:12 left she scored.", []),
        ("The bus due at 4:12 left late.", ["4:12"]),
        ("He ran a time of 1:58.03 there.", []),
        ("It struck at 10:15:23 there.", ["10:15:23"]),
        ("As of 10:15 it was shut.", ["As of 10:15"]),
        ("It turned away from the Sun.", []),
        ("It shut on Sun 4 May.", ["Sun 4 May"]),
    ],
)
def test_a_result_is_no_hour_and_the_star_no_day(text: str, found: list[str]) -> None:
    assert [text[e.span.start : e.span.end].removeprefix("on ") for e in find_times(text)] == found


@pytest.mark.parametrize(
    ("text", "bound"), [("He was killed by last week's floods.", ""), ("It must be done by last week, not now.", "by")]
)
def test_what_owns_what_did_it_bounds_nothing(text: str, bound: str) -> None:
    assert find_times(text)[0].bound == bound
