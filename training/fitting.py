"""Monotone maps fitted to judged scores, and how well they hold.

Input: arrays of scores and of right or wrong. Output: maps and measures, read by training/calibrate.py.
Pure numpy: no I/O, no randomness.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kb.extraction.calibration import EDGE, Curve

Floats = NDArray[np.float64]
Map = Callable[[Floats], Floats]

PRIOR = 2.0  # weight of the map of all kinds in that of one: that of a handful of claims
STEPS = 100


def log_odds(scores: Floats) -> Floats:
    """Return kb.extraction.calibration.log_odds of each score."""
    held = np.clip(scores, EDGE, 1 - EDGE)
    return np.log(held / (1 - held))


def curve(scores: Floats, right: Floats, towards: Curve, weight: float = PRIOR) -> Curve:
    """Return the logistic map of most likelihood, drawn towards another where there is little to learn from.

    Args:
        scores: raw, 0 to 1.
        right: 1 or 0.
        towards: the map of all kinds.
        weight: how strongly it is drawn there; 0 is not at all.
    """
    x = log_odds(scores)
    start = np.array([towards.slope, towards.offset], np.float64)
    at = start.copy()
    for held in (False, True):
        for _ in range(STEPS):
            p = 1 / (1 + np.exp(-(at[0] * x + at[1])))
            push = np.array([((right - p) * x).sum(), (right - p).sum()]) - weight * (at - start)
            bend = p * (1 - p)
            curved = np.array([[(bend * x * x).sum(), (bend * x).sum()], [(bend * x).sum(), bend.sum()]])
            curved += max(weight, 1e-6) * np.eye(2)
            # held: the slope stays at 0
            step = np.array([0.0, push[1] / curved[1, 1]]) if held else np.linalg.solve(curved, push)
            at += np.clip(step, -1, 1)
            if np.abs(step).max() < 1e-8:
                break
        if at[0] >= 0:
            break
        at[0] = 0.0
    return Curve(round(float(at[0]), 4), round(float(at[1]), 4))


def isotonic(scores: Floats, right: Floats) -> Map:
    """Return the rising step function of least squares, joined by straight lines (for comparison).

    Source:
        Ayer et al. 1955, Ann. Math. Statist. 26:641-647 (pool adjacent violators).
    """
    order = np.argsort(scores, kind="stable")
    blocks: list[list[float]] = []  # [sum, count, sum of scores]
    for s, r in zip(scores[order], right[order], strict=True):
        blocks.append([r, 1, s])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    at = np.array([b[2] / b[1] for b in blocks])
    value = np.array([b[0] / b[1] for b in blocks])
    return lambda new: np.interp(new, at, value)


def binned(scores: Floats, right: Floats, many: int = 10) -> Map:
    """Return the share of right claims in bins of equal size, pooled where it falls (for comparison)."""
    order = np.argsort(scores, kind="stable")
    parts = [p for p in np.array_split(order, many) if len(p)]
    means = np.array([scores[p].mean() for p in parts])
    shares = np.array([right[p].mean() for p in parts])
    rising = isotonic(means, shares)(means)
    edges = np.array([scores[p].max() for p in parts[:-1]])
    return lambda new: rising[np.searchsorted(edges, new, "left")]


def calibration_error(chances: Floats, right: Floats, many: int = 10) -> float:
    """Return the expected calibration error over bins of equal size.

    Source:
        Naeini, Cooper & Hauskrecht 2015, AAAI, 2901-2907.
    """
    order = np.argsort(chances, kind="stable")
    parts = [p for p in np.array_split(order, min(many, max(len(order) // 10, 1))) if len(p)]
    gaps = [len(p) * abs(chances[p].mean() - right[p].mean()) for p in parts]
    return float(sum(gaps) / max(len(order), 1))


def log_loss(chances: Floats, right: Floats) -> float:
    """Return the mean loss in bits."""
    held = np.clip(chances, 0.01, 0.99)
    return float(-np.mean(np.log2(np.where(right > 0.5, held, 1 - held))))
