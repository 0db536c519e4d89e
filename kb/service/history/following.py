"""Events as they are recorded: those that are there, then those that come.

Input: a log, from where, which. Output: one event after the other, each once, in order, without a gap.
Never: keeps an event; returns before it is told to.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Final

from kb.errors import NotFoundError
from kb.events import Envelope, Recorded
from kb.events.codec import NewerVersionError, PayloadError, event_of
from kb.events.streams import BASE, CURATION, RESOLUTION, article_stream, extraction_stream
from kb.log import EventLog

_STREAMS: Final = f"Streams are article/ID, extraction/ID, list/NAME, {BASE}, {RESOLUTION} and {CURATION}."
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

    def has(self, envelope: Envelope) -> bool:
        """Say whether the event in an envelope is wanted."""
        return envelope.type in (self.types or (envelope.type,)) and self.stream in (None, envelope.stream)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """In the place of an event that this version of kb cannot read, so that it can be looked at all the same.

    Attributes:
        reason: why, one sentence.
    """

    TYPE: ClassVar[str] = "unreadable"
    VERSION: ClassVar[int] = 1

    reason: str


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


class NoSuchStreamError(NotFoundError):
    """No event of the log is in a stream of this name."""

    code = "no-such-stream"

    def __init__(self, stream: str, log: EventLog) -> None:
        self.stream = stream
        self.alike = _alike(stream, log)
        hint = f"Did you mean {' or '.join(self.alike)}?" if self.alike else _STREAMS
        super().__init__(f"The log has no stream {stream!r}.", hint=hint)


def _alike(stream: str, log: EventLog) -> tuple[str, ...]:
    """Return the streams of the article whose id was given."""
    bare = stream.rpartition("/")[2].rpartition("-")[2]
    likely = (article_stream(bare), extraction_stream(bare)) if bare else ()
    return tuple(one for one in likely if log.stream_version(one))


def read(log: EventLog, after: int, chosen: Chosen, limit: int | None = None) -> Iterator[Recorded]:
    """Yield what the log has after event *after*, at most *limit* events; what cannot be read as Unreadable.

    Raises:
        BeyondEndError: the log does not go as far as *after*.
        NoSuchStreamError: no event is in the stream that is wanted.
    """
    check(log, after, chosen.stream)
    left = limit
    try:
        for recorded in log.read(after=after, limit=limit, stream=chosen.stream, types=chosen.types or None):
            after = recorded.position
            left = None if left is None else left - 1
            yield recorded
    except (NewerVersionError, PayloadError):
        yield from islice(_as_far_as_readable(log, after, chosen), left)


def _as_far_as_readable(log: EventLog, after: int, chosen: Chosen) -> Iterator[Recorded]:
    for envelope in log.envelopes(after):
        if not chosen.has(envelope):
            continue
        try:
            yield Recorded(envelope, event_of(envelope))
        except (NewerVersionError, PayloadError) as error:
            yield Recorded(envelope, Unreadable(str(error)))


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


def check(log: EventLog, after: int, stream: str | None = None) -> None:
    """Make sure that the log goes as far as *after*, and has *stream*.

    Raises:
        BeyondEndError, NoSuchStreamError: it does not.
    """
    if after > (last := log.position()):
        raise BeyondEndError(after, last)
    if stream is not None and not log.stream_version(stream):
        raise NoSuchStreamError(stream, log)
