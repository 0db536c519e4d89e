"""Routes for what articles agree on and what not: why two things are one, and figures that disagree.

Input: kb.api.ports.Service. Output: values of kb.service.explaining and kb.service.conflicts as JSON.
"""

from dataclasses import asdict, fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from kb.api import schemas
from kb.api.browse import PROBLEMS, AsOf
from kb.api.ports import Reads, Service
from kb.service.conflicts import Quantity, Value, conflicts
from kb.service.odds import odds

_SEVERAL: dict[int | str, dict[str, Any]] = {
    409: {
        "model": schemas.Problem,
        "description": "A name fits several things; `detail` names them.",
        "content": {"application/problem+json": {}},
    }
}


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
    official: bool = Field(description="Whether an authority says so, or somebody in an office.")
    kind: str = Field(
        description="Kind of people that it alone counts (workers), beside those that count all; else empty."
    )


class FigureConflict(schemas.Value):
    """All values of one quantity of one happening, by time of report."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    counts: str = Field(description="What is counted.")
    unit: str
    values: list[FigureValue]
    odds: list[list[str]] = Field(description="Pairs of figures that cannot both be true.")


class ContradictingClaims(schemas.Value):
    """Two claims about one happening that cannot both be true."""

    happening: str = Field(examples=["happening-12340920fe59e0607e9c"])
    label: str
    kind: str = Field(description="happened, time, place, actor or figure.")
    because: str = Field(description="Why, in words.")
    claims: list[str] = Field(description="The two claims.")
    articles: list[str] = Field(description="The article of each.")


class Conflicts(schemas.Value):
    """Quantities whose values disagree, those of most values first."""

    items: list[FigureConflict]
    total: int
    contradictions: list[ContradictingClaims] = Field(default=[], description="What `kind` asks for.")


class Compared(schemas.Value):
    """One of two things that are compared."""

    id: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    members: list[str] = Field(description="What stands for it in each article, as ARTICLE#LOCAL.")


class Evidence(schemas.Value):
    """What one field adds."""

    field: str
    bits: float = Field(description="Each bit doubles the odds that the two are one; below 0 it speaks against.")
    words: str


class Explained(schemas.Value):
    """Why two things are one or two."""

    kind: str = Field(description="entity or event.")
    first: Compared
    second: Compared
    one: bool = Field(description="Whether they are one in the graph.")
    pair: list[str] = Field(description="The two members that speak most for it; they are weighed.")
    bits: float
    needed: float = Field(description="What makes a link.")
    parts: list[Evidence]
    verdict: str
    would_change: list[str] = Field(description="What would turn it.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["events"], responses=PROBLEMS | _SEVERAL)

    @routes.get("/explain", response_model=Explained)
    def explain_pair(
        a: Annotated[str, Query(min_length=1, max_length=2000, description="By id, IRI, name or ARTICLE#LOCAL.")],
        b: Annotated[str, Query(min_length=1, max_length=2000, description="The other one.")],
        as_of: AsOf = "",
    ) -> Any:
        """Say why two entities, events or happenings are one or two: what speaks for it and against it, in bits."""
        with service.at(as_of) as then:
            return asdict(then.explain(a, b))

    @routes.get("/conflicts", response_model=Conflicts)
    def list_conflicts(
        happening: Annotated[
            str,
            Query(pattern=r"^([a-z]+-[0-9a-f]{20})?$", description="Of one happening."),
        ] = "",
        agreeing: Annotated[bool, Query(description="With several values that do not disagree.")] = False,
        kind: Annotated[
            Literal["", "all", "happened", "time", "place", "actor", "figure"],
            Query(description="Also the claims that contradict each other, of one kind or all."),
        ] = "",
        limit: Annotated[int, Query(ge=1, le=10_000, description="How many at most.")] = 1000,
        as_of: AsOf = "",
    ) -> Any:
        """List figures of one happening that cannot all be true, in the order of their reports."""
        bare = happening.partition("-")[2]
        with service.at(as_of) as then:
            with then.catalog() as catalog:
                found = conflicts(catalog, bare, agreeing=agreeing)
            claims = _contradictions(then, bare, "" if kind == "all" else kind)[:limit] if kind else []
        return {"items": [conflict_sent(one) for one in found[:limit]], "total": len(found), "contradictions": claims}

    return routes


def _contradictions(then: Reads, happening: str, kind: str) -> list[dict[str, Any]]:
    def ask(text: str) -> bytes:
        with then.query(text, format="json") as answer:
            return answer.read()

    return [asdict(one) for one in odds(ask, then.base_iri, happening, kind)]


def _row(one: Quantity | Value) -> dict[str, Any]:
    """Return the fields; `asdict` would copy all that is in them."""
    return {part.name: getattr(one, part.name) for part in fields(one)}


def conflict_sent(one: Quantity) -> dict[str, Any]:
    """Return a quantity as it is sent."""
    row = _row(one)
    row["happening"] = f"happening-{one.happening}"
    row["values"] = [
        _row(value) | {kind: f"{kind}-{getattr(value, kind)}" for kind in ("figure", "event", "article")}
        for value in one.values
    ]
    row["odds"] = [[f"figure-{figure}" for figure in pair] for pair in one.odds]
    return row
