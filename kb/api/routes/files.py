"""The route for whole files of articles, as `kb add` reads them: text, pages, JSON, JSON Lines, feeds.

Input: the file as the body of a request; kb.api.serving.ports.Service. Output: what became of each article in it.
Never: lets a bad record keep the others out; answers a file of which nothing went in as if something had.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from kb.api.routes.browse import PROBLEMS, WRITING
from kb.api.schemas import resources as schemas
from kb.api.schemas.shapes import added
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper
from kb.api.traffic.problems import status_of, without_paths
from kb.errors import KbError
from kb.service.intake.results import Result
from kb.sources.reading import KINDS

_KINDS: Final = "|".join(sorted(KINDS))
_FILE: Final = {  # the file itself is the body, whatever its type
    "requestBody": {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
}


class Refused(schemas.Value):
    """Why an article of a file did not go in."""

    status: int = Field(examples=[400], description="What it would have been answered with alone.")
    code: str
    detail: str
    hint: str = ""


class OneOfFile(schemas.Value):
    """What became of an article of a file."""

    place: str = Field("", examples=["line 2"], description="Where in the file; empty for the whole.")
    added: schemas.ArticleAdded | None = None
    problem: Refused | None = None


class FileTaken(schemas.Value):
    """What became of the articles of a file, in its order."""

    items: list[OneOfFile]


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the route on *service*."""
    routes = APIRouter(responses=PROBLEMS)

    @routes.post(
        "/articles/file", tags=["articles"], response_model=FileTaken, status_code=201, openapi_extra=_FILE,
        responses=WRITING | {200: {"model": FileTaken, "description": "All that could be read is there already."}},
    )  # fmt: skip
    async def add_file(
        request: Request,
        response: Response,
        actor: Annotated[str, Depends(gatekeeper)],
        form: Annotated[
            str, Query(alias="format", pattern=f"^({_KINDS}|)$", description="Else the file's beginning says it.")
        ] = "",
        name: Annotated[str, Query(max_length=200, description="The file's name, for messages and the log.")] = "",
    ) -> Any:
        """Read a file and add the articles in it. Queries that start after the answer see them."""
        data = await request.body()
        results = await to_thread.run_sync(lambda: service.take(data, name or "http", form, actor))
        response.status_code = 201 if any(one.status in ("added", "corrected") for one in results) else 200
        _refuse(results)
        return {"items": [_told(service.base_iri, one) for one in results]}

    return routes


def _refuse(results: Sequence[Result]) -> None:
    """Raise what kept the first article of a file out, where none went in: KbError."""
    if results and all(one.error is not None for one in results):
        error = results[0].error
        assert error is not None
        raise error


def _told(base: str, one: Result) -> dict[str, Any]:
    if one.error is None:
        return {"place": one.place, "added": added(base, one)}
    return {"place": one.place, "problem": _problem(one.error)}


def _problem(error: KbError) -> dict[str, Any]:
    said, hint = without_paths(error)
    return {"status": status_of(error), "code": error.code, "detail": said, "hint": hint}
