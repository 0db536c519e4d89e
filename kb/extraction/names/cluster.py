"""Mention candidates that stand for one entity of an article.

Input: candidates, put in by kb.extraction.names.coreference. Output: Clusters, read by kb.extraction.names.entities.
Never: decides what belongs to it.
"""

from dataclasses import dataclass, field
from typing import Final

from kb.extraction.names.stage import Candidate

CLUBS: Final = frozenset("champions club franchise outfit side team visitors winners".split())


def _weight(member: Candidate) -> float:
    """Names outweigh descriptions; a country that no gazetteer knows does not."""
    if not member.named or (member.group == "country" and not member.country):
        return 1.0
    return 3.0


def _is_club(member: Candidate) -> bool:
    """Whether a description says that what bears a place's name plays: "the club"."""
    told = member.kind == "nominal" and member.group == "organisation"
    return told and member.words.casefold().split()[-1] in CLUBS


@dataclass
class Cluster:
    """Candidates that stand for one entity, in text order.

    Attributes:
        links: proposal of a member -> how sure the link is that brought it here; none: its own words did.
        former: names that the text says it bore before.
    """

    members: list[Candidate] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    links: dict[int, float] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)
    _grouped: tuple[int, str] = (0, "")  # how many members there were when the group was last asked for, and it

    def sure(self, member: Candidate) -> float:
        """Return how sure it is that *member* is a mention, and of this entity."""
        return member.score * self.links.get(member.proposal, 1.0)

    @property
    def named(self) -> bool:
        """Whether at least one member is a name."""
        return any(member.named for member in self.members)

    @property
    def first_name(self) -> int:
        """The proposal of the name that stands first, -1 for none."""
        names = [member for member in self.members if member.named]
        return min(names, key=lambda member: member.span.start).proposal if names else -1

    @property
    def group(self) -> str:
        """The group most of the members' weight is for; names outweigh descriptions."""
        if self._grouped[0] != len(self.members):
            self._grouped = len(self.members), self._heaviest()
        return self._grouped[1]

    def _heaviest(self) -> str:
        weight: dict[str, float] = {}
        for member in self.members:
            if member.kind != "pronoun":
                weight[member.group] = weight.get(member.group, 0.0) + member.score * _weight(member)
        heaviest = max(sorted(weight), key=lambda group: weight[group]) if weight else self.members[0].group
        return "organisation" if heaviest == "place" and any(map(_is_club, self.members)) else heaviest

    @property
    def country(self) -> str:
        """ISO code if the cluster is a country."""
        return next((m.country for m in self.members if m.country and m.group == "country"), "")
