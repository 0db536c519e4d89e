"""One file of many on its way in, with word of each article as soon as it is recorded.

Input: a form with one file. Output: JSON lines: for each article its status and the HTML of its line; at the end what
became of the file. Read by static/add.js, which sends one file after another.
Never: stops because the page was left: what was sent is recorded to its end.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Annotated, Final

from fastapi import File, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from kb.api.pages.deciding import who_acts
from kb.api.pages.site import Site
from kb.errors import KbError
from kb.service.intake.results import Result

_LINES: Final = "application/x-ndjson"
_running: Final[set["asyncio.Future[None]"]] = set()  # a task that nobody holds may be collected before it ends
Take = Callable[[Callable[[Result], None]], object]


def add(site: Site) -> None:
    """Add the route."""

    @site.router.post("/add/file")
    async def take(
        request: Request, file: Annotated[UploadFile, File()], csrf: Annotated[str, Form(max_length=200)] = ""
    ) -> Response:
        """Record the articles of a file."""
        actor = who_acts(site, request, csrf)
        data, name = await file.read(), file.filename or "file"
        frame = await run_in_threadpool(site.frame, request)

        def line(result: Result) -> str:
            html = site.text("add_result.html", frame=frame, one=result)
            return json.dumps({"status": result.status, "html": html}) + "\n"

        results = following(name, lambda told: site.service.take(data, name, "", actor, told))
        return StreamingResponse((line(one) async for one in results), media_type=_LINES)


async def following(origin: str, take: Take) -> AsyncIterator[Result]:
    """Yield what becomes of each article while *take* runs in a thread of its own, to its end in any case.

    Args:
        origin: the file's name, for a fault that takes the whole of it.
    """
    loop = asyncio.get_running_loop()
    came: asyncio.Queue[Result | None] = asyncio.Queue()

    def put(result: Result | None) -> None:
        with suppress(RuntimeError):  # the server has stopped: nobody follows, the rest is recorded all the same
            loop.call_soon_threadsafe(came.put_nowait, result)

    def work() -> None:
        try:
            take(put)
        except KbError as error:
            put(Result("failed", origin, error=error))
        finally:
            put(None)

    task = asyncio.ensure_future(run_in_threadpool(work))
    _running.add(task)
    task.add_done_callback(_running.discard)
    while (result := await came.get()) is not None:
        yield result
    await task
