"""Who is who of articles that are in the log already, found anew by the rules and weights of today.

Input: a trial of the catalog, an article. Output: the decisions that differ from what stands; read by
kb.service.identity.resolving.
Never: touches what a person decided; takes for granted that what stands was right.
"""

from collections.abc import Set

from kb.events import DomainEvent, EntitiesKeptApart, EntitiesLinked, HappeningsLinked
from kb.model.identity import member, own_id
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.judging import parted
from kb.projections.folding.members import split
from kb.resolution.article import ArticleProfile
from kb.resolution.profile import Profile
from kb.service.identity.link_index import Coarse
from kb.service.identity.link_region import Regions
from kb.service.identity.linking import Linker
from kb.service.identity.region import Region

Links = EntitiesLinked | HappeningsLinked


class _Whole(Regions):
    """Regions in which all that stands for an entity now is looked at, though nothing new seems to be decided."""

    WHOLE = True

    def _around(self, own: Profile, standing: str) -> Region:
        found = super()._around(own, standing)
        region = dict(found.members)
        self._add_members(region, found.ids)
        return Region(region, found.own, found.ids)

    def _thinned(self, day: str, region: Region) -> Region:
        return region

    def events(self, own: ArticleProfile, fixed: Set[str] = frozenset()) -> set[str]:
        """Return the events of the article, all that may be one of them, and all that are one of them now."""
        seeds = {one.member for one in own.events.values()}
        held = set(self.index.stands_for(seeds).values())
        now = {
            name for happening in sorted(held) for name in self.index.members(happening, 12) if self._has_event(name)
        }
        region = super().events(own, fixed) | now
        return region | seeds if region else set()


class Rejudge(Linker):
    """Judges articles anew that are in the catalog.

    Args:
        catalog: caught up with the log, or a trial of it.
        coarse: event type -> class.
    """

    def __init__(self, catalog: Catalog, coarse: Coarse) -> None:
        super().__init__(catalog, coarse)
        self._regions = _Whole(self.index, self.pairs)

    def again(self, article: str) -> tuple[DomainEvent, ...]:
        """Return what would be decided otherwise today about an article's own and those that may be one with it."""
        profile = self.index.profile(article)
        if profile is None:
            return ()
        own = self.index.consider(profile)
        locals_ = [*own.entities, *own.events]
        now = {
            member(article, local): entity
            for local, entity in self._catalog.views.links(article).items()
            if local in locals_
        }
        decided = (*self._entities(own, now, set()), *self._events(own, now, set()))
        self.index.forget()
        return tuple(event for event in decided if self._differs(event))

    def _differs(self, event: DomainEvent) -> bool:
        """Say whether a link puts a member where it does not stand, and whether a keeping apart is new."""
        if isinstance(event, EntitiesKeptApart):
            one, other = event.entities
            tables = self._catalog.tables
            return tables.get("apart", one, other) is None and not parted(tables, one, other)
        assert isinstance(event, Links)
        target = event.entity if isinstance(event, EntitiesLinked) else event.happening
        return any(self._target(name) != target for name in event.members)

    def _target(self, name: str) -> str:
        article, local = split(name)
        return str(self._catalog.tables.get("link", article, local) or own_id(article, local))
