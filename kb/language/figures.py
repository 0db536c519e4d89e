"""Figures that the tags cut short or in two: durations with their units, "a year and two months".

Input: figures as the tags mark them, the words of the text.
Output: the same, longer or joined; read by kb.language.reader.
Pure.
"""

from collections.abc import Sequence
from typing import Final

from kb.language.drafts import Found

_UNITS: Final = {
    word: rank
    for rank, words in enumerate(
        ("second seconds", "minute minutes", "hour hours", "day days", "week weeks", "month months", "year years")
    )
    for word in words.split()
}
_NUMBER: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half dozen".split()
)


def whole_figures(found: Sequence[Found], lower: Sequence[str], breaks: Sequence[bool]) -> list[Found]:
    """Return figures with their unit of time, and "a year and two months" as one.

    Args:
        found: figures in the order of the text: layer, label, first word, word after the last, score.
        lower: the words of the text in small letters.
        breaks: whether a paragraph begins with a word.
    """
    out: list[Found] = []
    for layer, label, start, end, score in found:
        if end < len(lower) and lower[end] in _UNITS and not breaks[end] and _number(lower[end - 1]):
            end += 1
        if out and out[-1][3] + 1 == start and _one(lower, out[-1], start, end):
            before = out.pop()
            start, score = before[2], min(score, before[4])
        out.append((layer, label, start, end, score))
    return out


def _number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBER or word.partition("-")[0] in _NUMBER


def _one(lower: Sequence[str], before: Found, start: int, end: int) -> bool:
    """Whether a figure goes on with the one at start..end behind one word."""
    larger, smaller = _UNITS.get(lower[before[3] - 1], -1), _UNITS.get(lower[end - 1], -1)
    return lower[start - 1] == "and" and larger > smaller >= 0
