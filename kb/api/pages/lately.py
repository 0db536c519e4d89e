"""What was made lately for a key, kept so that it need not be made again.

Input: keys, which hold all that a value depends on, the log's course too; how to make a value. Output: values.
Never: keeps more than so many: what was not asked for longest goes first. Safe for several threads.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(slots=True)
class _Turn:
    """Held by who makes the value of a key; *wanted* by how many."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted: int = 0


class Lately:
    """The last values that were asked for.

    Args:
        most: how many are kept.
        once: whether who asks for what another is just making waits for it; else both make it.
    """

    def __init__(self, most: int, *, once: bool = False) -> None:
        self._most = most
        self._once = once
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._turns: dict[Hashable, _Turn] = {}
        self._lock = threading.Lock()

    def kept(self, key: Hashable, make: Callable[[], T], lasts: Callable[[T], bool] = lambda _: True) -> T:
        """Return what was made for a key, or make it.

        What does not last, as *lasts* says, is made again for whoever asks next; so is what failed.
        """
        there, found = self._found(key)
        if there:
            return cast("T", found)
        if not self._once:
            return self._made(key, make, lasts)
        with self._turn(key):
            there, found = self._found(key)
            return cast("T", found) if there else self._made(key, make, lasts)

    def _found(self, key: Hashable) -> tuple[bool, Any]:
        with self._lock:
            if key not in self._kept:
                return False, None
            self._kept.move_to_end(key)
            return True, self._kept[key]

    def _made(self, key: Hashable, make: Callable[[], T], lasts: Callable[[T], bool]) -> T:
        made = make()
        if not lasts(made):
            return made
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    @contextmanager
    def _turn(self, key: Hashable) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.wanted += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.wanted -= 1
                if not turn.wanted:
                    del self._turns[key]
