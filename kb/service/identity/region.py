"""A region: members of the base that are looked at together for one article.

Input: Profiles by member; whom they stand for. Output: Regions, gathered by kb.service.identity.link_region.
Pure apart from a cache. Never: weighs.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kb.resolution.profile import Profile

_WHOLE: Final = 40  # members of a region that are all looked at; of a larger one few of each id
_NEAREST: Final = 8  # how many
_FAR: Final = 10**6  # days, where a date is unknown
_KEPT: Final = 20_000  # days whose number is at hand


def days_apart(one: str, other: str) -> int:
    """Return how many days lie between two ISO dates; many where one is unknown."""
    return abs(_number(one) - _number(other)) if one and other else _FAR


@lru_cache(maxsize=_KEPT)
def _number(day: str) -> int:
    """Return the number of an ISO date, which says how many days lie between two."""
    return date.fromisoformat(day).toordinal()


@dataclass(frozen=True, slots=True)
class Region:
    """What is looked at together.

    Attributes:
        members: all of it, by member.
        own: those of the article that is being linked.
        ids: canonical ids that they stand for, or may.
        settled: whether nothing is to be decided but which of the *ids* the one own member is, if any.
        thinned: whether known ids have more members, so that those that are here stay one.
    """

    members: Mapping[str, Profile]
    own: frozenset[str]
    ids: frozenset[str]
    settled: bool = False
    thinned: bool = False

    def meets(self, other: "Region") -> bool:
        """Say whether two regions have to be looked at together."""
        return bool(self.ids & other.ids) or not self.members.keys().isdisjoint(other.members)

    def joined(self, other: "Region") -> "Region":
        """Return both as one."""
        thinned = self.thinned or other.thinned
        return Region({**other.members, **self.members}, self.own | other.own, self.ids | other.ids, thinned=thinned)

    def is_open(self, placed: Collection[str]) -> bool:
        """Say whether a person's decision may bear on it: not where one new member alone is to be placed.

        Args:
            placed: members about which nothing is to be decided any more.
        """
        return not self.settled or not self.own.isdisjoint(placed)

    @property
    def is_large(self) -> bool:
        """Say whether it has so many members that only some of each id are to be looked at."""
        return not self.settled and len(self.members) > _WHOLE

    def thinned_to(self, day: str, standing: Mapping[str, str]) -> "Region":
        """Return a region with those of each known id who are nearest in time to *day*, who stay one.

        All pairs of a region are weighed: else cost would grow with the square of how often namesakes are told of.

        Args:
            day: ISO date, "" if unknown.
            standing: member -> canonical id, of all that are not own.
        """
        held: dict[str, list[str]] = {}
        for name, entity in standing.items():
            held.setdefault(entity, []).append(name)
        kept = set(self.own)
        for names in held.values():
            kept.update(sorted(names, key=lambda name: (days_apart(day, self.members[name].day), name))[:_NEAREST])
        members = {name: profile for name, profile in self.members.items() if name in kept}
        return Region(members, self.own, self.ids, thinned=True)
