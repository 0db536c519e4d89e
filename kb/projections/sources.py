"""Articles and extractions, read from the log again when they are needed.

Input: log positions that the fold keeps. Output: the values of those events.
Never: reads more than one event at a time; keeps more than a few.
"""

from collections import OrderedDict
from typing import Final

from kb.errors import IntegrityError
from kb.events import ArticleAdded, ArticleCorrected, ExtractionRecorded, Recorded
from kb.log import EventLog
from kb.model import Article, Extraction

_KEPT: Final = 256


class LogSources:
    """Reads single events of a log, and keeps the latest few."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[int, Recorded] = OrderedDict()

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
        if position not in self._kept:
            found = next(iter(self._log.read(after=position - 1, limit=1)), None)
            if found is None or found.position != position:
                raise IntegrityError(f"The log has no event {position}.", hint="Run `kb verify`.")
            self.remember(found)
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
