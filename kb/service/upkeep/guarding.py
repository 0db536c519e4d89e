"""Watches over the files of a graph while a server answers from memory: nobody else would notice that they are gone.

Input: an opened knowledge base, looked at from time to time. Output: a sentence about what is wrong, for its health;
a graph that is made again.
Never: reads all of the files more often than once in a while; makes a graph again in a request.
"""

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from kb.errors import KbError
from kb.service.upkeep.torn import damage, mended

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

_log = logging.getLogger("kb.projections")
_PAUSE: Final = 10.0  # seconds, at least, between two looks at files that change
_DEEP: Final = 3600.0  # seconds between two readings of all of them, some 3 GB a second of the processor
_AGAIN: Final = 30.0  # seconds after which what could not be mended is tried again

Print = tuple[tuple[str, int, int], ...]


class Guard:
    """What is known of the graph's files. Safe to use from many threads."""

    def __init__(self, kb: "KnowledgeBase") -> None:
        self._kb = kb
        self._lock = threading.Lock()
        self._said = ""
        self._seen: Print = ()
        self._looked = -_PAUSE
        self._read = time.monotonic()
        self._tried = -_AGAIN

    def look(self) -> str:
        """Return what is wrong, a sentence; "" for nothing. Looks only where the files are not those of the last look.

        Files that change all the time are looked at every few seconds.
        """
        if self._lock.acquire(blocking=False):  # else another looks, or mends
            try:
                self._look()
            finally:
                self._lock.release()
        return self._said

    def mend(self) -> None:
        """Look, and make the graph again if something is wrong; queries are answered meanwhile."""
        if not self.look() or time.monotonic() < self._tried + _AGAIN:
            return
        with self._lock:
            self._tried = time.monotonic()
            try:
                if self._kb.home.writable and mended(self._kb, deep=True):
                    self._said, self._seen = "", ()
            except KbError as error:
                _log.warning("The damaged graph could not be made again: %s", error)

    def _look(self) -> None:
        now = time.monotonic()
        deep = now - self._read >= _DEEP
        found = self._print()
        if not deep and (found == self._seen or now - self._looked < _PAUSE):
            return
        self._looked = now
        if deep:
            self._read = now
        try:
            wrong = damage(self._kb, deep=deep)
        except KbError as error:
            wrong = str(error)
        self._seen = found
        can = "It is made again from the log." if self._kb.home.writable else "`kb verify --repair` makes it again."
        self._said = f"The files of the graph are damaged: {wrong}. {can}" if wrong else ""

    def _print(self) -> Print:
        """Return what tells files that were written to, or are gone."""
        try:
            states = [(file.name, file.stat()) for file in self._kb.home.graph_path.iterdir()]
        except OSError:
            return (("", 0, 0),)
        return tuple(sorted((name, state.st_size, state.st_mtime_ns) for name, state in states))
