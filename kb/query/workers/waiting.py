"""A worker with a query, as this side knows it: what it reports, where its result grows, and later how it ended.

Input: descriptors of pipes and files. Output: read by kb.query.workers.pool and kb.query.workers.verdict.
Never: decides what an end means.
"""

import json
import math
import os
import select
import threading
import time
from typing import IO, Any, Final, Protocol

from kb.query.workers.wire import END_OF_REPORT

_REPORT: Final = 64 << 10  # bytes of a report that are kept, its end
Said = dict[str, Any] | bytes  # a report, or what was written to standard error before an end without one


class Worker(Protocol):
    """A worker with a query, as kb.query.workers.pool and kb.query.workers.verdict see it."""

    position: int
    since: float  # time.monotonic() at which it got the query

    @property
    def lasts(self) -> bool:
        """Whether its process takes another query, unless this one is put behind others."""

    @property
    def ended(self) -> threading.Event:
        """Set when its process is over."""

    @property
    def signal(self) -> int:
        """What killed it, 0 if nothing did."""

    @property
    def code(self) -> int:
        """Its exit code."""

    @property
    def lost(self) -> bool:
        """Whether the zygote was killed, and it with it."""

    @property
    def result(self) -> int:
        """Descriptor of the file in which the result grows."""

    def computed(self) -> float:
        """Return for how many seconds it has computed for this query, or more."""

    def read(self, timeout: float | None) -> Said | None:
        """Return its last words; None if they did not come in time."""

    def take(self) -> IO[bytes]:
        """Return the result, at its beginning; the caller closes it."""


class Waiting:
    """A worker at work, as this side knows it: what it reports, and later how it ended."""

    def __init__(self, report: int, file: IO[bytes]) -> None:
        self._report = report
        self._file: IO[bytes] | None = file
        self.ended = threading.Event()
        self.signal = 0
        self.code = 0
        self.lost = False
        self.position = 0
        self.since = time.monotonic()
        self._said = b""

    @property
    def lasts(self) -> bool:
        """No: it was forked for one."""
        return False

    def computed(self) -> float:
        """Return more than it can have computed: that is not known of it."""
        return math.inf

    def read(self, timeout: float | None) -> Said | None:
        """Wait until the report is complete or its writer is gone; return it, None if neither came in time.

        After None it may be called again.
        """
        poll = select.poll()
        poll.register(self._report, select.POLLIN)
        until = None if timeout is None else time.monotonic() + timeout
        while not (END_OF_REPORT in self._said and self._said.endswith(b"\n")):
            left = None if until is None else max(until - time.monotonic(), 0) * 1000
            if not poll.poll(left):
                return None
            part = os.read(self._report, _REPORT)
            if not part:
                break
            self._said = (self._said + part)[-_REPORT:]
        said, mark, report = self._said.rpartition(END_OF_REPORT)
        return json.loads(report) if mark else said + report

    @property
    def result(self) -> int:
        """Descriptor of the file in which the result grows."""
        assert self._file is not None
        return self._file.fileno()

    def take(self) -> IO[bytes]:
        """Return the result, at its beginning; the caller closes it."""
        file, self._file = self._file, None
        assert file is not None
        file.seek(0)
        return file

    def close(self) -> None:
        """Let go of report and result; a worker that still runs is not stopped by that."""
        os.close(self._report)
        if self._file is not None:
            self._file.close()
