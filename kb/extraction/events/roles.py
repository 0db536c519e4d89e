"""Slots of one event: participants by role, places, time.

Input: the relations that go out from an event's triggers, entities, times.
Output: EventSlots, read by kb.extraction.events.stage.
Roles are named by the event type's frame in the ontology.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.confidence import joint
from kb.extraction.dating.stage import Clock, when
from kb.extraction.deeds import is_of_deed
from kb.extraction.document import Document, head_token
from kb.extraction.events.bystanders import is_aside, is_of_clause_beside, is_vehicle, role_of
from kb.extraction.events.counted import counted_patient
from kb.extraction.events.denials import disclaimed
from kb.extraction.events.doers import done_by
from kb.extraction.events.fillers import is_nationality, is_whereabouts, noun_behind, right_behind, whole_words
from kb.extraction.events.onlookers import whom_it_befell
from kb.extraction.events.overruled import standing
from kb.extraction.events.place_fillers import is_near, is_place, is_thing, place_of
from kb.extraction.events.places import finer, where
from kb.extraction.events.reporters import counted_in
from kb.extraction.events.weapons import is_aimed_at, is_sent, weapons
from kb.extraction.names.clean import clean_span
from kb.extraction.names.entities import EntityTable
from kb.extraction.syntax import UNDERGOING, links_of
from kb.language.analysis import ROLE_RELATIONS, Proposal, Relation
from kb.language.event_types import EventTypes
from kb.model import Role, Span, TimeValue
from kb.model.extraction import MODALITIES, PLACE_TYPES

ROLE_FLOOR: Final = 0.5
PLACE_FLOOR: Final = 0.4
DIRECT: Final = 0.55  # a noun's own modifier, which leaves no doubt ("attack on NAME"), is believed alone
LISTED: Final = 0.9  # how sure a role is for what "and" joins to its filler
SINGLE: Final = ("circumstance", "origin", "destination")  # lists of these are rare
AGREEING: Final = 0.15  # what the tree adds to a link of the model; other links of the tree alone are not believed
AGREEING_PLACE: Final = 0.3
DOING: Final = ("agent", "participant")
PLACED_BY: Final = ("patient",)
PLACED_CLASSES: Final = frozenset(
    "attack armed_conflict damage fire_explosion natural_hazard displacement travel disruption relief "
    "death injury".split()
)
PLACED_TYPES: Final = {  # local name of an event type -> the roles whose place is the event's
    "arrival": ("destination",),
    "visit": ("destination",),
    "evacuation": ("patient", "origin"),
    **dict.fromkeys(("rescue", "recovery_of_bodies"), ("origin",)),
}
MORTAL: Final = frozenset({"death", "injury"})  # no town dies
NOBODY: Final = frozenset({"nobody", "no one", "none", "nothing", "anyone", "anybody", "everyone", "everybody"})
RESULT: Final = re.compile(r"\d{1,3}[-‑–]\d{1,3}")  # of a match or a vote, and nobody's part in it
FUTURE: Final = MODALITIES - {"actual", "ongoing", "suspended", "alleged"}


@dataclass(frozen=True)
class EventSlots:
    """What fills an event's slots."""

    roles: tuple[Role, ...] = ()
    places: tuple[str, ...] = ()
    place_spans: tuple[Span, ...] = ()
    place_scores: tuple[float, ...] = ()
    time: TimeValue | None = None
    time_score: float = 0.0


@dataclass(frozen=True)
class _Filler:
    generic: str
    span: Span
    entity: str
    event: str
    score: float
    sure: float  # that the words are what they are taken for


def fill_slots(
    document: Document,
    table: EntityTable,
    triggers: Sequence[tuple[int, Proposal]],
    kind: str,
    coarse: str,
    event_id: str,
    ids: Mapping[int, str],
    types: EventTypes,
    clock: Clock,
    *,
    future: bool,
) -> EventSlots:
    """Return the slots that the relations of *triggers* fill.

    Args:
        triggers: (proposal index, proposal) of one happening.
        kind: local name of its event type.
        coarse: its class.
        event_id: its own id, which fills no slot of itself.
        ids: trigger proposal -> event id.
        future: whether its times lie ahead.
    """
    fillers, places = _fillers(document, table, triggers, coarse, event_id, ids)
    heads = [head_token(document.doc, proposal.start, proposal.end) for _, proposal in triggers]
    fillers = standing(document, fillers, lambda f: (f.generic, f.span, f.entity or f.event), heads)
    placing = PLACED_TYPES.get(kind, PLACED_BY if coarse in PLACED_CLASSES else ())
    theirs = [
        (*place, f.score * f.sure * 0.9)
        for label in placing
        for f in fillers
        if f.generic == label and (place := place_of(document, table, f.entity, f.span))
    ]
    places = finer(document, table, places, theirs) if places else theirs[:1]
    if coarse == "attack":
        taken = [filler.span for filler in fillers]
        fillers += [
            _Filler("instrument", span, "", "", DIRECT, sure) for span, sure in weapons(document, triggers, taken)
        ]
    told = max(proposal.score for _, proposal in triggers)
    roles = tuple(
        Role(types.role(kind, f.generic), f.span, f.entity, f.event, joint(f.score, f.sure, told))
        for f in sorted(fillers, key=lambda f: (f.span, f.generic))
    )
    return EventSlots(
        roles,
        tuple(entity for entity, *_ in places),
        tuple(span for _, span, _ in places),
        tuple(score for *_, score in places),
        *when(document, triggers, clock, future=future),
    )


def _fillers(
    document: Document,
    table: EntityTable,
    triggers: Sequence[tuple[int, Proposal]],
    coarse: str,
    event_id: str,
    ids: Mapping[int, str],
) -> tuple[list[_Filler], list[tuple[str, Span, float]]]:
    best: dict[str, _Filler] = {}
    places: dict[str, tuple[str, Span, float]] = {}
    sure: dict[str, float] = {}  # that a place's words are what they are taken for, which ranks no places
    for relation in _weighed(document, triggers, coarse):
        filler = _filler(document, table, relation, event_id, ids)
        if filler is None:
            continue
        if relation.label == "place":
            if is_of_deed(document, triggers, "place", filler.span):
                continue
            if filler.entity and is_place(table, filler.entity) and not is_vehicle(document, table, filler.entity):
                places.setdefault(filler.entity, (filler.entity, filler.span, filler.score))
                sure.setdefault(filler.entity, filler.sure)
            continue
        if filler.generic == "agent" and coarse in UNDERGOING and not filler.entity and _counted(document, filler.span):
            filler = replace(filler, generic="patient")  # "23 people" do not kill, whatever the tree says
        if filler.generic == "patient" and coarse in MORTAL and is_thing(document, table, filler.span, filler.entity):
            continue  # "Osk counts its dead", "a strike on a [car] killed two"
        if filler.generic == "patient" and filler.entity and is_near(document, table, filler.span, filler.entity):
            continue  # "an ambush of a convoy near [the village of Osk]"
        key = filler.entity or filler.event or " ".join(filler.span.of(document.text).casefold().split())
        if key not in best or best[key].score < filler.score:
            best[key] = filler
    if not any(filler.generic == "patient" for filler in best.values()):
        heads = (_head(document, index) for index, _ in triggers)
        counted = next((found for head in heads if (found := counted_patient(document, head, coarse))), None)
        best |= {"": _Filler("patient", counted[0], "", "", *counted[1:], 1.0)} if counted else {}
    marked = [proposal for _, proposal in triggers]
    told = where(document, table, list(places.values()), marked)
    if not told and (land := counted_in(document, table, marked)) is not None:
        told = [land]
    known = max(sure.values(), default=1.0)
    return _mutual(_once(list(best.values())), coarse), [(e, s, score * sure.get(e, known)) for e, s, score in told]


def _once(fillers: Sequence[_Filler]) -> list[_Filler]:
    """The fillers without words that another of the same role holds ("mines" beside "at least 14 mines") or means."""
    kept: list[_Filler] = []
    for filler in sorted(fillers, key=lambda f: (not f.entity, f.span.start - f.span.end, f.span.start)):
        told = (k for k in kept if k.span.overlaps(filler.span))
        if filler.entity or not any(k.generic == filler.generic or (k.entity and k.span == filler.span) for k in told):
            kept.append(filler)
    return kept


def _mutual(fillers: list[_Filler], coarse: str) -> list[_Filler]:
    """The fillers; whoever agrees with another is a party to it: "Osk and Ruvu agreed"."""
    agents = [f for f in fillers if f.generic == "agent"]
    if coarse != "agreement" or len(agents) < 2:
        return fillers
    return [replace(f, generic="participant") if f in agents else f for f in fillers]


def _weighed(document: Document, triggers: Sequence[tuple[int, Proposal]], coarse: str) -> list[Relation]:
    """The links of the triggers that model and tree together make likely enough, strongest first."""
    rows = []
    for index, proposal in triggers:
        score = {(r.label, r.tail): r.score for r in document.relations_of.get(index, ()) if r.label in ROLE_RELATIONS}
        token = head_token(document.doc, proposal.start, proposal.end)
        for link in links_of(token, coarse):
            tail = document.filler_at.get(link.token.i)
            if tail is not None:
                role = "instrument" if link.role == "patient" and is_sent(document, token, tail) else link.role
                key = (role, tail)
                if key in score:
                    agreed = score[key] + (AGREEING_PLACE if role == "place" else AGREEING)
                    score[key] = min(1.0, max(agreed, DIRECT if link.direct else 0.0))
                elif link.direct:
                    score[key] = DIRECT
        hit = right_behind(document, proposal) if coarse == "attack" else None
        if hit is not None:
            score["patient", hit] = max(score.get(("patient", hit), 0.0), DIRECT)
        for (given, tail), value in score.items():
            words = head_token(document.doc, *_range(document, tail))
            if (first := whom_it_befell(given, words, token)) is not None and first.i in document.filler_at:
                tail, words = document.filler_at[first.i], first
            label = done_by(role_of(given, words, token, coarse), words, token, document.trigger_tokens)
            if not label:
                continue
            if label == "patient" and is_sent(document, token, tail):
                label = "instrument"
            elif label == "instrument" and is_aimed_at(document, token, tail):
                label = "patient"
            if value >= (PLACE_FLOOR if label == "place" else ROLE_FLOOR):
                rows.append(Relation(label, index, tail, value))
        rows += _coordinated(document, [r for r in rows if r.head == index], token, coarse)
    return sorted(rows, key=lambda r: (-r.score, r.head, r.tail, r.label))


def _coordinated(document: Document, rows: Sequence[Relation], trigger: Token, coarse: str) -> list[Relation]:
    """The same role for what "and" joins to a filler: "killed two soldiers and a villager"."""
    taken = {row.tail for row in rows}
    found: dict[tuple[str, int], Relation] = {}
    for row in rows:
        proposal = document.analysis.proposals[row.tail]
        if row.label in SINGLE or proposal.layer == "trigger":
            continue
        first = head_token(document.doc, proposal.start, proposal.end)
        for token in first.conjuncts:
            other = document.filler_at.get(token.i)
            if (
                other is None
                or other in taken
                or (row.label == "patient" and is_whereabouts(document, row.tail, other))
                or (first.is_ancestor(trigger) and (token.i > trigger.i or is_aside(trigger)))
            ):
                continue  # "Obi, a driver arrested in May; Lund, a nurse" tells of no arrest of Lund
            whole = token.i == head_token(document.doc, *_range(document, other)).i
            if whole and role_of(row.label, token, trigger, coarse) == row.label:
                found[row.label, other] = Relation(row.label, row.head, other, row.score * LISTED)
    return list(found.values())


def _range(document: Document, index: int) -> tuple[int, int]:
    proposal = document.analysis.proposals[index]
    return proposal.start, proposal.end


def _counted(document: Document, span: Span) -> bool:
    """Whether the words count people or things."""
    first, last = document.tokens(span)
    return any(token.like_num or token.pos_ == "NUM" for token in document.doc[first:last])


def _head(document: Document, trigger: int) -> Token:
    return head_token(document.doc, *_range(document, trigger))


def _filler(
    document: Document, table: EntityTable, relation: Relation, event_id: str, ids: Mapping[int, str]
) -> _Filler | None:
    proposals = document.analysis.proposals
    proposal = proposals[relation.tail]
    if proposal.layer == "trigger":
        event = ids.get(relation.tail, "")
        if not event or event == event_id or relation.label in ("agent", "participant", "place", "recipient"):
            return None
        return _Filler(relation.label, document.span(proposal), "", event, relation.score, proposal.score)
    span = clean_span(document.text, document.span(proposal))
    if span is None or span.of(document.text).casefold() in NOBODY or RESULT.fullmatch(span.of(document.text)):
        return None
    denied = relation.label in DOING and disclaimed(document, span, document.span(proposals[relation.head]))
    if denied or is_of_clause_beside(document, span, relation.label, _head(document, relation.head)):
        return None
    entity = table.of_proposal.get(relation.tail, "")
    if (not entity and proposal.layer in ("mention", "name")) or is_nationality(document, table, span, entity):
        return None  # a pronoun nobody resolved names nobody
    if proposal.layer == "argument":
        span = whole_words(document, span)
    elif table.entity(entity).type not in PLACE_TYPES and (
        noun := noun_behind(document, span, _head(document, relation.head))
    ):
        entity, span = table.at(noun), Span(span.start, noun.end)
    sure = table.sure.get(relation.tail, proposal.score) if entity else proposal.score
    return _Filler(relation.label, span, entity, "", relation.score, sure)
