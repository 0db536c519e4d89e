"""Figures as they are compared across articles: the same, compatible, or at odds.

Input: figures of an extraction. Output: Numbers and how two of them agree; read by kb.resolution.events.happenings and
by the list of figures in conflict.
Pure. Never: averages, or chooses one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.language.lemma import lemma
from kb.model import Figure
from kb.resolution.events.counted import kind_of, relation

_WHOSE: Final = re.compile(r"\b(?:for|by) (?P<name>[^\W\d_a-z].*)$")  # where several share a verb


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as compared: value or range, comparator, unit, the words for what is counted, if it is of a part, and
    which way it is a difference."""

    low: float
    high: float
    comparator: str
    unit: str
    of: frozenset[str]
    part: bool = False
    change: str = ""


@lru_cache(maxsize=65536)
def word_form(word: str) -> str:
    """Return a word in the form under which it is compared."""
    lower = word.casefold()
    verb = lemma(lower, "VERB")
    return verb if verb != lower else lemma(lower, "NOUN")


def word_forms(words: str) -> frozenset[str]:
    """Return the forms of the words in lower case of a phrase, three letters at least."""
    return frozenset(word_form(word) for word in re.findall(r"[^\W\d]{3,}", words) if word.islower())


def counted_forms(counted: str) -> frozenset[str]:
    """Return the forms of the words for what is counted; of "vote for Ana Paz" whose it is alone, told from others'."""
    whose = _WHOSE.search(counted)
    return word_forms((whose["name"] if whose else counted).casefold())


def number(figure: Figure, *, part: bool) -> Number:
    """Return a figure that has a value as it is compared; *part* as kb.resolution.events.partial says."""
    value = figure.value or 0.0
    return Number(
        value,
        figure.upper if figure.upper is not None else value,
        figure.comparator,
        figure.unit,
        counted_forms(figure.of),
        part,
        figure.change,
    )


def compare_numbers(one: Number, other: Number, about: str = "") -> str:
    """Return same, compatible, differ, or "" for figures of other things or units.

    Nor is a part compared with a whole, or a difference with an amount.

    Two parts are never at odds: "two of the wounded" and "three of them" may be others. A kind of people is at odds
    with all of them only where it is more: nine workers may be among eleven dead, fourteen may not.

    Args:
        one, other: figures of two events, or of one.
        about: class of these events ("death"), "" where they have two or it is not known.
    """
    if one.part != other.part or one.unit != other.unit or one.change != other.change:
        return ""
    how = _relation(one, other, about)
    if not how:
        return ""
    if (one.low, one.high) == (other.low, other.high):
        return "same" if one.low > 1 else ""
    if one.part:
        return ""
    if how != "same":
        kind, whole = (one, other) if how == "narrower" else (other, one)
        return "differ" if _range(kind)[0] > _range(whole)[1] else ""
    apart = "" if _of_nothing_said(one, other, about) else "differ"
    return "compatible" if compatible(one, other) else apart


def _of_nothing_said(one: Number, other: Number, about: str) -> bool:
    """Whether a number that counts what the text does not say stands beside one of things: "three", "two grenades"."""
    if one.unit or bool(one.of) == bool(other.of):
        return False
    return kind_of(one.of, about) is None and kind_of(other.of, about) is None


def _relation(one: Number, other: Number, about: str) -> str:
    """Return how what is counted hangs together; of money, shares and spans of time the words have to meet.

    A share of something (a candidate's votes) says nothing of a share of what is not said (the turnout). A number with
    a fraction ("6.9") counts nothing, so that it is at odds with no count.
    """
    if one.unit == "percent" and bool(one.of) != bool(other.of):
        return ""
    if one.unit:
        return "same" if not one.of or not other.of or one.of & other.of else ""
    if (one.low % 1 == 0) != (other.low % 1 == 0):
        return ""
    return relation(one.of, other.of, about)


def both_told(one: Number, other: Number, first: Iterable[Number], second: Iterable[Number]) -> bool:
    """Say whether two articles both give two numbers of one unit: "40 km away, 25 km deep" are of two things.

    Of people nothing is said: two tolls that everybody reports are two tolls.

    Args:
        one, other: figures of the two articles.
        first, second: all figures that they give for that happening.
    """
    if not one.unit:
        return False
    return _amount(other) in map(_amount, first) and _amount(one) in map(_amount, second)


def _amount(number: Number) -> tuple[float, float, str, str]:
    return number.low, number.high, number.unit, number.change


def compatible(one: Number, other: Number) -> bool:
    """Say whether two figures can both be true of one quantity: "at least 23" and 26."""
    a, b = _range(one), _range(other)
    return max(a[0], b[0]) <= min(a[1], b[1])


def _range(number: Number) -> tuple[float, float]:
    slack = {"about": 0.15, "nearly": 0.1}.get(number.comparator, 0.0)
    low, high = (
        number.low * (1 - slack),
        number.high * (1 + slack if number.comparator == "about" else 1),
    )
    if number.high > number.low:
        return low, high  # "between 20 and 30", which a reading may have as at least 20
    if number.comparator in ("at_least", "more_than", "more_than_half"):
        high = float("inf")
    if number.comparator in ("at_most", "less_than", "up_to"):
        low = 0.0
    return low, high
