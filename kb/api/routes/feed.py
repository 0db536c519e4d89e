"""What all who follow the log over HTTP share: one that waits for it, places, an end.

Input: a log, and whether the server is ending. Output: the log's position when it moves, to any number of waiting
tasks; pages of encoded events.
Never: keeps events for anybody: each reads from the log what it has not sent, so that a slow one costs no memory.
Waiting takes one thread for all, reading at most a few at a time, so that other requests keep theirs.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import anyio
from anyio import to_thread

from kb.errors import KbError, LockedError
from kb.events import Recorded
from kb.log import EventLog
from kb.log.contract import UnreachableError
from kb.service.history.differing import why
from kb.service.history.earlier import earlier
from kb.service.history.following import Chosen
from kb.service.history.journal import as_record

MOST: Final = 64  # who may follow at the same time
READING: Final = 4  # threads that read for them
_POLL: Final = 0.5  # seconds after which the end of the server is looked for
_EVENTS: Final = 100
_BYTES: Final = 1 << 20  # of one page, unless its first event alone is larger

Page = tuple[list[tuple[int, str]], int]  # (position, JSON) of events, and the position up to which all were looked at


class TooManyFollowersError(LockedError):
    """All places for following the log are taken."""

    code = "too-many-followers"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(
            f"{most} programs follow the log, and no more may.", hint="Try again later, or ask GET /log now and then."
        )


class Feed:
    """The log, for those who follow it.

    Args:
        log: gives the log, open as long as this is in use; asked when somebody follows it.
        most: how many may follow at the same time.

    Attributes:
        ending: says whether the server is about to end.
    """

    def __init__(self, log: Callable[[], EventLog], most: int = MOST) -> None:
        self._log = log
        self.ending: Callable[[], bool] = lambda: False
        self.failure: KbError | None = None
        self._most = most
        self._followers = 0
        self._head = 0
        self._news: anyio.Event | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def log(self) -> EventLog:
        """The log."""
        return self._log()

    @property
    def followers(self) -> int:
        """How many follow now."""
        return self._followers

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places.

        Raises:
            TooManyFollowersError: there is none left.
        """
        if self._followers >= self._most:
            raise TooManyFollowersError(self._most)
        self._followers += 1
        try:
            yield
        finally:
            self._followers -= 1

    async def beyond(self, after: int, timeout: float) -> int:
        """Return the log's position as soon as it is beyond *after*, after *timeout* seconds, or when all ends.

        A server of the log that is away is waited for: who follows need not come back for that.

        Raises:
            KbError: the log cannot be read.
        """
        with anyio.move_on_after(timeout):
            while not self.ending():
                news = self._watched()
                if self._head > after:
                    break
                await news.wait()
                if self.failure:
                    raise self.failure
        return self._head

    async def page(self, after: int, head: int, chosen: Chosen, *, whole: bool) -> Page:
        """Return the next events after *after*; *head* is a position that the log is known to have reached."""
        return await to_thread.run_sync(
            lambda: read_page(self.log, after, head, chosen, whole=whole), limiter=self._reading()
        )

    async def position(self) -> int:
        """Return the position of the last event."""
        return await to_thread.run_sync(self.log.position, limiter=self._reading())

    def _reading(self) -> anyio.CapacityLimiter:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(READING)
        return self._limiter

    def _watched(self) -> anyio.Event:
        """Have one task wait for the log, as long as anybody follows it; return what it sets at news, or at its end."""
        if self._news is None or self._watcher is None or self._watcher.done():
            self._news, self.failure = anyio.Event(), None
            self._watcher = asyncio.get_running_loop().create_task(self._watching())
        return self._news

    async def _watching(self) -> None:
        own = anyio.CapacityLimiter(1)
        while self._followers and not self.ending():
            try:
                head = await to_thread.run_sync(self.log.wait, self._head, _POLL, limiter=own)
            except UnreachableError:
                await anyio.sleep(_POLL)
                continue
            except KbError as error:
                self.failure = error
                break
            if head > self._head:
                self._head = head
                self._tell()
        self._tell()

    def _tell(self) -> None:
        told, self._news = self._news, anyio.Event()
        if told:
            told.set()


def read_page(log: EventLog, after: int, head: int, chosen: Chosen, *, whole: bool) -> Page:
    """Return the next events after *after*, and up to where the log was looked at.

    Args:
        head: a position that the log had reached before: where the page holds
            all that is wanted, it was looked at up to there at least.
        whole: with their payloads.
    """
    found: list[tuple[int, str]] = []
    size = 0
    for recorded in log.read(after=after, limit=_EVENTS, stream=chosen.stream, types=chosen.types or None):
        found.append((recorded.position, encoded(recorded, whole=whole)))
        size += len(found[-1][1])
        if size >= _BYTES:
            return found, recorded.position
    last = found[-1][0] if found else after
    return found, last if len(found) == _EVENTS else max(last, head)


def read_back(log: EventLog, before: int, chosen: Chosen, actor: str, after: int, *, whole: bool) -> Page:
    """Return the events before *before*, the newest first, and before which to go on; 0 where nothing is left.

    Args:
        before: 0 for the end of the log.
        actor: a part of who did it, "" for all.
        after: only what came after this event.
        whole: with their payloads.
    """
    part = earlier(log, before, chosen, actor, most=_EVENTS, after=after)
    found: list[tuple[int, str]] = []
    size = 0
    for recorded in part.events:
        found.append((recorded.position, encoded(recorded, whole=whole)))
        size += len(found[-1][1])
        if size >= _BYTES:
            return found, recorded.position
    return found, part.down_to + 1 if part.down_to else 0


def encoded(recorded: Recorded, *, whole: bool) -> str:
    """Return an event as one line of JSON that UTF-8 can hold."""
    told: dict[str, Any] = as_record(recorded)
    if not whole:
        del told["event"]
    told["said"] = why(recorded).said
    line = json.dumps(told, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which an article may hold
        return json.dumps(told)
    return line
