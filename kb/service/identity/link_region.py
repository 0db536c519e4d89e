"""Which members have to be looked at for one article: its own, and all that may be one with them.

Input: the article's profile; the index and the weights of pairs. Output: members and the bits of their pairs, read by
kb.service.identity.linking.
Never: decides. How many are looked at is bounded, however many articles there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Final

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import blocking_keys, own_names
from kb.resolution.clustering import Pair, ordered
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile
from kb.service.identity.link_events import EventRegions
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.region import Region, days_apart

_REGION: Final = 160  # members that are looked at again for one article
_TOGETHER: Final = 40  # members of one entity that are, where all of it is looked at
_MANY: Final = 12  # members of one entity beyond which it is told by few, and stays one
_FEW: Final = 8  # how many
_ALL: Final = 8  # of those that an entity may be, whose own namesakes are all looked for
_KEPT: Final = 20_000  # members whose keys are at hand

Bits = dict[Pair, float]
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_NEAREST: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


class Regions(EventRegions):
    """Gathers what may be one, entities first.

    Args:
        index: of what is known.
        pairs: weighs.
    """

    def __init__(self, index: LinkIndex, pairs: Pairs) -> None:
        super().__init__(index, pairs)
        self._keys: dict[str, tuple[Profile, frozenset[str]]] = {}

    def entities(self, own: ArticleProfile, standing: Mapping[str, str]) -> list[Region]:
        """Return, for each entity of the article, those that may be one with it; entities that meet share a region.

        Args:
            own: the article.
            standing: member -> canonical id, of those about which nothing is to be decided any more.
        """
        found: list[Region] = []
        self._met.look_up(own, standing, all_spellings=self.WHOLE)
        for profile in own.entities.values():
            region = self._met.alone(profile) or self._around(profile, standing.get(profile.member, ""))
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
        met = self._met.of(own)
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
            self._add_members(region, targets, self._met.nearest(own))
            together = self.index.stands_for(region)
            if all(together[name] not in targets or self.pairs.bits(itself, name) > w.VETO for name in region):
                return Region(region, frozenset({itself}), frozenset(ids), settled=True)
        waiting = self._telling([met[name] for name in sorted(likely if len(ids) > 1 else nameless)], own.day)
        nearest = self._met.nearest(own)
        thinned = self._add_members(region, ids, nearest)
        while waiting and len(region) < _REGION:
            profile = waiting.pop(0)
            further = {
                name: other
                for name, other in self._met.of(profile).items()
                if name not in region and self.pairs.bits(profile.member, name) >= w.REVIEW
            }
            region |= further
            new = set(self.index.stands_for(further).values()) - ids
            ids |= new
            thinned |= self._add_members(region, new, nearest)
        return Region(region, frozenset({itself}), frozenset(ids), thinned=thinned)

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

    def _add_members(
        self, region: dict[str, Profile], ids: Iterable[str], nearest: Mapping[str, Sequence[str]] = _NEAREST
    ) -> bool:
        """Add the members of ids to a region, few of one with many; say whether some were left out.

        Args:
            region: member -> profile; added to.
            ids: canonical ids.
            nearest: id -> those of its members that go before others.
        """
        left_out = False
        for entity in sorted(ids):
            told = entity in nearest and not self.WHOLE  # then of many it is enough to know that they are many
            names = self.index.members(entity, _MANY + 1 if told else _TOGETHER)
            if len(names) > _MANY and not self.WHOLE:
                here = list(self.index.stands_for(region).values()).count(entity)
                names = [name for name in nearest.get(entity, names) if name not in region][: max(_FEW - here, 0)]
                left_out = True
            self.index.fetch({name.split("#", 1)[0] for name in names if name not in region})
            for name in names:
                if name not in region and (one := self.index.entity(name)) is not None and not one.external:
                    region[name] = one
        return left_out

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
