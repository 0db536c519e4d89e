"""Which pairs of events of two articles are worth weighing: all that are comparable, the likeliest of two long ones.

Input: the events of two articles. Output: pairs of local ids, read by kb.resolution.events.rivals.
Pure and symmetric. Two reports with hundreds of events of one class each have tens of thousands of pairs, of which each
event can be in one link: of so many only the few best of each event by what is quickly seen are weighed.
Never: weighs.
"""

from collections.abc import Iterator, Mapping
from heapq import nlargest
from typing import Final

from kb.resolution.events.happenings import comparable
from kb.resolution.events.profile import EventProfile

MOST: Final = 4_000  # pairs of two articles that are weighed; two of 60 events of one class have less
LEAST: Final = 4  # pairs of each event that are

Locals = tuple[str, str]
_Seen = tuple[str, str, str, frozenset[str], frozenset[float], frozenset[str]]


def promising(first: Mapping[str, EventProfile], second: Mapping[str, EventProfile]) -> list[Locals]:
    """Return the pairs of events, local id of the first and of the second article, that are weighed.

    At most MOST, but LEAST of each event however many there are.
    """
    rivals = list(second.items())
    pairs = [(a, b) for a, event in first.items() for b, rival in rivals if comparable(event, rival)]
    if len(pairs) <= MOST:
        return pairs
    sides = tuple({local: _seen(event) for local, event in side.items()} for side in (first, second))
    rough = {pair: _likeness(sides[0][pair[0]], sides[1][pair[1]]) for pair in pairs}
    share = max(LEAST, MOST // (len(first) + len(second)))
    kept = set(_best(rough, 0, share)) | set(_best(rough, 1, share))
    return [pair for pair in pairs if pair in kept]


def _best(rough: Mapping[Locals, float], side: int, share: int) -> Iterator[Locals]:
    by: dict[str, list[Locals]] = {}
    for pair in rough:
        by.setdefault(pair[side], []).append(pair)
    for pairs in by.values():
        yield from nlargest(share, pairs, key=rough.__getitem__)


def _seen(event: EventProfile) -> _Seen:
    figures = frozenset(number.low for number in event.numbers if number.low > 1)
    return event.types[0], event.word, event.begin, event.context, figures, event.stems | event.words


def _likeness(one: _Seen, other: _Seen) -> float:
    """How alike two events look: type, word, first day, figures, and words of their sentences, places and roles."""
    return (
        2.0 * (one[0] == other[0])
        + (one[1] == other[1])
        + (0.0 if not one[2] or not other[2] else 3.0 if one[2] == other[2] else -2.0)
        + len(one[3] & other[3])
        + 3.0 * (not one[4].isdisjoint(other[4]))
        + len(one[5] & other[5])
    )
