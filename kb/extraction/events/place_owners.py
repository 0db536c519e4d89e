"""Whose place it is, where the order of words tells: "workers were hurt and flights [at Osk airport] were put off".

Input: the words of a place and the triggers of an event, in a Document with its entities.
Output: whether the place is another's, and the place of an event's own clause; read by kb.extraction.events.places.
Never: gives a place to an event that the model links to none.
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import (
    BEFORE_NOUN,
    CHARGING,
    JOINING,
    UNITS,
    VERBAL,
    is_behind_semicolon,
    is_of_next_verb,
)
from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.language.analysis import Proposal
from kb.model import Span
from kb.model.extraction import PLACE_TYPES

IN: Final = frozenset({"in", "at", "near", "on", "off", "outside"})
PUNISHING: Final = frozenset({"legal", "crime"})
CARING: Final = frozenset("hospital clinic infirmary morgue mortuary".split())
HURT: Final = frozenset({"death", "injury"})
GONE: Final = 0.5  # how sure it must be that somebody only went there or left
LEADERS: Final = frozenset("ambassador diplomat envoy king leader minister monarch premier president queen".split())
MOVING: Final = frozenset({"travel"})  # who escapes from a clinic in Osk was there
PARTING: Final = frozenset({"CCONJ", "SCONJ"})


def is_anothers(document: Document, words: Span, triggers: Sequence[Proposal]) -> bool:
    """Return whether *words* are the place of something else than any of *triggers* of their sentence."""
    first, last = document.tokens(words)
    here = [p for p in triggers if first < last and document.sentence_of[p.start] == document.sentence_of[first]]
    if any(p.label in PUNISHING and _is_of_deed(document, words, _head(document, p)) for p in triggers):
        return True
    if not here and first < last:
        place = head_token(document.doc, first, last)
        treated = place.lower_ in CARING and all(p.label in HURT for p in triggers)
        return treated or _is_of_leaders(place) or _is_of_journey(document, words)
    return bool(here) and all(_is_parted(document, first, last, p) for p in here)


def _is_of_leaders(place: Token) -> bool:
    """Whether another sentence tells only whose leaders some are: "the leaders of Osk and [Lom] sent greetings"."""
    while place.dep_ == "conj" and place.head.i < place.i:
        place = place.head
    of = any(c.dep_ == "case" and c.lower_ == "of" for c in place.children)
    return of and place.dep_ == "nmod" and place.head.lemma_ in LEADERS


def _is_of_journey(document: Document, words: Span) -> bool:
    """Whether another sentence tells only that somebody left for or from there: "the ferry left [Osk] at noon"."""
    proposals, sentence = document.analysis.proposals, document.sentence_of
    at = document.tokens(words)[0]
    return any(
        link.label in ("origin", "destination") and link.score >= GONE and document.span(proposals[link.tail]) == words
        for index, trigger in document.analysis.layer("trigger")
        if sentence[trigger.start] == sentence[at]
        for link in document.relations_of.get(index, ())
    )


def _head(document: Document, trigger: Proposal) -> Token:
    return head_token(document.doc, trigger.start, trigger.end)


def _is_parted(document: Document, first: int, last: int, trigger: Proposal) -> bool:
    event = _head(document, trigger)
    place = head_token(document.doc, first, last)
    return (
        _is_of_next_subject(place, first, event)
        or _is_long_before(document, last, event)
        or _is_of_base(place, event, moving=trigger.label in MOVING)
        or _is_of_charge(document, first, last, event)
        or is_of_next_verb(document, first, event)
        or is_behind_semicolon(document, first, event)
    )


def _is_of_next_subject(place: Token, first: int, event: Token) -> bool:
    """Whether a place is part of the subject of a clause that "and" adds: "were hurt and [flights at Osk] ended"."""
    between = place.doc[event.i + 1 : first] if event.i < first else ()
    joint = next((t for t in between if t.lower_ in JOINING and t.dep_ == "cc"), None)
    if joint is None or event.pos_ != "VERB" or any(t.pos_ in VERBAL for t in place.doc[joint.i : first]):
        return False
    subject = place.head
    while subject.dep_ == "nmod" and subject.head.i > joint.i:
        subject = subject.head
    return place.dep_ == "nmod" and subject.dep_.startswith("nsubj") and subject.head.i > place.i


def _is_long_before(document: Document, last: int, event: Token) -> bool:
    """Whether a length of time parts a place from a clause behind it: "in [Osk], days after it was called off"."""
    doc = document.doc
    side = next(
        (
            t
            for t in doc[last + 1 : event.i]
            if t.lower_ in ("before", "after") and t.nbor(-1).lower_.removesuffix("s") in UNITS
        ),
        None,
    )
    return side is not None and any(t.pos_ in VERBAL for t in doc[side.i + 1 : event.i + 1])


def _is_of_base(place: Token, event: Token, *, moving: bool) -> bool:
    """Whether it is where something comes from: "aircraft from a base in [Osk]", "drove from his home in [Osk]"."""
    base = place.head
    if place.dep_ != "nmod" or not any(c.dep_ == "case" and c.lower_ == "from" for c in base.children):
        return False
    who = base.head
    return who.dep_.startswith("nsubj") if base.dep_ == "nmod" else moving and who.i == event.i


def _is_of_charge(document: Document, first: int, last: int, event: Token) -> bool:
    """Whether it is where somebody was charged, and not where the deed was: "charged in [Osk] with robbing a bank"."""
    doc, at = document.doc, event.i - 1
    while at > last and doc[at].pos_ in BEFORE_NOUN:
        at -= 1
    if at < last or doc[at].lower_ not in CHARGING:
        return False
    punished = (p for _, p in document.analysis.layer("trigger") if p.label in PUNISHING and p.end <= first)
    verb = max((_head(document, p).i for p in punished), default=-1)
    return verb >= event.sent.start and not any(t.pos_ in VERBAL for t in doc[verb + 1 : at])


def _is_of_deed(document: Document, words: Span, event: Token) -> bool:
    """Whether a place stands behind the noun of what one is punished or tried for: "jailed for [a raid in Osk]"."""
    doc, (first, _) = document.doc, document.tokens(words)
    deed = first - 2
    if not event.i < deed or doc[first - 1].lower_ not in IN or deed not in document.trigger_tokens:
        return False
    lead = next((t for t in reversed(doc[event.i + 1 : deed]) if t.pos_ not in BEFORE_NOUN), None)
    return doc[deed].pos_ == "NOUN" and lead is not None and lead.lower_ in CHARGING


def are_told_of(document: Document, words: Span, triggers: Sequence[Proposal]) -> bool:
    """Return whether ", which" right behind a place opens the clause of an event: "a court in [Osk], which freed him".

    Who is told of is no place: "a priest of Osk, who fled".
    """
    doc, end = document.doc, document.tokens(words)[1]
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ != "which":
        return False
    behind = (doc[end + 2 : p.start] for p in triggers if end + 1 < p.start < doc[end].sent.end)
    return any(not any(t.text in (",", ";") for t in between) for between in behind)


def own_place(
    document: Document, table: EntityTable, words: Span, triggers: Sequence[Proposal]
) -> tuple[str, Span] | None:
    """Return the place named right behind an event's verb, where the linked one stands before another verb; or None.

    "Built in [Osk] and seized by police in Ruvu" was seized in Ruvu.
    """
    first, last = document.tokens(words)
    doc, verbs = document.doc, document.trigger_tokens
    if len(triggers) != 1 or first >= last:
        return None
    event = _head(document, triggers[0])
    if event.pos_ != "VERB" or event.dep_ != "conj" or not event.sent.start <= first < event.i:
        return None
    above = event.head
    if above.pos_ != "VERB" or above.i not in verbs or not above.i < first:
        return None
    for mention in table.near(Span(event.idx, event.idx + len(event))):
        start, end = document.tokens(mention.span)
        known = table.entity(mention.entity)
        if not triggers[0].end <= start < end or start >= event.sent.end or mention.kind != "name":
            continue
        if known.type not in PLACE_TYPES | {"country"}:
            continue
        between = doc[triggers[0].end : start]
        if any(t.pos_ in VERBAL | PARTING or t.text in (",", ";") for t in between):
            return None
        case = next((t for t in reversed(between) if t.pos_ == "ADP"), None)
        return (known.id, mention.span) if case is not None and case.lower_ in IN else None
    return None
