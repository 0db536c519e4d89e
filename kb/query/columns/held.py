"""Columns as the process has them that holds the graph, and as its forks do, which see whether there are newer ones.

Input: kb.query.columns.keeping. Output: what kb.query.workers.worker asks before the engine.
Never: imports numpy, which takes 16 MB: only who makes columns does.
"""

import mmap
from collections.abc import Callable
from typing import Final

from kb.query.sparql.counting import Counting

_SIZE: Final = 8
Counted = tuple[bytes, bool]  # rows as TSV; whether there are more
Counter = Callable[[Counting, int | None], Counted | None]


class Held:
    """What answers a Counting: nothing at first, and in a fork what its parent had then.

    Attributes:
        number: how often there were new ones.
    """

    def __init__(self) -> None:
        self.number = 0
        self._newest = mmap.mmap(-1, _SIZE)  # shared with forks
        self._counter: Counter | None = None

    def renew(self, counter: Counter) -> None:
        """Have *counter* answer here and in what is forked from now on; forks from before know that they are old."""
        self._counter = counter
        self.number += 1
        self._newest[:] = self.number.to_bytes(_SIZE, "little")

    @property
    def outdated(self) -> bool:
        """Whether the process that this one was forked from has columns that were not there yet."""
        return int.from_bytes(self._newest[:], "little") != self.number

    def count(self, counting: Counting, rows: int | None) -> Counted | None:
        """Return the answer, cut behind so many rows; None where its columns are not here, or it takes too much."""
        return None if self._counter is None else self._counter(counting, rows)
