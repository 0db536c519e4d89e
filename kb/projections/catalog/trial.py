"""What the catalog would hold after events that nobody has recorded yet.

Input: a catalog and events. Output: a catalog in memory that has taken them in, for who has to decide what goes with
them before all is recorded in one append.
Never: writes to the log or to the home.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kb.events import DomainEvent, Envelope, Recorded
from kb.log import EventLog
from kb.projections.catalog.projection import MEMORY, Catalog


class Trial:
    """A catalog in memory, ahead of the log.

    Attributes:
        catalog: the copy; read it as any other.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def suppose(self, stream: str, events: Sequence[DomainEvent], actor: str, *, cause: int = 0) -> int:
        """Take events in as if they were recorded next, and return the position that the first would have.

        Raises:
            ProjectionStoppedError: one of them says what cannot be so.
        """
        first = self.catalog.position + 1
        supposed = [_recorded(position, stream, event, actor, cause) for position, event in enumerate(events, first)]
        for one in supposed:
            self.catalog.sources.pin(one)
        self.catalog.apply(supposed)
        return first


@contextmanager
def trial(catalog: Catalog, log: EventLog) -> Iterator[Trial]:
    """Lend a copy of *catalog*, which has caught up with *log*."""
    copy = Catalog(MEMORY, log)
    try:
        catalog.connection.backup(copy.connection)
        yield Trial(copy)
    finally:
        copy.close()


def _recorded(position: int, stream: str, event: DomainEvent, actor: str, cause: int) -> Recorded:
    return Recorded(
        Envelope(
            position=position,
            stream=stream,
            stream_version=0,
            type=event.TYPE,
            schema_version=event.VERSION,
            recorded_at="1970-01-01T00:00:00.000000Z",
            actor=actor,
            cause=cause,
            payload=b"{}",
            previous="",
            hash="",
        ),
        event,
    )
