"""The route for programs at the address of the start page: what stands out in the base.

Input: kb.api.serving.ports.Service. Output: JSON.
"""

from typing import Any

from fastapi import APIRouter

from kb.api.routes.agreement import conflict_sent
from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.schemas import resources as schemas
from kb.api.schemas.agreement import FigureConflict
from kb.api.schemas.shapes import sent
from kb.api.serving.ports import Service
from kb.service.happenings.standing_out import day_of, overview


class Overview(schemas.Value):
    """How much there is, what happened last, what is disputed."""

    totals: dict[str, int]
    latest: list[schemas.EventRow]
    articles: list[schemas.ArticleRow]
    figures: list[FigureConflict]
    denied: list[list[schemas.EventRow]]


def router(service: Service) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["service"], responses=PROBLEMS)

    @routes.get("/", response_model=Overview)
    def start(as_of: AsOf = "") -> Any:
        """Show what stands out: totals, the latest events and articles, figures at odds, what is told and denied."""
        with service.at(as_of) as then, then.catalog() as catalog:
            found = overview(catalog, day_of(service.log, catalog.position if as_of else None))
        base = service.base_iri
        return {
            "totals": found.totals,
            "latest": [sent(base, "event", one) for one in found.latest],
            "articles": [sent(base, "article", one) for one in found.articles],
            "figures": [conflict_sent(one) for one in found.figures],
            "denied": [[sent(base, "event", one) for one in versions] for versions in found.denied],
        }

    return routes
