"""Which members have to be looked at for one article: its own, and all that may be one with them.

Input: the article's profile; the index and the weights of pairs. Output: members and the bits of their pairs, read by
kb.service.linking.
Never: decides. How many are looked at is bounded, however many articles there are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from kb.model.identity import member
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.clustering import Pair, ordered
from kb.resolution.comparison import Weight
from kb.resolution.judging import Pairs
from kb.resolution.profile import Profile, blocking_keys
from kb.service.link_index import LinkIndex

_REGION: Final = 80  # members that are looked at again for one article
_TOGETHER: Final = 12  # members of one entity that are
_STORIES: Final = 8  # articles whose events are compared

Bits = dict[Pair, float]


class Regions:
    """Gathers what may be one.

    Args:
        index: of what is known.
        pairs: weighs.
    """

    def __init__(self, index: LinkIndex, pairs: Pairs) -> None:
        self.index = index
        self.pairs = pairs

    def entities(self, own: ArticleProfile) -> dict[str, Profile]:
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

    def entity_bits(self, region: Mapping[str, Profile]) -> Bits:
        under: dict[str, list[str]] = {}
        for name, profile in region.items():
            for key in blocking_keys(profile):
                under.setdefault(key, []).append(name)
        return self.bits(under.values(), region, self.pairs.entities)

    def bits(
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

    def _has_event(self, name: str) -> bool:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known is not None and local in known.events

    def stories(self, own: ArticleProfile) -> list[str]:
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

    def events(self, own: ArticleProfile) -> set[str]:
        """Return the events of the article and all that may be one of them; empty if it is the only one to tell."""
        articles = self.stories(own)
        seeds = [one.member for one in own.events.values()]
        region = set(seeds)
        weigh = self.pairs.events
        for article in articles:
            other = self.index.profile(article)
            for event in other.events.values() if other else ():
                if any(weigh(seed, event.member).bits >= w.EVENT_REVIEW for seed in seeds):
                    region.add(event.member)
        if region == set(seeds):
            return set()
        for happening in sorted(set(self.index.stands_for(region - set(seeds)).values())):
            region |= {name for name in self.index.members(happening, _TOGETHER) if self._has_event(name)}
        return region
