"""Who is who across articles: what the knowledge base knows, put before kb.resolution.

Input: an extraction that comes in; the catalog's index; articles of the same run that the catalog does not have yet.
Output: decisions for the log, also on members of earlier articles where the new one changes who is who.
Never: decides by itself; changes a claim; touches what a person decided. What counts as known depends on the log
before the article alone, never on how often projections caught up.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kb.events import DomainEvent, EntitiesKeptApart, EntitiesLinked, HappeningsLinked
from kb.model import Article, Extraction
from kb.model.identity import external_id, member, member_id, own_id
from kb.projections.catalog import Catalog
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile, article_profile
from kb.resolution.clustering import Pair, Partition, ordered, partition
from kb.resolution.comparison import Weight
from kb.resolution.judging import ENTITIES, EVENTS, Pairs
from kb.resolution.planning import moves
from kb.resolution.profile import Profile, blocking_keys
from kb.service.judged import judged
from kb.service.link_index import Coarse, LinkIndex

_REGION: Final = 80  # members that are looked at again for one article
_TOGETHER: Final = 12  # members of one entity that are
_STORIES: Final = 8  # articles whose events are compared
ALONE: Final = "nothing it was linked to fits any more"
_APART: Final = 2  # namesakes of one entity that are recorded as kept apart

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
Bits = dict[Pair, float]


class Linker:
    """Finds what is known and has kb.resolution decide.

    Args:
        catalog: of the home; may lag behind the log by what *learn* was told.
        coarse: event type -> class.
    """

    def __init__(self, catalog: Catalog, coarse: Coarse) -> None:
        self._catalog = catalog
        self.index = LinkIndex(catalog.connection, coarse)
        self.pairs = Pairs(self.index.profile)
        self._linked: ArticleProfile | None = None
        self._seen: set[str] = set()

    def link(
        self,
        extraction: Extraction,
        standing: Mapping[str, str] = _NOTHING,
        article: Article | None = None,
    ) -> tuple[DomainEvent, ...]:
        """Return the decisions on the entities and events of *extraction*.

        Args:
            extraction: what was read.
            standing: local id -> canonical id, of those about which nothing is to be decided any more.
            article: what it was read from; None for one that is in the log.
        """
        own = self.index.consider(article_profile(article or self._stored(extraction.article), extraction))
        if own.article in self._seen:
            self.pairs.forget()  # it was read anew
        self._seen.add(own.article)
        self._linked = own
        fixed = {member(own.article, local) for local in standing}
        now = {member(own.article, local): target for local, target in standing.items()}
        return (*self._entities(own, now, fixed), *self._events(own, now, fixed))

    def learn(self, extraction: Extraction, decisions: Iterable[DomainEvent]) -> None:
        """Remember an article that was just linked and recorded, until the catalog has it."""
        decided = list(decisions)
        links = {m: d.entity for d in decided if isinstance(d, EntitiesLinked) for m in d.members}
        links |= {m: d.happening for d in decided if isinstance(d, HappeningsLinked) for m in d.members}
        if self._linked is not None and self._linked.article == extraction.article:
            self.index.learn(self._linked, links)

    def forget(self, article: str = "") -> None:
        """The catalog has caught up: what was remembered is there; *article* was read anew."""
        self.index.forget(article)
        if article:
            self.pairs.forget()

    def _stored(self, article: str) -> Article:
        row = self._catalog.views.article_row(article) or {}
        return self._catalog.sources.article(int(row["position"]))

    # -- entities ---------------------------------------------------------------------------------

    def _entities(self, own: ArticleProfile, known: Mapping[str, str], fixed: set[str]) -> Iterator[DomainEvent]:
        region = self._entity_region(own)
        now = self.index.stands_for(name for name in region if name not in known)
        now |= {
            name: known.get(name, member_id(*name.split("#", 1)))
            for name in region
            if name.split("#", 1)[0] == own.article
        }
        bits = self._entity_bits(region)
        bonds, bars, held = judged(self._catalog.tables, now)
        weak = [pair for pair, value in bits.items() if value >= w.LINK and self.pairs.weak(*pair)]
        found = partition(region, bits, ENTITIES, bonds, bars, weak)
        named = {name: external_id(profile.external) for name, profile in region.items() if profile.external}
        ids = {name: own_id(*name.split("#", 1)) for name in region}
        for move in moves(found.clusters, now, ids, fixed | held, named, self._rank(region)):
            group = next(cluster for cluster in found.clusters if move.members[0] in cluster)
            yield from self._links(move.target, move.members, group, region, named)
        yield from self._apart(own, found, bits, now, fixed)

    def _entity_region(self, own: ArticleProfile) -> dict[str, Profile]:
        """Return the entities of the article and all that may be one of them, by member."""
        region = {one.member: one for one in own.entities.values()}
        waiting = list(region.values())
        while waiting and len(region) < _REGION:
            profile = waiting.pop(0)
            likely: set[str] = set()
            for other in self._met(profile):
                if other.member not in region and self.pairs.entities(profile.member, other.member).bits >= w.REVIEW:
                    likely.add(other.member)
                    region[other.member] = other
            held = self.index.stands_for(likely)
            for entity in sorted(set(held.values())):
                for name in self.index.members(entity, _TOGETHER):
                    if name not in region and (one := self._profile(name)) is not None and not one.external:
                        region[name] = one
            if len(set(held.values())) > 1 and profile.article == own.article:
                waiting += [region[name] for name in sorted(likely)]  # who they may be besides decides as well
        return region

    def _met(self, profile: Profile) -> Iterator[Profile]:
        """Yield the entities of other articles that share a key; of those with an identifier, only for one without."""
        rows = set()
        for key in sorted(blocking_keys(profile)):
            if key.startswith("x:"):
                continue
            rows.update(self.index.near(key, profile.day, identified=False))
            if not profile.external:
                rows.update(self.index.near(key, profile.day, identified=True))
        for article, local in sorted(rows):
            if article != profile.article and (one := self._profile(member(article, local))) is not None:
                yield one

    def _profile(self, name: str) -> Profile | None:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known.entities.get(local) if known else None

    def _entity_bits(self, region: Mapping[str, Profile]) -> Bits:
        under: dict[str, list[str]] = {}
        for name, profile in region.items():
            for key in blocking_keys(profile):
                under.setdefault(key, []).append(name)
        return self._bits(under.values(), region, self.pairs.entities)

    def _bits(
        self,
        groups: Iterable[Collection[str]],
        region: Collection[str],
        weigh: Callable[[str, str], Weight],
    ) -> Bits:
        """Return the bits of all pairs of each group, and of what one article tells apart."""
        bits: Bits = {}
        for group in groups:
            names = sorted(group)
            for n, one in enumerate(names):
                for other in names[n + 1 :]:
                    if (one, other) not in bits:
                        bits[one, other] = weigh(one, other).bits
        within: dict[str, list[str]] = {}
        for name in sorted(region):
            for other in within.setdefault(name.split("#", 1)[0], []):
                bits[ordered(other, name)] = w.EXCLUDED
            within[name.split("#", 1)[0]].append(name)
        return bits

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
            best = max(earlier, key=lambda other: (self.pairs.entities(name, other).bits, other))
            weight = self.pairs.entities(name, best)
            yield EntitiesLinked(target, (name,), weight.bits, weight.reasons)

    def _apart(
        self,
        own: ArticleProfile,
        found: Partition,
        bits: Bits,
        now: Mapping[str, str],
        fixed: set[str],
    ) -> Iterator[DomainEvent]:
        """Yield that namesakes are two, for the new members that were not linked to them."""
        cluster_of = {name: cluster for cluster in found.clusters for name in cluster}
        for local in sorted(own.entities):
            name = member(own.article, local)
            if name in fixed or len(cluster_of[name]) > 1:
                continue
            rivals: dict[str, tuple[float, str]] = {}
            for pair, value in sorted(bits.items()):
                if name not in pair or value <= w.EXCLUDED:
                    continue
                other = pair[0] if pair[1] == name else pair[1]
                weight = self.pairs.entities(name, other)
                if other in cluster_of[name] or not (value >= w.REVIEW or _namesakes(weight)):
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
        articles = self._stories(own)
        seeds = [one.member for one in own.events.values()]
        region = set(seeds)
        weigh = self.pairs.events
        for article in articles:
            other = self.index.profile(article)
            for event in other.events.values() if other else ():
                if any(weigh(seed, event.member).bits >= w.EVENT_REVIEW for seed in seeds):
                    region.add(event.member)
        if region == set(seeds):
            return
        for happening in sorted(set(self.index.stands_for(region - set(seeds)).values())):
            region |= {name for name in self.index.members(happening, _TOGETHER) if self._has_event(name)}
        now = self.index.stands_for(name for name in region if name not in known)
        now |= {name: known.get(name, member_id(*name.split("#", 1))) for name in region if name in set(seeds)}
        bits = self._bits([region], region, weigh)
        bonds, bars, held = judged(self._catalog.tables, now)
        found = partition(region, bits, EVENTS, bonds, bars)
        ids = {name: own_id(*name.split("#", 1)) for name in region}
        for move in moves(found.clusters, now, ids, fixed | held, rank=self._rank(region)):
            cluster = next(cluster for cluster in found.clusters if move.members[0] in cluster)
            yield from self._happening(move.target, move.members, cluster)

    def _has_event(self, name: str) -> bool:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known is not None and local in known.events

    def _stories(self, own: ArticleProfile) -> list[str]:
        """Return the articles nearest in time that have names in common, most in common first."""
        found: set[str] = set()
        for profile in own.entities.values():
            for key in blocking_keys(profile):
                if key.startswith("x:iso3166"):
                    continue
                for identified in (False, True):
                    found |= {article for article, _ in self.index.near(key, profile.day, identified=identified)}
        shared = {article: self.pairs.story(own.article, article) for article in found}
        likely = [article for article, value in shared.items() if value >= w.STORY_LEAST]
        return sorted(likely, key=lambda article: (-shared[article], article))[:_STORIES]

    def _happening(self, target: str, moved: Collection[str], cluster: Collection[str]) -> Iterator[DomainEvent]:
        """Yield one link for each event, so that each says what speaks for it."""
        for name in sorted(moved):
            others = [other for other in cluster if other != name]
            if not others:
                yield HappeningsLinked(target, (name,), 0.0, (ALONE,))
                continue
            earlier = self._earlier(name, others)
            best = max(earlier, key=lambda other: (self.pairs.events(name, other).bits, other))
            weight = self.pairs.events(name, best)
            yield HappeningsLinked(target, (name,), weight.bits, weight.reasons)

    def _rank(self, region: Collection[str]) -> dict[str, float]:
        return {name: self.index.position(name.split("#", 1)[0]) for name in region}

    def _earlier(self, name: str, others: Collection[str]) -> list[str]:
        """Return those of *others* that were there before, all if none was: a decision names what it found."""
        since = self.index.position(name.split("#", 1)[0])
        return [other for other in others if self.index.position(other.split("#", 1)[0]) < since] or list(others)


def _namesakes(weight: Weight) -> bool:
    return any(part.field == "name" and part.bits > 0 for part in weight.parts)


def _why(pair: Pair, bits: float, found: Partition) -> str:
    if pair in found.refused:
        kind, _ = found.refused[pair]
        return {
            "rival": "several known entities fit as well",
            "veto": "another member of the same entity contradicts it",
            "bridge": "a short name that fits several",
        }[kind]
    return f"{w.LINK:g} bits are needed" if bits < w.LINK else "another fits better"


def canonical_ids(extraction: Extraction, decisions: Iterable[DomainEvent]) -> dict[str, str]:
    """Return local entity id -> canonical id after *decisions*."""
    linked = {m: d.entity for d in decisions if isinstance(d, EntitiesLinked) for m in d.members}
    article = extraction.article
    return {
        entity.id: linked.get(member(article, entity.id), member_id(article, entity.id))
        for entity in extraction.entities
    }
