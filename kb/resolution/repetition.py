"""Which texts repeat one another, so that they count as one source.

Input: texts of articles. Output: groups of those that carry the same words, read by kb.service.happenings.independence.
Pure: no I/O, no randomness; the order of the texts changes nothing but the order of the groups.

Source:
    Broder 1997, "On the resemblance and containment of documents", SEQUENCES '97, pages 21-29.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)

WORDS: Final = 5  # in a run; shorter ones are shared by whoever writes about the same thing
REPEATED: Final = 0.2  # of the shorter text; articles of their own reach 0.044 (docs/independence.md)
_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=64)
def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of five words in *text*, folded; of a shorter text the whole."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return frozenset()
    return frozenset(tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)))


def containment(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Return which share of the smaller set of runs is in the other too, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def repetitions(texts: Mapping[Key, str]) -> tuple[frozenset[Key], ...]:
    """Return *texts* in groups that repeat one another, directly or by a third; most are alone."""
    keys = list(texts)
    return tuple(frozenset(keys[at] for at in group) for group in _repeating(tuple(texts.values())))


@lru_cache(maxsize=16)
def _repeating(texts: tuple[str, ...]) -> tuple[frozenset[int], ...]:
    """Return which of *texts* repeat one another; one happening's are asked about several times in a row."""
    found = [runs(text) for text in texts]
    pairs = [one for one in combinations(range(len(texts)), 2) if _repeats(*(found[at] for at in one))]
    return grouped(range(len(texts)), pairs)


def _repeats(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return containment(one, other) >= REPEATED


def grouped(keys: Iterable[Key], pairs: Iterable[tuple[Key, Key]]) -> tuple[frozenset[Key], ...]:
    """Return *keys* in groups joined by *pairs*, in the order of their first members."""
    group = {key: {key} for key in keys}
    for one, other in pairs:
        if group[one] is not group[other]:
            group[one] |= group[other]
            for key in group[other]:
                group[key] = group[one]
    return tuple(dict.fromkeys(frozenset(members) for members in group.values()))
