"""Reading a log that lies in a database: page by page, every envelope held to its hash.

Input: rows of a page, fetched by a backend. Output: envelopes and decoded events, as kb.log.contract says.
Never: holds a lock or a snapshot while the caller works; hands on an envelope without its payload that no event erased.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from typing import Any, Final

from kb.events import Envelope, Erased, Recorded
from kb.log.chain import BrokenChainError, check
from kb.log.decoded import Decoded
from kb.log.proof import erased_by
from kb.log.sqlite_rows import envelope_of

PAGE: Final = 32  # envelopes fetched at a time: no reader holds a snapshot for long, and they stay in the cache


class PagedLog(ABC):
    """What the logs in databases share."""

    page: int = PAGE  # envelopes fetched at a time
    _erased: frozenset[int] = frozenset()  # what Erased events name, as far as it was needed

    def __init__(self) -> None:
        self._decoded = Decoded()

    @abstractmethod
    def _rows(self, after: int, seen: int, stream: str | None, types: Collection[str] | None, page: int) -> list[Any]:
        """Return the next *page* matching rows after position *after*, of a stream after its version *seen*."""

    def read(
        self,
        after: int = 0,
        limit: int | None = None,
        stream: str | None = None,
        types: Collection[str] | None = None,
    ) -> Iterator[Recorded]:
        """Yield what was recorded after *after*, each checked against its hash; see EventLog."""
        for envelope in self._select(after, limit, stream, types):
            check(envelope)
            if envelope.erased:
                self._check_erased(envelope.position)
            yield Recorded(envelope, self._decoded.event_of(envelope))

    def envelopes(self, after: int = 0) -> Iterator[Envelope]:
        """Yield the envelopes after *after*; see EventLog."""
        return self._select(after, None, None, None)

    def _select(
        self, after: int, limit: int | None, stream: str | None, types: Collection[str] | None
    ) -> Iterator[Envelope]:
        """Yield matching envelopes."""
        left, seen = limit, 0  # seen: stream version, by which a stream's own index pages
        while left is None or left > 0:
            page = self.page if left is None else min(left, self.page)
            rows = self._rows(after, seen, stream, types, page)
            for row in rows:
                yield envelope_of(row)
            if len(rows) < page:
                return
            after, seen = rows[-1][0], rows[-1][2]
            left = None if left is None else left - len(rows)

    def _now(self, position: int) -> Envelope:
        """Return one envelope as it is now."""
        return next(self._select(position - 1, 1, None, None))

    def _check_erased(self, position: int) -> None:
        """Make sure that an event erased the payload that is not there."""
        if position not in self._erased:
            erasures = self._select(position, None, None, [Erased.TYPE])
            self._erased |= frozenset[int]().union(*(erased_by(envelope) for envelope in erasures))
        if position not in self._erased:
            raise BrokenChainError(position, "its payload is missing, and no event erased it")
