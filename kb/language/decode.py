"""Scores to decisions: tag sequences, probabilities.

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
