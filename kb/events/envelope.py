"""What surrounds an event in the log."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


class DomainEvent(Protocol):
    """A frozen dataclass with a literal type name and a schema version."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One entry of the log, as stored.

    Attributes:
        position: 1, 2, 3 ... over the whole log, gap-free.
        stream: "article/ID", "extraction/ID", "resolution", "base", "curation".
        stream_version: 1, 2, 3 ... within the stream.
        type: the event's literal TYPE.
        schema_version: the event's VERSION when it was written.
        recorded_at: UTC, ISO 8601 with microseconds and "Z".
        actor: "person:NAME", "extractor:NAME/VERSION" or "rule:NAME/VERSION".
        cause: position of the event that led to this one, 0 if none.
        payload: the event as canonical JSON (sorted keys, UTF-8); empty once it was erased.
        previous: hash of the envelope before, 64 zeros for the first.
        hash: SHA-256 over the other fields, with *payload_hash* for *payload* and *salt*, 64 hex digits.
        salt: random bytes in front of the payload when it is hashed; empty once it was erased, so that
            nobody can find out by trying what the payload was.
        payload_hash: SHA-256 over *salt* and *payload*; stays when they are erased, so that the chain holds.
            Empty in format 1, where *hash* covers *payload* itself.
    """

    position: int
    stream: str
    stream_version: int
    type: str
    schema_version: int
    recorded_at: str
    actor: str
    cause: int
    payload: bytes
    previous: str
    hash: str
    salt: bytes = b""
    payload_hash: str = ""

    @property
    def erased(self) -> bool:
        """Whether the payload was erased; no event's payload is empty otherwise."""
        return not self.payload


@dataclass(frozen=True, slots=True)
class PayloadErased:
    """What reading gives in the place of an event whose payload was erased; never stored, so no event of the codec.

    Attributes:
        event_type: literal type of the event that stood there.
    """

    TYPE: ClassVar[str] = "payload-erased"
    VERSION: ClassVar[int] = 1

    event_type: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """An envelope with its event decoded, upcast to today's version."""

    envelope: Envelope
    event: DomainEvent

    @property
    def position(self) -> int:
        """Position in the log."""
        return self.envelope.position
