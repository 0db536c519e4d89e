"""Weights of pairs, looked at once: entities of two articles, and events of two articles.

Input: ArticleProfiles by id. Output: bits and Weights of pairs of members ("ARTICLE#LOCAL").
Pure but for what it remembers.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import strangers
from kb.resolution.clustering import Pair, Thresholds, ordered
from kb.resolution.comparison import Part, Weight
from kb.resolution.entity_pairs import Articles, EntityPairs, Members
from kb.resolution.events.entries import told_live
from kb.resolution.events.happenings import (
    comparable,
    contrary,
    event_bits,
    event_features,
    event_weight,
    kin_features,
    one_due,
    story,
)
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.retold import told_again
from kb.resolution.events.rivals import Rivals
from kb.resolution.events.when import days_between, is_sharp

ENTITIES: Final = Thresholds(w.LINK, w.LEAD, w.VETO, through=True)
EVENTS: Final = Thresholds(w.EVENT_LINK, w.EVENT_LEAD, w.EVENT_VETO)
NEVER: Final = float("inf")
_KEPT: Final = 50_000  # pairs of events, of some kilobytes
_KEPT_BITS: Final = 200_000  # pairs of events: bits alone
_KEPT_BESIDE: Final = 20_000  # pairs of events that are kept side by side with all others of their two articles


class Pairs(EntityPairs):
    """Remembers what pairs of members weigh, of events as well, which hang on the entities that take part.

    Args:
        articles, members: see EntityPairs.
    """

    def __init__(self, articles: Articles, members: Members | None = None) -> None:
        super().__init__(articles, members)
        self._events: dict[Pair, Weight] = {}
        self._event_bits: dict[Pair, float] = {}
        self._stories: dict[Pair, float] = {}
        self._least: dict[Pair, float] = {}
        self._rivals: dict[Pair, Rivals] = {}
        self._beside = 0
        self._retold: dict[str, frozenset[Pair]] = {}
        self._live: dict[str, frozenset[Pair]] = {}  # of the same articles

    def forget(self) -> None:
        """Drop all that is remembered."""
        super().forget()
        self._events.clear()
        self._event_bits.clear()
        self._stories.clear()
        self._least.clear()
        self._rivals.clear()
        self._beside = 0
        self._retold.clear()
        self._live.clear()

    def events(self, one: str, other: str) -> Weight:
        """Return the weight of two events; below every threshold if they cannot be one."""
        pair = ordered(one, other)
        if pair not in self._events:
            if len(self._events) > _KEPT:
                self._events.clear()
            self._events[pair] = self._told(pair)
        return self._events[pair]

    def event_bits(self, one: str, other: str) -> float:
        """Return the bits of the weight of two events, of which few are asked for their reasons."""
        pair = ordered(one, other)
        found = self._event_bits.get(pair)
        if found is None:
            decided = self._decided(pair)
            return self._keep_bits(pair, event_bits(self.features(*pair)) if decided is None else decided.bits)
        return found

    def _keep_bits(self, pair: Pair, bits: float) -> float:
        if len(self._event_bits) > _KEPT_BITS:
            self._event_bits.clear()
        self._event_bits[pair] = bits
        return bits

    def _told(self, pair: Pair) -> Weight:
        decided = self._decided(pair)
        return event_weight(self.features(*pair)) if decided is None else Weight((decided,))

    def _decided(self, pair: Pair) -> Part | None:
        """Return what decides on two events before anything is compared, None if nothing does."""
        (first, a), (second, b) = (member.split("#", 1) for member in pair)
        left, right = self._articles(first), self._articles(second)
        if left is None or right is None or a not in left.events or b not in right.events:
            return Part("event", w.EXCLUDED, "not to be compared")
        if first == second:
            return self._within(first, (min(a, b), max(a, b)))
        event, rival = left.events[a], right.events[b]
        if not comparable(event, rival):
            real = event.real != rival.real or one_due(event, rival)
            words = "one took place, the other is planned or feared" if real else _of_two_kinds(event, rival)
            return Part("kind", w.EXCLUDED, words)
        if (a, b) not in self._between(left, right):
            return Part("kind", w.EXCLUDED, "many others of the two articles look likelier")
        return None

    def _within(self, article: str, pair: Pair) -> Part:
        """Return what decides on two events of one article, given as local ids in order."""
        if pair in self.live(article):
            return Part("article", w.TOLD_LIVE, "told again by another entry of one page")
        if pair in self.retold(article):
            return Part("article", w.RETOLD, "told twice in one article, or told and denied")
        return Part("article", w.EXCLUDED, "two in one article")

    def weighed(self, one: str, other: str) -> Iterator[Pair]:
        """Yield the pairs of events of two articles, as members, that can be one; none for an unknown article."""
        left, right = (self._articles(article) for article in ordered(one, other))
        if left is not None and right is not None:
            yield from ((f"{left.article}#{a}", f"{right.article}#{b}") for a, b in self._between(left, right))

    def weighed_bits(self, one: str, other: str) -> Iterator[tuple[Pair, float]]:
        """Yield the pairs of *weighed*, each with its bits."""
        left, right = (self._articles(article) for article in ordered(one, other))
        if left is None or right is None:
            return
        rivals = self._between(left, right)
        for a, b in rivals:
            pair = f"{left.article}#{a}", f"{right.article}#{b}"
            bits = self._event_bits.get(pair)
            if bits is None:
                bits = self._keep_bits(pair, event_bits(_features(left, a, right, b, rivals)))
            yield pair, bits

    def retold(self, article: str) -> frozenset[Pair]:
        """Return the pairs of local ids, in order, by which one article tells a happening again, or denies it."""
        if article not in self._retold:
            if len(self._retold) > _KEPT:
                self._retold.clear()
                self._live.clear()
            known = self._articles(article)
            self._live[article] = told_live(known.events) if known else frozenset()
            self._retold[article] = self._live[article] | (told_again(known.events) if known else frozenset())
        return self._retold[article]

    def live(self, article: str) -> frozenset[Pair]:
        """Return those of *retold* by which two entries of a live page tell one happening."""
        return self._live[article] if self.retold(article) else frozenset()

    def features(self, one: str, other: str) -> Mapping[str, float]:
        """Return what speaks for and against one happening of two events that are comparable, by name.

        Raises:
            KeyError: there is no such event.
        """
        (first, a), (second, b) = (member.split("#", 1) for member in ordered(one, other))
        left, right = self._articles(first), self._articles(second)
        if left is None or right is None:
            raise KeyError(first if left is None else second)
        return _features(left, a, right, b, self._between(left, right))

    def _between(self, left: ArticleProfile, right: ArticleProfile) -> Rivals:
        """Return the comparable pairs of events of two articles, in the order of *ordered*."""
        pair = left.article, right.article
        if pair not in self._rivals:
            if self._beside > _KEPT_BESIDE:
                self._rivals.clear()
                self._beside = 0
            self._rivals[pair] = Rivals(
                left.events,
                right.events,
                lambda x, y: self._features(left, x, right, y),
                lambda: (self.retold(left.article), self.retold(right.article)),
            )
            self._beside += 1 + len(self._rivals[pair])
        return self._rivals[pair]

    def _features(
        self, left: ArticleProfile, event: EventProfile, right: ArticleProfile, rival: EventProfile
    ) -> Mapping[str, float]:
        return event_features(
            event,
            rival,
            self.story(left.article, right.article),
            lambda x, y: self.same(f"{left.article}#{x}", f"{right.article}#{y}"),
            lambda x, y: (
                x in left.entities and y in right.entities and left.entities[x].group == right.entities[y].group
            ),
        )

    def least(self, one: str, other: str) -> float:
        """Return the bits from which events of two articles are linked: more than any if they have nothing in common.

        Near in time a country will do where much else speaks for one: of what is told of a land in three days most is
        two things. A name will do as well that the two write otherwise.
        """
        pair = ordered(one, other)
        found = self._least.get(pair)
        if found is None:
            if len(self._least) > _KEPT:
                self._least.clear()
            first, second = (self._articles(article) for article in pair)
            if first is None or second is None:
                return NEVER
            found = self._least[pair] = self._least_of(first, second)
        return found

    def _least_of(self, first: ArticleProfile, second: ArticleProfile) -> float:
        shared = self.story(first.article, second.article)
        near = shared > 0 and 0 <= days_between(first, second) <= w.NEAR
        if shared < w.ONE_NAME and not near:
            return NEVER
        if any(not key.startswith("country:") for key in first.context & second.context):
            return w.EVENT_LINK
        others = [one for one in second.entities.values() if one.group != "country"]
        named = any(
            not strangers(one, other) and self.namesakes(one.member, other.member)
            for one in first.entities.values()
            for other in others
            if one.group == other.group
        )
        return w.EVENT_LINK if named else w.EVENT_OF_LAND if near else NEVER

    def story(self, one: str, other: str) -> float:
        """Return how much two articles have in common; nothing while one of them is unknown."""
        pair = ordered(one, other)
        found = self._stories.get(pair)
        if found is None:
            first, second = (self._articles(article) for article in pair)
            if first is None or second is None:
                return 0.0  # until it is known
            if len(self._stories) > _KEPT:
                self._stories.clear()
            found = self._stories[pair] = story(first.context, second.context)
        return found


def _of_one_blow(article: ArticleProfile, local: str) -> bool:
    """Say whether what an article gives as an event's cause is over within a day, and no more than one of its kind."""
    causes = [article.events[cause] for cause in article.events[local].causes if cause in article.events]
    return bool(causes) and all(is_sharp(cause) and not cause.several for cause in causes)


def _features(left: ArticleProfile, a: str, right: ArticleProfile, b: str, rivals: Rivals) -> Mapping[str, float]:
    kin = kin_features(
        left.events[a],
        right.events[b],
        lambda x, y: rivals.bits((x, y)),
        lambda x, y: contrary(rivals.features((x, y))),
    )
    found = {**rivals.features((a, b)), **rivals.standing((a, b)), **kin}
    if "same cause" in kin and (_of_one_blow(left, a) or _of_one_blow(right, b)):
        found.pop("toll of several days", None)  # "a year ago" is a wide date, not a toll of that month
    return found


def _of_two_kinds(event: EventProfile, rival: EventProfile) -> str:
    """Return the classes of two events in words, or their types where these are of one class."""
    one, other = (event.coarse, rival.coarse) if event.coarse != rival.coarse else (event.types[0], rival.types[0])
    return f"{one} and {other}".replace("_", " ")
