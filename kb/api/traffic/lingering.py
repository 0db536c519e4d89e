"""The end of a connection whose request is refused before its body is read.

Input: ASGI messages. Output: the same response, whole, with `Connection: close`; the connection ends after the rest of
the body has been read and thrown away, or has not come in time.
Never: keeps a byte of such a body; waits longer than its limits.

Closing a socket that holds unread bytes resets the connection: the kernel drops what it has not yet sent, and a client
that sends to the end before it reads loses the response (RFC 9112, 9.6).
"""

from typing import Final

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST: Final = 30.0  # seconds that a connection is read after its response, as nginx has it
IDLE: Final = 5.0  # seconds without a byte after which nobody is sending any more


class Lingering:
    """Wraps the whole application.

    Args:
        app: what answers.
        most: seconds that the rest of a body may take.
        idle: seconds that may pass between two parts of it.
    """

    def __init__(self, app: ASGIApp, most: float = MOST, idle: float = IDLE) -> None:
        self._app = app
        self._most = most
        self._idle = idle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; then read on if its body was not read to the end."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send)
        await self._app(scope, exchange.receive, exchange.send)
        if exchange.held:
            await self._read_on(exchange)
            await send({"type": "http.response.body", "body": b""})

    async def _read_on(self, exchange: "_Exchange") -> None:
        with anyio.move_on_after(self._most):
            while not exchange.over:
                with anyio.move_on_after(self._idle) as silence:
                    await exchange.receive()
                if silence.cancelled_caught:
                    return


class _Exchange:
    """One request and its response: `held` says that only the end of the response is still to be sent."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self.over = False  # the body has been read, or its sender is gone
        self.held = False

    async def receive(self) -> Message:
        message = await self._receive()
        self.over = self.over or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and not self.over:
            MutableHeaders(scope=message)["Connection"] = "close"
        elif message["type"] == "http.response.body" and not message.get("more_body", False) and not self.over:
            self.held = True
            message = {**message, "more_body": True}
        await self._send(message)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
