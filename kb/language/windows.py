"""Where a long text is cut so that the encoder sees it piece by piece.

Input: sub-words and paragraph starts of a text's words.
Output: windows of words that overlap, and the word at which the answer passes
from one window to the next; read by kb.language.reader.
Pure.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kb.language.decode import Floats

WINDOW: Final = 382  # sub-words a window, without the two special ones; what articles are trained in
OVERLAP: Final = 96  # sub-words that two neighbours share, at most; 160 read no better and took a tenth more time

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


def units(words: Sequence[str], sizes: Sequence[int], breaks: Sequence[bool]) -> list[int]:
    """Return the first words of likely sentences, none longer than half a window.

    Only a guess at where to cut: the reader's own sentences come from the model.
    """
    starts: list[int] = []
    size = 0
    ended = True
    for i, word in enumerate(words):
        closes = word in _CLOSERS
        if (ended and not closes) or breaks[i] or size + sizes[i] > WINDOW // 2:
            starts.append(i)
            size = 0
        size += sizes[i]
        ended = word in _ENDS or (ended and closes)
    return starts


def plan(starts: Sequence[int], sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Return windows (first word, word after the last) over whole units.

    Args:
        starts: first word of each unit; no unit is larger than a window.
        sizes: sub-words of each word.
    """
    if not starts:
        return []
    bounds = [*starts, len(sizes)]
    before = np.concatenate([[0], np.cumsum(sizes)])
    size = [int(before[bounds[k + 1]] - before[bounds[k]]) for k in range(len(starts))]
    windows: list[tuple[int, int]] = []
    first = 0
    while True:
        last, total = first, 0
        while last < len(size) and total + size[last] <= WINDOW:
            total += size[last]
            last += 1
        last = max(last, first + 1)
        windows.append((bounds[first], bounds[last]))
        if last == len(size):
            return windows
        following, shared = last, 0
        while following - 1 > first and shared + size[following - 1] <= OVERLAP:
            following -= 1
            shared += size[following]
        first = following


def seam(left: Floats, right: Floats, breaks: Sequence[bool]) -> int:
    """Return the word of an overlap from which the right window answers.

    The most likely sentence start, the nearest to the middle among equals:
    both windows then see every sentence whole, and each word is read where
    it is far from the edge.

    Args:
        left: probability of a sentence start at each shared word, left window.
        right: the same from the right window.
        breaks: whether a paragraph begins with the word.
    """
    n = len(breaks)
    if n == 0:
        return 0
    middle = n / 2
    certain = np.minimum(left, right)
    certain[0] = left[0]  # the right window takes its first word for a start in any case
    sure = [i for i in range(n) if breaks[i] or certain[i] > 0.5]
    if sure:
        return min(sure, key=lambda i: (abs(i - middle), i))
    return int(certain.argmax())
