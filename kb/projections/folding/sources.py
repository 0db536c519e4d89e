"""Articles and extractions, read from the log again when they are needed.

Input: log positions that the fold keeps. Output: the values of those events.
Never: reads more than one event at a time; keeps more than a few.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from kb.errors import IntegrityError, KbError
from kb.events import ArticleAdded, ArticleCorrected, ExtractionRecorded, ListAdded, Recorded
from kb.log import EventLog
from kb.model import Article, Extraction
from kb.model.listing import ListEntry

_KEPT: Final = 256
_AHEAD: Final = 64  # events read at once, where one after the other is asked for


class LogSources:
    """Reads single events of a log, and keeps the latest few."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[int, Recorded] = OrderedDict()
        self._next = self._row = 0  # position after the last one read; how many were read one after the other
        self._pinned: dict[int, Recorded] = {}

    def pin(self, recorded: Recorded) -> None:
        """Keep an event for good: one that no log has."""
        self._pinned[recorded.position] = recorded

    def remember(self, recorded: Recorded) -> None:
        """Keep an event that is at hand anyway."""
        self._kept[recorded.position] = recorded
        self._kept.move_to_end(recorded.position)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def recorded(self, position: int) -> Recorded:
        """Return the event at *position*.

        Raises:
            IntegrityError: the log has none there.
        """
        if position in self._pinned:
            return self._pinned[position]
        if position not in self._kept:
            self._row = self._row if position == self._next else 0
            found = self._log.read(after=position - 1, limit=min(max(self._row, 1), _AHEAD))
            self._next = position
            try:
                for recorded in found:
                    if recorded.position != self._next:
                        break
                    self.remember(recorded)
                    self._next, self._row = self._next + 1, self._row + 1
            except KbError:
                if self._next == position:  # one further on fails when it is asked for
                    raise
            if self._next == position:
                raise IntegrityError(f"The log has no event {position}.", hint="Run `kb verify`.")
        return self._kept[position]

    def article(self, position: int) -> Article:
        """Return the article that the event at *position* brought.

        Raises:
            IntegrityError: that event is another one.
        """
        event = self.recorded(position).event
        if not isinstance(event, ArticleAdded | ArticleCorrected):
            raise IntegrityError(f"Event {position} brings no article.", hint="Run `kb rebuild`.")
        return event.article

    def extraction(self, position: int) -> Extraction:
        """Return the extraction that the event at *position* recorded.

        Raises:
            IntegrityError: that event is another one.
        """
        event = self.recorded(position).event
        if not isinstance(event, ExtractionRecorded):
            raise IntegrityError(f"Event {position} records no extraction.", hint="Run `kb rebuild`.")
        return event.extraction

    def listing(self, row: Mapping[str, Any]) -> ListEntry:
        """Return the row of a curated list that the fold keeps as *row*.

        Raises:
            IntegrityError: the event that it names has no such row.
        """
        event, number = self.recorded(int(row["position"])).event, int(row["entry"])
        if not isinstance(event, ListAdded) or number >= len(event.entries):
            raise IntegrityError(f"Event {row['position']} has no row {number} of a list.", hint="Run `kb rebuild`.")
        return event.entries[number]
