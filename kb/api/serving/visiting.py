"""How many addresses this server fetches at the same time for those who may write.

Input: turns asked for. Output: a turn for the block, or the error that there is none.
Never: has one wait for another: a site that answers drop by drop would keep the threads that answer everybody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kb.errors import LockedError

AT_ONCE: Final = 4


class FetchingBusyError(LockedError):
    """As many addresses are being fetched as may be."""

    code = "fetching-busy"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            f"{most} addresses are being fetched already.", hint="Try again in a moment, or paste the text."
        )


class Turns:
    """Lends at most *most* turns at once."""

    def __init__(self, most: int = AT_ONCE) -> None:
        self._most = most
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Lend a turn for the block.

        Raises:
            FetchingBusyError: all are taken.
        """
        if not self._free.acquire(blocking=False):
            raise FetchingBusyError(self._most)
        try:
            yield
        finally:
            self._free.release()
