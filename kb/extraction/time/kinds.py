"""What a time expression needs to be resolved: a day of its own, one told before, or another time to count from.

Input: a TimeExpression. Output: answers, read by kb.extraction.dating.clock.
Pure: no I/O.
"""

from dataclasses import replace
from typing import Final

from kb.extraction.time.expression import TimeExpression

DAYS: Final = frozenset({"date", "weekday", "day_word"})
FOLLOWS: Final = frozenset({"following", "previous", "same"})


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
