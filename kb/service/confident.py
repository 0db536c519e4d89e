"""Views of the graph at a least confidence, kept while they hold: on disk, a few at a time.

Input: how to open the graph, the confidence asked for. Output: a View: a folder with a store, and queries on it.
Never: costs anything where nobody asks; takes a view away from a query that runs on it; holds a view in memory.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kb.projections.graph.confident import confident_store
from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers.recipe import DiskStore

if TYPE_CHECKING:
    from pyoxigraph import Store

KEPT: Final = 2  # views that wait for the next question
_ATTEMPTS: Final = 3  # to read a store whose files a writer has just replaced


class View:
    """One view, made.

    Attributes:
        least: the confidence asked for.
        position: of the log, at which the graph stood.
        folder: of the store.
        users: how many are at it.
        spent: whether it goes when nobody is.
    """

    def __init__(self, store: "Store", base: str, least: float, position: int, limits: Limits) -> None:
        self.least = least
        self.position = position
        self.users = 0
        self.spent = False
        self._home = TemporaryDirectory(prefix="kb-view-")
        self.folder = Path(self._home.name) / "graph"
        self._lock = threading.Lock()
        self._limits = limits
        self._base = base
        self._queries: QueryService | None = None
        try:
            made = confident_store(store, base, least, self.folder)
            del made  # closes it: from here on it is only read
        except BaseException:
            self._home.cleanup()
            raise

    @property
    def queries(self) -> QueryService:
        """Queries on the view; the processes start with the first."""
        with self._lock:
            if self._queries is None:
                self._queries = QueryService(DiskStore(str(self.folder), self.position), self._limits, base=self._base)
            return self._queries

    def close(self) -> None:
        """Stop its queries and remove it."""
        with self._lock:
            if self._queries is not None:
                self._queries.close()
                self._queries = None
        self._home.cleanup()


class ConfidentViews:
    """The views of one graph. Safe to use from many threads; close it at the end."""

    def __init__(self, base: str, limits: Limits) -> None:
        self._base = base
        self._limits = limits
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._views: list[View] = []  # the one used last stands last

    @contextmanager
    def at(self, least: float, position: int, graph: "Callable[[], Store]") -> Iterator[View]:
        """Lend the view at *least*; it stays while the block runs, whatever others ask for.

        Args:
            least: above 0, as kb.projections.graph.confident.least_confidence returns it.
            position: at which the graph stands.
            graph: opens it for reading.

        Raises:
            StorageError: it cannot be read, or the view cannot be written.
        """
        view = self._lent(least, position)
        if view is None:
            with self._making:  # one at a time: making one reads the whole graph
                view = self._lent(least, position) or self._made(least, position, graph)
        try:
            yield view
        finally:
            with self._lock:
                view.users -= 1
                done = view.spent and view.users == 0
            if done:
                view.close()

    def close(self) -> None:
        """Remove all views."""
        with self._lock:
            views, self._views = self._views, []
        for view in views:
            view.close()

    def _lent(self, least: float, position: int) -> View | None:
        with self._lock:
            for view in self._views:
                if (view.least, view.position) == (least, position):
                    view.users += 1
                    self._views.remove(view)
                    self._views.append(view)
                    return view
        return None

    def _made(self, least: float, position: int, graph: "Callable[[], Store]") -> View:
        view = self._read(least, position, graph)
        with self._lock:
            view.users = 1
            self._views.append(view)
            stale = [old for old in self._views if old.position != position]
            stale += [old for old in self._views if old not in stale][: -KEPT or None]
            for old in stale:
                self._views.remove(old)
                old.spent = True
            idle = [old for old in stale if old.users == 0]
        for old in idle:
            old.close()
        return view

    def _read(self, least: float, position: int, graph: "Callable[[], Store]") -> View:
        for attempt in range(_ATTEMPTS):
            try:
                return View(graph(), self._base, least, position, self._limits)
            except (OSError, RuntimeError):  # a writer has just replaced files of the store
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError
