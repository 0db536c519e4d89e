"""Figures of one event that add up to another of its figures: "seven died: two guards at a depot and five in a flat".

Input: Numbers of an event. Output: those that are summands; whether one event is told to be a part of another. Read by
kb.resolution.events.happenings.
Pure. Never: says which happening a part belongs to.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import combinations
from typing import Final

from kb.resolution.events.counted import relation
from kb.resolution.events.figures import Number

LEAST: Final = 3  # counts of one event of which one can be the sum of others
MOST: Final = 6  # beyond that some add up by chance
SUMMANDS: Final = (2, 3)


@lru_cache(maxsize=16384)
def without_summands(numbers: tuple[Number, ...], about: str = "") -> tuple[tuple[Number, ...], frozenset[float]]:
    """Return the figures that are no summand, and the values of those that are.

    Summands are of what the whole counts, or of a kind of it: 12 houses and nine cars are no 21 dead.

    Args:
        numbers: of one event.
        about: its class, "" if unknown.
    """
    counts = frozenset(one for one in numbers if is_count(one))
    several = LEAST <= len({one.low for one in counts}) <= MOST
    parts = _summands(counts, about) if several else frozenset[Number]()
    return tuple(one for one in numbers if one not in parts), frozenset(one.low for one in parts)


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


def is_of(whole: Number, part: Number, about: str) -> bool:
    """Say whether a figure counts what another counts, or a kind of it, in an event of class *about*."""
    return relation(whole.of, part.of, about) in ("same", "wider")


def _summands(counts: Collection[Number], about: str) -> frozenset[Number]:
    found: set[Number] = set()
    for whole in counts:
        less = [one for one in counts if one.low < whole.low and is_of(whole, one, about)]
        for size in SUMMANDS:
            for parts in combinations(less, size):
                values = {one.low for one in parts}
                if len(values) == size and sum(values) == whole.low:
                    found.update(parts)
    return frozenset(found)
