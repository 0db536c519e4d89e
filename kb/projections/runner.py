"""Feeds the projections from the log.

Input: a log, projections. Output: projections at the log's position.
Never: skips an event; goes past one that a projection cannot take in.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kb.events import Recorded
from kb.events.codec import NewerVersionError, PayloadError
from kb.log import EventLog
from kb.projections.contract import AheadOfLogError, Projection, ProjectionStoppedError

BATCH_EVENTS: Final = 500
BATCH_BYTES: Final = 4_000_000  # of payload: one step of the graph is one update, held in memory as text

_GAP: Final = "Try again; if it stays away, `kb verify` says what became of it."

OnProgress = Callable[[int, int], None]


def batches(
    log: EventLog, after: int = 0, until: int | None = None, *, size: int = BATCH_EVENTS
) -> Iterator[tuple[Recorded, ...]]:
    """Yield what the log has after *after*, at most up to *until*, in batches of bounded size.

    Raises:
        ProjectionStoppedError: an event is missing, or cannot be decoded: of a type or version that this kb does
            not know, or not the event that its type promises. All that is before it has been yielded.
    """
    batch: list[Recorded] = []
    weight, at = 0, after
    events = log.read(after=after)
    while True:
        try:
            recorded = next(events, None)
        except (NewerVersionError, PayloadError) as error:
            if batch:
                yield tuple(batch)
            raise ProjectionStoppedError("projections", at + 1, error.event_type, str(error), error.hint) from error
        if recorded is None or (until is not None and recorded.position > until):
            break
        if recorded.position <= at:  # delivered twice
            continue
        if recorded.position > at + 1:
            if batch:
                yield tuple(batch)
            raise ProjectionStoppedError("projections", at + 1, "missing", f"event {recorded.position} came", _GAP)
        at = recorded.position
        batch.append(recorded)
        weight += len(recorded.envelope.payload)
        if len(batch) >= size or weight >= BATCH_BYTES:
            yield tuple(batch)
            batch, weight = [], 0
    if batch:
        yield tuple(batch)


def advance(
    log: EventLog,
    projections: Sequence[Projection],
    *,
    until: int | None = None,
    size: int = BATCH_EVENTS,
    on_progress: OnProgress | None = None,
) -> int:
    """Bring every projection to the log's position, or to *until*.

    Args:
        projections: those that others rest on first: the catalog, then the graph.
        size: events in a step, at most.
        on_progress: called after each step with the position reached and the goal.

    Returns:
        The position reached.

    Raises:
        ProjectionStoppedError: a projection cannot take in an event; it and
            those after it stand before that event.
        AheadOfLogError: a projection is of another log.
    """
    goal = log.position() if until is None else min(until, log.position())
    for projection in projections:
        if projection.position > log.position():
            raise AheadOfLogError(projection.name, projection.position, log.position())
        projection.apply(())
    start = min((projection.position for projection in projections), default=goal)
    for batch in batches(log, start, goal, size=size):
        _feed(projections, batch)
        if on_progress:
            on_progress(batch[-1].position, goal)
    return goal


def _feed(projections: Sequence[Projection], batch: Sequence[Recorded]) -> None:
    """Give a batch to each projection; where one stops, those after it still get what is before the failing event."""
    stopped: ProjectionStoppedError | None = None
    for projection in projections:
        fresh = [recorded for recorded in batch if recorded.position > projection.position]
        if stopped:
            fresh = [recorded for recorded in fresh if recorded.position < stopped.position]
        try:
            projection.apply(fresh)  # nothing, where a power cut took more of those before it: they have caught up now
        except ProjectionStoppedError as error:
            stopped = stopped or error
    if stopped:
        raise stopped
