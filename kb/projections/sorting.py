"""Lines in order, whatever their number.

Input: lines of text. Output: the same lines sorted by their UTF-8 bytes, each once.
Never: holds more than one run of them; leaves a file behind.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Final

RUN: Final = 400_000  # lines, roughly 100 MB


def sorted_lines(lines: Iterable[bytes], *, run: int = RUN) -> Iterator[bytes]:
    """Yield the lines in order, each once; those beyond *run* wait in temporary files.

    Args:
        lines: each ends with a line feed and holds no other.
    """
    source = iter(lines)
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        while taken := list(islice(source, run)):
            chunk = sorted(set(taken))
            if len(taken) < run and not runs:
                yield from chunk
                return
            file = stack.enter_context(tempfile.TemporaryFile(prefix="kb-sort-"))
            file.writelines(chunk)
            file.seek(0)
            runs.append(file)
        last = b""
        for line in heapq.merge(*runs):
            if line != last:
                yield line
            last = line
