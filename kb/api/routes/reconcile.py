"""The knowledge base as a reconciliation service, for OpenRefine and whatever else speaks the protocol.

Input: kb.api.serving.ports.Service. Output: manifest, candidates in batches, suggestions, previews, values of
properties.
Never: writes. Ids of entities are the last parts of their IRIs, those of types local names of the ontology.

Source:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

import html
from collections.abc import Mapping
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from kb import __version__
from kb.api.routes.browse import AsOf
from kb.api.schemas.reconciling import EXTENSION, Asked, BadBatchError, read, read_batch
from kb.api.schemas.shapes import bare, qualified
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.below import server_of
from kb.errors import NotFoundError
from kb.graph.vocabulary import NAMESPACE
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord
from kb.service.elsewhere import attributes
from kb.service.identity import matching

VERSIONS: Final = ("0.2",)
MOST_QUERIES: Final = 200  # of a batch
MOST_ROWS: Final = 1000  # entities times properties of an extension
_PREVIEW: Final = {"width": 420, "height": 200}


Prefix = Annotated[str, Query(max_length=1000)]
Cursor = Annotated[int, Query(ge=0, le=10_000)]


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(prefix="/reconcile", tags=["reconciliation"])

    @routes.get("")
    async def reconcile(
        request: Request,
        queries: Annotated[str | None, Query(description="A batch of queries, JSON.")] = None,
        extend: Annotated[str | None, Query(description="An extension query, JSON.")] = None,
        as_of: AsOf = "",
    ) -> Any:
        """Say what this service can; or answer a batch of queries; or give values of properties."""
        return await to_thread.run_sync(_answer, service, request, queries, extend, as_of)

    @routes.post("")
    async def reconcile_batch(
        request: Request,
        queries: Annotated[str | None, Form(description="A batch of queries, JSON.")] = None,
        extend: Annotated[str | None, Form(description="An extension query, JSON.")] = None,
        as_of: AsOf = "",
    ) -> Any:
        """Answer a batch of queries, or give values of properties."""
        return await to_thread.run_sync(_answer, service, request, queries, extend, as_of)

    _suggestions(routes, service)

    @routes.get("/properties")
    def propose_properties(
        type: Annotated[str, Query(max_length=200)] = "", limit: Annotated[int, Query(ge=1, le=1000)] = 100
    ) -> Any:
        """Say which properties entities of a type may have, or of all types if none is named."""
        found = [{"id": one.id, "name": one.label} for one in attributes.properties_of(type)]
        return {"type": type, "limit": limit, "properties": found[:limit]}

    @routes.get("/preview/{identifier}", response_class=HTMLResponse)
    def preview(identifier: str, as_of: AsOf = "") -> Any:
        """Show an entity in a few lines."""
        with service.at(as_of) as then:
            record = then.record("entity", bare("entity", identifier))
        assert isinstance(record, EntityRecord)
        return HTMLResponse(_preview(record), headers={"Content-Security-Policy": "default-src 'none'"})

    return routes


def _suggestions(routes: APIRouter, service: Service) -> None:
    @routes.get("/suggest/entity")
    def suggest_entity(prefix: Prefix = "", cursor: Cursor = 0, type: str = "", as_of: AsOf = "") -> Any:
        """Complete the name of an entity."""
        with service.at(as_of) as then, then.catalog() as catalog:
            hits = catalog.search(prefix, kinds=("entity",), limit=cursor + 20) if prefix else ()
            records = [catalog.get_entity(hit.id) for hit in hits[cursor:]]
        return {"result": [_suggested(one) for one in records if not type or attributes.is_a(one.type, type)]}

    @routes.get("/suggest/type")
    def suggest_type(prefix: Prefix = "", cursor: Cursor = 0) -> Any:
        """Complete the name of a type."""
        known = sorted(attributes.types().values(), key=lambda one: one.id)
        found = [
            {"id": one.id, "name": one.label, "description": one.comment}
            for one in known
            if _begins(prefix, one.id, one.label)
        ]
        return {"result": found[cursor : cursor + 50]}

    @routes.get("/suggest/property")
    def suggest_property(prefix: Prefix = "", cursor: Cursor = 0) -> Any:
        """Complete the name of a property."""
        found = [
            {"id": one.id, "name": one.label, "description": one.comment}
            for one in attributes.PROPERTIES.values()
            if _begins(prefix, one.id, one.label)
        ]
        return {"result": found[cursor : cursor + 50]}


def manifest(base: str, address: str) -> dict[str, Any]:
    """Return what this service is and can.

    Args:
        base: base IRI of the home.
        address: where the service is reached, without a slash at its end.
    """
    suggest = {
        kind: {"service_url": address, "service_path": f"/reconcile/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    return {
        "versions": list(VERSIONS),
        "name": f"kb: entities of the news ({base})",
        "identifierSpace": f"{base}id/",
        "schemaSpace": NAMESPACE,
        "serviceVersion": __version__,
        "batchSize": MOST_QUERIES,
        "defaultTypes": [
            {"id": one, "name": attributes.types()[one].label}
            for one in ("Person", "Organization", "Location", "Country")
        ],
        "view": {"url": f"{address}/id/{{{{id}}}}"},
        "preview": {"url": f"{address}/reconcile/preview/{{{{id}}}}", **_PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


def _answer(service: Service, request: Request, queries: str | None, extend: str | None, as_of: str) -> Any:
    with service.at(as_of) as then:
        if queries is not None:
            return _batch(then, queries)
        if extend is not None:
            return _extended(then, extend)
    return manifest(service.base_iri, server_of(request))


def _batch(service: Reads, text: str) -> dict[str, Any]:
    asked = read_batch(text)
    if len(asked) > MOST_QUERIES:
        raise BadBatchError("queries", f"{len(asked)} queries in one batch, {MOST_QUERIES} at most")
    with service.catalog() as catalog:
        return {key: _answered(catalog, query) for key, query in asked.items()}


def _answered(catalog: CatalogReader, query: Asked | BadBatchError) -> dict[str, Any]:
    """Return the candidates; for what could not be asked none, and why: the protocol has no form for that so far."""
    if isinstance(query, BadBatchError):
        return {"result": [], "error": {"status": 400, "code": query.code, "detail": str(query), "hint": query.hint}}
    wanted = _query(query)
    if wanted.types and not any(map(attributes.is_type, wanted.types)):
        told = f"there is no type {wanted.types[0][:80]!r}; /reconcile/suggest/type finds those there are"
        return _answered(catalog, BadBatchError("queries", told))
    strange = [one for one in wanted.properties if not attributes.is_property(one)]
    warnings = [f"There is no property {one[:80]!r}; it was not looked at." for one in strange]
    result = [_candidate(one) for one in matching.candidates(catalog, wanted)]
    return {"result": result, **({"warnings": warnings} if warnings else {})}


def _query(asked: Asked) -> matching.Query:
    given = [asked.type] if isinstance(asked.type, str) else asked.type
    properties: dict[str, list[str]] = {}
    for one in asked.properties:
        properties.setdefault(one.pid, []).extend(one.writings())
    return matching.Query(asked.query, [one for one in given if one], asked.type_strict, properties, asked.limit)


def _candidate(found: matching.Candidate) -> dict[str, Any]:
    record = found.entity
    kind = attributes.type_of(record.type)
    return {
        "id": qualified("entity", record.id),
        "name": record.label,
        "description": _about(record),
        "type": [{"id": kind.id, "name": kind.label}],
        "score": found.score,
        "match": found.match,
        "features": [{"id": name, "value": value} for name, value in found.features.items()],
    }


def _extended(service: Reads, text: str) -> dict[str, Any]:
    wanted = read("extend", EXTENSION, text)
    if len(wanted.ids) * len(wanted.properties) > MOST_ROWS:
        raise BadBatchError("extend", f"more than {MOST_ROWS} values asked for at once")
    known = [attributes.property_called(one.id) for one in wanted.properties if attributes.is_property(one.id)]
    strange = [one.id for one in wanted.properties if not attributes.is_property(one.id)]
    if strange and not known:
        attributes.property_called(strange[0])
    location = {"id": "Location", "name": attributes.types()["Location"].label}
    rows: dict[str, dict[str, Any]] = {}
    with service.catalog() as catalog:
        for identifier in wanted.ids:
            try:
                record = catalog.get_entity(bare("entity", identifier))
            except NotFoundError:  # the protocol has no error for a row; an unknown id has no values
                rows[identifier] = {one.id: [] for one in known}
                continue
            rows[identifier] = {one.id: [_value(value) for value in one.of(catalog, record)] for one in known}
    meta = [{"id": one.id, "name": one.label, **({"type": location} if one.id == "within" else {})} for one in known]
    warnings = [f"There is no property {one[:80]!r}; it has no values." for one in strange]
    return {"meta": meta, "rows": rows, **({"warnings": warnings} if warnings else {})}


def _value(value: attributes.Value) -> dict[str, Any]:
    if value.entity is not None:
        return {"id": qualified("entity", value.entity.id), "name": value.entity.label}
    if value.number is not None:
        return {"int" if isinstance(value.number, int) else "float": value.number}
    return {"str": value.text}


def _suggested(record: EntityRecord) -> dict[str, Any]:
    kind = attributes.type_of(record.type)
    return {
        "id": qualified("entity", record.id),
        "name": record.label,
        "description": _about(record),
        "notable": [{"id": kind.id, "name": kind.label}],
    }


def _about(record: EntityRecord) -> str:
    """Return a few words that tell namesakes apart."""
    where = record.within.label if record.within else record.country
    kind = attributes.type_of(record.type).label
    count = f"in {record.articles} article{'' if record.articles == 1 else 's'}"
    return ", ".join(part for part in (kind, record.description, where, count) if part)


def _preview(record: EntityRecord) -> str:
    names = ", ".join(record.aliases)
    facts: Mapping[str, str] = {"": _about(record), "also": names, "ids": ", ".join(record.external)}
    lines = "".join(
        f"<p>{html.escape(f'{name}: {text}' if name else text)}</p>" for name, text in facts.items() if text
    )
    title = html.escape(record.label)
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1>{lines}</body></html>"


def _begins(prefix: str, *names: str) -> bool:
    folded = prefix.casefold().strip()
    return any(word.startswith(folded) for name in names for word in (name.casefold(), *name.casefold().split()))
