"""What changed from one text to another, in runs of words.

Input: two texts. Output: ("same" | "gone" | "new", words) in the order of reading.
Pure. Never: takes more than a moment: whoever reads may have any two texts compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from rapidfuzz.distance import Indel

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_LITTLE: Final = 2  # times as long are changes beside which what stands between them is little
_MOST: Final = 400_000_000  # pairs of words, or of lines, that are compared: half a second, and 50 MB of bits

Part = tuple[bool, str, str]  # whether both have it, what the one has, what the other has


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return a text as runs of words; of long ones as runs of lines, of very long ones what both begin and end with."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) * len(other) > _MOST:
        one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    for same, before, after in _joined(_parts(one, other)):
        found += [("same", before)] if same else [run for run in (("gone", before), ("new", after)) if run[1]]
    return found


def _joined(parts: Iterable[Part]) -> Sequence[Part]:
    """Return parts, each change with the next one where only a blank, or what is little beside them, is between."""
    kept: list[Part] = []
    for part in parts:
        kept.append(part)
        while len(kept) > 1 and not kept[-1][0] and not kept[-2][0]:
            kept[-2:] = [_one(kept[-2:])]
        while len(kept) > 2 and kept[-2][0] and not kept[-1][0] and not kept[-3][0] and _by_chance(*kept[-3:]):
            kept[-3:] = [_one(kept[-3:])]
    if len(kept) > 1 and kept[-1][0] and kept[-1][1].isspace():
        kept[-2:] = [_one(kept[-2:])]  # the text ends with a change and the blank behind it
    return kept


def _by_chance(before: Part, same: Part, after: Part) -> bool:
    """Say whether what two changes have between them is no more than a blank, or little beside either."""
    if same[1].isspace():
        return True
    return len(same[1]) * _LITTLE <= min(max(len(was), len(now)) for _, was, now in (before, after))


def _one(parts: Sequence[Part]) -> Part:
    return False, "".join(was for _, was, _ in parts), "".join(now for _, _, now in parts)


def _parts(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    """Yield (whether both have it, what the one has, what the other has)."""
    if len(one) * len(other) <= _MOST:
        for step in Indel.opcodes(one, other):
            before, after = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
            yield step.tag == "equal", "".join(before), "".join(after)
        return
    begin = _alike(one, other)
    end = _alike(one[begin:][::-1], other[begin:][::-1])
    cuts = ((0, begin, len(texts) - end, len(texts)) for texts in (one, other))
    for number, ((a, b), (c, d)) in enumerate(zip(*map(pairwise, cuts), strict=True)):
        yield number != 1, "".join(one[a:b]), "".join(other[c:d])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both begin with."""
    return sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False)))
