"""The graph to take away, in every form that `kb export` writes.

Input: kb.api.serving.ports.Service. Output: files, complete before the first byte goes out, with a validator by
position.
Never: makes more than a few at once; makes one twice for two clients who ask at the same position; runs a query.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.routes.linked_data import MinConfidence
from kb.api.serving.kept import Kept
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.validators import asked_for, stands_for, tag_at
from kb.errors import NotFoundError
from kb.exporting.formats import BY_ENDING, FORMS, ONE_TABLE, Form
from kb.service.export.take_away import Part

_CACHED: Final = {"Cache-Control": "public, no-cache"}  # what compresses it says that it varies
_ENDINGS: Final = {**BY_ENDING, ONE_TABLE.ending: ONE_TABLE}
_SENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file, the same bytes for the same log.",
        "content": {form.media_type: {} for form in (*FORMS, ONE_TABLE)},
    },
    304: {"description": "What the client has is still it."},
}

Ending = Annotated[
    str,
    PathParameter(
        pattern=r"^[a-z.]+$",
        max_length=20,
        description=f"One of {', '.join(_ENDINGS)}.",
        examples=["ttl"],
    ),
]
Id = Query(max_length=500, description="Only this article, entity, or neighbourhood of an entity: id, IRI or name.")


class NoSuchExportError(NotFoundError):
    """Nothing is exported under an ending."""

    code = "no-such-export"

    def __init__(self, ending: str) -> None:
        self.ending = ending
        super().__init__(f"There is no /export.{ending}.", hint=f"There is .{', .'.join(_ENDINGS)}.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["linked data"], responses=PROBLEMS)
    kept = Kept()

    @routes.head("/export.{ending}", include_in_schema=False)
    @routes.get("/export.{ending}", response_class=Response, responses=_SENT)
    async def export(
        ending: Ending,
        request: Request,
        sure: MinConfidence = 0.0,
        article: Annotated[str, Id] = "",
        entity: Annotated[str, Id] = "",
        about: Annotated[str, Id] = "",
        hops: Annotated[
            int | None, Query(ge=0, le=8, description="How wide the neighbourhood of *about* is; 1 if left out.")
        ] = None,
        classes: Annotated[
            list[str] | None,
            Query(
                alias="class", max_length=20, description="Only these tables; csv and parquet take one, archives any."
            ),
        ] = None,
        as_of: AsOf = "",
    ) -> Response:
        """Send the graph or a part of it as a file."""
        if (form := _ENDINGS.get(ending)) is None:
            raise NoSuchExportError(ending)
        given = {"article": article, "entity": entity, "about": about}
        known = asked_for(request)

        def made() -> Response:
            with service.at(as_of) as then:
                part = _part(then, given, hops, form, tuple(classes or ()))
                return _answer(then, kept, form, part, sure, known)

        return await to_thread.run_sync(made)

    return routes


def _part(then: Reads, given: Mapping[str, str], hops: int | None, form: Form, classes: tuple[str, ...]) -> Part:
    with then.moment() as moment:
        return Part(
            article=given["article"].rstrip("/").rpartition("-")[2],
            entity=moment.entity_id(given["entity"]),
            about=moment.entity_id(given["about"]),
            hops=hops,
            classes=classes,
            archive=form.ending.endswith(".zip"),
        )


def _answer(then: Reads, kept: Kept, form: Form, part: Part, sure: float, known: str) -> Response:
    with then.moment() as moment:
        position = moment.position
    tag = tag_at(then, form.name, part, sure)
    headers = {**_CACHED, "ETag": tag, "X-Kb-Position": str(position)}
    if stands_for(known, tag):
        return Response(status_code=304, headers=headers)
    with ExitStack() as held:
        path = held.enter_context(kept.lent(tag, lambda out: _write(then, out, form, part, sure, position)))
        name = f"kb-{position}.{form.ending}"
        return _Sent(path, form.media_type, name, headers, held.pop_all())


def _write(then: Reads, out: Path, form: Form, part: Part, sure: float, position: int) -> None:
    with out.open("wb") as file:
        then.export(file, form, part, sure, position)


class _Sent(FileResponse):
    """A file on its way; it is given back when it is sent, or its reader gone."""

    def __init__(self, path: Path, media_type: str, name: str, headers: Mapping[str, str], held: ExitStack) -> None:
        self._held = held
        super().__init__(path, media_type=media_type, filename=name, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; parts of it where the client asks for ranges."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await to_thread.run_sync(self._held.close)
