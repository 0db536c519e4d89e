"""To which towns something that moves is bound: two buses that left one town for two others made two journeys.

Input: an event, its article's text, entities and mentions; EventProfiles of two articles. Output: local ids; whether
two events are of two journeys, or of others on the way; read by kb.resolution.events.profile and
kb.resolution.events.happenings.
Pure. Never: parts what one article tells of a village and the other of a town, or what one has no town for.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kb.model import Entity, Event, Mention
from kb.resolution.events.where import is_village
from kb.resolution.kinds import place_kind

if TYPE_CHECKING:
    from kb.resolution.events.profile import EventProfile

_MOVING: Final = frozenset({"travel", "damage"})  # crashes are of the latter
_TRAVEL: Final = "travel"  # class
_MOVERS: Final = frozenset({"agent", "patient", "theme", "participant"})
_REACH: Final = 160  # characters of a sentence on either side of a trigger
_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n")
_CRAFT: Final = re.compile(  # what goes from one town to another; floods damage all between two
    r"\b(?:aircraft|airliner|airplane|boat|bus(?:es)?|car|carrying|coach(?:es)?|convoy|craft|driv\w+|driven|ferr(?:y|ies)|"
    r"flew|flight|flying|helicopter|jet|journey|lorr(?:y|ies)|minibus(?:es)?|motorcade|passengers?|plane|sail\w+|ship|"
    r"taxi|train|tram|travel\w*|trip|truck|van|vehicle|vessel)s?\b",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(  # before a town
    r"(?:\bbound\s+for|\ben\s+route\s+(?:to|for)|"
    r"\bleft\s+(?:[A-Z][\w’'-]*\s+){1,4}for|"
    r"\bon\s+(?:(?:the|its|his|her|their)\s+)?way\s+(?:from\s+(?:[A-Z][\w’'-]*\s+){1,4})?to)\s+$"
)
_FROM: Final = re.compile(r"\bfrom\s+(?:[A-Z][\w’'-]*,?\s+){1,4}(?:to|for)\s+$")


def bound_for(text: str, event: Event, entities: Mapping[str, Entity], mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the local ids of the towns, and no villages, to which an event's journey goes.

    They are its destinations, and those to which its sentence says that somebody was bound.

    Args:
        mentions: of towns by name.
    """
    found = {role.entity for role in event.roles if role.role == "destination"}
    for at in (event.trigger, *event.other_mentions):
        floor = max(0, at.start - _REACH)
        left = max((m.end() for m in _END.finditer(text, floor, at.start)), default=floor)
        right = _END.search(text, at.end, at.end + _REACH)
        end = right.start() + 1 if right else at.end + _REACH
        told = (_BOUND, _FROM) if _CRAFT.search(text, left, end) else (_BOUND,)
        here = (one for one in mentions if left <= one.span.start < end)
        found |= {one.entity for one in here if any(how.search(text, left, one.span.start) for how in told)}
    return frozenset(local for local in found if local in entities and is_town(entities[local]))


def is_town(entity: Entity) -> bool:
    """Say whether an entity is a town with a name, which is told by no other beside it."""
    return entity.named and place_kind(entity)[0] == "settlement" and not is_village(entity)


def two_journeys(first: "EventProfile", second: "EventProfile", same: Callable[[str, str], bool]) -> bool:
    """Say whether each was on its way to a town of its own.

    Args:
        first, second: events of two articles.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
    """
    if first.coarse not in _MOVING or first.coarse != second.coarse or not (first.bound and second.bound):
        return False
    return not any(same(one, other) for one in first.bound for other in second.bound)


def travellers(first: "EventProfile", second: "EventProfile", same: Callable[[str, str], bool]) -> str:
    """Return how those stand to each other who were on the way in two accounts; "" where that says nothing.

    "other traveller": a ferry and a patrol boat left one port; "traveller untold": one account names nobody, and no
    town that both were bound for.

    Args:
        first, second: events of two articles.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
    """
    if first.coarse != _TRAVEL or second.coarse != _TRAVEL:
        return ""
    one, other = _movers(first), _movers(second)
    if not (one or first.doers or first.whom) or not (other or second.doers or second.whom):
        return "" if any(same(a, b) for a in first.bound for b in second.bound) else "traveller untold"
    called, others = (event.words | event.doers | event.whom for event in (first, second))
    met = not called.isdisjoint(others) or any(same(a, b) for a in one for b in other)
    return "" if met else "other traveller"


def _movers(event: "EventProfile") -> frozenset[str]:
    return frozenset(who for role, who in event.actors if role in _MOVERS and who not in event.places)
