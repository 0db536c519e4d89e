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
        payload: the event as canonical JSON (sorted keys, UTF-8).
        previous: hash of the envelope before, 64 zeros for the first.
        hash: SHA-256 over every other field, length-prefixed, 64 hex digits.
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """An envelope with its event decoded, upcast to today's version."""

    envelope: Envelope
    event: DomainEvent

    @property
    def position(self) -> int:
        """Position in the log."""
        return self.envelope.position
