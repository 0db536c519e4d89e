"""Lines in order, whatever their number.

Input: lines of text. Output: the same lines sorted by their UTF-8 bytes, each once.
Never: holds more than one run of them; leaves a file behind.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Final

RUN: Final = 50_000  # lines; longer runs take no less time
MOST: Final = 8 << 20  # bytes of a run, whatever its lines hold
_OPEN: Final = 64  # runs that wait in files of their own; beyond that they become one


def sorted_lines(lines: Iterable[bytes], *, run: int = RUN, most: int = MOST) -> Iterator[bytes]:
    """Yield the lines in order, each once; those beyond *run*, or *most* bytes, wait in temporary files.

    Args:
        lines: each ends with a line feed and holds no other.
    """
    source = iter(lines)
    runs: list[IO[bytes]] = []
    ended = False
    try:
        while not ended:
            taken, ended = _taken(source, run, most)
            if ended and not runs:
                yield from sorted(taken)
                return
            runs.append(_filed(sorted(taken)))
            if len(runs) == _OPEN:
                merged = _filed(_merged(runs))
                while runs:
                    runs.pop().close()
                runs.append(merged)
        yield from _merged(runs)
    finally:
        for file in runs:
            file.close()


def _taken(source: Iterator[bytes], run: int, most: int) -> tuple[set[bytes], bool]:
    """Return the next run, and whether it is the last."""
    taken: set[bytes] = set()
    size = 0
    for line in source:
        taken.add(line)
        size += len(line)
        if len(taken) == run or size >= most:
            return taken, False
    return taken, True


def _filed(lines: Iterable[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile(prefix="kb-sort-")  # noqa: SIM115  closed when its run was merged
    try:
        file.writelines(lines)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _merged(runs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    last = b""
    for line in heapq.merge(*runs):
        if line != last:
            yield line
        last = line
