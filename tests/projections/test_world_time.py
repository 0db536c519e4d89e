"""Certainly in, possibly in, held on a day: the conditions say what every way to take the bounds says."""

import sqlite3
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Event, Span, TimeValue
from kb.projections.catalog import world_time
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.world_time import (
    BadIntervalError,
    Interval,
    certainly_in,
    held_at,
    interval,
    possibly_in,
    stamps,
)
from kb.projections.opening import in_memory
from tests.projections.worlds import SETTLED, World

Ask = Callable[[Filters, str], None]
DAYS = st.one_of(st.none(), st.integers(2, 7))
FIRST, LAST = 0, 9  # stand for an unknown bound: earlier and later than any that is asked for


def day(number: int) -> str:
    """Return a day of July."""
    return f"2024-07-{number:02d}"


def found(times: tuple[str, ...], ask: Ask, given: str) -> bool:
    """Ask for an event with these stamps."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE events (id TEXT)")
    connection.execute(f"CREATE TABLE event_times (event TEXT, {', '.join(world_time.TIMES)})")
    connection.execute("INSERT INTO events VALUES ('e')")
    connection.execute("INSERT INTO event_times VALUES ('e', ?, ?, ?, ?)", times)
    filters = Filters()
    ask(filters, given)
    return bool(connection.execute(f"SELECT 1 FROM events{filters.where()}", filters.values).fetchall())


@settings(max_examples=150, deadline=None)
@given(st.tuples(DAYS, DAYS, DAYS, DAYS), DAYS, DAYS)
def test_the_filters_say_what_trying_every_way_says(
    bounds: tuple[int | None, ...], begin: int | None, end: int | None
) -> None:
    """An event begins and ends somewhere within its bounds: in every way inside, or in one at least."""
    eb, lb, ee, le = (FIRST if n is None and i % 2 == 0 else LAST if n is None else n for i, n in enumerate(bounds))
    ways = [(b, e) for b, e in product(range(eb, lb + 1), range(ee, le + 1)) if b <= e]
    if not ways or (begin is None and end is None) or (begin and end and begin > end):
        return
    last = "T23:59:59"
    times = tuple("" if n is None else day(n) + (last if i % 2 else "T00:00:00") for i, n in enumerate(bounds))
    inside = [(begin is None or b >= begin) and (end is None or e <= end) for b, e in ways]
    asked = f"{day(begin) if begin else '..'}/{day(end) if end else '..'}"

    assert found(times, certainly_in, asked) == all(inside)
    assert found(times, possibly_in, asked) == any(inside)


def test_overnight() -> None:
    """From the evening of the third to the morning of the fourth: possibly on either day, certainly in both."""
    night = ("2024-07-03T18:00:00", "2024-07-04T06:00:59", "2024-07-03T18:00:00", "2024-07-04T06:00:59")
    assert found(night, possibly_in, "2024-07-03")
    assert found(night, possibly_in, "2024-07-04")
    assert not found(night, certainly_in, "2024-07-04")
    assert found(night, certainly_in, "2024-07-03/2024-07-04")
    assert found(night, certainly_in, "2024-07-03T18:00/2024-07-04T06:00")
    assert not found(night, possibly_in, "2024-07-04T07:00/2024-07-05")
    assert not found(night, possibly_in, "../2024-07-02")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2024-07-04", ("2024-07-04T00:00:00", "2024-07-04T23:59:59")),
        ("2024-07-03/2024-07-04", ("2024-07-03T00:00:00", "2024-07-04T23:59:59")),
        ("2024-07-03T18:00/2024-07-04T06:30", ("2024-07-03T18:00:00", "2024-07-04T06:30:59")),
        ("../2024-07-04", ("", "2024-07-04T23:59:59")),
        ("2024-07-04/", ("2024-07-04T00:00:00", "")),
        (" 2024-07-04 / .. ", ("2024-07-04T00:00:00", "")),
    ],
)
def test_an_interval(given: str, meant: tuple[str, str]) -> None:
    """Days mean all of themselves; an end may be open."""
    assert interval(given) == Interval(*meant)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "/",
        "../..",
        "July",
        "2024-07-32",
        "2024-07-05/2024-07-04",
        "2024-07-04/soon",
        "1/2",
        "2024-07-04/x/y",
        "2024-W10",
        "20240704",
        "2024-07-04T18/2024-07-05",
    ],
)
def test_no_interval(given: str) -> None:
    """Says what is wrong, and what one looks like."""
    with pytest.raises(BadIntervalError, match="is no interval: ") as caught:
        interval(given)
    assert "FROM/TO" in caught.value.hint


def test_the_stamps_of_an_event() -> None:
    """In seconds, a last stamp to the end of its day; an event without a time has none."""
    time = TimeValue(None, "2024-07-03T18:00", "", "", "2024-07-04")
    event = Event("v1", "shelling", Span(0, 1), time=time)
    assert stamps(event) == ("2024-07-03T18:00:00", "", "", "2024-07-04T23:59:59")
    assert stamps(Event("v1", "shelling", Span(0, 1))) is None
    assert stamps(Event("v1", "shelling", Span(0, 1), time=TimeValue(None))) is None


@pytest.mark.parametrize(
    ("status", "since", "until", "certainly", "possibly"),
    [  # the article is of 10 July; on which of the days 5, 10 and 15
        ("current", "", "", {10}, {5, 10, 15}),
        ("acting", "", "", {10}, {5, 10, 15}),
        ("current", "2024-07-07", "", {10}, {10, 15}),
        ("current", "2024-07-01", "2024-07-12", {5, 10}, {5, 10}),
        ("current", "", "2024-07-12", {10}, {5, 10}),
        ("former", "", "", set(), {5}),
        ("former", "2024-07-01", "2024-07-08", {5}, {5}),
        ("former", "", "2024-07-08", set(), {5}),
        ("candidate", "", "", set(), set()),
        ("elect", "", "", set(), {15}),
        ("elect", "2024-07-12", "", set(), {15}),
    ],
)
def test_offices_on_a_day(status: str, since: str, until: str, certainly: set[int], possibly: set[int]) -> None:
    """What an article says of an office holds on its own day; beyond it only what it says of since and until."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE articles (id TEXT, published TEXT)")
    connection.execute("CREATE TABLE offices (id TEXT, article TEXT, status TEXT, since TEXT, until TEXT)")
    connection.execute("INSERT INTO articles VALUES ('a', '2024-07-10T09:00')")
    connection.execute("INSERT INTO offices VALUES ('o', 'a', ?, ?, ?)", (status, since, until))
    answers = {}
    for held in world_time.HELD:
        answers[held] = set()
        for number in (5, 10, 15):
            filters = Filters()
            held_at(filters, day(number), held)
            if connection.execute(f"SELECT 1 FROM offices{filters.where()}", filters.values).fetchall():
                answers[held].add(number)
    assert answers == {"certainly": certainly, "possibly": possibly}


def test_lists_ask_by_intervals() -> None:
    """Events by when they were, offices by when they were held, through the catalog."""
    made = in_memory(World().run(SETTLED).log)
    catalog = CatalogReader(made.catalog.connection)
    dated = {row[0]: row[1:] for row in made.catalog.connection.execute("SELECT event, * FROM event_times")}
    assert dated

    everything = {record.id for record in catalog.list_events(possibly_in="1000-01-01/..").items}
    assert everything == set(dated)
    for identifier, (_, _, *known) in dated.items():
        begin, _, _, end = known
        if begin and end:
            assert identifier in {r.id for r in catalog.list_events(certainly_in=f"{begin}/{end}").items}
    assert catalog.list_events(certainly_in="1000-01-01").total == 0
    offices = catalog.list_offices()
    assert offices.total == len(offices.items) > 0
    holder = offices.items[0].person.id
    assert {office.person.id for office in catalog.list_offices(entity=holder).items} >= {holder}
    assert catalog.list_offices(at="1000-01-01").total == 0


@pytest.mark.parametrize(
    ("given", "begin", "end"),
    [
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2023", "2023-01-01T00:00:00", "2023-12-31T23:59:59"),
        ("2023-09/2023-11", "2023-09-01T00:00:00", "2023-11-30T23:59:59"),
        ("../2023-09", "", "2023-09-30T23:59:59"),
    ],
)
def test_a_month_or_a_year_means_all_of_itself(given: str, begin: str, end: str) -> None:
    """As with the functions of queries."""
    assert interval(given) == Interval(begin, end)


@pytest.mark.parametrize("given", ["2023-13", "2023-00", "0000", "20233", "2023-9"])
def test_what_is_no_month_is_refused(given: str) -> None:
    with pytest.raises(BadIntervalError):
        interval(given)
