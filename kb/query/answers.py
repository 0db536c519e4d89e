"""Small answers, kept for as long as the graph stands where it stood: a map, a list and a badge ask the same all day.

Input: what a query asks and within which bounds, its result. Output: the same bytes again; read by kb.query.service.
Never: answers from another position of the log; keeps what is large, what says something else each time it is asked,
or more than so many bytes, of which those that were not asked for longest go first.
"""

import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, Literal

from kb.query.workers.job import Job

LARGEST: Final = 32 << 10  # bytes of an answer that is kept
_BESIDE: Final = 600  # bytes that an entry takes beside what was asked and answered, about
Kind = Literal["solutions", "boolean", "triples"]
_WORDS: Final = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")
_VOLATILE: Final = re.compile(r"(?:NOW|RAND|UUID|BNODE)(?:\s|#[^\r\n]*+)*+\(|SERVICE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    Attributes:
        kind, truncated, warnings: as kb.query.service.QueryResult has them.
        body: serialised.
    """

    kind: Kind
    body: bytes
    truncated: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the answers are worth: found and not found since the beginning, bytes held now."""

    hits: int = 0
    misses: int = 0
    size: int = 0


class Answers:
    """Answers on one graph. Safe to use from many threads.

    Args:
        most: bytes; 0: nothing is kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self._size = 0
        self._hits = 0
        self._misses = 0
        self._epoch = 0

    @property
    def counts(self) -> Counts:
        """How much they are worth."""
        with self._lock:
            return Counts(self._hits, self._misses, self._size)

    def key(self, job: Job, position: int) -> Hashable | None:
        """Return what stands for a query on the graph at *position*, None if nothing is kept.

        The epoch is in it: what was begun before *clear* is not found after it.
        """
        if not self._most:
            return None
        bounds = (job.rows, job.size, job.memory)
        asked = (job.text, job.plain, job.base, job.format, job.default_graphs, job.named_graphs)
        return self._epoch, position, asked, bounds

    def find(self, key: Hashable) -> Answer | None:
        """Return the answer, None if it is not there."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self._misses += 1
                return None
            self._hits += 1
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, job: Job, answer: Answer) -> None:
        """Keep an answer, unless it is large; *key* is that of *job*."""
        asked = (job.text, job.plain, *job.default_graphs, *job.named_graphs)
        size = sum(map(sys.getsizeof, (*asked, answer.body, *answer.warnings))) + _BESIDE
        if len(answer.body) > LARGEST or size > self._most:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = answer, size
            self._size += size
            while self._size > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._size -= gone

    def clear(self) -> None:
        """Forget all, for the graph changes."""
        with self._lock:
            self._epoch += 1
            self._kept.clear()
            self._size = 0


def is_volatile(text: str) -> bool:
    """Say whether the same query may be answered otherwise on the same graph."""
    upper = text.upper()
    return any(word in upper for word in _WORDS) and _VOLATILE.search(text) is not None
