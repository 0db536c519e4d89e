"""Raw scores: how sure the model is of all that one claim rests on.

Input: probabilities of proposals and links. Output: a claim's raw score, which
kb.extraction.calibration turns into the chance that the claim is right.
Pure.
"""

from math import prod


def joint(*scores: float) -> float:
    """Return the raw score of a claim that is right only if all of its parts are.

    Args:
        scores: of each part, 0 to 1; none: 1.
    """
    return rounded(prod(scores))


def rounded(score: float) -> float:
    """Return *score* with four decimals, within 0 and 1."""
    return round(min(max(score, 0.0), 1.0), 4)
