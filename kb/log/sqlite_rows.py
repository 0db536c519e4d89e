"""Rows of the SQLite log and the envelopes that they hold, in each format that there was.

Input: envelopes to store; rows as SQLite gives them.
Output: rows, envelopes; BrokenChainError where a payload cannot be unpacked.
Pure. Payloads lie as kb.log.packing packs them; an erased one lies as no
bytes with the checksum 0.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from kb.events import Envelope
from kb.log.chain import BrokenChainError
from kb.log.packing import UnpackError, pack, unpack

_HEAD: Final = "position, stream, stream_version, type, schema_version, recorded_at, actor, cause"
COLUMNS: Final = {  # format -> what select gives, the same in every format
    1: f"{_HEAD}, previous, hash, checksum, payload, x'' AS salt, '' AS payload_hash",
    2: f"{_HEAD}, previous, hash, checksum, payload, salt, payload_hash",
}
COUNTED: Final = "SELECT type, actor, count(*) FROM event WHERE position > ? AND position <= ? GROUP BY type, actor"
INSERT: Final = {
    1: f"INSERT INTO event ({_HEAD}, previous, hash, checksum, payload) VALUES ({', '.join('?' * 12)})",
    2: f"INSERT INTO event ({COLUMNS[2]}) VALUES ({', '.join('?' * 14)})",
}


def row_of(envelope: Envelope, form: int) -> tuple[Any, ...]:
    """Return what INSERT of the format *form* takes."""
    packed, checksum = pack(envelope.payload)
    row = (
        envelope.position,
        envelope.stream,
        envelope.stream_version,
        envelope.type,
        envelope.schema_version,
        envelope.recorded_at,
        envelope.actor,
        envelope.cause,
        envelope.previous,
        envelope.hash,
        checksum,
        packed,
    )
    return row if form == 1 else (*row, envelope.salt, envelope.payload_hash)


def envelope_of(row: Sequence[Any]) -> Envelope:
    """Return the envelope in a row of COLUMNS.

    Raises:
        BrokenChainError: the payload cannot be unpacked.
    """
    (
        position,
        stream,
        version,
        kind,
        schema,
        recorded_at,
        actor,
        cause,
        previous,
        sealed,
        checksum,
        packed,
        salt,
        own,
    ) = row
    try:
        payload = unpack(packed, checksum)
    except UnpackError as error:
        raise BrokenChainError(position, f"its stored payload {error}") from error
    return Envelope(  # in the order of its fields: by name it costs more
        position, stream, version, kind, schema, recorded_at, actor, cause, payload, previous, sealed, salt, own
    )


def page_query(
    form: int, after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int
) -> tuple[str, list[Any]]:
    """Return the SELECT for one page of envelopes and its values; each walks one index in order and sorts nothing.

    Args:
        form: format of the file.
        after: position behind which the page begins.
        seen: stream version behind which it begins, by which a stream's own index pages.
        stream: only this stream.
        types: only these types.
        page: rows at most.
    """
    where, order = ["position > ?"], "position"
    parameters: list[Any] = [after]
    if stream is not None:
        where += ["stream = ?", "stream_version > ?"]
        parameters += [stream, seen]
        order = "stream_version"
    if types is not None:
        column = "type" if len(types) == 1 and stream is None else "+type"  # "+": not by that index
        where.append(f"{column} IN ({', '.join('?' * len(types))})")
        parameters += sorted(types)
    chosen = f"SELECT {COLUMNS[form]} FROM event WHERE {' AND '.join(where)}"
    return f"{chosen} ORDER BY {order} LIMIT ?", [*parameters, page]
