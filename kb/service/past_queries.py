"""Query services on moments of the past, kept while they are asked: a few at a time, the least recently used go.

Input: the past of a home. Output: a QueryService on the graph as it stood after one event.
Never: takes a service away from a query that runs on it.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.query.limits import Limits
from kb.query.recipe import DiskStore
from kb.query.service import QueryService

if TYPE_CHECKING:
    from kb.projections.past import Past


@dataclass(slots=True)
class _Kept:
    """A service with what has to end when it does."""

    queries: QueryService
    stack: ExitStack = field(repr=False)
    users: int = 0
    spent: bool = False


class PastQueries:
    """Services by position. Safe to use from many threads; close it at the end.

    Args:
        past: of the home.
        base: its base IRI.
        limits: what a query may cost.
        most: how many are kept for the next question.
    """

    def __init__(self, past: "Past", base: str, limits: Limits, most: int) -> None:
        self._past = past
        self._base = base
        self._limits = limits
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, _Kept] = OrderedDict()  # the one used last stands last

    @contextmanager
    def at(self, position: int) -> Iterator[QueryService]:
        """Lend the service of a position; it stays while the block runs.

        Raises:
            NoSuchPositionError, StorageError: see kb.projections.past.Past.at.
        """
        kept = self._lent(position) or self._made(position)
        try:
            yield kept.queries
        finally:
            with self._lock:
                kept.users -= 1
                done = kept.spent and kept.users == 0
            if done:
                kept.stack.close()

    def close(self) -> None:
        """Stop all that nobody uses; what is in use ends with its use."""
        with self._lock:
            everything, self._kept = list(self._kept.values()), OrderedDict()
        self._end(everything)

    def _lent(self, position: int) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(position)
            if kept is not None:
                kept.users += 1
                self._kept.move_to_end(position)
            return kept

    def _made(self, position: int) -> _Kept:
        with ExitStack() as stack:
            view = stack.enter_context(self._past.at(position))
            queries = QueryService(DiskStore(str(view.graph_path), position), self._limits, base=self._base)
            stack.callback(queries.close)
            made = _Kept(queries, stack.pop_all(), users=1)
        with self._lock:
            other = self._kept.get(position)
            if other is not None:  # another thread was faster
                other.users += 1
            else:
                self._kept[position] = made
            surplus = [self._kept.pop(next(iter(self._kept))) for _ in range(len(self._kept) - self._most)]
        self._end(surplus)
        if other is not None:
            made.stack.close()
            return other
        return made

    def _end(self, some: list[_Kept]) -> None:
        with self._lock:
            for kept in some:
                kept.spent = True
            idle = [kept for kept in some if kept.users == 0]
        for kept in idle:
            kept.stack.close()
