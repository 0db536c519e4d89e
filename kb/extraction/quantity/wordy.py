"""Amounts without digits or number words: "about a year", "month-long", "tens of thousands".

Input: tokens from an index. Output: Quantity, read by kb.extraction.quantity.finder.
"""

from kb.extraction.quantity.comparators import comparator_before
from kb.extraction.quantity.currencies import currency_after
from kb.extraction.quantity.tokens import Token, at
from kb.extraction.quantity.units import TIME_UNITS, unit_at
from kb.extraction.quantity.vague import Vague
from kb.extraction.quantity.values import HYPHENS, Quantity
from kb.model.span import Span


def single_unit(tokens: list[Token], index: int, floor: int) -> tuple[Quantity, int] | None:  # noqa: PLR0911 - one return a rule
    """Read "[about] a year", "another week", "month-long" and, without a number, "[for] months"."""
    token, value = tokens[index], 1.0
    long = at(tokens, index + 1).text in HYPHENS and at(tokens, index + 2).lower == "long"
    before = at(tokens, index - 1).lower
    comparator, first = "exactly", index
    if token.lower in {"a", "an", "one", "another"}:
        found = unit_at(tokens, index + 1)
        compared = comparator_before(tokens, index, floor)
        if found is None or found[0] not in TIME_UNITS or (compared is None and token.lower != "another"):
            return None
        if (
            compared is not None
            and tokens[compared[1]].lower in {"around", "over", "some"}
            and before in {"around", "some"}
        ):
            return None
        comparator, first = compared or (comparator, index)
        unit, end = found[0], index + 1 + found[1]
        if at(tokens, end).lower in {"ago", "earlier", "later"} or (
            at(tokens, index + 1).lower in {"second"} and (compared is None)
        ):
            return None
    else:
        found = unit_at(tokens, index)
        if found is None or found[0] not in TIME_UNITS or not (long or before in {"for", "after"}):
            return None
        plural = token.lower.endswith("s")
        if not (long or plural) or (plural and at(tokens, index + 1).lower in {"later", "ago", "earlier", "before"}):
            return None
        unit, end = found[0], index + (3 if long else 1)
        if plural:
            return Quantity(Span(token.start, tokens[end - 1].end), None, None, "vague", unit, None, "vague"), end
    span = Span(tokens[first].start, tokens[end - 1].end)
    return Quantity(span, value, None, comparator, unit, None, "duration"), end


def vague_quantity(tokens: list[Token], vague: Vague, floor: int) -> Quantity:
    start, end, unit = vague.start, vague.end, ""
    before = comparator_before(tokens, start, floor)
    if before is not None:
        start = before[1]
    found = unit_at(tokens, end)
    if found is not None and found[0] in TIME_UNITS:
        unit, end = found[0], end + found[1]
    elif at(tokens, end).lower == "of":
        money = currency_after(tokens, end + 1, 1e6, True)
        if money is not None:
            unit, end = money[0], end + 1 + money[1]
    elif at(tokens, end).text in HYPHENS or at(tokens, end).lower == "dollar":
        money = currency_after(tokens, end + (at(tokens, end).text in HYPHENS), 1e6, True)
        unit = money[0] if money is not None else ""
    span = Span(tokens[start].start, tokens[end - 1].end)
    if vague.majority:
        return Quantity(span, 50.0, None, "more_than_half", "percent", None, "fraction")
    return Quantity(span, None, None, "vague", unit, None, "vague")
