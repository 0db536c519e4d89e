"""Answers to queries as HTTP responses: headers, validators, and a body that begins before the query has ended.

Input: queries on their way (kb.api.endpoint.answering), their results. Output: HTTP responses.
Never: sends the end of a body whose query broke off: the connection ends without it, and no client takes it for whole.
"""

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import anyio
from fastapi import Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from kb import __version__
from kb.api.endpoint.asked import Asked
from kb.api.traffic.connections import TRAILERS
from kb.api.traffic.telling import HEADER, line
from kb.query.formats import Format
from kb.query.service import QueryResult
from kb.query.workers.pool import CancelToken

_log = logging.getLogger("kb.api")
_TAIL: Final = 0.05  # seconds between two looks whether more of a result is there
_SMALL: Final = 64 << 10  # bytes of a body
_CHUNK: Final = 256 << 10
_TRAILERS: Final = "X-Kb-Truncated, X-Kb-Seconds, X-Kb-Warning"
_CACHED: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Authorization"}
_written: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Run:
    """One query on its way."""

    asked: Asked
    accept: str
    known: str  # If-None-Match
    cacheable: bool
    loop: asyncio.AbstractEventLoop  # that answers it
    token: CancelToken = field(default_factory=CancelToken)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    file: int = -1  # of a result that has begun
    head: str = ""  # where the graph of today stands, and of which log
    position: int = 0  # what the query sees
    told: tuple[str, ...] = ()
    form: Format | None = None  # of the result, known before the query runs

    @property
    def unless_any(self) -> bool:
        """Whether the client wants nothing if there is any answer: If-None-Match is "*"."""
        return self.cacheable and self.known.strip() == "*"

    def early(self, file: int, position: int) -> None:
        """Take note, in another thread, that a result has begun."""
        self.file, self.position = file, position
        self.loop.call_soon_threadsafe(self.begun.set)

    def tell(self, warnings: Sequence[str]) -> None:
        """Take warnings that are known before the query runs."""
        self.told = tuple(warnings)

    def chosen(self, form: Format) -> None:
        """Take the format of the result."""
        self.form = form


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The client has the answer already."""

    tag: str


def whole(run: Run, done: QueryResult | Unchanged | dict[str, Any]) -> Response:
    """Return the answer to a query that has ended: its result, that the client has it already, or an explanation."""
    if isinstance(done, QueryResult) and run.unless_any:
        done.close()
        done = Unchanged(tag_of(run, done.position))
    if isinstance(done, Unchanged):
        return Response(status_code=304, headers={"ETag": done.tag, **_CACHED})
    if isinstance(done, dict):
        return JSONResponse(done, headers={"X-Kb-Position": str(done["position"]), "Cache-Control": "no-cache"})
    return sent(done, headers_of(run, done), _meta(done))


def headers_of(run: Run, done: QueryResult) -> dict[str, str]:
    """Return the headers of a result that is complete, without its length."""
    headers = _headers(run, done.position, done.warnings)
    headers |= {"Content-Type": done.media_type, **_ending(done)}
    if done.kept:
        headers["Cache-Status"] = "kb; hit"  # RFC 9211
    return headers


def body_of(done: QueryResult) -> bytes:
    """Return the body of an answer to a small query that has ended; closes the result."""
    return _put(done.read(), _meta(done))


def sent(done: QueryResult, headers: dict[str, str], meta: bytes = b"") -> Response:
    """Return a complete result as a response.

    Args:
        headers: without Content-Length.
        meta: a further member of a JSON result's head, with its comma.
    """
    size = done.size + len(meta)
    if size <= _SMALL:  # in one message, which is compressed only if that is worth it
        return Response(_put(done.read(), meta), headers=headers)
    return StreamingResponse(_in_turn(_with_meta(done.chunks(), meta)), headers=headers | {"Content-Length": str(size)})


async def _in_turn(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield parts of a file that was just written: reading one takes less than the way to a thread and back."""
    for part in parts:
        yield part


def _with_meta(chunks: Iterator[bytes], meta: bytes) -> Iterator[bytes]:
    """Yield a JSON result with a member more in its head, which its first chunk holds."""
    first = next(chunks, b"")
    yield _put(first, meta)
    yield from chunks


def _put(begin: bytes, meta: bytes) -> bytes:
    """Put *meta* at the end of the head of a result that begins so: behind the variables, or where there are none."""
    if not meta:
        return begin
    for mark in (b"]}", b"{}"):
        before, found, after = begin.partition(mark)
        if found:
            return before + mark[:1] + (meta if mark == b"]}" else meta[1:]) + b"}" + after
    return begin


class Streamed(Response):
    """The answer to a query that still runs.

    Args:
        run: whose result has begun.
        work: ends with the query.
    """

    def __init__(self, run: Run, work: "asyncio.Future[Any]") -> None:
        self._run = run
        self._work = work
        assert run.form is not None
        self._form = run.form
        self.background = None
        self.status_code = 200
        headers = _headers(run, run.position, run.told)
        self.init_headers(headers | {"Content-Type": self._form.content_type})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it as it grows; end it if its client goes."""
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self._watch, receive, group.cancel_scope)
                await self._send(scope, send)
                group.cancel_scope.cancel()
        finally:
            if not self._work.done():
                self._run.token.cancel()
                self._work.add_done_callback(_drop)
            os.close(self._run.file)

    async def _watch(self, receive: Receive, scope: anyio.CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        scope.cancel()

    async def _send(self, scope: Scope, send: Send) -> None:
        trailing = TRAILERS in scope.get("extensions", {})
        headers = [*self.raw_headers, *([(b"trailer", _TRAILERS.encode())] if trailing else [])]
        await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": trailing})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        size = await self._body(send)
        failure = self._work.exception()
        if failure is not None:
            _log.warning("A result broke off after %d bytes: %s", size, failure)
            return  # the server ends the connection, since the body has no end
        done: QueryResult = self._work.result()
        done.close()
        await send({"type": "http.response.body", "body": b""})
        if trailing:
            ending = {**_ending(done), **({HEADER: line(*done.warnings)} if done.warnings else {})}
            trailers = [(name.lower().encode(), value.encode()) for name, value in ending.items()]
            await send({"type": TRAILERS, "headers": trailers, "more_trailers": False})

    async def _body(self, send: Send) -> int:
        """Send what there is of the result, as it grows, until the query has ended; return how much that was."""
        meta = b""
        if self._form.name == "json":
            meta = _member({"position": self._run.position, "streamed": True, **_told(self._run.told)})
        read, begin = 0, b""
        while True:
            over = self._work.done()
            while part := os.pread(self._run.file, _CHUNK, read):
                read += len(part)
                if meta:
                    begin += part
                    if b"]}" not in begin and len(begin) < _SMALL and not over:
                        continue
                    part, meta = _put(begin, meta), b""
                await send({"type": "http.response.body", "body": part, "more_body": True})
            if over:
                return read
            await asyncio.wait((self._work,), timeout=_TAIL)


def _drop(work: "asyncio.Future[Any]") -> None:
    """Take the outcome of a query that nobody waits for any more."""
    if not work.cancelled() and work.exception() is None and isinstance(work.result(), QueryResult):
        work.result().close()


def _headers(run: Run, position: int, warnings: tuple[str, ...]) -> dict[str, str]:
    headers = {**_CACHED, "X-Kb-Position": str(position)}
    if run.asked.as_of:
        headers["X-Kb-As-Of"] = str(position)
    if run.cacheable:
        headers["ETag"] = tag_of(run, position)
    else:
        headers["Cache-Control"] = "no-store"
    if warnings:
        headers[HEADER] = line(*warnings)
    return headers


def _ending(done: QueryResult) -> dict[str, str]:
    return {"X-Kb-Truncated": "true" if done.truncated else "false", "X-Kb-Seconds": f"{done.seconds:.3f}"}


def _meta(done: QueryResult) -> bytes:
    """Return what the head of a JSON result says beside the variables, b"" for other formats."""
    if done.format.name != "json":
        return b""
    told = f',"warnings":{_written(done.warnings)}' if done.warnings else ""
    cut = "true" if done.truncated else "false"
    meta = f'"position":{done.position},"truncated":{cut},"seconds":{round(done.seconds, 3)}{told}'
    return f',"meta":{{{meta}}}'.encode()


def _told(warnings: tuple[str, ...]) -> dict[str, Any]:
    return {"warnings": list(warnings)} if warnings else {}


def _member(meta: dict[str, Any]) -> bytes:
    """Return *meta* as a member of a JSON object, behind others.

    It stands in the head: readers that stop at the first member they do not know, as oxigraph's does, pass it over.
    """
    return b',"meta":' + _written(meta).encode()


def tag_of(run: Run, position: int) -> str:
    """Return the validator of an answer: what was asked, how, and where the log stood. Weak: rows may change places."""
    asked = run.asked
    parts = (__version__, run.head, position, asked, run.accept if not asked.format else "")
    return f'W/"{hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:24]}"'
