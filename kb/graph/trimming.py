"""An extraction without single parts of its items: without one agent, one place, the time.

Input: an extraction and the places of what leaves. Output: the extraction without them, and the items that cannot
stand without. Pure. Never: moves a claim into another voice.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kb.graph.amending import put
from kb.graph.claims import FIRST_PLACE, Item, item
from kb.model import Event, Extraction, Figure, Office, Statement

LAST: Final = frozenset({"eventType", "reality", "holder", "roleTitle", "value", "statementStatus", "positionStatus"})
"""What an item cannot be without: it leaves as a whole."""


def trimmed(extraction: Extraction, places: Iterable[tuple[str, str, int]]) -> tuple[Extraction, frozenset[str]]:
    """Return *extraction* without the parts at *places* (item, field, index), and which items cannot stay.

    A part whose item cannot be without it is left alone; see LAST.
    """
    gone: set[str] = set()
    by_item: dict[str, set[tuple[str, int]]] = {}
    for local, field, index in places:
        by_item.setdefault(local, set()).add((field, index))
    for local, parts in by_item.items():
        one = item(extraction, local)
        if one is None:
            continue
        extraction = put(extraction, _without(one, parts))
        if isinstance(one, Statement):
            told = {value for index, value in enumerate(one.claims) if ("asserts", index) in parts}
            for event in extraction.events:
                if event.id in told and one.id in event.sources:
                    sources = tuple(source for source in event.sources if source != one.id)
                    gone.update(() if sources else (event.id,))  # the article itself would seem to say so
                    extraction = put(extraction, replace(event, sources=sources or event.sources))
    return extraction, frozenset(gone)


def _without(one: Item, parts: set[tuple[str, int]]) -> Item:
    names = {name for name, _ in parts}
    match one:
        case Event():
            return _event(one, parts, names)
        case Statement():
            return _statement(one, parts, names)
        case Figure():
            return replace(
                one,
                unit="" if "unit" in names else one.unit,
                of="" if "counts" in names else one.of,
                whole=None if "whole" in names else one.whole,
                change="" if "change" in names else one.change,
                withdrawn=one.withdrawn and "withdrawn" not in names,
            )
        case Office():
            placeless = ("jurisdiction", 0) in parts
            stateless = ("jurisdiction", 1) in parts or (placeless and one.country == one.place)
            return replace(
                one,
                organisation="" if "organization" in names else one.organisation,
                place="" if placeless else one.place,
                country="" if stateless else one.country,
                since="" if "since" in names else one.since,
                until="" if "until" in names else one.until,
            )


def _event(event: Event, parts: set[tuple[str, int]], names: set[str]) -> Event:
    filled = {index for name, index in parts if name != "causedBy"}
    kept = [n for n in range(len(event.places)) if ("place", FIRST_PLACE + n) not in parts]
    return replace(
        event,
        roles=tuple(role for n, role in enumerate(event.roles) if n not in filled or _single(parts, n)),
        places=tuple(event.places[n] for n in kept),
        place_spans=tuple(event.place_spans[n] for n in kept if n < len(event.place_spans)),
        place_confidences=tuple(event.place_confidences[n] for n in kept if n < len(event.place_confidences)),
        time=None if "time" in names else event.time,
        part_of="" if "partOf" in names else event.part_of,
        causes=tuple(c for n, c in enumerate(event.causes) if ("causedBy", n) not in parts),
    )


def _single(parts: set[tuple[str, int]], index: int) -> bool:
    """Say whether it is only a part without an index of its own that has this index."""
    return {name for name, n in parts if n == index} <= {"time", "partOf", "causedBy", *LAST}


def _statement(statement: Statement, parts: set[tuple[str, int]], names: set[str]) -> Statement:
    speakers = tuple(x for n, x in enumerate(statement.speakers) if ("speaker", n) not in parts)
    addressees = tuple(x for n, x in enumerate(statement.addressees) if ("addressee", n) not in parts)
    unsaid = bool(statement.speakers) and not speakers
    return replace(
        statement,
        speakers=speakers,
        speaker_span=None if unsaid else statement.speaker_span,
        basis="unattributed" if unsaid else statement.basis,
        addressees=addressees,
        addressee_span=statement.addressee_span if addressees or not statement.addressees else None,
        medium="" if "medium" in names else statement.medium,
        medium_span=None if "medium" in names else statement.medium_span,
        claims=tuple(x for n, x in enumerate(statement.claims) if ("asserts", n) not in parts),
        about=tuple(x for n, x in enumerate(statement.about) if ("about", n) not in parts),
    )
