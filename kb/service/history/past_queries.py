"""Query services on moments of the past, kept while they are asked: a few at a time, the least recently used go.

Input: the past of a home; the service on its graph of now, where that is in memory. Output: a QueryService on the graph
as it stood after one event: a fork of the graph of now, turned back in memory, or one on disk.
Never: takes a service away from a query that runs on it; answers from what was made before something was erased; lets
many moments take what one graph may: their queries have turns together, and a few moments are made at a time.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kb.query.errors import OverloadedError
from kb.query.limits import Limits
from kb.query.service import QueryService
from kb.query.workers.lanes import Lanes
from kb.query.workers.pool import WorkerPool
from kb.query.workers.recipe import Delta, DiskStore, Match

if TYPE_CHECKING:
    from kb.projections.past.projection import Past


Now = Callable[[], QueryService | None]
_AT_ONCE: Final = 2  # moments beyond those that are kept: being made, or in use although others took their place
_LATER: Final = 5  # seconds after which another may be asked for again


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
        limits: what a query may cost, and how many run and wait, of all moments together.
        most: how many are kept for the next question.
        now: returns what answers on the graph of now, None for nothing.
    """

    def __init__(self, past: "Past", base: str, limits: Limits, most: int, now: Now = lambda: None) -> None:
        self._past = past
        self._base = base
        self._limits = limits
        self._most = most
        self._now = now
        self._erased = past.erased
        self._lanes = Lanes(limits)
        self._lock = threading.Condition()
        self._making: set[int] = set()
        self._leaving = 0  # that others took the place of while they were in use
        self._kept: OrderedDict[int, _Kept] = OrderedDict()  # the one used last stands last

    @contextmanager
    def at(self, position: int) -> Iterator[QueryService]:
        """Lend the service of a position; it stays while the block runs.

        Raises:
            NoSuchPositionError, StorageError: see kb.projections.past.projection.Past.at.
            OverloadedError: others are being made, and took too long.
        """
        self._forget_erased()
        kept = self._lent(position) or self._in_turn(position)
        try:
            yield kept.queries
        finally:
            with self._lock:
                kept.users -= 1
                done = kept.spent and kept.users == 0
                self._leaving -= done
                self._lock.notify_all()
            if done:
                kept.stack.close()

    def forget(self, position: int) -> None:
        """Let go of the service of a position: what it read from is damaged."""
        with self._lock:
            kept = self._kept.pop(position, None)
        self._end([kept] if kept else [])

    def close(self) -> None:
        """Stop all that nobody uses; what is in use ends with its use."""
        with self._lock:
            everything, self._kept = list(self._kept.values()), OrderedDict()
        self._end(everything)

    def _lent(self, position: int) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(position)
            if kept is None:
                return None
            if kept.queries.alive:
                kept.users += 1
                self._kept.move_to_end(position)
                return kept
            del self._kept[position]
        self._end([kept])
        return None

    def _forget_erased(self) -> None:
        """Let go of what was made before something was erased."""
        erased = self._past.erased
        with self._lock:
            if erased == self._erased:
                return
            self._erased = erased
        self.close()

    def _in_turn(self, position: int) -> _Kept:
        """Make the service of a position when there is room; what another thread makes meanwhile is taken."""
        patience = max(self._limits.wait, self._limits.time or 0.0)  # making one takes longer than most queries
        until = time.monotonic() + patience
        with self._lock:
            while position in self._making or len(self._making) + self._leaving >= _AT_ONCE:
                left = until - time.monotonic()
                if left <= 0:
                    held = f", {self._leaving} that others replace are in use" if self._leaving else ""
                    raise OverloadedError(
                        f"The graph as of event {position} could not be made ready within {patience:g} s: "
                        f"{len(self._making)} moments of the past are being made{held}.",
                        retry_after=_LATER,
                    )
                self._lock.wait(left)
            self._making.add(position)
        try:
            return self._lent(position) or self._made(position)
        finally:
            with self._lock:
                self._making.remove(position)
                self._lock.notify_all()

    def _service(self, position: int, stack: ExitStack) -> QueryService:
        """Make the service of a position; what it needs ends with the stack."""
        now = self._now()
        turned = now.branch(lambda start: self._delta(start, position), self._lanes) if now is not None else None
        if turned is not None:
            return turned
        view = stack.enter_context(self._past.at(position))
        recipe = DiskStore(str(view.graph_path), position)
        pool = WorkerPool(recipe, self._limits, self._lanes)
        return QueryService(recipe, self._limits, base=self._base, pool=pool)

    def _delta(self, start: int, position: int) -> Delta | None:
        turning = self._past.turning(start, position)
        if turning is None:
            return None
        matching = tuple(Match(one.nodes, one.patterns, one.if_any) for one in turning.gone)
        return Delta(start, position, turning.cleared, matching, added=turning.come)

    def _made(self, position: int) -> _Kept:
        erased = self._erased
        with ExitStack() as stack:
            queries = self._service(position, stack)
            stack.callback(queries.close)
            made = _Kept(queries, stack.pop_all(), users=1)
        with self._lock:
            made.spent = erased != self._erased  # what was erased meanwhile may be in it: it goes with its use
            if made.spent:
                self._leaving += 1
                return made
            self._kept[position] = made
            surplus = [self._kept.pop(next(iter(self._kept))) for _ in range(len(self._kept) - self._most)]
        self._end(surplus)
        return made

    def _end(self, some: list[_Kept]) -> None:
        with self._lock:
            for kept in some:
                kept.spent = True
                self._leaving += kept.users > 0
            idle = [kept for kept in some if kept.users == 0]
        for kept in idle:
            kept.stack.close()
