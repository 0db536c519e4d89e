"""What else either side of a question might be: the other questions that ask about it.

Input: an Item, the queue of open questions and the maker of sides. Output: Rivals, read by kb.service.review.reviewing.
Never: decides; asks about what an answer has settled.
"""

from dataclasses import dataclass
from typing import Final

from kb.service.review.items import Item
from kb.service.review.queue import Queue
from kb.service.review.sides import SideMaker

_MOST: Final = 3  # of each side
_LOOKED_AT: Final = 12  # questions about one side that are looked at


@dataclass(frozen=True, slots=True)
class Rival:
    """Another that one side might be.

    Attributes:
        side: 0 for the first side, 1 for the second: which it might be.
        id, label: of the other, as a Side has them.
        bits: what the strongest pair of the two weighs.
        review: id of the question that asks it.
    """

    side: int
    id: str
    label: str
    bits: float
    review: str


def rivals(open_: Queue, maker: SideMaker, item: Item) -> tuple[Rival, ...]:
    """Return what else the sides of a question might be, the likeliest first; of one that may be two, nothing."""
    if item.why == "weak":
        return ()
    found: list[Rival] = []
    for side, entity in enumerate(item.ids):
        others = [
            one
            for one in open_.items(_LOOKED_AT, item.kind, "", entity)
            if one.id != item.id and one.why != "weak" and set(one.ids) != set(item.ids)
        ]
        for one in sorted(others, key=lambda each: (-each.bits, each.id))[:_MOST]:
            told = maker.sides(one, quoted=False)[one.ids[0] == entity]
            found.append(Rival(side, told.id, told.label, one.bits, one.id))
    return tuple(found)
