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

    "Inside" of a label may only follow "begin" or "inside" of the same label.
    Where each word's best tag gives a lawful sequence, that is the best one;
    only the others need Viterbi.

    Args:
        log_probabilities: [word, sequence, tag]; tag 0 is outside, then begin
            and inside of each label in turn. Sequences are independent.

    Returns:
        Tags [word, sequence].
    """
    if not len(log_probabilities):
        return np.zeros(log_probabilities.shape[:2], np.int64)
    out: NDArray[np.int64] = log_probabilities.argmax(-1)
    inside = (out > 0) & (out % 2 == 0)
    before = np.concatenate([np.zeros_like(out[:1]), out[:-1]])
    unlawful = (inside & (before != out) & (before != out - 1)).any(0)
    for k in np.flatnonzero(unlawful):
        out[:, k] = _viterbi(log_probabilities[:, k].tolist())
    return out


def _viterbi(rows: list[list[float]]) -> list[int]:
    """Return the best lawful tags of one sequence, of which no two scores need differ."""
    tags = len(rows[0])
    score = [float(NEVER) if t and t % 2 == 0 else x for t, x in enumerate(rows[0])]
    came: list[list[int]] = []
    for row in rows[1:]:
        best = max(range(tags), key=score.__getitem__)
        from_ = [best] * tags
        for t in range(2, tags, 2):
            from_[t] = t - 1 if score[t - 1] >= score[t] else t
        score = [score[f] + x for f, x in zip(from_, row, strict=True)]
        came.append(from_)
    tag = max(range(tags), key=score.__getitem__)
    out = [tag]
    for from_ in reversed(came):
        tag = from_[tag]
        out.append(tag)
    return out[::-1]


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
    heads: NDArray[np.int64] = full.argmax(-1)
    heads[0] = 0
    if n > 1 and (heads[1:] == 0).sum() != 1:
        # One word must hang on the root, and no second one: the word that gains most by it.
        inner = full[1:, 1:]
        gain = full[1:, 0] - inner.max(-1)
        heads[1:] = inner.argmax(-1) + 1
        heads[1 + int(gain.argmax())] = 0
    if _cycle(heads) is not None:
        if n > 1:
            full[1:, 0] -= 1e5
        heads = _edmonds(full)
    return [int(h) - 1 for h in heads[1:]]


def _cycle(governors: NDArray[np.int64]) -> list[int] | None:
    """Return the nodes of one cycle, or None."""
    heads: list[int] = governors.tolist()
    state = [0] * len(heads)
    state[0] = 2
    for first in range(1, len(heads)):
        path, node = [], first
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
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
    out = np.ones(n, bool)
    out[ring] = False
    outside = np.flatnonzero(out)
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
