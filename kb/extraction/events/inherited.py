"""Where and when parts and effects were that no words of their own place: with their whole, or with their cause.

Input: Events with their links, entities of the Document.
Output: the same Events in their order, circles of parts broken; read by kb.extraction.events.stage.
Never: takes a place or a time from an event that has none by words or by its own whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.confidence import joint
from kb.extraction.document import Document
from kb.extraction.events.place_fillers import place_of
from kb.extraction.events.wholes import of_another_time, shares_time
from kb.extraction.names.entities import EntityTable
from kb.language.event_types import EventTypes
from kb.model import Event, Span

INHERITED: Final = 0.7  # how sure it is that a part stands where and when its whole does
ELSEWHERE: Final = frozenset({"displacement", "business"})  # classes of effects that are not where their cause is
TOURNAMENT: Final = "sport"  # type of what is held in many towns of a country
WIDE: Final = frozenset({"country", "state", "region", "province"})
TOWNS: Final = frozenset({"city", "town", "village"})

Located = tuple[str, Span, float]  # entity, words, how sure


def completed(document: Document, table: EntityTable, types: EventTypes, events: Sequence[Event]) -> list[Event]:
    """Break circles of parts and causes, and let parts and effects take place and time from their whole."""
    by_id = {event.id: event for event in events}
    for event in events:
        if _circular(event.id, by_id) or of_another_time(event, by_id.get(event.part_of)):
            by_id[event.id] = replace(event, part_of="")
        causes = tuple(c for c in event.causes if not of_another_time(event, by_id.get(c)))
        by_id[event.id] = replace(by_id[event.id], causes=causes)
    done = []
    for event in by_id.values():
        whole = by_id.get(event.part_of) or next((by_id[c] for c in event.causes if c in by_id), None)
        if whole is not None:
            if not event.places and whole.places and _near(document, event.trigger, whole):
                moved = whole.id != event.part_of and types.coarse(event.type) in ELSEWHERE
                where = [] if moved else _places(document, table, whole, by_id.values())
                event = replace(
                    event,
                    places=tuple(place for place, *_ in where),
                    place_spans=tuple(words for _, words, _ in where),
                    place_confidences=tuple(joint(sure, INHERITED) for *_, sure in where),
                )
            if event.time is None and whole.time is not None and shares_time(document, event, whole):
                event = replace(
                    event,
                    time=replace(whole.time, words=None, basis="inferred"),
                    time_confidence=joint(whole.time_confidence or 0.0, INHERITED),
                )
        done.append(event)
    return done


def _places(document: Document, table: EntityTable, whole: Event, events: Iterable[Event]) -> list[Located]:
    """Where parts of *whole* are: "the school" is the town that it is in; a game, in the town of the others told of."""
    rows = zip(whole.places, whole.place_spans, whole.place_confidences, strict=True)
    known = [(*place, sure) for entity, words, sure in rows if (place := place_of(document, table, entity, words))]
    if whole.type != TOURNAMENT or len(known) != 1 or table.entity(known[0][0]).type not in WIDE:
        return known
    held: dict[str, Located] = {}
    for part in events:
        if part.part_of == whole.id and len(part.places) == 1 and _is_town_in(table, part.places[0], known[0][0]):
            held.setdefault(part.places[0], (part.places[0], part.place_spans[0], known[0][2]))
    return list(held.values()) if len(held) == 1 else known


def _is_town_in(table: EntityTable, town: str, land: str) -> bool:
    one, whole = table.entity(town), table.entity(land)
    inside = one.within == land or (one.country != "" and one.country == whole.country)
    return inside and one.named and one.type in TOWNS


def _circular(start: str, by_id: Mapping[str, Event]) -> bool:
    seen, at = {start}, by_id[start].part_of
    while at in by_id:
        if at in seen:
            return True
        seen.add(at)
        at = by_id[at].part_of
    return False


def _near(document: Document, trigger: Span, whole: Event) -> bool:
    """Whether a mention of the whole stands within two paragraphs of the trigger."""
    here = document.paragraph(trigger.start)
    return any(abs(document.paragraph(s.start) - here) <= 2 for s in (whole.trigger, *whole.other_mentions))
