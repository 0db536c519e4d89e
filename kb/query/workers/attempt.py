"""One try at a query: what is asked, and the wait for its end, in which it may have to make way for others.

Input: a worker that has the query (kb.query.workers.waiting, kb.query.workers.lending). Output: an Outcome, or the
error that says why there is none; read by kb.query.workers.pool.
Never: chooses the worker, or tries again.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

from kb.query import errors
from kb.query.limits import Limits
from kb.query.manner import Manner
from kb.query.workers.job import Job
from kb.query.workers.lanes import Lane, Lanes, Turn
from kb.query.workers.lending import Lease
from kb.query.workers.process import ZygoteProcess
from kb.query.workers.verdict import judge
from kb.query.workers.waiting import Said, Waiting, Worker

_GRACE: Final = 5.0  # seconds beyond its own alarm after which a worker is taken for lost
_ONLY_ONE: Final = 5  # times the quick lane's moment that a client's only query may stay there, if all else is full
_YIELDS: Final = 0.25  # of that moment after which the processor serves others first
_AGAIN: Final = 0.01  # seconds, at least, between two looks whether that time is over
_TICK: Final = 0.1  # seconds between two looks at whether a result has begun


class CancelToken:
    """Lets another thread take a running or waiting query back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._action: Callable[[], None] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Stop the query this token was given to; its run raises QueryCancelledError."""
        with self._lock:
            self.cancelled = True
            action = self._action
        if action:
            action()

    def watch(self, action: Callable[[], None]) -> None:
        """Have *action* called on cancel; at once if that was before."""
        with self._lock:
            self._action = action
            late = self.cancelled
        if late:
            action()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query ended well.

    Attributes:
        report: what the worker says: kind, format, truncated, size.
        result: the serialised result, at its beginning; the caller closes it.
        position: the position of the log the query saw.
    """

    report: dict[str, Any]
    result: IO[bytes]
    position: int


def _nothing() -> None:
    """What is left to do for who cancels a query that has ended."""


class Asked:
    """A query on its way, from its arrival to its end.

    Attributes:
        job: what the worker is asked; its *time* counts from the arrival.
        handed: the first part of the result has been handed out: there is no second try.
    """

    def __init__(self, job: Job, token: CancelToken, manner: Manner) -> None:
        self.job = job
        self.token = token
        self.manner = manner
        self.arrived = time.monotonic()
        self.handed = False

    @property
    def left(self) -> float | None:
        """Seconds that it may still take, None for any number."""
        return None if self.job.time is None else self.job.time - (time.monotonic() - self.arrived)


class Leased:
    """What is done to a worker that was lent."""

    def __init__(self, zygote: ZygoteProcess, lease: Lease) -> None:
        self._zygote = zygote
        self._lease = lease

    def act(self, what: str) -> None:
        self._zygote.treat_lent(self._lease.lent, what)

    def close(self) -> None:
        self._zygote.give_back(self._lease)


class Forked:
    """What is done to a worker that was forked for one query."""

    def __init__(self, zygote: ZygoteProcess, number: int, waiting: Waiting) -> None:
        self._zygote = zygote
        self._number = number
        self._waiting = waiting

    def act(self, what: str) -> None:
        self._zygote.treat(self._number, what)

    def close(self) -> None:
        self._waiting.close()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Waits for queries' ends.

    Attributes:
        lanes: in which they have turns.
        limits: of the pool.
    """

    lanes: Lanes
    limits: Limits

    def told(self, asked: Asked, lease: Lease, zygote: ZygoteProcess) -> Outcome | None:
        """Return the outcome of a query whose worker has ended it well; None if it has not, or nobody wants it."""
        report = lease.report
        if not isinstance(report, dict) or report["status"] != "done" or asked.token.cancelled:
            return None
        outcome = Outcome(report, lease.take(), lease.position)
        zygote.give_back(lease)
        return outcome

    def waited(
        self, asked: Asked, turn: Turn, left: float | None, worker: Worker, hold: Leased | Forked
    ) -> Outcome | None:
        try:
            asked.token.watch(lambda: hold.act("cancel"))
            try:
                report = self._report(asked, turn, left, worker, hold.act)
            except BaseException:
                hold.act("cancel")
                raise
            if report is None:
                hold.act("cancel")
                raise errors.QueryTimeoutError(asked.job.time or 0)
            if asked.token.cancelled:
                raise errors.QueryCancelledError
            said = judge(worker, report, asked.job)
            return None if said is None else Outcome(said, worker.take(), worker.position)
        finally:
            asked.token.watch(_nothing)
            hold.close()

    def _report(
        self, asked: Asked, turn: Turn, left: float | None, worker: Worker, act: Callable[[str], None]
    ) -> Said | None:
        """Wait for the worker's last word; meanwhile hand out the result's beginning and make way for others."""
        began, manner = worker.since, asked.manner
        end = None if left is None else time.monotonic() + left
        move, hand = began + self.limits.quick, began + manner.patience
        patience = self.limits.quick * (1.0 if worker.lasts else _YIELDS)  # else it costs a process: a fork, an exit
        yielding: float | None = began + patience
        while True:
            long = turn.lane is not Lane.QUICK
            handed = manner.early is None or asked.handed
            wakes = [None if end is None else end + _GRACE, None if long else move, None if handed else hand, yielding]
            wake = min((at for at in wakes if at is not None), default=None)
            report = worker.read(None if wake is None else max(wake - time.monotonic(), 0))
            now = time.monotonic()
            if report is not None or (end is not None and now >= end + _GRACE):
                return report
            if yielding is not None and now >= yielding:
                missing = patience - worker.computed()
                if missing <= 0:  # else it waits for the processor like others, and would wait for ever behind them
                    act("slow")
                yielding = None if missing <= 0 else now + max(missing, _AGAIN)
            if not handed and now >= hand and manner.early is not None:
                if os.fstat(worker.result).st_size:
                    asked.handed = True
                    manner.early(os.dup(worker.result), worker.position)
                hand = now + _TICK
            if not long and now >= move:
                over = now > began + _ONLY_ONE * self.limits.quick
                self.lanes.overstay(turn, asked.token, end, act, patience_over=over)
                move = time.monotonic() + self.limits.quick
