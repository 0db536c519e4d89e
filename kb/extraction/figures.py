"""Figures: numbers about events, with comparator, unit and who says so.

Input: figure proposals with their measure relations, quantities found by
rules, events, statements.
Output: kb.model.Figure values in text order.
Never: guesses a value; what cannot be read as a number or a vague amount is left out.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document, head_token
from kb.extraction.events import EventTable
from kb.extraction.quantity import Quantity
from kb.language.analysis import Proposal
from kb.model import Figure, Span, Statement

MEASURE_FLOOR: Final = 0.2
_SMALL_NUMBERS: Final = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|hundred"
_HOW: Final = frozenset("badly critically fatally gravely lightly seriously severely slightly".split())
_PARTITIVE: Final = re.compile(  # "of the site's 1,750 workers"
    r"^(?:out )?of\b ?(?:(?:the|its|their|all|them|us|whom)\b ?)?(?:(?:[\w-]+ ?['’]s? )?(?:[\d,.]+|"
    + _SMALL_NUMBERS
    + r") )?"
)
_COUNTED_POS: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


def find_figures(
    document: Document, events: EventTable, statements: Sequence[Statement], quantities: Sequence[Quantity]
) -> tuple[Figure, ...]:
    """Return the figures of *document*.

    Args:
        quantities: all that kb.extraction.quantity found in the text, by start.
    """
    measured: dict[int, list[tuple[float, int]]] = {}
    for relation in document.analysis.relations:
        if relation.label == "measure" and relation.score >= MEASURE_FLOOR:
            measured.setdefault(relation.tail, []).append((relation.score, relation.head))
    found = []
    for index, proposal in document.analysis.layer("figure"):
        quantity = _quantity(document, proposal, quantities)
        if quantity is None:
            continue
        event, score = _event(document, events, measured.get(index, ()), proposal)
        if not event:
            continue
        found.append((quantity, proposal, event, score))
    sure = {event.id: event.confidence for event in events.events}
    figures = []
    for number, (quantity, proposal, event, score) in enumerate(found, 1):
        vague = quantity.value is None
        figures.append(
            Figure(
                id=f"q{number}",
                event=event,
                span=quantity.span,
                comparator="vague" if vague else quantity.comparator,
                value=quantity.value,
                upper=quantity.upper,
                unit=quantity.unit,
                of=_counted(document, quantity.span),
                whole=quantity.whole,
                sources=_sources(statements, quantity.span),
                confidence=joint(proposal.score, score, sure[event]),
            )
        )
    return tuple(figures)


def _quantity(document: Document, proposal: Proposal, quantities: Sequence[Quantity]) -> Quantity | None:
    """The quantity that shares most characters with the proposal."""
    span = document.span(proposal)
    rows = [
        (min(q.span.end, span.end) - max(q.span.start, span.start), -q.span.start, q)
        for q in quantities
        if q.span.overlaps(span)
    ]
    return max(rows, key=lambda row: row[:2])[2] if rows else None


def _event(
    document: Document, events: EventTable, measured: Sequence[tuple[float, int]], proposal: Proposal
) -> tuple[str, float]:
    """The event it measures: by the model's link, else the nearest trigger above it in the tree or beside it."""
    for score, head in sorted(measured, reverse=True):
        if head in events.of_proposal:
            return events.of_proposal[head], score
    doc, sentence = document.doc, document.sentence_of[proposal.start]
    near = [
        (index, p)
        for index, p in document.analysis.layer("trigger")
        if document.sentence_of[p.start] == sentence and index in events.of_proposal
    ]
    if not near:
        return "", 0.0
    counted = head_token(doc, proposal.start, proposal.end)
    for ancestor in (counted, *counted.ancestors):
        for index, p in near:
            if p.start <= ancestor.i < p.end:
                return events.of_proposal[index], 0.4
    _, index = min((min(abs(p.start - proposal.end), abs(proposal.start - p.end)), i) for i, p in near)
    return events.of_proposal[index], 0.2


def _counted(document: Document, span: Span) -> str:
    """The words for what is counted: the noun phrase that the number belongs to."""
    first, last = document.tokens(span)
    if first >= last:
        return ""
    head = head_token(document.doc, first, last)
    if head.dep_ in ("nummod", "amod", "det", "advmod") and head.head.i >= last:
        phrase = document.doc[last : head.head.i + 1] if head.head.pos_ != "ADV" else document.doc[last:last]
    else:
        end = last
        while end < len(document.doc) and _counts_on(document, last, end):
            end += 1
        phrase = document.doc[last:end]
    words = re.sub(r"\s+", " ", phrase.text).strip(" ,.;:")
    words = _PARTITIVE.sub("", words)
    return words if len(words) <= 80 and words.casefold() not in _HOW else ""


def _counts_on(document: Document, first: int, at: int) -> bool:
    """Whether the words for what is counted go on: nouns and adjectives, after "of the 23" or "out of ten"."""
    token = document.doc[at]
    if at - first >= 6:
        return False
    partitive = token.lower_ in ("of", "out", "the", "its", "all") or token.pos_ == "NUM"
    started = any(t.pos_ in _COUNTED_POS for t in document.doc[first:at])
    if token.lower_ in ("'s", "’s", "'", "’"):
        return started and at + 1 < len(document.doc) and document.doc[at + 1].pos_ in (*_COUNTED_POS, "NUM")
    return token.pos_ in _COUNTED_POS or (partitive and not started) or (token.pos_ == "NUM" and _owns(document, at))


def _owns(document: Document, at: int) -> bool:
    return document.doc[at - 1].lower_ in ("'s", "’s", "'", "’")


def _sources(statements: Sequence[Statement], span: Span) -> tuple[str, ...]:
    holding = [
        (part.end - part.start, statement.id)
        for statement in statements
        for part in statement.content
        if part.covers(span) and statement.status != "not_reported_content"
    ]
    return (min(holding)[1],) if holding else ()
