"""Another value in one place of an extraction.

Input: an extraction, which part of which item, the value as a claim-amended event has it.
Output: the extraction with that value, certain, in its place.
Pure. Never: touches another part; takes a value that the model has no place for.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from kb.graph import words
from kb.graph.claims import ENTITY_FIELDS, FIRST_PLACE, Item, Part, item, kind_of, role_field
from kb.graph.reality import reality
from kb.graph.times import stamps_of
from kb.model import Article, Entity, Event, Extraction, Figure, Office, Role, Statement, TimeValue
from kb.model.extraction import CHANGES, COMPARATORS, ENTITY_TYPES, OFFICE_STATUS, AmendedFigure

_REALITY: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "occurred": (("positive", "actual"),),
    "ongoing": (("positive", "ongoing"),),
    "planned": (("positive", "planned"),),
    "hypothetical": (("positive", "hypothetical"),),
    "denied": (("negative", "actual"),),
    "notHappened": (("negative", "actual"), ("negative", "suspended")),
}
REALITIES: Final = tuple(_REALITY)
STATUSES: Final = ("reported", "not_reported_content", "retracted", "superseded")
_KINDS: Final = {"event": "events", "statement": "statements", "figure": "figures", "office": "offices"}
ROLE_OF: Final[Mapping[str, str]] = {role_field(name): name for name in reversed(tuple(words.ROLE)) if name != "place"}
"""Role by its property in the graph."""
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("eventType", "reality", "time", "place", "partOf", "causedBy", *ROLE_OF),
    "statement": ("speaker", "addressee", "medium", "statementStatus"),
    "figure": ("value", "unit", "counts", "whole", "change", "withdrawn"),
    "office": ("holder", "roleTitle", "organization", "jurisdiction", "positionStatus", "since", "until"),
}
"""What an item may be given where it has none."""


class UnfitValueError(ValueError):
    """The model has no place for the value there; says why."""


def amended(article: Article, extraction: Extraction, part: Part, value: str, name: str, kind: str) -> Extraction:
    """Return *extraction* with *value* in the place of *part*.

    Args:
        article: whose extraction it is.
        part: what it takes the place of; of an index beyond the last, it is added.
        value: as kb.graph.claims.Part has values.
        name, kind: of the entity *value* names, for an article that has none such.

    Raises:
        UnfitValueError: the model has no place for it.
    """
    one = item(extraction, part.local)
    if one is None:
        raise UnfitValueError(f"the article has no {part.local}")
    if part.field in ENTITY_FIELDS and item(extraction, value) is None:
        extraction = _with_entity(extraction, value, name, kind)
    elif part.field in ("partOf", "causedBy", "asserts"):
        _event_of(extraction, value, part.local)
    setters: Mapping[str, Callable[..., Item]] = {
        "event": _event,
        "statement": _statement,
        "figure": _figure,
        "office": _office,
    }
    made = setters[kind_of(part.local)](article, extraction, one, part, value)
    return put(extraction, made)


def given_at(one: Item, field: str) -> int:
    """Return the index at which an item is given a value of *field* that it has none of."""
    if not isinstance(one, Event):
        return 0
    return FIRST_PLACE + len(one.places) if field == "place" else len(one.roles) if field in ROLE_OF else 0


def put(extraction: Extraction, made: Item) -> Extraction:
    """Return *extraction* with an item in the place of the one of its id."""
    kind = _KINDS[kind_of(made.id)]
    items = tuple(made if one.id == made.id else one for one in getattr(extraction, kind))
    return replace(extraction, **{kind: items})  # type: ignore[arg-type]


def _with_entity(extraction: Extraction, local: str, name: str, kind: str) -> Extraction:
    if any(entity.id == local for entity in extraction.entities):
        return extraction
    if not name or kind not in ENTITY_TYPES:
        raise UnfitValueError(f"the article has no entity {local}")
    return replace(extraction, entities=(*extraction.entities, Entity(local, kind, name)))


def _event_of(extraction: Extraction, value: str, but: str) -> None:
    if value == but or item(extraction, value) is None or kind_of(value) != "event":
        raise UnfitValueError(f"the article has no other event {value}")


def _event(article: Article, extraction: Extraction, event: Event, part: Part, value: str) -> Event:
    match part.field:
        case "eventType":
            made = replace(event, type=value, confidence=1.0)
        case "reality":
            made = _real(article, extraction, event, value)
        case "time":
            made = replace(event, time=_time(event.time, value), time_confidence=1.0)
        case "partOf":
            made = replace(event, part_of=value)
        case "causedBy":
            made = replace(event, causes=_at(event.causes, part.index, value))
        case field if field in ENTITY_FIELDS and part.index < len(event.roles):
            role = event.roles[part.index]
            told = value if kind_of(value) == "event" else ""
            role = replace(role, confidence=1.0, entity="" if told else value, event=told)
            made = replace(event, roles=_at(event.roles, part.index, role))
        case field if field in ROLE_OF:  # the article names none: its word for the event is all there is to cite
            made = replace(event, roles=(*event.roles, Role(ROLE_OF[field], event.trigger, value)))
        case "place":
            index = part.index - FIRST_PLACE
            certainties = event.place_confidences or (event.confidence,) * len(event.places)
            places = _at(event.places, index, value)
            made = replace(event, places=places, place_confidences=_at(certainties, index, 1.0))
        case _:
            raise UnfitValueError(f"an event has no {part.field} to put it in the place of")
    return made


def _real(article: Article, extraction: Extraction, event: Event, value: str) -> Event:
    statements = {s.id: s for s in extraction.statements}
    cues = [statements[s].cue for s in event.sources if s in statements]
    heard = [cue.of(article.text) if cue else "" for cue in cues]
    for polarity, modality in _REALITY.get(value, ()):
        if reality(polarity, modality, heard) == value:
            return replace(event, polarity=polarity, modality=modality, reality_confidence=1.0)
    why = "no statement of the article denies it" if value == "denied" else f"there is no reality {value}"
    raise UnfitValueError(why)


def _time(old: TimeValue | None, value: str) -> TimeValue:
    granularity, _, rest = value.partition(" ")
    stamps = rest.split("/")
    if len(stamps) != len(stamps_of(TimeValue(None))):
        raise UnfitValueError(f"{value} is no time")
    earliest_begin, latest_begin, earliest_end, latest_end = stamps
    return TimeValue(
        old.words if old else None,
        earliest_begin,
        latest_begin,
        earliest_end,
        latest_end,
        granularity,
        old.basis if old else "inferred",
    )


def _statement(_: Article, __: Extraction, statement: Statement, part: Part, value: str) -> Statement:
    match part.field:
        case "speaker":
            basis = "inferred" if statement.basis == "unattributed" else statement.basis
            speakers = _at(statement.speakers, part.index, value)
            return replace(statement, speakers=speakers, speaker_confidence=1.0, basis=basis)
        case "addressee":
            return replace(statement, addressees=_at(statement.addressees, part.index, value), addressee_confidence=1.0)
        case "medium":
            return replace(statement, medium=value, medium_confidence=1.0)
        case "asserts":
            return replace(statement, claims=_at(statement.claims, part.index, value))
        case "statementStatus" if value in STATUSES:
            return replace(statement, status=value)
    raise UnfitValueError(f"a statement has no {part.field} {value}")


def _figure(_: Article, __: Extraction, figure: Figure, part: Part, value: str) -> Figure:
    changes: dict[str, Any] = {}
    match part.field:
        case "value":
            comparator, *numbers = value.split(" ")
            if comparator not in COMPARATORS or len(numbers) > 2:
                raise UnfitValueError(f"{value} is no amount")
            bounds = [float(number) for number in numbers]
            changes = {"comparator": comparator, "value": None, "upper": None}
            changes |= dict(zip(("value", "upper"), bounds, strict=False))
        case "unit":
            changes = {"unit": value}
        case "counts":
            changes = {"of": value}
        case "whole":
            changes = {"whole": float(value)}
        case "change" if value in CHANGES:
            changes = {"change": value}
        case "withdrawn":
            changes = {"withdrawn": value == "true"}
        case _:
            raise UnfitValueError(f"a figure has no {part.field} {value}")
    if part.field in ("value", "unit"):
        figure = AmendedFigure(*(getattr(figure, one.name) for one in fields(figure)))
    return replace(figure, confidence=1.0, **changes)


def _office(_: Article, __: Extraction, office: Office, part: Part, value: str) -> Office:
    if part.field == "jurisdiction":
        return replace(office, country=value) if part.index else replace(office, place=value)
    simple = {"holder": "person", "roleTitle": "role", "organization": "organisation", "positionStatus": "status"}
    name = simple.get(part.field, part.field)
    if name not in ("person", "role", "organisation", "status", "since", "until"):
        raise UnfitValueError(f"an office has no {part.field}")
    if name == "status" and value not in OFFICE_STATUS:
        raise UnfitValueError(f"an office is never {value}")
    return replace(office, **{name: value})  # type: ignore[arg-type]


def _at(values: tuple[Any, ...], index: int, value: Any) -> tuple[Any, ...]:
    """Return *values* with one replaced, or added at the end."""
    return (*values[:index], value, *values[index + 1 :])
