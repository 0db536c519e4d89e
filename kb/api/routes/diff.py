"""Routes for what changed between two positions of the log, and why a triple is in the graph.

Input: kb.api.serving.ports.Service. Output: JSON; application/rdf-patch.
Never: compares positions further apart than MOST events, or more than a few pairs at once: that is work for `kb diff`.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.types import Receive, Scope, Send

from kb.api.routes.browse import PROBLEMS, AsOf
from kb.api.serving.ports import Service
from kb.errors import InputError, LockedError
from kb.graph.patch import MEDIA_TYPE
from kb.query.formats import Format, negotiated
from kb.service.history.differing import Diff

MOST: Final = 5000  # events between two positions
AT_ONCE: Final = 2
_PIECE: Final = 64 << 10  # bytes that are sent at once: each piece changes threads
_JSON: Final = Format("json", "application/json")
_PATCH: Final = Format("patch", MEDIA_TYPE)
_FORMATS: Final = {"json": _JSON, "patch": _PATCH}
_SENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "What changed, as docs/history.md has it.",
        "content": {"application/json": {}, MEDIA_TYPE: {}},
    }
}


class BusyComparingError(LockedError):
    """As many positions are being compared as may be at once."""

    code = "busy-comparing"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"{most} comparisons are running, and no more may.", hint="Try again in a moment.")


class Reasons(BaseModel):
    """Why triples are in the graph."""

    triples: list[dict[str, Any]] = Field(
        description="Each with quad, claim, certainty, said_by, grounds (article, extractor, quotes) and events."
    )
    more: bool = Field(description="Whether there are more than *limit*.")


def router(service: Service) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(tags=["log"], responses=PROBLEMS)
    running = threading.BoundedSemaphore(AT_ONCE)

    @routes.get("/diff", response_class=StreamingResponse, responses=_SENT)
    async def compare(
        request: Request,
        start: Annotated[str, Query(alias="from", max_length=60, description="An event, 0: none; or a time.")],
        goal: Annotated[str, Query(alias="to", max_length=60, description="The same; left out: the last event.")] = "",
        format: Annotated[Literal["json", "patch"] | None, Query(description="Instead of Accept.")] = None,
    ) -> Response:
        """Send what changed in the graph between two events, each change with the event that made it."""
        chosen = _FORMATS[format] if format else negotiated(request.headers.get("accept", ""), (_JSON, _PATCH))
        return await to_thread.run_sync(_Compared.begin, service, (start, goal), chosen, running)

    @routes.get("/blame", response_model=Reasons)
    def blame(
        triple: Annotated[str, Query(max_length=20_000, description="As in N-Triples, or Turtle and prefixes.")] = "",
        id: Annotated[str, Query(max_length=2000, description="Of a thing: all that is said of it; its IRI too.")] = "",
        limit: Annotated[int, Query(ge=1, le=1000, description="How many triples at most.")] = 50,
        as_of: AsOf = "",
    ) -> Any:
        """Say why a triple is in the graph: article, characters, extractor, and each decision that led to it."""
        if bool(triple.strip()) == bool(id.strip()):
            raise InputError("Give `triple` or `id`, one of the two.", hint="/blame?id=event-HASH, for example.")
        found = service.blame(triple.strip() or id.strip(), limit + 1, as_of)
        return {"triples": [asdict(one) for one in found[:limit]], "more": len(found) > limit}

    return routes


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of 64 KiB at least, but the last: lines and parts of a graph are short."""
    some: list[bytes] = []
    size = 0
    for piece in pieces:
        some.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(some)
            some, size = [], 0
    if some:
        yield b"".join(some)


class _Compared(StreamingResponse):
    """A diff on its way; what it holds is let go of when it is sent, or its reader gone."""

    def __init__(self, pieces: Iterator[bytes], media_type: str, held: ExitStack) -> None:
        self._held = held
        super().__init__(pieces, media_type=media_type, headers={"Vary": "Accept"})

    @classmethod
    def begin(
        cls, service: Service, between: tuple[str, str], form: Format, running: threading.BoundedSemaphore
    ) -> "_Compared":
        """Fold the stretch between two positions in, and be ready to send what it changed."""
        with ExitStack() as held:
            if not running.acquire(blocking=False):
                raise BusyComparingError(AT_ONCE)
            held.callback(running.release)
            lent: AbstractContextManager[Diff] = service.diff(*between, most=MOST)
            found = held.enter_context(lent)
            pieces = found.patch() if form is _PATCH else (piece.encode() for piece in found.json())
            return cls(gathered(pieces), form.media_type, held.pop_all())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await to_thread.run_sync(self._held.close)
