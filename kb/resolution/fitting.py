"""Scales of fields fitted to judgements of people, drawn towards the weights as they came.

Input: weights of judged pairs, each with its label. Output: Scales; how well pairs that were held back are told apart.
Pure and deterministic: no randomness; logistic regression by Newton's method.

Source:
    Hosmer, Lemeshow & Sturdivant 2013, Applied Logistic Regression, chapter 1; the pull as in training/fit_links.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kb.resolution.comparison import Weight
from kb.resolution.learned import Scales, certain, key

FOLDS: Final = 5
STRENGTH: Final = 1.0  # of the pull of a field, in units of the square of its mean share
SHIFT_STRENGTH: Final = 1.0
_PRIOR: Final = "prior"
_LOWEST: Final = 0.0
_HIGHEST: Final = 4.0
_STEPS: Final = 50
_NAT: Final = float(np.log(2))

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that a person judged.

    Attributes:
        weight: by field, as the package weighs it.
        one: whether it is one thing.
        share: how much it counts; the pairs of one decision together count 1.
        fold: pairs of one decision are held back together.
    """

    weight: Weight
    one: bool
    share: float
    fold: int


@dataclass(frozen=True, slots=True)
class Told:
    """How well pairs are told apart.

    Attributes:
        loss: mean surprise in bits of a judgement; lower is better.
        wrong: share of judgements on the wrong side of the threshold.
    """

    loss: float
    wrong: float


def fit(rows: Sequence[Judged], needed: float) -> Scales:
    """Return the scales that tell *rows* apart best, drawn towards 1.

    What every pair has from the start is not scaled: the shift says the same once.

    Args:
        rows: judged pairs, those that are certain left out.
        needed: bits from which a pair is one thing.
    """
    names = sorted({key(part) for row in rows for part in row.weight.parts if part.field != _PRIOR})
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1.0
    at = {name: n for n, name in enumerate(names)}
    prior = np.zeros(len(rows))
    for n, row in enumerate(rows):
        for part in row.weight.parts:
            if part.field == _PRIOR:
                prior[n] += part.bits
            else:
                x[n, at[key(part)]] += part.bits
    y = np.array([row.one for row in rows], dtype=float)
    share = np.array([row.share for row in rows])
    there = (x[:, :-1] != 0).T @ share
    mean = (np.abs(x[:, :-1]).T @ share) / np.maximum(there, 1e-9)
    pull = np.append(2 * STRENGTH * (_NAT * np.maximum(mean, 0.5)) ** 2, 2 * SHIFT_STRENGTH * _NAT**2)
    start = np.append(np.ones(len(names)), 0.0)
    theta = start.copy()
    for _ in range(_STEPS):
        chance = _sigmoid(_NAT * (x @ theta + prior - needed))
        slope = _NAT * x.T @ (share * (chance - y)) + pull * (theta - start)
        curve = _NAT**2 * (x.T * (share * chance * (1 - chance))) @ x + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        theta = theta - step
        if float(np.abs(step).max()) < 1e-9:
            break
    scales = {name: float(np.clip(round(theta[n], 3), _LOWEST, _HIGHEST)) for name, n in at.items()}
    return Scales({name: scale for name, scale in scales.items() if scale != 1.0}, float(round(theta[-1], 3)))


def tell(rows: Sequence[Judged], scales: Scales, needed: float) -> Told:
    """Return how well *scales* tell judged pairs apart."""
    if not rows:
        return Told(0.0, 0.0)
    above = np.array([scales.applied(row.weight).bits - needed for row in rows])
    y = np.array([row.one for row in rows], dtype=float)
    share = np.array([row.share for row in rows])
    chance = np.clip(_sigmoid(_NAT * above), 1e-9, 1 - 1e-9)
    loss = -(y * np.log2(chance) + (1 - y) * np.log2(1 - chance))
    wrong = (above >= 0) != (y > 0)
    return Told(float((share * loss).sum() / share.sum()), float((share * wrong).sum() / share.sum()))


def is_better(before: Told, after: Told) -> bool:
    """Say whether decisions held back are told apart better: less surprise is not enough where more come out wrong."""
    return after.loss < before.loss and after.wrong <= before.wrong


def held_back(rows: Sequence[Judged], needed: float) -> Told:
    """Return how well each fold is told apart by what is fitted to the others."""
    losses, wrongs, shares = [], [], []
    for fold in sorted({row.fold for row in rows}):
        rest = [row for row in rows if row.fold != fold]
        kept = [row for row in rows if row.fold == fold]
        told = tell(kept, fit(rest, needed) if rest else Scales(), needed)
        share = sum(row.share for row in kept)
        losses.append(told.loss * share)
        wrongs.append(told.wrong * share)
        shares.append(share)
    whole = sum(shares) or 1.0
    return Told(sum(losses) / whole, sum(wrongs) / whole)


def usable(weight: Weight) -> bool:
    """Say whether a pair teaches anything: it has fields, and none makes it certain."""
    return bool(weight.parts) and not certain(weight)


def _sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))
