"""Whose query runs when: a lane for short ones, one for long ones, and a queue that is fair to clients.

Input: queries that arrive, from kb.query.workers.pool, each with its client. Output: a Turn, or the error that refuses
it.
Never: knows what a query is; touches a process itself.

No query says beforehand how long it takes. Each begins in the quick lane. One that is still there after a moment
moves to the slow lane, where the processor serves it after the quick ones; if that is full it is halted until there is
room, and if too many are halted already and others wait, it is ended. So a small query waits for moments, never for
somebody's long one, and long ones take turns. A client that has no query yet finds a place kept for such. Among those
that wait, the client with the fewest is next.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from kb.query.errors import OverloadedError, QueryCancelledError
from kb.query.limits import Limits

_LOOK: Final = 0.25  # seconds between two looks at whether a waiting query was taken back
_LATER: Final = 5  # seconds after which long queries may be tried again


class Lane(Enum):
    """Where a query is."""

    QUICK = "quick"
    SLOW = "slow"
    HALTED = "halted"


class Cancellable(Protocol):
    """What says that a query was taken back."""

    cancelled: bool


@dataclass(slots=True, eq=False)
class Turn:
    """A query that was let in."""

    client: str
    lane: Lane = Lane.QUICK


@dataclass(slots=True, eq=False)
class Place:
    """A query's place among those that wait for a turn.

    Attributes:
        lanes: where it waits.
        client: whose query it is.
        turn: of the query, once it is its turn.
        ready: called once, by any thread, when it has a turn or will have none; must not block. None: a thread looks.
        arrived, until: time.monotonic() of its arrival, and up to which it may wait, never beyond its time.
        ousted: it was sent away.
    """

    lanes: "Lanes"
    client: str
    arrived: float
    until: float
    ready: Callable[[], None] | None = None
    turn: Turn | None = None
    ousted: bool = False

    def why(self) -> OverloadedError:
        """Return the error that says why it got no turn."""
        if self.ousted:
            return OverloadedError("Too many of your queries wait, and others came.")
        waited = self.until - self.arrived
        own = ", which is all the time that it has" if waited < self.lanes.wait else ""
        return OverloadedError(f"The query waited {waited:g} s for its turn{own}.")

    def give_up(self) -> None:
        """Take note that it waits no more, or has a turn and will not run."""
        self.lanes.give_up(self)

    def end_wait(self) -> None:
        """Have who waits look again."""
        if self.ready is not None:
            self.ready()


class Lanes:
    """Turns of one pool. Safe to use from many threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._change = threading.Condition()
        self._in: dict[Lane, int] = dict.fromkeys(Lane, 0)
        self._held: Counter[str] = Counter()  # client -> queries that were let in
        self._waiting: list[Place] = []

    @property
    def load(self) -> tuple[int, int]:
        """How many queries were let in and how many wait."""
        return sum(self._in.values()), len(self._waiting)

    @property
    def wait(self) -> float:
        """For how many seconds a query may wait for its turn."""
        return self._limits.wait

    @contextmanager
    def admitted(self, client: str, token: Cancellable, arrived: float, within: float | None = None) -> Iterator[Turn]:
        """Let a query in, when it is its turn.

        Args:
            client: whose it is; "" is a client like others.
            token: says if it is taken back.
            arrived: time.monotonic() of its arrival.
            within: seconds from there after which it ends anyway; None: no end.

        Raises:
            OverloadedError: too many wait, or it waited too long, or for all of its time.
            QueryCancelledError: it was taken back.
        """
        turn = self._enter(client, token, arrived, within)
        try:
            yield turn
        finally:
            self.leave(turn)

    def at_once(self, client: str) -> Turn | None:
        """Let a query in if it need not wait, else return None; whoever has the turn must *leave*."""
        with self._change:
            if self._waiting or not self._has_room(client):
                return None
            return self._let_in(client)

    def queue(self, client: str, ready: Callable[[], None], within: float | None = None) -> Place | None:
        """Have a query wait without a thread for it; None if as many wait as may, and somebody would be sent away.

        Whoever has the place must *give_up* it, or *leave* its turn.

        Args:
            client: whose it is.
            ready: see Place.
            within: seconds after which it ends anyway; None: no end.
        """
        with self._change:
            if len(self._waiting) >= self._limits.queued:
                return None
            place = self._place(client, time.monotonic(), within, ready)
            self._grant()
            return place

    def give_up(self, place: Place) -> None:
        """Take note that a query waits no more, or has a turn and will not run."""
        with self._change:
            if place in self._waiting:
                self._waiting.remove(place)
        if place.turn is not None:
            self.leave(place.turn)

    def leave(self, turn: Turn) -> None:
        """Take note that a query has ended."""
        with self._change:
            self._in[turn.lane] -= 1
            self._held[turn.client] -= 1
            if self._held[turn.client] <= 0:
                del self._held[turn.client]
            if self._waiting or self._in[Lane.HALTED]:
                self._grant()

    def overstay(
        self,
        turn: Turn,
        token: Cancellable,
        until: float | None,
        act: Callable[[str], None],
        *,
        patience_over: bool = True,
    ) -> None:
        """Move a query that takes long out of others' way; returns when it may go on.

        Args:
            turn: of the query; in the quick lane.
            token: says if it is taken back, which ends the wait.
            until: time.monotonic() at which the query ends anyway; None: never.
            act: does "slow", "halt" or "go" to its process.
            patience_over: it may be ended though it is its client's only one.

        Raises:
            OverloadedError: there is no room for it, and others wait.
        """
        with self._change:
            if self._in[Lane.SLOW] < self._limits.slow:
                self._move(turn, Lane.SLOW)
                act("slow")
            elif self._in[Lane.HALTED] < self._limits.halted:
                act("halt")
                self._move(turn, Lane.HALTED)
                self._halted(turn, token, until)
                act("slow")
                act("go")
            elif self._waiting and (self._held[turn.client] > 1 or patience_over):
                raise OverloadedError(
                    f"{self._in[Lane.SLOW] + self._in[Lane.HALTED]} long queries run already, and others wait; "
                    f"yours was ended after {self._limits.quick:g} s.",
                    retry_after=_LATER,
                )

    def _halted(self, turn: Turn, token: Cancellable, until: float | None) -> None:
        while not token.cancelled and (until is None or time.monotonic() < until):
            if self._in[Lane.SLOW] < self._limits.slow:
                self._move(turn, Lane.SLOW)
                return
            self._change.wait(_LOOK)

    def _move(self, turn: Turn, lane: Lane) -> None:
        self._in[turn.lane] -= 1
        self._in[lane] += 1
        turn.lane = lane
        self._grant()

    def _enter(self, client: str, token: Cancellable, arrived: float, within: float | None) -> Turn:
        with self._change:
            if self._has_room(client) and not (self._held[client] and self._waiting):
                return self._let_in(client)
            if len(self._waiting) >= self._limits.queued:
                self._make_room(client)
            place = self._place(client, arrived, within)
            try:
                return self._wait(place, token)
            except BaseException:
                if place in self._waiting:
                    self._waiting.remove(place)
                raise

    def _place(
        self, client: str, arrived: float, within: float | None, ready: Callable[[], None] | None = None
    ) -> Place:
        """Put a query among those that wait, by its arrival: one that comes back keeps its place."""
        most = self.wait if within is None else min(self.wait, within)
        place = Place(self, client, arrived, arrived + most, ready)
        after = next((n for n, one in enumerate(self._waiting) if one.arrived > arrived), len(self._waiting))
        self._waiting.insert(after, place)
        return place

    def _wait(self, place: Place, token: Cancellable) -> Turn:
        while place.turn is None:
            left = place.until - time.monotonic()
            if token.cancelled and not place.ousted:
                raise QueryCancelledError
            if left <= 0 or place.ousted:
                raise place.why()
            self._change.wait(min(left, _LOOK))
        return place.turn

    def _make_room(self, client: str) -> None:
        """Send away the last query of whoever has most of them waiting, if that is not *client*."""
        waits = Counter(waiter.client for waiter in self._waiting)
        greediest, most = waits.most_common(1)[0] if waits else (client, 0)
        if waits[client] + 1 >= most:
            running, waiting = self.load
            raise OverloadedError(f"{running} queries are running and {waiting} waiting.")
        last = next(waiter for waiter in reversed(self._waiting) if waiter.client == greediest)
        last.ousted = True
        self._waiting.remove(last)
        last.end_wait()
        self._change.notify_all()

    def _grant(self) -> None:
        """Give free places of the quick lane to those who wait: the client with the fewest queries, then the oldest."""
        while self._waiting:
            waiter = min(self._waiting, key=lambda one: self._held[one.client])
            if not self._has_room(waiter.client):
                break
            self._waiting.remove(waiter)
            waiter.turn = self._let_in(waiter.client)
            waiter.end_wait()
        self._change.notify_all()

    def _has_room(self, client: str) -> bool:
        places = self._limits.running + (0 if self._held[client] else self._limits.spare)
        return self._in[Lane.QUICK] < places

    def _let_in(self, client: str) -> Turn:
        self._in[Lane.QUICK] += 1
        self._held[client] += 1
        return Turn(client)
