"""The route for offices: who holds, held or seeks which, and who held one on a day.

Input: kb.api.ports.Service. Output: JSON, with a Link header where there is a next part.
"""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from kb.api import schemas
from kb.api.browse import PROBLEMS, AsOf, Cursor, Date, Limit
from kb.api.ports import Service
from kb.api.shapes import bare, qualified
from kb.projections.catalog_records import Named, OfficeRecord


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


def router(service: Service) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["entities"], responses=PROBLEMS)

    @routes.get("/offices", response_model=schemas.Listed[OfficeRow])
    def list_offices(
        request: Request,
        response: Response,
        limit: Limit = 50,
        cursor: Cursor = "",
        at: Annotated[Date | None, Query(description="Only those held on that day.")] = None,
        held: Annotated[Literal["certainly", "possibly"], Query(description="With at: how surely.")] = "certainly",
        entity: Annotated[str, Query(max_length=200, description="Holder, body or place.")] = "",
        article: Annotated[str, Query(max_length=200)] = "",
        as_of: AsOf = "",
    ) -> Any:
        """List offices, those of the last added article first."""
        with service.at(as_of) as then, then.catalog() as catalog:
            found = catalog.list_offices(
                at=at or "",
                held=held,
                entity=bare("entity", entity),
                article=bare("article", article),
                limit=limit,
                cursor=cursor,
            )
        following = str(request.url.include_query_params(cursor=found.next)) if found.next else None
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        items = [_sent(service.base_iri, record) for record in found.items]
        return {"items": items, "total": found.total, "next": following}

    return routes


def _sent(base: str, record: OfficeRecord) -> dict[str, Any]:
    identifier = qualified("position", record.id)
    named = {name: _named(getattr(record, name)) for name in ("person", "organisation", "place")}
    article = qualified("article", record.article)
    return asdict(record) | named | {"id": identifier, "iri": f"{base}id/{identifier}", "article": article}


def _named(named: Named | None) -> dict[str, str] | None:
    return None if named is None else asdict(named) | {"id": qualified("entity", named.id)}
