"""Events as they are recorded: those that are there, then those that come.

Input: a log, from where, which. Output: one event after the other, each once, in order, without a gap.
Never: keeps an event; returns before it is told to.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kb.errors import NotFoundError
from kb.events import Recorded
from kb.log import EventLog

IDLE: Final = 0.5  # seconds without an event after which who follows is asked whether it goes on


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which events are wanted.

    Attributes:
        types: only these literal types; empty for all.
        stream: only this stream; None for all.
    """

    types: Collection[str] = ()
    stream: str | None = None


class BeyondEndError(NotFoundError):
    """Somebody wants to go on after an event that the log does not have."""

    code = "beyond-end"

    def __init__(self, after: int, last: int) -> None:
        self.after = after
        self.last = last
        super().__init__(
            f"The log has no event {after}; its last is {last}.",
            hint="The position is of another log, or of one that was restored from a backup: begin again with 0.",
        )


def read(log: EventLog, after: int, chosen: Chosen, limit: int | None = None) -> Iterator[Recorded]:
    """Yield what the log has after event *after*, at most *limit* events.

    Raises:
        BeyondEndError: the log does not go as far as *after*.
    """
    check(log, after)
    yield from log.read(after=after, limit=limit, stream=chosen.stream, types=chosen.types or None)


def follow(
    log: EventLog, after: int, chosen: Chosen, limit: int | None = None, *, idle: float = IDLE
) -> Iterator[Recorded | None]:
    """Yield what the log has after event *after*, then what is appended, whichever process does.

    Args:
        limit: end after so many events; None for never.
        idle: seconds.

    Yields:
        An event; or None after each *idle* seconds without one, so that the caller may end.

    Raises:
        BeyondEndError: the log does not go as far as *after*.
    """
    check(log, after)
    left = limit
    while left is None or left > 0:
        head = log.wait(after, idle)
        if head <= after:
            yield None
            continue
        for recorded in log.read(after=after, limit=left, stream=chosen.stream, types=chosen.types or None):
            after = recorded.position
            left = None if left is None else left - 1
            yield recorded
        after = max(after, head)  # nothing that is wanted is before the head that was known when reading began


def check(log: EventLog, after: int) -> None:
    """Make sure that the log goes as far as *after*.

    Raises:
        BeyondEndError: it does not.
    """
    if after > (last := log.position()):
        raise BeyondEndError(after, last)
