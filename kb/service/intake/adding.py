"""Articles come in: read, vetted, linked, and recorded, each in one append.

Input: outcomes of kb.sources. Output: events in the log, and a Result for each
outcome, read by kb.cli and kb.api.
Never: leaves half an article: all its events go in with one append or none
does. Never stops at one that fails; what fails is said and the next comes in.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kb.errors import ConflictError, InputError
from kb.events import ArticleAdded, ArticleCorrected, DomainEvent, ExtractionRecorded, ExtractionRejected, PayloadErased
from kb.events.streams import CURATION, RESOLUTION, article_stream, extraction_stream
from kb.extraction.protocol import Extractor
from kb.log import Append, EventLog
from kb.log.contract import LogMovedError, StreamConflictError
from kb.projections.catalog.projection import Catalog
from kb.projections.opening import Projections
from kb.service.articles.correcting import Carried, carry
from kb.service.articles.filing import filed_as
from kb.service.identity.describing import Describer
from kb.service.identity.link_ids import canonical_ids
from kb.service.identity.linking import Linker
from kb.service.identity.weighing import rule_of
from kb.service.intake.extracting import ArticleReader, known_again, unread_note
from kb.service.intake.known import OUT, KnownArticles, standing, taken_out
from kb.service.intake.results import OtherTextError, Result, Rules, TakenOutError, TooLongError
from kb.service.intake.vetting import Judge, Vetted
from kb.service.review.notes import Notes
from kb.sources import Failed, Loaded, Outcome, Skipped

__all__ = ["COUNTED", "GAZETTEER", "SHAPES", "Adder", "OtherTextError", "Result", "Rules", "TooLongError"]

GAZETTEER: Final = "rule:gazetteer/1"
SHAPES: Final = "rule:shapes/1"
_TRIES: Final = 5  # of one article, where programs that wait for no turn write at the same moment
_KNOWN: Final = {
    "live": "It is the same text as one added before.",
    "replaced": "It is an earlier text of an article corrected since; `kb correct` puts it back.",
}
COUNTED: Final = ("entities", "events", "statements", "figures", "offices")


class Adder:
    """Takes articles in, one after another. The caller holds the home's lock.

    Args:
        log: where they are recorded.
        projections: caught up with it.
        extractor: reads articles.
        judge: says what the shapes refuse.
        linker: decides who is who.
        describer: knows places; None without a gazetteer.
        base: base IRI of the home.
        rules: see Rules.
        notes: keeps what linking weighed, for the questions that people are asked.
    """

    def __init__(
        self,
        log: EventLog,
        projections: Projections,
        extractor: Extractor,
        judge: Judge,
        linker: Linker,
        describer: Describer | None,
        base: str,
        rules: Rules,
        notes: Notes,
    ) -> None:
        self._log = log
        self._projections = projections
        self._reader = ArticleReader(extractor, base, judge)
        self._linker = linker
        self._describer = describer
        self._rules = rules
        self._notes = notes
        self._waiting = 0
        self._caught_up = time.monotonic()
        self._seen = projections.position  # end of the log as linker, catalog and known articles together tell it
        self._corrects = ""
        self._reason = ""
        self._articles = KnownArticles()
        self._articles.learn(projections.catalog.connection)

    @property
    def catalog(self) -> Catalog:
        """The catalog, as far as it has caught up."""
        return self._projections.catalog

    @property
    def position(self) -> int:
        """Position of the log."""
        return self._log.position()

    def recorded_since(self, position: int, outcome: Outcome) -> bool:
        """Say whether the article of *outcome* came in after *position*, as when *add* was broken off."""
        if not isinstance(outcome, Loaded):
            return False
        return any(self._log.read(after=position, limit=1, stream=article_stream(outcome.article.id)))

    def taken_out(self, article: str) -> TakenOutError | None:
        """Return who took a text out, so that it does not come back by itself; None if nobody did."""
        return taken_out(article, self.catalog.views.article_row, self._log)

    def add(self, outcome: Outcome, *, corrects: str = "", reason: str = "") -> Result:
        """Take one outcome in, or say why not.

        Args:
            corrects: id of the article in the graph that it is the new text of, "" to go by ids and addresses.
            reason: why it is corrected, for the log.

        Raises:
            StorageError, LockedError, IntegrityError: the home is at fault, so
                that no further article could go in either.
        """
        if isinstance(outcome, Failed):
            return Result("failed", outcome.origin, outcome.place, error=outcome.error)
        if isinstance(outcome, Skipped):
            return Result("skipped", outcome.origin, notes=(outcome.reason,))
        self._corrects, self._reason = corrects, reason
        try:
            result = self._take(outcome)
        except (InputError, ConflictError) as error:
            article = outcome.article
            return Result("failed", outcome.origin, outcome.place, title=article.title, error=error)
        if self._waiting >= self._rules.commit_articles or self._seconds() >= self._rules.commit_seconds:
            self.catch_up()
        return result

    def catch_up(self) -> None:
        """Bring the projections to the log's position, and what is remembered here to what others recorded."""
        reached = self._projections.advance(self._log)
        if reached != self._seen:
            for recorded in self._log.read(after=self._seen, types=[ExtractionRecorded.TYPE]):
                if isinstance(recorded.event, ExtractionRecorded):
                    self._linker.forget(recorded.event.article_id)
            self._articles.learn(self._projections.catalog.connection, self._seen)
        self._linker.forget(others=reached != self._seen)
        self._notes.keep(self._projections.catalog, self._linker.index)
        self._seen = reached
        self._waiting = 0
        self._caught_up = time.monotonic()

    def _meet_others(self) -> None:
        """Catch up if somebody else wrote to the log: a decision must rest on all of it."""
        if self._log.position() != self._seen:
            self.catch_up()

    def _seconds(self) -> float:
        return time.monotonic() - self._caught_up if self._waiting else 0.0

    def _take(self, loaded: Loaded) -> Result:
        """Read an article, then link and record it on the log as it ends then, whoever wrote to it meanwhile."""
        article = loaded.article
        self._meet_others()
        if settled := self._settled(loaded):
            return settled
        if len(article.text) > self._rules.max_characters:
            raise TooLongError(_where(loaded), len(article.text), self._rules.max_characters)
        loaded = self._filed(loaded, self._replaces(loaded)[0])  # what cannot go in is said before the long reading
        article = loaded.article
        history = self._log.stream_version(extraction_stream(article.id))
        vetted = self._reader.read(article, _where(loaded), known_again(self._log, article.id))
        with self._log.turn(self._rules.patience):
            for left in reversed(range(_TRIES)):
                self._meet_others()
                if settled := self._settled(loaded):
                    return settled
                try:
                    return self._put(loaded, vetted, history)
                except (LogMovedError, StreamConflictError):  # by a program that waits for no turn
                    if not left:
                        raise
        raise AssertionError("unreachable")

    def _settled(self, loaded: Loaded) -> Result | None:
        """Return what becomes of an article that is in already or was taken out, None for another."""
        stands = self._standing(loaded.article.id)
        if stands == OUT and not (self._rules.again or self._corrects) and (out := self.taken_out(loaded.article.id)):
            return replace(_result(loaded), status="skipped", article="", notes=(str(out),), out=out)
        if stands not in _KNOWN or (stands == "replaced" and self._corrects):
            return None
        return replace(_result(loaded), status="known", notes=(_KNOWN[stands],))

    def _put(self, loaded: Loaded, vetted: Vetted, history: int) -> Result:
        """Link and record what was read while the extraction stream had *history* events."""
        notes = [note.text for note in loaded.notes]
        replaces, said = self._replaces(loaded)
        carried = carry(self._projections.catalog, replaces, loaded.article, vetted.extraction)
        decisions = self._linker.link(vetted.extraction, carried.standing, article=loaded.article)
        position = self._record(loaded, vetted, decisions, replaces, history, carried)
        decisions = (*carried.decisions, *decisions)
        self._seen = position
        if not carried.standing:
            self._notes.hold(loaded.article.id, self._linker.weighed())
        self._linker.learn(vetted.extraction, decisions)
        self._articles.remember(loaded.article)
        self._waiting += 1
        unread = unread_note(vetted.extraction)
        further = [unread] if unread else [note for note in vetted.extraction.notes if note not in notes]
        return replace(
            _result(loaded),
            status="corrected" if replaces else "added",
            counts=MappingProxyType({kind: len(getattr(vetted.extraction, kind)) for kind in COUNTED}),
            rejected=vetted.left_out,
            notes=(*notes, *said, *carried.notes, *further),
            position=position,
        )

    def _filed(self, loaded: Loaded, replaces: str) -> Loaded:
        """Return a text filed as the one that it takes the place of, where it says nothing of its own."""
        if not replaces:
            return loaded
        if self._waiting:
            self.catch_up()  # the earlier text may be of this run
        row = self.catalog.views.article_row(replaces) or {}
        return filed_as(loaded, self.catalog.sources.article(int(row["position"])))

    def _standing(self, article: str) -> str:
        """Return live, replaced, OUT for one that was erased or withdrawn or whose newer text was, "" for a new one."""
        if not self._log.stream_version(article_stream(article)):
            return ""
        row = self._projections.catalog.views.article_row(article)
        if row is None:  # of this run, so that the catalog has not seen it yet; or erased, and coming back
            last = [recorded.event for recorded in self._log.read(stream=article_stream(article))][-1]
            return OUT if isinstance(last, PayloadErased) else "live"
        return standing(article, self._projections.catalog.views.article_row)

    def _replaces(self, loaded: Loaded) -> tuple[str, tuple[str, ...]]:
        """Return which article this one is a new text of, "" if of none, and what is to be said about it.

        Raises:
            OtherTextError: it has another's id and is not said to be its correction.
        """
        if self._corrects:
            return self._corrects, (f"It takes the place of article-{self._corrects}.",)
        article = loaded.article
        same_id = self._articles.same_id(article)
        older = same_id or self._articles.same_url(article)
        if not older:
            return "", ()
        if self._rules.revision:
            return older, (f"It takes the place of article-{older}.",)
        if same_id:
            raise OtherTextError(article.external_id, same_id, _where(loaded))
        return "", (f"article-{older} has the same URL and other text; --revision adds it as the correction.",)

    def _record(
        self,
        loaded: Loaded,
        vetted: Vetted,
        decisions: Sequence[DomainEvent],
        replaces: str,
        history: int,
        carried: Carried,
    ) -> int:
        """Append all events of one article and return the position of the last."""
        article, extraction = loaded.article, vetted.extraction
        brought: DomainEvent = ArticleAdded(article.id, article, loaded.origin, loaded.encoding)
        if replaces:
            brought = ArticleCorrected(article.id, article, replaces, loaded.origin, self._reason)
        own, read = article_stream(article.id), extraction_stream(article.id)
        versions = {read: history} | {stream: self._log.stream_version(stream) for stream in (own, RESOLUTION)}
        reader = f"extractor:{extraction.extractor}/{extraction.version}"
        batch = [
            Append(own, versions[own], [brought], self._rules.actor),
            Append(read, versions[read], [ExtractionRecorded(article.id, extraction)], reader, caused_by=0),
        ]
        if vetted.rejected is not None:
            rejected = ExtractionRejected(article.id, vetted.rejected, vetted.report)
            batch.append(Append(read, versions[read] + 1, [rejected], SHAPES, caused_by=1))
        who = canonical_ids(extraction, (*carried.decisions, *decisions))
        described = self._describer.describe(extraction, who) if self._describer else ()
        for actor, events in (
            *carried.links.items(),
            (rule_of(self._projections.catalog.tables), decisions),
            (GAZETTEER, described),
        ):
            if events:
                batch.append(Append(RESOLUTION, versions[RESOLUTION], events, actor, caused_by=1))
                versions[RESOLUTION] += len(events)
        batch += carried.appends(self._log.stream_version(CURATION))
        return self._log.append_batch(batch, at=self._seen)[-1].position


def _result(loaded: Loaded) -> Result:
    return Result("added", loaded.origin, loaded.place, loaded.article.id, loaded.article.title)


def _where(loaded: Loaded) -> str:
    return f"{loaded.origin}, {loaded.place}" if loaded.place else loaded.origin
