"""The routes by which an article is withdrawn, and by which one sees before what would leave with it.

Input: kb.api.serving.ports.Service. Output: what would leave, what became of the article, as JSON.
Erasing is no route: nothing brings back what a mistaken request would take; `kb erase` does it at the home itself.
"""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import bare, qualified
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.access import Gatekeeper
from kb.projections.catalog.records import ArticleRecord
from kb.projections.folding.standing import StandingAt
from kb.service.articles.leaving import Leaving, leaving

_WRITING: dict[int | str, dict[str, Any]] = {
    code: {"model": schemas.Problem, "description": text, "content": {"application/problem+json": {}}}
    for code, text in (
        (401, "Writing needs the token."),
        (403, "A page of another site may not write."),
        (409, "It was withdrawn, or corrected, already."),
        (507, "The disk is full."),
    )
}


class WithdrawalIn(schemas.Value):
    """Why an article is withdrawn."""

    reason: str = Field(min_length=1, max_length=2000, examples=["withdrawn by its publisher"])


class Withdrawn(schemas.Value):
    """What became of an article that was withdrawn."""

    article: str = Field(examples=["article-4f0c2d3e9a7b1c58"])
    title: str
    reason: str
    actor: str = Field(description="Who withdrew it, as the log has it.")
    position: int = Field(description="Of the event that withdrew it; undoing that event brings the article back.")
    relinked: int = Field(description="How many decisions on who is who were taken anew without it.")
    described: int = Field(description="How many places are described anew without it.")


class LeavingEntity(schemas.Value):
    """An entity that no other article names."""

    id: str = Field(examples=["entity-5d10a254c526081b5ef6"])
    label: str
    type: str


class RetoldOut(schemas.Value):
    """An event that other articles tell of too."""

    id: str = Field(examples=["event-1d5a215d3c088c40df92"])
    label: str
    others: int = Field(description="How many other articles tell of it.")


class LeavingOut(schemas.Value):
    """What would leave the graph with an article, and what stays."""

    article: str = Field(examples=["article-4f0c2d3e9a7b1c58"])
    title: str
    counts: dict[str, int] = Field(description="What it tells of, by kind: all of it leaves.")
    alone: list[LeavingEntity] = Field(description="Entities that no other article names: they leave.")
    shared: int = Field(description="How many of its entities others name as well: they stay.")
    retold: list[RetoldOut] = Field(description="Events that others tell of too: they stay, with one report less.")
    decisions: int = Field(description="People's decisions on its claims, which rest until it comes back.")
    weighed: int = Field(description="How many names and reports of other articles are weighed anew without it.")


def would_leave(then: Reads, identifier: str) -> tuple[ArticleRecord, Leaving]:
    """Return an article and what would leave with it.

    Raises:
        NotFoundError: there is none, or it has left.
    """
    record = then.record("article", bare("article", identifier))
    assert isinstance(record, ArticleRecord)
    with then.moment() as moment, then.catalog() as catalog, moment.connection() as connection:
        return record, leaving(catalog, StandingAt(connection, moment.log), record.id)


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["articles"], responses=PROBLEMS)

    @routes.get("/articles/{identifier}/withdrawal", response_model=LeavingOut)
    def what_would_leave(identifier: Annotated[str, Path(max_length=200)], as_of: AsOf = "") -> Any:
        """Say what would leave the graph with an article; nothing is recorded."""
        with service.at(as_of) as then:
            record, found = would_leave(then, identifier)
        return LeavingOut(
            article=qualified("article", record.id),
            title=record.title,
            counts=dict(found.counts),
            alone=[LeavingEntity(id=qualified("entity", e.id), label=e.label, type=e.type) for e in found.alone],
            shared=found.shared,
            retold=[
                RetoldOut(id=qualified("event", one.event.id), label=one.event.label, others=one.others)
                for one in found.retold
            ],
            decisions=found.decisions,
            weighed=found.weighed,
        )

    @routes.post(
        "/articles/{identifier}/withdrawal",
        response_model=Withdrawn,
        status_code=201,
        responses=_WRITING,
        dependencies=[Depends(gatekeeper.admin)],
    )
    async def withdraw_article(
        request: Request, identifier: Annotated[str, Path(max_length=200)], body: WithdrawalIn
    ) -> Any:
        """Take an article out of the graph, with all that rests on it alone; queries that follow are without it."""
        actor = getattr(request.state, "actor", "")
        done = await to_thread.run_sync(service.withdraw, bare("article", identifier), body.reason, actor)
        return Withdrawn(
            article=qualified("article", done.article),
            title=done.title,
            reason=done.reason,
            actor=done.actor,
            position=done.position,
            relinked=done.relinked,
            described=done.described,
        )

    return routes
