"""Envelopes sealed to the one before, and the proof that a row of them is whole.

Input: batches of events; envelopes as stored.
Output: sealed envelopes for a backend to store; BrokenChainError where one
does not fit. Pure: time and storage come from the caller.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from kb.errors import InputError, IntegrityError
from kb.events import Envelope, Recorded
from kb.events.codec import encode
from kb.log.contract import Append, StreamConflictError

GENESIS: Final = "0" * 64


class BrokenChainError(IntegrityError):
    """The log was changed after it was written, by somebody or by a failing disk."""

    code = "broken-chain"

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        self.reason = reason
        super().__init__(
            f"The log is damaged at position {position}: {reason}.",
            hint="Restore the log from a backup; what comes before that position is sound.",
        )


def utc_now() -> datetime:
    """Return the time now, for the default clock of a backend."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return *moment* as UTC, ISO 8601 with microseconds and "Z".

    Raises:
        ValueError: it has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A clock must tell its zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(envelope: Envelope) -> str:
    """Return SHA-256 over every field but the hash, each behind its length in bytes."""
    sha = hashlib.sha256()
    for part in (
        envelope.position,
        envelope.stream,
        envelope.stream_version,
        envelope.type,
        envelope.schema_version,
        envelope.recorded_at,
        envelope.actor,
        envelope.cause,
        envelope.payload,
        envelope.previous,
    ):
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()


@dataclass(slots=True)
class Head:
    """Where the chain stands: what the next envelope is sealed to."""

    position: int = 0
    hash: str = GENESIS
    streams: dict[str, int] = field(default_factory=dict)  # versions of the streams of this batch


def check_batch(batch: Sequence[Append]) -> None:
    """Refuse what no log could hold, before any lock is taken.

    Raises:
        InputError: an empty batch or Append, no actor, text that is not UTF-8,
            a cause that is not before the event.
    """
    if not batch or any(not part.events for part in batch):
        raise InputError("There is nothing to append.")
    for index, part in enumerate(batch):
        for name, text in (("stream", part.stream), ("actor", part.actor)):
            if not text or not text.isprintable():
                raise InputError(f"Not a name for {'an' if name == 'actor' else 'a'} {name}: {text!r}.")
        if part.caused_by is not None and not 0 <= part.caused_by < index:
            raise InputError(f"Part {index} of a batch cannot be caused by part {part.caused_by}.")
        if part.cause < 0:
            raise InputError(f"No event has the position {part.cause}.")


def seal(batch: Sequence[Append], head: Head, moment: datetime) -> tuple[Recorded, ...]:
    """Return the events of *batch* in envelopes that continue the chain at *head*.

    Args:
        batch: as check_batch lets it pass.
        head: the chain's end, with the version of each stream in *batch*;
            moved to the new end.
        moment: when they are recorded.

    Raises:
        StreamConflictError: a stream has another version than expected.
        InputError: a cause beyond the log's end, or an event that JSON cannot hold.
    """
    recorded_at = stamp(moment)
    sealed: list[Recorded] = []
    last: list[int] = []  # position of the last event of each part
    for part in batch:
        version = head.streams.get(part.stream, 0)
        if version != part.expected_version:
            raise StreamConflictError(part.stream, part.expected_version, version)
        cause = part.cause if part.caused_by is None else last[part.caused_by]
        if cause > head.position:
            raise InputError(f"No event has the position {cause}; the log ends at {head.position}.")
        for event in part.events:
            version += 1
            open_envelope = Envelope(
                position=head.position + 1,
                stream=part.stream,
                stream_version=version,
                type=event.TYPE,
                schema_version=event.VERSION,
                recorded_at=recorded_at,
                actor=part.actor,
                cause=cause,
                payload=encode(event),
                previous=head.hash,
                hash="",
            )
            envelope = replace(open_envelope, hash=digest(open_envelope))
            head.position, head.hash = envelope.position, envelope.hash
            sealed.append(Recorded(envelope, event))
        head.streams[part.stream] = version
        last.append(head.position)
    return tuple(sealed)


def verify_end(last: Sequence[Envelope]) -> int:
    """Return the position that the chain's last envelopes end at, 0 for none.

    Args:
        last: the last one, with the one before it if there is one.

    Raises:
        BrokenChainError: the last does not fit its hash or the one before.
    """
    if not last:
        return 0
    end = last[-1]
    before = last[-2] if len(last) > 1 else None
    if end.position != (before.position if before else 0) + 1:
        raise BrokenChainError(end.position, "the envelope before it is missing")
    if end.previous != (before.hash if before else GENESIS):
        raise BrokenChainError(end.position, "it is not chained to the envelope before it")
    if end.hash != digest(end):
        raise BrokenChainError(end.position, "its contents do not match its hash")
    return end.position


def verify_chain(envelopes: Iterable[Envelope]) -> Head:
    """Return the end of the chain that *envelopes* form from position 1 on.

    Raises:
        BrokenChainError: position and reason of the first that does not fit.
    """
    head = Head()
    for envelope in envelopes:
        at = head.position + 1
        if envelope.position != at:
            raise BrokenChainError(at, f"the envelope is missing, position {envelope.position} follows")
        if envelope.previous != head.hash:
            raise BrokenChainError(at, "it is not chained to the envelope before it")
        if envelope.hash != digest(envelope):
            raise BrokenChainError(at, "its contents do not match its hash")
        version = head.streams.get(envelope.stream, 0) + 1
        if envelope.stream_version != version:
            raise BrokenChainError(at, f"it is version {envelope.stream_version} of {envelope.stream}, not {version}")
        head.position, head.hash = at, envelope.hash
        head.streams[envelope.stream] = version
    return head
