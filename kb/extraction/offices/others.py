"""Offices told by somebody else's: a predecessor's, a successor's, a counterpart's, a deputy's.

Input: the offices of an article in text order. Output: the same, these with the role or the body of the other's.
Pure. Read by kb.extraction.offices.stage.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.offices.status import status_beside
from kb.model import Mention, Office, Span

_BEFORE: Final = frozenset({"predecessor", "immediate predecessor", "direct predecessor", "successor"})
_LIKE: Final = frozenset({"counterpart", "opposite number"})
_UNDER: Final = frozenset({"deputy", "assistant", "first deputy", "chief of staff"})
_SECOND: Final = re.compile(r"^(?:(?:first|acting|interim|former) )*(?:deputy|vice|assistant) ")
_HIS: Final = re.compile(r"\b(?:his|her|their|['’]s?)\s+(?:(?:immediate|direct)\s+)?$", re.IGNORECASE)
_OWNER: Final = re.compile(r"(?:['’]s?)?\s+(?:[a-z]+\s+)?")
_RANK: Final = re.compile(r"(?:general|colonel|captain|major|lieutenant|sergeant|brigadier|admiral)$", re.IGNORECASE)
_STATE: Final = re.compile(r"\b(?:minister|secretary)$", re.IGNORECASE)
_REACH: Final = 60
_NEAR: Final = 120  # characters between an office and its holder's name
_BESIDE: Final = 60
_HELD: Final = frozenset({"current", "acting"})
_CAME_AFTER: Final = re.compile(
    r"(?P<who>,\s+who)?\s+(?:(?:has|had)\s+)?(?:(?:took\s+(?:over|office|the\s+(?:job|post|helm|reins))|taken\s+over)\s+"
    r"(?:(?:in|on|last|earlier)\s+[^,;.]{1,30}?\s+)?from|succeeded|replaced)\s+(?:[A-Z][a-z]+\.?\s+){0,2}"
)
_SUCCEEDING: Final = re.compile(  # "became [governor] in 2022, succeeding NAME"
    r"(?:\s+of\s+[^,;.\n]{1,40})?(?:\s+(?:in|on|last|this|earlier)\s+[^,;.\n]{1,24})?,\s+(?:succeeding|replacing)\s+"
    r"(?:[A-Z][a-z]+\.?\s+){0,2}$"
)
_THERE: Final = re.compile(  # "replaced NAME as a judge", "on the list", "in the race" tell of something else
    r"\s*(?:[,.;:!?)]|$)|\s+(?:(?:in|on|last|this|earlier|after|when|and|following|upon|who)\s+(?!the\b))"
)
_FOR_NOW: Final = re.compile(r"^(?:acting|interim|caretaker|new|newly[ -]\w+|current)\s+", re.IGNORECASE)
_AS: Final = re.compile(r"(?:\s+(?:in|on|last)\s+[^,;.]{1,30}?)?,?\s+as\s+(?:the\s+|its\s+|his\s+|her\s+)?(?:\w+\s+)?")


def beside_others(document: Document, table: EntityTable, offices: Sequence[Office]) -> Iterator[Office]:
    """Yield *offices*, of a predecessor with the office of whom he or she came before; "predecessor" alone is none.

    So for a "successor", who has it now, and a "counterpart", who has the same role in another body. A deputy of
    somebody, "his deputy", is of the body of whose deputy he or she is; so is a "deputy mayor" without a town. A prime
    minister's "foreign minister" is of the prime minister's country.
    """
    told: list[Office] = []
    for office in offices:
        role = _plain(office.role)
        if role in _LIKE:
            yield from _alike(office, told)
        elif role in _BEFORE:
            others = [o for o in told if o.person != office.person]
            other = _owners(document, table, office, told) or _held(others)
            yield from _followed(document, office, role, other)
        else:
            owner = _owners(document, table, office, told)
            if owner is not None and owner.country and _STATE.search(role):
                office = replace(office, organisation="", place="", country=owner.country)  # "his foreign minister"
            else:
                office = _under(office, owner) if role in _UNDER else _second(office, told)
            told.append(office)
            yield office


def came_after(document: Document, table: EntityTable, offices: Sequence[Office]) -> Iterator[Office]:
    """Yield *offices*, each with the same of whom its holder followed: "its head, NAME, who took over from [NAME]".

    Or "NAME succeeded [NAME] as head". Nobody who holds the office already is added.
    """
    known = {(office.person, _plain(office.role)) for office in offices}
    persons = [m for m in table.mentions if m.kind == "name" and table.entity(m.entity).type == "person"]
    ways = (
        (one, other, _CAME_AFTER.fullmatch(document.text, one.span.end, other.span.start))
        for one, other in pairwise(persons)
    )
    pairs = [(one, other, way["who"]) for one, other, way in ways if way is not None]
    for office in offices:
        before = next((m for m in persons if _was_succeeded(document.text, office, m)), None)
        if before is not None and before.entity == office.person:
            yield replace(office, status="former", since="", until="")
            continue
        yield office
        if before is not None and (before.entity, _plain(office.role)) not in known and office.status in _HELD:
            yield replace(office, person=before.entity, status="former", since="", until="")
        role = _FOR_NOW.sub("", office.role)
        for one, other, who in pairs if office.status in _HELD else ():
            far = one.entity != office.person or abs(one.span.start - office.span.start) > _NEAR
            if far or (other.entity, _plain(role)) in known:
                continue
            beside = who and one.span.end > office.span.start - _BESIDE and _THERE.match(document.text, other.span.end)
            if beside or _AS.fullmatch(document.text, other.span.end, max(other.span.end, office.span.start)):
                yield replace(office, person=other.entity, role=role, status="former", since="", until="")


def _was_succeeded(text: str, office: Office, name: Mention) -> bool:
    """Whether somebody had an office before whoever got it: "became chief in 2022, succeeding [NAME]"."""
    behind = office.span.end <= name.span.start <= office.span.end + _NEAR
    return behind and _SUCCEEDING.match(text[: name.span.start], office.span.end) is not None


def _alike(office: Office, told: Sequence[Office]) -> Iterator[Office]:
    other = next((o for o in reversed(told) if o.person != office.person), None)
    own = bool(told) and told[-1].person == office.person  # "Foreign Minister NAME telephoned his counterpart"
    if other is not None and not own and _body(office) and _body(office) != _body(other):
        yield replace(office, role=other.role, confidence=joint(office.confidence, other.confidence))


def _followed(document: Document, office: Office, role: str, other: Office | None) -> Iterator[Office]:
    if other is not None and _HIS.search(document.text[max(0, office.span.start - 12) : office.span.start]):
        yield replace(
            office,
            role=other.role,
            organisation=other.organisation,
            place=other.place,
            country=other.country,
            status=status_beside(document.text, office.span, role),
            confidence=joint(office.confidence, other.confidence),
        )


def _held(told: Sequence[Office]) -> Office | None:
    """The last office, or another that its holder still has: "Osk, a former judge, was appointed after [his] ..."."""
    if not told:
        return None
    last = told[-1]
    own = [o for o in told if o.person == last.person and o.status != "former"]
    return own[-1] if last.status == "former" and own else last


def _under(office: Office, other: Office | None) -> Office:
    if other is None or _body(office):
        return office
    return replace(office, organisation=other.organisation, place=other.place, country=other.country)


def _second(office: Office, told: Sequence[Office]) -> Office:
    """A deputy's office without a body, with that of the one office told before whose deputy's it is."""
    first = _SECOND.sub("", _plain(office.role))
    if _body(office) or first == _plain(office.role):
        return office
    bodies = {_body(o): o for o in told if _plain(o.role) == first and _body(o)}
    return _under(office, next(iter(bodies.values()))) if len(bodies) == 1 else office


def _owners(document: Document, table: EntityTable, office: Office, told: Sequence[Office]) -> Office | None:
    """The last office, if there is one no rank, of the person whom the words before a role name: "Paz's deputy"."""
    owner = _owner(document, table, office.span)
    own = [o for o in told if o.person == owner and owner != office.person]
    return _held([o for o in own if not _RANK.search(o.role)] or own)


def _owner(document: Document, table: EntityTable, role: Span) -> str:
    for mention in table.near(role, _REACH):
        if mention.span.end < role.start and _OWNER.fullmatch(document.text[mention.span.end : role.start]):
            return mention.entity
    return ""


def _plain(role: str) -> str:
    return re.sub(r"\W+", " ", role.casefold()).strip()


def _body(office: Office) -> str:
    return office.organisation or office.place or office.country
