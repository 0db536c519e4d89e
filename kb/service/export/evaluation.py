"""What the knowledge base took from a folder of texts, in the prediction format of kb-gold/1.

Input: stored articles with their extractions, and which of their entities and
events were linked across articles.
Output: JSON documents that a scorer reads: one an article, one for the links.
Never: reads gold; knows an article; changes an offset. Pure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from kb.model import Event, Extraction, Figure, Span, Statement
from kb.model.extraction import ACTOR_TYPES

CoarseClass = Callable[[str], str]

_SEED_PREFIX: Final = "000_"


def document_name(file_name: str) -> str:
    """Return the name of the prediction for a text: "seed-gold" for 000_..., else the name without suffix."""
    return "seed-gold" if file_name.startswith(_SEED_PREFIX) else PurePath(file_name).stem


def document_key(file_name: str) -> str:
    """Return the key of a text in the links: "seed", the two digits that begin the name, else the whole name."""
    if file_name.startswith(_SEED_PREFIX):
        return "seed"
    return file_name[:2] if file_name[:2].isdigit() else PurePath(file_name).stem


def article_prediction(extraction: Extraction, coarse: CoarseClass) -> dict[str, Any]:
    """Return one article's prediction.

    A statement that reports no content is left out, and with it the
    references to it: the format has no field for its status.

    Args:
        extraction: offsets count from the file's first character.
        coarse: event type of the ontology -> class of the format.
    """
    statements = [s for s in extraction.statements if s.content and s.status != "not_reported_content"]
    kept = frozenset(s.id for s in statements)
    events = frozenset(event.id for event in extraction.events)
    figures: dict[str, list[Figure]] = {}
    for figure in extraction.figures:
        figures.setdefault(figure.event, []).append(figure)
    entities = _entities(extraction)
    return {
        "actors": [entity for entity in entities if entity["type"] in ACTOR_TYPES],
        "locations": [entity for entity in entities if entity["type"] not in ACTOR_TYPES],
        "officials": _officials(extraction),
        "statements": [_statement(statement, kept, events) for statement in statements],
        "events": [_event(event, figures.get(event.id, ()), kept, coarse) for event in extraction.events],
    }


def links_prediction(
    keys: Mapping[str, str], entities: Mapping[str, Iterable[str]], events: Mapping[str, Iterable[str]]
) -> dict[str, Any]:
    """Return which entities and events of several articles are one.

    Args:
        keys: article id -> document key.
        entities: canonical id -> members, each "ARTICLE#LOCAL".
        events: happening -> members, the same.
    """
    return {"entities": _clusters(keys, entities), "events": _clusters(keys, events)}


def _clusters(keys: Mapping[str, str], groups: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """Keep the groups that reach over two documents; a member is in the first group that claims it."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for group in sorted(groups):
        members = []
        for member in sorted(set(groups[group]) - taken):
            article, _, local = member.partition("#")
            if article in keys:
                members.append(f"{keys[article]}:{local}")
                taken.add(member)
        if len({member.partition(":")[0] for member in members}) > 1:
            found.append({"id": group, "members": members})
    return found


def _entities(extraction: Extraction) -> list[dict[str, Any]]:
    mentions: dict[str, list[dict[str, Any]]] = {}
    for mention in extraction.mentions:
        mentions.setdefault(mention.entity, []).append({**_span(mention.span), "kind": mention.kind})
    return [
        {"id": entity.id, "name": entity.name, "type": entity.type, "mentions": mentions.get(entity.id, [])}
        for entity in extraction.entities
    ]


def _officials(extraction: Extraction) -> list[dict[str, Any]]:
    found = []
    entities = {entity.id for entity in extraction.entities}
    for office in extraction.offices:
        official: dict[str, Any] = {"person": office.person, "role": office.role}
        further = {"org": office.organisation, "place": office.place, "country": office.country}
        found.append(official | {name: local for name, local in further.items() if local in entities})
    return found


def _statement(statement: Statement, kept: frozenset[str], events: frozenset[str]) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": statement.id,
        "speaker": list(statement.speakers),
        "content": [_span(span) for span in statement.content],
        "mode": statement.mode,
    }
    if statement.medium:
        out["medium"] = statement.medium
    if statement.addressees:
        out["addressee"] = list(statement.addressees)
    if statement.nested_in in kept:
        out["nested_in"] = statement.nested_in
    claims = [event for event in statement.claims if event in events]
    if claims:
        out["claims"] = claims
    return out


def _event(event: Event, figures: Sequence[Figure], kept: frozenset[str], coarse: CoarseClass) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": event.id,
        "type": coarse(event.type),
        "trigger": _span(event.trigger),
        "polarity": event.polarity,
        "modality": event.modality,
        "roles": [_role(role.role, role.entity or role.event, role.span) for role in event.roles],
        "place": list(dict.fromkeys(event.places)),
        "quantities": [quantity for figure in figures for quantity in _quantities(figure)],
    }
    if event.other_mentions:
        out["other_mentions"] = [_span(span) for span in event.other_mentions]
    if event.time is not None:
        stamps = {"from": event.time.earliest_begin, "to": event.time.latest_end}
        if any(stamps.values()):
            out["time"] = {name: stamp for name, stamp in stamps.items() if stamp}
    if event.part_of:
        out["part_of"] = event.part_of
    sources = [statement for statement in event.sources if statement in kept]
    if sources:
        out["source"] = sources
    return out


def _role(role: str, ref: str, span: Span) -> dict[str, Any]:
    return {"role": role, "span": _span(span)} | ({"ref": ref} if ref else {})


def _quantities(figure: Figure) -> list[dict[str, Any]]:
    """One quantity; of a range two, its lower and its upper end."""
    out: dict[str, Any] = {"value": figure.value, "comparator": figure.comparator, "span": _span(figure.span)}
    further = {"unit": figure.unit, "of": figure.of}
    out |= {name: value for name, value in further.items() if value}
    if figure.upper is None:
        return [out]
    return [out | {"comparator": "at_least"}, out | {"value": figure.upper, "comparator": "at_most"}]


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
