"""What was made lately for a key, kept so that it need not be made again.

Input: keys, which hold all that a value depends on, the log's position too; how to make a value. Output: values.
Never: keeps more than so many: what was not asked for longest goes first. Safe for several threads.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Lately:
    """The last values that were asked for.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Hashable, make: Callable[[], T], lasts: Callable[[T], bool] = lambda _: True) -> T:
        """Return what was made for a key, or make it; two threads may make the same at once.

        What does not last, as *lasts* says, is made again for whoever asks next.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = make()
        if not lasts(made):
            return made
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
