"""An extraction without some of its claims, and those claims by themselves.

Input: an extraction and the local ids of claims that may not stay.
Output: what stays, in which nothing refers to what left, and what left.
Never: moves a claim into another voice: an event or figure whose every source
left, leaves too, or the article itself would seem to say it. Pure.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from kb.model import Event, Extraction, Figure, Role, Statement


def prune(extraction: Extraction, unwanted: Collection[str]) -> tuple[Extraction, Extraction]:
    """Return (what stays, what leaves) without the claims *unwanted* and those that rest on them.

    Args:
        extraction: as an extractor made it.
        unwanted: local ids of mentions, entities, offices, statements, events
            or figures. Ids that it does not have change nothing.

    Returns:
        Two extractions; each item of *extraction* is in exactly one of them by
        its id. What stays has only references to what stays; what leaves is
        as it was.
    """
    gone = _closure(extraction, frozenset(unwanted))

    def left(identifier: str) -> bool:
        return identifier in gone

    stays = replace(
        extraction,
        mentions=tuple(m for m in extraction.mentions if not left(m.id)),
        entities=tuple(
            replace(e, within="" if left(e.within) else e.within) for e in extraction.entities if not left(e.id)
        ),
        offices=tuple(
            replace(
                o,
                organisation="" if left(o.organisation) else o.organisation,
                place="" if left(o.place) else o.place,
                country="" if left(o.country) else o.country,
            )
            for o in extraction.offices
            if not left(o.id)
        ),
        statements=tuple(_statement(s, left) for s in extraction.statements if not left(s.id)),
        events=tuple(_event(e, left) for e in extraction.events if not left(e.id)),
        figures=tuple(
            replace(f, sources=tuple(s for s in f.sources if not left(s))) for f in extraction.figures if not left(f.id)
        ),
    )
    return stays, _only(extraction, gone)


def item_ids(extraction: Extraction) -> list[str]:
    """Return the local ids of all that *extraction* holds."""
    kinds = ("mentions", "entities", "offices", "statements", "events", "figures")
    return [item.id for kind in kinds for item in getattr(extraction, kind)]


def size(extraction: Extraction) -> int:
    """Return how many claims *extraction* holds, mentions included."""
    return len(item_ids(extraction))


def _closure(extraction: Extraction, unwanted: frozenset[str]) -> frozenset[str]:
    """Add what cannot stand without what leaves, until nothing is added."""
    gone = set(unwanted)
    mentions: dict[str, set[str]] = {}
    for mention in extraction.mentions:
        mentions.setdefault(mention.entity, set()).add(mention.id)
    while True:
        before = len(gone)
        gone |= {entity for entity, ids in mentions.items() if gone.issuperset(ids)}
        gone |= {m.id for m in extraction.mentions if m.entity in gone}
        gone |= {o.id for o in extraction.offices if o.person in gone}
        gone |= {s.id for s in extraction.statements if s.speakers and gone.issuperset(s.speakers)}
        gone |= {e.id for e in extraction.events if _voiceless(e, gone)}
        gone |= {f.id for f in extraction.figures if f.event in gone or _voiceless(f, gone)}
        if len(gone) == before:
            return frozenset(gone)


def _voiceless(item: Event | Figure, gone: set[str]) -> bool:
    return bool(item.sources) and gone.issuperset(item.sources)


def _statement(statement: Statement, left: Callable[[str], bool]) -> Statement:
    return replace(
        statement,
        speakers=tuple(e for e in statement.speakers if not left(e)),
        medium="" if left(statement.medium) else statement.medium,
        addressees=tuple(e for e in statement.addressees if not left(e)),
        nested_in="" if left(statement.nested_in) else statement.nested_in,
        claims=tuple(e for e in statement.claims if not left(e)),
        about=tuple(e for e in statement.about if not left(e)),
        place="" if left(statement.place) else statement.place,
    )


def _event(event: Event, left: Callable[[str], bool]) -> Event:
    places = [
        (
            place,
            event.place_spans[index] if index < len(event.place_spans) else None,
            event.place_confidences[index] if index < len(event.place_confidences) else None,
        )
        for index, place in enumerate(event.places)
        if not left(place)
    ]
    return replace(
        event,
        roles=tuple(_role(role, left) for role in event.roles if not left(role.event)),
        places=tuple(place for place, *_ in places),
        place_spans=tuple(span for _, span, _ in places if span is not None),
        place_confidences=tuple(sure for *_, sure in places if sure is not None),
        part_of="" if left(event.part_of) else event.part_of,
        causes=tuple(cause for cause in event.causes if not left(cause)),
        sources=tuple(source for source in event.sources if not left(source)),
    )


def _role(role: Role, left: Callable[[str], bool]) -> Role:
    """A participant whose entity leaves is still named by the words."""
    return replace(role, entity="") if left(role.entity) else role


def _only(extraction: Extraction, gone: frozenset[str]) -> Extraction:
    return replace(
        extraction,
        mentions=tuple(m for m in extraction.mentions if m.id in gone),
        entities=tuple(e for e in extraction.entities if e.id in gone),
        offices=tuple(o for o in extraction.offices if o.id in gone),
        statements=tuple(s for s in extraction.statements if s.id in gone),
        events=tuple(e for e in extraction.events if e.id in gone),
        figures=tuple(f for f in extraction.figures if f.id in gone),
        notes=(),
    )
