"""Whose "I" it is: in a direct quotation the speaker's, whatever the words around it suggest.

Input: the entities and direct statements of one article, its mention candidates.
Output: the EntityTable with those pronouns at their speakers; read by the stages after statements.
Never: touches "we", which may mean a speaker's body, side or country, unless a body itself speaks, or somebody of one
for whom it cannot be another body, nor those whom officials speak of; leaves it to another land or to no court.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kb.extraction.confidence import rounded
from kb.extraction.names.entities import ORGANISATION_TYPES, EntityTable
from kb.extraction.names.stage import MANY, Candidate
from kb.language.people_words import ATTACKERS, IRREGULARS, POLICE, TROOPS, forms
from kb.model import Entity, Mention, Office, Span, Statement

OF_CROWD: Final = 0.75  # how sure "we" must be of a crowd for not being the body of whoever says it, four times of five
SECOND: Final = frozenset("you your yours yourself".split())
ONE: Final = frozenset("i me my mine myself".split())
_OTHERS: Final = forms(  # whom ministers, mayors and police officers are none of
    ATTACKERS
    | IRREGULARS
    | set("demonstrator detainee looter marcher migrant prisoner protester protestor rioter".split())
)
_COURT: Final = re.compile(r"\b(?:court|tribunal)s?\b")
_STATE: Final = forms(POLICE | {"army", "gendarmerie", "military", "navy"})
_OWN: Final = forms(
    TROOPS | POLICE | set("army court gendarmerie guard judge magistrate military navy officer".split())
)


def settle_first_persons(
    table: EntityTable,
    candidates: Sequence[Candidate],
    statements: Sequence[Statement],
    offices: Sequence[Office] = (),
) -> EntityTable:
    """Return *table* with first persons inside direct quotations at the entity that speaks.

    A quotation inside a quotation is its own speaker's; one without a single
    known speaker leaves its pronouns where they are. "We" that was linked to a
    body is the one body whose office the speaker holds; linked to protesters or
    rebels, it is none of those where an officer, a mayor or a minister speaks; nor is it a person
    who says nothing, another country than that whose office the speaker holds, or a court, a police or an army
    where the speaker has no office at all and is none of them by a description: "a soldier".
    """
    led = _led(offices)
    officials = _officials(table, offices)
    lands = _lands(table, offices)
    holders = {office.person for office in offices}
    spoken = [(part, s) for s in statements if s.mode == "direct" for part in s.content]
    speakers = {speaker for statement in statements for speaker in statement.speakers}
    weakest = _weakest(table, candidates)
    moved: dict[int, tuple[Candidate, str, float]] = {}
    dropped: dict[int, Candidate] = {}
    for candidate in candidates:
        word = candidate.words.casefold()
        if candidate.kind != "pronoun" or word not in ONE | MANY | SECOND:
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
            continue
        linked = table.of_proposal.get(candidate.proposal, "")
        if word in SECOND and linked == speaker.id:
            dropped[candidate.proposal] = candidate  # nobody says "you" to himself
        if word not in MANY or not linked:
            continue
        kind = table.entity(linked).type
        others = (kind == "person" and linked not in speakers) or (
            speaker.id in officials and _are_others(table.entity(linked))
        )
        others = others or _is_elsewhere(table.entity(linked), lands.get(speaker.id, frozenset()))
        others = others or (
            speaker.type == "person"
            and speaker.id not in holders
            and _is_of_state(table.entity(linked))
            and not _OWN.search(speaker.name.casefold())
        )
        unsure = kind == "group" and weakest.get(linked, 1.0) < OF_CROWD
        if speaker.id in led and (others or unsure or kind in ORGANISATION_TYPES):
            moved[candidate.proposal] = (candidate, led[speaker.id], sure)
        elif others:
            dropped[candidate.proposal] = candidate
    return _moved(table, moved, dropped) if moved or dropped else table


def _weakest(table: EntityTable, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Entity -> how sure "we" is of it where that is least sure: one who says so is one crowd or none."""
    found: dict[str, float] = {}
    for candidate in candidates:
        if candidate.words.casefold() in MANY and (entity := table.of_proposal.get(candidate.proposal, "")):
            found[entity] = min(found.get(entity, 1.0), table.sure.get(candidate.proposal, 1.0))
    return found


def _led(offices: Sequence[Office]) -> dict[str, str]:
    """Person -> the one body whose office he or she holds."""
    held: dict[str, set[str]] = {}
    for office in offices:
        if office.organisation and office.status in ("current", "acting"):
            held.setdefault(office.person, set()).add(office.organisation)
    return {person: next(iter(bodies)) for person, bodies in held.items() if len(bodies) == 1}


def _lands(table: EntityTable, offices: Sequence[Office]) -> dict[str, frozenset[str]]:
    """Person -> the countries, by code or id, whose offices he or she holds, or held."""
    found: dict[str, set[str]] = {}
    for office in offices:
        if office.country:
            found.setdefault(office.person, set()).add(table.entity(office.country).country or office.country)
    return {person: frozenset(codes) for person, codes in found.items()}


def _is_elsewhere(linked: Entity, lands: frozenset[str]) -> bool:
    """Whether an entity is another land or of one than those whose office somebody holds."""
    land = linked.country or (linked.id if linked.type == "country" else "")
    return bool(lands and land) and land not in lands and linked.type in ("country", "group", "office", "armed_force")


def _is_of_state(linked: Entity) -> bool:
    """Whether an entity is a court, a ministry, the police or an army."""
    named = linked.name.casefold()
    body = linked.type in ("office", "armed_force") or _STATE.search(named) or _COURT.search(named)
    return bool(body) and linked.type in ORGANISATION_TYPES


def _officials(table: EntityTable, offices: Sequence[Office]) -> frozenset[str]:
    """Those who hold an office of a state, a town, the police or an army."""
    found = set()
    for office in offices:
        body = table.entity(office.organisation) if office.organisation else None
        ours = body is not None and (body.type == "office" or _STATE.search(body.name.casefold()) is not None)
        if office.status in ("current", "acting") and (ours or office.country or office.place):
            found.add(office.person)
    return frozenset(found)


def _are_others(linked: Entity) -> bool:
    return linked.type == "group" and _OTHERS.search(linked.name.casefold()) is not None


def _may_say(word: str, kind: str) -> bool:
    return kind == "person" if word in ONE else kind in ORGANISATION_TYPES | {"country", "group"}


def _moved(
    table: EntityTable, moved: Mapping[int, tuple[Candidate, str, float]], dropped: Mapping[int, Candidate]
) -> EntityTable:
    """Return the table with these candidates as mentions of these entities or of none, numbered anew in text order."""
    words = {candidate.span for candidate in (*(c for c, _, _ in moved.values()), *dropped.values())}
    rows: list[tuple[Span, str, Mention]] = [
        (m.span, m.entity, m) for m in table.mentions if not (m.kind == "pronoun" and m.span in words)
    ]
    rows += [
        (candidate.span, entity, Mention("", candidate.span, "pronoun", entity, rounded(sure)))
        for candidate, entity, sure in moved.values()
    ]
    rows.sort(key=lambda row: row[:2])
    of_proposal = {**table.of_proposal, **{p: entity for p, (_, entity, _) in moved.items()}}
    return EntityTable(
        table.entities,
        tuple(replace(mention, id=f"m{n}") for n, (_, _, mention) in enumerate(rows, 1)),
        MappingProxyType({p: e for p, e in of_proposal.items() if p not in dropped}),
        MappingProxyType({**table.sure, **{p: sure for p, (_, _, sure) in moved.items()}}),
    )
