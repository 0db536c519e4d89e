"""What every log can do, whatever stores it.

Input: events with the stream they belong to and the version it should have.
Output: envelopes in one gap-free order, read by projections.
Never: changes or removes an envelope. A backend is one that passes
tests/log/contract.py; PostgreSQL is to join SQLite and memory there.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.errors import ConflictError
from kb.events import DomainEvent, Envelope, Recorded

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Append:
    """Events for one stream, as part of a batch that goes in whole or not at all.

    Attributes:
        stream: see kb.events.streams.
        expected_version: how many events the stream has before these; what
            the same batch put into the stream earlier counts.
        events: at least one.
        actor: "person:NAME", "extractor:NAME/VERSION" or "rule:NAME/VERSION".
        cause: position of the event that led to these, 0 if none.
        caused_by: instead of *cause*: index of an earlier Append of the batch,
            whose last event led to these.
    """

    stream: str
    expected_version: int
    events: Sequence[DomainEvent]
    actor: str
    cause: int = 0
    caused_by: int | None = None


class StreamConflictError(ConflictError):
    """The stream has moved on since its version was read."""

    code = "stream-conflict"

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        self.stream = stream
        self.expected = expected
        self.actual = actual
        super().__init__(
            f"The stream {stream} has {actual} events, not {expected}: somebody else wrote to it.",
            hint="Read it again, decide again, then try again.",
        )


class EventLog(Protocol):
    """An append-only sequence of envelopes, hash-chained, with streams inside.

    Every method may be called from any thread. Positions are 1, 2, 3 ...
    without a gap, in the order in which appends became visible.
    """

    def append(
        self, stream: str, expected_version: int, events: Sequence[DomainEvent], *, actor: str, cause: int = 0
    ) -> tuple[Recorded, ...]:
        """Add *events* to one stream, all or none.

        Raises:
            ConflictError: the stream does not have *expected_version* events.
            InputError: nothing to append, or an actor or cause that cannot be.
            StorageError: disk full, read-only, corrupt.
            LockedError: another process kept writing for too long.
        """

    def append_batch(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Add events to several streams, all or none, in the order given; raises as append."""

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Yield what was recorded after position *after*, decoded, in order.

        What is appended while the caller reads may come too, or not: who needs
        an end takes position() first.

        Args:
            after: 0 for all.
            limit: at most so many; None for all.
            stream: only this stream.
            types: only these literal types; None for all.

        Raises:
            NewerVersionError, PayloadError: see kb.events.codec.decode.
            IntegrityError: a stored payload cannot be unpacked.
        """

    def envelopes(self, after: int = 0) -> Iterator[Envelope]:
        """Yield the envelopes after position *after* as stored, not decoded."""

    def position(self) -> int:
        """Return the position of the last event, 0 if there is none."""

    def stream_version(self, stream: str) -> int:
        """Return how many events *stream* has."""

    def wait(self, after: int, timeout: float) -> int:
        """Return the position as soon as it is beyond *after*, at the latest after *timeout* seconds."""

    def check_end(self) -> int:
        """Look at the last event alone and return its position, 0 in an empty log.

        Cheap: what the next event will be sealed to fits its own hash and the event before, and nothing is cut off
        behind it. Damage further back is found where it is read, and by verify.

        Raises:
            BrokenChainError: it does not fit.
        """

    def verify(self) -> int:
        """Walk the whole chain and return how many envelopes were found sound.

        Raises:
            BrokenChainError: names the first bad position and why.
        """

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
