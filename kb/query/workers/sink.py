"""Where a worker's serialised result goes: a file of bounded size, or memory alone while it is small and quickly there.

Input: bytes from the engine. Output: a file that whoever waits can read while it grows, or the bytes; read by
kb.query.workers.worker and, across processes, by kb.query.workers.process.
Never: opens a descriptor: a worker that is bounded may open none.
"""

import io
import os
import time
from typing import IO, Final

HELD: Final = 32 << 10  # bytes that travel with the report instead of through the file
_FLUSH: Final = 0.2  # seconds after which what was written can be read by who waits for it
_PART: Final = 64 << 10


class TooLargeError(Exception):
    """The result is beyond its limit in bytes."""


class Sink:
    """A file that refuses to grow beyond a limit; what pyoxigraph serialises into.

    Args:
        descriptor: of the file, empty and at its beginning.
        limit: bytes; None for no bound.
        held: bytes that may be kept in memory to the end; 0: all go to the file.
    """

    def __init__(self, descriptor: int, limit: int | None, held: int = 0) -> None:
        self._descriptor = descriptor
        self._limit = limit
        self._most = held or _PART
        self._held = held
        self._parts: list[bytes] = []
        self._pending = 0
        self._since = time.monotonic()
        self.spilled = False
        self.written = 0

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises:
            TooLargeError: there are more of them than the limit allows.
        """
        size = len(data)
        self.written += size
        if self._limit is not None and self.written > self._limit:
            raise TooLargeError
        self._parts.append(bytes(data))
        self._pending += size
        if self._pending > self._most or time.monotonic() > self._since + _FLUSH:
            self.spill()
        return size

    def flush(self) -> None:
        """Nothing to do for the engine, which says this at the end; *end* decides."""

    def spill(self) -> None:
        """Put what is in memory into the file."""
        data = memoryview(b"".join(self._parts))
        self._parts, self._pending, self._since = [], 0, time.monotonic()
        self.spilled, self._most = True, _PART
        while data:
            data = data[os.write(self._descriptor, data) :]

    def end(self) -> bytes:
        """Return the whole result if it is still in memory alone, else b"" and have all of it in the file."""
        if self.spilled or not self._held:
            self.spill()
            return b""
        return b"".join(self._parts)

    def reader(self) -> IO[bytes]:
        """Return a reader of what was written so far."""
        if not self.spilled:
            return io.BytesIO(b"".join(self._parts))
        self.spill()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return open(self._descriptor, "rb", closefd=False)
