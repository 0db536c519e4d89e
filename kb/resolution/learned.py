"""Weights as the people of one home would have them: each field counts more or less than it came.

Input: Weights of kb.resolution.comparison and kb.resolution.events.happenings; scales by field. Output: Weights.
Pure. What is certain stays so: the same identifier, two of one article, a person and a place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kb.resolution import weights as w
from kb.resolution.clustering import Pair
from kb.resolution.comparison import Part, Weight
from kb.resolution.entity_pairs import Articles, Members
from kb.resolution.judging import Pairs

_NONE: Final[Mapping[str, float]] = MappingProxyType({})
SHIFT: Final = "here"  # field of the part that says how many bits every pair has more here


def certain(weight: Weight) -> bool:
    """Say whether a weight hangs on what no number of judgements changes."""
    return any(part.bits >= w.IDENTIFIED or part.bits <= w.EXCLUDED for part in weight.parts)


def key(part: Part) -> str:
    """Return under which name a part's scale is kept: its field, and whether it speaks for one thing or against."""
    return f"{part.field}{'+' if part.bits >= 0 else '-'}"


@dataclass(frozen=True, slots=True)
class Scales:
    """How much the fields of one kind of pair count.

    Attributes:
        fields: field with "+" or "-" -> by what its bits are multiplied; 1 for those that are missing.
        shift: bits that every pair has besides.
    """

    fields: Mapping[str, float] = field(default_factory=lambda: _NONE)
    shift: float = 0.0

    def applied(self, weight: Weight) -> Weight:
        """Return a weight as it counts here."""
        if certain(weight) or not (self.fields or self.shift):
            return weight
        parts = [replace(part, bits=round(part.bits * self.fields.get(key(part), 1.0), 2)) for part in weight.parts]
        if self.shift:
            parts.append(Part(SHIFT, round(self.shift, 2), "as people judge here"))
        return Weight(tuple(parts))


class LearnedPairs(Pairs):
    """Remembers what pairs of members weigh with the scales of a home.

    Args:
        articles: see Pairs.
        entities, events: scales of either kind of pair.
        members: see Pairs.
    """

    def __init__(self, articles: Articles, entities: Scales, events: Scales, members: Members | None = None) -> None:
        super().__init__(articles, members)
        self._entity_scales = entities
        self._event_scales = events

    def _compared(self, one: str, other: str) -> tuple[Weight, str]:
        weight, weak = super()._compared(one, other)
        return self._entity_scales.applied(weight), weak

    def _quickly(self, pair: Pair) -> tuple[float, str] | None:
        """Weigh each pair in full: scales are of its parts."""
        return None

    def event_bits(self, one: str, other: str) -> float:
        """Return the bits of two events, which links are made by, with the scales as their reasons have them."""
        return self.events(one, other).bits

    def weighed_bits(self, one: str, other: str) -> Iterator[tuple[Pair, float]]:
        """Yield the pairs of *weighed*, each with its bits by the scales."""
        return ((pair, self.event_bits(*pair)) for pair in self.weighed(one, other))

    def _told(self, pair: Pair) -> Weight:
        return self._event_scales.applied(super()._told(pair))
