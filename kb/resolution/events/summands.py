"""Figures that an article adds up itself: "12 died in Taro and nine in Osk", of the 21 that it gives in all.

Input: what one article says of a happening, as Said has it. Output: the figures that are summands, read by
kb.resolution.events.voices.
Pure. A summand is of some of the people alone, so that it is at odds with no whole that others give.
Never: adds up what two voices say against each other; takes a sum of many numbers for more than chance.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from kb.resolution.events.adding_up import LEAST, MOST, SUMMANDS, is_count, is_of
from kb.resolution.events.figures import Number


class Given(Protocol):
    """A figure with who gives it."""

    @property
    def figure(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def number(self) -> Number: ...
    @property
    def speakers(self) -> frozenset[str]: ...
    @property
    def voices(self) -> frozenset[str]: ...


def summands(figures: Iterable[Given], about: str) -> frozenset[str]:
    """Return the ids of figures that add up to another of their article, given by one voice or by the article itself.

    Summands are of what the whole counts, or of a kind of it: twelve houses and nine cars are no 21 dead.

    Args:
        figures: of one happening.
        about: its class, "" if its events have several.
    """
    told: dict[str, list[Given]] = {}
    for one in figures:
        if is_count(one.number):
            told.setdefault(one.article, []).append(one)
    return frozenset(figure for those in told.values() for figure in _added(those, about))


def _added(those: Sequence[Given], about: str) -> Iterable[str]:
    values = {one.number.low for one in those}
    if not LEAST <= len(values) <= MOST:
        return
    for whole in those:
        less = [one for one in those if one.number.low < whole.number.low and is_of(whole.number, one.number, about)]
        for size in SUMMANDS:
            for parts in combinations(less, size):
                told = (whole, *parts)
                if sum(one.number.low for one in parts) == whole.number.low and _of_one_voice(told):
                    yield from (one.figure for one in parts)


def _of_one_voice(told: Sequence[Given]) -> bool:
    said = [one for one in told if one.speakers]
    return all(one.voices & other.voices for one, other in combinations(said, 2))
