"""What a time expression says, before anybody knows what day it is said on.

Output: Atom and TimeExpression, written by kb.extraction.time.finder, read by
kb.extraction.time.resolution.
"""

from dataclasses import dataclass
from typing import Final

from kb.model.span import Span

KINDS: Final = frozenset("date period relative clock part_of_day range open duration vague set".split())


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a time expression: a date, a weekday, a clock time, a period.

    Attributes:
        kind: date, weekday, month, year, decade, century, period, day_word, part,
            clock, shift, window, edge, duration, vague, set, holiday.
        start, end: its characters.
        year, month, day: calendar numbers, 0 where not said.
        last_day: second day of "May 3-5", else 0.
        weekday: 0 (Monday) to 6, -1 where not said.
        which: last, next, this, same, previous, following; "" where not said.
        unit: day, week, month ... of a period, shift, window or duration.
        number: how many units; 0 where vague.
        part: part of the day, or edge of a period (start, middle, end, h1, q3).
        direction: -1 into the past, 1 into the future, 0 neither.
        minutes: clock time as minutes after midnight, -1 where not said.
        zone: the words of a time zone.
    """

    kind: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    last_day: int = 0
    weekday: int = -1
    which: str = ""
    unit: str = ""
    number: int = 0
    part: str = ""
    direction: int = 0
    minutes: int = -1
    zone: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, how long or how often.

    Attributes:
        span: with "since", "late", "by" and the like, without a bare "on", "in" or "at".
        kind: one of KINDS.
        atoms: its pieces; of a range those of the first end.
        until: of a range the pieces of the second end.
        bound: since, from, until, by, before, after, earliest, "" ; what the words leave open.
        edge: early, late, mid, start, end, middle, h1, h2, q1 ... q4, "" .
        cue: "future" or "past" where the words around say so, else "".
        run: how many months run up to it: 6 of "the six months to June"; 0 for none.
    """

    span: Span
    kind: str
    atoms: tuple[Atom, ...]
    until: tuple[Atom, ...] = ()
    bound: str = ""
    edge: str = ""
    cue: str = ""
    run: int = 0
