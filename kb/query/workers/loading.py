"""A graph on its way into memory, while its store on disk answers; what changes meanwhile is done to it at the end.

Input: a kb.query.workers.recipe.Snapshot with a store, changes. Output: the process that holds the graph, handed to
kb.query.workers.pool once it stands where the pool stands.
Never: has the pool wait for it; ends the store's answering by itself.

Somebody may write to the store while it is read, so that what was read may stand later than its recipe says. The
changes from there on are done to it all the same: each says of a quad that it is there or not, and the last word holds.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from kb.errors import StorageError
from kb.query.workers.process import ZygoteProcess
from kb.query.workers.recipe import Delta, Snapshot

_log = logging.getLogger("kb.query")
_ATTEMPTS: Final = 3  # a writer may replace files under the reader


class Coming:
    """Loads in a thread of its own, from the beginning.

    Args:
        recipe: what is loaded.
        spares, most: workers; see ZygoteProcess.
        lock: of the pool; *add* and *end* are called with it held.
        came: takes the process, with *lock* held; not called after *end*, nor where it cannot be loaded.
    """

    def __init__(
        self, recipe: Snapshot, spares: int, most: int, lock: threading.Lock, came: Callable[[ZygoteProcess], None]
    ) -> None:
        self._recipe = recipe
        self._workers = spares, most
        self._lock = lock
        self._came = came
        self._deltas: list[Delta] = []
        self._over = False
        self._process: ZygoteProcess | None = None
        threading.Thread(target=self._run, name="kb-query-loading", daemon=True).start()

    def add(self, delta: Delta) -> None:
        """Do this to the graph, too, before it is handed over."""
        self._deltas.append(delta)

    def end(self) -> None:
        """Forget it: the graph is loaded otherwise, or not wanted any more."""
        self._over = True
        if self._process is not None:
            self._process.kill()

    def _run(self) -> None:
        began = time.monotonic()
        for _ in range(_ATTEMPTS):
            with self._lock:
                if self._over:
                    return
                process = self._process = ZygoteProcess(self._recipe, *self._workers, now=False)
            try:
                process.load(self._recipe)
                self._bring_on(process)
            except StorageError as error:
                _log.info("%s", error)
            else:
                _log.info("The graph is in memory, after %.1f seconds.", time.monotonic() - began)
                return
        _log.warning("The graph cannot be read into memory; its store on disk goes on answering, slower.")

    def _bring_on(self, process: ZygoteProcess) -> None:
        """Do what has changed, and hand the process over when nothing is left to do."""
        done = 0
        while True:
            with self._lock:
                if self._over:
                    process.kill()
                    return
                if done == len(self._deltas):
                    self._over = True
                    self._came(process)
                    return
                delta = self._deltas[done]
            process.apply(delta)
            done += 1
