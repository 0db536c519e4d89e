"""Bare sums that are in the money told just before: "702 million kroner from [1.05 billion]".

Input: the text and its quantities. Output: the same quantities, such sums in that currency, read by
kb.extraction.quantity.finder.
Never: makes money of a number that counts something ("from two million visitors"), or of one of another sentence.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.values import Quantity

_REACH: Final = 60  # characters between a sum and the one before it
_COMPARED: Final = re.compile(
    r"(?<![.!?])[^.;!?\n]*\b(?:from|to|against|versus|with|than|and|or|down|up)\s"
    r"(?:(?:an?|the|about|around|some|just|only|earlier|previous|previously)\s){0,3}"
    r"(?:(?:(?:net|gross|operating|pretax|pre-tax|annual|total|record)\s)?"
    r"(?:profits?|loss(?:es)?|income|revenues?|sales|earnings|turnover|surplus|deficit)\sof\s)?|(?:\s\w+){0,2},\s"
)
_SCALED: Final = re.compile(r"\b(?:thousand|million|billion|trillion|m|bn|crore|lakh)$")
_NOTHING_COUNTED: Final = re.compile(
    r"[.,;:)\n]|$|\s(?:an?|the|in|last|this|less|more|fewer|lower|higher|on|at|for|by|after|before|as|and|or|to|than|while|"
    r"compared|earlier|previously|when|because|due|had|was|were|it|that)\b"
)


def in_same_money(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, a bare sum in millions in the currency of the money it is put beside."""
    kept = list(quantities[:1])
    for one in quantities[1:]:
        before = kept[-1]
        gap = text[before.span.end : one.span.start]
        bare = one.kind == "count" and not one.unit and one.whole is None and _SCALED.search(one.span.of(text))
        beside = before.kind == "money" and len(gap) <= _REACH and _COMPARED.fullmatch(gap)
        if bare and beside and _NOTHING_COUNTED.match(text, one.span.end):
            one = replace(one, unit=before.unit, kind="money")
        kept.append(one)
    return tuple(kept)
