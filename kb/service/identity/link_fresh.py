"""What was recorded since the catalog caught up, of all that linking needs.

Input: what kb.service.identity.link_index was told. Output: profiles and whom members stand for, read there.
Never: reads; it is dropped once the catalog has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.resolution.article import ArticleProfile


@dataclass(slots=True)
class Fresh:
    """What was recorded since the catalog caught up.

    Attributes:
        profiles: of the articles.
        order: article -> how many of them came before it.
        new: those of them that the catalog does not have.
        links: member -> canonical id.
        linked: canonical id -> the members among *links*.
        moved: how many of *links* are of members that the catalog may have.
        own: id of a member that nothing linked -> that member.
    """

    profiles: dict[str, ArticleProfile] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)
    moved: int = 0
    own: dict[str, str] = field(default_factory=dict)

    def link(self, links: Mapping[str, str]) -> None:
        """Remember whom members stand for."""
        for name, entity in links.items():
            if name in self.links:
                self.linked[self.links[name]].discard(name)
            self.links[name] = entity
            self.linked.setdefault(entity, set()).add(name)
            self.moved += name.split("#", 1)[0] not in self.new
