"""This side of one kb.query.zygote process: its start, what is sent to it, and what it says.

Input: recipes, deltas and jobs from kb.query.pool.
Output: a Waiting for each job, which says how its worker ended.
Never: decides what an end means (kb.query.verdict), or starts another process when this one is gone.
"""

import os
import select
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import kb
from kb.errors import StorageError
from kb.query import wire
from kb.query.job import Job
from kb.query.recipe import Delta, DiskStore, Recipe, Snapshot
from kb.query.wire import END_OF_REPORT

_GRACE: Final = 5.0  # seconds for a process to end by itself
_REPORT: Final = 64 << 10  # bytes of a report that are kept, its end


class Waiting:
    """A worker at work, as this side knows it: what it reports, and later how it ended."""

    def __init__(self, report: int) -> None:
        self._report = report
        self.ended = threading.Event()
        self.signal = 0
        self.code = 0
        self.lost = False
        self.position = 0
        self._said = b""

    def read(self, timeout: float | None) -> bytes | None:
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
        return self._said

    def close(self) -> None:
        """Let go of the report; a worker that still runs is not stopped by that."""
        os.close(self._report)


class ZygoteProcess:
    """This side of one kb.query.zygote process."""

    def __init__(self, recipe: Recipe, spares: int = 0) -> None:
        """Start the process and have it load; *spares* workers are kept ready where the graph is in memory."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        paths = [str(Path(kb.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
        with theirs:
            self._process = subprocess.Popen(  # arguments are our own, nothing of a client's
                [sys.executable, "-P", "-m", "kb.query.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
            )
        self.position = recipe.position
        self._channel = ours
        self._sending = threading.Lock()
        self._waiting: dict[int, Waiting] = {}
        self._loaded = threading.Event()
        self._failure = ""
        self.dead = False
        self.retired = False
        threading.Thread(target=self._listen, name="kb-query-workers", daemon=True).start()
        self._ask({"op": "load", **_load_message(recipe, spares)}, b"", recipe.position)

    @property
    def pid(self) -> int:
        return self._process.pid

    def apply(self, delta: Delta) -> None:
        message = {"op": "delta", "cleared": list(delta.cleared), "removed": len(delta.removed)}
        self._ask(message, delta.removed + delta.added, delta.position)

    def submit(self, number: int, job: Job, result: int) -> Waiting:
        reading, report = os.pipe()
        waiting = self._waiting[number] = Waiting(reading)
        try:
            with self._sending:
                waiting.position = self.position
                wire.send(self._channel, {"op": "query", "id": number, "job": asdict(job)}, b"", (result, report))
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

    def cancel(self, number: int) -> None:
        try:
            with self._sending:
                wire.send(self._channel, {"op": "cancel", "id": number})
        except OSError:
            self.dead = True

    def treat(self, number: int, what: str) -> None:
        """Do to a worker what kb.query.lanes says: "slow" (others first), "halt", "go"."""
        try:
            with self._sending:
                wire.send(self._channel, {"op": what, "id": number})
        except OSError:
            self.dead = True

    def retire(self) -> None:
        """Let the workers that are running finish, then close."""
        self.retired = True
        if not self._waiting:
            self.close()

    def close(self) -> None:
        try:
            self._channel.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.dead = True
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, message: dict[str, Any], body: bytes, position: int) -> None:
        self._loaded.clear()
        try:
            with self._sending:
                self.position = position  # what is sent from here on sees it
                wire.send(self._channel, message, body)
        except OSError:
            self.dead = True
        while not self._loaded.wait(0.5) and not self.dead:
            pass
        if self._failure or self.dead:
            self.close()
            raise StorageError(
                f"The graph could not be loaded for queries: {self._failure or 'the process for it ended'}.",
                hint="`kb verify` says whether the graph is sound, `kb rebuild` makes it again.",
            )

    def _listen(self) -> None:
        while True:
            try:
                message, _, _ = wire.receive(self._channel)
            except (EOFError, OSError):
                break
            if message["op"] == "ended":
                if waiting := self._waiting.pop(message["id"], None):
                    waiting.signal, waiting.code = message["signal"], message["code"]
                    waiting.ended.set()
                if self.retired and not self._waiting:
                    self._channel.shutdown(socket.SHUT_RDWR)
            else:
                self._failure = message.get("detail", "")
                self._loaded.set()
        self.dead = True
        self._loaded.set()
        for waiting in list(self._waiting.values()):
            waiting.lost = True
            waiting.ended.set()
        self._channel.close()
        self._process.wait()


def _load_message(recipe: Recipe, spares: int) -> dict[str, Any]:
    if isinstance(recipe, DiskStore):
        return {"recipe": "disk", "path": recipe.path, "spares": 0}
    if isinstance(recipe, Snapshot):
        return {"recipe": "memory", "files": list(recipe.files), "store": recipe.store, "spares": spares}
    raise TypeError(recipe)
