"""The route by which a publisher's new text takes the place of an article's.

Input: kb.api.serving.ports.Service; a text, or the id of an earlier one. Output: what became of the article, as JSON.
"""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Response
from pydantic import ConfigDict, Field, model_validator

from kb.api.routes.browse import PROBLEMS, WRITING
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import added, bare, qualified
from kb.api.serving.ports import Draft, Service
from kb.api.traffic.access import Gatekeeper


class CorrectionIn(schemas.ArticleIn):
    """The new text, or which earlier one comes back. What it does not say (source, address, date) stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "LOWMARSH, 2 March — Three people were killed when the river Ash rose, police said."},
                {"back_to": "article-4f0c2d3e9a7b1c58", "reason": "the correction was of another article"},
            ]
        },
    )
    text: str = Field("", description="The whole new text, as it is to be stored.")
    back_to: str = Field("", max_length=200, description="Instead of a text: id of an earlier text of the article.")
    reason: str = Field("", max_length=2000, description="Why; it stays in the log.")

    @model_validator(mode="after")
    def _one_text(self) -> "CorrectionIn":
        if bool(self.text) == bool(self.back_to):
            raise ValueError("give text or back_to, one of the two")
        return self


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(tags=["articles"], responses=PROBLEMS)

    @routes.post(
        "/articles/{identifier}/correction", response_model=schemas.ArticleAdded, status_code=201, responses=WRITING
    )
    async def correct_article(
        identifier: Annotated[str, Path(max_length=200)],
        body: CorrectionIn,
        response: Response,
        actor: Annotated[str, Depends(gatekeeper)],
    ) -> Any:
        """Put a new text in an article's place; what stands in both texts keeps its ids and people's decisions."""
        article = bare("article", identifier)
        if body.back_to:
            earlier = bare("article", body.back_to)
            result = await to_thread.run_sync(service.put_back, article, earlier, actor, body.reason)
        else:
            draft = Draft(**body.model_dump(exclude={"back_to", "reason"}))
            result = await to_thread.run_sync(service.correct, article, draft, actor, body.reason)
        response.status_code = 200 if result.status == "known" else 201
        response.headers["Location"] = f"/articles/{qualified('article', result.article)}"
        return added(service.base_iri, result)

    return routes
