"""Bare sums that are in the money told before: "702 million kroner from [1.05 billion]", "Osk bid [35 million]".

So are plain dollars in those that the text has named: "6 million Fiji dollars", then "[4 million dollars]".

Input: the text and its quantities. Output: the same quantities, such sums in that currency, read by
kb.extraction.quantity.finder.
Never: makes money of a number that counts something ("from two million visitors"); looks beyond its sentence, unless it
is paid and all money of the text is in one currency.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.values import Quantity

_REACH: Final = 60  # characters between a sum and the one before it
_FAR: Final = 130  # and one that is paid
_COMPARED: Final = re.compile(
    r"(?<![.!?])[^.;!?\n]*\b(?:from|to|against|versus|with|than|and|or|down|up)\s"
    r"(?:(?:an?|the|about|around|some|just|only|earlier|previous|previously)\s){0,3}"
    r"(?:(?:(?:net|gross|operating|pretax|pre-tax|annual|total|record)\s)?"
    r"(?:profits?|loss(?:es)?|income|revenues?|sales|earnings|turnover|surplus|deficit)\sof\s)?|(?:\s\w+){0,2},\s"
)
_PAID: Final = re.compile(  # before a sum that nothing else is said to be, with other money in its sentence
    r"\b(?:(?:set|put)\s+aside|pa(?:y|ys|id|ying)|sp(?:end|ends|ent|ending)|cost(?:s|ing)?|worth|s(?:ell|old)\s+for|offer(?:s|ed|ing)?"
    r"|rais(?:e|es|ed|ing)|borrow(?:s|ed|ing)?|ow(?:e|es|ed|ing)|bid|earn(?:s|ed|ing)?|for|expected|forecast|(?:miss(?:ing|ed)|beat(?:ing)?)(?=\s+the\s))"
    r"\s+(?:(?:about|around|some|just|only|another|the|a|further|less|more|than|up|to|at|least|over|nearly|almost)\s+){0,4}$"
)
_FORESEEN: Final = re.compile(r"expected|forecast|miss|beat")  # guests as well as money
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:\d\.\d[^.!?\n]*)*")  # no end of a sentence; a decimal point is none
_SCALED: Final = re.compile(r"\b(?:thousand|million|billion|trillion|m|bn|crore|lakh)$")
_NOTHING_COUNTED: Final = re.compile(
    r"[.,;:)\n]|$|\s(?:an?|the|in|last|this|less|more|fewer|lower|higher|on|at|for|by|after|before|as|and|or|to|than|while|"
    r"compared|earlier|previously|when|because|due|had|was|were|it|that|expected|forecast|each|per)\b"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}$")
_IN_COSTS: Final = re.compile(  # "to pay 2.5 million kroner in damages and [300,000] in costs"
    r"\sin\s(?:[a-z]+\s)?(?:aid|back\spay|bail|cash|compensation|costs?|damages|debts?|fees|fines?|interest|loans?|rent|tax(?:es)?|wages)\b"
)
_DOLLARS: Final = re.compile(r"\bdollars?$")
_AGAIN: Final = re.compile(r"\s\(|,\s(?:or|worth|equal to|equivalent to)\s(?:(?:about|around|nearly|some)\s)?")
_PLAIN_DOLLARS: Final = re.compile(r"(?:^|[\d-]|\b[a-z]+) ?dollars?$")


def in_same_money(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, a bare sum in millions in the currency of the money it is put beside."""
    quantities = _in_named_dollars(text, quantities)
    kept = list(quantities[:1])
    told = {q.unit for n, q in enumerate(quantities) if q.kind == "money" and not _converts(text, quantities[:n], q)}
    only = told.pop() if len(told) == 1 else ""
    for one in quantities[1:]:
        bare = one.kind == "count" and not one.unit and one.whole is None and _SCALED.search(one.span.of(text))
        if bare and _NOTHING_COUNTED.match(text, one.span.end):
            unit = _beside(text, kept, one) or _paid(text, kept, one, only)
            one = replace(one, unit=unit, kind="money") if unit else one
        elif one.kind == "count" and _GROUPED.search(one.span.of(text)) and _IN_COSTS.match(text, one.span.end):
            unit = _in_sentence(text, kept, one)
            one = replace(one, unit=unit, kind="money") if unit else one
        kept.append(one)
    return tuple(kept)


def _in_named_dollars(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Quantities, plain dollars in those that were named last: Fiji dollars, US dollars.

    Not those that only tell other dollars anew: "5 million Fiji dollars (or: , or about) [2 million dollars]".
    """
    named = ""
    kept: list[Quantity] = []
    for one in quantities:
        words = one.span.of(text)
        if one.kind == "money" and _DOLLARS.search(words):
            plain = one.unit == "USD" and _PLAIN_DOLLARS.search(words)
            again = bool(kept) and _AGAIN.fullmatch(text, kept[-1].span.end, one.span.start) is not None
            if not plain:
                named = one.unit
            elif not again:
                one = replace(one, unit=named or "USD")
        kept.append(one)
    return kept


def _converts(text: str, before: Sequence[Quantity], one: Quantity) -> bool:
    """Whether a sum in brackets only tells the money before it in another currency: "20m ringgit [($4m)]"."""
    return bool(before) and before[-1].kind == "money" and text[before[-1].span.end : one.span.start] == " ("


def _beside(text: str, told: Sequence[Quantity], one: Quantity) -> str:
    """The currency of the money right before a sum that is set against it; "" for none."""
    gap = text[told[-1].span.end : one.span.start]
    if told[-1].kind != "money" or len(gap) > _REACH or not _COMPARED.fullmatch(gap):
        return ""
    return told[-2 if _converts(text, told[:-1], told[-1]) else -1].unit


def _paid(text: str, told: Sequence[Quantity], one: Quantity, only: str) -> str:
    """The currency of the last money of its sentence for a sum that is paid: "paid $9 million and owes 2 million".

    Args:
        only: the currency of all money of the text, "" if they are several; for a sum with no money in its sentence.
    """
    paid = _PAID.search(text, max(0, one.span.start - _REACH), one.span.start)
    if paid is None:
        return ""
    only = "" if _FORESEEN.match(paid[0]) else only
    return _in_sentence(text, told, one) or only


def _in_sentence(text: str, told: Sequence[Quantity], one: Quantity) -> str:
    """The currency of the last money before a sum in its sentence, "" for none."""
    last = next((q for q in reversed(told) if q.kind == "money"), None)
    gap = text[last.span.end : one.span.start] if last is not None else "."
    return last.unit if last is not None and len(gap) <= _FAR and _SENTENCE.fullmatch(gap) else ""
