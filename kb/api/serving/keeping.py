"""Makes ready what pages count over all of a base, when it has changed and before somebody asks.

Input: where the base stands; what is to be made ready. Output: nothing; who asks meanwhile does it, and finds it done.
Never: is needed; works all the time where a base changes all the time: it rests four times as long as it worked.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

_log = logging.getLogger("kb.api")
_LOOK: Final = 0.5  # seconds between two looks whether the base has changed, by whichever process
_REST: Final = 4.0  # times as long as making ready took, in which nothing is made ready again
_PATIENCE: Final = 5.0  # seconds that closing waits for a task
_AGAIN: Final = 30.0  # seconds after which what failed is tried again


class Keeper:
    """Works in a thread of its own, from *start* to *close*.

    Args:
        standing: returns the position of the log that the base stands at; cheap.
        tasks: what is to be made ready; each is called after a change.
        always: called each time before, whether something has changed or not; cheap.
    """

    def __init__(
        self,
        standing: Callable[[], int],
        tasks: Sequence[Callable[[], object]],
        always: Callable[[], object] = lambda: None,
    ) -> None:
        self._standing = standing
        self._tasks = tasks
        self._always = always
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; everything is made ready for where the base stands now."""
        if not self._closing.is_set():
            self._thread = threading.Thread(target=self._run, name="kb-keeper", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End, when the task that is being done has ended, or soon without it: nobody waits for what it does."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        ready, took = -1, 0.0
        while not self._closing.wait(max(_LOOK, _REST * took)):
            began = time.monotonic()
            try:
                self._always()
                position = self._standing()
                for task in self._tasks if position != ready else ():
                    if not self._closing.is_set():
                        task()
                ready = position
            except Exception as error:  # noqa: BLE001 - a base at fault is told where it is asked for
                _log.info("What pages need could not be made ready: %s", error)
                took = _AGAIN / _REST
            else:
                took = time.monotonic() - began
