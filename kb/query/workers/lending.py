"""Workers that the zygote has lent: this side of them, one query at a time, and those that wait for one.

Input: sockets to kb.query.workers.attending, by way of kb.query.workers.process; jobs.
Output: a Waiting for each job, as for a worker that is forked for one.
Never: gives a worker another query after one that did not end well; gives one that holds an older graph.
"""

import math
import os
import select
import socket
import struct
import sys
import tempfile
import threading
import time
from collections import deque
from io import BytesIO
from typing import IO, Final

from kb.query.workers.waiting import Said
from kb.query.workers.wire import HEADER, read, send

_PART: Final = 256 << 10
_PROCESS: Final = 2  # of a clock id: the time that all threads of a process have computed (clock_getcpuclockid(3))
_MOMENT: Final = struct.pack("@ll", 0, 1000)  # a timeval: 1 ms, which the kernel rounds up to one or two of its ticks
_SAID: Final = 64 << 10  # bytes of what a worker said before it broke off


def _computed(pid: int) -> float:
    """Return the seconds that a process has computed; those of the clock where it cannot be told."""
    if sys.platform != "linux":
        return time.monotonic()
    try:
        return time.clock_gettime((~pid << 3) | _PROCESS)
    except OSError:  # it has ended
        return math.inf


class Lent:
    """A worker that takes one query after another.

    Attributes:
        pid: of its process.
        generation, position: which graph it holds.
        ended, signal, code: how it ended, once it has.
    """

    def __init__(self, pid: int, generation: int, channel: socket.socket, errors: int) -> None:
        self.pid = pid
        self.generation = generation
        self.position = 0
        self.channel = channel
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _MOMENT)
        self.file: IO[bytes] | None = None
        self.ended = threading.Event()
        self.signal = 0
        self.code = 0
        self.lost = False
        self.put_behind = False  # the processor serves it after others
        self.returns = False  # it may be put in front again
        self._errors = errors

    def words(self) -> bytes:
        """Return what its engine said before it broke off."""
        try:
            return os.read(self._errors, _SAID)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Let it go: it ends when it has nothing more to do."""
        self.channel.close()
        os.close(self._errors)
        if self.file is not None:
            self.file.close()


class Lease:
    """One query at a lent worker; what kb.query.workers.process.Waiting is for others."""

    def __init__(self, lent: Lent) -> None:
        self.lent = lent
        self.position = lent.position
        self.again = False
        self._poll: select.poll | None = None
        self._said = b""
        self._report: Said | None = None
        self._inline = b""
        self._spilled = False
        self.since = time.monotonic()
        self._before = _computed(lent.pid)

    # -- how it ended, once it has ----------------------------------------------------------------

    @property
    def ended(self) -> threading.Event:
        """Set when the worker's process is over."""
        return self.lent.ended

    @property
    def signal(self) -> int:
        """What killed it, 0 if nothing did."""
        return self.lent.signal

    @property
    def code(self) -> int:
        """Its exit code."""
        return self.lent.code

    @property
    def lost(self) -> bool:
        """Whether the zygote was killed, and it with it."""
        return self.lent.lost

    @property
    def lasts(self) -> bool:
        """Whether its process takes another query, unless this one is put behind others."""
        return not self.lent.returns

    def computed(self) -> float:
        """Return for how many seconds it has computed for this query, however busy the machine is."""
        return _computed(self.lent.pid) - self._before

    @property
    def report(self) -> Said | None:
        """What it said, None if it has not ended."""
        return self._report

    # -- its words --------------------------------------------------------------------------------

    def ask(self, body: bytes, seconds: float | None) -> None:
        """Hand the job over.

        Raises:
            OSError: it is gone.
        """
        descriptors: tuple[int, ...] = ()
        if self.lent.file is None:
            self.lent.file = tempfile.TemporaryFile(prefix="kb-query-")  # noqa: SIM115  closed with the worker, or its result
            descriptors = (self.lent.file.fileno(),)
        send(self.lent.channel, {"time": seconds}, body, descriptors)

    def fileno(self) -> int:
        """Return a descriptor that can be read when there is something to *read*."""
        return self.lent.channel.fileno()

    def read(self, timeout: float | None) -> Said | None:
        """Wait until the report is complete or its writer is gone; return it, None if neither came in time.

        After None it may be called again.
        """
        if self._report is not None:
            return self._report
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(self.lent.channel, select.POLLIN)
        until = None if timeout is None else time.monotonic() + timeout
        while not self._complete():
            left = None if until is None else max(until - time.monotonic(), 0) * 1000
            if not self._poll.poll(left):
                return None
            if not self._take():
                self._report = self.lent.words()
                return self._report
        return self._report

    def peek(self, *, wait: bool = False) -> bool:
        """Take what is there; say whether the worker has ended its query well.

        Args:
            wait: for a moment, of a few milliseconds at most.
        """
        try:
            while not self._complete():
                if not self._take(0 if wait else socket.MSG_DONTWAIT):
                    return False
        except BlockingIOError:
            return False
        return self.again

    def _take(self, flags: int = 0) -> bool:
        try:
            part = self.lent.channel.recv(_PART, flags)
        except ConnectionError:
            return False
        self._said = self._said + part if self._said else part
        return bool(part)

    def _complete(self) -> bool:
        if self._report is not None:
            return True
        if len(self._said) < HEADER.size:
            return False
        text, body = HEADER.unpack_from(self._said)
        if len(self._said) < HEADER.size + text + body:
            return False
        said = read(self._said[HEADER.size : HEADER.size + text])
        self.again = said["again"]
        self._inline = self._said[HEADER.size + text :]
        self._spilled = said["status"] == "done" and said["size"] > len(self._inline)
        self._report = said
        return True

    @property
    def result(self) -> int:
        """Descriptor of the file where a large result, or one that takes long, grows."""
        assert self.lent.file is not None
        return self.lent.file.fileno()

    def take(self) -> IO[bytes]:
        """Return the result, at its beginning; the caller closes it."""
        if not self._spilled:
            return BytesIO(self._inline)
        file, self.lent.file = self.lent.file, None
        assert file is not None
        file.seek(0)
        return file


class Idle:
    """Workers without a query. Safe to use from many threads."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._there: deque[Lent] = deque()
        self._coming = 0
        self._old: list[Lent] = []  # that go as new ones come
        self._position = 0
        self.generation = 0

    def __len__(self) -> int:
        return len(self._there) + self._coming

    def expect(self, count: int) -> None:
        """So many more have been asked for."""
        with self._change:
            self._coming += count

    def put(self, lent: Lent, *, new: bool = False) -> bool:
        """Have a worker wait for a query; say whether it may: it holds the graph in force."""
        gone: Lent | None = None
        with self._change:
            if lent.generation != self.generation:
                return False
            if new and self._coming:
                self._coming -= 1
            lent.position = self._position
            self._there.append(lent)
            self._change.notify()
            if new and self._old:
                gone = self._old.pop()
                if gone in self._there:
                    self._there.remove(gone)
                else:
                    gone = None  # it has a query, or has ended
        if gone is not None:
            gone.close()
        return True

    def supersede(self) -> int:
        """Let those that wait now go, one as each new one comes; return how many they are."""
        with self._change:
            self._old = list(self._there)
            return len(self._old)

    def take(self, timeout: float = 0.0) -> Lent | None:
        """Return a worker, the one that was used last; None if none comes in time."""
        with self._change:
            if not self._there and timeout:
                self._change.wait_for(lambda: bool(self._there), timeout)
            return self._there.pop() if self._there else None

    def drop(self, pid: int) -> Lent | None:
        """Return the worker of a process that has ended, if it is here; it is not any more."""
        with self._change:
            gone = next((lent for lent in self._there if lent.pid == pid), None)
            if gone is not None:
                self._there.remove(gone)
            return gone

    def renew(self, position: int) -> None:
        """Let all go, for the graph changes to that of another position."""
        with self._change:
            there, self._there = self._there, deque()
            self._coming, self._old = 0, []
            self._position = position
            self.generation += 1
        for lent in there:
            lent.close()
