"""Whether the tables of a graph's engine still hold what was written: a checksum of each, kept beside them.

Input: the folder of a store. Output: a file of sums in it; the names of tables that hold something else now.
Never: opens the store. The engine checks a block when it reads it; a query that adds up then collects errors without
end, and a block that nobody reads stays rotten. A table is written once, under a number of its own, so that a sum holds
for as long as the table is there. After a power cut a number may be used again, for a table of as many bytes: the
engine writes into each by which of its runs it was made.
"""

import os
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from kb.log.faults import storage_faults

_SUMS: Final = "sums"
_DRAFT: Final = "sums.new"
_TABLES: Final = "*.sst"
_DIGITS: Final = 8  # of a checksum
_PART: Final = 1 << 20  # bytes read at once
_END: Final = 4096  # bytes in which a table ends with what it says of itself
_MADE: Final = re.compile(rb"session\.identity([0-9A-Z]{20})")

Sums = dict[str, tuple[int, str, int]]  # name -> bytes, by which run it was made, checksum


def note(folder: Path, *like: Path) -> None:
    """Keep sums of the tables that have none yet, and forget those of tables that are gone; the writer has let go.

    Args:
        like: folders whose tables it may have links to: their sums are taken over.

    Raises:
        StorageError: the disk.
    """
    known = _known(folder)
    with storage_faults(folder):
        tables = {file.name: _made(file) for file in folder.glob(_TABLES)}
        sums = {name: known[name] for name, made in tables.items() if name in known and known[name][:2] == made}
        for other in like:
            sums |= _linked(other, folder)
        sums |= {name: (*made, _sum(folder / name)) for name, made in tables.items() if name not in sums}
        if sums != known:
            _write(folder, sums)


def carry(source: Path, folder: Path) -> None:
    """Take over the sums of a store for its tables that *folder* has links to; none of them is read.

    Raises:
        StorageError: the disk.
    """
    with storage_faults(folder):
        _write(folder, _linked(source, folder))


def rotten(folder: Path, read: dict[int, int] | None = None) -> list[str]:
    """Return the names of tables that hold something else than was written; a writer may take some away meanwhile.

    Args:
        read: inode -> sum of what was read before, and will be: several stores may have links to one table.

    Raises:
        StorageError: one cannot be read at all.
    """
    found = []
    for name, (*made, crc) in sorted(_known(folder).items()):
        with storage_faults(folder), suppress(FileNotFoundError):
            table, found_sums = folder / name, read if read is not None else {}
            if [*_made(table)] != made:
                continue
            inode = table.stat().st_ino
            if inode not in found_sums:
                found_sums[inode] = _sum(table)
            if found_sums[inode] != crc:
                found.append(name)
    return found


def _linked(source: Path, folder: Path) -> Sums:
    """Return the sums known in *source* of tables that *folder* has links to: those of one name may be two."""
    found: Sums = {}
    for name, known in _known(source).items():
        with suppress(FileNotFoundError):
            if (source / name).samefile(folder / name):
                found[name] = known
    return found


def _write(folder: Path, sums: Sums) -> None:
    lines = (f"{name} {size} {run} {crc:08x}\n" for name, (size, run, crc) in sorted(sums.items()))
    (folder / _DRAFT).write_text("".join(lines), encoding="ascii")
    os.replace(folder / _DRAFT, folder / _SUMS)


def _made(table: Path) -> tuple[int, str]:
    """Return the bytes of a table, and by which run of the engine it was made, "-" where it does not say so."""
    with table.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - _END))
        said = _MADE.findall(file.read())
    return size, said[-1].decode("ascii") if said else "-"


def _sum(table: Path) -> int:
    crc = 0
    with table.open("rb") as file:
        while part := file.read(_PART):
            crc = zlib.crc32(part, crc)
    return crc


def _known(folder: Path) -> Sums:
    """Return the sums that are kept; none that cannot be read: nothing is said to be rotten for it."""
    sums: Sums = {}
    with suppress(OSError, ValueError):
        for line in (folder / _SUMS).read_text(encoding="ascii").splitlines():
            name, size, run, crc = line.split(" ")
            if len(crc) < _DIGITS:  # cut off by a power cut
                break
            sums[name] = int(size), run, int(crc, 16)
    return sums
