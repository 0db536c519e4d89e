"""Records made into what is sent: every id as the last part of its IRI, as it is in links and pages.

Input: records of kb.projections.catalog.records. Output: plain fields for kb.api.schemas.resources.
Pure.
"""

from dataclasses import asdict
from typing import Any, Final

from kb.api.serving.ports import Record
from kb.model.listing import is_listing
from kb.projections.catalog.records import Hit
from kb.service.intake.results import Result

_ENTITIES: Final = ("within", "entity", "speakers", "addressees")
_REFERENCES: Final = {
    "article": "article",
    "happening": "happening",
    "claimed_by": "statement",
    "nested_in": "statement",
    "asserts": "event",
    "absorbed": "entity",
}


def qualified(kind: str, identifier: str) -> str:
    """Return KIND-IDENTIFIER; "" for "". What a curated list says is of a listing where an article could stand."""
    if kind == "article" and is_listing(identifier):
        kind = "listing"
    return identifier if not identifier or identifier.startswith(f"{kind}-") else f"{kind}-{identifier}"


def bare(kind: str, identifier: str) -> str:
    """Return the identifier without its kind."""
    return identifier.removeprefix(f"{kind}-")


def added(base: str, result: Result) -> dict[str, Any]:
    """Return what is sent of an article that came in."""
    identifier = qualified("article", result.article)
    fields = {name: getattr(result, name) for name in ("status", "title", "rejected", "position")}
    return {
        **fields,
        "id": identifier,
        "iri": f"{base}id/{identifier}",
        "counts": dict(result.counts),
        "notes": list(result.notes),
    }


def sent(base: str, kind: str, record: Record | Hit) -> dict[str, Any]:
    """Return the fields of *record* with its IRI below *base*."""
    fields: dict[str, Any] = _linked(asdict(record))
    fields["id"] = qualified(kind, fields["id"])
    for figure in fields.get("figures", ()) if kind == "event" else ():
        figure["id"] = qualified("figure", figure["id"])
    for participant in fields.get("participants", ()):
        participant["event"] = qualified("event", participant["event"])
    fields["iri"] = f"{base}id/{fields['id']}"
    return fields


def _linked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reference(name, part) for name, part in value.items()}
    return [_linked(part) for part in value] if isinstance(value, list | tuple) else value


def _reference(name: str, value: Any) -> Any:
    if name in _REFERENCES:
        kind = _REFERENCES[name]
        return qualified(kind, value) if isinstance(value, str) else [qualified(kind, part) for part in value]
    if name in _ENTITIES and value:
        return _named(value) if isinstance(value, dict) else [_named(part) for part in value]
    return _linked(value)


def _named(value: dict[str, Any]) -> dict[str, Any]:
    return value | {"id": qualified("entity", value["id"])}
