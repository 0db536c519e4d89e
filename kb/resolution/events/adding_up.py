"""Figures of one event that add up to another of its figures: "seven died: two guards at a depot and five in a flat".

Input: Numbers of an event. Output: those that are summands; whether one event is told to be a part of another. Read by
kb.resolution.events.happenings.
Pure. Never: says which happening a part belongs to.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import Final

from kb.resolution.events.figures import Number

LEAST: Final = 3  # counts of one event of which one can be the sum of others
MOST: Final = 6  # beyond that some add up by chance
SUMMANDS: Final = (2, 3)


@lru_cache(maxsize=16384)
def without_summands(numbers: tuple[Number, ...]) -> tuple[tuple[Number, ...], frozenset[float]]:
    """Return the figures that are no summand, and the values of those that are."""
    values = frozenset(one.low for one in numbers if is_count(one))
    parts = _summands(values) if LEAST <= len(values) <= MOST else frozenset[float]()
    return tuple(one for one in numbers if not (is_count(one) and one.low in parts)), parts


def tells_a_part(own: Iterable[Number], others: Iterable[Number], parts: frozenset[float]) -> bool:
    """Say whether all that an event counts are summands of what the other counts in all.

    Args:
        own: figures of the one event.
        others: figures of the other, without summands.
        parts: the values of the other's summands.
    """
    counted = {one.low for one in own if is_count(one)}
    whole = max((one.low for one in others if is_count(one)), default=0.0)
    return bool(counted) and counted <= parts and max(counted) < whole


def is_count(number: Number) -> bool:
    """Say whether a number is an exact count of the whole: of people or things, not "at least", nor money."""
    exact = number.comparator in ("", "exactly") and number.low == number.high
    return exact and not (number.unit or number.part or number.change) and number.low >= 1 and number.low % 1 == 0


def _summands(values: frozenset[float]) -> frozenset[float]:
    found: set[float] = set()
    for whole in values:
        less = sorted(value for value in values if value < whole)
        for size in SUMMANDS:
            found.update(part for parts in combinations(less, size) if sum(parts) == whole for part in parts)
    return frozenset(found)
