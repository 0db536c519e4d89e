"""Whatever a log delivers, projections take each event once, in order, and stop where one is missing."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.events import Recorded
from kb.log import InMemoryEventLog
from kb.projections import runner
from kb.projections.contract import ProjectionStoppedError
from kb.projections.files.export import canonical_lines
from kb.projections.opening import in_memory
from tests.projections.worlds import SETTLED, World

Disturb = Callable[[list[Recorded]], list[Recorded]]


class Disturbed(InMemoryEventLog):
    """A log that delivers what *disturb* makes of its events."""

    def __init__(self, log: InMemoryEventLog, disturb: Disturb) -> None:
        super().__init__()
        self.adopt(log.envelopes())
        self.disturb = disturb

    def read(self, after: int = 0, limit: int | None = None, **chosen: Any) -> Iterator[Recorded]:
        """Deliver in another way; only reading the whole is disturbed."""
        found = super().read(after, limit, **chosen)
        yield from found if chosen or limit is not None else iter(self.disturb(list(found)))


def _log() -> InMemoryEventLog:
    return World().run(SETTLED).log


def _graph(log: InMemoryEventLog, until: int | None = None) -> bytes:
    projections = in_memory(log, until)
    try:
        return b"".join(canonical_lines(projections.graph.store))
    finally:
        projections.close()


def _positions(log: InMemoryEventLog, size: int) -> list[int]:
    return [recorded.position for batch in runner.batches(log, size=size) for recorded in batch]


@settings(deadline=None, max_examples=30)
@given(again=st.lists(st.integers(0, 10), max_size=6), size=st.integers(1, 5))
def test_what_is_delivered_twice_is_taken_in_once(again: Sequence[int], size: int) -> None:
    """Next to the first, or much later, in one batch or in two."""

    def twice(found: list[Recorded]) -> list[Recorded]:
        for at in again:
            found.insert(min(at + 1 + at // 2, len(found)), found[min(at, len(found) - 1)])
        return found

    log = _log()
    positions = sorted(recorded.position for recorded in log.read())
    disturbed = Disturbed(log, lambda found: sorted(twice(found), key=lambda recorded: recorded.position))

    assert _positions(disturbed, size) == positions


def test_duplicates_change_nothing_in_the_graph() -> None:
    """Neither counts nor links."""
    log = _log()

    assert _graph(Disturbed(log, lambda found: [*found[:4], *found[2:6], *found[4:], *found])) == _graph(log)


@pytest.mark.parametrize(
    ("disturb", "missing"),
    [
        (lambda found: [*found[:3], *found[4:]], 4),
        (lambda found: [*found[:3], found[4], found[3], *found[5:]], 4),
        (lambda found: found[1:], 1),
        (lambda found: list(reversed(found)), 1),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 500])
def test_an_event_that_is_missing_stops_them_before_it(disturb: Disturb, missing: int, size: int) -> None:
    """As when a later transaction is seen before an earlier one: nothing is skipped, and all before it is in."""
    disturbed = Disturbed(_log(), disturb)
    taken: list[int] = []

    with pytest.raises(ProjectionStoppedError) as caught:
        _take(disturbed, size, taken)
    assert caught.value.position == missing
    assert caught.value.event_type == "missing"
    assert taken == list(range(1, missing))


def _take(log: InMemoryEventLog, size: int, taken: list[int]) -> None:
    for batch in runner.batches(log, size=size):
        taken += [recorded.position for recorded in batch]


def test_they_go_on_when_it_has_come() -> None:
    """The state is that of a log that was never disturbed."""
    log = _log()
    projections = in_memory(log, 3)
    try:
        with pytest.raises(ProjectionStoppedError):
            projections.advance(Disturbed(log, lambda found: list(islice(found, 1, None))))
        assert projections.position == 3
        projections.advance(log)
        assert b"".join(canonical_lines(projections.graph.store)) == _graph(log)
    finally:
        projections.close()
