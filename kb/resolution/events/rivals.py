"""How a pair of events stands among all pairs of two articles: whether either has another that fits better.

Input: the events of two articles; what speaks for and against each comparable pair, and its bits. Output: the features
of a pair by itself, its bits, and what its rivals say, read by kb.resolution.judging.
Pure. A happening is told once by an article as a rule, so that of two deaths in each of two long articles one at most
is the other article's: the pair that fits best by a clear lead speaks for itself, the others against themselves.
Never: looks beyond the two articles.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Final, NamedTuple

from kb.resolution import weights as w
from kb.resolution.events.entries import told_live
from kb.resolution.events.happenings import event_bits
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.promising import promising
from kb.resolution.events.retold import told_again

_LOOKED_AT: Final = 4  # best pairs of an event: itself, what tells the same over again or denies it, and a rival
CLEAR: Final = 3.0  # bits of lead, or of arrears, beyond which more say no more

Features = Callable[[EventProfile, EventProfile], Mapping[str, float]]
Locals = tuple[str, str]


class Rivals:
    """The comparable pairs of events of two articles, each weighed by itself; the promising ones of long articles.

    Args:
        first, second: the events of the two, local id -> profile.
        features: what speaks for and against a pair, causes and effects left aside.
        retold: the pairs of either by which it tells a happening again, or denies it; by default worked out.
    """

    def __init__(
        self,
        first: Mapping[str, EventProfile],
        second: Mapping[str, EventProfile],
        features: Features,
        retold: Callable[[], tuple[Collection[Locals], Collection[Locals]]] | None = None,
    ) -> None:
        self._features = {(a, b): features(first[a], second[b]) for a, b in promising(first, second)}
        self._bits = {pair: event_bits(found) for pair, found in self._features.items()}
        self._told = (retold or (lambda: (_told(first), _told(second)))) if len(self._features) > 1 else _nothing
        self._ranked: tuple[_Side, _Side] | None = None  # of most pairs of articles nobody asks how a pair stands

    def __iter__(self) -> Iterator[Locals]:
        """Yield the pairs that were weighed."""
        return iter(self._bits)

    def __len__(self) -> int:
        """Return how many pairs were weighed."""
        return len(self._bits)

    def __contains__(self, pair: Locals) -> bool:
        """Say whether a pair was weighed."""
        return pair in self._bits

    def features(self, pair: Locals) -> Mapping[str, float]:
        """Return what speaks for and against a pair by itself.

        Raises:
            KeyError: the two are not comparable, or others of long articles look likelier.
        """
        return self._features[pair]

    def bits(self, pair: Locals) -> float:
        """Return the bits of a pair by itself; below every threshold if the two are not comparable."""
        return self._bits.get(pair, w.EXCLUDED)

    def standing(self, pair: Locals) -> Mapping[str, float]:
        """Return what its rivals say of a comparable pair, from 0 to 1.

        A pair without a rival leads as clearly as can be; of two that fit alike neither leads.
        """
        rivals = (self._bits[rival] for rival in self._rivals(pair))
        lead = self._bits[pair] - max(rivals, default=w.EXCLUDED)
        share = round(max(-CLEAR, min(CLEAR, lead)) / CLEAR, 2)
        if share > 0:
            return {"fits best": share}
        return {"another fits better": -share} if share else {}

    def _rivals(self, pair: Locals) -> Iterator[Locals]:
        """Yield the best other pairs of either event, but those with what tells the same over again."""
        if len(self._bits) == 1:
            return
        left, right = self._ranked = self._ranked or self._sides()
        again, others = left.again.get(pair[0], ()), right.again.get(pair[1], ())
        same = {pair, *((other, pair[1]) for other in again), *((pair[0], other) for other in others)}
        for side, local in ((left, pair[0]), (right, pair[1])):
            yield from (rival for rival in side.best[local] if rival not in same)

    def _sides(self) -> tuple["_Side", "_Side"]:
        by: tuple[dict[str, list[Locals]], dict[str, list[Locals]]] = ({}, {})
        for pair in self._bits:
            for pairs, local in zip(by, pair, strict=True):
                pairs.setdefault(local, []).append(pair)
        left, right = (
            {local: nlargest(_LOOKED_AT, pairs, key=self._bits.__getitem__) for local, pairs in side.items()}
            for side in by
        )
        first, second = map(_others_of, self._told())
        return _Side(left, first), _Side(right, second)


class _Side(NamedTuple):
    """How the pairs of one article's events stand: the best of each, and which events tell one happening again."""

    best: Mapping[str, Sequence[Locals]]
    again: Mapping[str, Collection[str]]


def _nothing() -> tuple[Collection[Locals], Collection[Locals]]:
    return (), ()


def _told(events: Mapping[str, EventProfile]) -> frozenset[Locals]:
    return told_again(events) | told_live(events)


def _others_of(pairs: Iterable[Locals]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            found.setdefault(one, set()).add(other)
    return found
