"""Events: one for each happening, however often the article names it.

Input: trigger proposals with their relations, entities, statements, times.
Output: kb.model.Event values in text order, and which event a trigger became.
Never: turns what was denied, demanded or feared into a fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Token

from kb.extraction.confidence import joint
from kb.extraction.dating.chains import with_chained_times
from kb.extraction.dating.edges import is_ahead
from kb.extraction.dating.entry_times import with_entry_times
from kb.extraction.dating.stage import Clock
from kb.extraction.document import Document, head_token
from kb.extraction.events.bygone import is_of_another_time
from kb.extraction.events.casualties import Casualties
from kb.extraction.events.causes import linked
from kb.extraction.events.denials import denied, denied_heads, without_denier
from kb.extraction.events.distinct import Distinct
from kb.extraction.events.happenings import Happening, find_happenings, named_type
from kb.extraction.events.inherited import completed
from kb.extraction.events.moods import (
    has_failed,
    has_lasted,
    is_feared,
    is_only_without,
    is_over,
    is_proven,
    is_told_as_done,
    is_undone,
    mood_of,
    shared_mood,
)
from kb.extraction.events.places import narrowed
from kb.extraction.events.reclassed import told_type
from kb.extraction.events.refuted import corrected_words, is_answered, is_negated, refuted_words
from kb.extraction.events.retold import Retold
from kb.extraction.events.roles import FUTURE, fill_slots
from kb.extraction.events.scenes import Scenes
from kb.extraction.events.sourced import sourced
from kb.extraction.names.entities import EntityTable
from kb.extraction.spans import SpanIndex
from kb.extraction.syntax import LIGHT
from kb.language.analysis import Proposal
from kb.language.event_types import EventTypes
from kb.model import Event, Statement
from kb.model.extraction import MODALITIES

RETOLD: Final = 0.6  # how likely one happening is told again by what is no link of the model
FACTS: Final = frozenset({"actual", "ongoing"})
SOUGHT: Final = frozenset("requested required obligation planned expected promised conditional".split())
NONE: Final = frozenset({"no", "neither"})
SOME: Final = frozenset({"a", "an", "any"})
NOBODY: Final = frozenset({"nobody", "none", "nothing", "neither"})


@dataclass(frozen=True)
class EventTable:
    """The events of an article and the way from triggers to them."""

    events: tuple[Event, ...]
    of_proposal: Mapping[int, str]


PHASES: Final = frozenset({"closing"})  # types that only say how far what another word names has come


def find_events(
    document: Document,
    table: EntityTable,
    statements: Sequence[Statement],
    types: EventTypes,
    clock: Clock,
) -> EventTable:
    """Return the events of *document*, in the order of their triggers.

    Events inside what a statement says carry the statement as their source.
    """
    corrected = corrected_words(document)
    refuted = refuted_words(document) | corrected
    parts = SpanIndex((part, statement) for statement in statements for part in statement.content)
    disputed = denied_heads(document, statements)
    told = Retold(document, table, types)
    casualties = Casualties(document, table, told.one_dead)
    distinct = Distinct(document, table, clock, types, refuted, disputed)

    def retold(later: int) -> list[tuple[float, int]]:
        nearest = casualties.taken_up(later)
        tolls = distinct.tolls
        again = (*told.by(later), *tolls.of_now(later), *tolls.told_otherwise(later), *distinct.separate.aimed(later))
        rows = [(RETOLD, i) for i in again]
        return rows if nearest is None else [*rows, (1.0, nearest)]

    @cache  # of what is told forty times each earlier one is asked for with all of those that it is one with
    def apart(earlier: int, later: int) -> bool:
        if is_of_another_time(document, earlier, later, clock):
            return True
        return casualties.apart(earlier, later) or distinct.apart(earlier, later)

    happenings = find_happenings(document, types, apart, retold)
    ids = {index: f"v{n}" for n, h in enumerate(happenings, 1) for index, _ in h.triggers}
    events = []
    for number, happening in enumerate(happenings, 1):
        events.append(_event(document, table, happening, f"v{number}", ids, types, clock))
    events = [
        without_denier(
            document,
            denied(document, sourced(document, event, parts), statements, refuted, corrected, disputed),
            statements,
        )
        for event in events
    ]
    events = with_entry_times(document, with_chained_times(document, events, clock), clock)
    events = narrowed(document, table, completed(document, table, types, events))
    events = Scenes(document, table, types, clock).carried(events)
    return EventTable(tuple(events), ids)


def _event(
    document: Document,
    table: EntityTable,
    happening: Happening,
    event_id: str,
    ids: Mapping[int, str],
    types: EventTypes,
    clock: Clock,
) -> Event:
    main = happening.main
    head = head_token(document.doc, main.start, main.end)
    kind = _type(document, happening, types)
    polarity, modality, real = _reality(document, main, head.i)
    if modality in FACTS and any(has_failed(_head(document, index)) for index, _ in happening.triggers):
        polarity = "negative"  # "Soldiers staged a coup. ... The [coup] has failed"
    part_of, part_score = linked(document, happening, "part-of", ids, event_id)
    cause, cause_score = linked(document, happening, "cause", ids, event_id)
    slots = fill_slots(
        document,
        table,
        happening.triggers,
        kind,
        happening.coarse,
        event_id,
        ids,
        types,
        clock,
        future=modality in FUTURE and not is_feared(document.text, document.span(main)),
    )
    time = slots.time
    if time is not None and modality in FACTS and is_ahead(time, clock.today):
        if is_over(document, head, time.words):
            time = None  # of what is promised, stopped or bought: "offered seats on a flight in 2027"
        else:
            modality = "planned"
    main_span = document.span(main)
    others = sorted(s for s in {document.span(p) for _, p in happening.triggers} if not main_span.covers(s))
    return Event(
        id=event_id,
        type=kind,
        trigger=main_span,
        other_mentions=tuple(others),
        polarity=polarity,
        modality=modality,
        roles=slots.roles,
        places=slots.places,
        place_spans=slots.place_spans,
        time=time,
        part_of=part_of,
        causes=(cause,) if cause else (),
        confidence=joint(main.score),
        reality_confidence=joint(main.score, real),
        place_confidences=tuple(joint(main.score, score) for score in slots.place_scores),
        time_confidence=joint(main.score, slots.time_score) if time else None,
        link_confidence=joint(main.score, min(part_score, cause_score)) if part_of or cause else None,
    )


def _type(document: Document, happening: Happening, types: EventTypes) -> str:
    """The type whose trigger words these are, within the class the model gave; else the class itself."""
    coarse = happening.coarse
    ordered = sorted(happening.triggers, key=lambda row: row[1] is not happening.main)
    rows = (told_type(document, p, coarse) or named_type(document, p, coarse, types) for _, p in ordered)
    named = [name for name in rows if name]
    whole = [name for name in named if name not in PHASES]  # "completed its purchase" is a purchase
    return next(iter(whole or named), types.by_name(coarse).name)


def _reality(document: Document, proposal: Proposal, head: int) -> tuple[str, str, float]:
    """Polarity, modality, and how sure both are."""
    polarity = proposal.attributes.get("polarity", ("positive", 1.0))
    modality, mood = proposal.attributes.get("modality", ("actual", 1.0))
    token = document.doc[head]
    value = polarity[0]
    words = document.span(proposal)
    unsure = is_negated(token) and polarity[1] < 0.8
    undone = unsure or _happens_to_nobody(token) or _never_made(token) or is_undone(document.text, words)
    answered = is_answered(token) or is_only_without(token)
    lasted = not undone and value == "negative" and (has_lasted(document.text, words) or answered)
    if undone or lasted:
        value = "negative" if undone else "positive"
    told = mood_of(document.text, words) or shared_mood(document, token) if modality in FACTS else ""
    if modality == "alleged" and is_proven(document.text, words):
        told = "actual"
    if modality in SOUGHT and (lasted or is_told_as_done(token)):
        told = "actual"
    return (
        value if value in ("positive", "negative") else "positive",
        told or (modality if modality in MODALITIES else "actual"),
        mood * (polarity[1] if value == polarity[0] else 0.8),
    )


def _happens_to_nobody(verb: Token) -> bool:
    """Whether a verb's subject or object is nobody: "the storm killed nobody", "no flights were cancelled"."""
    if verb.pos_ != "VERB":
        return False
    return any(
        (child.dep_ == "obj" or (child.dep_ in ("nsubj", "nsubj:pass") and child.i < verb.i))
        and not _behind_semicolon(child, verb)
        and (
            child.lower_ in NOBODY
            or any(c.dep_ == "det" and c.lower_ in NONE and not _told_aside(c, verb) for c in child.children)
            or (child.lower_ == "one" and any(c.lower_ == "not" for c in child.children))  # "not one of them left"
        )
        for child in verb.children
    )


def _told_aside(none: Token, verb: Token) -> bool:
    """Whether a clause of its own opens with "no", whatever the tree says: "Osk, where [no] case was found, closed"."""
    led = none.i > 0 and none.nbor(-1).lower_ in ("where", "which", "who", "that", "when", "whose")
    return led and any(token.text == "," for token in none.doc[none.i : verb.i])


def _behind_semicolon(word: Token, verb: Token) -> bool:
    """Whether a semicolon parts words from a verb that the tree hangs them from."""
    return any(token.text == ";" for token in verb.doc[verb.i : word.i])


def _never_made(noun: Token) -> bool:
    """Whether an event is what a denied verb would have brought about: "had not issued a warning"."""
    verb = noun.head
    if noun.dep_ != "obj" or noun.pos_ != "NOUN" or verb.pos_ != "VERB":
        return False
    determiners = {child.lower_ for child in noun.children if child.dep_ == "det"}
    if not (is_negated(verb) or _happens_to_nobody(verb)):
        return False
    return bool(determiners & SOME) or (verb.lemma_ in LIGHT and not determiners)


def _head(document: Document, index: int) -> Token:
    proposal = document.analysis.proposals[index]
    return head_token(document.doc, proposal.start, proposal.end)
