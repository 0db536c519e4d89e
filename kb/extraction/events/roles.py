"""Slots of one event: participants by role, places, time.

Input: the relations that go out from an event's triggers, entities, times.
Output: EventSlots, read by kb.extraction.events.stage.
Roles are named by the event type's frame in the ontology.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.dating.stage import Clock, when
from kb.extraction.deeds import is_of_deed
from kb.extraction.document import Document, head_token
from kb.extraction.events.bystanders import is_of_clause_beside, is_vehicle
from kb.extraction.events.denials import disclaimed
from kb.extraction.events.fillers import is_nationality, noun_behind, whole_words
from kb.extraction.events.likely_links import DIRECT, head_of, weighed
from kb.extraction.events.overruled import standing
from kb.extraction.events.place_fillers import is_near, is_place, is_thing, place_of
from kb.extraction.events.places import finer, where
from kb.extraction.events.reporters import counted_in
from kb.extraction.events.unmarked import unmarked_patient
from kb.extraction.events.weapons import weapons
from kb.extraction.names.clean import clean_span
from kb.extraction.names.entities import EntityTable
from kb.extraction.syntax import UNDERGOING
from kb.language.analysis import Proposal, Relation
from kb.language.event_types import EventTypes
from kb.model import Role, Span, TimeValue
from kb.model.extraction import MODALITIES, PLACE_TYPES

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
    likely, possible = weighed(document, triggers, coarse)
    for n, relation in enumerate((*likely, *possible)):
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
        if n >= len(likely) and (key in best or filler.generic in {f.generic for f in best.values()}):
            continue  # what is only possible fills what nothing likelier does
        if key not in best or best[key].score < filler.score:
            best[key] = filler
    if not any(filler.generic == "patient" for filler in best.values()):
        heads = (head_of(document, index) for index, _ in triggers)
        bare = unmarked_patient(document, heads, coarse, max(proposal.score for _, proposal in triggers))
        best |= {"": _Filler("patient", bare[0], "", "", bare[1], 1.0)} if bare else {}
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


def _counted(document: Document, span: Span) -> bool:
    """Whether the words count people or things."""
    first, last = document.tokens(span)
    return any(token.like_num or token.pos_ == "NUM" for token in document.doc[first:last])


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
    if denied or is_of_clause_beside(document, span, relation.label, head_of(document, relation.head)):
        return None
    entity = table.of_proposal.get(relation.tail, "")
    if (not entity and proposal.layer in ("mention", "name")) or is_nationality(document, table, span, entity):
        return None  # a pronoun nobody resolved names nobody
    if proposal.layer == "argument":
        span = whole_words(document, span)
    elif table.entity(entity).type not in PLACE_TYPES and (
        noun := noun_behind(document, span, head_of(document, relation.head))
    ):
        entity, span = table.at(noun), Span(span.start, noun.end)
    sure = table.sure.get(relation.tail, proposal.score) if entity else proposal.score
    return _Filler(relation.label, span, entity, "", relation.score, sure)
