"""Events of the log from its end, or from one of them, backwards: what people read first.

Input: a log, before which event, which events. Output: those, the newest first, and how far back they were looked for.
Never: reads the whole log for the few that fit: how far it looked is said, and the next look begins there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final

from kb.events import Recorded
from kb.log import EventLog
from kb.service.history.following import Chosen, check, read

LOOKED_AT: Final = 2_000  # events that one look goes through for those that fit
_STEP: Final = 250


@dataclass(frozen=True, slots=True)
class Earlier:
    """A part of the log.

    Attributes:
        events: the newest first.
        head: position of the log's last event.
        down_to: events after here were looked at; older ones lie at it or before it. 0: there are none.
    """

    events: tuple[Recorded, ...]
    head: int
    down_to: int


def earlier(log: EventLog, before: int, chosen: Chosen, actor: str = "", *, most: int, after: int = 0) -> Earlier:
    """Return the events before a position that fit, the newest first, at most *most*.

    Args:
        before: 0 for the end of the log.
        actor: a part of who did it ("ann"), "" for all.
        after: only what came after this event.

    Raises:
        NoSuchStreamError: no event is in the stream that is wanted.
    """
    head = log.position()
    at = min(before - 1, head) if before else head
    stop = max(at - LOOKED_AT, after, 0)
    found: list[Recorded] = []
    while at > stop and len(found) < most:
        start = max(at - _STEP, stop)
        rows = list(_by(log, start, at, chosen, actor.casefold()) if actor else _between(log, start, at, chosen))
        rows.reverse()
        room = most - len(found)
        found += rows[:room]
        at = found[-1].position - 1 if len(rows) > room else start
    return Earlier(tuple(found), head, max(at, 0) if at > after else 0)


def _between(log: EventLog, start: int, end: int, chosen: Chosen) -> Iterator[Recorded]:
    for recorded in read(log, start, chosen, limit=end - start):
        if recorded.position > end:
            return
        yield recorded


def _by(log: EventLog, start: int, end: int, chosen: Chosen, actor: str) -> Iterator[Recorded]:
    """Yield what somebody did. Who did something stands on its envelope: what others did is not decoded."""
    check(log, start, chosen.stream)
    envelopes = takewhile(lambda one: one.position <= end, log.envelopes(start))
    fitting = [one.position for one in envelopes if chosen.has(one) and actor in one.actor.casefold()]
    for _, run in groupby(enumerate(fitting), key=lambda pair: pair[1] - pair[0]):  # what follows on one another
        first, *others = (position for _, position in run)
        yield from read(log, first - 1, Chosen(), limit=1 + len(others))
