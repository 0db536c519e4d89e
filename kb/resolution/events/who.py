"""What those say who take part in two events, and those whom they befell: by name, or in words.

Input: EventProfiles of two articles; who of the two is one. Output: features by name, read by
kb.resolution.events.happenings.
Pure and symmetric. Never: weighs; counts people, which kb.resolution.events.how_many does.
"""

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from kb.resolution.events.befallen import UNDERGOING
from kb.resolution.events.profile import EventProfile
from kb.resolution.events.struck import other_target, other_weapon

_KEPT: Final = 4_096  # events of which it is at hand who takes part

_TWO: Final = 2
_OF_TWO: Final = frozenset({"talks", "agreement"})  # classes of what two do with one another

EntityMatch = Callable[[str, str], bool]


def meet(one: Collection[str], other: Collection[str], same: EntityMatch) -> bool:
    """Say whether one of either side is one of the other."""
    for a in one:
        for b in other:
            if same(a, b):
                return True
    return False


def who(
    first: EventProfile,
    second: EventProfile,
    same: EntityMatch,
    *,
    two_places: bool = False,
    alike: EntityMatch = lambda one, other: False,
) -> Iterator[tuple[str, float]]:
    """Yield what those say who take part in two events.

    Args:
        first, second: comparable events.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
        two_places: whether they were in two places, as far as the texts say: else a village that was raided and the
            town beside it, by which another article tells of it, are no two whom it befell.
        alike: whether the two entities are both persons, both countries and so on.
    """
    one, other = _taking(first.actors).all, _taking(second.actors).all
    pairs = [(a, b) for a in one for b in other if same(a, b)]
    if pairs:
        count = min(len({a for a, _ in pairs}), len({b for _, b in pairs}))
        yield "shared actors", float(min(count, 3))
    elif all(taking := [event.actors if two_places else _but_places(event) for event in (first, second)]):
        parts = ({role in UNDERGOING for role, _ in roles} for roles in taking)
        yield ("other actors" if set.intersection(*parts) else "actors of other roles"), 1.0
    yield from _whom(first, second, same, alike, two_places)
    words = first.words & second.words
    if words:
        yield "shared words", float(min(len(words), 3))
    elif first.words and second.words and not pairs:
        yield "other words", 1.0


class _Taking(NamedTuple):
    """Who takes part in an event, by local id: all, those whom it befell, those who did it."""

    all: frozenset[str]
    undergoing: frozenset[str]
    doing: frozenset[str]


@lru_cache(maxsize=_KEPT)
def _taking(actors: frozenset[tuple[str, str]]) -> _Taking:
    return _Taking(
        frozenset(one for _, one in actors),
        frozenset(one for role, one in actors if role in UNDERGOING),
        frozenset(one for role, one in actors if role == "agent"),
    )


def _but_places(event: EventProfile) -> list[tuple[str, str]]:
    return [(role, actor) for role, actor in event.actors if actor not in _spots(event)]


def _spots(event: EventProfile) -> frozenset[str]:
    return event.places | event.around


def _whom(
    first: EventProfile, second: EventProfile, same: EntityMatch, alike: EntityMatch, two_places: bool
) -> Iterator[tuple[str, float]]:
    """Yield what those say to whom it happened: a court that convicts two men has convicted twice."""
    taking, others = _taking(first.actors), _taking(second.actors)
    one, other = taking.undergoing, others.undergoing
    if meet(one, other, same):
        yield "same patient", 1.0
    elif one and other and (two_places or not (one <= _spots(first) or other <= _spots(second))):
        yield "other patient", 1.0
    if _two_persons(first, second, same):
        yield "other person", 1.0
    if first.coarse == second.coarse in _OF_TWO and (parties := _parties(first, second, same, alike)):
        yield parties, 1.0
    doing, rivals = taking.doing, others.doing
    if doing and rivals and not meet(doing, rivals, same):
        yield "other agents", 1.0  # two accounts may differ in who did it, so that it does not part them alone
    if other_weapon(first.words, second.words):
        yield "other weapon", 1.0
    two = bool(first.built and second.built) and not meet(first.built, second.built, same)
    if two or other_target(first.words | first.sites, second.words | second.sites):
        yield "other target", 1.0
    if not doing and not rivals and first.doers and second.doers and not first.doers & second.doers:
        yield "other doers", 1.0


def _two_persons(first: EventProfile, second: EventProfile, same: EntityMatch) -> bool:
    """Say whether two persons were convicted, or given a post, or left one: each is told of one by name.

    Who appoints or dismisses may be told otherwise; who resigns fills no role but that of doing so.
    """
    if first.coarse != second.coarse or first.coarse not in ("employment", "legal"):
        return False
    one, other = _taking(first.actors), _taking(second.actors)
    whom, others = one.undergoing, other.undergoing
    if first.coarse == "employment" and not (whom or others):
        whom, others = one.doing, other.doing
    return bool(whom and others) and not meet(whom, others, same)


def _parties(first: EventProfile, second: EventProfile, same: EntityMatch, alike: EntityMatch) -> str:
    """Return "same parties" of what the same two did together, "other party" if one did it with another; "" otherwise.

    Her call with the one is none with the other. A person and a country are no two parties, since one may speak for
    the other; of three each account may leave out one.
    """
    one, other = _taking(first.actors).all, _taking(second.actors).all
    if len(one) != _TWO or len(other) != _TWO:
        return ""
    pairs = [(a, b) for a in one for b in other if same(a, b)]
    left, right = one - {a for a, _ in pairs}, other - {b for _, b in pairs}
    if not left and not right:
        return "same parties"
    return "other party" if len(left) == 1 == len(right) and alike(*left, *right) else ""
