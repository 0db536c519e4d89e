"""Figures and offices as they are sent, and every kind of record as a row.

Input: records of kb.projections.catalog.records. Output: plain fields, every id as the last part of its IRI.
Pure.
"""

from dataclasses import asdict
from typing import Any, Final

from pydantic import Field

from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import qualified, sent
from kb.projections.catalog.records import FigureRecord, Named, OfficeRecord


class FigureItem(schemas.FigureRow):
    """A number about an event, in a list."""

    iri: str = ""
    event: str = Field("", examples=["event-0d6fdd7fd1b2a7d1a9c3"])
    article: str = ""
    confidence: float = 1.0
    start: int = Field(0, description="Its characters [start, end) in the article.")
    end: int = 0


class OfficeRow(schemas.Value):
    """An office that a person holds, held or seeks, as one article says."""

    id: str = Field(examples=["position-5c1f0d7f9d3c4e1ab2aa"])
    iri: str
    person: schemas.Named
    title: str = Field("", examples=["defence minister"])
    organisation: schemas.Named | None = None
    place: schemas.Named | None = None
    country: str = ""
    status: str = Field("", examples=["current"])
    since: str = Field("", description="As far as stated.")
    until: str = ""
    article: str = ""
    start: int = 0
    stop: int = 0


# Kind of a record -> model of its row.
MODELS: Final[dict[str, type[schemas.Value]]] = {
    "article": schemas.ArticleRow,
    "entity": schemas.EntityRow,
    "event": schemas.EventRow,
    "statement": schemas.StatementRow,
    "figure": FigureItem,
    "position": OfficeRow,
}


def row(base: str, kind: str, record: Any) -> dict[str, Any]:
    """Return the fields of a record that its row has, in the order of the model."""
    if kind == "figure":
        fields = _figure(base, record)
    elif kind == "position":
        fields = _office(base, record)
    else:
        fields = sent(base, kind, record)
    known = MODELS[kind].model_fields
    if kind == "event":
        shown = schemas.FigureRow.model_fields
        fields["figures"] = [{name: one[name] for name in shown} for one in fields["figures"]]
    return {name: fields[name] for name in known if name in fields}


def _figure(base: str, record: FigureRecord) -> dict[str, Any]:
    identifier = qualified("figure", record.id)
    return asdict(record) | {
        "id": identifier,
        "iri": f"{base}id/{identifier}",
        "event": qualified("event", record.event),
        "article": qualified("article", record.article),
        "claimed_by": [qualified("statement", one) for one in record.claimed_by],
    }


def _office(base: str, record: OfficeRecord) -> dict[str, Any]:
    identifier = qualified("position", record.id)
    named = {name: _named(getattr(record, name)) for name in ("person", "organisation", "place")}
    article = qualified("article", record.article)
    return asdict(record) | named | {"id": identifier, "iri": f"{base}id/{identifier}", "article": article}


def _named(named: Named | None) -> dict[str, str] | None:
    return None if named is None else asdict(named) | {"id": qualified("entity", named.id)}
