"""A decision, told as recorded before all that follows from it is worked out.

Input: work that takes one decision. Output: the position of its event; part of
kb.api.serving.backend.
Never: tells of a decision that is not in the log; keeps to itself that lists do not know it yet (*Backend.behind*).
"""

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kb.service.curation.deciding import Done

    Work = Callable[[Callable[[int], None]], Done]

PATIENCE: Final = 0.1  # seconds that a request waits for what follows
_log = logging.getLogger("kb.review")


class Telling:
    """Takes one decision after the other. Close it before the knowledge base.

    Attributes:
        position: of the decision that is being taken in, 0 for none.
    """

    def __init__(self) -> None:
        self._one = ThreadPoolExecutor(1, "kb-answers")
        self.position = 0

    def take(self, work: "Work", patience: float = PATIENCE) -> int:
        """Return the position of the decision that *work* takes; what follows from it goes on behind, if it is long.

        Args:
            work: holds the lock of all who write, and tells the position as soon as the event is in the log.
            patience: seconds to wait for what follows, so that it is there where it is little.

        Raises:
            KbError: as *work* does, before the decision is recorded or soon after.
        """
        recorded: Future[int] = Future()
        task = self._one.submit(self._run, work, recorded)
        wait((recorded, task), return_when=FIRST_COMPLETED)
        wait((task,), patience if recorded.done() else None)
        if task.done():
            return task.result()
        task.add_done_callback(_said)
        return recorded.result()

    def _run(self, work: "Work", recorded: "Future[int]") -> int:
        def told(position: int) -> None:
            self.position = position
            recorded.set_result(position)

        try:
            return work(told).position
        finally:
            self.position = 0

    def close(self) -> None:
        """Wait for what is being taken in; nothing else is taken."""
        self._one.shutdown(cancel_futures=True)


def _said(task: "Future[int]") -> None:
    if error := task.exception():
        _log.error("A decision is recorded, but not taken in yet: %s", error)
