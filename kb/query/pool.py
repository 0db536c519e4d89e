"""Queries handed to worker processes: how many at once, for how long, and what their ends mean.

Input: Jobs from kb.query.service.
Output: an Outcome (the result in a file), or the error that says why there is none.
Never: evaluates a query in this process, or lets one query's end touch another's.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, Any, Final

from kb.errors import StorageError
from kb.query import errors
from kb.query.job import Job
from kb.query.lanes import Lane, Lanes, Turn
from kb.query.limits import Limits
from kb.query.manner import PLAIN, Manner
from kb.query.process import Waiting, ZygoteProcess
from kb.query.recipe import Delta, Recipe
from kb.query.verdict import judge

_ATTEMPTS: Final = 3
_GRACE: Final = 5.0  # seconds beyond its own alarm after which a worker is taken for lost
_ONLY_ONE: Final = 5  # times the quick lane's moment that a client's only query may stay there, if all else is full
_YIELDS: Final = 0.25  # of that moment after which the processor serves others first
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


class WorkerPool:
    """Worker processes for one graph. Safe to use from many threads."""

    def __init__(self, recipe: Recipe, limits: Limits) -> None:
        """Take the recipe; the first query starts the processes."""
        self._limits = limits
        self._recipe = recipe
        self._zygote: ZygoteProcess | None = None
        self._starting = threading.Lock()
        self._lanes = Lanes(limits)
        self._number = 0
        self._closed = False

    @property
    def position(self) -> int:
        """Position in the log that the next query sees."""
        return self._zygote.position if self._zygote else self._recipe.position

    @property
    def load(self) -> tuple[int, int]:
        """How many queries run and how many wait."""
        return self._lanes.load

    def start(self) -> None:
        """Load the graph now and not with the first query.

        Raises:
            StorageError: it cannot be read.
        """
        self._current()

    def refresh(self, recipe: Recipe) -> None:
        """Have queries that start from now on see *recipe*; those that run go on with what they see."""
        with self._starting:
            old, self._recipe = self._zygote, recipe
            if old is None:
                return
            self._zygote = ZygoteProcess(recipe, self._limits.running)
        old.retire()

    def advance(self, delta: Delta, recipe: Recipe) -> None:
        """Have queries that start from now on see *delta* applied.

        Args:
            delta: from the position loaded to that of *recipe*.
            recipe: the whole at the new position, for the next start.

        Raises:
            ValueError: *delta* does not begin where this pool stands.
        """
        with self._starting:
            if delta.before != self.position or delta.position != recipe.position:
                raise ValueError(f"The graph stands at {self.position}, the change leads from {delta.before}.")
            self._recipe = recipe
            if self._zygote is None or self._zygote.dead:
                self._zygote = None
                return
            try:
                self._zygote.apply(delta)
            except StorageError:
                self._zygote = ZygoteProcess(recipe, self._limits.running)

    def run(self, job: Job, token: CancelToken | None = None, manner: Manner = PLAIN) -> Outcome:
        """Run one query; blocks until it ended.

        Args:
            job: *time* counts from now and includes the wait for a turn.
            token: lets another thread cancel.
            manner: whose query it is, and who wants its result before it is complete.

        Raises:
            QueryRefusedError: one of kb.query.errors.
            StorageError: the graph cannot be read.
        """
        arrived = time.monotonic()
        token = token or CancelToken()
        begun: list[bool] = []  # the first part of the result has been handed out: there is no second try
        with self._lanes.admitted(manner.client, token, arrived) as turn:
            for _ in range(_ATTEMPTS):  # reading again harms nothing
                left = None if job.time is None else job.time - (time.monotonic() - arrived)
                outcome = self._attempt(_Run(replace(job, time=left), job, token, turn, manner, begun))
                if outcome is not None:
                    return outcome
                if begun:
                    break
        raise errors.OverloadedError("The graph's files or the processes that read them went away while yours ran.")

    def close(self) -> None:
        """Stop all workers."""
        with self._starting:
            self._closed = True
            if self._zygote:
                self._zygote.close()
                self._zygote = None

    def _current(self) -> ZygoteProcess:
        with self._starting:
            if self._closed:
                raise errors.OverloadedError("The service is closing.")
            if self._zygote is None or self._zygote.dead:
                self._zygote = ZygoteProcess(self._recipe, self._limits.running)
            return self._zygote

    def _attempt(self, run: "_Run") -> Outcome | None:
        """Run once; None if the zygote was killed under it, or a writer replaced the files it read."""
        if run.job.time is not None and run.job.time <= 0:
            raise errors.QueryTimeoutError(run.asked.time or 0)
        zygote = self._current()
        with self._starting:
            self._number += 1
            number = self._number
        result = tempfile.TemporaryFile(prefix="kb-query-")  # noqa: SIM115  the caller of run closes it
        waiting = zygote.submit(number, run.job, result.fileno())
        try:
            run.token.watch(lambda: zygote.cancel(number))
            try:
                report = self._report(run, waiting, result.fileno(), lambda what: zygote.treat(number, what))
            except BaseException:
                zygote.cancel(number)
                raise
            if report is None:
                zygote.cancel(number)
                raise errors.QueryTimeoutError(run.asked.time or 0)
            if run.token.cancelled:
                raise errors.QueryCancelledError
            said = judge(waiting, report, run.asked)
            if said is None:
                result.close()
                return None
        except BaseException:
            result.close()
            raise
        finally:
            run.token.watch(_nothing)
            waiting.close()
        result.seek(0)
        return Outcome(said, result, waiting.position)

    def _report(self, run: "_Run", waiting: Waiting, result: int, act: Callable[[str], None]) -> bytes | None:
        """Wait for the worker's last word; meanwhile hand out the result's beginning and make way for others."""
        began = time.monotonic()
        end = None if run.job.time is None else began + run.job.time
        move, hand = began + self._limits.quick, began + run.manner.patience
        yielding: float | None = began + self._limits.quick * _YIELDS
        while True:
            long = run.turn.lane is not Lane.QUICK
            handed = run.manner.early is None or bool(run.begun)
            wakes = [None if end is None else end + _GRACE, None if long else move, None if handed else hand, yielding]
            wake = min((at for at in wakes if at is not None), default=None)
            report = waiting.read(None if wake is None else max(wake - time.monotonic(), 0))
            now = time.monotonic()
            if report is not None or (end is not None and now >= end + _GRACE):
                return report
            if yielding is not None and now >= yielding:
                act("slow")
                yielding = None
            if not handed and now >= hand and run.manner.early is not None:
                if os.fstat(result).st_size:
                    run.begun.append(True)
                    run.manner.early(os.dup(result), waiting.position)
                hand = now + _TICK
            if not long and now >= move:
                over = now > began + _ONLY_ONE * self._limits.quick
                self._lanes.overstay(run.turn, run.token, end, act, patience_over=over)
                move = time.monotonic() + self._limits.quick


@dataclass(frozen=True, slots=True)
class _Run:
    """One try at a query: what the worker is asked, with the time that is left, and what was asked at first."""

    job: Job
    asked: Job
    token: CancelToken
    turn: Turn
    manner: Manner
    begun: list[bool]
