"""A number, and the scale words behind it: "million", "lakh crore", "61m" behind a currency sign.

Input: tokens from an index, a value read so far. Output: Number, read by kb.extraction.quantity.numbers and fractions.
Pure: no I/O; looks at most four tokens ahead.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kb.extraction.quantity.tokens import Token, at

SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "dozen": 12.0,
}
_SHORT_SCALES: Final = {"m": 1e6, "b": 1e9, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "t": 1e12}
_ATHLETICS: Final = frozenset("hurdles metres finals finalists races sprints champions is was has as".split())


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens it takes.

    Attributes:
        value: its value, scales applied.
        end: index after its last token.
        form: "digits", "words" or "fraction".
        scaled: a scale word ("million", "dozen") is part of it.
    """

    value: float
    end: int
    form: str
    scaled: bool = False


def times(value: float, scale: float) -> float:
    """Return the product as it is written: 4.1 billion is 4,100,000,000 and not a ten-millionth less."""
    return float(Decimal(repr(value)) * Decimal(scale)) if math.isfinite(value) else value


def with_scale(tokens: list[Token], value: float, end: int, form: str, money: bool = False) -> Number | None:
    """Return the number that a value makes with the scale words from *end* on, None beyond what a float holds.

    Args:
        form: see Number.
        money: a currency sign stands before it, so "61m" and "61b" are scales.
    """
    scaled = False
    for _ in range(3):  # "5 lakh crore"
        token = at(tokens, end)
        hyphen = token.text in {"-", "‑"} and at(tokens, end + 1).lower in SCALES
        if hyphen:
            token = at(tokens, end + 1)
        if token.broken or token.lower not in SCALES:
            break
        value, end, scaled = times(value, SCALES[token.lower]), end + 1 + hyphen, True
        if at(tokens, end).lower == "dozen":
            break
    token = at(tokens, end)
    if not scaled and form == "digits" and token.joined and _short_scale(tokens, end, money):
        value, end, scaled = times(value, _SHORT_SCALES[token.text]), end + 1, True
    return Number(value, end, form, scaled) if math.isfinite(value) else None


def _short_scale(tokens: list[Token], index: int, money: bool) -> bool:
    """Say whether the letter written to the number is a scale: "$61m", "2.3m people", "40k homes"."""
    token, following = tokens[index], at(tokens, index + 1)
    if token.text not in _SHORT_SCALES:
        return False
    if money or token.text in {"k", "K"}:
        return True
    counted = (
        following.kind == "w" and not following.broken and (following.lower == "people" or following.lower[-1:] == "s")
    )
    return counted and token.text in {"m", "M", "b"} and following.lower not in _ATHLETICS
