"""Queries handed to worker processes: how many at once, for how long, and what their ends mean.

Input: Jobs from kb.query.service.
Output: an Outcome (the result in a file), or the error that says why there is none.
Never: evaluates a query in this process, or lets one query's end touch another's.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from kb.errors import StorageError
from kb.query import errors
from kb.query.limits import Limits
from kb.query.manner import PLAIN, Manner
from kb.query.workers.attempt import Asked, Attendance, CancelToken, Forked, Leased, Outcome
from kb.query.workers.begun import Begun
from kb.query.workers.job import Job, as_body
from kb.query.workers.lanes import Lanes, Place, Turn
from kb.query.workers.lending import Lease
from kb.query.workers.loading import Coming
from kb.query.workers.process import ZygoteProcess
from kb.query.workers.recipe import Delta, DiskStore, Recipe, Snapshot

_ATTEMPTS: Final = 3
_TURNS: Final = 300.0  # seconds for a branch to take its change in, where 500 long articles take 1 of the processor
_COMES: Final = 5.0  # seconds for which a worker is waited for where a query has no time limit


__all__ = ["Begun", "CancelToken", "Outcome", "Place", "WorkerPool"]


class WorkerPool:
    """Worker processes for one graph. Safe to use from many threads."""

    def __init__(self, recipe: Recipe, limits: Limits, lanes: Lanes | None = None) -> None:
        """Take the recipe; the first query starts the processes.

        Args:
            recipe: where the graph is.
            limits: of what runs.
            lanes: of several pools, which then have one pool's turns between them; None: of this one alone.
        """
        self._limits = limits
        self._recipe = recipe
        self._zygote: ZygoteProcess | None = None
        self._starting = threading.Lock()
        self._lanes = lanes or Lanes(limits)
        self._attendance = Attendance(self._lanes, limits)
        self._number = 0
        self._closed = False
        self._branched = False
        self._coming: Coming | None = None  # what takes the zygote's place when it is in memory

    @property
    def alive(self) -> bool:
        """Whether a query would be answered: a branch whose process has ended cannot be made again from here."""
        return not self._branched or (self._zygote is not None and not self._zygote.dead)

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
            self._zygote = self._process(recipe)
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
            if self._coming is not None:
                self._coming.add(delta)
            if self._zygote is None or self._zygote.dead:
                self._zygote = None
                return
            if not self._zygote.lends:  # it reads the store for each query
                self._zygote.position = recipe.position
                return
            try:
                self._zygote.apply(delta)
            except StorageError:
                self._zygote = self._process(recipe)

    def branch(self, delta: Callable[[int], Delta | None], lanes: Lanes | None = None) -> "WorkerPool | None":
        """Return a pool on another state of this one's graph, made in memory from it.

        Args:
            delta: given the position that this one stands at, returns what leads from there; None if nothing does.
            lanes: see the class.

        Returns:
            None where the graph is not in memory, nothing leads there, or the process does not come to an end with it.

        Raises:
            StorageError: the process for it ended.
        """
        zygote = self._current()
        if not zygote.lends:
            return None
        try:
            branch = zygote.branch(1, self._limits.running)
        except OSError:
            return None
        try:
            found = delta(branch.position)
            if found is None:
                branch.close()
                return None
            if not branch.apply(found, _TURNS):
                branch.close()
                return None
        except BaseException:
            branch.close()
            raise
        made = WorkerPool(Snapshot(branch.position), self._limits, lanes)
        made._zygote, made._branched = branch, True
        return made

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
        asked = Asked(job, token or CancelToken(), manner)
        if manner.place is not None:  # it waited, and found no worker that was free when it had its turn
            asked.arrived = manner.place.arrived
            if asked.left is not None and asked.left <= 0:
                raise errors.QueryTimeoutError(job.time or 0)
        with self._lanes.admitted(manner.client, asked.token, asked.arrived, job.time) as turn:
            return self._in_turn(asked, turn, None)

    def begin(self, job: Job, token: CancelToken, manner: Manner, body: bytes = b"") -> "Begun | Place | None":
        """Start a query if nothing has to be waited for; None if something has, and *run* should be called.

        Never blocks. Whoever gets a Begun must end it. Where others run, and *manner* says what to call when it has a
        turn, its place among those that wait: with that in *manner* it is begun then. Who gets no Begun gives it up.

        Args:
            body: *job* as it travels, where that was made before.

        Raises:
            QueryTimeoutError: it waited for as long as it might take.
        """
        zygote, place = self._zygote, manner.place
        if zygote is None or zygote.dead or not zygote.lends or job.network or job.explain:
            return None
        turn = self._lanes.at_once(manner.client) if place is None else place.turn
        if turn is None:
            return self._lanes.queue(manner.client, manner.ready, job.time) if manner.ready is not None else None
        asked, left = Asked(job, token, manner), job.time
        if place is not None:
            asked.arrived = place.arrived
            left = asked.left
        if left is not None and left <= 0:
            raise errors.QueryTimeoutError(job.time or 0)
        lease = zygote.lease(body or as_body(asked.job), left, 0.0)
        if lease is None:
            if place is None:
                self._lanes.leave(turn)
            return None
        if job.counting is not None:
            zygote.want(job.counting.predicates)
        return Begun(lease, partial(self._ended, asked, turn, zygote, lease))

    def _ended(self, asked: Asked, turn: Turn, zygote: ZygoteProcess, lease: Lease) -> Outcome:
        try:
            if (outcome := self._attendance.told(asked, lease, zygote)) is not None:
                return outcome
            return self._in_turn(asked, turn, (zygote, lease))
        finally:
            self._lanes.leave(turn)

    def _in_turn(self, asked: Asked, turn: Turn, begun: tuple[ZygoteProcess, Lease] | None) -> Outcome:
        for _ in range(_ATTEMPTS):  # reading again harms nothing
            outcome = self._attempt(asked, turn, asked.left, begun)
            if outcome is not None:
                return outcome
            if asked.handed:
                break
            begun = None
        raise errors.OverloadedError("The graph's files or the processes that read them went away while yours ran.")

    def close(self) -> None:
        """Stop all workers."""
        with self._starting:
            self._closed = True
            self._end_coming()
            if self._zygote:
                self._zygote.close()
                self._zygote = None

    def _current(self) -> ZygoteProcess:
        with self._starting:
            if self._closed:
                raise errors.OverloadedError("The service is closing.")
            if not self.alive:
                raise errors.OverloadedError("The process that held the graph of then has ended.")
            if self._zygote is None or self._zygote.dead:
                self._zygote = self._process(self._recipe)
            return self._zygote

    def _process(self, recipe: Recipe) -> ZygoteProcess:
        self._end_coming()
        workers = self._limits.running, self._limits.running + self._limits.spare
        if not (isinstance(recipe, Snapshot) and recipe.meanwhile):
            return ZygoteProcess(recipe, *workers)
        meanwhile = ZygoteProcess(DiskStore(recipe.store, recipe.position, recipe.standing))
        self._coming = Coming(recipe, *workers, self._starting, self._came)
        return meanwhile

    def _came(self, process: ZygoteProcess) -> None:
        old, self._zygote, self._coming = self._zygote, process, None
        if old is not None:
            old.retire()

    def _end_coming(self) -> None:
        if self._coming is not None:
            self._coming.end()
            self._coming = None

    def _attempt(
        self, asked: Asked, turn: Turn, left: float | None, begun: tuple[ZygoteProcess, Lease] | None
    ) -> Outcome | None:
        """Run once; None if the zygote was killed under it, or a writer replaced the files it read."""
        if left is not None and left <= 0 and begun is None:
            raise errors.QueryTimeoutError(asked.job.time or 0)
        if begun is not None:
            zygote, worker = begun
            return self._attendance.waited(asked, turn, left, worker, Leased(zygote, worker))
        zygote = self._current()
        job = asked.job
        if zygote.lends and not job.network and not job.explain:
            lease = zygote.lease(as_body(asked.job), left, _COMES if left is None else max(left, 0.0))
            if lease is None:
                if zygote.dead:
                    return None
                raise errors.QueryTimeoutError(job.time or 0)
            if job.counting is not None:
                zygote.want(job.counting.predicates)
            return self._attendance.waited(asked, turn, left, lease, Leased(zygote, lease))
        with self._starting:
            self._number += 1
            number = self._number
        waiting = zygote.submit(number, replace(job, time=left))
        return self._attendance.waited(asked, turn, left, waiting, Forked(zygote, number, waiting))
