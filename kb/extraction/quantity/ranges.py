"""Two numbers that belong together: ranges, and parts of a whole.

Input: tokens and the first amount. Output: a range as one Quantity, or the whole
of a part, read by kb.extraction.quantity.finder.
"""

import math
from dataclasses import replace
from typing import Final

from kb.extraction.quantity import exclusions
from kb.extraction.quantity.amounts import read_amount
from kb.extraction.quantity.numbers import read_number
from kb.extraction.quantity.scales import times
from kb.extraction.quantity.tokens import Token, at
from kb.extraction.quantity.values import Amount, Quantity
from kb.model.span import Span

_DASHES: Final = frozenset({"-", "–", "—", "‑", "−"})
_CHANGE: Final = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling increase increases increased increasing drop dropped "
    "drops dropping climb climbed climbs grow grew grown growing cut cuts raise raised raising lower lowered decline "
    "declined down up jump jumped slide slid expand expanded shrink shrank revised upgraded "
    "downgraded went moved slipped gained dipped tumbled plunged soared surged sank swelled".split()
)
_EVERY: Final = frozenset(
    "the its all his her their our those these every some about roughly a an planned promised expected intended "
    "estimated total required possible".split()
)


def read_range(tokens: list[Token], low: Amount, first: int, floor: int) -> tuple[Quantity | None, int] | None:  # noqa: PLR0911 - one return a rule
    """Read "5 to 7", "between 10 and 20", "20-30", "two or three"; None if no second number follows."""
    joint = at(tokens, low.end)
    before = at(tokens, first - 1).lower if first - 1 >= floor else ""
    between = before == "between" and joint.lower in {"and", "to"}
    dashed = joint.text in _DASHES
    if joint.broken or not (between or dashed or joint.lower in {"to", "or"}):
        return None
    if low.end >= len(tokens) - 1 or (dashed and not joint.joined and at(tokens, low.end + 1).kind != "n"):
        return None
    high = read_amount(tokens, low.end + 1)
    if high is None or tokens[low.end + 1].text in {"-", "−"} or tokens[low.end + 1].broken:
        return None
    if low.unit and not high.unit:
        return None  # "rose 12 points to 640"
    low = _share_unit(low, high)
    if not math.isfinite(high.value) or (low.unit != high.unit and low.unit and high.unit):
        return None
    if not low.unit and not high.unit and _either_excluded(tokens, low, high):
        return None, high.end
    if dashed and not high.unit and exclusions.is_vote(tokens, first, high.end):
        return None
    if dashed and not high.unit and exclusions.is_score(tokens, low.start, low.end, high.end, low.value, high.value):
        return None, high.end
    if exclusions.is_age(tokens, high.number_start, high.number_end, high.value) or exclusions.is_age(
        tokens, low.number_start, low.number_end, low.value
    ):
        return None, high.end
    if high.value <= low.value or (joint.lower == "or" and high.value > 3 * low.value):
        return None
    if _goes_to(tokens, first, before, low, high):
        return None
    if between or (before == "from" and joint.lower == "to"):
        first -= 1
    span = Span(tokens[first].start, tokens[high.end - 1].end)
    return Quantity(span, low.value, high.value, "at_least", high.unit, None, high.kind), high.end


def _goes_to(tokens: list[Token], first: int, before: str, low: Amount, high: Amount) -> bool:
    """Whether two numbers are where a change begins and ends, or its step and its end: "rose $21 to $1,344"."""
    if before == "from":
        return any(at(tokens, first - k).lower in _CHANGE for k in range(2, 9))
    if at(tokens, low.end).lower != "to" or high.value <= _STEP * low.value or high.unit in ("percent", "point"):
        return False
    if before == "by":  # "rose by six to 40"
        return any(at(tokens, first - k).lower in _CHANGE for k in range(2, 8))
    return before in _CHANGE and bool(low.unit)


def _share_unit(low: Amount, high: Amount) -> Amount:
    """Let the lower end take unit, currency and scale of the upper ("5 to 7 million euros", "$3-4bn")."""
    value = low.value
    if high.scaled and not low.scaled and 0 < value < 1000:
        base = high.value
        scale = 1.0
        for candidate in (1e12, 1e9, 1e7, 1e6, 1e5, 1e3):
            if base >= candidate:
                scale = candidate
                break
        if value < base / scale:
            value = times(value, scale)
    if not low.unit and high.unit:
        return replace(low, value=value, unit=high.unit, kind=high.kind)
    return replace(low, value=value)


def _either_excluded(tokens: list[Token], low: Amount, high: Amount) -> bool:
    if exclusions.is_name_or_ordinal(tokens, low.number_start, low.number_end):
        return True
    return exclusions.is_year(tokens, high.number_start, high.number_end, False) and exclusions.is_year(
        tokens, low.number_start, low.number_end, False
    )


_STEP: Final = 5  # times what a price rises by, at least, is what it rises to
_TIMES: Final = frozenset(  # in so many of which something happens: "three goals in seven minutes" are no share
    f"{unit}{plural}"
    for unit in "second minute hour day night week month year decade game match".split()
    for plural in ("", "s")
)
_FEW: Final = 20  # up to which "two of three" counts some of a whole without "the"


def read_whole(tokens: list[Token], amount: Amount, end: int) -> tuple[Amount, float | None, int, int]:  # noqa: PLR0911 - one return a rule
    """Read "of the 23", "out of ten", "in five": (amount, whole, index to go on from, index after the span)."""
    if amount.kind != "count":
        return amount, None, end, end
    words = [at(tokens, end + k).lower for k in range(3)]
    if at(tokens, end).broken:
        return amount, None, end, end
    begin = end + (2 if words[:2] == ["out", "of"] else 1 if words[0] in {"of", "in"} else 0)
    if begin == end:
        return amount, None, end, end
    every = at(tokens, begin).lower == "every"
    while at(tokens, begin).lower in _EVERY and begin < end + 5:
        begin += 1
    number = read_number(tokens, begin)
    if number is None or number.form == "fraction" or number.value < amount.value or number.value <= 0:
        return amount, None, end, end
    if words[0] == "in" or every:
        if (
            amount.value > 10
            or at(tokens, number.end).lower in _TIMES
            or (number.form == "digits" and exclusions.is_year(tokens, begin, number.end, False))
        ):
            return amount, None, end, end
        share = replace(amount, value=round(amount.value / number.value * 100, 1), unit="percent", kind="fraction")
        return share, None, number.end, number.end
    digits = number.form == "digits" and at(tokens, end - 1).kind == "n"  # "16 of 36 seats"
    if words[0] == "of" and begin == end + 1 and not (amount.value < number.value and (digits or number.value <= _FEW)):
        return amount, None, end, end  # but "two of three"
    if exclusions.is_year(tokens, begin, number.end, False):
        return amount, None, end, end
    return amount, number.value, end, end
