"""Long texts read by another process: this side of kb.query.workers.reader, one for all queries of this process.

Input: the name of what is to be done with a text, and its arguments. Output: what that returns or raises.
Never: reads a text here; has two texts read at once: they are few, and short ones do not wait for them.
"""

import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import kb
from kb.query.errors import OverloadedError
from kb.query.workers import wire

_WAIT: Final = 10.0  # seconds for which a text may wait for those before it
_MOST: Final = 30.0  # seconds that one may take: a tenth of one of the processor is much
_ATTEMPTS: Final = 2


class Reader:
    """A process that reads texts, started with the first, again where it has ended. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def done(self, what: str, *arguments: Any, back: Callable[..., Any] | None = None) -> Any:
        """Return what *what*, one of kb.query.workers.reader's, makes of the arguments; raise what it raises.

        Args:
            back: called, here, with what it hands to its last argument; None: it has no such argument.

        Raises:
            OverloadedError: others' texts took too long, or the process ended twice over this one.
        """
        if not self._lock.acquire(timeout=_WAIT):
            raise OverloadedError("Too many long queries are being read.")
        try:
            for _ in range(_ATTEMPTS):
                try:
                    result, failed = self._asked(what, arguments, back)
                except (EOFError, OSError):
                    self._end()
                    continue
                if failed:
                    raise result
                return result
        finally:
            self._lock.release()
        raise OverloadedError("The process that reads long queries ended while it read yours.")

    def close(self) -> None:
        """End the process; another text starts it again."""
        with self._lock:
            self._end()

    def _asked(self, what: str, arguments: tuple[Any, ...], back: Callable[..., Any] | None) -> tuple[Any, bool]:
        channel = self._channel or self._start()
        wire.send(channel, {"op": what}, pickle.dumps((back is not None, *arguments)))
        while True:
            message, body, _ = wire.receive(channel)
            said: tuple[Any, ...] = pickle.loads(body)
            if message["op"] == "done":
                result, failed = said
                return result, failed
            assert back is not None
            try:
                answer = pickle.dumps(back(*said))
            except BaseException:
                self._end()  # it waits for an answer that does not come
                raise
            wire.send(channel, {}, answer)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        paths = [str(Path(kb.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
        with theirs:
            self._process = subprocess.Popen(  # arguments are our own, nothing of a client's
                [sys.executable, "-P", "-m", "kb.query.workers.reader", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
            )
        ours.settimeout(_MOST)
        self._channel = ours
        return ours

    def _end(self) -> None:
        channel, process = self._channel, self._process
        self._channel = self._process = None
        if channel is not None:
            channel.close()
        if process is not None:
            process.kill()
            process.wait()


@cache
def shared() -> Reader:
    """Return the reader of this process."""
    return Reader()
