"""Who is who across articles: what the knowledge base knows, put before kb.resolution.

Input: an extraction that comes in; the catalog's index; articles of the same run that the catalog does not have yet.
Output: decisions for the log, also on members of earlier articles where the new one changes who is who.
Never: decides by itself; changes a claim; touches what a person decided. What counts as known depends on the log
before the article alone, never on how often projections caught up.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import compress
from types import MappingProxyType
from typing import Final

from kb.events import DomainEvent, EntitiesKeptApart, EntitiesLinked, HappeningsLinked
from kb.model import Article, Extraction
from kb.model.identity import external_id, member, member_id, own_id
from kb.model.listing import is_listing
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.clusters import canonical
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile, article_profile
from kb.resolution.clustering import Pair, Partition, ordered, partition, settled
from kb.resolution.comparison import Weight
from kb.resolution.holding import attach
from kb.resolution.judging import ENTITIES, EVENTS
from kb.resolution.listing import listing_profile
from kb.resolution.planning import moves
from kb.resolution.profile import Profile
from kb.service.identity.judged import Decided, Judged
from kb.service.identity.link_ids import OwnIds, identified
from kb.service.identity.link_index import Coarse, LinkIndex
from kb.service.identity.link_region import Bits, Regions
from kb.service.identity.link_rest import whole_moves
from kb.service.identity.region import Region
from kb.service.identity.weighing import pairs_of

ALONE: Final = "nothing it was linked to fits any more"
_LAST: Final = 1e18
_APART: Final = 2  # namesakes of one entity that are recorded as kept apart
_UNDECIDED: Final[Decided] = (frozenset(), frozenset(), frozenset())
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NOBODY: Final[Mapping[str, Profile]] = MappingProxyType({})


class Linker:
    """Finds what is known and has kb.resolution decide.

    Args:
        catalog: of the home; may lag behind the log by what *learn* was told.
        coarse: event type -> class.
    """

    def __init__(self, catalog: Catalog, coarse: Coarse) -> None:
        self._catalog = catalog
        self.index = LinkIndex(catalog.connection, coarse)
        self.pairs = pairs_of(catalog.tables, self.index)
        self._regions = Regions(self.index, self.pairs)
        self._linked: ArticleProfile | None = None
        self._met: set[tuple[str, Pair]] = set()
        self._seen: set[str] = set()
        self._persons: dict[str, bool] = {}

    def link(
        self,
        extraction: Extraction,
        standing: Mapping[str, str] = _NOTHING,
        article: Article | None = None,
    ) -> tuple[DomainEvent, ...]:
        """Return the decisions on the entities and events of *extraction*.

        Args:
            extraction: what was read.
            standing: local id -> canonical id, before merges or after, of those about which nothing more is decided.
                Where all events are among them, none is compared: it takes the most by far, and would say nothing.
            article: what it was read from; None for one that is in the log.
        """
        own = self.index.consider(self._profile(extraction, article))
        if own.article in self._seen:
            self.pairs.forget()  # it was read anew
        self._seen.add(own.article)
        self._linked = own
        self._met = set()
        now = {member(own.article, local): canonical(self._catalog.tables, to) for local, to in standing.items()}
        entities = tuple(self._entities(own, now, fixed := set(now)))
        if all(one.member in fixed for one in own.events.values()):
            return entities
        return (*entities, *self._events(own, now, fixed))

    def weighed(self) -> list[tuple[str, Pair, Weight]]:
        """Return what the members of the article that was just linked weigh with those they were met with, by kind.

        Pairs about which nobody would be asked are left out.
        """
        found: list[tuple[str, Pair, Weight]] = []
        for kind, pair in sorted(self._met):
            if kind == "entity" and self.pairs.bits(*pair) >= w.REVIEW:
                found.append((kind, pair, self.pairs.entities(*pair)))
            elif kind == "event" and self.pairs.event_bits(*pair) >= w.EVENT_REVIEW:
                found.append((kind, pair, self.pairs.events(*pair)))
        return found

    def _meets(self, kind: str, own: Collection[str], region: Collection[str]) -> None:
        itself = f"{self._linked.article if self._linked else ''}#"
        others = [name for name in region if not name.startswith(itself)]
        self._met |= {(kind, ordered(one, other)) for one in own for other in others}

    def learn(self, extraction: Extraction, decisions: Iterable[DomainEvent]) -> None:
        """Remember an article that was just linked and recorded, until the catalog has it."""
        decided = list(decisions)
        links = {m: d.entity for d in decided if isinstance(d, EntitiesLinked) for m in d.members}
        links |= {m: d.happening for d in decided if isinstance(d, HappeningsLinked) for m in d.members}
        if self._linked is not None and self._linked.article == extraction.article:
            self.index.learn(self._linked, links)

    def forget(self, article: str = "", *, others: bool = True) -> None:
        """The catalog has caught up: what was remembered is there; *article* was read anew.

        Args:
            others: whether it may have what was not told to *learn*.
        """
        self.index.forget(article, others=others)
        if article:
            self.pairs.forget()

    def _profile(self, extraction: Extraction, article: Article | None) -> ArticleProfile:
        name = extraction.article
        if is_listing(name):
            return listing_profile(name, self._catalog.sources.listing(self._catalog.views.listing_row(name) or {}))
        return article_profile(article or self._stored(name), extraction)

    def _stored(self, article: str) -> Article:
        row = self._catalog.views.article_row(article) or {}
        return self._catalog.sources.article(int(row["position"]))

    # -- entities ---------------------------------------------------------------------------------

    def _entities(self, own: ArticleProfile, known: Mapping[str, str], fixed: set[str]) -> Iterator[DomainEvent]:
        new = self.index.is_new(own.article)  # else persons may have decided about its members before
        regions = [one for one in self._regions.entities(own, known) if not self._alone(own, one, known)]
        standing = [self._standing(own, region.members, known) for region in regions]
        open_ones = [not new or region.is_open(known) for region in regions]
        decided = Judged(self._catalog.tables, dict(ChainMap(*compress(standing, open_ones))), self._persons)
        for region, now, is_open in zip(regions, standing, open_ones, strict=True):
            judged = decided.of(now) if is_open else _UNDECIDED
            yield from self._of_region(own, region, now, judged, fixed)

    @staticmethod
    def _alone(own: ArticleProfile, found: Region, known: Mapping[str, str]) -> bool:
        """Say whether an entity met nobody and stands for itself, so that nothing is to be decided: most new names."""
        if len(found.members) > 1 or is_listing(own.article):
            return False
        ((name, profile),) = found.members.items()
        itself = member_id(*name.split("#", 1)) == own_id(*name.split("#", 1))
        return itself and name not in known and not identified(profile)

    def _standing(self, own: ArticleProfile, region: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
        now = self.index.stands_for([name for name in region if name not in known])
        if not is_listing(own.article):  # the catalog has a listing, an article that comes in it has not
            itself = f"{own.article}#"
            now |= {name: member_id(*name.split("#", 1)) for name in region if name.startswith(itself)}
        return now | {name: known[name] for name in region if name in known} if known else now

    def _of_region(
        self,
        own: ArticleProfile,
        found_region: Region,
        now: Mapping[str, str],
        judged: Decided,
        fixed: set[str],
    ) -> Iterator[DomainEvent]:
        region = found_region.members
        self._meets("entity", found_region.own, region)
        bits, one = self._regions.entity_bits(found_region)
        bonds, bars, held = judged
        bonds = bonds | set(one)
        judged_over = {name for pair in (*bonds, *bars) for name in pair} | fixed | held
        nameless = {name for name, profile in region.items() if not profile.names and name not in judged_over}
        if found_region.settled and len(found_region.ids) <= 1 and not bars and bonds == set(one) and not nameless:
            found = settled(found_region.own, region, bits, ENTITIES)
        else:
            weak = [pair for pair, value in bits.items() if value >= w.LINK and self.pairs.weak(*pair)]
            found = attach(
                partition(region.keys() - nameless, bits, ENTITIES, bonds, bars, weak), nameless, bits, ENTITIES
            )
        named = {name: external_id(profile.external) for name, profile in region.items() if identified(profile)}
        ids = OwnIds(region)
        found_moves = moves(found.clusters, now, ids, fixed | held, named, self._rank(nameless))
        for move in whole_moves(found_moves, now, own.article, self.index, self._catalog.tables):
            group = next(cluster for cluster in found.clusters if move.members[0] in cluster)
            yield from self._links(move.target, move.members, group, region, named)
        yield from self._apart(found_region.own, found, bits, now, fixed)

    def _links(
        self,
        target: str,
        moved: Collection[str],
        cluster: Collection[str],
        region: Mapping[str, Profile],
        named: Mapping[str, str],
    ) -> Iterator[DomainEvent]:
        """Yield one link for each member, so that each says what speaks for it."""
        for name in sorted(moved):
            if named.get(name) == target:
                words = f"identifier {region[name].external}"
                yield EntitiesLinked(target, (name,), w.IDENTIFIED, (words,))
                continue
            others = [other for other in cluster if other != name]
            if not others:
                yield EntitiesLinked(target, (name,), 0.0, (ALONE,))
                continue
            earlier = self._earlier(name, others)
            best = max(earlier, key=lambda other: (self.pairs.bits(name, other), other))
            weight = self.pairs.entities(name, best)
            yield EntitiesLinked(target, (name,), weight.bits, weight.reasons)

    def _apart(
        self,
        own: Collection[str],
        found: Partition,
        bits: Bits,
        now: Mapping[str, str],
        fixed: set[str],
    ) -> Iterator[DomainEvent]:
        """Yield that namesakes are two, for the new members that were not linked to them."""
        cluster_of = {name: cluster for cluster in found.clusters for name in cluster}
        for name in sorted(own):
            if name in fixed or len(cluster_of[name]) > 1:
                continue
            rivals: dict[str, tuple[float, str]] = {}
            for pair, value in sorted(bits.items()):
                if name not in pair or value <= w.EXCLUDED:
                    continue
                other = pair[0] if pair[1] == name else pair[1]
                value = max(value, self.pairs.bits(name, other))  # to be asked about is a contradiction there
                if value < w.REVIEW and not self.pairs.namesakes(name, other):
                    continue
                entity = now[other]
                rivals[entity] = max(rivals.get(entity, (value, other)), (value, other))
            best = sorted(rivals.items(), key=lambda row: (-row[1][0], row[0]))[:_APART]
            for entity, (value, other) in best:
                reasons = (
                    *self.pairs.entities(name, other).reasons,
                    _why(ordered(name, other), value, found),
                )
                yield EntitiesKeptApart((entity, now[name]), value, reasons)

    # -- events -----------------------------------------------------------------------------------

    def _events(self, own: ArticleProfile, known: Mapping[str, str], fixed: set[str]) -> Iterator[DomainEvent]:
        region = self._regions.events(own, fixed)
        if not region:
            return
        seeds = {one.member for one in own.events.values()}
        self._meets("event", seeds, region)
        now = self.index.stands_for(name for name in region if name not in known)
        now |= {name: known.get(name, member_id(*name.split("#", 1))) for name in region if name in seeds}
        bits = self._regions.event_bits(region)
        bonds, bars, held = Judged(self._catalog.tables, now, self._persons).of(now)
        found = partition(region, bits, EVENTS, bonds, bars)
        found_moves = moves(found.clusters, now, OwnIds(_NOBODY), fixed | held, rank=self._rank())
        for move in whole_moves(found_moves, now, own.article, self.index, self._catalog.tables):
            cluster = next(cluster for cluster in found.clusters if move.members[0] in cluster)
            yield from self._happening(move.target, move.members, cluster)

    def _happening(self, target: str, moved: Collection[str], cluster: Collection[str]) -> Iterator[DomainEvent]:
        """Yield one link for each event, so that each says what speaks for it."""
        for name in sorted(moved):
            others = [other for other in cluster if other != name]
            if not others:
                yield HappeningsLinked(target, (name,), 0.0, (ALONE,))
                continue
            earlier = self._earlier(name, others)
            best = max(earlier, key=lambda other: (self.pairs.event_bits(name, other), other))
            weight = self.pairs.events(name, best)
            yield HappeningsLinked(target, (name,), weight.bits, weight.reasons)

    def _rank(self, last: Collection[str] = ()) -> Callable[[str], float]:
        """Return what says when a member came; *last* give their own id to nobody who could give another."""
        return lambda name: self.index.position(name.split("#", 1)[0]) + _LAST * (name in last)

    def _earlier(self, name: str, others: Collection[str]) -> list[str]:
        """Return those of *others* that were there before, all if none was: a decision names what it found."""
        article = name.split("#", 1)[0]
        if self.index.is_new(article):
            return list(others)
        since = self.index.position(article)
        return [other for other in others if self.index.position(other.split("#", 1)[0]) < since] or list(others)


def _why(pair: Pair, bits: float, found: Partition) -> str:
    if pair in found.refused:
        kind, _ = found.refused[pair]
        return {
            "rival": "several known entities fit as well",
            "veto": "another member of the same entity contradicts it",
            "bridge": "a short name that fits several",
        }[kind]
    return f"{w.LINK:g} bits are needed" if bits < w.LINK else "another fits better"
