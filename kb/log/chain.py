"""Envelopes sealed to the one before.

Input: batches of events; single envelopes as stored.
Output: sealed envelopes for a backend to store; BrokenChainError where one does
not fit its hash. kb.log.proof proves a row of them.
Pure but for the salt: time and storage come from the caller.

In format 2 an envelope's hash covers the hash of its payload, so that the
payload can be erased and the chain still holds. In format 1 it covered the
payload itself; such envelopes are told by their empty payload_hash, and only
kb.log.format1 makes them.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from kb.errors import InputError, IntegrityError
from kb.events import BaseCreated, Envelope, Erased, Recorded
from kb.events.codec import encode
from kb.log.contract import Append, LogMovedError, StreamConflictError

GENESIS: Final = "0" * 64
SALT_BYTES: Final = 16
NEVER_ERASED: Final = frozenset({BaseCreated.TYPE, Erased.TYPE})  # without them no log can be read, or no gap explained

Salt = Callable[[], bytes]


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


def new_salt() -> bytes:
    """Return random bytes to hash a payload with."""
    return secrets.token_bytes(SALT_BYTES)


def payload_digest(salt: bytes, payload: bytes) -> str:
    """Return SHA-256 over *salt* and *payload*, 64 hex digits."""
    return hashlib.sha256(salt + payload).hexdigest()


def digest(envelope: Envelope) -> str:
    """Return SHA-256 over the fields that an envelope's hash covers, each behind its length in bytes."""
    new = envelope.payload_hash
    parts = (
        *(("format 2",) if new else ()),
        envelope.position,
        envelope.stream,
        envelope.stream_version,
        envelope.type,
        envelope.schema_version,
        envelope.recorded_at,
        envelope.actor,
        envelope.cause,
        new or envelope.payload,
        envelope.previous,
    )
    joined: list[bytes] = []
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        joined += (len(data).to_bytes(8, "big"), data)
    return hashlib.sha256(b"".join(joined)).hexdigest()


def check(envelope: Envelope) -> None:
    """Make sure that one envelope is what was written; whether its neighbours fit is verify_chain's.

    Raises:
        BrokenChainError: a field or the payload is another.
    """
    if envelope.hash != digest(envelope):
        raise BrokenChainError(envelope.position, "its contents do not match its hash")
    if not envelope.payload_hash:
        return
    if envelope.erased:
        if envelope.salt:
            raise BrokenChainError(envelope.position, "its payload is missing")
    elif payload_digest(envelope.salt, envelope.payload) != envelope.payload_hash:
        raise BrokenChainError(envelope.position, "its payload does not match its hash")


@dataclass(slots=True)
class Head:
    """Where the chain stands: what the next envelope is sealed to."""

    position: int = 0
    hash: str = GENESIS
    streams: dict[str, int] = field(default_factory=dict)  # versions of the streams of this batch


def check_batch(batch: Sequence[Append], *, erasing: bool = False) -> None:
    """Refuse what no log could hold, before any lock is taken.

    Args:
        erasing: whether the batch is for EventLog.erase, which alone may record Erased, and has to.

    Raises:
        InputError: an empty batch or Append, no actor, text that is not UTF-8,
            a cause that is not before the event, an Erased where none may be.
    """
    if erasing != any(isinstance(event, Erased) for part in batch for event in part.events):
        raise InputError("An erasure is recorded by EventLog.erase, which carries it out, and by nothing else.")
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


def seal(
    batch: Sequence[Append], head: Head, moment: datetime, *, salt: Salt | None = new_salt, at: int | None = None
) -> tuple[Recorded, ...]:
    """Return the events of *batch* in envelopes that continue the chain at *head*.

    Args:
        batch: as check_batch lets it pass.
        head: the chain's end, with the version of each stream in *batch*;
            moved to the new end.
        moment: when they are recorded.
        salt: makes the salt of each payload; None seals in format 1, for a log that has it.
        at: position that the chain must end at; None: any.

    Raises:
        LogMovedError: it ends elsewhere.
        StreamConflictError: a stream has another version than expected.
        InputError: a cause beyond the log's end, or an event that JSON cannot hold.
    """
    if at is not None and at != head.position:
        raise LogMovedError(at, head.position)
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
            payload, salted = encode(event), salt() if salt else b""
            open_envelope = Envelope(
                position=head.position + 1,
                stream=part.stream,
                stream_version=version,
                type=event.TYPE,
                schema_version=event.VERSION,
                recorded_at=recorded_at,
                actor=part.actor,
                cause=cause,
                payload=payload,
                previous=head.hash,
                hash="",
                salt=salted,
                payload_hash=payload_digest(salted, payload) if salt else "",
            )
            envelope = replace(open_envelope, hash=digest(open_envelope))
            head.position, head.hash = envelope.position, envelope.hash
            sealed.append(Recorded(envelope, event))
        head.streams[part.stream] = version
        last.append(head.position)
    return tuple(sealed)


def to_erase(sealed: Iterable[Recorded], type_at: Callable[[int], str]) -> dict[int, int]:
    """Return what a batch erases: position -> position of the Erased that names it.

    Args:
        sealed: the batch, as it is about to be stored.
        type_at: returns the stored type of the event at a position, "" if there is none.

    Raises:
        InputError: nothing is named, or what is no earlier event, or one that no log can do without.
    """
    found: dict[int, int] = {}
    for recorded in sealed:
        if not isinstance(recorded.event, Erased):
            continue
        if not recorded.event.positions:
            raise InputError("There is nothing to erase.")
        for position in recorded.event.positions:
            kind = type_at(position) if 0 < position < recorded.position else ""
            if not kind:
                raise InputError(f"No event has the position {position}, so it cannot be erased.")
            if kind in NEVER_ERASED:
                raise InputError(f"Event {position} ({kind}) cannot be erased: the log cannot be read without it.")
            found[position] = recorded.position
    return found
