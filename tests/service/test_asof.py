"""A moment is named by a position or a time, and what is read then is what was known then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.log import InMemoryEventLog
from kb.projections.files.export import Scope
from kb.service.export.exchange import export_graph
from kb.service.history.asof import BadMomentError, NoSuchMomentError, position_at
from kb.service.knowledge_base import KnowledgeBase
from tests.log.samples import added
from tests.projections.worlds import SETTLED, World
from tests.service.conftest import Open, add

TEXT = (
    "Blue Column attacked Nordhaven Depot on Tuesday. At least 5 killed were counted by the rescue workers. "
    "Ada Lund said: it was a hard night for everybody here."
)

NOW = datetime(2031, 5, 8, 12, tzinfo=UTC)


def noon() -> datetime:
    """The clock of these tests."""
    return NOW


@pytest.fixture(scope="module")
def log() -> InMemoryEventLog:
    """Events at 2031-05-08T00:00:01.1Z, :02.2Z, :03.3Z ..."""
    return World().run(SETTLED).log


@pytest.mark.parametrize(
    ("given", "position"),
    [
        (None, None),
        ("", None),
        (0, 0),
        ("0", 0),
        (5, 5),
        (" 5 ", 5),
        ("+5", 5),
        ("2031-05-08T00:00:05", 4),
        ("2031-05-08T00:00:05.499999", 4),
        ("2031-05-08T00:00:05.5", 5),
        ("2031-05-08T00:00:05.500000Z", 5),
        ("2031-05-08 00:00:05.5", 5),
        ("2031-05-08T02:00:05.5+02:00", 5),
        ("2031-05-07T20:00:05.5-04:00", 5),
        ("2031-05-08", 13),
        ("2031-05", 13),
    ],
)
def test_a_moment_is_a_position_or_a_time(log: InMemoryEventLog, given: str | int | None, position: int | None) -> None:
    """What was recorded at that very time is known; a day means all of it, today until now; UTC is assumed."""
    assert position_at(log, given, now=noon) == position


def test_a_day_that_has_passed_means_all_of_it(log: InMemoryEventLog) -> None:
    """Its last event as well."""
    assert position_at(log, "2031-05-08", now=lambda: NOW + timedelta(days=1)) == log.position()
    assert position_at(log, "2031-05", now=lambda: NOW + timedelta(days=40)) == log.position()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("14", "Event 14 is beyond the log's end"),
        ("2025", "Event 2025 is beyond the log's end"),
        ("2031", "Event 2031 is beyond the log's end"),
        ("2032", "Event 2032 is beyond the log's end"),
        ("99999999999999999999999", "beyond the log's end"),
        ("-1", "Event -1 is before the log's beginning"),
        ("2031-05-08T00:00:01", "before the log's beginning"),
        ("1999-12-31", "before the log's beginning"),
        ("2031-05-08T12:00:01", "is in the future"),
        ("2031-05-09", "is in the future"),
        ("2031-06", "is in the future"),
        ("2031-04", "before the log's beginning"),
        ("9999-12-31", "is in the future"),
    ],
)
def test_a_moment_that_the_log_does_not_reach(log: InMemoryEventLog, given: str, said: str) -> None:
    """Says why, and where the log stands."""
    with pytest.raises(NoSuchMomentError, match=said) as caught:
        position_at(log, given, now=noon)
    assert "event 13 (2031-05-08T00:00:14Z)" in str(caught.value)
    day = {"2025": "2025-12-31", "2031": "2031-05-08"}.get(given, "")
    assert ("of a year give a day" in caught.value.hint, day in caught.value.hint) == (bool(day), True)


def test_a_number_that_may_be_a_year_is_an_event_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    """Where the log is that long; what can be no year, one to come, and a number by a program are not noted."""
    log = InMemoryEventLog(clock=lambda: NOW)
    log.append("article/1", 0, [added("1")] * 2040, actor="person:Ada")
    with caplog.at_level("WARNING", logger="kb.past"):
        for moment in ("1024", "2035", "02025", 2025):
            assert position_at(log, moment, now=noon) == int(moment)
        assert caplog.messages == []
        assert position_at(log, "2025", now=noon) == 2025
    assert caplog.messages == [
        "2025 is read as event 2025, recorded on 2031-05-08. "
        "A number alone is an event; of a year give a day: 2025-12-31."
    ]


@given(jumps=st.lists(st.integers(-3000, 3000), min_size=1, max_size=12), asked=st.integers(0, 40_000))
def test_a_time_is_found_though_the_clock_jumped(jumps: list[int], asked: int) -> None:
    """The event found was recorded by then and the next was not, however often the clock was set back."""
    seconds = [20_000, *accumulate(jumps, initial=20_000)]
    times = [NOW - timedelta(days=9) + timedelta(seconds=second) for second in seconds]
    ticks = iter(times)
    log = InMemoryEventLog(clock=lambda: next(ticks))
    for number in range(len(times)):
        log.append(f"article/{number}", 0, [added(str(number))], actor="person:Ada")
    wanted = NOW - timedelta(days=9) + timedelta(seconds=asked)

    try:
        found = position_at(log, wanted.isoformat(), now=noon)
    except NoSuchMomentError:
        assert times[0] > wanted
        return
    assert found is not None
    assert times[found - 1] <= wanted
    assert found == len(times) or times[found] > wanted


@pytest.mark.parametrize(
    "given",
    ["yesterday", "2031-13-01", "2031-02-30", "05/08/2031", "1e3", "½", "2031-05-08T25:00", "0001-01-01T00:00+23:00"],
)
def test_what_is_no_moment(log: InMemoryEventLog, given: str) -> None:
    """Says what one looks like."""
    with pytest.raises((BadMomentError, NoSuchMomentError)) as caught:
        position_at(log, given, now=noon)
    assert "event 13" in str(caught.value)
    assert caught.value.hint


def test_an_empty_log_has_no_moment() -> None:
    """But the one before anything."""
    empty = InMemoryEventLog()
    assert position_at(empty, 0) == 0
    with pytest.raises(NoSuchMomentError, match="The log is empty"):
        position_at(empty, 1)
    with pytest.raises(NoSuchMomentError, match="The log is empty"):
        position_at(empty, "2001-01-01")


@pytest.mark.thorough
def test_every_read_is_as_of(opened: Open, tmp_path: Path) -> None:
    """Lists, search, pages, queries and exports say what was known then, whatever came since."""
    base = opened()
    then = _filled(base, tmp_path, "one")
    exported = _export(base, None)
    _filled(base, tmp_path, "two")

    with base.at(then) as moment:
        assert moment.position == then
        assert [record.title for record in moment.catalog.list_articles().items] == ["one"]
        assert [hit.title for hit in moment.catalog.search("Nordhaven", kinds=("article",))] == ["one"]
        assert moment.show("one").title == "one"
        with pytest.raises(KbError, match="called 'two'"):
            moment.show("two")
    assert len(base.catalog.list_articles().items) == 2
    assert _export(base, then) == exported != _export(base, None)
    query = "SELECT ?t { ?a a kb:Article ; kb:title ?t }"
    assert base.query(query, format="csv", as_of=then).read() == b"t\r\none\r\n"
    assert base.query(query, format="csv", as_of=then).position == then
    assert b"two" in base.query(query, format="csv").read()
    assert b"one" in base.query(query, format="csv", as_of=then, min_confidence=0.01).read()


def test_the_views_that_are_kept_are_few(opened: Open, tmp_path: Path) -> None:
    """Least recently used ones close; what was put away is made again."""
    base = opened(as_of_views=2)
    last = _filled(base, tmp_path, "one")
    for position in (3, 4, last - 1, 3, 4):
        with base.past_queries.at(position) as queries:
            assert queries.position == position
        assert len(base.past.snapshots.all()) <= 2
    assert len(base.past_queries._kept) == 2


def _filled(base: KnowledgeBase, folder: Path, title: str) -> int:
    """Add an article and return the position after it."""
    path = folder / f"{title}.txt"
    path.write_text(f"Title: {title}\nDate: 2024-05-01\n\n{TEXT} This is {title}.", encoding="utf-8")
    add(base, path)
    return base.position


def _export(base: KnowledgeBase, as_of: int | None) -> bytes:
    out = BytesIO()
    export_graph(base, out, "nquads", Scope(), as_of)
    return out.getvalue()


def test_who_may_not_write_there_can_look_back(opened: Open, tmp_path: Path) -> None:
    """What is made for it lies elsewhere, and goes with the process."""
    base = opened()
    then = _filled(base, tmp_path, "one")
    exported = _export(base, None)
    _filled(base, tmp_path, "two")
    base.home = replace(base.home, writable=False)
    del base.past  # of the time when it could write
    assert _export(base, then) == exported
    aside = base.past.snapshots.root
    assert not [path for path in (base.home.root / "past").iterdir() if path.name.isdigit()]
    base.close()
    assert not aside.exists()
