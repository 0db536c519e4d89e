"""Weights of pairs of entities of two articles, looked at once.

Input: profiles by member ("ARTICLE#LOCAL"). Output: bits and Weights of pairs; read by kb.resolution.judging, which
adds pairs of events.
Pure but for what it remembers.
"""

from collections.abc import Callable
from typing import Final

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import strangers
from kb.resolution.clustering import Pair, ordered
from kb.resolution.comparison import Part, Weight, match_weight
from kb.resolution.kept_weights import KeptWeights, named_alike
from kb.resolution.profile import Profile

WEAK: Final = frozenset({"part", "initial", "single", "common", "near"})  # a short name that may be short for several
_APART: Final = frozenset({"other", "given", ""})  # names that are two, or are not what two are compared by
_KEPT_BITS: Final = 200_000  # pairs: bits alone
_KEPT_WEIGHTS: Final = 5_000  # of which the reasons are kept too

Articles = Callable[[str], ArticleProfile | None]
Members = Callable[[str], Profile | None]


class EntityPairs:
    """Remembers what pairs of entities weigh.

    Args:
        articles: article id -> its profile, None if there is none any more.
        members: member -> the profile of an entity, None if there is none any more; by default by way of *articles*.
    """

    def __init__(self, articles: Articles, members: Members | None = None) -> None:
        self._articles = articles
        self._entity = members or self._of_article
        self._entities: dict[Pair, tuple[float, str]] = {}
        self._before: dict[Pair, tuple[float, str]] = {}  # the same, of pairs that were weighed or asked for longer ago
        self._same: dict[Pair, bool] = {}
        self._weights: dict[Pair, Weight] = {}
        self._kept = KeptWeights()

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._entities.clear()
        self._before.clear()
        self._same.clear()
        self._weights.clear()
        self._kept.forget()

    def entities(self, one: str, other: str) -> Weight:
        """Return the weight of two entities."""
        pair = ordered(one, other)
        if pair not in self._weights:
            if len(self._weights) > _KEPT_WEIGHTS:
                self._weights.clear()
            self._weights[pair] = self._compared(*pair)[0]
        return self._weights[pair]

    def bits(self, one: str, other: str) -> float:
        """Return the bits of the weight of two entities, which are remembered of many more pairs than its reasons."""
        pair = (one, other) if one <= other else (other, one)
        return (self._entities.get(pair) or self._entity_pair(pair))[0]

    def weak(self, one: str, other: str) -> bool:
        """Say whether a link of two entities rests on a name that may be short for several."""
        return self._entity_pair(ordered(one, other))[1] in WEAK

    def namesakes(self, one: str, other: str) -> bool:
        """Say whether the names of two entities speak for one; of most that are met they do not, which is soon seen."""
        if self._entity_pair(ordered(one, other))[1] in _APART:
            return False
        return any(part.field == "name" and part.bits > 0 for part in self.entities(one, other).parts)

    def asked(self, one: str, other: str) -> bool:
        """Say whether two persons whose given names are only near weigh less than a link: two, until a person says."""
        bits, agreement = self._entity_pair(ordered(one, other))
        return agreement == "near" and bits < w.LINK

    def same(self, one: str, other: str) -> bool:
        """Say whether two entities would be linked if there were no others; whatever was weighed before.

        Names without a key in common are nobody's of both, though weighed they might come to enough: "army", "army of".
        What one article takes for a club and the other for its town, of one name, takes part in one match.
        """
        pair = (one, other) if one <= other else (other, one)
        found = self._same.get(pair)
        if found is None:
            if len(self._same) > _KEPT_BITS:
                self._same.clear()
            profile, rival = self._entity(one), self._entity(other)
            if profile is None or rival is None or profile.group == rival.group:
                strange = profile is not None and rival is not None and strangers(profile, rival)
                found = not strange and self.bits(*pair) >= w.EVENT_SAME
            else:
                found = not set(profile.names).isdisjoint(rival.names) or self.bits(*pair) >= w.EVENT_SAME
            self._same[pair] = found
        return found

    def alike(self, one: str, other: str) -> bool:
        """Say whether two are both persons, both countries and so on; who is called by an office alone is neither."""
        profile, rival = self._entity(one), self._entity(other)
        return profile is not None and rival is not None and profile.group == rival.group

    def _entity_pair(self, pair: Pair) -> tuple[float, str]:
        """Return the bits of two entities, given in order, and how their names agree."""
        found = self._entities.get(pair)
        if found is None:
            found = self._before.get(pair)
            if found is None:
                return self._weigh(pair)
            self._entities[pair] = found
        return found

    def _weigh(self, pair: Pair) -> tuple[float, str]:
        if len(self._entities) > _KEPT_BITS // 2:
            self._before, self._entities = self._entities, {}  # what is asked for again is kept on
        found = self._quickly(pair)
        if found is None:
            weight, agreement = self._compared(*pair)
            found = weight.bits, agreement
        self._entities[pair] = found
        return found

    def _quickly(self, pair: Pair) -> tuple[float, str] | None:
        """Return what two entities of two articles weigh; None where it takes more, or there is no such entity."""
        known = self._kept.known
        for name in pair:
            if name not in known:
                if (profile := self._entity(name)) is None:
                    return None
                self._kept.take(name, profile)
        return self._kept.weighed(*pair)

    def _of_article(self, name: str) -> Profile | None:
        article, local = name.split("#", 1)
        known = self._articles(article)
        return known.entities.get(local) if known is not None else None

    def _compared(self, one: str, other: str) -> tuple[Weight, str]:
        """Return the weight of two entities, and how their names agree where that is what they are compared by."""
        profile, rival = self._entity(one), self._entity(other)
        if profile is None or rival is None:
            return Weight((Part("name", w.EXCLUDED, "no name to compare"),)), ""
        identified = bool(profile.identifiers & rival.identifiers)
        by_name = not identified and profile.group == rival.group
        return match_weight(profile, rival), named_alike(profile, rival) if by_name else ""
