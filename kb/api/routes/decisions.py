"""Routes by which people decide: about claims, about who is who, and taking decisions back; and what was decided.

Input: JSON, a token that says who decides. Output: what holds now, which decisions of others that overturns.
Never: takes the name of who decides from the body.
"""

from itertools import islice
from typing import Annotated, Any, Final, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from kb.api.routes.browse import AsOf
from kb.api.schemas import resources as schemas
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper
from kb.service.curation.deciding import Done
from kb.service.curation.decisions import Row

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": schemas.Problem, "content": {"application/problem+json": {}}} for code in (400, 401, 403, 404, 409)
}
_MOST: Final = 20_000  # characters; a field with a bound is also held to be text that can be stored: no half surrogates
Action = Literal[
    "confirm",
    "retract",
    "amend",
    "merge",
    "unmerge",
    "keep-apart",
    "rename",
    "set-type",
    "set-id",
    "explode",
    "move",
    "accept",
    "reject",
    "undo",
    "redo",
]


class DecisionIn(BaseModel):
    """What is decided, and why."""

    model_config = ConfigDict(extra="forbid")

    what: str = Field(
        "",
        max_length=_MOST,
        description="Claim, entity, event or member (ARTICLE#LOCAL), by id, IRI or name; not for undo and redo.",
    )
    value: str = Field(
        "",
        max_length=_MOST,
        description="Amend: the new value. Merge, keep-apart: the other one. Rename: the name. Set-type: the type. "
        "Set-id: SCHEME:ID. Accept, reject: the id that a service proposed. Move: the entity or happening that it is, "
        "or itself.",
    )
    position: int = Field(0, ge=0, description="Undo, redo: position of the decision.")
    reason: str = Field("", max_length=10_000, description="Why; kept with the decision.")
    seen: int = Field(0, ge=0, description="Refuse (409) if somebody decided about the same after this position.")


class Overturned(BaseModel):
    """A decision that holds no more."""

    position: int
    actor: str
    reason: str


class DecisionOut(BaseModel):
    """What holds now."""

    position: int = Field(description="Of the event that records the decision; undo takes it.")
    actor: str
    said: str
    overturns: list[Overturned]


class DecisionRow(BaseModel):
    """One decision, and how it stands."""

    position: int
    recorded_at: str
    actor: str
    type: str
    what: str
    state: Literal["holds", "agreed", "overruled", "lost", "undone", "void", "undoes"]
    why: str
    article: str
    entities: list[str]
    names: list[str] = Field(description='What articles call each of *entities*, "" where none tells of it any more.')


class Decisions(BaseModel):
    """People's decisions, the last first."""

    items: list[DecisionRow]
    next: int = Field(description="`before` of the next part; 0 at the end.")


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the routes of decisions; only who may write decides."""
    routes = APIRouter(prefix="/decisions", tags=["decisions"], responses=PROBLEMS)

    @routes.get("", response_model=Decisions)
    def list_decisions(
        lost: Annotated[bool, Query(description="Only those that find nothing to apply to any more.")] = False,
        state: Annotated[str, Query(pattern="^(holds|agreed|overruled|lost|undone|void|undoes|)$")] = "",
        actor: Annotated[str, Query(description="Only of this person.", max_length=200)] = "",
        article: Annotated[str, Query(description="Only about claims of this article.", max_length=64)] = "",
        entity: Annotated[str, Query(description="Only about this entity.", max_length=200)] = "",
        before: Annotated[int, Query(ge=0, description="Only before this position.")] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
        as_of: AsOf = "",
    ) -> Any:
        """List what people decided, the last first, and how each decision stands."""
        only = {"article": article.rpartition("-")[2], "entity": entity.rpartition("-")[2], "actor": actor}
        with service.at(as_of) as then:
            rows = then.decisions(state="lost" if lost else state, before=before, **only)
            found = list(islice(rows, limit + 1))
        more = found[limit - 1].position if len(found) > limit else 0
        return {"items": [_row(row) for row in found[:limit]], "next": more}

    @routes.post("/{action}", status_code=201, response_model=DecisionOut)
    async def decide(
        action: Annotated[Action, Path(description="What is decided.")],
        decision: DecisionIn,
        response: Response,
        actor: Annotated[str, Depends(gatekeeper)],
    ) -> Any:
        """Record one decision; queries that start after the answer see it. Who decides is whom the token belongs to."""
        done = await to_thread.run_sync(lambda: service.decide(action, actor, **decision.model_dump()))
        response.headers["Location"] = f"/decisions?before={done.position + 1}&limit=1"
        return done_out(done)

    return routes


def done_out(done: Done) -> dict[str, Any]:
    """Return what became of a decision as JSON values."""
    overturns = [{"position": one.position, "actor": one.actor, "reason": one.reason} for one in done.overturns]
    return {"position": done.position, "actor": done.actor, "said": done.said, "overturns": overturns}


def _row(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DecisionRow.model_fields} | {
        "entities": list(row.entities), "names": list(row.names),
    }  # fmt: skip
