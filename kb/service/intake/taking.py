"""Items of a watched source come in: new ones are added, changed ones take the place of what they were.

Input: outcomes of kb.sources from one file or one answer of a feed, what is remembered of each. Output: Told.
Never: brings back what a person withdrew or erased; takes one item for the new text of another because both have the
address of the front page, or an id that the feed gives twice.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kb.errors import KbError
from kb.events.streams import article_stream
from kb.projections.folding.revisions import later
from kb.service.intake.adding import Adder, OtherTextError, Result
from kb.service.intake.watch_state import ItemState, WatchState
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Failed, Loaded, Outcome, Skipped

WHOLE: Final = "whole"
NOTHING: Final[Mapping[str, Outcome]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """Something to be told about a source.

    Attributes:
        source: as the person named it.
        result: what became of an item; None for what is told of the source.
        error: why the source could not be looked at.
        note: one sentence about the source, "" if there is none.
    """

    source: str
    result: Result | None = None
    error: KbError | None = None
    note: str = ""


def keyed(outcomes: Sequence[Outcome]) -> list[tuple[str, Outcome]]:
    """Return each outcome with what tells it from the others, now and in the next answer.

    One alone is its file's. Of several each goes by its id, else its address, where no other has the same; else by
    its text, so that it is new when it has changed.
    """
    if len(outcomes) == 1 and not _place(outcomes[0]):
        return [(WHOLE, outcomes[0])]
    ids = Counter(one.article.external_id for one in outcomes if isinstance(one, Loaded))
    urls = Counter(one.article.url for one in outcomes if isinstance(one, Loaded))

    def key(outcome: Outcome) -> str:
        if not isinstance(outcome, Loaded):
            return f"error {outcome.error}" if isinstance(outcome, Failed) else f"skipped {outcome.reason}"
        article = outcome.article
        if article.external_id and ids[article.external_id] == 1:
            return f"id {article.external_id}"
        if article.url and urls[article.url] == 1 and not article.external_id:
            return f"url {article.url}"
        return f"text {article.id}"

    return [(key(outcome), outcome) for outcome in outcomes]


@dataclass(slots=True)
class Taker:
    """Takes the items of one source in.

    Attributes:
        kb: the home, whose lock *adder* holds.
        state: where what became of each is kept, when it is recorded.
        source: its name in the state.
        prefix: of its items' keys.
    """

    kb: KnowledgeBase
    state: WatchState
    source: str
    prefix: str = ""

    def unseen(self, items: Iterable[tuple[str, Outcome]]) -> list[tuple[str, Outcome]]:
        """Return those that were not dealt with as they are now."""
        return [(key, outcome) for key, outcome in items if not self._dealt_with(key, outcome)]

    def owed(self, items: Iterable[tuple[str, Outcome]]) -> bool:
        """Say whether an article of these did not go in though it could be read, or none of them could be."""
        items = list(items)
        if items and all(isinstance(one, Failed) for _, one in items):
            return True
        states = (self.state.item(self.source, self.prefix + key) for key, one in items if isinstance(one, Loaded))
        return any(state is not None and state.error for state in states)

    def take(
        self, adder: Callable[[], Adder], items: Iterable[tuple[str, Outcome]], full: Mapping[str, Outcome] = NOTHING
    ) -> Iterator[Result]:
        """Add each, and yield what became of it when that is remembered.

        Args:
            adder: opens the home to be added to; asked only when there is an article.
            full: key -> what is added in an item's place, the page that it links to.

        Raises:
            StorageError, LockedError, IntegrityError: the home is at fault; what was yielded stays.
        """
        for key, item in items:
            outcome = full.get(key, item)
            before = self.state.item(self.source, self.prefix + key) or ItemState()
            result = self._one(adder, outcome, before.article)
            self.state.put_item(self.source, self.prefix + key, _became(before, item, outcome, result))
            yield result

    def _dealt_with(self, key: str, outcome: Outcome) -> bool:
        known = self.state.item(self.source, self.prefix + key)
        if known is None or (known.error and known.due <= time.time()):
            return False
        return known.stamp == _stamp(outcome)

    def _one(self, opened: Callable[[], Adder], outcome: Outcome, before: str) -> Result:
        if isinstance(outcome, Failed):
            return Result("failed", outcome.origin, outcome.place, error=outcome.error)
        if isinstance(outcome, Skipped):
            return Result("skipped", outcome.origin, notes=(outcome.reason,))
        adder, article = opened(), outcome.article
        if out := adder.taken_out(article.id) or (adder.taken_out(before) if before else None):
            return Result("skipped", outcome.origin, outcome.place, title=article.title, notes=(str(out),), out=out)
        now = self._in_force(adder, before)
        result = adder.add(outcome, corrects="" if now == article.id else now)
        if isinstance(result.error, OtherTextError) and adder.taken_out(result.error.existing) is None:
            result = adder.add(outcome, corrects=self._in_force(adder, result.error.existing))
        return result

    def _in_force(self, adder: Adder, before: str) -> str:
        """Return the text that stands now for one that was taken in, "" if the log does not know it."""
        if not before or not self.kb.log.stream_version(article_stream(before)):
            return ""
        return list(later(before, adder.catalog.views.article_row))[-1]


def _stamp(outcome: Outcome) -> str:
    return outcome.article.id if isinstance(outcome, Loaded) else ""


def _became(before: ItemState, item: Outcome, outcome: Outcome, result: Result) -> ItemState:
    """Return what is remembered of an item: what it was taken in as stays when its new text did not go in."""
    if result.error is None:
        return ItemState(_stamp(item), _stamp(outcome))
    failures = before.failures + 1
    return ItemState(_stamp(item), before.article, result.error.code, failures, time.time() + backoff(failures))


def backoff(failures: int) -> float:
    """Return the seconds after which something is tried again that failed so often: a minute, two ... a day."""
    return min(60.0 * 2.0 ** (min(failures, 12) - 1), 86_400.0)


def _place(outcome: Outcome) -> str:
    return "" if isinstance(outcome, Skipped) else outcome.place
