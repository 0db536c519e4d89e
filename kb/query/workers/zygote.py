"""The process that forks a worker for each query, holding the graph in memory where it was told to.

Input: messages from kb.query.workers.pool on the socket it was started with (``python -m kb.query.workers.zygote
DESCRIPTOR``).
Output: messages back: loaded, lent (a worker that takes queries from the parent itself), ended (how one ended), failed,
columns (what is forked from now on counts over more of them).
A branch is a fork that goes on as such a process itself, on another socket, with a graph that is then changed alone.
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
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import pyoxigraph as ox

from kb.query.columns.making import Making
from kb.query.workers import wire
from kb.query.workers.attending import attend
from kb.query.workers.changing import done
from kb.query.workers.job import Job
from kb.query.workers.priority import may_return, put_behind, put_in_front
from kb.query.workers.worker import work

_PR_SET_PDEATHSIG = 1
_PAUSE = 0.05  # seconds
_NICE = 10  # of who reads a store into memory: queries may be answered from it meanwhile
_ATTEMPTS = 3  # to open a store whose files a writer has just replaced


class _Zygote:
    def __init__(self, channel: socket.socket, *, returns: bool) -> None:
        self._channel = channel
        self._returns = returns  # whether a worker that was put behind others may be put in front again
        self._workers: dict[int, int] = {}  # process id -> job id, of those that were forked for one query
        self._lent: set[int] = set()  # process ids of those that take one query after another, from the parent itself
        self._store: ox.Store | None = None
        self._opened: Callable[[], ox.Store] | None = None
        self._columns = Making(self._fork)

    def run(self) -> None:
        """Serve until the parent closes the socket."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        os.set_blocking(reading, False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self._channel.fileno(), reading, *self._columns.descriptors], [], [])
            if any(descriptor in ready for descriptor in self._columns.descriptors) and self._columns.take():
                self._send({"op": "columns"})
            if reading in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(reading, 4096)
                self._reap()
            if self._channel.fileno() in ready and not self._serve():
                break
        for pid in (*self._workers, *self._lent):
            os.kill(pid, signal.SIGKILL)

    def _serve(self) -> bool:
        try:
            message, body, descriptors = wire.receive(self._channel)
        except (EOFError, ConnectionError):
            return False
        match message["op"]:
            case "query":
                result, report = descriptors
                if message["job"]["explain"]:  # once here, for half a second, not in each worker
                    import kb.query.sparql.plan  # noqa: F401
                self._workers[self._fork(lambda: self._work(message["job"], result, report))] = message["id"]
                for descriptor in descriptors:
                    os.close(descriptor)
            case "lend":
                self._lend(message["generation"])
            case "cancel" | "slow" | "front" | "halt" | "go":
                self._treat(message)
            case "columns":
                if self._store is not None:
                    self._columns.want(self._store, message["predicates"])
            case "load":
                self._answering("loaded", lambda: self._load(message))
            case "delta":
                self._answering("loaded", lambda: self._apply(message, body))
            case "branch":
                (descriptor,) = descriptors
                self._fork(lambda: self._branch(descriptor), bound=False)
                os.close(descriptor)
        return True

    def _treat(self, message: Mapping[str, Any]) -> None:
        """Do as told to a worker, unless it has ended: it is known here until its end has been taken note of."""
        pid, what = message.get("pid", 0), message["op"]
        for one in (
            [pid] if pid in self._lent else [pid for pid, job in self._workers.items() if job == message.get("id")]
        ):
            if what == "cancel" and self._returns:
                put_in_front(one)  # to end takes the processor, too
            _treat(one, what)

    def _answering(self, end: str, action: Callable[[], None]) -> None:
        try:
            action()
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            self._send({"op": "failed", "detail": f"{type(error).__name__}: {error}"})
        else:
            self._send({"op": end})

    def _load(self, message: Mapping[str, Any]) -> None:
        least = (message["standing"], message["position"])
        if message["recipe"] == "disk":
            self._opened = lambda: _open(message["path"], *least)
            return
        store = ox.Store()
        if message["store"]:
            _copy(lambda: _open(message["store"], *least), store)
        for path in message["files"]:
            store.load(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
        self._store = store

    def _apply(self, message: Mapping[str, Any], body: bytes) -> None:
        if self._store is None:
            raise RuntimeError("A store on disk takes no changes from here.")
        done(self._store, message, body, self._columns.seen)
        self._columns.settle()

    def _lend(self, generation: int) -> None:
        """Fork a worker with the graph as it stands, and hand our ends of it to the parent."""
        store = self._store
        if store is None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)  # nobody reads what it says until it has ended

        def wait() -> None:
            ours.close()
            os.close(reading)
            attend(store, theirs, writing, self._columns.held)

        with ours, theirs:
            pid = self._fork(wait)
            self._lent.add(pid)
            with contextlib.suppress(ConnectionError):
                message = {"op": "lent", "pid": pid, "generation": generation, "returns": self._returns}
                wire.send(self._channel, message, b"", (ours.fileno(), reading))
        os.close(reading)
        os.close(writing)

    def _branch(self, descriptor: int) -> None:
        """Go on as the zygote of a graph of one's own, which begins as this one's stands."""
        with socket.socket(fileno=descriptor) as channel:
            branch = _Zygote(channel, returns=self._returns)
            branch._store = self._store
            branch.run()
        os._exit(0)

    def _fork(self, then: Callable[[], None], *, bound: bool = True) -> int:
        """Return the process id of a copy of this process that does *then* and ends.

        Args:
            bound: it ends with this one; another ends when its socket is closed.
        """
        parent = os.getpid()
        pid = os.fork()
        if pid != 0:
            return pid
        try:
            if bound:
                _die_with(parent)
            signal.set_wakeup_fd(-1)
            self._channel.close()
            then()
        except BaseException:  # noqa: BLE001  a copy of the zygote must never go on in a child
            traceback.print_exc()
        finally:
            os._exit(70)

    def _work(self, job: Mapping[str, Any], result: int, report: int) -> NoReturn:
        store = self._store
        opened = (lambda: store) if store is not None else self._opened
        assert opened is not None
        work(opened, Job.from_json(job), result, report, on_disk=store is None)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            end = {"op": "ended", "signal": number, "code": status >> 8}
            if pid in self._lent:
                self._lent.remove(pid)
                self._send({**end, "pid": pid})
            elif pid in self._workers:
                self._send({**end, "id": self._workers.pop(pid)})

    def _send(self, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(ConnectionError):  # the next read says that the parent is gone
            wire.send(self._channel, message)


def _treat(pid: int, what: str) -> None:
    """Kill a worker, have the processor serve it after others or as others, stop it where it is, or let it go on."""
    if what == "slow":
        put_behind(pid)
    elif what == "front":
        put_in_front(pid)
    else:
        os.kill(pid, {"cancel": signal.SIGKILL, "halt": signal.SIGSTOP, "go": signal.SIGCONT}[what])


def _open(path: str, standing: Sequence[str] | None, least: int) -> ox.Store:
    """Open a store; one that says that it stands before *least* has lost something, or a writer was faster."""
    for attempt in range(_ATTEMPTS):
        try:
            store = ox.Store.read_only(path)
            if standing is None or (stands := _stands(store, standing)) >= least:
                return store
            del store
            raise OSError(f"Corruption: it stands at event {stands}, and has stood at {least}")
        except (OSError, RuntimeError):
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE)
    raise AssertionError


def _stands(store: ox.Store, standing: Sequence[str]) -> int:
    subject, predicate, graph = map(ox.NamedNode, standing)
    said = store.quads_for_pattern(subject, predicate, None, graph)
    return max((int(quad.object.value) for quad in said if isinstance(quad.object, ox.Literal)), default=0)


def _copy(opened: Callable[[], ox.Store], store: ox.Store) -> None:
    """Fill *store* from a store on disk, which another process reads: opening it here would leave threads behind."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            os.nice(_NICE)
            with os.fdopen(writing, "wb", buffering=1 << 20) as file:
                opened().dump(file, format=ox.RdfFormat.N_QUADS)
            code = 0
        except (OSError, RuntimeError) as error:
            print(error, file=sys.stderr)  # noqa: T201  standard error is the server's log
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=1 << 20) as file:
        store.load(file, format=ox.RdfFormat.N_QUADS, lenient=True)  # it was checked when it went in
    if os.waitpid(pid, 0)[1] != 0:
        raise OSError("its store on disk could not be read")


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when the zygote ends; elsewhere than on Linux its alarm does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(70)


def main() -> None:
    """Serve on the socket whose descriptor is the first argument."""
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        _Zygote(channel, returns=may_return()).run()


if __name__ == "__main__":
    main()
