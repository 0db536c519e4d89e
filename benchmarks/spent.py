"""What servers of a benchmark cost: processor time and memory of a process and of those that it has started.

Input: process ids, as the kernel tells of them. Output: seconds, bytes. Linux alone.
On a machine that is busy with other things this says more than the clock: it counts only what is theirs.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_TICK: Final = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A server that runs: where it answers queries, its process, and after how many seconds it answered."""

    address: str
    pid: int
    began: float = 0.0


def computed(pid: int) -> float:
    """Return the seconds, in steps of 0.01, that a process and those of its children that have ended have computed."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / _TICK


def below(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and theirs."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text(encoding="ascii").split():
            yield int(child)
            yield from below(int(child))


def all_computed(pid: int) -> float:
    """Return the seconds that a process and all below it have computed."""
    return computed(pid) + sum(map(computed, below(pid)))


def held(pid: int) -> int:
    """Return the bytes of memory that a process and all below it hold, what they share counted once."""
    while True:
        counted = (pid, *below(pid))
        size = 0
        for one in counted:
            with suppress(OSError):  # it has ended
                rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
                size += 1024 * int(rollup.partition("\nPss:")[2].split()[0])
        if counted == (pid, *below(pid)):  # else one that was forked meanwhile has a share that nobody counted
            return size
