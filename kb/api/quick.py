"""Small queries past the layers: what a request of the commonest kind asks is with a worker before any task begins.

Input: requests that kb.api.connections has read whole and that bring nothing but a query and the plainest headers.
Output: the bytes of the answer, the same as all the layers together give it; or, where it is any other answer than a
small one that was there at once, what has begun so far, for the usual way to go on with (kb.api.short_way).
Never: answers an error, a client that says who it is, or where rates, a private server or tracing ask for more.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any, Final, Protocol

from fastapi import Response

from kb.api.answering import MOMENT, Started, drop, start
from kb.api.asked import FORM, PATH, QUERY, SHORT, read_short
from kb.api.hardening import completed
from kb.api.metrics import Metrics
from kb.api.middleware import log_request
from kb.api.ports import Service
from kb.api.sending import whole
from kb.api.visitors import Visitors
from kb.query.service import Begun, QueryResult

COMPRESSED: Final = 1400  # bytes of a body from which on it is worth it: less is one packet, however it is written
STARTED: Final = "kb.started"  # in a scope: what has begun
_PLAIN: Final = frozenset(
    {b"host", b"accept", b"accept-encoding", b"user-agent", b"connection", b"content-type", b"content-length"}
)
_TYPES: Final = frozenset({FORM.encode(), QUERY.encode(), f"{FORM};charset=utf-8".encode()})
_VARIES: Final = b", Origin"
_VARIES_MORE: Final = b", Origin, Accept-Encoding"
_PATH: Final = PATH.encode()
_ASKS: Final = _PATH + b"?query="


class Connection(Protocol):
    """What an answer needs of kb.api.connections."""

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


def is_plain(method: bytes, url: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Say whether a request may bring a query and nothing else that a layer would have to look at."""
    names = [name for name, _ in headers]
    if len({*names}) != len(names) or not _PLAIN.issuperset(names):
        return False
    given = dict(headers)
    size = given.get(b"content-length", b"0")
    if method == b"GET":
        return url.startswith(_ASKS) and size == b"0" and len(url) < SHORT
    if method != b"POST" or url != _PATH or given.get(b"content-type", b"").lower() not in _TYPES:
        return False
    return size.isdigit() and 0 < int(size) <= SHORT


class Short:
    """One request on the short way; to uvicorn it is the cycle of a request like others."""

    def __init__(self, quick: Quick, connection: Connection, scope: dict[str, Any], *, keep_alive: bool) -> None:
        self.scope = scope
        self.body = bytearray()
        self.more_body = True
        self.response_complete = False
        self.disconnected = False
        self.keep_alive = keep_alive
        self.message_event = self  # who waits for the body waits here
        self._quick = quick
        self._connection = connection
        self._headers: dict[bytes, bytes] = dict(scope["headers"])
        self._began = 0.0
        self._started: Started | None = None
        self._timer: asyncio.TimerHandle | None = None

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
            loop = self._connection.loop
            started = start(self._quick.service, asked, accept, "", visitor, loop, by_get=method == "GET")
        except Exception:  # noqa: BLE001  the usual way comes upon it again, and says it
            self._connection.go_on(self)
            return
        self._started = started
        if isinstance(started.done, Begun):
            self._connection.loop.add_reader(started.done.fileno(), self._news)
            self._timer = self._connection.loop.call_later(MOMENT, self._news)
        elif isinstance(started.done, QueryResult):
            self._answer(started, started.done)
        else:
            self._go_on(started)

    def gone(self) -> None:
        """The client has gone."""
        self.disconnected = True
        if self._timer is not None:
            self._news()

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
            try:
                started.done = begun.end()
            except Exception as error:  # noqa: BLE001  the usual way raises it where it is told
                started.done = error
                self._go_on(started)
            else:
                self._answer(started, started.done)

    def _go_on(self, started: Started) -> None:
        self.scope[STARTED] = started
        self._connection.go_on(self)

    def _answer(self, started: Started, done: QueryResult) -> None:
        if done.warnings or done.size > COMPRESSED << 4 or self._quick.service.behind:
            self._go_on(started)
            return
        response = whole(started.run, done)
        body = bytes(response.body)
        if len(body) >= COMPRESSED and self._headers.get(b"accept-encoding", b"identity") != b"identity":
            started.done = response
            self._go_on(started)
            return
        identifier = f"{random.getrandbits(64):016x}"
        self._connection.transport.write(self._bytes(response, body, identifier))
        spent = time.perf_counter() - self._began
        self._quick.counts.count(PATH, self.scope["method"], 200, len(body), spent)
        log_request(self.scope, identifier, 200, len(body), spent)
        self.response_complete = True
        self._connection.answered(self)

    def _bytes(self, response: Response, body: bytes, identifier: str) -> bytes:
        varies = _VARIES if len(body) < COMPRESSED else _VARIES_MORE
        lines = [
            b"%s: %s%s\r\n" % (name, value, varies if name == b"vary" else b"")
            for name, value in (*self._connection.default_headers, *completed(response.raw_headers))
        ]
        end = b"" if self.keep_alive else b"connection: close\r\n"
        identified = b"x-request-id: %s\r\n" % identifier.encode()
        return b"".join((b"HTTP/1.1 200 OK\r\n", *lines, identified, end, b"\r\n", body))
