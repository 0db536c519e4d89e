"""Says on every answer that it does not know the log's last events, why, and which event it is as of.

Input: ASGI messages; what the service says without asking the log. Output: the header X-Kb-Warning.
Never: asks the log itself, or waits for it.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.serving.ports import Service
from kb.api.traffic.telling import HEADER, line

_READS: Final = ("GET", "HEAD")  # what is written knows its own event


class Behind:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its answer where it may lag behind."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reads = scope["method"] in _READS
        before = self._service.behind if reads else ""  # else what was read too early, and told late, is not marked

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 300:
                said = before or self._service.behind  # a look at one file: less than a way to a thread and back
                if said:
                    headers = MutableHeaders(scope=message)
                    headers[HEADER] = line(*headers.getlist(HEADER), said)
            await send(message)

        await self._app(scope, receive, marked)
