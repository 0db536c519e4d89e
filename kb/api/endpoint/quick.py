"""Small queries past the layers: what a request of the commonest kind asks is with a worker before any task begins.

Input: requests that kb.api.traffic.connections has read whole and that bring nothing but a query and the plainest
headers.
Output: the bytes of the answer, the same as all the layers together give it; or, where it is any other answer than a
small one that was there at once, what has begun so far, for the usual way to go on with (kb.api.endpoint.short_way).
Never: answers an error, a client that says who it is, or where rates, a private server or tracing ask for more.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Sequence
from typing import Any, Final, Protocol

from fastapi import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from kb.api.endpoint.answering import MOMENT, Started, drop, resumed, start
from kb.api.endpoint.asked import PATH, read_short
from kb.api.endpoint.quick_heads import Heads
from kb.api.endpoint.quick_requests import Requests
from kb.api.endpoint.sending import Run, body_of, headers_of
from kb.api.serving.ports import Service
from kb.api.traffic.hardening import completed
from kb.api.traffic.metrics import Metrics
from kb.api.traffic.middleware import log_request
from kb.api.traffic.visitors import Visitors
from kb.query.service import Begun, QueryResult
from kb.query.workers.pool import Place

COMPRESSED: Final = 1400  # bytes of a body from which on it is worth it: less is one packet, however it is written
STARTED: Final = "kb.started"  # in a scope: what has begun
_VARIES: Final = b", Origin"
_ENCODINGS: Final = b"accept-encoding"
_CLOSING: Final = ((b"connection", b"close"),)
_ROW: Final = 16  # queries of one connection in a row, after which it is taken to be the only one that asks
_LARGEST: Final = 22 << 10  # bytes of a result: more takes longer to compress than all the rest
_RESPONSE: Final = "kb.response"
Pairs = list[tuple[bytes, bytes]]  # of headers


class Connection(Protocol):
    """What an answer needs of kb.api.traffic.connections."""

    loop: asyncio.AbstractEventLoop
    transport: Any

    @property
    def default_headers(self) -> Sequence[tuple[bytes, bytes]]:
        """Of every answer."""

    def go_on(self, short: "Short") -> None:
        """Have the application answer."""

    def answered(self, short: "Short") -> None:
        """Take note of the end."""


class Quick:
    """The short way of one application.

    Args:
        visitors: say what queries of somebody unknown may cost.
        counts: where requests are counted.
    """

    def __init__(self, service: Service, visitors: Visitors, counts: Metrics) -> None:
        self.service = service
        self.visitors = visitors
        self.counts = counts
        self._compress = CompressMiddleware(_respond, minimum_size=COMPRESSED)
        self.heads = Heads()
        self._last: object = None
        self._row = 0
        self.requests = Requests()

    def alone(self, connection: object) -> bool:
        """Say whether *connection*, which brings a query, has brought all of the last ones: nobody else waits."""
        self._row = self._row + 1 if connection is self._last else 0
        self._last = connection
        return self._row >= _ROW

    def crowd(self) -> None:
        """Take nobody for alone for a while: a query was waited for that takes longer."""
        self._last = None

    def written(self, scope: dict[str, Any], run: Run, done: QueryResult, *, keep_alive: bool) -> tuple[bytes, bytes]:
        """Return lines of the head, and the body, of an answer as all layers together leave it."""
        body, closing = body_of(done), () if keep_alive else _CLOSING

        def made() -> tuple[Pairs, bytes]:
            headers, sent = self.dressed(scope, Response(body, headers=headers_of(run, done)))
            return [*headers, *closing], sent

        if len(body) < COMPRESSED or not any(name == _ENCODINGS for name, _ in scope["headers"]):
            kind = (keep_alive, len(body) < COMPRESSED)
            return self.heads.of(run, done, len(body), kind, lambda: made()[0]), body
        headers, body = made()
        return b"".join(b"%s: %s\r\n" % one for one in headers), body

    def dressed(self, scope: dict[str, Any], response: Response) -> tuple[Pairs, bytes]:
        """Return headers and body of an answer as all layers together leave it, for a client that is_plain."""
        headers, body = response.raw_headers, bytes(response.body)
        if len(body) >= COMPRESSED:
            headers, body = _sent(self._compress, {**scope, _RESPONSE: response})
        return completed([(name, value + _VARIES if name == b"vary" else value) for name, value in headers]), body


async def _respond(scope: Scope, receive: Receive, send: Send) -> None:
    await scope[_RESPONSE](scope, receive, send)


def _sent(app: ASGIApp, scope: dict[str, Any]) -> tuple[Pairs, bytes]:
    """Return headers and body of what an application answers that waits for nothing."""
    messages = at_once(app, scope)
    head, *rest = messages
    return head["headers"], b"".join(message.get("body", b"") for message in rest)


def at_once(app: ASGIApp, scope: dict[str, Any]) -> list[Message]:
    """Return what an application sends that waits for nothing, without an event loop.

    Raises:
        RuntimeError: it waits.
    """
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    coroutine: Any = app(scope, nothing, keep)
    try:
        coroutine.send(None)
    except StopIteration:
        return messages
    coroutine.close()
    raise RuntimeError("What is done at once waited for something.")


class Short:
    """One request on the short way; to uvicorn it is the cycle of a request like others."""

    def __init__(self, quick: Quick, connection: Connection, scope: dict[str, Any], *, keep_alive: bool) -> None:
        self.scope = scope
        self.body = bytearray()
        self.more_body = True
        self.response_complete = False
        self.disconnected = False
        self.keep_alive = keep_alive
        self._quick = quick
        self._connection = connection
        self._headers: dict[bytes, bytes] = dict(scope["headers"])
        self._began = 0.0
        self._started: Started | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def message_event(self) -> "Short":
        """Who waits for the body waits here; kept by nobody, so that no request has to be looked for as garbage."""
        return self

    def set(self) -> None:
        """There is news of the body; *begin* is called when it is whole."""

    def begin(self) -> None:
        """Start the query, or have the application do it."""
        self._began = time.perf_counter()
        accept = self._headers.get(b"accept", b"").decode("latin-1")
        method, query = self.scope["method"], self.scope["query_string"]
        try:
            asked = read_short(query if method == "GET" else bytes(self.body), self._headers.get(b"content-type", b""))
            visitor = self._quick.visitors.unknown((self.scope["client"] or ("",))[0])
            loop, by_get = self._connection.loop, method == "GET"
            service = self._quick.service
            started = start(service, asked, accept, "", visitor, loop, by_get=by_get, ready=self._call)
        except Exception:  # noqa: BLE001  the usual way comes upon it again, and says it
            self._connection.go_on(self)
            return
        self._wait_for(started)

    def _wait_for(self, started: Started) -> None:
        """Wait for the worker, or for a turn; answer what is there."""
        self._started, done = started, started.done
        loop = self._connection.loop
        if isinstance(done, Begun):
            if self._quick.alone(self._connection):
                if done.soon(wait=True):
                    self._end(started, done)
                    return
                self._quick.crowd()
            loop.add_reader(done.fileno(), self._news)
            self._timer = loop.call_later(MOMENT, self._news)
        elif isinstance(done, QueryResult):
            self._answer(started, done)
        elif isinstance(done, Place):
            self._timer = loop.call_later(done.until - time.monotonic(), self._turn)
        else:
            self._go_on(started)

    def gone(self) -> None:
        """The client has gone."""
        self.disconnected = True
        if self._timer is None or self._started is None:
            return
        if isinstance(place := self._started.done, Place):
            self._timer.cancel()
            self._started = None
            place.give_up()
        else:
            self._news()

    def _call(self) -> None:
        """Have *_turn* called; may be called by any thread."""
        loop = self._connection.loop
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it all that waited
            (loop.call_soon if _runs(loop) else loop.call_soon_threadsafe)(self._turn)

    def _turn(self) -> None:
        """It is this query's turn, or it has waited for as long as it may."""
        started, timer = self._started, self._timer
        if started is None or timer is None or not isinstance(place := started.done, Place):
            return  # it came to its end before
        timer.cancel()
        self._timer = None
        resumed(self._quick.service, started, place)
        self._wait_for(started)

    def _news(self) -> None:
        started, loop = self._started, self._connection.loop
        assert started is not None
        begun, timer = started.done, self._timer
        assert isinstance(begun, Begun)
        assert timer is not None
        timer.cancel()
        self._timer = None
        loop.remove_reader(begun.fileno())
        if self.disconnected:
            started.run.token.cancel()
            loop.run_in_executor(None, drop, begun)
        elif not begun.soon():
            self._go_on(started)
        else:
            self._end(started, begun)

    def _end(self, started: Started, begun: Begun) -> None:
        """Answer a query whose worker has said its last word."""
        try:
            started.done = begun.end()
        except Exception as error:  # noqa: BLE001  the usual way raises it where it is told
            started.done = error
            self._go_on(started)
        else:
            self._answer(started, started.done)

    def _go_on(self, started: Started) -> None:
        self._started = None
        self.scope[STARTED] = started
        self._connection.go_on(self)

    def _answer(self, started: Started, done: QueryResult) -> None:
        if done.warnings or done.size > _LARGEST or self._quick.service.behind:
            self._go_on(started)
            return
        head, body = self._quick.written(self.scope, started.run, done, keep_alive=self.keep_alive)
        identifier = f"{random.getrandbits(64):016x}"
        usual = [b"%s: %s\r\n" % one for one in self._connection.default_headers]
        own = b"x-request-id: %s\r\n\r\n" % identifier.encode()
        self._connection.transport.write(b"".join((b"HTTP/1.1 200 OK\r\n", *usual, head, own, body)))
        spent = time.perf_counter() - self._began
        self._quick.counts.count(PATH, self.scope["method"], 200, len(body), spent)
        log_request(self.scope, identifier, 200, len(body), spent)
        self.response_complete = True
        self._started = None  # which says whom to call: a circle
        self._connection.answered(self)


def _runs(loop: asyncio.AbstractEventLoop) -> bool:
    """Say whether this thread runs *loop*."""
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
