"""Figures that the tags cut wrongly: durations without units, "about" or "a" alone, both ends of a range as one.

Input: figures as the tags mark them, the words of the text.
Output: the same, longer, joined or parted; read by kb.language.reader.
Pure.
"""

from collections.abc import Sequence
from typing import Final

from kb.language.drafts import Found
from kb.language.figure_ends import TIMES, is_number, well_ended

_ABOUT: Final = frozenset(  # what stands before a number and is none
    "about almost approximately around at between least nearly only over roughly some under".split()
)
_PARTS: Final = frozenset("third quarter half fifth tenth dozen hundred thousand million".split())  # "a [third]"
_LOOSE: Final = frozenset({"-", "as", "more"})  # what no figure ends in: "200 more", "twice as", "the 598 -" seat house
_MOST: Final = frozenset({"least", "most", "several"})  # "at [least several] weeks"
_ONE: Final = frozenset({"a", "an"})
_TO: Final = frozenset({"to", "and", "of"})
_MANY: Final = frozenset("dozens hundreds tens thousands millions".split())


def whole_figures(found: Sequence[Found], lower: Sequence[str], breaks: Sequence[bool]) -> list[Found]:
    """Return figures with their unit of time, "a year and two months" as one, the ends of "10 to 15 cm" as two,
    each ended as annotators do.

    Args:
        found: figures in the order of the text: layer, label, first word, word after the last, score.
        lower: the words of the text in small letters.
        breaks: whether a paragraph begins with a word.
    """
    out: list[Found] = []
    for layer, label, start, end, score in _parted(_with_numbers(_ended(found, lower, breaks), lower), lower):
        if end < len(lower) and lower[end] in TIMES and not breaks[end] and is_number(lower[end - 1]):
            end += 1
        if out and out[-1][3] + 1 == start and _one(lower, out[-1], start, end):
            before = out.pop()
            start, score = before[2], min(score, before[4])
        out.append((layer, label, start, end, score))
    return well_ended(out, lower, breaks)


def _ended(found: Sequence[Found], lower: Sequence[str], breaks: Sequence[bool]) -> list[Found]:
    """The figures; of "200 more" the number alone is one, and "a" goes with the part or time behind it."""
    out: list[Found] = []
    for layer, label, start, end, score in found:
        while end - start > 1 and lower[end - 1] in _LOOSE and lower[end - 2] != "many":
            end -= 1
        if lower[end - 1] in _ONE and end < len(lower) and not breaks[end] and lower[end] in {*_PARTS, *TIMES}:
            end += 1
        out.append((layer, label, start, end, score))
    return out


def _with_numbers(found: Sequence[Found], lower: Sequence[str]) -> list[Found]:
    """The figures; "about" alone goes with the number right behind it, and is none without one."""
    out: list[Found] = []
    for layer, label, start, end, score in found:
        if out and out[-1][3] >= start and _leads(lower, out[-1]):
            start = out.pop()[2]
        if _leads(lower, (layer, label, start, end, score)):
            while end < len(lower) and (lower[end] in _MOST or is_number(lower[end])):
                end += 1
        out.append((layer, label, start, end, score))
    return [figure for figure in out if not _leads(lower, figure) and lower[figure[2] : figure[3]] != ["up"]]


def _leads(lower: Sequence[str], figure: Found) -> bool:
    """Whether a figure is only what stands before a number."""
    return _ABOUT.issuperset(lower[figure[2] : figure[3]])


def _parted(found: Sequence[Found], lower: Sequence[str]) -> list[Found]:
    """The figures; of "between 15 and 20" or "three of 20" each number is one."""
    out: list[Found] = []
    for layer, label, start, end, score in found:
        if end - start > 1 and lower[end - 1] in _TO:
            end -= 1
        middle = next((i for i in range(start + 1, end - 1) if _between(lower, i)), None)
        if middle is not None:
            out.append((layer, label, start, middle, score))
            start = middle + 1
        out.append((layer, label, start, end, score))
    return out


def _between(lower: Sequence[str], at: int) -> bool:
    """Whether a word stands between two numbers."""
    return lower[at] in _TO and is_number(lower[at - 1]) and is_number(lower[at + 1])


def _one(lower: Sequence[str], before: Found, start: int, end: int) -> bool:
    """Whether a figure goes on with the one at start..end behind one word: "a year and a day", "tens of thousands"."""
    if lower[start - 1] == "of":
        return lower[before[3] - 1] in _MANY and lower[start] in _MANY
    larger, smaller = TIMES.get(lower[before[3] - 1], -1), TIMES.get(lower[end - 1], -1)
    return lower[start - 1] == "and" and larger > smaller >= 0
