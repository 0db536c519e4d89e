"""Single events of the log, read one after the other or here and there."""

from collections.abc import Collection, Iterator

import pytest

from kb.errors import IntegrityError
from kb.events import BaseCreated, EntityDescribed, Recorded
from kb.events.codec import PayloadError
from kb.events.streams import BASE, RESOLUTION
from kb.log import InMemoryEventLog
from kb.projections.folding.sources import LogSources


class CountingLog(InMemoryEventLog):
    """Notes each reading, and cannot read one event."""

    def __init__(self, bad: int = 0) -> None:
        super().__init__()
        self.readings: list[tuple[int, int | None]] = []
        self.bad = bad
        self.append(BASE, 0, [BaseCreated("http://localhost:8000/", "0")], actor="rule:test/1")
        told = [EntityDescribed(f"{n:08x}", f"Name {n}", "city") for n in range(399)]
        self.append(RESOLUTION, 0, told, actor="rule:test/1")

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Read as any log, and count."""
        self.readings.append((after, limit))
        for recorded in super().read(after, limit, stream, types):
            if recorded.position == self.bad:
                raise PayloadError("entity-described", "it is bad")
            yield recorded


def test_what_is_asked_for_in_order_is_read_many_at_a_time() -> None:
    """A rebuild asks for each event once; hundreds of single readings cost more than decoding."""
    log = CountingLog()
    sources = LogSources(log)

    assert [sources.recorded(position).position for position in range(1, 401)] == list(range(1, 401))
    assert len(log.readings) < 15


def test_an_article_and_its_extraction_bring_nothing_else_with_them() -> None:
    """Two neighbours are no row: what is read ahead for nothing has to be decoded all the same."""
    log = CountingLog()
    sources = LogSources(log)
    for position in (300, 301, 17, 18, 120, 121):
        sources.recorded(position)

    assert [limit for _, limit in log.readings] == [1] * 6


def test_an_event_that_cannot_be_read_fails_when_it_is_asked_for() -> None:
    """Reading ahead names no event that nobody asked for."""
    sources = LogSources(CountingLog(bad=50))

    assert [sources.recorded(position).position for position in range(1, 50)] == list(range(1, 50))
    with pytest.raises(PayloadError):
        sources.recorded(50)
    assert sources.recorded(51).position == 51


def test_beyond_the_end_there_is_nothing() -> None:
    """Also where the row of events before it was read in order."""
    sources = LogSources(CountingLog())
    for position in range(380, 401):
        sources.recorded(position)

    with pytest.raises(IntegrityError, match="no event 401"):
        sources.recorded(401)
