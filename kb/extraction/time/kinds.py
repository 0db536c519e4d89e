"""What a time expression needs to be resolved: a day of its own, one told before, or another time to count from.

Input: a TimeExpression. Output: answers, read by kb.extraction.dating.clock.
Pure: no I/O.
"""

import re
from dataclasses import replace
from typing import Final

from kb.extraction.time.expression import Atom, TimeExpression

DAYS: Final = frozenset({"date", "weekday", "day_word"})
FOLLOWS: Final = frozenset({"following", "previous", "same"})
_MONTHS: Final = {"year": 12, "decade": 120}
ROUGHLY: Final = re.compile(
    r"\b(?:more than|less than|nearly|almost|about|around|over|at least|only|some|many)\s", re.IGNORECASE
)


def leans(expression: TimeExpression) -> bool:
    """Return whether an expression counts from another time: "a day earlier", "that night", "the following year"."""
    counted = any(atom.kind == "shift" and atom.which == "reference" for atom in expression.atoms)
    follows = any(atom.kind in ("period", "month") and atom.which in FOLLOWS for atom in expression.atoms)
    return counted or follows or of_a_day(expression)


def of_a_day(expression: TimeExpression) -> bool:
    """Return whether an expression points at a day that was told: "that night", "the following day"."""
    nights = (atom for atom in expression.atoms if atom.kind == "period" and atom.unit == "day")
    told = (atom for atom in expression.atoms if atom.kind == "part")
    return any(atom.which in FOLLOWS for atom in nights) or any(atom.which != "" for atom in told)


def dayless(expression: TimeExpression) -> bool:
    """Return whether an expression tells the time of a day and not the day: "at 5.15 a.m.", "shortly after dawn"."""
    return all(atom.kind in ("clock", "part") and not atom.which for atom in expression.atoms)


def names_day(expression: TimeExpression) -> bool:
    """Return whether an expression says on which one day: "on Monday", not "since Monday"."""
    hours = any(atom.kind in ("clock", "part") for atom in expression.atoms)  # "before dawn on Monday" is on Monday
    stretch = expression.until or (expression.bound and not (hours and expression.bound in ("before", "after")))
    return not stretch and any(atom.kind in DAYS for atom in expression.atoms)


def whole_day(expression: TimeExpression) -> TimeExpression:
    """Return the day alone of "before dawn on Monday", which leaves open when it began; others as they are."""
    days = tuple(atom for atom in expression.atoms if atom.kind in DAYS)
    if expression.bound not in ("before", "after") or len(days) == len(expression.atoms):
        return expression
    return replace(expression, atoms=days or expression.atoms, bound="" if days else expression.bound)


def turned_back(expression: TimeExpression, text: str) -> TimeExpression:
    """Return what lies as far on the other side: "two days after [the raid]", told on a Sunday, is the Friday before.

    Years that are not rough are counted to the month: "one year after the quake" is no other month's a year ago.
    """
    rough = ROUGHLY.search(text, max(0, expression.span.start - 12), expression.span.end)

    def turned(atom: Atom) -> Atom:
        months = _MONTHS.get(atom.unit, 0) * atom.number
        whole = atom.kind == "shift" and months and not rough
        back = replace(atom, direction=-atom.direction)
        return replace(back, unit="month", number=months) if whole else back

    return replace(expression, atoms=tuple(map(turned, expression.atoms)))
