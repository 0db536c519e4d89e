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

RUN: Final = 50_000  # lines, roughly 15 MB; longer runs take no less time
_OPEN: Final = 64  # runs that wait in files of their own; beyond that they become one


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
            runs.append(_filed(stack, chunk))
            if len(runs) == _OPEN:
                merged = _filed(stack, _merged(runs))
                for file in runs:
                    file.close()
                runs = [merged]
        yield from _merged(runs)


def _filed(stack: ExitStack, lines: Iterable[bytes]) -> IO[bytes]:
    file = stack.enter_context(tempfile.TemporaryFile(prefix="kb-sort-"))  # noqa: SIM115  the stack closes it
    file.writelines(lines)
    file.seek(0)
    return file


def _merged(runs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    last = b""
    for line in heapq.merge(*runs):
        if line != last:
            yield line
        last = line
