"""Claims of an extraction that are no claims: words that are not there, names of nothing, unknown terms.

Input: an extraction and the text it should rest on. Output: local id -> what
is wrong, read by kb.service.intake.vetting before any graph is made.
Pure. A plugged-in extractor may return anything; the built-in one is checked all the same.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kb.graph.pruning import item_ids
from kb.model import Event, Extraction, Span, Statement
from kb.model.extraction import (
    CHANGES,
    COMPARATORS,
    ENTITY_TYPES,
    MENTION_KINDS,
    MODALITIES,
    MODES,
    OFFICE_STATUS,
    ROLES,
)

_KINDS: Final = ("mentions", "entities", "offices", "statements", "events", "figures")
_COUNTRY_CODE: Final = re.compile("[A-Z]{2}")
_STATEMENT_STATUS: Final = frozenset({"reported", "not_reported_content", "retracted", "superseded"})


def unsound(extraction: Extraction, text: str) -> dict[str, str]:
    """Return what cannot stand, local id -> the first reason in words.

    Args:
        extraction: as an extractor made it.
        text: the article's stored text.
    """
    known = {kind: {item.id for item in getattr(extraction, kind)} for kind in _KINDS}
    entities, events, statements = known["entities"], known["events"], known["statements"]
    faults: dict[str, str] = {}

    def blame(identifier: str, reason: str) -> None:
        faults.setdefault(identifier, reason)

    for identifier, count in Counter(item_ids(extraction)).items():
        if count > 1:
            blame(identifier, f"{count} claims have this id")
    for identifier, term, allowed in _terms(extraction):
        if term not in allowed:
            blame(identifier, f"{term!r} is not a term of the model")
    for identifier, span in _spans(extraction):
        if span.end > len(text):
            blame(identifier, f"it cites characters {span.start} to {span.end}; the text ends at {len(text)}")
        elif not span.of(text).strip():
            blame(identifier, f"it cites white space, characters {span.start} to {span.end}")
    for identifier, reference, kind in _references(extraction):
        if reference and reference not in {"e": entities, "v": events, "s": statements}[kind]:
            blame(identifier, f"it names {reference}, which the extraction does not have")
    return faults


def _terms(extraction: Extraction) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield (id, term, the terms allowed there)."""
    yield from ((m.id, m.kind, MENTION_KINDS) for m in extraction.mentions)
    yield from ((e.id, e.type, ENTITY_TYPES) for e in extraction.entities)
    yield from ((o.id, o.status, OFFICE_STATUS) for o in extraction.offices)
    yield from ((f.id, f.comparator, COMPARATORS) for f in extraction.figures)
    yield from ((f.id, f.change, CHANGES) for f in extraction.figures if f.change)
    for statement in extraction.statements:
        yield statement.id, statement.mode, MODES
        yield statement.id, statement.status, _STATEMENT_STATUS
    for event in extraction.events:
        yield event.id, event.modality, MODALITIES
        yield event.id, event.polarity, frozenset({"positive", "negative"})
        yield from ((event.id, role.role, ROLES) for role in event.roles)


def _spans(extraction: Extraction) -> Iterator[tuple[str, Span]]:
    """Yield (id, span) of all words that claims cite."""
    yield from ((m.id, m.span) for m in extraction.mentions)
    yield from ((o.id, o.span) for o in extraction.offices)
    yield from ((f.id, f.span) for f in extraction.figures)
    for statement in extraction.statements:
        found = [statement.speaker_span, statement.cue, statement.medium_span, statement.addressee_span]
        found.append(statement.time.words if statement.time else None)
        yield from ((statement.id, span) for span in (*statement.content, *found) if span is not None)
    for event in extraction.events:
        found = [event.trigger, *event.other_mentions, *event.place_spans, *(role.span for role in event.roles)]
        found.append(event.time.words if event.time else None)
        yield from ((event.id, span) for span in found if span is not None)


def _references(extraction: Extraction) -> Iterator[tuple[str, str, str]]:
    """Yield (id, local id that it names, kind of that: e, v or s)."""
    yield from ((m.id, m.entity, "e") for m in extraction.mentions)
    yield from ((e.id, e.within, "e") for e in extraction.entities)
    for office in extraction.offices:
        yield from ((office.id, local, "e") for local in (office.person, office.organisation, office.place))
        if not _COUNTRY_CODE.fullmatch(office.country):  # an entity of the article, or a code
            yield office.id, office.country, "e"
    for statement in extraction.statements:
        yield from _of_statement(statement, {entity.id for entity in extraction.entities})
    for event in extraction.events:
        yield from _of_event(event)
    for figure in extraction.figures:
        yield figure.id, figure.event, "v"
        yield from ((figure.id, source, "s") for source in figure.sources)


def _of_statement(statement: Statement, entities: set[str]) -> Iterator[tuple[str, str, str]]:
    people = (*statement.speakers, *statement.addressees, statement.medium, statement.place)
    yield from ((statement.id, local, "e") for local in people)
    yield statement.id, statement.nested_in, "s"
    yield from ((statement.id, local, "v") for local in statement.claims)
    yield from ((statement.id, local, "e" if local in entities else "v") for local in statement.about)


def _of_event(event: Event) -> Iterator[tuple[str, str, str]]:
    yield from ((event.id, local, "e") for local in event.places)
    yield from ((event.id, role.entity, "e") for role in event.roles)
    yield from ((event.id, role.event, "v") for role in event.roles)
    yield event.id, event.part_of, "v"
    yield from ((event.id, local, "v") for local in event.causes)
    yield from ((event.id, local, "s") for local in event.sources)
