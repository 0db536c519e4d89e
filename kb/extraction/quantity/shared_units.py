"""Numbers whose unit stands at another: "from [101] to 92 francs", "received [nine] and seven years".

Input: the text and its quantities. Output: the same quantities, such numbers in that unit; read by
kb.extraction.quantity.finder.
Never: gives a unit to a number that counts something ("to nine kilometres from 14 villages"), or beyond its sentence.
Pure: no I/O.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.quantity.values import Quantity

_FROM: Final = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_TO: Final = re.compile(r"\bto\s+$", re.IGNORECASE)
_REACH: Final = 60  # characters between a level and the one that it came from
_SAME_SENTENCE: Final = re.compile(r"[^.;!?\n]*")
_NOTHING_COUNTED: Final = re.compile(
    r"[.,;:)\n]|$|\s(?:an?|the|in|on|at|last|this|by|before|after|and|or|as|while|when|earlier|previously|just|only|over|"
    r"yesterday|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_AND: Final = re.compile(r",\s|\s(?:and|or)\s")
_WHEN: Final = re.compile(r"\s(?:later|ago|earlier|after|before|old|previously|apart|on)\b", re.IGNORECASE)
_LEVELS: Final = frozenset({"money", "measure", "percent"})
_MOVED: Final = re.compile(r",?\s+(?:up|down)\s+from\s+")
_SCALES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALED: Final = re.compile(r"\b(?P<scale>thousand|million|billion|trillion)\b")
_SMALLEST_SCALE: Final = 1000.0
_MAGNITUDE: Final = re.compile(r"\bmagnitude(?:\s+of\s+the\s+\w+)?\s+(?:at|to|as|was|from)\s+$", re.IGNORECASE)
_STRONGEST: Final = 10.0


def in_shared_units(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return *quantities*, a bare number in the unit of the one that it is set against."""
    kept: list[Quantity] = []
    quantities = _joined(text, quantities)
    for n, one in enumerate(quantities):
        if one.kind == "count" and not one.unit and one.whole is None and one.value is not None:
            level = _set_against(text, kept, one, quantities[n + 1 : n + 2])
            one = _in_unit_of(text, one, level) if level is not None else _measured(text, one)
        kept.append(one)
    return tuple(kept)


def _joined(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, a bare number in the unit of the one that "and" joins to it: "[nine] and seven years".

    Not where the second tells when: "killed four and two years later".
    """
    done: list[Quantity] = []
    for one in reversed(quantities):
        after = done[-1] if done else None
        bare = one.kind == "count" and not one.unit and one.whole is None and one.value is not None
        if bare and after is not None and after.kind in _LEVELS | {"duration"}:
            listed = _AND.fullmatch(text[one.span.end : after.span.start])
            one = _in_unit_of(text, one, after) if listed and not _WHEN.match(text, after.span.end) else one
        done.append(one)
    return done[::-1]


def _in_unit_of(text: str, one: Quantity, level: Quantity) -> Quantity:
    """A bare number in the unit of another, in millions where that is told in millions: "from [94] to 81 million"."""
    scaled = _SCALED.search(level.span.of(text))
    times = _SCALES[scaled["scale"]] if scaled and not _SCALED.search(f"{one.span.of(text)} ") else 1.0
    value = one.value * times if one.value is not None and one.value < _SMALLEST_SCALE else one.value
    return replace(one, value=value, unit=level.unit, kind=level.kind)


def _set_against(text: str, told: Sequence[Quantity], one: Quantity, later: Sequence[Quantity]) -> Quantity | None:
    """The level that a bare number is told to go to, or to have gone to."""
    start, end = one.span.start, one.span.end
    if not _FROM.search(text, max(0, start - 8), start) or _YEAR.fullmatch(one.span.of(text)):
        return None
    if later and later[0].kind in _LEVELS and re.fullmatch(r"\s+to\s+", text[end : later[0].span.start]):
        return later[0]
    before = told[-1] if told else None
    if before is None or before.kind not in _LEVELS or not _NOTHING_COUNTED.match(text, end):
        return None
    gap = text[before.span.end : start]
    near = len(gap) <= _REACH and _SAME_SENTENCE.fullmatch(gap) is not None
    reached = _TO.search(text, max(0, before.span.start - 6), before.span.start) or _MOVED.fullmatch(gap)
    return before if near and reached is not None else None


def _measured(text: str, one: Quantity) -> Quantity:
    """A bare number that is said to be a quake's magnitude, as one: "put the magnitude at [6.2]"."""
    strong = one.value is not None and one.value < _STRONGEST
    told = strong and _MAGNITUDE.search(text, max(0, one.span.start - 40), one.span.start)
    return replace(one, unit="magnitude", kind="measure") if told else one
