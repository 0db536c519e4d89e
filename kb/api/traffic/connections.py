"""Connections that are bounded: in number, in the time that a request may take to arrive, in waiting for a slow reader.

Input: bytes of clients. Output: requests for the application, as uvicorn hands them on; trailers, which it does not
send.
Never: lets a client that says nothing, or a byte now and then, hold a connection for longer than its limits.
"""

import asyncio
import re
import socket
from dataclasses import dataclass
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kb.api.traffic.access import is_loopback

TRAILERS: Final = "http.response.trailers"
_HEADERS: Final = 200
_HEADER_BYTES: Final = 64 << 10  # of them together; a long query stands in the address, which is not counted
_HEAD_BYTES: Final = 256 << 10  # of them and the address: a query of 64 KB, escaped, in a GET
_ADDRESS: Final = 60 << 10
_LENGTH: Final = b"content-length"
_CONTROLS: Final = re.compile(rb"[\x00-\x1f\x7f]")
_TOO_MANY: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_FULL: Final = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How much a connection may cost.

    Attributes:
        most: connections open at the same time; the next is answered 503 and closed.
        each: of those, from one address; loopback may have them all, since a proxy in front of it may.
        head: seconds from the first moment of a connection, or the first byte of a further request, to the end of
            its headers.
        body: seconds that the body of a request may take to arrive.
        reader: seconds that a client may leave what is sent to it unread.
    """

    most: int = 1000
    each: int = 200
    head: float = 15.0
    body: float = 300.0
    reader: float = 60.0


class Bounded(HttpToolsProtocol):
    """One connection. Subclassed with a patience by *bounded*."""

    patience: Patience = Patience()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._wait: asyncio.TimerHandle | None = None
        self._waits_for = ""
        self._phase = ""  # what of a request is coming: its head, its body, or nothing of it
        self._lines = 0  # of the head that is coming
        self._bytes = 0  # of it
        self._reader: asyncio.TimerHandle | None = None
        self._plain = self.app
        self.app = self._with_trailers

    @property
    def host(self) -> str:
        """Address of the other end, "" if there is none."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or answer that there are too many."""
        super().connection_made(transport)
        _send_at_once(transport)
        host = self.host
        own = sum(isinstance(other, Bounded) and other.host == host for other in self.connections)
        crowded = own > self.patience.each and not is_loopback(host)
        if len(self.connections) > self.patience.most or crowded:
            transport.write(_FULL)
            transport.close()
            return
        self._expect("head", self.patience.head)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what was waited for."""
        self._expect("", 0)
        if self._reader is not None:
            self._reader.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; say what is to come next."""
        if self.transport.is_closing():
            return
        if self._phase != "body" and self._is_bomb(data):
            self._refuse()
            return
        super().data_received(data)
        self._bytes = self._bytes + len(data) if self._phase == "head" else 0
        if self._bytes > _HEAD_BYTES:
            self._refuse()
        elif self._phase == "body":
            self._expect("body", self.patience.body)
        elif self._phase == "head" or (self._is_free() and self.timeout_keep_alive_task is None):
            self._expect("head", self.patience.head)
        else:
            self._expect("", 0)

    def _is_free(self) -> bool:
        """Say whether nothing is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def on_message_begin(self) -> None:
        """Note that a head has begun."""
        self._phase = "head"
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that a head is complete, and hand the request on."""
        self._phase = "body"
        if self.parser.get_http_version() == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            raise ValueError("a request of HTTP/1.1 names one host")  # RFC 9112, 3.2; answered 400
        path, mark, query = self.url.partition(b"?")
        if len(self.url) < _ADDRESS or not mark:
            self._hand_on()
            return
        self.url = path  # the parser takes no address beyond 64 KB, and a query escaped may be three times as long
        super().on_headers_complete()
        self.scope["query_string"] = query

    def _hand_on(self) -> None:
        """Have the application answer; a head that is read before its body."""
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that a request is complete."""
        self._phase = ""
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for another request as uvicorn does; its own time limit ends a connection that says nothing."""
        self._expect("", 0)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Begin to wait for a reader."""
        super().pause_writing()
        if self._reader is None:
            self._reader = self.loop.call_later(self.patience.reader, self._give_up)

    def resume_writing(self) -> None:
        """The reader has read."""
        super().resume_writing()
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _expect(self, what: str, seconds: float) -> None:
        """Close the connection unless *what* has come by then; asked for the same again, the time runs on."""
        if what == self._waits_for:
            return
        if self._wait is not None:
            self._wait.cancel()
        self._waits_for = what
        self._wait = self.loop.call_later(seconds, self._give_up) if what else None

    def _is_bomb(self, data: bytes) -> bool:
        """Say whether the headers that come are more than may be, before they are looked at one by one."""
        head, end, _ = data.partition(b"\r\n\r\n")
        self._lines += head.count(b"\n")
        bomb = self._lines > _HEADERS
        if end:
            self._lines = 0
        return bomb

    def _refuse(self) -> None:
        self.transport.write(_TOO_MANY)
        self.transport.close()

    def _give_up(self) -> None:
        self.transport.abort()

    async def _with_trailers(self, scope: Any, receive: Any, send: Any) -> None:
        """Run the application; hold the end of a response back until its trailers are there."""
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        headers = scope["headers"]
        if len(headers) > _HEADERS or sum(len(name) + len(value) for name, value in headers) > _HEADER_BYTES:
            await send({"type": "http.response.start", "status": 431, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": b""})
            return
        trailing = False
        cycle = send.__self__  # of this request; self.cycle may be that of another, which came while this is answered
        cycle.transport = joined = _Joined(self.transport)
        wanted = any(name == b"te" and b"trailers" in value.lower() for name, value in headers)
        if wanted and scope["http_version"] == "1.1":
            scope["extensions"] = {**scope.get("extensions", {}), TRAILERS: {}}

        async def sent(message: Any) -> None:
            nonlocal trailing
            if message["type"] == "http.response.start":
                trailing = bool(message.get("trailers"))
                joined.waits = scope["method"] != "HEAD" and any(name == _LENGTH for name, _ in message["headers"])
            elif message["type"] == TRAILERS:
                _end(cycle, message["headers"])
                return
            elif trailing and not message.get("more_body", False):
                message = {**message, "more_body": True}
            await send(message)

        await self._plain(scope, receive, sent)


class _Joined:
    """A transport that sends a head with the body that follows it: one packet, one call of the kernel.

    Attributes:
        waits: what is written next is a head whose body is at hand.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self.waits = False

    def write(self, data: bytes) -> None:
        if self.waits:
            self._head, self.waits = data, False
            return
        head, self._head = self._head, b""
        self._transport.write(head + data if head else data)

    def close(self) -> None:
        if self._head:
            self.write(b"")
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()


def _end(cycle: Any, trailers: list[tuple[bytes, bytes]]) -> None:
    """End a response with trailers, as uvicorn ends one without."""
    if cycle.disconnected or cycle.response_complete:
        return
    cycle.response_complete = True
    cycle.message_event.set()
    lines = (b"%s: %s\r\n" % (name, _CONTROLS.sub(b" ", value)) for name, value in trailers)
    cycle.transport.write(b"0\r\n%s\r\n" % b"".join(lines))
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()


def _send_at_once(transport: asyncio.Transport) -> None:
    """Have the kernel send what is written when it is: else a body waits 40 ms for its head to be acknowledged.

    asyncio does that for sockets that say they are TCP's, which those from socket.create_server do not.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
