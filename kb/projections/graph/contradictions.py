"""Claims about one happening that cannot all be true, and why.

Input: what several articles tell of one happening, as people left it. Output: Contradictions, each of two claims of
two articles; read by kb.projections.graph.parts.
Never: says which claim is right; holds what the words leave open against anybody.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Final

from kb.language.event_types import EventTypes
from kb.model import Entity, Event
from kb.projections.common_class import common_class
from kb.projections.graph.opposition import KINDS, Contradiction
from kb.projections.graph.telling import Told
from kb.resolution.events.counted import PASSING
from kb.resolution.events.figures import both_told, compare_numbers
from kb.resolution.events.voices import later, no_rivals
from kb.resolution.kinds import group_of
from kb.resolution.profile import country_of

_SETTLED: Final = frozenset({"city", "town", "village"})
_SLACK: Final = timedelta(days=1)  # two places' days may differ by one
_DONE_BY_ONE: Final = frozenset({"attack", "armed_conflict", "crime", "death", "injury", "damage", "fire_explosion"})


def contradictions(tellings: "Iterable[Told]") -> tuple[Contradiction, ...]:
    """Return what is at odds between the tellings of one happening, each pair of claims once, in a fixed order."""
    told = sorted(tellings, key=lambda one: (one.telling.article.published, one.telling.article.id, one.telling.local))
    gone = no_rivals([said for one in told for said in one.said.values()], common_class(one.event.type for one in told))
    found: list[Contradiction] = []
    for one, other in combinations(told, 2):
        if one.telling.article.id != other.telling.article.id:
            found += _between(one, other, gone)
    return tuple(
        sorted(found, key=lambda each: (list(KINDS).index(each.kind), each.one.claim.value, each.other.claim.value))
    )


def _between(one: Told, other: Told, gone: Collection[str]) -> Iterator[Contradiction]:
    yield from _happened(one, other)
    if one.reality not in ("denied", "notHappened") and other.reality not in ("denied", "notHappened"):
        yield from _times(one, other)
        yield from _places(one, other)
        yield from _actors(one, other)
        yield from _figures(one, other, gone)


def _happened(one: Told, other: Told) -> Iterator[Contradiction]:
    real, unreal = {"occurred", "ongoing"}, {"denied", "notHappened"}
    told = one if one.reality in real else other
    unlike = one if told is other else other
    if told.reality in real and unlike.reality in unreal and not _only_later(told, unlike):
        sides = [told.side(told.of("reality")[0], _LABELS[told.reality]) for told in (one, other)]
        yield Contradiction("happened", *sides)


def _only_later(told: Told, unreal: Told) -> bool:
    """Whether what one says came to pass after the other had said that it had not: "has not conceded", then he did."""
    begin, said = told.event.time.earliest_begin if told.event.time else "", unreal.telling.article.published
    return bool(begin and said) and begin[:10] > said[:10]


_LABELS: Final = {"occurred": "happened", "ongoing": "goes on", "denied": "denied", "notHappened": "did not happen"}


def _times(one: Told, other: Told) -> Iterator[Contradiction]:
    first, second = _days(one.event), _days(other.event)
    if first is None or second is None or max(first[0], second[0]) - min(first[1], second[1]) <= _SLACK:
        return
    spans = [f"{a} to {b}" if a != b else f"{a}" for a, b in (first, second)]
    yield Contradiction(
        "time", *(told.side(told.of("time")[0], words) for told, words in zip((one, other), spans, strict=True))
    )


def _days(event: Event) -> tuple[date, date] | None:
    """The outermost days that the words of an event give; None where they leave an end open or say no time."""
    time = event.time
    if time is None or time.words is None or time.basis == "inferred" or not (time.earliest_begin and time.latest_end):
        return None
    return date.fromisoformat(time.earliest_begin[:10]), date.fromisoformat(time.latest_end[:10])


def _places(one: Told, other: Told) -> Iterator[Contradiction]:
    first, second = one.named("place"), other.named("place")
    around = [{holder for part in places.values() for holder in told.holders(part.value)}
              for told, places in ((one, first), (other, second))]  # fmt: skip
    if not first or not second or first.keys() & around[1] or second.keys() & around[0]:
        return
    for ours in first.values():
        for theirs in second.values():
            entities = one.entity(ours), other.entity(theirs)
            if {entity.type for entity in entities} <= _SETTLED or _two_countries(one, entities[0], other, entities[1]):
                yield Contradiction("place", one.side(ours, entities[0].name), other.side(theirs, entities[1].name))


def _two_countries(one: Told, first: Entity, other: Told, second: Entity) -> bool:
    countries = country_of(first, one.entities), country_of(second, other.entities)
    return "" not in countries and countries[0] != countries[1]


def _actors(one: Told, other: Told) -> Iterator[Contradiction]:
    types = EventTypes.load()
    if any(told.event.type not in types or types.coarse(told.event.type) not in _DONE_BY_ONE for told in (one, other)):
        return
    first, second = one.named("agent"), other.named("agent")
    if first.keys() & second.keys():
        return
    for ours in first.values():
        for theirs in second.values():
            if _others(one, one.entity(ours), other, other.entity(theirs)):
                names_ = one.entity(ours).name, other.entity(theirs).name
                yield Contradiction("actor", one.side(ours, names_[0]), other.side(theirs, names_[1]))


def _others(one: Told, first: Entity, other: Told, second: Entity) -> bool:
    """Whether two actors exclude each other: an army and its country do not, a general and his army neither."""
    groups = [group_of(entity.type) for entity in (first, second)]
    if groups == ["person", "person"]:
        return True
    if not set(groups) <= {"organisation", "country"}:
        return False
    if first.type == second.type != "country":
        return True
    return _two_countries(one, first, other, second)


def _figures(one: Told, other: Told, gone: Collection[str]) -> Iterator[Contradiction]:
    about = common_class((one.event.type, other.event.type))
    if about in PASSING and later(*sorted((t.telling.article.published for t in (one, other)), reverse=True)):
        return
    first, second = (
        {figure: number for figure, number in told.numbers.items() if told.said[figure].figure not in gone}
        for told in (one, other)
    )
    for (ours, mine), (theirs, rival) in product(first.items(), second.items()):
        if compare_numbers(mine, rival, about) == "differ" and not both_told(
            mine, rival, first.values(), second.values()
        ):
            yield Contradiction("figure", one.figure_side(ours), other.figure_side(theirs))
