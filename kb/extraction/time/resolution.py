"""What day a time expression means, seen from an anchor.

Input: TimeExpression, Anchor, tense, perhaps the time of another event.
Output: kb.model.TimeValue, read by the event and statement stages.
Never: guesses: what no anchor settles keeps its words and has no stamps.
Pure: no I/O, no clock.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from kb.extraction.time.anchors import Anchor
from kb.extraction.time.calendar import Interval, add_days, add_months, day_of, of_clock, stamp
from kb.extraction.time.days import day_interval
from kb.extraction.time.expression import Atom, TimeExpression
from kb.extraction.time.periods import period_interval
from kb.model.extraction import TimeValue

TENSES: Final = frozenset({"", "past", "future"})
_DAY_KINDS: Final = frozenset({"date", "weekday", "day_word", "part", "clock"})


def resolve(
    expression: TimeExpression, anchor: Anchor, tense: str = "", reference: TimeValue | None = None
) -> TimeValue:
    """Return when the expression says, as far as it can be known.

    Args:
        anchor: the day the words are said on.
        tense: past or future, as the event is told; "" leaves it to the words
            around the expression.
        reference: the time of the event before, for "three days later" and "that day".

    Returns:
        A value whose stamps are "" where unknown; durations, frequencies and
        relative words without an anchor have none at all.
    """
    return resolve_noted(expression, anchor, tense, reference)[0]


def resolve_noted(
    expression: TimeExpression, anchor: Anchor, tense: str = "", reference: TimeValue | None = None
) -> tuple[TimeValue, str]:
    """Return the value and a note in words where the text contradicts itself, else ""."""
    empty = TimeValue(expression.span, basis="relative")
    if expression.kind in {"duration", "set"}:
        return empty, ""
    tense = "future" if tense == "future" else expression.cue or tense
    if expression.bound == "since":
        tense = "past"
    given = _reference_interval(reference)
    low, note = _interval(expression.atoms, expression.edge, anchor, tense, given, expression.bound)
    if expression.until:
        return _ranged(expression, low, anchor, tense, given), note
    if low is None:
        return empty, note
    if expression.run:
        low = Interval(add_months(add_days(low.last_day, 1), -expression.run), low.last_day, "range")
    value = _bounded(expression, low)
    return replace(value, basis=_basis(expression, note)), note


def _basis(expression: TimeExpression, note: str) -> str:
    if note:
        return "inferred"
    for atom in (*expression.atoms, *expression.until):
        if atom.year and atom.which in {"", "this"}:
            return "explicit"
    return "relative"


def _interval(
    atoms: tuple[Atom, ...], edge: str, anchor: Anchor, tense: str, reference: Interval | None, bound: str
) -> tuple[Interval | None, str]:
    """Return the interval of one side of an expression and a note on contradictions."""
    if any(atom.kind in _DAY_KINDS for atom in atoms):
        return day_interval(atoms, edge, anchor, tense, reference, bound)
    return period_interval(atoms[0], edge, anchor, tense, reference), ""


def _reference_interval(reference: TimeValue | None) -> Interval | None:
    if reference is None or not (reference.earliest_begin or reference.latest_end):
        return None
    low = _parse(reference.earliest_begin or reference.latest_end)
    high = _parse(reference.latest_end or reference.earliest_begin)
    if low is None or high is None:
        return None
    return Interval(low, max(low, high), reference.granularity or "day")


def _parse(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def _bounded(expression: TimeExpression, at: Interval) -> TimeValue:
    """Place the interval by what the bound leaves open."""
    low, high = stamp(at.low, at.zone), stamp(at.high, at.zone)
    value = TimeValue(expression.span, granularity=at.granularity)
    bound = expression.bound
    if bound in {"since", "from"}:
        return replace(value, earliest_begin=low, latest_begin=high)
    if bound == "until":
        return replace(value, earliest_end=low, latest_end="" if expression.edge == "at_least" else high)
    at_end = expression.edge == "end" or any(atom.part == "end" for atom in expression.atoms)
    if bound == "by" or (bound == "before" and at_end):
        # "before the end of May" leaves all of May
        return replace(value, latest_end=high)
    if bound == "before":
        return replace(value, latest_end=low if isinstance(at.low, datetime) else stamp(add_days(at.first_day, -1)))
    if bound in {"after", "earliest"}:
        return replace(value, earliest_begin=high if isinstance(at.high, datetime) and bound == "after" else low)
    open_begin = day_of(at.low).year <= 1
    open_end = day_of(at.high).year >= 9998
    return replace(
        value,
        earliest_begin="" if open_begin else low,
        latest_begin="" if open_end else high,
        earliest_end="" if open_begin else low,
        latest_end="" if open_end else high,
    )


def _ranged(
    expression: TimeExpression, low: Interval | None, anchor: Anchor, tense: str, reference: Interval | None
) -> TimeValue:
    """From one time to another; a side that lacks month or year takes the other's."""
    empty = TimeValue(expression.span, basis="relative")
    first, last = _completed(expression.atoms, expression.until)
    if (first, last) != (expression.atoms, expression.until):
        low, _ = _interval(first, expression.edge, anchor, tense, reference, "")
    high, _ = _interval(last, "", anchor, tense, reference, "")
    if low is None or high is None:
        return empty
    if last[0].kind == "clock" and len(last) == 1:
        minutes = last[0].minutes
        high = of_clock(low.first_day, minutes, high.zone)
        if high.high < low.low:
            high = of_clock(add_days(low.first_day, 1), minutes, high.zone)
    if day_of(high.high) < day_of(low.low):
        if last[-1].kind == "weekday" or last[0].kind == "weekday":
            high = replace(high, low=_later(high.low, 7), high=_later(high.high, 7))
        if day_of(high.high) < day_of(low.low):
            return empty
    return TimeValue(
        expression.span,
        earliest_begin=stamp(low.low, low.zone),
        latest_begin=stamp(low.high, low.zone),
        earliest_end=stamp(high.low, high.zone),
        latest_end=stamp(high.high, high.zone),
        granularity="range",
        basis=_basis(expression, ""),
    )


def _later(moment: date | datetime, days: int) -> date | datetime:
    return moment + timedelta(days=days)


def _completed(first: tuple[Atom, ...], last: tuple[Atom, ...]) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
    """Let "July" of "July to August 2024", and "January 23" of "... to March 9, 2014", take the year."""
    year = next((atom.year for atom in last if atom.kind in {"date", "month"} and atom.year), 0)
    if not year or not any(atom.kind in {"date", "month"} for atom in first):
        return first, last
    end_month = next(atom.month for atom in last if atom.kind in {"date", "month"})
    filled = tuple(
        replace(atom, year=year - (atom.month > end_month))
        if atom.kind in {"date", "month"} and not atom.year
        else atom
        for atom in first
    )
    return filled, last
