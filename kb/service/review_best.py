"""The most worthwhile of very many questions, without making all of them out.

Input: questions with what they can be worth at most, and how to make each out. Output: the first ones, and how many
wait; read by kb.service.review_queue.
Never: asks anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from kb.service.review_items import Item
from kb.service.review_pairs import Met


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """A question that is not made out yet.

    Attributes:
        bound: the least that minus its worth can be.
        number: its own, so that no two are alike.
        pair: that it is about; its worth is None if it never was made out.
        make: makes it out; None if nobody is to be asked.
    """

    bound: float
    number: int
    pair: Met = field(compare=False)
    make: "Callable[[], Item | None]" = field(compare=False)


@dataclass(frozen=True, slots=True)
class Best:
    """The first questions, how many there are with them, and what those that were made out are worth."""

    items: "list[Item]"
    left: int
    told: list[tuple[Met, float]]


def best(waiting: list[Waiting], most: int, weighed: int, wanted: "Callable[[Item], bool]") -> Best:
    """Return the most worthwhile of questions that are made out only where they can be among them.

    Args:
        waiting: all of them; is used up.
        most: how many are wanted.
        weighed: how many are made out for the first time beyond those that are needed.
        wanted: says whether one counts.
    """
    heapify(waiting)
    made: list[tuple[float, str, Item]] = []
    found: list[Item] = []
    told: list[tuple[Met, float]] = []
    aside = 0
    while len(found) < most and (waiting or made):
        if made and (not waiting or made[0][0] <= waiting[0].bound):
            found.append(heappop(made)[2])
            continue
        one = heappop(waiting)
        if one.pair.worth is None and weighed <= 0 and len(found) + len(made) >= most:
            aside += 1
            continue
        weighed -= one.pair.worth is None
        item = one.make()
        if item is not None:
            told.append((one.pair, item.worth))
            if wanted(item):
                heappush(made, (-item.worth, item.id, item))
    return Best(found, len(found) + len(made) + len(waiting) + aside, told)
