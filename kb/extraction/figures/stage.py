"""Figures: numbers about events, with comparator, unit and who says so.

Input: figure proposals with their measure relations, quantities found by
rules, events, statements.
Output: kb.model.Figure values in text order.
Never: guesses a value; what cannot be read as a number or a vague amount is left out.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from spacy.tokens import Span as Tokens

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
from kb.extraction.figures.elided import counted_before
from kb.extraction.figures.nouns import counting, lasting_of, of_the_dead, set_beside, total_of
from kb.extraction.figures.rates import is_among, owned_whole, rated_unit
from kb.extraction.figures.taken_back import taken_back
from kb.extraction.figures.wholes import said_to_be, whole_apart, whole_told
from kb.extraction.quantity import Quantity
from kb.extraction.quantity.local_currencies import countries_of, local_currency
from kb.extraction.spans import SpanIndex
from kb.language.analysis import Proposal
from kb.model import Figure, Span, Statement

MEASURE_FLOOR: Final = 0.2
UNLINKED: Final = 0.4  # how surely a number measures what no link says
SURE_FLOOR: Final = 0.15  # of number, link and event together: of the figures below it a fifth were right
_SMALL_NUMBERS: Final = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|hundred"
_HOW: Final = frozenset("badly critically fatally gravely lightly seriously severely slightly".split())
_PARTITIVE: Final = re.compile(  # "of the site's 1,750 workers"
    r"^(?:out )?of\b ?(?:(?:the|its|their|all|them|us|whom)\b ?)?(?:(?:[\w-]+ ?['’]s? )?(?:[\d,.]+|"
    + _SMALL_NUMBERS
    + r") )?"
)
_OF_NUMBER: Final = re.compile(r"^(?:an? )?(?:[a-z]+ed )?\d[\d,.]*(?: |$)")  # "a planned 45,000 doses"
_POSSESSIVE: Final = frozenset({"its", "their", "his", "her", "our", "my"})
_STATES: Final = frozenset("dead killed wounded injured missing displaced detained arrested infected".split())
OWNED: Final = frozenset({"'s", "’s", "'", "’"})
_LESS_MORE: Final = frozenset({"more", "other", "further", "additional"})
_JOINED: Final = re.compile(
    r"[-‑–](?P<noun>(?:member|seat|bed|person|man|woman|strong|pupil|room)s?)\b"
)  # "a 40-bed ward"
_WHEN: Final = re.compile(
    r"(?:(?:this|last|next|each|every|per) )?(?:second|minute|hour|day|night|week|month|quarter|year|decade|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|overnight)s?\b|"
    r"(?:this|last|next) (?:january|february|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b",
    re.IGNORECASE,
)
_FURTHER: Final = re.compile(r"^(?:more|further|other|additional|extra)\s+(?=\w)", re.IGNORECASE)
_THEN: Final = re.compile(
    r"\s+(?:(?:this|last|next|each|every) (?:day|night|week|month|quarter|season|year)|overnight|today|yesterday|"
    r"worth)$",
    re.IGNORECASE,
)
_NOTHING: Final = re.compile(  # what counts nothing: "15 more", "20 metres high", "cut the number"
    r"of|more|fewer|less|higher|lower|high|long|tall|deep|wide|thick|old|each|apiece|\W*|others|as [a-z]+|"
    rf"(?:the|over|including|against) .*|{_SMALL_NUMBERS}|one",
    re.IGNORECASE,
)
Found = tuple[Quantity, Proposal, str, float, tuple[str, ...]]  # with its event, how surely, and who claims it
_COUNTED_POS: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


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
        uncounted = quantity.unit == "magnitude" or is_among(document.text, quantity.span.end)
        of = "" if uncounted else _counted(document, quantity.span)
        earlier = [q for q in quantities if q.span.end <= quantity.span.start]
        part_of = whole_apart(document.text, quantity, earlier, counts_itself=bool(of))
        of = said_to_be(document, quantity.span) or of
        if not of and not uncounted:
            of = _counted(document, part_of.span) if part_of else counted_before(document.text, quantity.span, figures)
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
    return max(rows, key=lambda row: row[:3])[3] if rows else None


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
    linked = [(score, head) for score, head in rows if can_measure(document, proposal, head)]
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


def _counted(document: Document, span: Span) -> str:
    """The words for what is counted: the noun phrase that the number belongs to."""
    first, last = document.tokens(span)
    if first >= last:
        return ""
    if joined := _JOINED.match(document.text, span.end) or _JOINED.search(span.of(document.text)):
        return joined["noun"]
    head = head_token(document.doc, first, last)
    phrase = document.doc[last:last]
    above = head.dep_ in ("nummod", "amod", "det", "advmod") and head.head.i >= last
    if above and head.head.pos_ != "ADV":
        phrase = document.doc[last : head.head.i + 1]
    if not above or phrase.text.casefold() in _LESS_MORE:
        end = last
        while end < len(document.doc) and _counts_on(document, last, end):
            end += 1
        phrase = document.doc[last:end]
    phrase = _noun_phrase(phrase)
    words = re.sub(r"\s+", " ", phrase.text).strip(' ,.;:"“”‘’')
    words = _THEN.sub("", _FURTHER.sub("", _OF_NUMBER.sub("", _PARTITIVE.sub("", words))))
    if (
        _WHEN.match(words)
        or _NOTHING.fullmatch(words)
        or (len(phrase) == 1 and phrase[0].pos_ == "VERB" and words.casefold() not in _STATES)
    ):
        return ""
    return words if len(words) <= 80 and words.casefold() not in _HOW else ""


def _noun_phrase(phrase: Tokens) -> Tokens:
    """The words up to the end of the first noun phrase: nothing from a verb or another preposition on."""
    for n, token in enumerate(phrase):
        named = any(t.pos_ in ("NOUN", "PROPN") for t in phrase[:n])
        if token.lower_ in _STATES and not named:
            continue
        partitive = token.lower_ in ("of", "out") and not named
        participle = token.pos_ == "VERB" and token.dep_ in ("amod", "acl") and n + 1 < len(phrase)
        closes = token.text == "," and (named or phrase[n - 1].lower_ in _STATES)
        closes = closes or token.lemma_ == "have" or (token.pos_ == "VERB" and n > 0 and not participle)
        ends = closes or token.pos_ in ("AUX", "SCONJ", "ADP", "PRON")
        if ends and not partitive and token.lower_ not in _POSSESSIVE:
            return phrase[:n]
    return phrase


def _counts_on(document: Document, first: int, at: int) -> bool:
    """Whether the words for what is counted go on: nouns and adjectives, after "of the 23" or "out of ten"."""
    token = document.doc[at]
    if at - first >= 6:
        return False
    partitive = token.lower_ in ("of", "out", "the", "its", "all") or token.pos_ == "NUM"
    started = any(t.pos_ in _COUNTED_POS for t in document.doc[first:at])
    if token.lower_ in OWNED:
        return started and at + 1 < len(document.doc) and document.doc[at + 1].pos_ in (*_COUNTED_POS, "NUM")
    owned = token.pos_ == "NUM" and document.doc[at - 1].lower_ in OWNED
    return token.pos_ in _COUNTED_POS or (partitive and not started) or owned
