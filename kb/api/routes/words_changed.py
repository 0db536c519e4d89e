"""What changed from one text to another, in runs of words.

Input: two texts. Output: ("same" | "gone" | "new", words) in the order of reading.
Pure. Never: takes more than a moment: whoever reads may have any two texts compared.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from rapidfuzz.distance import Indel

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST: Final = 400_000_000  # pairs of words, or of lines, that are compared: half a second, and 50 MB of bits


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return a text as runs of words; of long ones as runs of lines, of very long ones what both begin and end with."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) * len(other) > _MOST:
        one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    gone = fresh = ""
    for same, before, after in [*_parts(one, other), (True, "", "")]:
        if same and not (before.isspace() and (gone or fresh)):  # a blank between two changes belongs to them
            found += [run for run in (("gone", gone), ("new", fresh), ("same", before)) if run[1]]
            gone = fresh = ""
        else:
            gone, fresh = gone + before, fresh + after
    return found


def _parts(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
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
