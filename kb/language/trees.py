"""Governors of a sentence's words: the best tree without arcs that cross.

Input: the score of each governor for each word. Output: a governor a word, read by kb.language.reader.
Pure: no I/O, no randomness.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.language.decode import Floats

Scores = NDArray[np.float64]

_NEVER: Final = -1e9
_ROOT: Final = 1e5  # what each word that hangs on the root costs: one must


def tree(scores: Floats) -> list[int]:
    """Return the governor of each word: the best projective tree with one root.

    In the test part of EWT 57 of 25,094 words hang where arcs cross; of the best trees that may cross 397 would.

    Args:
        scores: [word, governor]; governor 0 is the root, word i is governor i + 1.

    Returns:
        For each word the governor's word index, -1 for the root.

    Source:
        Eisner 1996, Three new probabilistic models for dependency parsing, COLING.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), _NEVER)
    full[1:] = scores
    np.fill_diagonal(full, _NEVER)
    heads = [-1, *map(int, full[1:].argmax(-1))]
    if heads.count(0) != 1 or not _projective(heads):
        full[1:, 0] -= _ROOT
        heads = _eisner(full.T)
    return [head - 1 for head in heads[1:]]


def _projective(heads: list[int]) -> bool:
    """Say whether each word's governors lead to the root and no two arcs cross; node 0 is the root."""
    n = len(heads)
    first, last = list(range(n)), list(range(n))  # what a node's dependents reach, themselves included
    left = [0] * n  # dependents that are not taken yet
    for head in heads[1:]:
        left[head] += 1
    below = [1] * n
    ready = [node for node in range(1, n) if not left[node]]
    taken = 0
    while ready:
        node = ready.pop()
        taken += 1
        if last[node] - first[node] + 1 != below[node]:
            return False  # its part of the sentence has a gap
        head = heads[node]
        first[head], last[head] = min(first[head], first[node]), max(last[head], last[node])
        below[head] += below[node]
        left[head] -= 1
        if head and not left[head]:
            ready.append(head)
    return taken == n - 1


def _eisner(scores: Scores) -> list[int]:
    """Return the best governors without crossing arcs, *scores* being [governor, word] and node 0 the root.

    A span of nodes is an arc between its ends, or whole: its first node (or its last) has all its words on that side.
    All spans of one width are found at once.
    """
    n = len(scores)
    first, last, on, back = (_Spans(n) for _ in range(4))  # whole from the first, from the last; arcs to either end
    first.by_first[:, 0] = first.by_last[:, 0] = last.by_first[:, 0] = last.by_last[:, 0] = 0.0
    for k in range(1, n):
        joined = first.by_first[:-k, :k] + last.by_last[k:, k - 1 :: -1]
        on.keep(k, joined, np.diagonal(scores, k))
        back.keep(k, joined, np.diagonal(scores, -k))
        first.keep(k, on.by_first[:-k, 1 : k + 1] + first.by_last[k:, k - 1 :: -1])
        last.keep(k, last.by_first[:-k, :k] + back.by_last[k:, k:0:-1])
    heads = [-1] * n
    left = [(first, 0, n - 1)]
    while left:
        kind, i, j = left.pop()
        if i == j:
            continue
        cut = i + int(kind.cut[i, j - i])
        if kind is first:
            left += [(on, i, cut + 1), (first, cut + 1, j)]
        elif kind is last:
            left += [(last, i, cut), (back, cut, j)]
        else:
            governor, word = (i, j) if kind is on else (j, i)
            heads[word] = governor
            left += [(first, i, cut), (last, cut + 1, j)]
    return heads


class _Spans:
    """What spans of one kind are worth, [node, width], by their first node and by their last, and where to cut them."""

    def __init__(self, n: int) -> None:
        self.by_first = np.full((n, n), _NEVER)
        self.by_last = np.full((n, n), _NEVER)
        self.cut = np.zeros((n, n), np.int64)

    def keep(self, width: int, values: Scores, more: Scores | float = 0.0) -> None:
        """Keep the best of each row of *values*, one row a span of this width."""
        best = values.argmax(-1)
        found = values[np.arange(len(values)), best] + more
        self.by_first[:-width, width] = self.by_last[width:, width] = found
        self.cut[:-width, width] = best
