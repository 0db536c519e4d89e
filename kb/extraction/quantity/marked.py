"""Amounts that rules alone take for articles or names, where the reader marks one: "for [an hour]", "the Greens [39]".

Input: the text and the words that the reader marks as a figure.
Output: Quantity or None, read by kb.extraction.figures.stage where kb.extraction.quantity.finder found nothing.
Never: reads a year or an age; looks beyond the words that are marked, their unit apart.
Pure: no I/O.
"""

from typing import Final

from kb.extraction.quantity import exclusions
from kb.extraction.quantity.amounts import kind_of, read_amount
from kb.extraction.quantity.finder import compared
from kb.extraction.quantity.tokens import Token, at, tokenize
from kb.extraction.quantity.units import unit_at
from kb.extraction.quantity.values import Amount, Quantity
from kb.model.span import Span

_AROUND: Final = 60  # characters on either side that say whether a number is a year or an age
_ARTICLES: Final = frozenset({"a", "an"})


def marked_quantity(text: str, span: Span) -> Quantity | None:
    """Return the amount at *span*, None if its words hold none.

    Args:
        span: what the reader marks as a figure, in characters of *text*.
    """
    shift = max(0, span.start - _AROUND)
    tokens = tokenize(text[shift : span.end + _AROUND])
    inside = [i for i, token in enumerate(tokens) if span.start <= token.start + shift < span.end]
    for index in inside:
        amount = _lone_unit(tokens, index) or read_amount(tokens, index)
        if amount is None or amount.number_end > inside[-1] + 1:
            continue
        comparator, first = compared(tokens, amount.start, inside[0])
        start, end = amount.number_start, amount.number_end
        when = exclusions.is_year(tokens, start, end, comparator != "exactly") or exclusions.is_clock_word(tokens, end)
        if when or exclusions.is_age(tokens, start, end, amount.value):
            return None
        words = Span(tokens[first].start + shift, tokens[amount.end - 1].end + shift)
        return Quantity(words, amount.value, None, comparator, amount.unit, None, amount.kind)
    return None


def _lone_unit(tokens: list[Token], index: int) -> Amount | None:
    """One of a unit: "an hour", "a metre"."""
    unit = unit_at(tokens, index + 1) if at(tokens, index).lower in _ARTICLES else None
    if unit is None:
        return None
    end = index + 1 + unit[1]
    return Amount(index, index, end, 1.0, unit[0], kind_of(unit[0]), False, end)
