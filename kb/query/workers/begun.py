"""A query that a worker has got without anybody waiting.

Made by kb.query.workers.pool. Output: an Outcome, read by kb.query.ready.
Never: chooses a worker, or says what its end means.
"""

from collections.abc import Callable

from kb.query.workers.attempt import Outcome
from kb.query.workers.lending import Lease


class Begun:
    """A query at a worker. To be ended by *end*, which blocks until it has ended.

    Its descriptor can be read when there is news; *soon* then says whether *end* will return at once.
    """

    def __init__(self, lease: Lease, end: Callable[[], Outcome]) -> None:
        """Take where it is, and what waits for its end; called once."""
        self._lease = lease
        self._end = end

    @property
    def position(self) -> int:
        """Position of the log that it sees, unless it has to be tried again."""
        return self._lease.position

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._lease.fileno()

    def soon(self, *, wait: bool = False) -> bool:
        """Say whether it has ended well and its outcome is here; takes what is there, or *wait*s a moment for it."""
        return self._lease.peek(wait=wait)

    def end(self) -> Outcome:
        """Return the outcome; blocks and raises as *WorkerPool.run* does."""
        return self._end()
