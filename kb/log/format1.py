"""Log format 1, in which the hash of an envelope covered its payload, so that nothing could be erased.

Input: the envelopes of a log file of format 1, as SqliteEventLog reads it.
Output: the same events sealed in format 2, for `kb upgrade` to put into a new file by EventLog.adopt.
Pure. Never: changes position, stream, time, actor, cause or payload of an event; drops one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kb.events import Envelope
from kb.log.chain import GENESIS, Head, Salt, digest, new_salt, payload_digest
from kb.log.proof import checked

SCHEMA: Final = (
    """CREATE TABLE event (
    position INTEGER PRIMARY KEY AUTOINCREMENT CHECK (position > 0),
    stream TEXT NOT NULL,
    stream_version INTEGER NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    cause INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    payload BLOB NOT NULL,
    UNIQUE (stream, stream_version)
)""",
    "CREATE INDEX event_type ON event (type)",
    """CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an event is never updated.'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The log is append-only: an event is never deleted.'); END""",
)


def resealed(envelopes: Iterable[Envelope], old: Head | None = None, salt: Salt = new_salt) -> Iterator[Envelope]:
    """Yield the envelopes of a log of format 1, each checked against the old chain, sealed in format 2.

    Use: ``new.adopt(resealed(old.envelopes(), head))``; *head* then holds the
    position and the hash that the old chain ended at, to be shown and kept.

    Args:
        envelopes: all of them, from position 1 on.
        old: moved along the old chain.
        salt: makes the salt of each payload.

    Raises:
        BrokenChainError: the old chain is broken.
    """
    previous = GENESIS
    for envelope in checked(envelopes, old):
        salted = salt()
        opened = replace(
            envelope,
            previous=previous,
            hash="",
            salt=salted,
            payload_hash=payload_digest(salted, envelope.payload),
        )
        previous = digest(opened)
        yield replace(opened, hash=previous)
