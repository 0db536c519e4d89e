"""Which members have to be looked at for one article: its own, and all that may be one with them.

Input: the article's profile; the index and the weights of pairs. Output: members and the bits of their pairs, read by
kb.service.identity.linking.
Never: decides. How many are looked at is bounded, however many articles there are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Final

from kb.model.identity import member
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import blocking_keys, own_names
from kb.resolution.clustering import Pair, ordered
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.region import Region, days_apart

_REGION: Final = 160  # members that are looked at again for one article
_TOGETHER: Final = 40  # members of one entity that are
_VERSIONS: Final = 12  # of one happening that are
_ALL: Final = 8  # of those that an entity may be, whose own namesakes are all looked for
_MET: Final = 24  # articles in which most of its names were met: those of which it is seen what else they share
_STORIES: Final = 8  # articles whose events are compared
_EACH: Final = 8  # members of each id that are weighed
_KEPT: Final = 20_000  # members whose keys are at hand

Bits = dict[Pair, float]
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Regions:
    """Gathers what may be one.

    Args:
        index: of what is known.
        pairs: weighs.
    """

    def __init__(self, index: LinkIndex, pairs: Pairs) -> None:
        self.index = index
        self.pairs = pairs
        self._linked = ""
        self._keys: dict[str, tuple[Profile, frozenset[str]]] = {}
        self._articles: Counter[str] = Counter()  # in which names of the article that is looked at were met, how many

    def entities(self, own: ArticleProfile, standing: Mapping[str, str]) -> list[Region]:
        """Return, for each entity of the article, those that may be one with it; entities that meet share a region.

        Args:
            own: the article.
            standing: member -> canonical id, of those about which nothing is to be decided any more.
        """
        found: list[Region] = []
        self._articles = Counter()
        self._linked = own.article
        for profile in own.entities.values():
            region = self._around(profile, standing.get(profile.member, ""))
            for other in [one for one in found if one.meets(region)]:
                found.remove(other)
                region = region.joined(other)
            found.append(region)
        return [self._thinned(own.day, region) for region in found]

    def _thinned(self, day: str, region: Region) -> Region:
        if not region.is_large:
            return region
        return region.thinned_to(day, self.index.stands_for(sorted(region.members.keys() - region.own)))

    def _around(self, own: Profile, standing: str) -> Region:
        """Return whom an entity may be, and unless that is one entity alone, whom those may be besides."""
        met = self._met(own)
        if own.external:
            self._articles.update({name.split("#", 1)[0] for name in self.index.names.near(own, identified=True)})
        itself = own.member
        bits = {name: self.pairs.bits(itself, name) for name in met}
        likely = [name for name, value in bits.items() if value >= w.REVIEW]
        held = self.index.stands_for(met) if likely else {}
        ids = {held[name] for name in likely} | ({standing} - {""})
        contrary = [name for name, value in bits.items() if value <= w.VETO and likely and held[name] in ids]
        region = {itself: own} | {name: met[name] for name in (*likely, *contrary)}
        nameless = [name for name in region if own.names and not region[name].names]
        linked = [name for name in likely if bits[name] >= w.LINK]
        weak = any(self.pairs.weak(itself, name) for name in linked)
        if len(ids) <= 1 and not contrary and not weak and not nameless:
            return Region(region, frozenset({itself}), frozenset(ids), settled=True)
        targets = {held[name] for name in linked} | ({standing} - {""})
        if own.names and len(targets) <= 1 and not weak and not nameless:
            # It can be one of them alone: what the others are to each other it does not change.
            self._add_members(region, targets)
            together = self.index.stands_for(region)
            if all(together[name] not in targets or self.pairs.bits(itself, name) > w.VETO for name in region):
                return Region(region, frozenset({itself}), frozenset(ids), settled=True)
        waiting = self._telling([met[name] for name in sorted(likely if len(ids) > 1 else nameless)], own.day)
        self._add_members(region, ids)
        while waiting and len(region) < _REGION:
            profile = waiting.pop(0)
            further = {
                name: other
                for name, other in self._met(profile).items()
                if name not in region and self.pairs.bits(profile.member, name) >= w.REVIEW
            }
            region |= further
            new = set(self.index.stands_for(further).values()) - ids
            ids |= new
            self._add_members(region, new)
        return Region(region, frozenset({itself}), frozenset(ids))

    def _telling(self, waiting: list[Profile], day: str) -> list[Profile]:
        """Return those whose own namesakes are looked for: of many persons, of each id the nearest of each name.

        What others of that name and id would find they find, too; who has no name is asked. Bodies are all asked: what
        joins two ministries of a country that were taken for two may stand beside any of them.
        """
        if len(waiting) <= _ALL or waiting[0].group != "person":
            return waiting
        held = self.index.stands_for([one.member for one in waiting])
        nearest: dict[tuple[str, ...], Profile] = {}
        for one in sorted(waiting, key=lambda one: (days_apart(day, one.day), one.member)):
            nearest.setdefault((held[one.member], *(own_names(one) or (one.member,))), one)
        return list(nearest.values())

    def _add_members(self, region: dict[str, Profile], ids: Iterable[str]) -> None:
        for entity in sorted(ids):
            for name in self.index.members(entity, _TOGETHER):
                if name not in region and (one := self._profile(name)) is not None and not one.external:
                    region[name] = one

    def _met(self, profile: Profile) -> dict[str, Profile]:
        """Return the entities of other articles that may bear its name; with an identifier, only for one without.

        A list may know a body by another identifier than the one that articles know well-known bodies by.
        """
        names = self.index.names.near(profile, identified=False)
        known_body = profile.group == "organisation" and bool(profile.external)
        if not profile.external or (known_body and profile.listed):
            names += self.index.names.near(profile, identified=True)
        if not profile.external or known_body or profile.listed:
            names += [member(article, local) for article, local in self.index.listed(profile)]
        names += self.index.names.holders(profile)
        if profile.article == self._linked:
            self._articles.update({name.split("#", 1)[0] for name in names})
        found = {name: self._profile(name) for name in self._telling_of_each(profile, names)}
        return {name: one for name, one in found.items() if one is not None}

    def _telling_of_each(self, profile: Profile, names: list[str]) -> list[str]:
        """Return the members to be weighed: of each id those whose articles have most in common with its own."""
        if len(names) <= _EACH:
            return names
        held: dict[str, list[str]] = {}
        for name, entity in self.index.stands_for(dict.fromkeys(names)).items():
            held.setdefault(entity, []).append(name)
        return [name for some in held.values() for name in self._nearest(profile.article, some)]

    def _nearest(self, article: str, names: list[str]) -> list[str]:
        if len(names) <= _EACH:
            return names
        told = sorted(names[: 2 * _EACH], key=lambda name: (-self.pairs.story(article, name.split("#", 1)[0]), name))
        return told[:_EACH]

    def _profile(self, name: str) -> Profile | None:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known.entities.get(local) if known else None

    def entity_bits(self, region: Region) -> tuple[Bits, list[Pair]]:
        """Return the bits of the pairs of a region, and the pairs that are one already, whatever they weigh.

        Persons whose given names are only near keep two clusters apart until a person was asked.
        """
        bits, one = self._entity_bits(region)
        asked = [pair for pair, value in bits.items() if w.VETO < value < w.LINK and self.pairs.asked(*pair)]
        return bits | dict.fromkeys(asked, w.VETO), one

    def _entity_bits(self, region: Region) -> tuple[Bits, list[Pair]]:
        if region.settled:
            (own,) = region.own
            others = sorted(set(region.members) - region.own)
            known = {ordered(own, other): self.pairs.bits(own, other) for other in others}
            one: dict[str, list[str]] = {}
            for name, entity in self.index.stands_for(others).items():
                one.setdefault(entity, []).append(name)
            return known, [pair for names in one.values() for pair in pairwise(names)]
        under: dict[str, list[str]] = {}
        if any(not profile.names for profile in region.members.values()):
            under["holders"] = [name for name, profile in region.members.items() if profile.group == "person"]
        for name, profile in region.members.items():
            for key in self._blocking_keys(name, profile):
                under.setdefault(key, []).append(name)
        if not region.thinned:
            return self.bits(under.values(), region.members), []
        standing = self.index.stands_for(sorted(region.members.keys() - region.own))
        bits = self.bits(under.values(), region.members, standing)
        together: dict[str, list[str]] = {}
        for name, entity in standing.items():
            together.setdefault(entity, []).append(name)
        return bits, [pair for names in together.values() for pair in pairwise(names)]

    def _blocking_keys(self, name: str, profile: Profile) -> frozenset[str]:
        """Return the keys of a member, made once for each reading of its article."""
        known = self._keys.get(name)
        if known is None or known[0] is not profile:
            if len(self._keys) > _KEPT:
                self._keys.clear()
            known = self._keys[name] = (profile, frozenset(blocking_keys(profile)))
        return known[1]

    def bits(
        self,
        groups: Iterable[Collection[str]],
        region: Collection[str],
        one: Mapping[str, str] = _NONE,
    ) -> Bits:
        """Return the bits of all pairs of entities of each group, and of what one article tells apart.

        Args:
            groups: members under one key.
            region: all members.
            one: member -> the id that it shares with those with which it is not weighed.
        """
        bits: Bits = {}
        for group in groups:
            for pair in combinations(sorted(group), 2):
                if pair not in bits and (pair[0] not in one or one[pair[0]] != one.get(pair[1])):
                    bits[pair] = self.pairs.bits(*pair)
        within: dict[str, list[str]] = {}
        for name in sorted(region):
            for other in within.setdefault(name.split("#", 1)[0], []):
                bits[ordered(other, name)] = w.EXCLUDED
            within[name.split("#", 1)[0]].append(name)
        return bits

    def event_bits(self, region: Collection[str]) -> Bits:
        """Return the bits of all pairs of events of a region: only those that can be one are weighed."""
        by_article: dict[str, list[str]] = {}
        for name in sorted(region):
            by_article.setdefault(name.split("#", 1)[0], []).append(name)
        bits = dict.fromkeys(combinations(sorted(region), 2), w.EXCLUDED)
        for article in by_article:
            for one, other in self.pairs.retold(article):
                if (pair := ordered(member(article, one), member(article, other))) in bits:
                    bits[pair] = self.pairs.event_bits(*pair)
        for first, second in combinations(by_article, 2):
            for pair in self.pairs.weighed(first, second):
                if pair in bits:
                    bits[pair] = self.pairs.event_bits(*pair)
        return bits

    def _has_event(self, name: str) -> bool:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known is not None and local in known.events

    def stories(self, own: ArticleProfile) -> list[str]:
        """Return the articles that have names in common, most in common first; days near count as names do.

        Two short reports of one night may share no more than the name of a town.
        """
        found = [article for article, _ in self._articles.most_common(_MET) if article != own.article]
        shared = {article: self.pairs.story(own.article, article) for article in found}
        likely = {
            article: value + w.STORY_LEAST * self._near(own, article)
            for article, value in shared.items()
            if value >= w.ONE_NAME or (value > 0 and self._near(own, article))
        }
        return sorted(likely, key=lambda article: (-likely[article], article))[:_STORIES]

    def _near(self, own: ArticleProfile, article: str) -> bool:
        other = self.index.profile(article)
        return other is not None and days_apart(own.day, other.day) <= w.NEAR

    def events(self, own: ArticleProfile, fixed: Set[str] = frozenset()) -> set[str]:
        """Return the events of the article and all that may be one of them; empty if it is the only one to tell.

        Args:
            own: the article.
            fixed: members about which nothing is to be decided; what may be one of them alone is left out.
        """
        articles = self.stories(own)
        seeds = [one.member for one in own.events.values()]
        region = set(seeds)
        for article in articles:
            for pair in self.pairs.weighed(own.article, article):
                if fixed.isdisjoint(pair) and self.pairs.event_bits(*pair) >= w.EVENT_REVIEW:
                    region.update(pair)
        if region == set(seeds):
            return set()
        for happening in sorted(set(self.index.stands_for(region - set(seeds)).values())):
            region |= {name for name in self.index.members(happening, _VERSIONS) if self._has_event(name)}
        return region
