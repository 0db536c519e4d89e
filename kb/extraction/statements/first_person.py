"""Whose "I" it is: in a direct quotation the speaker's, whatever the words around it suggest.

Input: the entities and direct statements of one article, its mention candidates.
Output: the EntityTable with those pronouns at their speakers; read by the stages after statements.
Never: touches "we", which may mean a speaker's body, side or country, unless a body itself speaks, or somebody of one
for whom it cannot be another body.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kb.extraction.confidence import rounded
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.names.stage import MANY, Candidate
from kb.model import Mention, Office, Span, Statement

ONE: Final = frozenset("i me my mine myself".split())


def settle_first_persons(
    table: EntityTable,
    candidates: Sequence[Candidate],
    statements: Sequence[Statement],
    offices: Sequence[Office] = (),
) -> EntityTable:
    """Return *table* with first persons inside direct quotations at the entity that speaks.

    A quotation inside a quotation is its own speaker's; one without a single
    known speaker leaves its pronouns where they are. "We" that was linked to a
    body is the one body whose office the speaker holds.
    """
    led = _led(offices)
    spoken = [(part, s) for s in statements if s.mode == "direct" for part in s.content]
    moved: dict[int, tuple[Candidate, str, float]] = {}
    for candidate in candidates:
        word = candidate.words.casefold()
        if candidate.kind != "pronoun" or word not in ONE | MANY:
            continue
        holding = [(part.end - part.start, n) for n, (part, _) in enumerate(spoken) if part.covers(candidate.span)]
        if not holding:
            continue
        statement = spoken[min(holding)[1]][1]
        if len(statement.speakers) != 1:
            continue
        sure = min(candidate.score, statement.speaker_confidence or 1.0)
        speaker = table.entity(statement.speakers[0])
        if _may_say(word, speaker.type):
            moved[candidate.proposal] = (candidate, speaker.id, sure)
        elif word in MANY and speaker.id in led and _is_body(table, table.of_proposal.get(candidate.proposal, "")):
            moved[candidate.proposal] = (candidate, led[speaker.id], sure)
    return _moved(table, moved) if moved else table


def _led(offices: Sequence[Office]) -> dict[str, str]:
    """Person -> the one body whose office he or she holds."""
    held: dict[str, set[str]] = {}
    for office in offices:
        if office.organisation and office.status in ("current", "acting"):
            held.setdefault(office.person, set()).add(office.organisation)
    return {person: next(iter(bodies)) for person, bodies in held.items() if len(bodies) == 1}


def _is_body(table: EntityTable, entity: str) -> bool:
    return bool(entity) and table.entity(entity).type in ORGANISATION_TYPES


def _may_say(word: str, kind: str) -> bool:
    return kind == "person" if word in ONE else kind in ORGANISATION_TYPES | {"country", "group"}


def _moved(table: EntityTable, moved: Mapping[int, tuple[Candidate, str, float]]) -> EntityTable:
    """Return the table with these candidates as mentions of these entities, numbered anew in text order."""
    words = {candidate.span for candidate, _, _ in moved.values()}
    rows: list[tuple[Span, str, Mention]] = [
        (m.span, m.entity, m) for m in table.mentions if not (m.kind == "pronoun" and m.span in words)
    ]
    rows += [
        (candidate.span, entity, Mention("", candidate.span, "pronoun", entity, rounded(sure)))
        for candidate, entity, sure in moved.values()
    ]
    rows.sort(key=lambda row: row[:2])
    return EntityTable(
        table.entities,
        tuple(replace(mention, id=f"m{n}") for n, (_, _, mention) in enumerate(rows, 1)),
        MappingProxyType({**table.of_proposal, **{p: entity for p, (_, entity, _) in moved.items()}}),
        MappingProxyType({**table.sure, **{p: sure for p, (_, _, sure) in moved.items()}}),
    )
