"""Rates of exchange: "the naira fell to [1,512] to the dollar" is in naira, per dollar.

Input: the text and its quantities. Output: the same quantities, a bare number that is set against a currency in the
one that its sentence names before; read by kb.extraction.quantity.finder. What it is set against:
kb.extraction.figures.rates.
Never: makes money of a number whose sentence names no currency before it, or only the one it is set against.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.currencies import currency_after
from kb.extraction.quantity.tokens import tokenize
from kb.extraction.quantity.values import Quantity

SET_AGAINST: Final = re.compile(
    r"\s+(?:(?:to|against|for)\s+(?:the|one|a|every|each)|per)\s+(?:(?:US|U\.S\.|American)\s+)?(?P<currency>dollar|euro)\b"
)
_REACH: Final = 160  # characters of the sentence before a number
_SENTENCE: Final = re.compile(r"[.!?][”\"’]?\s|\n")
_PLAIN_SUM: Final = 1000.0  # of which a won is money
_ANY: Final = "pound"  # a weight, or money of six countries


def in_exchange(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, a bare number set against a currency in the one whose rate it is."""
    return tuple(_exchanged(text, one) for one in quantities)


def _exchanged(text: str, one: Quantity) -> Quantity:
    against = SET_AGAINST.match(text, one.span.end) if one.kind == "count" and not one.unit else None
    if against is None:
        return one
    before = _SENTENCE.split(text[max(0, one.span.start - _REACH) : one.span.start])[-1]
    unit = _named(before)
    other = unit not in ("", _ANY, _named(f"a {against['currency']}"))
    return replace(one, unit=unit, kind="money") if other else one


def _named(words: str) -> str:
    """The last currency that *words* name, "" for none."""
    tokens, found, index = tokenize(words), "", 0
    while index < len(tokens):
        read = currency_after(tokens, index, _PLAIN_SUM, scaled=False)
        found, index = (read[0], index + read[1]) if read else (found, index + 1)
    return found
