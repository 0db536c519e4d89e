"""Tolls of two reports that are of other people: fewer than before, or of many days or towns where one is told.

Input: two EventProfiles of one class. Output: yes or no, read by kb.resolution.events.happenings.
Pure. Never: says which toll is right.
"""

from typing import Final

from kb.resolution.events.counted import WHOLE, kind_of
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.when import wider

_MANY_MORE: Final = 2.0  # times the toll of a day, beyond which that of several days is of more than that day
_FALL: Final = 0.6  # share of what was counted before, below which somebody else is counted
_CROWD: Final = 3.0  # people, beside whom one of a kind is told of by himself
_FEW: Final = 1 / 3  # share of them that is told of by itself


def falls(first: EventProfile, second: EventProfile) -> bool:
    """Say whether the later article counts far fewer than the earlier one: tolls grow from day to day."""
    if not first.day or not second.day or first.day == second.day:
        return False
    earlier, later = sorted((first, second), key=lambda event: event.day)
    before, after = _tolls(earlier), _tolls(later)
    return bool(before and after) and max(after) < _FALL * min(before)


def of_several_days(first: EventProfile, second: EventProfile) -> bool:
    """Say whether one counts many more over days than the other on one: "40 killed this week", "12 killed on Monday".

    What a toll has risen to since is less than that as a rule.
    """
    if (longer := wider(first, second)) is None:
        return False
    shorter = second if longer is first else first
    of_one = [number.low for number in shorter.numbers if not number.unit and not number.change]  # "thirty others"
    of_all = _tolls(longer)
    return bool(of_one and of_all) and min(of_all) > _MANY_MORE * max(of_one)


def of_several_towns(first: EventProfile, second: EventProfile) -> bool:
    """Say whether one counts more in several towns than the other in one: 22 dead in two villages, 11 in one."""
    one, several = sorted((first, second), key=lambda event: len(event.towns))
    if not 1 == len(one.towns) < len(several.towns):
        return False
    of_one, of_all = _tolls(one), _tolls(several)
    return bool(of_one and of_all) and max(of_all) > max(of_one)


def of_a_few(first: EventProfile, second: EventProfile, about: str) -> bool:
    """Say whether one tells of a few of a kind, and of nobody else, where the other counts many people.

    One soldier who "was also killed" is not the thirty dead of the other; eleven miners may be the first of 28.
    """
    return _few(first, second, about) or _few(second, first, about)


def _few(event: EventProfile, other: EventProfile, about: str) -> bool:
    counted = [number for number in event.numbers if not number.unit and not number.change]
    kinds = [kind_of(number.of, about) for number in counted]
    if not counted or None in kinds or WHOLE in kinds:
        return False
    people = (number for number in other.numbers if not (number.unit or number.change or number.part))
    many = max((number.low for number in people if kind_of(number.of, about) == WHOLE), default=0.0)
    return many >= _CROWD and sum(number.low for number in counted) <= _FEW * many


def _tolls(event: EventProfile) -> list[float]:
    return [number.low for number in event.numbers if not number.part and not number.unit and not number.change]
