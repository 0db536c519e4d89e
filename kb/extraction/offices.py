"""Offices: who holds, held or seeks which role, of what body or place.

Input: office proposals with their holder and body relations, the entities.
Output: kb.model.Office values in text order.
Never: supplies a role, body or status that the words do not give.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document
from kb.extraction.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.mentions import clean_span
from kb.extraction.office_bodies import BODY_NOUNS, body_of, linked
from kb.language.analysis import Proposal
from kb.model import Office, Span
from kb.model.extraction import OFFICE_STATUS, PLACE_TYPES

HOLDING: Final = {  # verbs that say who holds an office -> its name
    "chairs": "chair",
    "chaired": "chair",
    "commands": "commander",
    "commanded": "commander",
    "heads": "head",
    "headed": "head",
    "leads": "leader",
    "led": "leader",
}
_NAMED_AFTER: Final = re.compile(r"(?:\s+(?:of|for|at|in|to)\s+[^,.;:“”\"\n]{2,70})?,\s+")
_NAMED_BEFORE: Final = re.compile(r",\s+(?:(?:the|a|an|its|his|her|their|who is|who was)\s+)?(?:[\w’'.-]+\s+){0,4}?")
_RANK: Final = re.compile(
    r"(?:^|\s+)(?P<rank>(?:(?:Lieutenant|Major|Brigadier|Staff|Master|Chief|Senior|Vice|Rear|Deputy|Detective|Lance|Lt|"
    r"Maj|Brig)\.?[- ]){0,2}(?:General|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Commodore|Admiral|Sergeant|"
    r"Corporal|Inspector|Superintendent|Constable|(?:Gen|Col|Capt|Cmdr|Adm|Sgt|Lt|Maj)\.?))$"
)
_CLAUSE: Final = re.compile(r"[,.;:!?\n“”\"]")
_CLOSES: Final = re.compile(r"\s*[,.;]|\s+(?:said|says|told|added|warned|announced|denied|called|wrote)\b")
_BEFORE: Final = frozenset({"predecessor", "immediate predecessor", "direct predecessor"})
_HIS: Final = re.compile(r"\b(?:his|her|their|['’]s?)\s+(?:(?:immediate|direct)\s+)?$", re.IGNORECASE)
_STATUS: Final = (
    (re.compile(r"\b(?:former|ex|then|outgoing|late|retired)\b[-\s]*", re.IGNORECASE), "former"),
    (re.compile(r"\b(?:acting|interim|caretaker)\b[-\s]*", re.IGNORECASE), "acting"),
    (re.compile(r"[-\s]elect\b", re.IGNORECASE), "elect"),
    (re.compile(r"\bcandidate\b|\bnominee\b|\bcontender\b", re.IGNORECASE), "candidate"),
)


def find_offices(document: Document, table: EntityTable) -> tuple[Office, ...]:
    """Return the offices of *document*, one for each person, role and body."""
    found: dict[tuple[str, str, str], Office] = {}
    for index, proposal in _whole(document):
        for office in _with_rank(document, table, _office(document, table, index, proposal)):
            key = (office.person, _plain(office.role), office.organisation or office.place or office.country)
            known = found.get(key) or next(
                (o for (p, r, _), o in found.items() if (p, r) == key[:2] and not key[2]), None
            )
            if known is None:
                found.pop((*key[:2], ""), None)  # the same office, told before without its body
                found[key] = office
    rows = list(_succeeding(document, sorted(found.values(), key=lambda office: office.span)))
    return tuple(replace(office, id=f"o{n}") for n, office in enumerate(rows, 1))


def _succeeding(document: Document, offices: Sequence[Office]) -> Iterator[Office]:
    """Yield *offices*, of a predecessor with the office of whom he or she came before; "predecessor" alone is none."""
    told: list[Office] = []
    for office in offices:
        if _plain(office.role) not in _BEFORE:
            told.append(office)
            yield office
            continue
        other = next((o for o in reversed(told) if o.person != office.person), None)
        if other is not None and _HIS.search(document.text[max(0, office.span.start - 12) : office.span.start]):
            yield replace(
                office,
                role=other.role,
                organisation=other.organisation,
                place=other.place,
                country=other.country,
                status="former",
                confidence=joint(office.confidence, other.confidence),
            )


def _with_rank(document: Document, table: EntityTable, office: Office | None) -> tuple[Office, ...]:
    """A role and the rank between it and the name are two: "spokesman Colonel NAME"; "US General NAME" is one."""
    if office is None:
        return ()
    found = _RANK.search(office.span.of(document.text))
    if found is None or not found.start("rank"):
        return (office,)
    role = Span(office.span.start, office.span.start + found.start())
    rank = Span(office.span.start + found.start("rank"), office.span.end)
    whose = any(m.span == role and m.kind != "nominal" for m in table.near(role))
    parts = (rank,) if whose else (role, rank)
    return tuple(replace(office, span=s, role=" ".join(s.of(document.text).split())) for s in parts)


def _whole(document: Document) -> list[tuple[int, Proposal]]:
    """The office proposals; side by side they are one ("city", "mayor"), and so, for now, a role and a rank."""
    rows: list[tuple[int, Proposal]] = []
    for index, proposal in document.analysis.layer("office"):
        if rows and _adjoins(document, rows[-1][1], proposal):
            first, before = rows[-1]
            rows[-1] = (first, replace(before, end=proposal.end, score=max(before.score, proposal.score)))
        else:
            rows.append((index, proposal))
    return rows


def _adjoins(document: Document, first: Proposal, second: Proposal) -> bool:
    """Whether nothing stands between two words of roles, or an acronym: "Assistant U.S. Attorney"."""
    if _plain(document.span(first).of(document.text)) in BODY_NOUNS:
        return False
    between = document.doc[first.end : second.start]
    return first.end == second.start or (
        len(between) == 1 and re.fullmatch(r"(?:[A-Z]\.?){2,3}", between.text) is not None
    )


def _plain(role: str) -> str:
    return re.sub(r"\W+", " ", role.casefold()).strip()


def _office(document: Document, table: EntityTable, index: int, proposal: Proposal) -> Office | None:
    span = clean_span(document.text, document.span(proposal))
    if span is None or _plain(span.of(document.text)) in BODY_NOUNS:
        return None
    holder, holder_score = _neighbour(document, table, span)
    if not holder:
        holder, holder_score = linked(document, table, index, "holder", persons=True)
    if not holder:
        return None
    body, body_score = body_of(document, table, index, span, holder)
    role = " ".join(span.of(document.text).split())
    role = HOLDING.get(role.casefold(), role)
    organisation, place, country = "", "", ""
    if body:
        entity = table.entity(body)
        if entity.type in ORGANISATION_TYPES or entity.type == "group":
            organisation = body
        elif entity.type == "country":
            country = body
        elif entity.type in PLACE_TYPES:
            place = body
    return Office(
        "o0",
        holder,
        role,
        span,
        organisation,
        place,
        country,
        _status(document, proposal, span),
        confidence=joint(proposal.score, holder_score, body_score),
    )


def _neighbour(document: Document, table: EntityTable, span: Span) -> tuple[str, float]:
    """The person that the words around the role name, as news writes it.

    "Mayor Ana Ruiz"; "Ana Ruiz, the mayor"; "head of the agency, Ana Ruiz,";
    or the person whom a description that holds the role stands for.
    """
    text = document.text
    for mention in table.near(span):
        if table.entity(mention.entity).type != "person":
            continue
        if mention.kind == "name":
            after = text[span.end : mention.span.start] if mention.span.start >= span.end else "-"
            if not after.strip():
                return mention.entity, 0.95
            if _NAMED_AFTER.fullmatch(after) and _CLOSES.match(text, mention.span.end):
                return mention.entity, 0.85
            before = text[mention.span.end : span.start] if mention.span.end <= span.start else "-"
            if _NAMED_BEFORE.fullmatch(before):
                return mention.entity, 0.85
        elif mention.kind == "nominal" and mention.span.covers(span) and table.entity(mention.entity).named:
            return mention.entity, 0.7
    return "", 0.0


def _status(document: Document, proposal: Proposal, span: Span) -> str:
    before = document.text[max(0, span.start - 16) : span.start]
    words = _CLAUSE.split(before)[-1] + span.of(document.text)
    for pattern, status in _STATUS:
        if pattern.search(words):
            return status
    value, probability = proposal.attributes.get("status", ("current", 1.0))
    return value if value in OFFICE_STATUS and probability >= 0.6 and value in ("former", "candidate") else "current"
