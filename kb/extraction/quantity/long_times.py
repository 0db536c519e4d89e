"""Years and months as one time: a sentence of "eight years and four months" is one of 100 months.

Input: the text and its quantities. Output: the same quantities, such times joined, in the smaller unit; read by
kb.extraction.quantity.finder.
Never: joins hours and minutes, which are told as two, or counts the days of months or years.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.values import Quantity
from kb.model.span import Span

_HOLDS: Final = {("year", "month"): 12.0}  # how many of the smaller unit the larger one is
_BETWEEN: Final = re.compile(r"\s(?:and\s)?")
_LONE: Final = re.compile(r"\b(?:an?|one)\syear,?\sand\s$", re.IGNORECASE)
_REACH: Final = 20  # characters before a quantity


def in_one_time(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, years and months side by side as one."""
    kept: list[Quantity] = []
    for one in quantities:
        before = kept[-1] if kept else None
        joined = _joined(text, before, one) if one.kind == "duration" and one.comparator == "exactly" else None
        if joined is not None and before is not None and joined.span.overlaps(before.span):
            kept.pop()
        kept.append(joined or one)
    return tuple(kept)


def _joined(text: str, before: Quantity | None, one: Quantity) -> Quantity | None:
    """Months with the years before them, a number's or "a year and"; None without."""
    if one.value is None or one.upper is not None:
        return None
    floor = 0
    if before is not None:
        floor = before.span.end
        held = _HOLDS.get((before.unit, one.unit)) if before.kind == "duration" and before.upper is None else None
        if held and before.value is not None and _BETWEEN.fullmatch(text, floor, one.span.start):
            whole = Span(before.span.start, one.span.end)
            return replace(before, span=whole, value=before.value * held + one.value, unit=one.unit)
    lone = _LONE.search(text, max(one.span.start - _REACH, floor), one.span.start)
    held = _HOLDS.get(("year", one.unit)) if lone is not None else None
    if lone is None or held is None:
        return None
    return replace(one, span=Span(lone.start(), one.span.end), value=held + one.value)
