"""Says on an answer that the token which was sent is nobody's: misspelt, or revoked; it was answered as without one.

Input: ASGI messages; who asks (kb.api.traffic.visitors). Output: the header X-Kb-Warning.
Never: refuses a reader: a proxy may pass on what it let a visitor in by.
"""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.traffic.telling import HEADER, line
from kb.api.traffic.visitors import Visitors

_SAID: Final = "The token is nobody's here: this is answered as to whoever brings none."


class Strangers:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self._app = app
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its answer where its token helped nothing."""
        bears = scope["type"] == "http" and Headers(scope=scope).get("authorization", "").lower().startswith("bearer ")
        if not bears or not self._visitors.knows_some or self._visitors(Request(scope)).known:
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 300:
                headers = MutableHeaders(scope=message)
                headers[HEADER] = line(*headers.getlist(HEADER), _SAID)
            await send(message)

        await self._app(scope, receive, marked)
