"""Queries over HTTP: run in a worker's thread, watched for their clients, answered whole or as they grow.

Input: what was asked (kb.api.asked) and a kb.api.ports.Service. Output: HTTP responses, made by kb.api.sending.
Never: goes on with a query whose client has gone.

A query that ends within half a second is answered whole, and every failure has a status. One that takes longer is sent
from its first rows on; what is known only at the end (truncated, seconds) is then in the trailers.
"""

import asyncio
import os
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import anyio
from anyio import to_thread
from fastapi import Request, Response

from kb.api.asked import Asked
from kb.api.ports import Reads, Service
from kb.api.sending import Run, Streamed, Unchanged, tag_of, whole
from kb.api.visitors import Visitor
from kb.query.manner import Manner
from kb.query.service import QueryResult

_LOOK: Final = 0.25  # seconds between two looks whether the client is still there
_VOLATILE: Final = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*\(|SERVICE", re.IGNORECASE)


async def answer(
    request: Request, service: Service, asked: Asked, visitor: Visitor, limiter: anyio.CapacityLimiter
) -> Response:
    """Answer one query.

    Args:
        asked: with a text.
        visitor: whose it is.
        limiter: of the threads that wait for workers.
    """
    cacheable = request.method in ("GET", "HEAD") and not _is_volatile(asked.text or "")
    run = Run(asked, request.headers.get("accept", ""), request.headers.get("if-none-match", ""), cacheable)
    loop = asyncio.get_running_loop()

    def early(file: int, position: int) -> None:
        run.file, run.position = file, position
        loop.call_soon_threadsafe(run.begun.set)

    def tell(warnings: Sequence[str]) -> None:
        run.told = tuple(warnings)

    manner = Manner(client=visitor.client, rows=asked.rows, early=early, budget=visitor.budget, tell=tell)
    work = asyncio.ensure_future(to_thread.run_sync(partial(_work, service, run, manner), limiter=limiter))
    begun = asyncio.ensure_future(run.begun.wait())
    try:
        while not (work.done() or begun.done()):
            await asyncio.wait((work, begun), timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
            if await request.is_disconnected():
                run.token.cancel()
    except BaseException:
        run.token.cancel()
        raise
    finally:
        begun.cancel()
    if not work.done():
        return Streamed(run, work)
    if run.file >= 0:
        os.close(run.file)
    return whole(run, work.result())


def _work(service: Service, run: Run, manner: Manner) -> QueryResult | Unchanged | dict[str, Any]:
    asked = run.asked
    with service.at(asked.as_of) as then:
        run.head = service.standing() if run.cacheable else 0
        if run.cacheable and run.known:
            tag = tag_of(run, run.head, then.standing())
            if tag in (part.strip() for part in run.known.split(",")):
                return Unchanged(tag)
        if asked.explain:
            sure = asked.min_confidence
            return dict(then.explain_query(asked.text or "", token=run.token, min_confidence=sure, manner=manner))
        return _result(then, run, manner)


def _result(then: Reads, run: Run, manner: Manner) -> QueryResult:
    asked = run.asked
    return then.query(
        asked.text or "",
        accept=run.accept,
        format=asked.format,
        timeout=asked.timeout,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        token=run.token,
        min_confidence=asked.min_confidence,
        manner=manner,
    )


def _is_volatile(text: str) -> bool:
    """Say whether the same query may be answered otherwise on the same graph."""
    return _VOLATILE.search(text) is not None
