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
from kb.extraction.names.clean import clean_span
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.offices.bodies import NO_LINKS, SILENT, Body, body_of, title_of
from kb.extraction.offices.descriptions import described_offices, ranked_offices
from kb.extraction.offices.holders import (
    also_held,
    each,
    is_alone,
    is_anothers,
    is_headlines_second,
    one_at_a_time,
    opens_with,
    own,
)
from kb.extraction.offices.links import linked
from kb.extraction.offices.others import beside_others, came_after
from kb.extraction.offices.ranks import GRADE, is_rank, is_retired, without_rank
from kb.extraction.offices.status import status_of
from kb.extraction.offices.words import BODY_NOUNS, names_body, up_to_name, without_style
from kb.language.analysis import Proposal
from kb.model import Office, Span
from kb.model.extraction import PLACE_TYPES

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
_HEADING: Final = re.compile(r"head(?:s|ed)", re.IGNORECASE)
_AWAY: Final = re.compile(  # what nobody is the head of: "headed the winner", "headed to Osk"
    r"\s+(?:(?:the|an?|his|her)\s+(?:[\w-]+\s+)?(?:winner|equali[sz]er|opener|goal|ball|cross|corner)\b|"
    r"(?:home|in|over|wide|past|into|back|for|to|towards?|straight|onto|off|clear|against|out|away)\b)"
)
_NAMED_AFTER: Final = re.compile(
    r"(?:\s+(?:of|for|at|in|to)\s+[^,.;:“”\"\n]{2,70})?,\s+(?:(?:H\.\s?E\.|Hon\.?|Dr\.?|Prof\.?|Mr\.?|Mrs\.?|Ms\.?|Sir|Md\.?)\s+)?(?:"
    + GRADE
    + r"\s+)?"
)
_NAMED_BEFORE: Final = re.compile(  # not "NAME, and his deputy"
    r",\s+(?!(?:and|or|but|with|as)\b)(?:(?:the|a|an|its|his|her|their|who is|who was)\s+)?"
    r"(?:(?![a-z-]{4,}\.)[\w’'.-]+[^\S\n]+){0,4}?"  # in one sentence
)
_MADE: Final = re.compile(  # "named NAME, its chief scientist, as"
    r"(?:,\s[^,.;:\n]{3,60},(?=\s+as\b))?\s+(?:as\s+)?(?:(?:the|a|an|its|his|her|their)\s+)?(?:(?:new|next|acting|interim|[\w-]+['’]s)\s+)?"
)
_MAKING: Final = re.compile(  # "swore in NAME as", "named Colonel NAME"
    r"\b(?:swore in|swears in|name[ds]|naming|appoint(?:ed|s|ing)|nominat(?:ed|es|ing)|elect(?:ed|s|ing)|"
    r"promot(?:ed|es)|proclaim(?:ed|s)|install(?:ed|s)|designat(?:ed|es)|pick(?:ed|s)|chose)"
    r"\s+(?:" + GRADE + r"\s+)?$"
)
_SPOKEN: Final = re.compile(r"\bspokes(?:man|woman|person) (?:for|of) (?:the )?$")  # "for the mayor, NAME," is NAME
_THROUGH: Final = re.compile(r"\b(?:through|via) an? $", re.IGNORECASE)  # "Through a spokesman, NAME said"
_OWNING: Final = re.compile(r"['’]s?\s+[a-z]")
NO_ROLES: Final = frozenset(
    "acting ally author centrist eyewitness finisher former front-runner frontrunner hon interim late lead leading md "
    "neighbor neighbour prominent resident retd retired senior survivor tan top veteran villager".split()
)
FORCE: Final = "armed_force"
_CIVIL: Final = re.compile(r"\b(?:government|cabinet|administration|ministry)\b", re.IGNORECASE)  # without ranks
DESCRIBED: Final = 0.85  # of a role that only a description of its holder tells
BEFORE_NAME: Final = 0.95  # how sure it is that a role is of whose name stands right behind it
_ABBREVIATED: Final = re.compile(
    r"(?:(?:Lt|Maj|Brig|Det|Vice|Rear|Deputy|U\.S|[Ss]tate)\.? )?(?:Sen|Rep|Gov|Gen|Col|Capt|Cmdr|Adm|Sgt|Lt|Maj|Cpl|"
    r"Insp|Supt|Prof|Rev|Cllr|Dep|Atty|Pres|Det|Cde)"
)
BESIDE: Final = 24  # characters from a land to the rank that is of its army
_STYLE: Final = re.compile(
    r"\b(?:Dr|Hon|H\.\s?E|Md|Prof(?:essor)?|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|Rev|Sheikh|Haji|Datuk|Dato|Datin|Tan Sri|"
    r"Seri)\b\.?"
)
_TEMPORARY: Final = re.compile(r"^(?:acting|interim|new|former|caretaker|outgoing|incoming) ")
_CLOSES: Final = re.compile(r"\s*[,.;]|\s+(?:said|says|told|added|warned|announced|denied|called|wrote)\b")
_GENERAL: Final = re.compile(
    r"(?<=charg[eé])\s+d['’]affaires\b|[-‑](?:general|in[-‑]chief)\b|(?<=\bof Public)\s+Prosecutions?\b", re.IGNORECASE
)
_LESSER: Final = re.compile(r"(?:vice|deputy|assistant|associate|under|sub|junior|shadow)\b")


def find_offices(document: Document, table: EntityTable) -> tuple[Office, ...]:
    """Return the offices of *document*, one for each person, role and body."""
    read: list[tuple[Office, bool]] = []
    for index, proposal in _whole(document):
        before = read[-1][0] if read else None
        ranked = _with_rank(document, table, *_office(document, table, index, proposal, before))
        read += [(one, told) for office, told in ranked for one in each(document, table, office)]
    read = _with_described(document, table, read)
    read = one_at_a_time(own(document, table, read))
    known = {(o.person, _plain(o.role)) for o, told in read if told and _body(o)}
    found: dict[tuple[str, str, str], Office] = {}
    for office, told in _of_forces(document.text, table, read):
        holds = (office.person, _plain(office.role))
        if not told and holds in known:
            continue  # its body stands beside it elsewhere
        if any(_shortens(office, other) for other in found.values()):
            continue
        office = _of_the_same(document, office, list(found.values()))
        before = next((o for (p, r, _), o in found.items() if (p, r) == holds and not _body(office)), None)
        if found.get((*holds, _body(office)), before) is None:
            found.pop((*holds, ""), None)  # the same office, told before without its body
            found[*holds, _body(office)] = office
    named = list(beside_others(document, table, sorted(found.values(), key=lambda office: office.span)))
    rows = came_after(document, table, named)
    return tuple(replace(office, id=f"o{n}") for n, office in enumerate(rows, 1))


def _of_the_same(document: Document, office: Office, before: Sequence[Office]) -> Office:
    """An office without a body, with that of the same role in its sentence: "sacked the brigade's commander and named
    Ana Paz as acting commander".
    """
    if _body(office) or is_rank(office.role):
        return office
    sentence = document.sentence_of[document.tokens(office.span)[0]]
    for other in reversed(before):
        alike = _core(other.role) == _core(office.role) and other.person != office.person
        alike = alike and not (is_alone(office) and is_alone(other))
        if alike and document.sentence_of[document.tokens(other.span)[0]] == sentence:
            return replace(office, organisation=other.organisation, place=other.place, country=other.country)
    return office


def _core(role: str) -> str:
    return _TEMPORARY.sub("", _plain(role))


def _shortens(office: Office, other: Office) -> bool:
    """Whether an office is another in fewer words: "the former minister" of a former energy minister."""
    fuller, role = _plain(other.role), _plain(office.role)
    longer = other.person == office.person and fuller.endswith(f" {role}") and not _LESSER.match(fuller)
    return longer and other.status == office.status and _body(office) in ("", _body(other))


def _body(office: Office) -> str:
    return office.organisation or office.place or office.country


def _of_forces(text: str, table: EntityTable, read: Sequence[tuple[Office, bool]]) -> Iterator[tuple[Office, bool]]:
    """Yield the offices; a rank is of the force whose office its holder has, of no town and no ministry."""
    force = {o.person: o.organisation for o, _ in read if o.organisation and table.entity(o.organisation).type == FORCE}
    for office, told in read:
        ranked = is_rank(office.role)
        if ranked and is_retired(text, office.span.end):
            office = replace(office, status="former")
        governed = bool(office.organisation) and _CIVIL.search(table.entity(office.organisation).name) is not None
        if ranked and office.country and not office.organisation and not _land_beside(table, office):
            office = replace(office, country="")  # "China's embassy urged the junta of [General] NAME"
        if ranked and (office.place or governed or not _body(office)):
            office = replace(office, organisation=force.get(office.person, ""), place="")
        yield office, told


def _land_beside(table: EntityTable, office: Office) -> bool:
    """Whether the land of an office stands right before it, or whose army's it is: "[Nigerian] General NAME"."""
    near = (m for m in table.near(office.span, BESIDE) if m.span.start < office.span.start)
    return any(m.entity == office.country and office.span.start - m.span.end <= BESIDE for m in near)


def _with_rank(
    document: Document, table: EntityTable, office: Office | None, told: bool
) -> tuple[tuple[Office, bool], ...]:
    """A role and the rank between it and the name are two: "spokesman Colonel NAME"; "US General NAME" is one."""
    if office is None:
        return ()
    words = office.span.of(document.text)
    title = without_rank(words)
    if title == words:
        return ((office, told),)
    role = Span(office.span.start, office.span.start + len(title))
    rank = Span(office.span.end - len(words[len(title) :].lstrip()), office.span.end)
    whose = any(m.span == role and m.kind != "nominal" for m in table.near(role))
    parts = (rank,) if whose else (role, rank)
    return tuple((replace(office, span=s, role=" ".join(s.of(document.text).split())), told) for s in parts)


def _whole(document: Document) -> list[tuple[int, Proposal]]:
    """The office proposals; side by side they are one ("city", "mayor"), and so, for now, a role and a rank."""
    rows: list[tuple[int, Proposal]] = []
    for index, proposal in document.analysis.layer("office"):
        if rows and _adjoins(document, rows[-1][1], proposal):
            first, before = rows[-1]
            rows[-1] = (first, replace(before, end=proposal.end, score=max(before.score, proposal.score)))
        else:
            rows.append((index, proposal))
    return [(index, replace(one, end=_head_end(document, one.end))) for index, one in rows]


def _head_end(document: Document, end: int) -> int:
    """Where a role ends whose last word belongs to the noun behind it: "regional" of "regional governor"."""
    last = document.doc[end - 1]
    between = document.doc[end : last.head.i + 1]
    describing = (last.pos_, last.dep_) in (("ADJ", "amod"), ("NOUN", "compound"))  # "health" of "health worker"
    if describing and between and all(t.pos_ in ("ADJ", "NOUN") for t in between):
        return int(last.head.i) + 1
    return end


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


def _office(
    document: Document, table: EntityTable, index: int, proposal: Proposal, before: Office | None
) -> tuple[Office | None, bool]:
    """The office of a proposal, and whether the words beside it say of what body; None for none."""
    span = clean_span(document.text, document.span(proposal))
    span = _to_general(document.text, without_style(document.text, span)) if span is not None else None
    span = up_to_name(table, span) if span is not None else None
    if span is None or _plain(span.of(document.text)) in BODY_NOUNS | NO_ROLES or names_body(table, span):
        return None, False
    if _HEADING.fullmatch(span.of(document.text)) and _AWAY.match(document.text, span.end):
        return None, False
    holder, holder_score = _neighbour(document, table, span)
    if not holder:
        holder, holder_score = linked(document, table, index, "holder", persons=True)
    if holder and is_headlines_second(document, table, span, holder):
        return None, False
    if before is not None and not (holder and table.entity(holder).named):
        holder, holder_score = also_held(document, table, span, before) or (holder, holder_score)
    if not holder or (
        table.entity(holder).named and _THROUGH.search(document.text[max(0, span.start - 10) : span.start])
    ):
        return None, False
    body, body_score, told = body_of(document, table, index, span, holder)
    role = " ".join(span.of(document.text).split())
    status = status_of(document, proposal, span, before_name=holder_score == BEFORE_NAME)
    return _made(table, holder, role, span, body, status, joint(proposal.score, holder_score, body_score)), told


def _to_general(text: str, span: Span) -> Span:
    """Return a role with what its hyphen joins, "auditor" of "auditor-general", or "Prosecutions" behind "Public"."""
    behind = _GENERAL.match(text, span.end)
    return Span(span.start, behind.end()) if behind is not None else span


def _made(table: EntityTable, holder: str, role: str, span: Span, body: str, status: str, sure: float) -> Office:
    kind = table.entity(body).type if body else ""
    return Office(
        "o0",
        holder,
        HOLDING.get(role.casefold(), title_of(role)),
        span,
        body if kind in ORGANISATION_TYPES | {"group"} else "",
        body if kind in PLACE_TYPES else "",
        body if kind == "country" else "",
        status,
        confidence=sure,
    )


def _with_described(
    document: Document, table: EntityTable, read: Sequence[tuple[Office, bool]]
) -> list[tuple[Office, bool]]:
    """The offices with those that only descriptions tell; of two persons described together each has one."""
    taken = [office.span for office, _ in read]
    told = [*described_offices(document, table, taken), *ranked_offices(document, table, taken)]
    shared = [described.span for described in told if not described.alone]
    kept = [row for row in read if not any(row[0].span.overlaps(span) for span in shared)]
    for role, span, person, alone in told:
        if any(o.person == person and _plain(o.role).endswith(_plain(role)) for o, _ in kept):
            continue
        body, sure, beside = body_of(document, table, NO_LINKS, span, person) if alone else Body("", SILENT)
        status = status_of(document, None, span, before_name=False)
        kept.append((_made(table, person, role, span, body, status, joint(DESCRIBED, sure)), beside))
    return sorted(kept, key=lambda row: row[0].span)


def _neighbour(document: Document, table: EntityTable, span: Span) -> tuple[str, float]:
    """The person that the words around the role name, as news writes it.

    "Mayor Ana Ruiz"; "Ana Ruiz, the mayor"; "head of the agency, Ana Ruiz,";
    or the person whom a description that holds the role stands for.
    """
    text = document.text
    persons = [m for m in table.near(span) if table.entity(m.entity).type == "person"]
    names = [m for m in persons if m.kind == "name"]
    after = [(m, text[span.end : m.span.start]) for m in names if m.span.start >= span.end]
    ends = ". \n" if _ABBREVIATED.fullmatch(span.of(text)) else " \n"  # "Sen. NAME", not "the mayor. NAME"
    if beside := next((m.entity for m, gap in after if not _STYLE.sub("", gap).strip(ends)), ""):
        return beside, BEFORE_NAME
    apposed = any(opens_with(text, m.span, span) for m in names) or _SPOKEN.search(
        text, max(0, span.start - 60), span.start
    )
    for mention, gap in () if apposed else after:
        if _NAMED_AFTER.fullmatch(gap) and _CLOSES.match(text, mention.span.end):
            return mention.entity, 0.85
    for mention in names:  # before the next: "Ana Ruiz, the minister, named Jon Dahl as mayor"
        between = text[mention.span.end : span.start] if mention.span.end <= span.start else ""
        if _MADE.fullmatch(between) and _MAKING.search(text, max(0, mention.span.start - 60), mention.span.start):
            return mention.entity, 0.85
    for mention in names if _OWNING.match(text, span.end) is None else ():  # "Ana Ruiz, the mayor's sister"
        before = mention.span.end <= span.start and _NAMED_BEFORE.fullmatch(text[mention.span.end : span.start])
        if before and not is_anothers(document, mention.span, span):
            return mention.entity, 0.85
    for mention in persons:
        if mention.kind == "nominal" and mention.span.covers(span) and table.entity(mention.entity).named:
            return mention.entity, 0.7
    return "", 0.0
