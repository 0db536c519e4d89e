"""Files that were made for one client and serve the next, until something newer takes their room.

Input: a key that holds for one content alone, and what makes it. Output: a path, lent while it is sent.
Never: makes one content twice at the same time; takes a file away from a client that is reading it; outlives the
process.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kb.api.serving.scratch import Scratch
from kb.errors import LockedError

AT_ONCE: Final = 2  # files in the making
MOST: Final = 1 << 30  # bytes of files that nobody reads; the folder for temporary files may be memory


class BusyExportingError(LockedError):
    """As many exports are being made as may be at once."""

    code = "busy-exporting"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"{most} exports are being made, and no more may.", hint="Try again in a moment.")


@dataclass(slots=True)
class _File:
    path: Path
    made: bool = False
    users: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Kept:
    """Keeps files in a folder of its own. Safe to use from many threads.

    Args:
        at_once: how many may be made at the same time.
        most: bytes that files which nobody reads may take.
    """

    def __init__(self, at_once: int = AT_ONCE, most: int = MOST) -> None:
        self._folder = Scratch("kb-kept-")
        self._lock = threading.Lock()
        self._making = threading.BoundedSemaphore(at_once)
        self._at_once = at_once
        self._most = most
        self._files: OrderedDict[str, _File] = OrderedDict()
        self._number = 0

    @contextmanager
    def lent(self, key: str, make: Callable[[Path], None]) -> Iterator[Path]:
        """Lend the file of *key*, made by *make* if it is not there yet; it stays while the block runs.

        Raises:
            BusyExportingError: too many others are in the making.
        """
        with self._lock:
            if key not in self._files:
                self._number += 1
                self._files[key] = _File(self._folder.path / str(self._number))
            file = self._files[key]
            self._files.move_to_end(key)
            file.users += 1
        try:
            self._made(file, make)
            yield file.path
        finally:
            self._returned(key, file)

    def _made(self, file: _File, make: Callable[[Path], None]) -> None:
        with file.lock:
            if file.made:
                return
            if not self._making.acquire(blocking=False):
                raise BusyExportingError(self._at_once)
            try:
                make(file.path)
                file.made = True
            finally:
                self._making.release()

    def _returned(self, key: str, file: _File) -> None:
        with self._lock:
            file.users -= 1
            if not file.made and file.users == 0:
                self._drop(key)
            size = sum(one.path.stat().st_size for one in self._files.values() if one.made)
            for old, one in list(self._files.items()):
                if size <= self._most:
                    return
                if one.users == 0 and one.made:
                    size -= one.path.stat().st_size
                    self._drop(old)

    def _drop(self, key: str) -> None:
        if file := self._files.pop(key, None):
            file.path.unlink(missing_ok=True)
