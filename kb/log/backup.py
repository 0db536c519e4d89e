"""A log as one compressed stream, for backups that can be piped, kept anywhere and restored by another version.

Input: envelopes of any log; a stream of bytes. Output: a stream of bytes; envelopes.
The stream is gzip over lines of JSON: a manifest; one line an envelope, payload as text; a trailer with the SHA-256 of
all lines before it. Who reads it needs neither kb nor the end before the beginning.
Never: holds more than one envelope; lets a stream that was cut off or changed pass for whole.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import IO, Any, Final

from kb.errors import ConflictError, InputError
from kb.events import BaseCreated, Envelope, Erased
from kb.events.codec import decode
from kb.log.chain import BrokenChainError, Head
from kb.log.proof import checked, erased_by
from kb.log.signing import Signature

FORMAT: Final = 1
LOG_FORMAT: Final = 2  # the newest of a log that is known
_LEVEL: Final = 6
_LONGEST: Final = 1 << 28  # bytes of one line: an article of 500,000 characters with its reading has 30 MB
_FIELDS: Final = tuple(field.name for field in fields(Envelope))


class BackupDamagedError(InputError):
    """A backup was cut off or changed, or is none."""

    code = "backup-damaged"

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name} is no whole backup: {reason}.", hint="Restore from another copy of it.")


class NewerBackupError(InputError):
    """A newer version of kb made the backup."""

    code = "newer-version"

    def __init__(self, name: str, found: int, known: int, what: str = "is a backup") -> None:
        self.name = name
        self.found = found
        super().__init__(
            f"{name} {what} of format {found}; this kb knows formats up to {known}: a newer version made it.",
            hint="Update kb (`pip install -U newskb`), then restore it.",
        )


class ErasedMeanwhileError(ConflictError):
    """Payloads were erased from the log while it was being backed up or copied."""

    code = "erased-meanwhile"

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"Event {position} was erased while the log was being read; what was written of it is of no use.",
            hint="Begin again.",
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself before all else.

    Attributes:
        base_iri: of the knowledge base.
        position: events in it.
        head: hash of the last one, 64 hex digits.
        log_format: 1 or 2, of the chain.
        made_at: UTC, ISO 8601.
        made_by: version of kb.
        signatures: of heads, as they lay beside the log.
    """

    base_iri: str
    position: int
    head: str
    log_format: int
    made_at: str
    made_by: str
    signatures: tuple[Signature, ...] = ()


def write(out: IO[bytes], manifest: Manifest, envelopes: Iterable[Envelope]) -> None:
    """Write a backup of *envelopes*, which begin at position 1; what comes after the manifest's position is left out.

    Raises:
        BrokenChainError: the log is damaged: what cannot be restored is not backed up.
        ErasedMeanwhileError: a payload was erased by an event that is not in the backup.
        OSError: *out* cannot be written.
    """
    head = Head()
    digest = hashlib.sha256()
    # No time and no name in the header: one log at one position gives one text.
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=_LEVEL, mtime=0) as packed:

        def line(value: object) -> bytes:
            return (json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n").encode("ascii")

        def put(value: object) -> None:
            data = line(value)
            digest.update(data)
            packed.write(data)

        put({"kb_backup": FORMAT, **asdict(manifest)})
        for envelope in checked(_consistent(_until(envelopes, manifest.position)), head):
            put(_values(envelope))
        if (head.position, head.hash) != (manifest.position, manifest.head):
            raise BrokenChainError(head.position, f"the log ended at event {manifest.position} before")
        packed.write(line({"end": head.position, "head": head.hash, "sha256": digest.hexdigest()}))


def read(stream: IO[bytes], name: str) -> tuple[Manifest, Iterator[Envelope]]:
    """Return a backup's manifest and its envelopes, each checked as it is read, the whole at the end.

    Args:
        stream: as written by *write*.
        name: what messages call it.

    Raises:
        BackupDamagedError: at once or while the envelopes are read: the chain in it is broken, say.
        NewerBackupError: a newer version made it.
    """
    lines = _lines(stream, name)
    digest = hashlib.sha256()
    first = next(lines, b"")
    if not first:
        raise BackupDamagedError(name, "it is empty")
    digest.update(first)
    found = _parsed(first, name)
    if not isinstance(found.get("kb_backup"), int):
        raise BackupDamagedError(name, "it does not begin as one")
    if found["kb_backup"] > FORMAT:
        raise NewerBackupError(name, found["kb_backup"], FORMAT)
    try:
        signed = tuple(Signature(**one) for one in found.pop("signatures", ()))
        given = {field.name: found[field.name] for field in fields(Manifest) if field.name != "signatures"}
        manifest = Manifest(**given, signatures=signed)
    except (KeyError, TypeError) as error:
        raise BackupDamagedError(name, f"its manifest is none ({error!r})") from error
    if manifest.log_format not in range(1, LOG_FORMAT + 1):
        raise NewerBackupError(name, manifest.log_format, LOG_FORMAT, "holds a log")

    def envelopes() -> Iterator[Envelope]:
        for data in lines:
            values = _parsed(data, name)
            if "end" in values:
                if values.get("sha256") != digest.hexdigest():
                    raise BackupDamagedError(name, "its contents do not match the hash at its end")
                if next(lines, b""):
                    raise BackupDamagedError(name, "something follows its end")
                return
            digest.update(data)
            yield _envelope(values, name)
        raise BackupDamagedError(name, "it was cut off before its end")

    head = Head()

    def as_said(envelope: Envelope) -> Envelope:
        if bool(envelope.payload_hash) != (manifest.log_format > 1):
            raise BackupDamagedError(name, f"event {envelope.position} is not of log format {manifest.log_format}")
        if envelope.type == BaseCreated.TYPE:
            event = decode(envelope.type, envelope.schema_version, envelope.payload)
            if isinstance(event, BaseCreated) and event.base_iri != manifest.base_iri:
                raise BackupDamagedError(name, f"its names begin with {event.base_iri}, not {manifest.base_iri}")
        return envelope

    def whole() -> Iterator[Envelope]:
        try:
            yield from map(as_said, checked(envelopes(), head))
        except BrokenChainError as error:
            raise BackupDamagedError(name, f"at event {error.position}, {error.reason}") from error
        if (head.position, head.hash) != (manifest.position, manifest.head):
            said = f"event {manifest.position} with the hash {manifest.head}"
            raise BackupDamagedError(name, f"it ends at event {head.position} with the hash {head.hash}, not at {said}")

    return manifest, whole()


def _until(envelopes: Iterable[Envelope], position: int) -> Iterator[Envelope]:
    for envelope in envelopes:
        if envelope.position > position:
            return
        yield envelope


def _consistent(envelopes: Iterable[Envelope]) -> Iterator[Envelope]:
    """Yield envelopes; raise at the end if an event erased some of them that is not among them."""
    gone: set[int] = set()
    named: set[int] = set()
    for envelope in envelopes:
        if envelope.erased:
            gone.add(envelope.position)
        elif envelope.type == Erased.TYPE:
            named |= erased_by(envelope)
        yield envelope
    if gone - named:
        raise ErasedMeanwhileError(min(gone - named))


def _values(envelope: Envelope) -> dict[str, Any]:
    values = {name: getattr(envelope, name) for name in _FIELDS}
    # Canonical JSON is UTF-8; were it damaged the chain would have said so.
    return values | {"payload": envelope.payload.decode("utf-8"), "salt": envelope.salt.hex()}


def _envelope(values: dict[str, Any], name: str) -> Envelope:
    try:
        payload, salt = str(values["payload"]).encode("utf-8"), bytes.fromhex(values["salt"])
        return Envelope(**{**{key: values[key] for key in _FIELDS}, "payload": payload, "salt": salt})
    except (KeyError, ValueError, TypeError) as error:
        raise BackupDamagedError(name, f"one of its lines is no event ({error!r})") from error


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed:
            while line := packed.readline(_LONGEST):
                yield line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupDamagedError(name, f"it cannot be unpacked ({error})") from error


def _parsed(line: bytes, name: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise BackupDamagedError(name, "one of its lines is cut off or changed") from error
    if not isinstance(values, dict):
        raise BackupDamagedError(name, "one of its lines is no event")
    return values
