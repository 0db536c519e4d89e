"""Slots of one event: participants by role, places, time.

Input: the relations that go out from an event's triggers, entities, times.
Output: EventSlots, read by kb.extraction.events.stage.
Roles are named by the event type's frame in the ontology.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.extraction.confidence import rounded
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
from kb.extraction.events.sure_roles import Filler, candidates, shipped_weights
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
AGREEMENT: Final = "agreement"  # type whose single agent is a party: of 40 claimed 22 are annotated so, 7 as agents
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
    fillers, possible, places = _fillers(document, table, triggers, kind, coarse, event_id, ids)
    heads = [head_token(document.doc, proposal.start, proposal.end) for _, proposal in triggers]
    fillers = standing(document, fillers, _shape, heads)
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
            Filler("instrument", span, "", "", DIRECT, sure) for span, sure in weapons(document, triggers, taken)
        ]
    weighed_up = candidates(document, triggers, coarse, fillers, possible)
    chances = dict(shipped_weights().chosen(event_id, weighed_up))
    roles = tuple(
        Role(types.role(kind, f.generic), f.span, f.entity, f.event, rounded(chances[f]))
        for f in sorted(standing(document, _once([*chances]), _shape, heads), key=lambda f: (f.span, f.generic))
    )
    return EventSlots(
        roles,
        tuple(entity for entity, *_ in places),
        tuple(span for _, span, _ in places),
        tuple(score for *_, score in places),
        *when(document, triggers, clock, future=future),
    )


def _shape(filler: Filler) -> tuple[str, Span, str]:
    return filler.generic, filler.span, filler.entity or filler.event


def _fillers(
    document: Document,
    table: EntityTable,
    triggers: Sequence[tuple[int, Proposal]],
    kind: str,
    coarse: str,
    event_id: str,
    ids: Mapping[int, str],
) -> tuple[list[Filler], list[Filler], list[tuple[str, Span, float]]]:
    """What the rules claim, what the network only thinks of, and the places."""
    best: dict[str, Filler] = {}
    places: dict[str, tuple[str, Span, float]] = {}
    sure: dict[str, float] = {}  # that a place's words are what they are taken for, which ranks no places
    others: dict[tuple[str, str], Filler] = {}
    likely, possible, faint = weighed(document, triggers, coarse)
    for n, relation in enumerate((*likely, *possible, *faint)):
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
        open_role = n < len(likely) + len(possible) and filler.generic not in {f.generic for f in best.values()}
        if n >= len(likely) and (key in best or not open_role):
            others.setdefault((key, filler.generic), filler)  # what is only possible fills what nothing likelier does
            continue
        if key not in best or best[key].score < filler.score:
            best[key] = filler
    if not any(filler.generic == "patient" for filler in best.values()):
        heads = (head_of(document, index) for index, _ in triggers)
        bare = unmarked_patient(document, heads, coarse, max(proposal.score for _, proposal in triggers))
        best |= {"": Filler("patient", bare[0], "", "", bare[1], 1.0)} if bare else {}
    marked = [proposal for _, proposal in triggers]
    told = where(document, table, list(places.values()), marked)
    if not told and (land := counted_in(document, table, marked)) is not None:
        told = [land]
    known = max(sure.values(), default=1.0)
    rest = [f for (key, role), f in others.items() if key not in best or best[key].generic != role]
    located = [(e, s, score * sure.get(e, known)) for e, s, score in told]
    return _mutual(_once(list(best.values())), kind, coarse), rest, located


def _once(fillers: Sequence[Filler]) -> list[Filler]:
    """The fillers without words that another of the same role holds ("mines" beside "at least 14 mines") or means."""
    kept: list[Filler] = []
    for filler in sorted(fillers, key=lambda f: (not f.entity, f.span.start - f.span.end, f.span.start)):
        told = (k for k in kept if k.span.overlaps(filler.span))
        if filler.entity or not any(k.generic == filler.generic or (k.entity and k.span == filler.span) for k in told):
            kept.append(filler)
    return kept


def _mutual(fillers: list[Filler], kind: str, coarse: str) -> list[Filler]:
    """The fillers; whoever agrees is a party to it: "Osk and Ruvu signed", "Osk agreed to pay"."""
    agents = [f for f in fillers if f.generic == "agent"]
    if coarse != "agreement" or (len(agents) < 2 and kind != AGREEMENT):
        return fillers
    return [replace(f, generic="participant") if f in agents else f for f in fillers]


def _counted(document: Document, span: Span) -> bool:
    """Whether the words count people or things."""
    first, last = document.tokens(span)
    return any(token.like_num or token.pos_ == "NUM" for token in document.doc[first:last])


def _filler(
    document: Document, table: EntityTable, relation: Relation, event_id: str, ids: Mapping[int, str]
) -> Filler | None:
    proposals = document.analysis.proposals
    proposal = proposals[relation.tail]
    if proposal.layer == "trigger":
        event = ids.get(relation.tail, "")
        if not event or event == event_id or relation.label in ("agent", "participant", "place", "recipient"):
            return None
        return Filler(relation.label, document.span(proposal), "", event, relation.score, proposal.score)
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
    return Filler(relation.label, span, entity, "", relation.score, sure)
