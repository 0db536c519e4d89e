"""Statements: who said what, how, through which channel, to whom.

Input: cue and content proposals with their relations, quotations, entities.
Output: kb.model.Statement values in text order; claims are added by events.
Never: invents content; what was declined or not said carries none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document
from kb.extraction.events.hearsay import DENIAL, without_denied
from kb.extraction.events.refuted import corrected_words, of_earlier_version, taken_back
from kb.extraction.names.entities import EntityTable
from kb.extraction.statements.carriers import carrier_of
from kb.extraction.statements.contents import (
    by_quotation,
    content_words,
    joined_parts,
    mode_of,
    unproposed,
    with_participle,
    without_speaker,
)
from kb.extraction.statements.cue_subjects import in_name
from kb.extraction.statements.head_claims import with_head_claims
from kb.extraction.statements.introduced import introduced
from kb.extraction.statements.pronoun_speakers import by_words, who_goes_on
from kb.extraction.statements.rebuffed import rebuffed
from kb.extraction.statements.refusals import once_refused
from kb.extraction.statements.silences import with_silences
from kb.extraction.statements.speakers import channel_of, place_of, speakers_of
from kb.extraction.statements.testimony import testimonies
from kb.extraction.statements.turns import in_turn, with_turns
from kb.extraction.statements.unsaid import nobody_speaks, said_pieces
from kb.language.analysis import Proposal
from kb.model import Span, Statement

CONTENT_FLOOR: Final = 0.2
CARRIED: Final = 0.6  # how sure a speaker is who is carried over from the statement before
REBUFFED: Final = 0.8  # that the claim right before is what a clause about it turns down
CUELESS: Final = 0.6  # and that words without a cue are a statement
ATTRIBUTION: Final = 6  # words between a quotation and its cue

_UNREPORTED = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\s+to\s+(?:comment|say|answer|give|elaborate|discuss|disclose|confirm|identify|name|provide)\b"
    r"|\b(?:did|does|do|has|have|had|would|could|will)(?:\s+not|n['’]t)\s+(?:immediately\s+|yet\s+)?"
    r"(?:say|said|comment|commented|respond|responded|reply|replied|elaborate|elaborated|disclose|disclosed|specify|specified|give|given|identify|identified)\b"
    r"|\bno\s+(?:immediate\s+)?comment\b|\bunavailable\s+for\s+comment\b|\bwithout\s+(?:elaborating|giving|saying)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"(?:(?<=not )to be|not to be|to remain|to stay)\s+(?:named|identified|quoted|anonymous|unnamed)\b", re.IGNORECASE
)


@dataclass
class _Draft:
    """A statement in the making."""

    cue: int | None
    parts: list[tuple[Span, str, float]] = field(default_factory=list)
    inferred: bool = False
    follows: "_Draft | None" = None


def find_statements(document: Document, table: EntityTable) -> tuple[Statement, ...]:
    """Return the statements of *document* in the order of their first words."""
    drafts = _with_rebuffs(document, _gather(document))
    corrected = corrected_words(document)
    built: list[tuple[_Draft, Statement]] = []
    for draft in drafts:
        previous = next((s for d, s in reversed(built) if d is draft.follows), None)
        statement = _build(document, table, draft, previous, [s for _, s in built])
        if statement is None:
            continue
        cue = document.analysis.proposals[draft.cue] if draft.cue is not None else None
        if cue is not None and statement.content and taken_back(document, cue, statement.content, corrected):
            statement = replace(statement, status="retracted")
            if of_earlier_version(document, cue):
                statement = replace(statement, speakers=(), speaker_span=None)
        built.append((draft, statement))
    told = with_silences(document, table, once_refused(document, [s for _, s in built]))
    told += testimonies(document, table, told)
    told = introduced(document, table, told)
    rows = sorted(
        with_head_claims(document, table, list(with_turns(document, table, without_denied(document, told)))),
        key=lambda s: (s.content or (s.cue or Span(0, 1),))[0],
    )
    numbered = [replace(s, id=f"s{n}") for n, s in enumerate(_whole(document, rows), 1)]
    return tuple(replace(s, nested_in=_holder(s, numbered)) for s in numbered)


def _whole(document: Document, statements: Sequence[Statement]) -> list[Statement]:
    """The statements, each with what a statement whose cue it ends in says: "accused NAME of saying [that ...]"."""
    found = []
    for statement in statements:
        for other in statements:
            last = statement.content[-1] if statement.content else None
            if last is None or other is statement or not (other.content and other.cue and last.covers(other.cue)):
                continue
            goes_on = other.content[0]
            gap = document.text[last.end : goes_on.start]
            reaches = other.cue.end <= goes_on.start < last.end < goes_on.end
            if reaches or (goes_on.start >= last.end and len(gap.split()) <= 1 and "\n" not in gap):
                longer = (*statement.content[:-1], Span(last.start, goes_on.end))
                statement = replace(statement, content=longer)
        found.append(statement)
    return found


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
    cues = {index: cue for index, cue in document.analysis.layer("cue") if not in_name(document, cue)}
    claims = _claims(document, contents, cues)
    drafts = {cue: _Draft(cue) for cue in cues}
    spans = by_quotation(document, [(document.span(p), i, p.label, p.score) for i, p in contents.items()])
    spans += [(quotation, -1, "direct", 0.6) for quotation in unproposed(document, [s for s, *_ in spans])]
    last: _Draft | None = None
    extra: list[_Draft] = []
    for span, index, label, score in sorted(spans, key=lambda row: row[:2]):
        outside = [cue for cue in claims.get(index, ()) if not span.covers(document.span(cues[cue]))]
        home = outside[0] if outside else _nearest_cue(document, cues, span)
        if home is not None and (heard := in_turn(document, cues[home], span)) != span:
            if heard is not None:
                drafts[home].parts.append((heard, label, score))
            continue  # the rest is what the turn says
        if home is not None:
            draft = drafts[home]
        elif last is not None and _carries_on(document, last, span, label):
            draft = last
        elif label == "direct":
            draft = _Draft(None, inferred=True, follows=last if _close(document, last, span) else None)
            extra.append(draft)
        else:
            continue  # a clause that nobody is said to say is no statement
        draft.parts.append((span, label, score))
        last = draft
    return [*drafts.values(), *extra]


def _with_rebuffs(document: Document, drafts: list[_Draft]) -> list[_Draft]:
    """The drafts; a cue that turns down the claim before it has that claim as its content."""
    known = {draft.cue: draft for draft in drafts if draft.cue is not None}
    contents = {cue: [span for span, *_ in draft.parts] for cue, draft in known.items()}
    for cue, span in rebuffed(document, contents).items():
        known[cue].parts = [(span, "indirect", REBUFFED)]
    return drafts


def _claims(
    document: Document, contents: Mapping[int, Proposal], cues: Mapping[int, Proposal]
) -> dict[int, tuple[int, ...]]:
    """Content -> the cues that claim it, surest first; none of another entry of a live blog."""
    found: dict[int, list[tuple[float, int]]] = {}
    for cue, marked in cues.items():
        for relation in document.relations_of.get(cue, ()):
            if relation.label != "content" or relation.tail not in contents or relation.score < CONTENT_FLOOR:
                continue
            if _elsewhere(document, marked, contents[relation.tail]):
                continue  # "Osk denied that. Two men died": a clause is said in its own sentence
            if not document.apart(document.span(marked).start, document.span(contents[relation.tail]).start):
                found.setdefault(relation.tail, []).append((-relation.score, cue))
    return {content: tuple(cue for _, cue in sorted(rows)) for content, rows in found.items()}


def _elsewhere(document: Document, cue: Proposal, content: Proposal) -> bool:
    """Whether words outside quotation marks stand in none of the cue's sentences."""
    if any(quotation.overlaps(document.span(content)) for quotation in document.quotations):
        return False
    sentence = document.sentence_of
    said, here = sentence[cue.start], {sentence[content.start], sentence[content.end - 1]}
    return said not in here


def _nearest_cue(document: Document, cues: dict[int, Proposal], span: Span) -> int | None:
    """A cue of the same sentence outside the words themselves, the closest."""
    first, last = document.tokens(span)
    if first >= last:
        return None
    sentences = {document.sentence_of[first], document.sentence_of[last - 1]}
    here = document.paragraph(span.start)
    quoted = any(quotation.overlaps(span) for quotation in document.quotations)
    near = [
        (distance, i)
        for i, p in cues.items()
        if not (first <= p.start < last)
        and document.paragraph(document.span(p).start) == here
        and (
            ((distance := min(abs(p.start - last), abs(first - p.end))) <= ATTRIBUTION and quoted)
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


def _build(
    document: Document, table: EntityTable, draft: _Draft, previous: Statement | None, said: Sequence[Statement]
) -> Statement | None:
    cue = document.analysis.proposals[draft.cue] if draft.cue is not None else None
    cue_span = document.span(cue) if cue is not None else None
    denies = cue_span is not None and DENIAL.fullmatch(cue_span.of(document.text)) is not None
    told = ((content_words(document, span, label, denied=denies), label, score) for span, label, score in draft.parts)
    parts = [(span, label, score) for span, label, score in told if span is not None]
    parts = said_pieces(document, cue, [_in_sentence(document, piece) for piece in parts])
    if cue_span is not None and len(parts) == 1:
        parts = [(with_participle(document, span, cue_span), label, score) for span, label, score in parts]
    unreported = cue is not None and _unreported(document, cue)
    if nobody_speaks(document, table, cue) or (not parts and not unreported):
        return None
    if any(_UNNAMED.match(document.text, part.start) for part, *_ in parts):
        return None
    said_here = joined_parts(document, [part for part, *_ in parts], cue_span)
    speakers, speaker_span, speaker_score = speakers_of(document, table, draft.cue, said_here)
    parts = without_speaker(parts, speaker_span, cue_span)
    if goes_on := who_goes_on(document, table, draft.cue, speakers, said_here, said):
        speakers, speaker_score = (goes_on,), min(speaker_score, CARRIED)
    basis = "explicit" if speakers else "unattributed"
    if cue is None and previous is not None:
        speakers, basis, speaker_score = previous.speakers, "inferred", CARRIED
    elif not speakers and (known := by_words(document, table, draft.cue, said_here, said)):
        speakers, speaker_span, basis, speaker_score = (known[0],), known[1], "inferred", CARRIED
    medium, medium_span, medium_score = channel_of(document, table, draft.cue, "medium")
    if not medium and cue_span is not None:
        carried = carrier_of(document, table, cue_span, said_here)
        medium, medium_span, medium_score = carried if carried[0] else (medium, medium_span, medium_score)
    addressee, addressee_span, addressee_score = channel_of(document, table, draft.cue, "addressee")
    if medium_span is not None and medium_span == addressee_span:  # "told the radio" is not both
        if addressee_score > medium_score:
            medium, medium_span = "", None
        else:
            addressee, addressee_span = "", None
    sure = joint(min((score for *_, score in parts), default=1.0), cue.score if cue is not None else CUELESS)
    return Statement(
        id="s0",
        content=joined_parts(document, [span for span, *_ in parts], cue_span),
        mode=mode_of(document, parts),
        speakers=speakers,
        speaker_span=speaker_span,
        cue=cue_span,
        medium=medium,
        medium_span=medium_span,
        addressees=(addressee,) if addressee else (),
        addressee_span=addressee_span,
        place=place_of(document, table, draft.cue),
        status="not_reported_content" if unreported else "reported",
        basis=basis,
        confidence=sure,
        speaker_confidence=joint(sure, speaker_score) if speakers else None,
        medium_confidence=joint(sure, medium_score) if medium_span else None,
        addressee_confidence=joint(sure, addressee_score) if addressee else None,
    )


def _in_sentence(document: Document, piece: tuple[Span, str, float]) -> tuple[Span, str, float]:
    """A clause without quotation marks up to the end of its sentence: what follows is the article's to say."""
    span, label, score = piece
    if label == "direct" or any(quotation.overlaps(span) for quotation in document.quotations):
        return piece
    first, last = document.tokens(span)
    if first >= last or document.sentence_of[first] == document.sentence_of[last - 1]:
        return piece
    ends = document.doc[first].sent.end_char
    closed = document.text[:ends].rstrip("\"'”’) \n").endswith((".", "!", "?", "…"))
    if not closed and "\n" not in document.text[ends - 1 : ends + 1]:
        return piece  # a tree that breaks at a comma ends no sentence
    return Span(span.start, ends - len(document.text[:ends]) + len(document.text[:ends].rstrip(" \n.!?"))), label, score


def _unreported(document: Document, cue: Proposal) -> bool:
    value, probability = cue.attributes.get("status", ("reported", 1.0))
    start = document.doc[max(0, cue.start - 4)].idx
    last = document.doc[min(len(document.doc), cue.end + 4) - 1]
    lexical = bool(_UNREPORTED.search(document.text[start : last.idx + len(last)]))
    return lexical or (value == "not_reported_content" and probability >= 0.6)
