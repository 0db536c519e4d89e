"""Statements: who said what, how, through which channel, to whom.

Input: cue and content proposals with their relations, quotations, entities.
Output: kb.model.Statement values in text order; claims are added by events.
Never: invents content; what was declined or not said carries none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document, head_token
from kb.extraction.entities import EntityTable
from kb.extraction.syntax import links_of, subject_of
from kb.extraction.turns import with_turns
from kb.language.analysis import Proposal
from kb.model import Span, Statement
from kb.model.extraction import PLACE_TYPES

CONTENT_FLOOR: Final = 0.2
SPEAKER_FLOOR: Final = 0.3
CHANNEL_FLOOR: Final = 0.4
SECOND_SPEAKER: Final = 0.8
CARRIED: Final = 0.6  # how sure a speaker is who is carried over from the statement before
CUELESS: Final = 0.6  # and that words without a cue are a statement
QUOTE_SHARE: Final = 0.6
QUOTE_WORDS: Final = 4
SMALL_WORDS: Final = frozenset("the a an that this it he she they we i who which and but".split())
ATTRIBUTION: Final = 6  # words between a quotation and its cue

_THAT = re.compile(r"(?:that|,|:|;|[-–—])\s+", re.IGNORECASE)
_END = re.compile(r"[\s,;:.!?–—-]+$")
_UNREPORTED = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\s+to\s+(?:comment|say|answer|give|elaborate|discuss|disclose|confirm|identify|name|provide)\b"
    r"|\b(?:did|does|do|has|have|had|would|could|will)(?:\s+not|n['’]t)\s+(?:immediately\s+|yet\s+)?"
    r"(?:say|said|comment|commented|respond|responded|reply|replied|elaborate|elaborated|disclose|disclosed|specify|specified|give|given|identify|identified)\b"
    r"|\bno\s+(?:immediate\s+)?comment\b|\bunavailable\s+for\s+comment\b|\bwithout\s+(?:elaborating|giving|saying)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing))",
    re.I,
)
_HEARSAY = re.compile(
    r"(?:[\w’'-]+\s+){0,3}?(?P<noun>reports?|claims?|allegations?|accusations?|suggestions?|rumou?rs?)\s+(?:that|of)\b",
    re.I,
)


_Row = tuple[Span, int, str, float]  # words, content proposal or -1, mode, score


@dataclass
class _Draft:
    """A statement in the making."""

    cue: int | None
    parts: list[tuple[Span, str, float]] = field(default_factory=list)
    inferred: bool = False
    follows: "_Draft | None" = None


def find_statements(document: Document, table: EntityTable) -> tuple[Statement, ...]:
    """Return the statements of *document* in the order of their first words."""
    drafts = _gather(document)
    built: list[tuple[_Draft, Statement]] = []
    for draft in drafts:
        previous = next((s for d, s in reversed(built) if d is draft.follows), None)
        statement = _build(document, table, draft, previous)
        if statement is not None:
            built.append((draft, statement))
    rows = sorted(
        with_turns(document, table, _without_denied(document, [s for _, s in built])),
        key=lambda s: (s.content or (s.cue or Span(0, 1),))[0],
    )
    numbered = [replace(s, id=f"s{n}") for n, s in enumerate(rows, 1)]
    return tuple(replace(s, nested_in=_holder(s, numbered)) for s in numbered)


def denied_hearsay(document: Document, statement: Statement) -> Span | None:
    """The noun of "denied reports that ...", whose clause is what the statement denies; None for other statements."""
    if statement.cue is None or not statement.content or not _DENIAL.fullmatch(statement.cue.of(document.text)):
        return None
    start = statement.content[0].start
    found = _HEARSAY.match(statement.content[0].of(document.text))
    return Span(start + found.start("noun"), start + found.end("noun")) if found else None


def _without_denied(document: Document, statements: Sequence[Statement]) -> Iterable[Statement]:
    """Who denies claims does not claim it: what hangs on the noun is content of the denial."""
    denials = {noun: s for s in statements if (noun := denied_hearsay(document, s))}
    claimed = {s.cue: s for s in statements if s.cue in denials and s.content and s.speakers == denials[s.cue].speakers}
    for statement in statements:
        if claimed.get(statement.cue or Span(0, 1)) is statement:
            continue
        noun = next((n for n, s in denials.items() if s is statement), None)
        if noun in claimed:
            first, *more = statement.content
            reach = max(first.end, *(part.end for part in claimed[noun].content if part.start > noun.start))
            statement = replace(statement, content=(Span(first.start, reach), *(p for p in more if p.start >= reach)))
        yield statement


def _holder(statement: Statement, others: Sequence[Statement]) -> str:
    """The smallest other statement whose content holds this one's content and cue."""
    if not statement.content:
        return ""
    inner = statement.content[0]
    holding = [
        (part.end - part.start, other.id)
        for other in others
        for part in other.content
        if other.id != statement.id and part.covers(inner) and part != inner
    ]
    return min(holding)[1] if holding else ""


def _gather(document: Document) -> list[_Draft]:
    """Give each content to the cue that claims it most, and what no cue claims to what it carries on."""
    contents = dict(document.analysis.layer("content"))
    cues = dict(document.analysis.layer("cue"))
    best: dict[int, tuple[float, int]] = {}
    for cue, marked in cues.items():
        for relation in document.relations_of.get(cue, ()):
            if relation.label != "content" or relation.tail not in contents or relation.score < CONTENT_FLOOR:
                continue
            if not document.apart(document.span(marked).start, document.span(contents[relation.tail]).start):
                best[relation.tail] = max(best.get(relation.tail, (0.0, -1)), (relation.score, -cue - 1))
    drafts = {cue: _Draft(cue) for cue in cues}
    spans = _by_quotation(document, [(document.span(p), i, p.label, p.score) for i, p in contents.items()])
    spans += [(quotation, -1, "direct", 0.6) for quotation in _unproposed(document, [s for s, *_ in spans])]
    last: _Draft | None = None
    extra: list[_Draft] = []
    for span, index, label, score in sorted(spans, key=lambda row: row[:2]):
        home = -best[index][1] - 1 if index in best else _nearest_cue(document, cues, span)
        if home is not None:
            draft = drafts[home]
        elif last is not None and _carries_on(document, last, span, label):
            draft = last
        else:
            draft = _Draft(None, inferred=True, follows=last if _close(document, last, span) else None)
            extra.append(draft)
        draft.parts.append((span, label, score))
        last = draft
    return [*drafts.values(), *extra]


def _by_quotation(document: Document, rows: list[_Row]) -> list[_Row]:
    """Pieces that lie in one quotation become that quotation, once; the rest stay."""
    kept: list[_Row] = []
    whole: dict[Span, _Row] = {}
    for span, index, label, score in sorted(rows):
        words = span.end - span.start
        inside = [
            q
            for q in document.quotations
            if len(q.of(document.text).split()) >= QUOTE_WORDS
            and min(span.end, q.end) - max(span.start, q.start) >= QUOTE_SHARE * words
        ]
        if not inside:
            kept.append((span, index, label, score))
            continue
        quotation = max(inside, key=lambda q: q.end - q.start)
        known = whole.get(quotation)
        if known is None or known[3] < score:
            whole[quotation] = (quotation, index, "direct", score)
    return kept + list(whole.values())


def _unproposed(document: Document, contents: Sequence[Span]) -> Iterable[Span]:
    """Quotations of a clause's length that the content head left out."""
    for quotation in document.quotations:
        words = quotation.of(document.text).split()
        if len(words) >= QUOTE_WORDS and not any(c.overlaps(quotation) for c in contents):
            yield quotation


def _nearest_cue(document: Document, cues: dict[int, Proposal], span: Span) -> int | None:
    """A cue of the same sentence outside the words themselves, the closest."""
    first, last = document.tokens(span)
    if first >= last:
        return None
    sentences = {document.sentence_of[first], document.sentence_of[last - 1]}
    here = document.paragraph(span.start)
    near = [
        (distance, i)
        for i, p in cues.items()
        if not (first <= p.start < last)
        and document.paragraph(document.span(p).start) == here
        and (
            (distance := min(abs(p.start - last), abs(first - p.end))) <= ATTRIBUTION
            or document.sentence_of[p.start] in sentences
        )
    ]
    return min(near)[1] if near else None


def _carries_on(document: Document, draft: _Draft, span: Span, label: str) -> bool:
    """Whether a quotation goes on after its attribution, in the same paragraph."""
    if label != "direct" or not draft.parts or draft.parts[-1][1] != "direct":
        return False
    before = draft.parts[-1][0]
    if document.paragraph(before.start) != document.paragraph(span.start):
        return False
    return len(document.text[before.end : span.start].split()) <= 14


def _close(document: Document, draft: _Draft | None, span: Span) -> bool:
    if draft is None or not draft.parts or document.apart(draft.parts[-1][0].start, span.start):
        return False
    return document.paragraph(span.start) - document.paragraph(draft.parts[-1][0].start) <= 1


def _build(document: Document, table: EntityTable, draft: _Draft, previous: Statement | None) -> Statement | None:
    cue = document.analysis.proposals[draft.cue] if draft.cue is not None else None
    cue_span = document.span(cue) if cue is not None else None
    parts = [(s, label, score) for span, label, score in draft.parts if (s := _content(document, span, label))]
    unreported = cue is not None and _unreported(document, cue)
    if not parts and not unreported:
        return None
    speakers, speaker_span, speaker_score = _speakers(document, table, draft.cue)
    basis = "explicit" if speakers else "unattributed"
    if cue is None and previous is not None:
        speakers, basis, speaker_score = previous.speakers, "inferred", CARRIED
    elif cue is None and not speakers:
        basis = "unattributed"
    medium, medium_span, medium_score = _linked(document, table, draft.cue, "medium")
    addressee, addressee_span, addressee_score = _linked(document, table, draft.cue, "addressee")
    said = joint(min((score for *_, score in parts), default=1.0), cue.score if cue is not None else CUELESS)
    return Statement(
        id="s0",
        content=_joined(document, [span for span, *_ in parts], cue_span),
        mode=_mode(document, parts),
        speakers=speakers,
        speaker_span=speaker_span,
        cue=cue_span,
        medium=medium,
        medium_span=medium_span,
        addressees=(addressee,) if addressee else (),
        addressee_span=addressee_span,
        place=_place(document, table, draft.cue),
        status="not_reported_content" if unreported else "reported",
        basis=basis,
        confidence=said,
        speaker_confidence=joint(said, speaker_score) if speakers else None,
        medium_confidence=joint(said, medium_score) if medium_span else None,
        addressee_confidence=joint(said, addressee_score) if addressee else None,
    )


def _content(document: Document, span: Span, label: str) -> Span | None:
    """The words of a content: a quotation's inside, or the clause without "that" and closing marks."""
    for quotation in document.quotations:
        shared = min(span.end, quotation.end) - max(span.start, quotation.start)
        if shared <= 0:
            continue
        if shared >= QUOTE_SHARE * (span.end - span.start) and (
            label == "direct" or shared >= QUOTE_SHARE * (quotation.end - quotation.start)
        ):
            return quotation
    words = span.of(document.text)
    start, end = span.start, span.end
    if lead := _THAT.match(words):
        start += lead.end()
    if tail := _END.search(words):
        end = span.start + tail.start()
    if start >= end or document.text[start:end].casefold() in SMALL_WORDS:
        return None
    return Span(start, end)


def _joined(document: Document, spans: Sequence[Span], cue: Span | None) -> tuple[Span, ...]:
    """Parts in text order; pieces of one clause, or parts that only a full stop and spaces part, are one."""
    rows: list[Span] = []
    for span in sorted(set(spans)):
        if rows and _belongs(document, rows[-1], span, cue):
            rows[-1] = Span(rows[-1].start, max(rows[-1].end, span.end))
        else:
            rows.append(span)
    return tuple(rows)


def _belongs(document: Document, before: Span, span: Span, cue: Span | None) -> bool:
    gap = document.text[before.end : span.start]
    if before.overlaps(span) or not gap.strip(" .,;\n"):
        return True
    quoted = document.quotation_at(before) or document.quotation_at(span)
    if quoted or (cue is not None and before.end <= cue.start <= span.start):
        return False
    return len(gap.split()) <= ATTRIBUTION and not re.search(r"[.!?]\s|\n", gap)


def _mode(document: Document, parts: Sequence[tuple[Span, str, float]]) -> str:
    if not parts:
        return "indirect"
    if all(any(q.covers(span) for q in document.quotations) for span, *_ in parts):
        return "direct"
    weight: dict[str, float] = {}
    for _, label, score in parts:
        if label != "direct":
            weight[label] = weight.get(label, 0.0) + score
    return max(sorted(weight), key=lambda mode: weight[mode]) if weight else "indirect"


def _unreported(document: Document, cue: Proposal) -> bool:
    value, probability = cue.attributes.get("status", ("reported", 1.0))
    start = document.doc[max(0, cue.start - 4)].idx
    last = document.doc[min(len(document.doc), cue.end + 4) - 1]
    lexical = bool(_UNREPORTED.search(document.text[start : last.idx + len(last)]))
    return lexical or (value == "not_reported_content" and probability >= 0.6)


def _speakers(document: Document, table: EntityTable, cue: int | None) -> tuple[tuple[str, ...], Span | None, float]:
    """Speakers by the model's links, else the cue's subject in the tree."""
    if cue is None:
        return (), None, 0.0
    found: dict[str, tuple[float, Span, int]] = {}
    around = document.quotation_at(document.span(document.analysis.proposals[cue]))
    for relation in document.relations_of.get(cue, ()):
        if relation.label != "speaker" or relation.score < SPEAKER_FLOOR:
            continue
        proposal = document.analysis.proposals[relation.tail]
        if document.quotation_at(document.span(proposal)) not in (None, around, document.span(proposal)):
            continue  # what is said names no one who says it: "I" in a quotation
        entity = table.of_proposal.get(relation.tail) or table.at(document.span(proposal))
        if entity and entity not in found and (not found or relation.score >= SECOND_SPEAKER):
            found[entity] = (relation.score, document.span(proposal), relation.tail)
    if not found:
        subject = _subject(document, document.analysis.proposals[cue])
        if subject is not None and (entity := table.at(subject)):
            found[entity] = (0.5, subject, -1)
    if not found:
        return (), None, 0.0
    sure = {entity: table.sure.get(proposal, score) for entity, (score, _, proposal) in found.items()}
    score, span, _ = next(iter(found.values()))
    return tuple(found), span, score * min(sure.values())


def _subject(document: Document, cue: Proposal) -> Span | None:
    """The subject of the reporting verb, or what follows "according to"."""
    head = head_token(document.doc, cue.start, cue.end)
    if document.span(cue).of(document.text).casefold() == "according to" and cue.end < len(document.doc):
        outer = head.head if head.dep_ == "case" else None
        return document.token_span(outer.i, outer.i + 1) if outer is not None and outer.i >= cue.end else None
    subject = subject_of(head)
    return document.token_span(subject.i, subject.i + 1) if subject is not None else None


def _place(document: Document, table: EntityTable, cue: int | None) -> str:
    """Where it was said, if the reporting verb says so ("told reporters in Oslo")."""
    if cue is None:
        return ""
    proposal = document.analysis.proposals[cue]
    head = head_token(document.doc, proposal.start, proposal.end)
    within = [link.token for link in links_of(head, "communication") if link.role == "place"]
    within += [
        grand
        for child in head.children
        if child.dep_ in ("obj", "iobj") and child.i > head.i
        for grand in child.children
        if grand.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ in ("in", "at") for c in grand.children)
    ]
    for token in within:
        entity = table.at(document.token_span(token.i, token.i + 1))
        if entity and table.entity(entity).type in PLACE_TYPES | {"country"}:
            return entity
    return ""


def _linked(document: Document, table: EntityTable, cue: int | None, label: str) -> tuple[str, Span | None, float]:
    for relation in document.relations_of.get(cue, ()) if cue is not None else ():
        if relation.label == label and relation.score >= CHANNEL_FLOOR:
            proposal = document.analysis.proposals[relation.tail]
            entity = table.of_proposal.get(relation.tail, "")
            return entity, document.span(proposal), relation.score * table.sure.get(relation.tail, proposal.score)
    return "", None, 0.0
