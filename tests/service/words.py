"""Looks for words in every file of a home, whatever they are packed in.

A file is searched as it is, in UTF-16 too, and so is what unpacks from any place in it: zlib and raw deflate from every
offset, zstd, LZ4 and gzip frames where their marks stand. Free pages of SQLite and cells of RocksDB are bytes of a file
like all others.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def places_of(words: Iterable[str], root: Path) -> dict[str, list[str]]:
    """Return word -> names of the files below *root* that hold it; no entry for one that is gone."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        held = list(_unpacked(path.read_bytes()))
        for word in words:
            forms = [word.lower().encode(), word.lower().encode("utf-16-le")]
            if any(form in data for data in held for form in forms):
                found.setdefault(word, []).append(str(path.relative_to(root)))
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data.lower()
    for at in range(len(data)):
        if data[at] == 0x78:  # zlib
            yield _inflated(data[at:], zlib.MAX_WBITS)
        elif data[at : at + 2] == b"\x1f\x8b":
            yield _inflated(data[at:], zlib.MAX_WBITS | 16)


def _inflated(data: bytes, bits: int) -> bytes:
    """Return what unpacks, however far it goes."""
    unpacker = zlib.decompressobj(bits)
    out = b""
    try:
        for at in range(0, len(data), 512):
            out += unpacker.decompress(data[at : at + 512])
            if unpacker.eof:
                break
    except zlib.error:
        pass
    return out.lower()
