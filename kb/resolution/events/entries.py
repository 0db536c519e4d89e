"""Entries of a live page, and which of their events tell one happening again: the toll of 1 p.m. and that of 5 p.m.

Input: the EventProfiles of one article. Output: pairs of events, read by kb.resolution.judging.
Pure. Two events of one article are two happenings as a rule. A page that is written on all day tells the toll anew
each time that it rises, so that of what each entry counts in all, by one cause or at one place, there is one.
Never: joins what one entry tells; takes a town's dead for all the dead of a land.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Final

from kb.resolution.events.befallen import COUNTING, others_told
from kb.resolution.events.figures import compare_numbers
from kb.resolution.events.profile import EventProfile

_TOLD_ANEW: Final = COUNTING | {"natural_hazard"}

Locals = tuple[str, str]


def told_live(events: Mapping[str, EventProfile]) -> frozenset[Locals]:
    """Return the pairs of events, local ids in order, by which two entries, or one and the head, tell one happening.

    Args:
        events: of one article, local id -> profile, with their classes.
    """
    if not any(one.entry for one in events.values()):
        return frozenset()
    stamped = sorted(events.values(), key=lambda one: (one.start, one.local))
    return frozenset(_pairs(stamped))


def _pairs(stamped: Sequence[EventProfile]) -> Iterator[Locals]:
    for one, other in combinations(stamped, 2):
        same = _one_toll if one.coarse in COUNTING else _one_force
        if one.entry != other.entry and _alike(one, other) and _one_matter(one, other) and same(one, other):
            yield min(one.local, other.local), max(one.local, other.local)


def _alike(one: EventProfile, other: EventProfile) -> bool:
    if one.coarse not in _TOLD_ANEW or one.types[0] != other.types[0] or one.one_more or other.one_more:
        return False
    ways = ((event.real, event.denied, event.absent, event.several) for event in (one, other))
    return len(set(ways)) == 1 and not (one.again or other.again or one.denied or one.absent)


def _one_matter(one: EventProfile, other: EventProfile) -> bool:
    """Say whether two have a cause or a place in common, and days that meet."""
    if one.begin and other.begin and (one.begin > other.end or other.begin > one.end):
        return False
    if one.causes and other.causes:
        return bool(one.causes & other.causes)
    return bool(one.places & other.places)


def _one_toll(one: EventProfile, other: EventProfile) -> bool:
    """Say whether each counts people of one kind in all; who are counted in one town are no more than a part."""
    tolls = [[n for n in event.numbers if not (n.unit or n.part or n.change)] for event in (one, other)]
    if not all(tolls) or any(n.part or n.change for event in (one, other) for n in event.numbers):
        return False
    counted = tuple([n.of for n in event.numbers] for event in (one, other))
    if one.sides != other.sides or others_told(one.whom, other.whom, one.coarse, counted):
        return False
    if not all(compare_numbers(a, b, one.coarse) or (a.low, a.high) == (b.low, b.high) for a, b in product(*tolls)):
        return False
    if one.towns and other.towns:
        return bool(one.towns & other.towns)
    if one.towns or other.towns:
        town, land = (tolls[0], tolls[1]) if one.towns else (tolls[1], tolls[0])
        return max(n.low for n in town) >= max(n.low for n in land)
    return True


def _one_force(one: EventProfile, other: EventProfile) -> bool:
    """Say whether nothing that is measured of two floods or quakes is at odds."""
    return "differ" not in {compare_numbers(a, b, one.coarse) for a in one.numbers for b in other.numbers}
