"""The log over HTTP: a part of it, and as server-sent events what is recorded from now on.

Input: kb.api.serving.ports.Service. Output: JSON; text/event-stream with the position of each event as its id.
Never: leaves a gap or sends an event twice: who comes back names the last id it has seen, and gets what is after it.

A reader that does not take an event for PATIENCE seconds is cut off. The word that says so is sent as soon as it takes
something again within the same time; otherwise the connection just ends. Nothing is lost by it: what was not sent is
in the log.
"""

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from typing import Annotated, Any, Final

import anyio
from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field
from starlette.types import Receive, Scope, Send

from kb.api.routes.browse import PROBLEMS
from kb.api.routes.feed import Feed, read_back, read_page
from kb.api.schemas.parameters import only_known
from kb.api.traffic.problems import without_paths
from kb.errors import InputError, KbError
from kb.events.codec import EVENT_TYPES
from kb.log.contract import UnreachableError
from kb.service.history.following import Chosen, check

PATIENCE: Final = 30.0  # seconds that sending one event may take
HEARTBEAT: Final = 15.0  # seconds of silence after which a comment says that the connection stands
AWAY: Final = 1.0  # seconds after which a log that was away is asked again
RETRY: Final = 2000  # milliseconds after which a browser comes back
_FAR: Final = 1000  # events passed over since the last id; who comes back need not pass over them again
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Events, each with its position as id.", "content": {"text/event-stream": {}}}
}
_log = logging.getLogger("kb.api")

After = Annotated[int, Query(ge=0, description="Only what came after this event.")]
Types = Annotated[list[str] | None, Query(alias="type", description="Only events of this type; may be repeated.")]
Stream = Annotated[str | None, Query(max_length=300, description="Only this stream, such as article/ID.")]
Payload = Annotated[bool, Query(description="With what each event holds; false: only what surrounds it.")]
Before = Annotated[int, Query(ge=1, description="Only what came before this event, the newest first.")]
Actor = Annotated[
    str, Query(max_length=100, description="Only what was done by who has this in the name; the newest first.")
]
LastEventId = Annotated[
    str | None, Header(alias="Last-Event-ID", description="Id of the last event seen; beats *after*.")
]


class LastEventIdError(InputError):
    """The id that a reader names as the last it has seen is none of a log."""

    code = "bad-last-event-id"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"{given!r} is no position of the log.", hint="Send the id of the last event, a number.")


class LogPart(BaseModel):
    """A part of the log."""

    items: list[dict[str, Any]] = Field(description="Events, as `kb log --json` has them, and in words as `said`.")
    next: int = Field(
        description="Ask for what is after this position next; the newest first: for what is before it, 0 for the end.",
        examples=[219],
    )
    position: int = Field(description="Of the last event of the log.", examples=[219])


def router(feed: Feed, patience: float = PATIENCE, heartbeat: float = HEARTBEAT) -> APIRouter:
    """Return the routes on *feed*."""
    routes = APIRouter(tags=["log"], responses=PROBLEMS)

    @routes.get("/log", response_model=LogPart, dependencies=[Depends(only_known)])
    def show_log(
        after: After = 0,
        before: Before | None = None,
        types: Types = None,
        actor: Actor = "",
        stream: Stream = None,
        payload: Payload = True,
    ) -> Any:
        """Send the next events after a position; up to 100, fewer where they are large.

        Where *before* or *actor* is given, the newest come first, as on the page of the log, and those that fit among
        the 2,000 that were looked at.
        """
        chosen = _chosen(types, stream)
        check(feed.log, after, chosen.stream)
        position = feed.log.position()
        if before is not None or actor:
            found, reached = read_back(feed.log, before or 0, chosen, actor.strip(), after, whole=payload)
        else:
            found, reached = read_page(feed.log, after, position, chosen, whole=payload)
        return {"items": [json.loads(line) for _, line in found], "next": reached, "position": position}

    @routes.get("/log/stream", response_class=StreamingResponse, responses=_STREAM, dependencies=[Depends(only_known)])
    async def follow_log(
        after: After = 0, types: Types = None, stream: Stream = None, payload: Payload = True, last: LastEventId = None
    ) -> EventSourceResponse:
        """Send the events after a position, then each as it is recorded, as server-sent events."""
        chosen = _chosen(types, stream)
        begin = after if last is None else _position(last)
        await anyio.to_thread.run_sync(check, feed.log, begin)
        return Following(feed, begin, chosen, whole=payload, patience=patience, heartbeat=heartbeat)

    return routes


def _chosen(types: list[str] | None, stream: str | None) -> Chosen:
    for given in types or ():
        if given not in EVENT_TYPES:
            raise InputError(f"There are no events of type {given!r}.", hint=f"Choose from {', '.join(EVENT_TYPES)}.")
    return Chosen(tuple(types or ()), stream)


def _position(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        raise LastEventIdError(given)
    return int(given)


class Following(EventSourceResponse):
    """One reader's stream. It has one of the feed's places from when it is made until its connection ends.

    Raises:
        TooManyFollowersError: there is no place left.
    """

    def __init__(
        self, feed: Feed, after: int, chosen: Chosen, *, whole: bool, patience: float, heartbeat: float
    ) -> None:
        self._feed = feed
        self._at = after
        self._chosen = chosen
        self._whole = whole
        self._patience = patience
        self._heartbeat = heartbeat
        self._held = ExitStack()
        self._held.enter_context(feed.place())
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter: nginx passes on at once
        super().__init__((), headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the reader goes, is cut off, or the server ends."""
        with self._held:
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send each part as soon as it is there, as long as the reader takes it in time."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._parts()) as parts:
            async for part in parts:  # each is asked for when the one before is gone: nothing piles up
                if not await self._sent(send, part):
                    await self._cut_off(send)
                    return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _sent(self, send: Send, part: bytes, *, more: bool = True) -> bool:
        with anyio.move_on_after(self._patience) as waiting:
            await send({"type": "http.response.body", "body": part, "more_body": more})
        return not waiting.cancelled_caught

    async def _cut_off(self, send: Send) -> None:
        _log.info("A reader of the log's stream took nothing for %g seconds and is cut off.", self._patience)
        said = f"Nothing was taken for {self._patience:g} seconds; come back with Last-Event-ID."
        await self._sent(send, _word("cut-off", said), more=False)

    async def _parts(self) -> AsyncGenerator[bytes, None]:
        # An id without data moves where a browser comes back to, and is no event to it.
        yield format_sse_event(comment=f"events after {self._at}", id=str(self._at), retry=RETRY)
        told = self._at
        while not self._feed.ending():
            try:
                head = await self._feed.beyond(self._at, self._heartbeat)
                page: list[tuple[int, str]] = []
                reached = self._at
                if head > self._at:
                    page, reached = await self._feed.page(self._at, head, self._chosen, whole=self._whole)
            except UnreachableError:
                yield format_sse_event(comment="the log is away for now")
                await anyio.sleep(AWAY)
                continue
            except KbError as error:
                yield _word("failed", without_paths(error)[0])
                return
            for position, line in page:
                yield format_sse_event(data_str=line, id=str(position))
                told = position
            if reached == self._at or reached - told > _FAR:
                yield format_sse_event(comment="still here", id=str(reached))
                told = reached
            self._at = reached
        yield _word("closing", "The server ends; come back with Last-Event-ID.")


def _word(event: str, said: str) -> bytes:
    return format_sse_event(event=event, data_str=json.dumps({"detail": said}))
