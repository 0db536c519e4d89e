"""Offices: who holds, held or seeks which role, of what body or place.

Input: office proposals with their holder and body relations, the entities.
Output: kb.model.Office values in text order.
Never: supplies a role, body or status that the words do not give.
"""

import re
from dataclasses import replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document
from kb.extraction.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.mentions import clean_span
from kb.language.analysis import Proposal
from kb.model import Entity, Office, Span
from kb.model.extraction import OFFICE_STATUS, PLACE_TYPES

HOLDER_FLOOR: Final = 0.35
BODY_FLOOR: Final = 0.35  # a wrong body is worse than none
STATELY: Final = frozenset({"country", "office", "place", "state", "region", "province"})
_GOVERNMENT: Final = re.compile(r"\b(?:government|cabinet|administration|coalition|junta|ministry)\b", re.IGNORECASE)
DOMINANCE: Final = 3
BESIDE: Final = 0.95  # how sure a body is that stands beside its office
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
SENTENCE: Final = 400  # characters that a long one has
SILENT: Final = 0.6  # and that an office without a body has none
_NAMED_AFTER: Final = re.compile(r"(?:\s+(?:of|for|at|in|to)\s+[^,.;:“”\"\n]{2,70})?,\s+")
_NAMED_BEFORE: Final = re.compile(r",\s+(?:(?:the|a|an|its|his|her|their|who is|who was)\s+)?(?:[\w’'.-]+\s+){0,4}?")
_NATIONAL: Final = re.compile(
    r"(?:(?:deputy|vice|prime|first|interim|acting|former|foreign|interior|defen[cs]e|finance|health|justice|"
    r"education|energy|agriculture|transport|home|culture|economy|trade|environment|labou?r|information|security|"
    r"relief|mines)[ -])*"
    r"(?:president|minister|premier|king|queen|emir|sultan|chancellor|vice-president)",
    re.IGNORECASE,
)
_LOCAL: Final = re.compile(r"\b(?:mayor(?:ess)?|council+or|alderman|sheriff|headman|governor)s?$", re.IGNORECASE)
_BEFORE_ROLE: Final = re.compile(
    r"(?:deputy|vice|acting|former|assistant|interim|first|senior|chief|co)", re.IGNORECASE
)
_RANK: Final = re.compile(
    r"\s+(?P<rank>(?:(?:Lieutenant|Major|Brigadier|Staff|Master|Chief|Senior|Vice|Rear|Deputy)[- ])?"
    r"(?:General|Colonel|Lieutenant|Captain|Major|Brigadier|Commander|Commodore|Admiral|Sergeant|Corporal|Inspector|"
    r"Superintendent|Constable))$"
)
_OF: Final = re.compile(r"\s+(?:of|from|for)\s+(?:the\s+)?")
_CLAUSE: Final = re.compile(r"[,.;:!?\n“”\"]")
_CLOSES: Final = re.compile(r"\s*[,.;]|\s+(?:said|says|told|added|warned|announced|denied|called|wrote)\b")
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
        for office in _with_rank(document, _office(document, table, index, proposal)):
            key = (office.person, _plain(office.role), office.organisation or office.place or office.country)
            known = found.get(key) or next(
                (o for (p, r, _), o in found.items() if (p, r) == key[:2] and not key[2]), None
            )
            if known is None:
                found.pop((*key[:2], ""), None)  # the same office, told before without its body
                found[key] = office
    rows = sorted(found.values(), key=lambda office: office.span)
    return tuple(replace(office, id=f"o{n}") for n, office in enumerate(rows, 1))


def _with_rank(document: Document, office: Office | None) -> tuple[Office, ...]:
    """A role and the rank that stands between it and the name are two: "spokesman Colonel NAME"."""
    if office is None:
        return ()
    found = _RANK.search(office.span.of(document.text))
    if found is None:
        return (office,)
    role = Span(office.span.start, office.span.start + found.start())
    rank = Span(office.span.start + found.start("rank"), office.span.end)
    return tuple(replace(office, span=s, role=" ".join(s.of(document.text).split())) for s in (role, rank))


def _whole(document: Document) -> list[tuple[int, Proposal]]:
    """The office proposals; side by side, "deputy" and a role are one, and so, for now, a role and a rank."""
    rows: list[tuple[int, Proposal]] = []
    for index, proposal in document.analysis.layer("office"):
        if rows and rows[-1][1].end == proposal.start and _joins(document, rows[-1][1], proposal):
            first, before = rows[-1]
            rows[-1] = (first, replace(before, end=proposal.end, score=max(before.score, proposal.score)))
        else:
            rows.append((index, proposal))
    return rows


def _joins(document: Document, first: Proposal, second: Proposal) -> bool:
    modifies = _BEFORE_ROLE.fullmatch(document.doc[first.end - 1].text)
    return bool(modifies or _RANK.fullmatch(" " + document.span(second).of(document.text)))


def _plain(role: str) -> str:
    return re.sub(r"\W+", " ", role.casefold()).strip()


def _office(document: Document, table: EntityTable, index: int, proposal: Proposal) -> Office | None:
    span = clean_span(document.text, document.span(proposal))
    if span is None:
        return None
    holder, holder_score = _neighbour(document, table, span)
    if not holder:
        holder, holder_score = _linked(document, table, index, "holder", persons=True)
    if not holder:
        return None
    body, body_score = _body(document, table, index, span, holder)
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


def _body(document: Document, table: EntityTable, index: int, span: Span, holder: str) -> tuple[str, float]:
    """The body or place whose office it is and how sure that is; "" if the words give none."""
    if body := _body_by_words(document, table, span):
        return body, BESIDE
    national = _NATIONAL.fullmatch(span.of(document.text)) is not None
    body, score = _linked(document, table, index, "body", persons=False)
    if body and national and not _stately(table.entity(body)):
        body = ""  # a bank or a hospital has no minister
    visited = ""
    if body and table.entity(body).type == "country":
        if _LOCAL.search(span.of(document.text)):
            return "", SILENT  # countries have no mayors
        if not _before_or_of(document, table, span, holder, body):
            here = any(m.entity == body and _beside(document, m.span, span) for m in table.near(span, SENTENCE))
            visited, body = (body if here else ""), ""
    if body:
        return body, score
    country = _only_country(table) if national else ""
    return (country if country != visited else ""), SILENT


def _stately(body: Entity) -> bool:
    return body.type in STATELY or _GOVERNMENT.search(body.name) is not None


def _beside(document: Document, one: Span, other: Span) -> bool:
    """Whether two spans stand in one sentence."""
    first, second = document.tokens(one)[0], document.tokens(other)[0]
    return document.sentence_of[first] == document.sentence_of[second]


def _linked(document: Document, table: EntityTable, index: int, label: str, *, persons: bool) -> tuple[str, float]:
    for relation in document.relations_of.get(index, ()):
        if relation.label != label or relation.score < (HOLDER_FLOOR if persons else BODY_FLOOR):
            continue
        entity_id = table.of_proposal.get(relation.tail, "")
        if entity_id and (table.entity(entity_id).type == "person") == persons:
            return entity_id, relation.score
    return "", 0.0


def _before_or_of(document: Document, table: EntityTable, span: Span, holder: str, body: str) -> bool:
    """Whether a country stands before the holder's name or right after it: what a president visits is another's."""
    names = [m.span for m in table.near(span) if m.entity == holder and 0 <= m.span.start - span.end <= 2]
    if not names:
        return True
    end = names[0].end
    return any(
        m.span.end <= span.start or _OF.fullmatch(document.text[end : m.span.start])
        for m in table.near(span)
        if m.entity == body and (m.span.end <= span.start or m.span.start >= end)
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


def _body_by_words(document: Document, table: EntityTable, span: Span) -> str:
    """The body right before the role ("Kyiv Mayor"), inside it, or after its preposition ("head of the agency")."""
    for mention in table.near(span):
        if table.entity(mention.entity).type == "person" or mention.kind == "pronoun":
            continue
        before = document.text[mention.span.end : span.start] if mention.span.end <= span.start else "-"
        if re.fullmatch(r"(?:['’]s?)?[^\S\n]+", before) or span.covers(mention.span):
            return mention.entity
        after = document.text[span.end : mention.span.start] if mention.span.start >= span.end else "-"
        if re.fullmatch(r"\s+(?:of|for|at|in|with)\s+(?:the\s+)?", after):
            return _owned(document, table, mention.span) or mention.entity
    return ""


def _owned(document: Document, table: EntityTable, owner: Span) -> str:
    """What the words right after an owner name: "Belgorod region" in "Russia’s Belgorod region"."""
    found = re.match(r"['’]s?\s+", document.text[owner.end : owner.end + 4])
    if found is None:
        return ""
    start = owner.end + found.end()
    return next(
        (
            m.entity
            for m in table.near(owner)
            if m.span.start == start
            and m.kind not in ("pronoun", "adjective")
            and table.entity(m.entity).type != "person"
        ),
        "",
    )


def _only_country(table: EntityTable) -> str:
    """The country an article is about, for a minister it gives no country of: thrice as often as any other.

    A mention of a place in a country counts as one of the country; the country
    itself must be named.
    """
    counts: dict[str, int] = {}
    named: dict[str, str] = {}
    for mention in table.mentions:
        entity = table.entity(mention.entity)
        if entity.country and entity.type in PLACE_TYPES | {"country"}:
            counts[entity.country] = counts.get(entity.country, 0) + 1
            if entity.type == "country":
                named[entity.country] = entity.id
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] < DOMINANCE * counts[ranked[1]]):
        return ""
    return named.get(ranked[0], "")


def _status(document: Document, proposal: Proposal, span: Span) -> str:
    before = document.text[max(0, span.start - 16) : span.start]
    words = _CLAUSE.split(before)[-1] + span.of(document.text)
    for pattern, status in _STATUS:
        if pattern.search(words):
            return status
    value, probability = proposal.attributes.get("status", ("current", 1.0))
    return value if value in OFFICE_STATUS and probability >= 0.6 and value in ("former", "candidate") else "current"
