"""An article is erased for legal need: its words, and what was derived from them, leave every file of the home.

Input: an opened knowledge base, the id of an article, a reason. Output: one erased event, by which the log overwrites
the payloads of all events that hold the words; new projections; an Erasure.
Never: breaks the chain; takes what other articles tell with it. Backups, exports and copies outside the home are out
of reach, and so are the blocks that a file system or a disk keeps of files that are gone.

Nothing brings it back. As-of shows the past without it and says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kb import events as ev
from kb.errors import ConflictError, LockedError
from kb.events import Erased, Recorded
from kb.events.streams import BASE, CURATION, RESOLUTION, article_stream, extraction_stream
from kb.log import Append, EventLog
from kb.model.identity import own_id
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.judging import key
from kb.projections.folding.revisions import revisions
from kb.projections.runner import OnProgress
from kb.service.articles.stored import NoArticleError
from kb.service.articles.withdrawing import NoReasonError, consequences
from kb.service.history.asof import erasure_of
from kb.service.knowledge_base import KnowledgeBase, OnWait

RESTATED = "said again without its part about an article that was erased"

Links = ev.EntitiesLinked | ev.HappeningsLinked


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased.

    Attributes:
        articles: ids of the article and of its other texts, the one in force last.
        positions: of the events whose payloads are gone.
        position: of the event that says so.
        actor: who erased, as the log has it.
        reason: why.
        removed: files and folders of the home that are gone for good.
    """

    articles: tuple[str, ...]
    positions: tuple[int, ...]
    position: int
    actor: str
    reason: str
    removed: tuple[str, ...] = ()


class ErasedAlreadyError(ConflictError):
    """The article was erased before."""

    code = "erased"

    def __init__(self, article: str, position: int) -> None:
        self.article = article
        self.position = position
        super().__init__(
            f"article-{article} was erased already, by event {position}.",
            hint="Nothing of it is left; `kb log` shows who erased it, and why.",
        )


class NotScrubbedError(LockedError):
    """The erasure holds, and an older page of the log may still hold the words."""

    code = "not-scrubbed"

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(
            f"Erased by event {position}, but another process reads the log and keeps its older pages in use.",
            hint="End it, for example `kb serve`, then run `kb erase --finish`.",
        )


def erase(
    kb: KnowledgeBase,
    article: str,
    reason: str,
    on_wait: OnWait | None = None,
    on_progress: OnProgress | None = None,
) -> Erasure:
    """Erase an article with all its revisions.

    Args:
        kb: opened for writing; its actor is who erases.
        article: id of any of its revisions; in the graph, withdrawn or replaced.
        reason: why; stays in the log, so it should name nobody.

    Raises:
        NoReasonError: *reason* says nothing.
        NoArticleError, ErasedAlreadyError: there is nothing to erase.
        NotScrubbedError: it is done but for the log's older pages.
        StorageError: the log cannot erase; see EventLog.erase.
    """
    if not reason.strip():
        raise NoReasonError("Erasing an article")
    with kb.writing(on_wait) as projections:
        texts = _texts(kb.log, projections.catalog, article)
        last, live = texts[-1], projections.catalog.views.article_is_live(texts[-1])
        following = consequences(kb, projections, last, ev.ArticleWithdrawn(last, "erased")) if live else []
        found = _Holding(kb.log, projections.catalog, texts)
        positions = found.collect(following)
        batch = [Append(BASE, kb.log.stream_version(BASE), [Erased(positions, reason.strip())], kb.actor)]
        version = kb.log.stream_version(RESOLUTION)
        for actor, event in found.restated():
            batch.append(Append(RESOLUTION, version, [event], actor, caused_by=0))
            version += 1
        for part in following:
            batch.append(replace(part, expected_version=version))
            version += len(part.events)
        before = kb.position
        try:
            kb.log.erase(batch)
        except LockedError:
            if kb.position == before:
                raise  # else it is recorded, and finish() tries again to overwrite what lay there
    try:
        removed = finish(kb, on_wait, on_progress)
    except LockedError as error:
        raise NotScrubbedError(before + 1) from error
    return Erasure(texts, positions, before + 1, kb.actor, reason.strip(), removed)


def finish(kb: KnowledgeBase, on_wait: OnWait | None = None, on_progress: OnProgress | None = None) -> tuple[str, ...]:
    """Make all derived files anew and scrub the log: the second half of erasing, which may be done again at any time.

    Returns:
        What was removed; see kb.projections.purging.purge.
    """
    with kb.home.write_lock(kb.settings.lock_timeout, on_wait):
        return kb.purge(on_progress)


def _texts(log: EventLog, catalog: Catalog, article: str) -> tuple[str, ...]:
    """Return the ids of all revisions of an article, the latest last."""
    row = catalog.views.article_row(article)
    if row is None:
        if position := erasure_of(log, article):
            raise ErasedAlreadyError(article, position)
        raise NoArticleError(article)
    return revisions(article, catalog.views.article_row)


@dataclass(slots=True)
class _Holding:
    """The events that hold words of an article, or what was derived from them.

    Attributes:
        positions: of these events, once *collect* has looked for them.
    """

    log: EventLog
    catalog: Catalog
    texts: tuple[str, ...]
    positions: set[int] = field(default_factory=set)
    _links: list[Recorded] = field(default_factory=list)
    _anew: set[int] = field(default_factory=set)

    def collect(self, following: Iterable[Append]) -> tuple[int, ...]:
        """Return the positions of all these events, in order.

        Args:
            following: decisions taken anew: the ones that they take the place of may quote the article.
        """
        for text in self.texts:
            if row := self.catalog.tables.get("article", text):
                self.positions.add(int(row["position"]))  # before version 1 a stream had any name
            for stream in (article_stream(text), extraction_stream(text)):
                self.positions |= {recorded.position for recorded in self.log.read(stream=stream)}
        read = frozenset(self.positions)
        own, anew = self._own_ids(), self._decided_anew(following)
        for recorded in self._decisions():
            told = recorded.envelope.cause in read and isinstance(recorded.event, ev.EntityDescribed)
            if told or recorded.position in anew or self._names(recorded.event, own):
                self.positions.add(recorded.position)
                if isinstance(recorded.event, Links | ev.MembersMoved):
                    self._links.append(recorded)
        self._undoings()
        return tuple(sorted(self.positions))

    def restated(self) -> Iterator[tuple[str, Links]]:
        """Yield actor and event that say again what a link that goes says of other articles."""
        tables = self.catalog.tables
        for recorded in self._links:
            event = recorded.event
            assert isinstance(event, Links | ev.MembersMoved)
            others = tuple(
                name
                for name in event.members
                if name.partition("#")[0] not in self.texts
                and (made := tables.items("linking", name))
                and made[-1][0] == key(recorded.position)
            )
            if isinstance(event, ev.MembersMoved):
                for name in others:
                    target = event.targets[event.members.index(name)]
                    row = tables.get("member", *name.split("#", 1)) or {}
                    kind = ev.HappeningsLinked if row.get("is") == "happening" else ev.EntitiesLinked
                    yield recorded.envelope.actor, kind(target, (name,), 0.0, (RESTATED,))
            elif others and recorded.position not in self._anew:
                yield recorded.envelope.actor, replace(event, members=others, reasons=(RESTATED,))

    def _decisions(self) -> Iterator[Recorded]:
        for stream in (RESOLUTION, CURATION):
            yield from self.log.read(stream=stream)

    def _names(self, event: object, own: set[str]) -> bool:
        """Say whether a decision is about the article, or about what it alone tells of."""
        named: set[str] = set()
        match event:
            case ev.ClaimConfirmed() | ev.ClaimRetracted() | ev.ClaimAmended():
                named = {event.claim}
            case ev.EntitiesLinked() | ev.HappeningsLinked():
                named = set(event.members)
            case ev.MembersMoved():
                named = {*event.members, *event.different, event.entity, *event.targets}
            case ev.PairLeftOpen():
                named = set(event.pair)
            case ev.EntitiesMerged():
                named = {event.entity, event.absorbed}
            case ev.EntitiesKeptApart():
                named = set(event.entities)
            case ev.EntityDescribed() | ev.EntityAmended():
                named = {event.entity}
        return bool(named & own) or any(one.partition("#")[0] in self.texts for one in named)

    def _own_ids(self) -> set[str]:
        """Return the canonical ids that no other live article names."""
        tables = self.catalog.tables
        found: set[str] = set()
        for text in self.texts:
            for local in tables.keys("member", text):
                found |= {own_id(text, local), str(tables.get("link", text, local) or own_id(text, local))}
        mine = tuple(f"{text}#" for text in self.texts)
        return {one for one in found if all(name.startswith(mine) for name in tables.keys("linked", one))}

    def _decided_anew(self, following: Iterable[Append]) -> set[int]:
        names = [
            name for part in following for event in part.events if isinstance(event, Links) for name in event.members
        ]
        made = [self.catalog.tables.items("linking", name) for name in names]
        self._anew |= {int(rows[-1][0]) for rows in made if rows}
        return self._anew

    def _undoings(self) -> None:
        """Add what undoes a decision that goes, and what undoes that."""
        merges = {
            recorded.event.merge_id: recorded.position
            for recorded in self.log.read(types=[ev.EntitiesMerged.TYPE])
            if isinstance(recorded.event, ev.EntitiesMerged)
        }
        for recorded in self.log.read(types=[ev.DecisionUndone.TYPE, ev.MergeUndone.TYPE]):
            event = recorded.event
            undone = event.decision if isinstance(event, ev.DecisionUndone) else 0
            if isinstance(event, ev.MergeUndone):
                undone = merges.get(event.merge_id, 0)
            if undone in self.positions:
                self.positions.add(recorded.position)
