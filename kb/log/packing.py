"""Payloads as they lie in a log: compressed by zlib, with a CRC-32 over the compressed bytes.

Input: canonical payloads; packed ones. Output: the other.
Packing is the standard library's alone, so that equal payloads lie as equal bytes. Unpacking is most of what replay
costs; isal does it in under half the time where it has wheels (pyproject.toml says where), with the same outcome.
Pure.
"""

import zlib
from typing import Final

_FAULTS: tuple[type[Exception], ...] = (zlib.error, TypeError)
try:
    from isal import isal_zlib
except ImportError:  # no wheels for this processor: the standard library reads the same bytes
    decompress = zlib.decompress
else:
    decompress = isal_zlib.decompress
    _FAULTS += (isal_zlib.error,)  # type: ignore[operator]  # its stub calls the class an instance

_LEVEL: Final = 6
_RATIO: Final = 4  # of a payload to its packed bytes, mostly less: a first buffer that need not grow


class UnpackError(ValueError):
    """Packed bytes are not what pack made."""


def pack(payload: bytes) -> tuple[bytes, int]:
    """Return *payload* as it is stored, and the checksum of that; nothing and 0 for nothing."""
    packed = zlib.compress(payload, _LEVEL) if payload else b""
    return packed, zlib.crc32(packed)


def unpack(packed: bytes, checksum: int) -> bytes:
    """Return the payload that pack stored.

    Raises:
        UnpackError: these bytes have another checksum, or are no compressed payload; says which.
    """
    try:
        if zlib.crc32(packed) != checksum:
            raise UnpackError("does not match its checksum")
        return decompress(packed, bufsize=_RATIO * len(packed)) if packed else b""
    except _FAULTS as error:
        raise UnpackError(f"cannot be unpacked ({error})") from error
