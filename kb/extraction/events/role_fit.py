"""Roles that an entity cannot fill: the owner of what is attacked, a constituency among the candidates.

Input: the events of an article, its entities, the text. Output: the events, read by kb.extraction.builtin.
Pure. Never: adds a filler; drops one whose words stand alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from kb.model import Entity, Event, Role
from kb.model.extraction import PLACE_TYPES

_OWNER: Final = re.compile(r"(?:his|her|its|their|my|our|your|whose)", re.IGNORECASE)
_OWNED: Final = re.compile(r"\s+(?:own\s+)?(?:[\w-]+\s+){0,2}")
_AGED: Final = re.compile(r"\d[\s‑-]years?[\s‑-]old\s+$", re.IGNORECASE)
_TERM: Final = re.compile(
    r"(?:(?:at least|about|around|up to|more than|less than|nearly|almost)\s+)?[\w-]+\s+(?:to\s+[\w-]+\s+)?"
    r"(?:years?|months?|weeks?|days?|hours?)(?:\s+in\s+(?:prison|jail|custody))?",
    re.IGNORECASE,
)
_ELECTED: Final = frozenset({"candidate"})
_WON: Final = re.compile(  # what a candidate wins
    r"(?:.*\s)?(?:seats?|votes?|ballots?|per\s?cent(?:age\spoints?)?|%|points?|districts?|constituenc(?:y|ies)|mandates?|"
    r"majority(?:\sof\s[\d,.]+)?|terms?)",
    re.IGNORECASE | re.DOTALL,
)
_MEASURE: Final = re.compile(r"(?:magnitude\s)?\d+\.\d+", re.IGNORECASE)  # nobody: "a magnitude [7.1] quake"
_LOSES_ANOTHER: Final = re.compile(  # "who [lost] her son" lives, "lost her life" does not
    r"(?:lost|loses?|losing)\s+(?:his|her|their|my|our|an?|one|two|three|four|five|both)\s+"
    r"(?!(?:own\s+|young\s+)?(?:life|lives)\b)(?:[\w’'-]+\s+){0,3}?"
    r"(?:baby|babies|child|children|son|sons|daughters?|sisters?|brothers?|mother|father|parents?|wife|husband|"
    r"relatives?|cousins?|uncles?|aunts?|friends?|nephews?|nieces?|grand\w+|family|siblings?|twins?|home|house)\b",
    re.IGNORECASE,
)
_TAKING_PART: Final = frozenset({"participant", "party", "candidate"})
_CONTESTS: Final = frozenset({"victory", "defeat"})  # types


def fitted(events: Iterable[Event], entity: Callable[[str], Entity], text: str) -> Iterator[Event]:
    """Yield *events*: of "an attack on his town" the town is attacked, of "won Osk" Osk is where, who won stood.

    Args:
        entity: local id -> entity.
        text: the article's stored text.
    """
    for event in events:
        roles = [_of_one(_won(role, text), entity, text) for role in event.roles]
        roles = [role for role in roles if not _owner_of_another(role, roles, text) and not _is_term(role, roles, text)]
        if event.type == "death" and _LOSES_ANOTHER.match(event.trigger.of(text) + text[event.trigger.end :][:60]):
            roles = [r for r in roles if r.role != "patient" or r.span.start >= event.trigger.end]
        roles = [role for role in roles if role.entity or role.event or not _MEASURE.fullmatch(role.span.of(text))]
        if event.type in _CONTESTS and not (event.type == "victory" and any(r.role in _ELECTED for r in roles)):
            roles = [_stood(role, entity) for role in roles]
        seats = [r for r in roles if r.role in _ELECTED and r.entity and entity(r.entity).type in PLACE_TYPES]
        new = {r.entity: r.confidence for r in seats if r.entity not in event.places}
        sure = event.place_confidences or tuple(event.confidence for _ in event.places)
        yield replace(
            event,
            roles=tuple(role for role in roles if role not in seats),
            places=(*event.places, *new),
            place_confidences=(*sure, *new.values()) if new else event.place_confidences,
        )


def _won(role: Role, text: str) -> Role:
    """The role, of what is won that of a theme: "the party won [29 seats]" has one candidate, and that is no seat.

    So is a happening, which takes part in none: "broke off [the talks]", "lost [the election of 2021]".
    """
    held = bool(role.event) and role.role in _TAKING_PART
    seats = role.role in _ELECTED and not role.entity and _WON.fullmatch(role.span.of(text))
    return replace(role, role="theme") if held or seats else role


def _of_one(role: Role, entity: Callable[[str], Entity], text: str) -> Role:
    """The role, with the words alone where one citizen fills it: "a 41-year-old [Albanian]" is not the country."""
    if not role.entity or entity(role.entity).type != "country":
        return role
    one = _AGED.search(text, max(0, role.span.start - 16), role.span.start)
    return replace(role, entity="") if one is not None else role


def _stood(role: Role, entity: Callable[[str], Entity]) -> Role:
    """The role, of whoever wins or loses an election that of a candidate: "[Obi] won", not "[Osk] elected Obi"."""
    placed = role.entity and entity(role.entity).type in PLACE_TYPES
    return replace(role, role="candidate") if role.role == "agent" and not placed else role


def _is_term(role: Role, roles: Iterable[Role], text: str) -> bool:
    """Whether a length of time fills a role beside somebody: "sentenced him to [20 years]"."""
    if role.entity or role.event or not _TERM.fullmatch(role.span.of(text)):
        return False
    return any(other.entity and other.role == role.role for other in roles)


def _owner_of_another(role: Role, roles: Iterable[Role], text: str) -> bool:
    """Whether a possessive fills a role beside what it owns: "his" of "his town"."""
    if not _OWNER.fullmatch(role.span.of(text)):
        return False
    beside = (o for o in roles if o is not role and o.role == role.role and o.span.start >= role.span.end)
    return any(_OWNED.fullmatch(text[role.span.end : o.span.start]) for o in beside)
