"""Says on an answer about the past what it cannot show any more: events that were erased since.

Input: ASGI messages; what kb notes about the past while it answers. Output: the header X-Kb-Warning.
Never: keeps a note beyond its request.
"""

import logging
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.traffic.telling import HEADER, line

_notes: ContextVar[list[str] | None] = ContextVar("notes", default=None)


class _Keeping(logging.Handler):
    """Keeps what is noted with the request during which it is, whatever thread works on it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one note."""
        kept, text = _notes.get(), record.getMessage()
        if kept is not None and text not in kept:
            kept.append(text)


_keeping = _Keeping()


class Noting:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        logger = logging.getLogger("kb.past")
        if _keeping not in logger.handlers:
            logger.addHandler(_keeping)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its answer with what was noted before it began."""
        kept: list[str] = []
        before = _notes.set(kept)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and kept:
                headers = MutableHeaders(scope=message)
                headers[HEADER] = line(*headers.getlist(HEADER), *kept)
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            _notes.reset(before)
