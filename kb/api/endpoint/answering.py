"""Queries over HTTP: run in a worker's thread, watched for their clients, answered whole or as they grow.

Input: what was asked (kb.api.endpoint.asked) and a kb.api.serving.ports.Service. Output: HTTP responses, made by
kb.api.endpoint.sending.
Never: goes on with a query whose client has gone.

A query that ends within half a second is answered whole, and every failure has a status. One that takes longer is sent
from its first rows on; what is known only at the end (truncated, seconds) is then in the trailers.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import anyio
from anyio import to_thread
from fastapi import Request, Response

from kb.api.endpoint.asked import Asked
from kb.api.endpoint.sending import Run, Streamed, Unchanged, tag_of, whole
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.validators import asked_for, stands_for
from kb.api.traffic.visitors import Visitor
from kb.errors import KbError
from kb.query.answers import is_volatile
from kb.query.manner import Manner
from kb.query.service import UNSET, Begun, QueryResult
from kb.query.workers.pool import Place

_LOOK: Final = 0.25  # seconds between two looks whether the client is still there
MOMENT: Final = 0.05  # seconds for which a query is waited for without a thread


@dataclass(slots=True)
class Started:
    """A query that has begun, or not yet: *done* is what is there of its answer, None if it needs a thread.

    A Place is one that waits for its turn, and is to be *resumed* then, or given up.
    """

    run: Run
    manner: Manner
    done: Begun | QueryResult | Place | Unchanged | Response | Exception | None


def start(
    service: Service,
    asked: Asked,
    accept: str,
    known: str,
    visitor: Visitor,
    loop: asyncio.AbstractEventLoop,
    *,
    by_get: bool,
    ready: Callable[[], None] | None = None,
) -> Started:
    """Begin a query, if nothing has to be waited for.

    Args:
        asked: with a text.
        accept, known: the headers Accept and If-None-Match.
        visitor: whose it is.
        loop: that answers it.
        by_get: its answer may be kept by who gets it.
        ready: called by any thread when it has its turn, if it has to wait for one; None: a thread waits for that.
    """
    run = Run(asked, accept, known, by_get and not is_volatile(asked.text or ""), loop)
    manner = Manner(
        client=visitor.client,
        rows=asked.rows,
        early=None if run.unless_any else run.early,
        chosen=run.chosen,
        budget=visitor.budget,
        tell=run.tell,
        ready=ready,
    )
    return Started(run, manner, _begun(service, run, manner))


def resumed(service: Service, started: Started, place: Place) -> None:
    """Begin a query that has its turn; what becomes of it is *done* then, an error too."""
    try:
        if place.turn is None:
            raise place.why()
        started.manner = replace(started.manner, place=place)
        started.done = _begun(service, started.run, started.manner)
    except Exception as error:  # noqa: BLE001  raised where it is told
        started.done = error
    if not isinstance(started.done, Begun):
        place.give_up()


async def answer(
    request: Request,
    service: Service,
    asked: Asked,
    visitor: Visitor,
    limiter: anyio.CapacityLimiter,
    started: Started | None = None,
) -> Response:
    """Answer one query.

    Args:
        asked: with a text.
        visitor: whose it is.
        limiter: of the threads that wait for workers.
        started: where it has begun already (kb.api.endpoint.quick).
    """
    if started is None:
        loop, by_get = asyncio.get_running_loop(), request.method in ("GET", "HEAD")
        accept = request.headers.get("accept", "")
        started = start(service, asked, accept, asked_for(request), visitor, loop, by_get=by_get)
    run, manner, done = started.run, started.manner, started.done
    if isinstance(done, Exception):
        raise done
    if isinstance(done, Response):
        return done
    if isinstance(done, Unchanged | QueryResult):
        return whole(run, done)
    assert not isinstance(done, Place)  # nobody said what to call
    if done is not None and await _soon(done, run):
        return whole(run, done.end())
    rest = partial(_work, service, run, manner) if done is None else done.end
    work = asyncio.ensure_future(to_thread.run_sync(rest, limiter=limiter))
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


def _begun(service: Service, run: Run, manner: Manner) -> Begun | QueryResult | Place | Unchanged | None:
    """Start a query here, without a thread, if nothing has to be waited for; None if it takes one."""
    asked = run.asked
    if asked.as_of or asked.min_confidence or asked.explain:
        return None
    queries = service.at_hand()
    if queries is None:
        return None
    position = queries.position
    if run.cacheable:
        run.head = service.course
        if run.known and stands_for(run.known, tag := tag_of(run, position), there=False):
            return Unchanged(tag)
    return queries.begin(
        asked.text or "",
        accept=run.accept,
        format=asked.format,
        timeout=UNSET if asked.timeout is None else asked.timeout,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        token=run.token,
        manner=manner,
    )


async def _soon(begun: Begun, run: Run) -> bool:
    """Wait for a moment; say whether the query has ended well. If not, a thread must see to the rest."""
    loop = asyncio.get_running_loop()
    news = loop.create_future()

    def wake() -> None:
        if not news.done():
            news.set_result(None)

    loop.add_reader(begun.fileno(), wake)
    timer = loop.call_later(MOMENT, wake)
    try:
        await news
        return begun.soon()
    except BaseException:
        run.token.cancel()
        loop.run_in_executor(None, drop, begun)
        raise
    finally:
        timer.cancel()
        loop.remove_reader(begun.fileno())


def drop(begun: Begun) -> None:
    """End a query that nobody waits for any more."""
    with contextlib.suppress(KbError):
        begun.end().close()


def _work(service: Service, run: Run, manner: Manner) -> QueryResult | Unchanged | dict[str, Any]:
    asked = run.asked
    with service.at(asked.as_of) as then:
        if run.cacheable:
            service.standing()  # what queries see is brought to where the log stands
            run.head = service.course
        if run.cacheable and run.known:
            tag = tag_of(run, then.standing())
            if stands_for(run.known, tag, there=False):
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
