"""What every log can do, whatever stores it.

Input: events with the stream they belong to and the version it should have.
Output: envelopes in one gap-free order, read by projections.
Never: changes or removes an envelope; the payload alone can go, and only
where an event that says so is recorded with it. A backend is one that passes
tests/log/contract.py: SQLite, PostgreSQL and memory do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.errors import ConflictError, StorageError
from kb.events import DomainEvent, Envelope, Recorded

Clock = Callable[[], datetime]
OnWait = Callable[[str], None]
OnAway = Callable[["UnreachableError", float], None]
"""Told that the log's server does not answer, and for how many seconds it is waited for."""


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


class UnreachableError(StorageError):
    """The server that has the log does not answer."""

    code = "unreachable"

    def __init__(self, address: str, reason: str) -> None:
        self.address = address
        self.reason = reason
        super().__init__(
            f"The database {address} cannot be reached: {reason}.",
            hint="Look whether the server runs and whether host, port and user are right; `psql` must get in too.",
        )


class UnscrubbedError(StorageError):
    """What was erased from the log may still lie in its files, and who asks has no right to have them written anew."""

    code = "not-scrubbed"


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


class LogMovedError(ConflictError):
    """The log went on since the look at it that a decision rests on."""

    code = "log-moved"

    def __init__(self, at: int, position: int) -> None:
        self.at = at
        self.position = position
        super().__init__(
            f"The log ends at event {position}, not {at}: somebody else wrote to it.",
            hint="Catch up, decide again, then try again.",
        )


class NotEmptyError(ConflictError):
    """A log that is to take over another one's events has events of its own."""

    code = "log-not-empty"

    def __init__(self, position: int, home: str = "") -> None:
        self.position = position
        self.home = home
        log = f"The log of {home}" if home else "This log"
        events = f"{position:,} event{'' if position == 1 else 's'}"
        super().__init__(f"{log} holds {events} already.", hint="Choose a home that is new.")


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
            InputError: nothing to append, an actor or cause that cannot be, or an Erased (see erase).
            StorageError: disk full, read-only, corrupt.
            LockedError: another process kept writing for too long.
        """

    def append_batch(self, batch: Sequence[Append], *, at: int | None = None) -> tuple[Recorded, ...]:
        """Add events to several streams, all or none, in the order given; raises as append.

        Args:
            at: position that the log must end at, for a decision that rests on
                all of it; None: wherever it ends.

        Raises:
            LogMovedError: it does not end there.
        """

    def turn(self, timeout: float = 600.0, on_wait: OnWait | None = None) -> AbstractContextManager[None]:
        """Hold the right to decide for the block, where programs on many machines write to one log.

        It spares them conflicts and is not what prevents wrong decisions: *at*
        and the expected versions of append_batch are. A log that only one
        machine can reach leaves it to the home's lock and gives it at once.

        Args:
            timeout: seconds to wait for it.
            on_wait: called once, with the name of the program whose turn it is, if there is need to wait.

        Raises:
            LockedError: it did not come in time.
        """

    def erase(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Append as append_batch does, and carry out each Erased of the batch in the same transaction.

        The payloads and salts at the positions that it names are gone from
        storage, as far as this program reaches: overwritten, not only unlinked.
        Their envelopes stay, and so does the chain. A position that was erased
        before stays so.

        Raises:
            InputError: no Erased in the batch, one that names no earlier event,
                or an event that no log can do without (chain.NEVER_ERASED).
            StorageError: this log cannot erase (format 1; a role without that right).
            LockedError: another process keeps a copy of the old pages in use.
                What was recorded holds and the payloads cannot be read any more,
                but their bytes may still lie in the file: see scrub.
        """

    def scrub(self) -> None:
        """Overwrite what erased payloads may have left in storage, e.g. in the write-ahead file.

        Part of erase; to be called again after a LockedError or a crash. Harmless otherwise.

        Raises:
            LockedError, StorageError: as erase.
        """

    def adopt(self, envelopes: Iterable[Envelope]) -> int:
        """Store another log's envelopes as they are, with their hashes, times and salts, in this empty log.

        For copies between backends, restored backups and upgraded files. All
        or none: each is checked as it is stored, the whole at the end.

        Returns:
            The last position.

        Raises:
            ConflictError: this log holds events.
            BrokenChainError: what comes is no sound chain of this log's format.
        """

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Yield what was recorded after position *after*, decoded, in order.

        What is appended while the caller reads may come too, or not: who needs
        an end takes position() first. Where a payload was erased the event is
        PayloadErased: *types* still goes by the stored type.

        Args:
            after: 0 for all.
            limit: at most so many; None for all.
            stream: only this stream.
            types: only these literal types; None for all.

        Raises:
            NewerVersionError, PayloadError: see kb.events.codec.decode.
            IntegrityError: a stored payload cannot be unpacked, or is missing though no event erased it.
        """

    def envelopes(self, after: int = 0) -> Iterator[Envelope]:
        """Yield the envelopes after position *after* as stored, not decoded."""

    def counts(self, after: int, until: int) -> dict[tuple[str, str], int]:
        """Return how many events of each type each actor has after *after* and up to *until*: (type, actor) -> number.

        No payload is read for it.
        """

    def position(self) -> int:
        """Return the position of the last event, 0 if there is none."""

    def hash_at(self, position: int) -> str:
        """Return the hash of the event at *position*, "" if there is none."""

    def glance(self) -> int | None:
        """Return the position at once, None where that is not possible: while others write, from any thread."""

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
