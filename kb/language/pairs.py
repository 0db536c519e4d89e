"""What the relation scorer sees of a pair of spans besides their states.

Input: spans as word indices and their words in lower case.
Output: distance class and likeness, read by kb.language.reader and training/.
Pure.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.language.labels import DISTANCES, POSSIBLE, SCORED

Ints = NDArray[np.int64]

DIFFERENT, SAME_LAST, SAME = range(3)
_MOST = 3  # spans between two others are counted up to here

FAR: Final = 2 * (len(DISTANCES) + 1)  # classes of `distances`
ALIKE: Final = 3  # classes of `likeness`
BETWEEN: Final = (_MOST + 1) ** 2  # classes of `between`


def distances(starts: Ints, sentences: Ints) -> Ints:
    """Return the distance class of every pair: how far, which way, and whether in one sentence."""
    far = np.digitize(starts[:, None] - starts[None, :], DISTANCES)
    apart = sentences[:, None] != sentences[None, :]
    return np.asarray(far + apart * (len(DISTANCES) + 1), dtype=np.int64)


def between(layers: Sequence[str], starts: Ints) -> Ints:
    """Return for every pair how many rivals stand between: spans of the head's layer and of the tail's."""
    n = len(starts)
    low = np.minimum(starts[:, None], starts[None, :])
    high = np.maximum(starts[:, None], starts[None, :])
    counts: dict[str, Ints] = {}
    for layer in set(layers):
        at = np.unique([starts[i] for i in range(n) if layers[i] == layer])
        inside = np.searchsorted(at, high, "left") - np.searchsorted(at, low, "right")
        counts[layer] = np.asarray(np.clip(inside, 0, _MOST), dtype=np.int64)
    head = np.stack([counts[layers[i]][i] for i in range(n)]) if n else np.zeros((0, 0), np.int64)
    tail = np.stack([counts[layers[i]][:, i] for i in range(n)], 1) if n else np.zeros((0, 0), np.int64)
    return np.asarray(head * (_MOST + 1) + tail, dtype=np.int64)


def likeness(layers: Sequence[str], words: Sequence[tuple[str, ...]]) -> Ints:
    """Return for every pair whether two spans of one layer have the same words or last word."""
    n = len(layers)
    out = np.zeros((n, n), np.int64)
    last: dict[tuple[str, str], list[int]] = {}
    for i in range(n):
        last.setdefault((layers[i], words[i][-1]), []).append(i)
    for group in last.values():
        for i in group:
            for j in group:
                if i != j:
                    out[i, j] = SAME if words[i] == words[j] else SAME_LAST
    return out


_ALLOWED = {pair: np.array([s in ("none", *labels) for s in SCORED]) for pair, labels in POSSIBLE.items()}
_NOTHING = np.array([s == "none" for s in SCORED])


def allowed(layers: Sequence[str], starts: Ints, ends: Ints) -> NDArray[np.bool_]:
    """Return which relations each pair may have: [head, tail, relation].

    A mention refers back only to a mention before it (by start, then end).
    """
    n = len(layers)
    out = np.zeros((n, n, len(SCORED)), bool)
    out[:] = _NOTHING
    at: dict[str, Ints] = {}
    for layer in set(layers):
        at[layer] = np.array([i for i in range(n) if layers[i] == layer], np.int64)
    for (head, tail), labels in _ALLOWED.items():
        if head in at and tail in at:
            out[np.ix_(at[head], at[tail])] = labels
    if "mention" in at:
        m = at["mention"]
        s, e = starts[m], ends[m]
        later = (s[:, None] > s[None, :]) | ((s[:, None] == s[None, :]) & (e[:, None] > e[None, :]))
        block = out[np.ix_(m, m)]
        block[~later] = _NOTHING
        out[np.ix_(m, m)] = block
    out[np.arange(n), np.arange(n)] = _NOTHING
    return out
