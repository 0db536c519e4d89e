"""One look at a watched folder or feed: what is new or changed is taken in.

Input: the name of a folder, the address of a feed. Output: Look; Told for each thing that happens.
Never: holds the home's lock while it fetches or finds nothing new; takes a file that is still being written.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kb.errors import InputError
from kb.service.intake.adding import Adder
from kb.service.intake.taking import Taker, Told, backoff, keyed
from kb.service.intake.watch_state import ItemState, SourceState, WatchState
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.sources import Failed, Outcome, ReadOptions, SourceError, find_files, read_bytes, read_path
from kb.sources.feeds import EmptyFeedError, feeds_of_page
from kb.sources.fetching import Fetcher, FetchError
from kb.sources.pages import Pages
from kb.sources.reading import sniff

FEED_EVERY: Final = 900.0
FOLDER_EVERY: Final = 5.0
_LEAST_EVERY: Final = 60.0  # seconds between two requests for one feed of a public address
_OPENED: Final = 2.0  # seconds between opening a file and the first words in it, at the most
_AT_ONCE: Final = 10
_MOST_LATER: Final = 21_600.0  # seconds after which a feed that fails again and again is asked again


@dataclass(frozen=True, slots=True)
class WatchRules:
    """How sources are watched.

    Attributes:
        every: seconds between two looks; None: FEED_EVERY and FOLDER_EVERY.
        settle: seconds for which a file must not have changed.
        options: what the person says of all articles; see ReadOptions.
    """

    every: float | None = None
    settle: float = 2.0
    options: ReadOptions = field(default_factory=ReadOptions)


@dataclass(slots=True)
class Look:
    """How one look at a source ended.

    Attributes:
        failed: whether the source, or something of it, failed.
        pending: files that were still being written.
        wait: seconds until the next look at the least.
        over: whether it need not be looked at again.
    """

    failed: bool = False
    pending: int = 0
    wait: float = 0.0
    over: bool = False


@dataclass(slots=True)
class Looker:
    """Looks at sources for one home.

    Attributes:
        kb: opened for writing; its lock is taken only while something is added.
        state: what was remembered; see WatchState.
        fetcher: asks for feeds.
        rules: see WatchRules.
        tell: told of each thing as it happens.
        on_wait: told who is waited for.
        pages: fetches the pages of items that are summaries; None: they are read as they are.
    """

    kb: KnowledgeBase
    state: WatchState
    fetcher: Fetcher
    rules: WatchRules
    tell: Callable[[Told], None]
    on_wait: OnWait | None = None
    pages: Pages | None = None
    _said: set[str] = field(default_factory=set)

    def look(self, source: str, *, insist: bool) -> Look:
        """Look at one source.

        Args:
            insist: whether a person waits for it: what failed before is tried at once, and said again.

        Raises:
            StorageError, LockedError, IntegrityError: the home is at fault.
        """
        return self._feed(source, insist) if is_feed(source) else self._folder(source, insist)

    def every(self, source: str) -> float:
        """Return the seconds between two looks at a source."""
        every = self.rules.every
        if not is_feed(source):
            return FOLDER_EVERY if every is None else every
        least = 0.0 if self.fetcher.manners.private else _LEAST_EVERY
        return max(FEED_EVERY if every is None else every, least)

    def _feed(self, source: str, insist: bool) -> Look:
        before = self.state.source(source)
        now = time.time()
        if before.until > now:
            if insist:
                reason = f"asked to be left alone for {before.until - now:.0f} more seconds"
                self.tell(Told(source, error=FetchError(source, reason, hint="Ask it again then.")))
            return Look(failed=insist, wait=before.until - now)
        try:
            return self._asked(source, before)
        except InputError as error:
            self.tell(Told(source, error=error))
            gone = isinstance(error, FetchError) and error.gone
            wait = error.wait if isinstance(error, FetchError) else 0.0
            failures = before.failures + 1
            later = max(wait, self.every(source), min(backoff(failures), _MOST_LATER))
            until = time.time() + wait if wait else 0.0
            self.state.put_source(source, replace(before, failures=failures, due=time.time() + later, until=until))
            return Look(failed=True, wait=later, over=gone)

    def _asked(self, source: str, before: SourceState) -> Look:
        """Ask for a feed and take its items in.

        Raises:
            FetchError, BadAddressError, SourceError: it is no answer, or no feed.
        """
        found = self.fetcher.fetch(source, etag=before.etag, modified=before.modified)
        if found.moved:
            self._once_said(Told(source, note=f"It has moved for good to {found.moved}; watch that address."))
        failed = False
        state = replace(before, failures=0, until=0.0)
        if found.body is not None:
            items = keyed(_items(found.body, found.url, found.charset, self.rules.options))
            taker = Taker(self.kb, self.state, source)
            for some in batched(taker.unseen(items)):
                full = (
                    {key: self.pages.full(outcome, inside=found.inside) for key, outcome in some} if self.pages else {}
                )
                with self._adding() as adder:
                    for result in taker.take(adder, some, full):
                        self.tell(Told(source, result))
                        failed = failed or result.error is not None
            self.state.prune(source, frozenset(key for key, _ in items))
            if taker.owed(items):  # it is asked for again until that has changed
                state = replace(state, etag="", modified="")
            else:
                state = replace(state, etag=found.etag, modified=found.modified)
        wait = max(self.every(source), found.fresh)
        self.state.put_source(source, replace(state, due=time.time() + wait))
        return Look(failed=failed, wait=wait)

    def _folder(self, source: str, insist: bool) -> Look:
        look = Look()
        home = self.kb.home.root.resolve()
        around = Path(source).resolve() in (home, *home.parents)  # then its own files are no articles
        with self._adding() as adder:
            for found in find_files(Path(source)):
                if isinstance(found, Path):
                    if not around or home not in found.resolve().parents:
                        self._file(source, found, adder, look, insist)
                elif isinstance(found, Failed):
                    look.failed = True
                    self._once_said(Told(source, error=found.error))
        return look

    def _file(self, source: str, path: Path, adder: Callable[[], Adder], look: Look, insist: bool) -> None:
        """Take one file in if it is new, or has changed, and nobody writes to it."""
        name = f"file {os.fsencode(path).decode('utf-8', 'replace')}"
        before = self.state.item(source, name) or ItemState()
        now, stamp = time.time(), _stamp(path)
        if before.stamp == stamp and not (before.error and (insist or before.due <= now)):
            return
        if stamp and not _settled(path, self.rules.settle, now, whole=insist):
            look.pending += 1
            return
        outcomes = list(read_path(path, self.rules.options))
        if stamp and _stamp(path) != stamp:
            look.pending += 1
            return
        error = ""
        taker = Taker(self.kb, self.state, source, f"{name} ")
        again = insist or before.stamp != stamp or bool(before.error)
        items = keyed(outcomes)
        wanted = [one for one in items if again and isinstance(one[1], Failed)]
        wanted += [one for one in taker.unseen(items) if one not in wanted]
        for result in taker.take(adder, wanted):
            self.tell(Told(source, result))
            error = error or (result.error.code if result.error else "")
        failures = before.failures + 1 if error else 0
        state = ItemState(stamp, "", error, failures, now + backoff(failures) if error else 0.0)
        self.state.put_item(source, name, state)
        look.failed = look.failed or bool(error)

    @contextmanager
    def _adding(self) -> Iterator[Callable[[], Adder]]:
        """Lend what opens the home to be added to when it is first called; who stops here leaves it in order."""
        stopped: KeyboardInterrupt | None = None
        with ExitStack() as held:
            opened: list[Adder] = []

            def adder() -> Adder:
                if not opened:
                    opened.append(held.enter_context(self.kb.adder(on_wait=self.on_wait)))
                return opened[0]

            try:
                yield adder
            except KeyboardInterrupt as interrupt:  # what is recorded stays, and the projections catch up with it
                stopped = interrupt
        if stopped is not None:
            raise stopped

    def _once_said(self, told: Told) -> None:
        said = f"{told.source} {told.error or told.note}"
        if said not in self._said:
            self._said.add(said)
            self.tell(told)


def batched(items: Sequence[tuple[str, Outcome]]) -> Iterator[Sequence[tuple[str, Outcome]]]:
    """Yield so many items at once as are fetched before they are added."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def is_feed(source: str) -> bool:
    """Say whether a source is an address, and not a path."""
    return source.lower().startswith(("http://", "https://"))


def _items(body: bytes, url: str, charset: str, options: ReadOptions) -> list[Outcome]:
    """Return the items of a feed's answer.

    Raises:
        SourceError: it is none.
    """
    kind = sniff(body)
    if kind == "html":
        feeds = feeds_of_page(body, url)[:3]
        hint = f"Watch {' or '.join(feeds)}, which it offers." if feeds else "Give the address of its feed."
        raise SourceError(url, "it is a web page, not a feed", hint=hint)
    found = list(read_bytes(body, url, kind="feed" if kind == "text" else kind, charset=charset, options=options))
    if len(found) == 1 and isinstance(found[0], Failed) and not found[0].place:
        if isinstance(found[0].error, EmptyFeedError):
            return []
        raise found[0].error
    return found


def _stamp(path: Path) -> str:
    """Return what changes when a file does; "" for one that cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"


def _settled(path: Path, seconds: float, now: float, *, whole: bool) -> bool:
    """Say whether a file has not changed for a while; a time in the future says nothing, and does not count.

    Args:
        whole: whether an empty one may be all that comes; else it is taken for one just opened, and given a moment.
    """
    try:
        found = path.stat()
    except OSError:
        return True  # reading it says why
    if not found.st_size and not whole:
        seconds = max(seconds, _OPENED)
    return all(not 0 <= now - moment < seconds for moment in (found.st_mtime, found.st_ctime))
