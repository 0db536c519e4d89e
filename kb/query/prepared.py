"""Queries as workers are asked them, kept for the next time that the same comes: programs ask again and again.

Input: what a Ready is made from. Output: the Ready, and its job as it travels; read by kb.query.service.
Pure, save for what it keeps, bounded in number and in what each may be long. Never: keeps a refusal, or an answer.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from kb.query.ready import Ready
from kb.query.workers.job import as_body

_MOST: Final = 512  # each has a text of a few KB at most: what is longer does not come here


class Prepared:
    """A query that passed the gate, and its job as bytes, made when first needed."""

    __slots__ = ("_body", "ready")

    def __init__(self, ready: Ready) -> None:
        self.ready = ready
        self._body = b""

    @property
    def body(self) -> bytes:
        """The job as it travels."""
        if not self._body:
            self._body = as_body(self.ready.job)
        return self._body


class Preparations:
    """Keeps the queries that came last. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Prepared] = OrderedDict()

    def find(self, key: Hashable) -> Prepared | None:
        """Return the query of *key*, all that it is made from; None if it is not there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, ready: Ready) -> Prepared:
        """Return the query of *key* as it is kept from now on."""
        made = Prepared(ready)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made
