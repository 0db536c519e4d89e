"""A worker that is lent to the server: one query after another, on one thread, over a socket that only the two share.

Input: jobs from kb.query.workers.lending. Output: reports, with small results in them; large ones in the file that
came along.
Never: takes another query after one that did not end well, or that left much behind; opens a descriptor or a socket
while a query runs.

The thread with the engine's deep stack is made once, for 256 MB of address space cost more to make than a small query
to answer. The bound on time is set anew for each query and lifted between two, those on memory and files where they
change.
"""

import json
import os
import resource
import signal
import socket
import sys
import threading
from functools import lru_cache
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from kb.query.columns.held import Held
from kb.query.workers import wire
from kb.query.workers.job import Job
from kb.query.workers.network import forbid_sockets
from kb.query.workers.sink import HELD, Sink
from kb.query.workers.worker import ALLOCATOR, STACK, begin, guarded

_CLEAN: Final = frozenset({"done", "malformed"})  # ends after which a process is as it was
_FIRST: Final = 16 << 10  # bytes of a job that are taken at once
_GROWTH: Final = 32 << 20  # bytes that a job may leave behind in a process that takes another
_PAGE: Final = resource.getpagesize()
_FILES: Final = resource.getrlimit(resource.RLIMIT_NOFILE)[1]  # the hard bounds, which nobody changes
_SPACE: Final = resource.getrlimit(resource.RLIMIT_AS)[1]


def attend(store: ox.Store, channel: socket.socket, errors: int, held: Held) -> NoReturn:
    """Answer what comes on *channel* until its other end is closed, then end this process.

    Args:
        errors: descriptor for what the engine says when it breaks off.
        held: columns that may answer in the engine's place.
    """
    os.dup2(errors, 2)
    begin()
    statm = os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else -1
    forbid_sockets()
    threading.stack_size(STACK)
    thread = threading.Thread(target=_loop, args=(store, channel, statm, held))
    thread.start()
    thread.join()
    os._exit(70)


def _loop(store: ox.Store, channel: socket.socket, statm: int, held: Held) -> None:
    result, spilled = -1, False
    before = _pages(statm)
    bounds = _Bounds()
    while True:
        try:
            message, body, descriptors = wire.receive(channel, _FIRST, files=result < 0 or spilled)
        except (EOFError, ConnectionError):
            os._exit(0)
        if descriptors:
            if result >= 0:
                os.close(result)
            result = descriptors[0]
        job = _job(body)
        said, inline, spilled = _run(store, job, message["time"], result, before[0], bounds, held)
        after = _pages(statm)
        again = said["status"] in _CLEAN and after[1] - before[1] < _GROWTH // _PAGE
        if job.counting is not None and "counted" not in said and held.outdated:
            again = False  # another one has the columns for it
        before = after
        wire.send(channel, {**said, "again": again}, inline)
        if not again:
            os._exit(0)


class _Bounds:
    """Bounds of this process, set where they change: most queries may have what the last one might."""

    def __init__(self) -> None:
        self._files = _FILES
        self._space = _SPACE

    def files(self, most: int) -> None:
        if most != self._files:
            self._files = most
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, _FILES))

    def space(self, most: int) -> None:
        if most != self._space:
            self._space = most
            resource.setrlimit(resource.RLIMIT_AS, (most, _SPACE))


def _run(
    store: ox.Store, job: Job, time: float | None, result: int, pages: int, bounds: _Bounds, held: Held
) -> tuple[dict[str, Any], bytes, bool]:
    """Return (report, the result if it is small, whether it went into the file, after which another one comes)."""
    output = Sink(result, job.size, HELD)
    if time is not None:
        signal.setitimer(signal.ITIMER_REAL, max(time, 0.001))
    bounds.files(0)
    bounds.space(pages * _PAGE + ALLOCATOR + job.memory if job.memory is not None and pages else _SPACE)
    said = guarded(store, job, output, held)
    if time is not None:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if output.spilled:
        bounds.files(_FILES)  # for the file of the next one, which comes with it
    done = said["status"] == "done"
    return said, output.end() if done and not output.spilled else b"", output.spilled


@lru_cache(maxsize=64)
def _job(body: bytes) -> Job:
    return Job.from_json(json.loads(body))


def _pages(statm: int) -> tuple[int, int]:
    """Pages of address space, and of memory, that this process has."""
    if statm < 0:
        return 0, 0
    size, resident = os.pread(statm, 200, 0).split()[:2]
    return int(size), int(resident)
