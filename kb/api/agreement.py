"""Routes for what articles agree on and what not: why two things are one, and figures that disagree.

Input: kb.api.ports.Service. Output: values of kb.service.explaining and kb.service.conflicts as JSON.
"""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from kb.api import schemas
from kb.api.browse import PROBLEMS, AsOf
from kb.api.ports import Service
from kb.service.conflicts import Quantity, conflicts


class FigureValue(schemas.Value):
    """One figure as one article has it."""

    figure: str = Field(examples=["figure-12340920fe59e0607e9c"])
    event: str
    article: str
    source: str
    reported: str = Field(description="When the article was published, empty if unknown.")
    words: str
    comparator: str
    value: float
    upper: float | None
    withdrawn: bool
    said_by: list[str] = Field(description="Who says so; empty for the article's own voice.")


class FigureConflict(schemas.Value):
    """All values of one quantity of one happening, by time of report."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    counts: str = Field(description="What is counted.")
    unit: str
    values: list[FigureValue]
    odds: list[list[str]] = Field(description="Pairs of figures that cannot both be true.")


class Conflicts(schemas.Value):
    """Quantities whose values disagree, those of most values first."""

    items: list[FigureConflict]
    total: int


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["events"], responses=PROBLEMS)

    @routes.get("/conflicts", response_model=Conflicts)
    def list_conflicts(
        happening: Annotated[
            str,
            Query(pattern=r"^([a-z]+-[0-9a-f]{20})?$", description="Of one happening."),
        ] = "",
        agreeing: Annotated[bool, Query(description="With several values that do not disagree.")] = False,
        limit: Annotated[int, Query(ge=1, le=10_000, description="How many at most.")] = 1000,
        as_of: AsOf = "",
    ) -> Any:
        """List figures of one happening that cannot all be true, in the order of their reports."""
        bare = happening.partition("-")[2]
        with service.at(as_of) as then, then.catalog() as catalog:
            found = conflicts(catalog, bare, agreeing=agreeing)
        return {"items": [_sent(one) for one in found[:limit]], "total": len(found)}

    return routes


def _sent(one: Quantity) -> dict[str, Any]:
    row = asdict(one)
    row["happening"] = f"happening-{one.happening}"
    for value in row["values"]:
        value |= {kind: f"{kind}-{value[kind]}" for kind in ("figure", "event", "article")}
    row["odds"] = [[f"figure-{figure}" for figure in pair] for pair in one.odds]
    return row
