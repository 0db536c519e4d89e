"""A log in memory: for tests, and for homes that are thrown away.

Input and output: as kb.log.contract says.
Never: outlives its process.
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from kb.errors import StorageError
from kb.events import DomainEvent, Envelope, Recorded
from kb.events.codec import event_of
from kb.log.chain import Head, check_batch, seal, to_erase, utc_now
from kb.log.contract import Append, Clock, NotEmptyError, OnWait
from kb.log.proof import adoptable, verify_chain, verify_end


class InMemoryEventLog:
    """Envelopes in a list; decodes on each read, as a stored log does."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._envelopes: list[Envelope] = []
        self._head = Head()
        self._changed = threading.Condition()
        self._closed = False

    def append(
        self, stream: str, expected_version: int, events: Sequence[DomainEvent], *, actor: str, cause: int = 0
    ) -> tuple[Recorded, ...]:
        """Add *events* to one stream; see EventLog."""
        return self.append_batch([Append(stream, expected_version, events, actor, cause)])

    def append_batch(self, batch: Sequence[Append], *, at: int | None = None) -> tuple[Recorded, ...]:
        """Add events to several streams, all or none; see EventLog."""
        return self._append(batch, erasing=False, at=at)

    def erase(self, batch: Sequence[Append]) -> tuple[Recorded, ...]:
        """Add events and let go of the payloads that they erase; see EventLog."""
        return self._append(batch, erasing=True)

    def _append(self, batch: Sequence[Append], *, erasing: bool, at: int | None = None) -> tuple[Recorded, ...]:
        check_batch(batch, erasing=erasing)
        with self._changed:
            self._check_open()
            head = replace(self._head, streams=dict(self._head.streams))
            sealed = seal(batch, head, self._clock(), at=at)
            gone = to_erase(sealed, self._type_at)
            self._envelopes.extend(recorded.envelope for recorded in sealed)
            for position in gone:
                self._envelopes[position - 1] = replace(self._envelopes[position - 1], payload=b"", salt=b"")
            self._head = head
            self._changed.notify_all()
        return sealed

    def turn(self, timeout: float = 600.0, on_wait: OnWait | None = None) -> AbstractContextManager[None]:
        """Give the turn at once; see EventLog."""
        return nullcontext()

    def _type_at(self, position: int) -> str:
        return self._envelopes[position - 1].type if position <= len(self._envelopes) else ""

    def scrub(self) -> None:
        """Do nothing: what no envelope holds is gone; see EventLog."""
        self._check_open()

    def adopt(self, envelopes: Iterable[Envelope]) -> int:
        """Take over another log's envelopes; see EventLog."""
        head = Head()
        taken = list(adoptable(envelopes, head))
        with self._changed:
            self._check_open()
            if self._envelopes:
                raise NotEmptyError(len(self._envelopes))
            self._envelopes, self._head = taken, head
            self._changed.notify_all()
        return head.position

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Yield what was recorded after *after*; see EventLog."""
        left = limit
        for envelope in self.envelopes(after):
            if stream is not None and envelope.stream != stream:
                continue
            if types is not None and envelope.type not in types:
                continue
            if left is not None:
                if left <= 0:
                    return
                left -= 1
            yield Recorded(envelope, event_of(envelope))

    def envelopes(self, after: int = 0) -> Iterator[Envelope]:
        """Yield the envelopes after *after*; see EventLog."""
        self._check_open()
        at = max(after, 0)
        while at < len(self._envelopes):
            yield self._envelopes[at]
            at += 1

    def counts(self, after: int, until: int) -> dict[tuple[str, str], int]:
        """Count events by type and actor; see EventLog."""
        self._check_open()
        return dict(Counter((one.type, one.actor) for one in self._envelopes[max(after, 0) : max(until, 0)]))

    def position(self) -> int:
        """Return the last position; see EventLog."""
        self._check_open()
        return len(self._envelopes)

    def hash_at(self, position: int) -> str:
        """Return the hash of an event; see EventLog."""
        self._check_open()
        return self._envelopes[position - 1].hash if 0 < position <= len(self._envelopes) else ""

    def glance(self) -> int | None:
        """Return the last position; see EventLog."""
        return len(self._envelopes)

    def stream_version(self, stream: str) -> int:
        """Return how many events *stream* has; see EventLog."""
        self._check_open()
        return self._head.streams.get(stream, 0)

    def wait(self, after: int, timeout: float) -> int:
        """Return the position once it is beyond *after*; see EventLog."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._envelopes) > after, timeout)
            return len(self._envelopes)

    def check_end(self) -> int:
        """Look at the last event; see EventLog."""
        return verify_end(tuple(self.envelopes(max(0, self.position() - 2))))

    def verify(self) -> int:
        """Walk the chain; see EventLog."""
        return verify_chain(self.envelopes(), lambda position: self._envelopes[position - 1]).position

    def close(self) -> None:
        """Refuse every later call; see EventLog."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StorageError("This log was closed.")
