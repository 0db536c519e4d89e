"""Which events have to be looked at together for one article: its own, and all that may be one happening with them.

Input: the article's profile; in which articles its names were met; the index and the weights of pairs. Output: members
and the bits of their pairs, read by kb.service.identity.linking by way of kb.service.identity.link_region.
Never: decides. What two articles have in common says how much a link of their events takes, whichever third article
brings them together: else it would count which of the three came last.
"""

from collections.abc import Collection, Iterator, Set
from itertools import combinations
from typing import Final

from kb.model.identity import member
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.clustering import FOREVER, Pair, ordered
from kb.resolution.judging import NEVER, Pairs
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.link_met import Met
from kb.service.identity.region import days_apart

_VERSIONS: Final = 12  # members of one happening that are looked at
_MET: Final = 24  # articles in which most of its names were met: those of which it is seen what else they share
_STORIES: Final = 8  # articles whose events are compared

Bits = dict[Pair, float]


class EventRegions:
    """Gathers which events may be one.

    Args:
        index: of what is known.
        pairs: weighs.

    Attributes:
        WHOLE: whether all members of an entity are looked at, however many, and under all spellings.
    """

    WHOLE = False

    def __init__(self, index: LinkIndex, pairs: Pairs) -> None:
        self.index = index
        self.pairs = pairs
        self._met = Met(index, pairs)

    def event_bits(self, region: Collection[str]) -> Bits:
        """Return the bits of all pairs of events of a region: only those that can be one are weighed.

        What speaks for one is left out where the two articles have too little in common for a link; what speaks
        against it is not. Of more articles than are looked at for a story those of one happening stay one, and only the
        events of the article that is linked are weighed.
        """
        by_article = _by_article(region)
        few, linked = self._few(by_article), self._met.linked
        bits = dict.fromkeys(combinations(sorted(region), 2), w.EXCLUDED)
        for article in by_article:
            for one, other in self.pairs.retold(article):
                if (pair := ordered(member(article, one), member(article, other))) in bits:
                    bits[pair] = self.pairs.event_bits(*pair)
        for first, second in combinations(by_article, 2):
            for pair, value in self.pairs.weighed_bits(first, second) if few or linked in (first, second) else ():
                if pair not in bits:
                    continue
                if w.EVENT_LINK <= value < self.pairs.least(first, second):
                    del bits[pair]
                else:
                    bits[pair] = value
        if not few:
            held = self._met.by_id([name for name in sorted(region) if not name.startswith(f"{linked}#")])
            bits |= dict.fromkeys((pair for names in held.values() for pair in combinations(names, 2)), FOREVER)
        return bits

    def _few(self, articles: Collection[str]) -> bool:
        return self.WHOLE or len(articles) <= _STORIES

    def _has_event(self, name: str) -> bool:
        article, local = name.split("#", 1)
        known = self.index.profile(article)
        return known is not None and local in known.events

    def stories(self, own: ArticleProfile) -> list[str]:
        """Return the articles that have names in common, most in common first; days near count as names do.

        Two short reports of one night may share no more than the name of a town, or of a country, which are looked for
        where names alone lead to few.
        """
        found = [article for article, _ in self._met.articles.most_common(_MET) if article != own.article]
        likely = self._likely(own, found)
        if len(likely) < _STORIES and own.day:
            likely |= self._likely(own, [article for article in self.index.names.lands(own) if article not in found])
        return sorted(likely, key=lambda article: (-likely[article], article))[:_STORIES]

    def _likely(self, own: ArticleProfile, found: Collection[str]) -> dict[str, float]:
        """Return those of some articles of which events may be linked, with how much they have in common."""
        self.index.fetch(found)
        return {
            article: self.pairs.story(own.article, article) + w.STORY_LEAST * self._near(own, article)
            for article in found
            if self.pairs.least(own.article, article) < NEVER
        }

    def _near(self, own: ArticleProfile, article: str) -> bool:
        other = self.index.profile(article)
        return other is not None and days_apart(own.day, other.day) <= w.NEAR

    def events(self, own: ArticleProfile, fixed: Set[str] = frozenset()) -> set[str]:
        """Return the events of the article and all that may be one of them; empty if there are none.

        Of few articles it is all that is linked, be it by way of others: what was torn between two is judged again.

        Args:
            own: the article.
            fixed: members about which nothing is to be decided; what may be one of them alone is left out.
        """
        articles = self.stories(own)
        seeds = {one.member for one in own.events.values()}
        region = set(seeds)
        for article in articles:
            least = self.pairs.least(own.article, article)
            least = least if least > w.EVENT_LINK else w.EVENT_REVIEW
            for pair, bits in self.pairs.weighed_bits(own.article, article):
                if bits >= least and fixed.isdisjoint(pair):
                    region.update(pair)
        if region == seeds and not self.pairs.live(own.article):
            return set()
        known: set[str] = set()
        while new := set(self.index.stands_for(region - seeds).values()) - known:
            known |= new
            for happening in sorted(new):
                region |= {name for name in self.index.members(happening, _VERSIONS) if self._has_event(name)}
            region.update(self._linked_to(region))
        return region

    def _linked_to(self, region: Collection[str]) -> Iterator[str]:
        """Yield what is linked to events of a region, of its own articles, by way of each other as well."""
        by_article = _by_article(region)
        if not self._few(by_article):
            return
        sides: dict[str, set[str]] = {}
        for first, second in combinations(by_article, 2):
            if (least := self.pairs.least(first, second)) < NEVER:
                for (one, other), bits in self.pairs.weighed_bits(first, second):
                    if bits >= least:
                        sides.setdefault(one, set()).add(other)
                        sides.setdefault(other, set()).add(one)
        waiting, seen = list(region), set(region)
        while waiting:
            for name in sorted(sides.get(waiting.pop(), set()) - seen):
                seen.add(name)
                waiting.append(name)
                yield name


def _by_article(region: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(region):
        found.setdefault(name.split("#", 1)[0], []).append(name)
    return found
