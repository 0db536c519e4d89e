"""Scores to decisions: tag sequences, trees, probabilities.

Input: the numbers that the network gives for one window.
Output: spans, governors and probabilities read by kb.language.reader.
Pure: no I/O, no randomness; ties go to the lower index.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NEVER: Final = np.float32(-1e9)


def softmax(scores: Floats) -> Floats:
    """Return probabilities over the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), dtype=np.float32)


def best_tags(log_probabilities: Floats) -> NDArray[np.int64]:
    """Return the best lawful begin-inside-outside sequences.

    Viterbi, where "inside" of a label may only follow "begin" or "inside" of
    the same label.

    Args:
        log_probabilities: [word, sequence, tag]; tag 0 is outside, then begin
            and inside of each label in turn. Sequences are independent.

    Returns:
        Tags [word, sequence].
    """
    length, many, tags = log_probabilities.shape
    out = np.zeros((length, many), np.int64)
    if length == 0:
        return out
    score = log_probabilities[0].copy()
    score[:, 2::2] = NEVER
    best_before: list[list[int]] = [[0] * many]
    from_begin: list[list[list[bool]]] = [[[True] * (tags // 2)] * many]
    for row in log_probabilities[1:]:
        begin, inside = score[:, 1::2], score[:, 2::2]
        best_before.append(score.argmax(-1).tolist())
        from_begin.append((begin >= inside).tolist())
        following = np.repeat(score.max(-1, keepdims=True), tags, axis=1)
        np.maximum(begin, inside, out=following[:, 2::2])
        following += row
        score = following
    last = score.argmax(-1).tolist()
    for k in range(many):
        tag = last[k]
        for i in range(length - 1, -1, -1):
            out[i, k] = tag
            if tag and tag % 2 == 0:
                tag -= from_begin[i][k][tag // 2 - 1]
            else:
                tag = best_before[i][k]
    return out


def spans_of_tags(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return (label, first word, word after the last) of a lawful tag sequence."""
    spans: list[tuple[int, int, int]] = []
    start = -1
    for i, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            spans.append(((tags[start] - 1) // 2, start, i))
            start = -1
        if tag % 2 == 1:
            start = i
    return spans


def span_score(probabilities: Floats, label: int, start: int, end: int) -> float:
    """Return how sure the tagger is of one span.

    The least of: that it begins there, that it goes on (mean over its words),
    that it ends there. Not the product, which would punish length.

    Args:
        probabilities: [word, tag] of one sequence.
        label: index of the label.
        start: first word.
        end: word after the last one.
    """
    begin, inside = 1 + 2 * label, 2 + 2 * label
    sure = float(probabilities[start, begin])
    if end - start > 1:
        sure = min(sure, float(probabilities[start + 1 : end, inside].mean()))
    if end < len(probabilities):
        sure = min(sure, 1.0 - float(probabilities[end, inside]))
    return min(max(sure, 0.0), 1.0)


def tree(scores: Floats) -> list[int]:
    """Return the governor of each word: the best tree with one root.

    Args:
        scores: [word, governor]; governor 0 is the root, word i is governor i + 1.

    Returns:
        For each word the governor's word index, -1 for the root.

    Source:
        Chu & Liu 1965; Edmonds 1967, J. Res. NBS 71B:233-240.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), NEVER, np.float64)
    full[1:] = scores
    np.fill_diagonal(full, NEVER)
    heads = full.argmax(-1)
    heads[0] = 0
    if (heads[1:] == 0).sum() != 1 or _cycle(heads) is not None:
        if n > 1:  # one word must hang on the root, and no second one pays for it
            full[1:, 0] -= 1e5
        heads = _edmonds(full)
    return [int(h) - 1 for h in heads[1:]]


def _cycle(heads: NDArray[np.int64]) -> list[int] | None:
    """Return the nodes of one cycle, or None."""
    state = [0] * len(heads)
    state[0] = 2
    for first in range(1, len(heads)):
        path, node = [], first
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return None


def _edmonds(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the best governors, node 0 being the root; contracts a cycle and solves the rest."""
    n = len(scores)
    heads: NDArray[np.int64] = scores.argmax(-1)
    heads[0] = 0
    found = _cycle(heads)
    if found is None:
        return heads
    ring = np.array(found)
    outside = np.setdiff1d(np.arange(n), ring)
    into = scores[np.ix_(ring, outside)] - scores[ring, heads[ring]][:, None]
    out_of = scores[np.ix_(outside, ring)]
    m = len(outside)
    smaller = np.full((m + 1, m + 1), NEVER, np.float64)
    smaller[:m, :m] = scores[np.ix_(outside, outside)]
    smaller[m, :m] = into.max(0)
    smaller[:m, m] = out_of.max(1)
    solved = _edmonds(smaller)
    for k in range(1, m):
        heads[outside[k]] = ring[out_of[k].argmax()] if solved[k] == m else outside[solved[k]]
    broken = ring[into[:, solved[m]].argmax()]
    heads[broken] = outside[solved[m]]
    return heads
