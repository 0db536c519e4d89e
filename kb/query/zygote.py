"""The process that forks a worker for each query, holding the graph in memory where it was told to.

Input: messages from kb.query.pool on the socket it was started with (``python -m kb.query.zygote DESCRIPTOR``).
Output: messages back: loaded, ended (how a worker ended), failed.
Never: evaluates a query itself, starts a thread, or holds a descriptor of its parent's beyond that socket.

A fork of a process with the graph in memory takes some ten milliseconds and shares the graph, so that every query
sees one position, none can harm the next, and the kernel can take all that it allocated.
"""

import contextlib
import ctypes
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import pyoxigraph as ox

from kb.query import wire
from kb.query.job import Job
from kb.query.worker import serve, work

_PR_SET_PDEATHSIG = 1
_PAUSE = 0.05  # seconds
_SOON = 0.05  # seconds within which a worker at work may be ready again
_NICE = 15  # of a worker whose query takes long
_ATTEMPTS = 3  # to open a store whose files a writer has just replaced


@dataclass(slots=True)
class _Busy:
    """A worker with a query.

    Attributes:
        socket: our end to it.
        since: when it got the query, time.monotonic().
        fresh: whether it may get another: it holds the graph in force and was not put behind others.
    """

    socket: socket.socket
    since: float
    fresh: bool = True


class _Zygote:
    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._workers: dict[int, int] = {}  # process id -> job id
        self._store: ox.Store | None = None
        self._path = ""
        self._wanted = 0
        self._spares: dict[int, socket.socket] = {}  # process id of a worker without a query -> our end to it
        self._busy: dict[int, _Busy] = {}  # process id of one with a query -> the same, and since when

    def run(self) -> None:
        """Serve until the parent closes the socket."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        os.set_blocking(reading, False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        while True:
            lacking = len(self._spares) + len(self._busy) < self._wanted
            soon = len(self._spares) < self._wanted  # those that are busy may come back
            sockets = [busy.socket.fileno() for busy in self._busy.values()]
            wait = 0 if lacking else _SOON if soon else None
            ready, _, _ = select.select([self._channel.fileno(), reading, *sockets], [], [], wait)
            if soon and not ready and (lacking or self._long_busy()):
                self._fork_spare()
            self._take_back(ready)
            if reading in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(reading, 4096)
                self._reap()
            if self._channel.fileno() in ready and not self._serve():
                break
        for pid in (*self._workers, *self._spares):
            os.kill(pid, signal.SIGKILL)

    def _long_busy(self) -> bool:
        """Say whether so many workers are at work for longer that they will not be ready soon."""
        now = time.monotonic()
        quick = sum(now - busy.since < _SOON for busy in self._busy.values())
        return len(self._spares) + quick < self._wanted

    def _take_back(self, ready: list[int]) -> None:
        """Let workers that are ready again wait for another query, if they hold what is in force."""
        for pid, busy in list(self._busy.items()):
            if busy.socket.fileno() not in ready:
                continue
            try:
                wire.receive(busy.socket)
            except (EOFError, ConnectionError):  # it has ended; the signal of that comes, or has come
                self._busy.pop(pid).socket.close()
                continue
            del self._busy[pid]
            self._send({"op": "ended", "id": self._workers.pop(pid), "signal": 0, "code": 0})
            self._spares[pid] = busy.socket
            if not busy.fresh or len(self._spares) > self._wanted:
                os.kill(pid, signal.SIGKILL)
                self._spares.pop(pid).close()

    def _serve(self) -> bool:
        try:
            message, body, descriptors = wire.receive(self._channel)
        except (EOFError, ConnectionError):
            return False
        match message["op"]:
            case "query":
                self._start(message, descriptors)
                for descriptor in descriptors:
                    os.close(descriptor)
            case "cancel" | "slow" | "halt" | "go":
                for pid, job in self._workers.items():
                    if job == message["id"]:
                        _treat(pid, message["op"])
                        if pid in self._busy:
                            self._busy[pid].fresh = False
            case "load":
                self._answering("loaded", lambda: self._load(message))
            case "delta":
                self._answering("loaded", lambda: self._apply(message, body))
        return True

    def _answering(self, done: str, action: Callable[[], int]) -> None:
        for pid, ours in self._spares.items():  # they hold what was before
            os.kill(pid, signal.SIGKILL)
            ours.close()
        self._spares.clear()
        for busy in self._busy.values():
            busy.fresh = False
        try:
            quads = action()
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            self._send({"op": "failed", "detail": f"{type(error).__name__}: {error}"})
        else:
            self._send({"op": done, "quads": quads})

    def _load(self, message: Mapping[str, Any]) -> int:
        self._wanted = message["spares"]
        if message["recipe"] == "disk":
            self._path = message["path"]
            return -1
        store = ox.Store()
        if message["store"]:
            _copy(message["store"], store)
        for path in message["files"]:
            store.load(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
        self._store = store
        return len(store)

    def _apply(self, message: Mapping[str, Any], body: bytes) -> int:
        store = self._store
        if store is None:
            raise RuntimeError("A store on disk takes no changes from here.")
        removed, added = body[: message["removed"]], body[message["removed"] :]
        for graph in message["cleared"]:
            store.remove_graph(ox.NamedNode(graph))
        for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
            store.remove(quad)
        store.extend(ox.parse(added, format=ox.RdfFormat.N_QUADS))
        return len(store)

    def _start(self, message: Mapping[str, Any], descriptors: list[int]) -> None:
        """Give a query to a worker that is ready, else to a new one."""
        result, report = descriptors
        if self._store is None or message["job"]["network"]:  # no process that has run a query may reach others
            self._workers[self._fork(lambda: self._work(message["job"], result, report))] = message["id"]
            return
        while True:
            if not self._spares:
                self._fork_spare()
            pid, ours = self._spares.popitem()
            try:
                wire.send(ours, message["job"], b"", descriptors)
            except ConnectionError:  # it was killed: the next
                ours.close()
                continue
            self._workers[pid] = message["id"]
            self._busy[pid] = _Busy(ours, time.monotonic())
            return

    def _fork_spare(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

        store = self._store

        def wait() -> None:
            ours.close()
            again = True
            while again:
                job, _, (result, report) = wire.receive(theirs)
                again = store is not None and serve(lambda: store, Job.from_json(job), result, report, on_disk=False)
                if again:
                    wire.send(theirs, {"op": "ready"})
            os._exit(0)

        with theirs:
            self._spares[self._fork(wait)] = ours

    def _fork(self, then: Callable[[], None]) -> int:
        """Return the process id of a copy of this process that does *then* and ends."""
        parent = os.getpid()
        pid = os.fork()
        if pid != 0:
            return pid
        try:
            _die_with(parent)
            signal.set_wakeup_fd(-1)
            self._channel.close()
            for other in (*self._spares.values(), *(busy.socket for busy in self._busy.values())):
                other.close()
            then()
        except EOFError:  # a spare whose zygote has gone
            os._exit(0)
        except BaseException:  # noqa: BLE001  a copy of the zygote must never go on in a child
            traceback.print_exc()
        finally:
            os._exit(70)

    def _work(self, job: Mapping[str, Any], result: int, report: int) -> NoReturn:
        store = self._store
        opened = (lambda: store) if store is not None else (lambda: _open(self._path))
        work(opened, Job.from_json(job), result, report, on_disk=store is None)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._spares:
                self._spares.pop(pid).close()
                continue
            if pid in self._busy:
                self._busy.pop(pid).socket.close()
            job = self._workers.pop(pid, None)
            if job is None:  # a spare that was put away
                continue
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            self._send({"op": "ended", "id": job, "signal": number, "code": status >> 8})

    def _send(self, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(ConnectionError):  # the next read says that the parent is gone
            wire.send(self._channel, message)


def _treat(pid: int, what: str) -> None:
    """Kill a worker, have the processor serve it after others, stop it where it is, or let it go on."""
    if what == "slow":
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
    else:
        os.kill(pid, {"cancel": signal.SIGKILL, "halt": signal.SIGSTOP, "go": signal.SIGCONT}[what])


def _open(path: str) -> ox.Store:
    for attempt in range(_ATTEMPTS):
        try:
            return ox.Store.read_only(path)
        except (OSError, RuntimeError):
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE)
    raise AssertionError


def _copy(path: str, store: ox.Store) -> None:
    """Fill *store* from a store on disk, which another process reads: opening it here would leave threads behind."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb", buffering=1 << 20) as file:
                _open(path).dump(file, format=ox.RdfFormat.N_QUADS)
            code = 0
        except (OSError, RuntimeError) as error:
            print(error, file=sys.stderr)  # noqa: T201  standard error is the server's log
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=1 << 20) as file:
        store.load(file, format=ox.RdfFormat.N_QUADS, lenient=True)  # it was checked when it went in
    if os.waitpid(pid, 0)[1] != 0:
        raise OSError(f"The store at {path} could not be read.")


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when the zygote ends; elsewhere than on Linux its alarm does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(70)


def main() -> None:
    """Serve on the socket whose descriptor is the first argument."""
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        _Zygote(channel).run()


if __name__ == "__main__":
    main()
