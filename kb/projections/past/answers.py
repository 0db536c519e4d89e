"""What was counted and grouped of one moment, kept for who asks the same again: nothing changes it any more.

Input: questions and their values; who answers them. Output: rows, as they were the first time.
Never: grows without bound, by rows as well as by questions; what was asked longest ago goes. Holds texts of questions:
they are known by their hashes.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

QUESTIONS: Final = 128
ROWS: Final = 20_000
MOST: Final = 5_000  # rows of one answer

T = TypeVar("T", bound=Sequence[Any])


class Answers:
    """Answers of one moment; for one user at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Sequence[Any]] = OrderedDict()  # the one asked last stands last
        self._rows = 0

    def kept(self, question: str, values: Sequence[Any], answer: Callable[[], T]) -> T:
        """Return what was answered before, or what *answer* returns now; nobody is to change it."""
        asked = hashlib.sha256(repr((question, *values)).encode(errors="backslashreplace")).digest()
        found: Any = self._kept.get(asked)
        if found is not None:
            self._kept.move_to_end(asked)
            told: T = found
            return told
        made = answer()
        if len(made) <= MOST:
            self._kept[asked] = made
            self._rows += len(made)
            while len(self._kept) > QUESTIONS or self._rows > ROWS:
                self._rows -= len(self._kept.popitem(last=False)[1])
        return made
