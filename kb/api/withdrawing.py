"""The route by which an article is withdrawn.

Input: kb.api.ports.Service. Output: what became of the article, as JSON.
Erasing is no route: nothing brings back what a mistaken request would take; `kb erase` does it at the home itself.
"""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field

from kb.api import schemas
from kb.api.access import Gatekeeper
from kb.api.browse import PROBLEMS
from kb.api.ports import Service
from kb.api.shapes import bare, qualified

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


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["articles"], responses=PROBLEMS)

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
