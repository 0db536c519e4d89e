"""This side of one kb.query.workers.zygote process: its start, what is sent to it, and what it says.

Input: recipes, deltas and jobs from kb.query.workers.pool.
Output: for each job a Waiting, or a Lease of a worker that takes one after another, which say how it ended.
Never: decides what an end means (kb.query.workers.verdict), or starts another process when this one is gone.
"""

import contextlib
import os
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import asdict
from typing import Any, Final

from kb.errors import StorageError
from kb.query.workers import wire
from kb.query.workers.changing import told
from kb.query.workers.job import Job
from kb.query.workers.lending import Idle, Lease, Lent
from kb.query.workers.recipe import Delta, Recipe, Snapshot, message_of
from kb.query.workers.starting import started
from kb.query.workers.waiting import Waiting

_GRACE: Final = 5.0  # seconds for a process to end by itself
_LOOK: Final = 0.25  # seconds between two looks whether a worker has come


class ZygoteProcess:
    """This side of one kb.query.workers.zygote process."""

    def __init__(self, recipe: Recipe, spares: int = 0, most: int = 0, *, now: bool = True) -> None:
        """Start the process and have it load; *spares* workers wait for queries where the graph is in memory.

        Args:
            most: workers that may wait, if more were needed at some time.
            now: load before this returns, else *load* has to be called.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process: subprocess.Popen[bytes] | None = started(theirs)
        self._attach(ours, recipe.position, spares, most, lends=isinstance(recipe, Snapshot))
        if now:
            self.load(recipe)

    @classmethod
    def _branched(cls, channel: socket.socket, position: int, spares: int, most: int) -> "ZygoteProcess":
        made = cls.__new__(cls)
        made._process = None
        made._attach(channel, position, spares, most, lends=True)
        return made

    def _attach(self, channel: socket.socket, position: int, spares: int, most: int, *, lends: bool) -> None:
        self.position = position
        self._channel = channel
        self._sending = threading.Lock()
        self._waiting: dict[int, Waiting] = {}
        self._out: dict[int, Lent] = {}  # process id -> a worker that was lent to us
        self._idle = Idle()
        self.lends = lends
        self._spares = spares
        self._most = max(spares, most)
        self._loaded = threading.Event()
        self._failure = ""
        self.dead = self.retired = False
        threading.Thread(target=self._listen, name="kb-query-workers", daemon=True).start()

    def load(self, recipe: Recipe) -> None:
        """Have the graph of *recipe* loaded; blocks until it is.

        Raises:
            StorageError: it cannot be, or the process was killed.
        """
        self._ask({"op": "load", **message_of(recipe)}, b"", recipe.position)
        self._top_up()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def branch(self, spares: int, most: int) -> "ZygoteProcess":
        """Return a process with a graph of its own, which begins as this one's stands and is shared until it changes.

        No worker waits for queries there before something is applied. It ends when it is closed, not with this one.

        Raises:
            OSError: this one has ended.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            try:
                with self._sending:
                    position = self.position
                    wire.send(self._channel, {"op": "branch"}, b"", (theirs.fileno(),))
            except OSError:
                ours.close()
                raise
        return self._branched(ours, position, spares, most)

    def apply(self, delta: Delta, within: float | None = None) -> bool:
        """Have the graph changed; returns whether that was done *within* as many seconds, None for any.

        Where it was not, this process is of no more use.
        """
        message, body = told(delta)
        done = self._ask({"op": "delta", **message}, body, delta.position, within)
        if done:
            self._top_up()
        return done

    def lease(self, body: bytes, seconds: float | None, wait: float) -> Lease | None:
        """Give a job to a worker that takes one after another; None if there is none.

        Args:
            body: of the job, as JSON.
            seconds: that are left for it.
            wait: seconds to wait for a worker, where one has to be made; 0: not at all.
        """
        until = time.monotonic() + wait
        while not self.dead:
            lent = self._idle.take()
            if lent is None:
                left = until - time.monotonic()
                if left <= 0:
                    return None
                if not len(self._idle):
                    self._lend(1)
                lent = self._idle.take(min(left, _LOOK))
                if lent is None:
                    continue
            lease = Lease(lent)
            try:
                lease.ask(body, seconds)
            except OSError:  # it has ended; its end is reported elsewhere
                lent.close()
                continue
            return lease
        return None

    def want(self, predicates: frozenset[str]) -> None:
        """Have columns made of these, as N-Triples, for queries that count; nothing waits for it."""
        self._tell({"op": "columns", "predicates": sorted(predicates)})

    def give_back(self, lease: Lease) -> None:
        """Have a worker wait for another query if it may, else let it go."""
        lent = lease.lent
        if lent.put_behind and lent.returns and lease.again:
            self._tell({"op": "front", "pid": lent.pid})  # behind the word that put it there, on the same socket
            lent.put_behind = False
        if not lease.again or lent.put_behind or len(self._idle) >= self._most or not self._idle.put(lent):
            lent.close()
        self._top_up()

    def treat_lent(self, lent: Lent, what: str) -> None:
        """Do to a worker what kb.query.workers.lanes says: "slow" (others first), "halt", "go"; or "cancel" it."""
        lent.put_behind = True
        self._tell({"op": what, "pid": lent.pid})
        self._top_up()  # it will not be ready soon

    def _top_up(self) -> None:
        missing = self._spares - len(self._idle)
        if self.lends and missing > 0 and not (self.dead or self.retired):
            self._lend(missing)

    def _lend(self, count: int) -> None:
        self._idle.expect(count)
        for _ in range(count):
            self._tell({"op": "lend", "generation": self._idle.generation})

    def submit(self, number: int, job: Job) -> Waiting:
        reading, report = os.pipe()
        file = tempfile.TemporaryFile(prefix="kb-query-")  # noqa: SIM115  Waiting closes it, or who takes it
        waiting = self._waiting[number] = Waiting(reading, file)
        try:
            with self._sending:
                waiting.position = self.position
                message = {"op": "query", "id": number, "job": asdict(job)}
                wire.send(self._channel, message, b"", (file.fileno(), report))
        except OSError:
            self._waiting.pop(number, None)
            waiting.lost = True
            waiting.ended.set()
        finally:
            os.close(report)
        if self.dead:  # it died while this was sent, and nobody may have told us
            waiting.lost = not waiting.ended.is_set() or waiting.lost
            waiting.ended.set()
        return waiting

    def treat(self, number: int, what: str) -> None:
        """Do to a worker what kb.query.workers.lanes says: "slow" (others first), "halt", "go"; or "cancel" it."""
        self._tell({"op": what, "id": number})

    def _tell(self, message: dict[str, Any]) -> None:
        try:
            with self._sending:
                wire.send(self._channel, message)
        except OSError:
            self.dead = True

    def retire(self) -> None:
        """Let the workers that are running finish, then close."""
        self.retired = True
        self._idle.renew(self.position)
        if not (self._waiting or self._out):
            self.close()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        self._idle.renew(self.position)
        try:
            self._channel.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.dead = True
        if self._process is None:
            return
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, message: dict[str, Any], body: bytes, position: int, within: float | None = None) -> bool:
        self._loaded.clear()
        until = None if within is None else time.monotonic() + within
        try:
            with self._sending:
                self.position = position  # what is sent from here on sees it
                self._idle.renew(position)
                wire.send(self._channel, message, body)
        except OSError:
            self.dead = True
        while not self._loaded.wait(0.5) and not self.dead:
            if until is not None and time.monotonic() > until:
                return False
        if self._failure or self.dead:
            self.close()
            raise StorageError(
                f"The graph could not be loaded for queries: {self._failure or 'the process for it ended'}.",
                hint="`kb verify` says whether the graph is sound, `kb rebuild` makes it again.",
            )
        return True

    def _listen(self) -> None:
        while True:
            try:
                message, _, descriptors = wire.receive(self._channel)
            except (EOFError, OSError):
                break
            match message["op"]:
                case "lent":
                    self._take_in(message, descriptors)
                case "ended":
                    self._note_end(message)
                case "columns":  # for the workers from here on
                    self._lend(self._idle.supersede())
                case _:
                    self._failure = message.get("detail", "")
                    self._loaded.set()
        self.dead = True
        self._loaded.set()
        for waiting in list(self._waiting.values()):
            waiting.lost = True
            waiting.ended.set()
        for lent in list(self._out.values()):
            lent.lost = True
            lent.ended.set()
        self._idle.renew(self.position)
        self._channel.close()
        if self._process is not None:
            self._process.wait()

    def _take_in(self, message: dict[str, Any], descriptors: list[int]) -> None:
        channel, errors = descriptors
        lent = Lent(message["pid"], message["generation"], socket.socket(fileno=channel), errors)
        lent.returns = message["returns"]
        self._out[lent.pid] = lent
        if self.retired or not self._idle.put(lent, new=True):
            lent.close()

    def _note_end(self, message: dict[str, Any]) -> None:
        waiting = self._waiting.pop(message["id"], None) if "id" in message else None
        lent = self._out.pop(message["pid"], None) if "pid" in message else None
        for one in (waiting, lent):
            if one is not None:
                one.signal, one.code = message["signal"], message["code"]
                one.ended.set()
        if lent is not None and self._idle.drop(lent.pid):
            lent.close()
        if self.retired and not (self._waiting or self._out):
            with contextlib.suppress(OSError):
                self._channel.shutdown(socket.SHUT_RDWR)
        elif lent is not None:
            self._top_up()
