"""Steps by which this process changed the graph, kept until the query workers have them.

Input: quads that went and came, by position. Output: deltas that lead from one position to another, or none.
Never: keeps more than 64 MB of them.
"""

import threading
from typing import Final

from pyoxigraph import Quad, RdfFormat, serialize

from kb.query.workers.recipe import Delta

_KEPT: Final = 64 << 20  # bytes of changes that wait for the workers


class Changes:
    """Steps by which this process changed the graph, until the query workers have them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: list[Delta] = []

    def add(self, before: int, after: int, gone: set[Quad], come: set[Quad]) -> None:
        """Keep one step; beyond 64 MB all are forgotten, and the whole is loaded again."""
        removed = serialize(gone, format=RdfFormat.N_QUADS) or b""
        added = serialize(come, format=RdfFormat.N_QUADS) or b""
        with self._lock:
            self._steps.append(Delta(before, after, removed=removed, added=added))
            if sum(len(step.removed) + len(step.added) for step in self._steps) > _KEPT:
                self._steps.clear()

    def take(self, start: int, goal: int) -> list[Delta]:
        """Return the steps that lead from *start* to *goal*, none if a part of the way is missing."""
        with self._lock:
            steps, self._steps = self._steps, [step for step in self._steps if step.position > goal]
        way: list[Delta] = []
        for step in steps:
            if step.before == (way[-1].position if way else start) and step.position <= goal:
                way.append(step)
        return way if way and way[-1].position == goal else []
