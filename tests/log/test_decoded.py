"""Events that were decoded a moment ago: the same object again, within a bound, and never past an erasure."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.events import DomainEvent, Erased, PayloadErased
from kb.log import Append, SqliteEventLog
from kb.log import decoded as module
from kb.log.decoded import Decoded
from tests.log.samples import added


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteEventLog]:
    """A log of three articles."""
    log = SqliteEventLog(tmp_path / "log.sqlite", create=True)
    for name in ("one", "two", "six"):
        log.append(f"article/{name}", 0, [added(name)], actor="person:Ada")
    yield log
    log.close()


def events(log: SqliteEventLog) -> list[DomainEvent]:
    """Return all events of a log."""
    return [recorded.event for recorded in log.read()]


def test_an_event_is_decoded_once(log: SqliteEventLog) -> None:
    """Whoever reads it again is given the same object, which is what was recorded."""
    first = events(log)

    assert first == [added("one"), added("two"), added("six")]
    assert all(one is other for one, other in zip(first, events(log), strict=True))


def test_what_was_erased_is_gone_for_who_had_read_it(log: SqliteEventLog) -> None:
    """An erasure drops what is kept, and the event is told as erased."""
    before = events(log)
    log.erase([Append("base", 0, [Erased((2,), "asked for")], "person:Ada")])

    assert isinstance(events(log)[1], PayloadErased)
    after = events(log)
    assert after[0] == before[0]
    assert after[0] is not before[0]


def test_no_more_is_kept_than_the_bound(log: SqliteEventLog) -> None:
    """The least recently read leaves first."""
    one, two, six = log.envelopes()
    kept = Decoded(most=len(one.payload) + len(two.payload))
    first, second = kept.event_of(one), kept.event_of(two)
    assert kept.event_of(one) is first
    kept.event_of(six)

    assert kept.event_of(one) is first
    assert kept.event_of(two) is not second


def test_a_large_event_is_not_kept(log: SqliteEventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would drive out all else."""
    monkeypatch.setattr(module, "LARGEST", 10)

    assert events(log)[0] is not events(log)[0]
