"""Figures: numbers about events, with comparator, unit and who says so.

Input: figure proposals with their measure relations, quantities found by
rules, events, statements.
Output: kb.model.Figure values in text order.
Never: guesses a value; what cannot be read as a number or a vague amount is left out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document, head_token
from kb.extraction.events.stage import EventTable
from kb.extraction.figures.beside import counts_signers, is_of_tries
from kb.extraction.figures.cases import counted_cases
from kb.extraction.figures.changes import change_of
from kb.extraction.figures.claimants import (
    claimants,
    counts_mourners,
    counts_speakers,
    given_otherwise,
    is_ruled_out,
)
from kb.extraction.figures.clauses import can_measure, floor, holds_part, told_behind
from kb.extraction.figures.corrections import with_corrections
from kb.extraction.figures.counted import OF_NOTHING, counted, counted_elsewhere
from kb.extraction.figures.elided import counted_before
from kb.extraction.figures.nouns import counting, lasting_of, of_the_dead, set_beside, total_of
from kb.extraction.figures.rates import is_among, owned_whole, rated_unit
from kb.extraction.figures.shares import share_of
from kb.extraction.figures.taken_back import taken_back
from kb.extraction.figures.wholes import said_to_be, whole_apart, whole_told
from kb.extraction.quantity import Quantity, marked_quantity
from kb.extraction.quantity.local_currencies import countries_of, local_currency
from kb.extraction.spans import SpanIndex
from kb.language.analysis import Proposal
from kb.model import Figure, Span, Statement

MEASURE_FLOOR: Final = 0.2
MARKED_FLOOR: Final = 0.5  # of a number that only the model sees: "for an hour"
UNLINKED: Final = 0.4  # how surely a number measures what no link says
SURE_FLOOR: Final = 0.15  # of number, link and event together: of the figures below it a fifth were right
Found = tuple[Quantity, Proposal, str, float, tuple[str, ...]]  # with its event, how surely, and who claims it


def find_figures(
    document: Document,
    events: EventTable,
    statements: Sequence[Statement],
    quantities: Sequence[Quantity],
    country: Callable[[Collection[str]], str] = lambda _among: "",
) -> tuple[Figure, ...]:
    """Return the figures of *document*.

    Args:
        country: of ISO 3166-1 codes the one that the article is about, whose "pesos" are meant; "" for none.
        quantities: all that kb.extraction.quantity found in the text, by start.
    """
    measured: dict[int, list[tuple[float, int]]] = {}
    for relation in document.analysis.relations:
        if relation.label == "measure" and relation.score >= MEASURE_FLOOR:
            measured.setdefault(relation.tail, []).append((relation.score, relation.head))
    found: list[Found] = []
    types = {event.id: event.type for event in events.events}
    denied = {event.id for event in events.events if event.polarity == "negative"}
    by_place = SpanIndex((quantity.span, quantity) for quantity in quantities)
    told = SpanIndex((part, statement) for statement in statements for part in statement.content)
    for index, proposal in document.analysis.layer("figure"):
        quantity = _quantity(document, proposal, by_place)
        if quantity is None or (quantity.comparator == "exactly" and is_ruled_out(document, quantity.span)):
            continue
        if counts_speakers(document, quantity.span) or counts_mourners(document, quantity.span):
            continue
        if is_of_tries(document.text, quantity.span) or counts_signers(document.text, quantity.span):
            continue
        event, score = _event(document, events, measured.get(index, ()), proposal)
        same = given_otherwise(document, told, quantity, [row[0] for row in found])
        if same is not None:
            event, score = next((row[2], row[3]) for row in found if row[0] is same)
        if not event:
            event, score = share_of(document.text, quantity, [(row[0], row[2]) for row in found], types), UNLINKED
        if not event:
            continue
        claimed = claimants(document, told, quantity.span, event_denied=event in denied)
        if claimed is not None:
            found.append((quantity, proposal, event, score, claimed))
    found = _once(found)
    sure = {event.id: event.confidence for event in events.events}
    found = [row for row in found if joint(row[1].score, row[3], sure[row[2]]) >= SURE_FLOOR]
    retracted = {statement.id for statement in statements if statement.status == "retracted"}
    figures: list[Figure] = []
    for number, (quantity, proposal, event, score, claimed) in enumerate(found, 1):
        vague = quantity.value is None
        uncounted = quantity.unit in OF_NOTHING or is_among(document.text, quantity.span.end)
        of = "" if uncounted else counted(document, quantity.span)
        earlier = [q for q in quantities if q.span.end <= quantity.span.start]
        part_of = whole_apart(document.text, quantity, earlier, counts_itself=bool(of))
        of = said_to_be(document, quantity.span) or of
        if not of and not uncounted:
            of = counted(document, part_of.span) if part_of else counted_before(document.text, quantity.span, figures)
            of = of or counted_elsewhere(document, quantity, quantities)
        whole = owned_whole(document.text, quantity)
        whole = whole if whole is not None else whole_told(document.text, quantity, event, figures)
        figures.append(
            Figure(
                id=f"q{number}",
                event=event,
                span=quantity.span,
                comparator="vague" if vague else quantity.comparator,
                value=quantity.value,
                upper=quantity.upper,
                unit=rated_unit(document.text, quantity, _local(quantity.unit, country)),
                of=of,
                whole=part_of.value if part_of and whole is None else whole,
                sources=claimed,
                withdrawn=not retracted.isdisjoint(claimed) or taken_back(document.text, quantity),
                change=change_of(document.text, quantity),
                confidence=joint(proposal.score, score, sure[event]),
            )
        )
    return with_corrections(document.text, figures, statements)


def _once(found: Sequence[Found]) -> list[Found]:
    """The figures without one that another tells: the model marks both ends of "between 12% and 14%"."""
    best: dict[Span, Found] = {}
    for row in found:
        if row[0].span not in best or best[row[0].span][1].score * best[row[0].span][3] < row[1].score * row[3]:
            best[row[0].span] = row
    return list(best.values())


def _local(unit: str, country: Callable[[Collection[str]], str]) -> str:
    """The unit; of a currency that several countries have, the article's own: of those that have it."""
    having = countries_of(unit)
    return local_currency(unit, country(having)) if having else unit


def _quantity(document: Document, proposal: Proposal, quantities: SpanIndex[Quantity]) -> Quantity | None:
    """The quantity that shares most characters with the proposal; of "47 per 100,000 people" the first."""
    span = document.span(proposal)
    rows = [
        (
            is_among(document.text, q.span.end),
            min(q.span.end, span.end) - max(q.span.start, span.start),
            -q.span.start,
            q,
        )
        for q in quantities.touching(span)
    ]
    if rows:
        return max(rows, key=lambda row: row[:3])[3]
    return marked_quantity(document.text, span) if proposal.score >= MARKED_FLOOR else None


def _event(
    document: Document, events: EventTable, measured: Sequence[tuple[float, int]], proposal: Proposal
) -> tuple[str, float]:
    """The event it measures: by the model's link, else the trigger above it in the tree, no verb between.

    A happening that it counts comes first: of "killed in 521 attacks" the attacks.
    """
    number = head_token(document.doc, proposal.start, proposal.end)
    rows = [
        (score, head)
        for score, head in sorted(measured, reverse=True)
        if head in events.of_proposal and score >= floor(document, events.of_proposal, proposal, head)
    ]
    linked = [(score, head) for score, head in rows if can_measure(document, proposal, head, score)]
    if rows and not linked:
        total = total_of(document, events.of_proposal, proposal)
        return total, rows[0][0] if total else 0.0
    behind = told_behind(document, proposal, set(events.of_proposal)) if linked else None
    if behind is not None:
        return events.of_proposal[behind], linked[0][0]
    named = _named(document, events.of_proposal, proposal, linked[0][1]) if linked else None
    if named is not None:
        return named, linked[0][0] if named else 0.0
    lasting = lasting_of(document, events.of_proposal, proposal)
    noun = number.dep_ == "nummod" and not any(holds_part(document, proposal, head) for _, head in rows)
    for score, head in linked:
        counted = lasting or (counting(document, events.of_proposal, number) if noun else "")
        return counted or events.of_proposal[head], score
    sentence = document.sentence_of[proposal.start]
    near = {
        token: index
        for index, p in document.analysis.layer("trigger")
        if document.sentence_of[p.start] == sentence and index in events.of_proposal
        for token in range(p.start, p.end)
    }
    for ancestor in (number, *number.ancestors):
        if ancestor.i in near:
            return events.of_proposal[near[ancestor.i]], UNLINKED
        if ancestor.pos_ == "VERB":
            break  # what another verb says of it: "promised 40 euros" does not measure what is opened
    dead = of_the_dead(document, proposal) if not measured else None
    return (events.of_proposal.get(dead, ""), UNLINKED) if dead is not None else ("", 0.0)


def _named(document: Document, events: Mapping[int, str], number: Proposal, head: int) -> str | None:
    """The event that the words around a number name where the model links another, None where they name none."""
    return set_beside(document, events, number, head) or counted_cases(document, events, number, head)
