"""How much a person's answer is worth: how open a question is, times how much hangs on it.

Input: what speaks for and against one thing, in bits; how many claims hang on the answer. Output: numbers.
Pure. docs/curation.md repeats the formula.

Source:
    Shannon 1948, Bell System Technical Journal 27:379-423, for the entropy of a yes or no.
"""

from math import log2
from typing import Final

FURTHEST: Final = 6.0  # bits from the threshold beyond which a question is no clearer
CLOSE: Final = 2.0  # bits above the threshold up to which a link is called weak


def openness(bits: float, needed: float, against: float = 0.0) -> float:
    """Return how open it is whether two are one, 0 (clear) to 1 (even).

    The entropy of the chance 1 / (1 + 2**-m), m being the bits above what a
    link needs, less what the pair across that contradicts it most takes away;
    m is cut at 6 bits either way, so that what is contradicted as strongly as
    it is supported is still asked some day.

    Args:
        bits: of the strongest pair.
        needed: for a link.
        against: of the pair that contradicts it, 0 if none does.
    """
    margin = max(-FURTHEST, min(FURTHEST, bits - needed + min(0.0, against)))
    chance = 1 / (1 + 2**-margin)
    return round(-chance * log2(chance) - (1 - chance) * log2(1 - chance), 4)


def worth(open_: float, claims: int) -> float:
    """Return what an answer is worth: *open_* times one more than the claims that would be another's by it."""
    return round(open_ * (1 + claims), 4)
