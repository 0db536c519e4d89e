"""Articles come in: read, vetted, linked, and recorded, each in one append.

Input: outcomes of kb.sources. Output: events in the log, and a Result for each
outcome, read by kb.cli and kb.api.
Never: leaves half an article: all its events go in with one append or none
does. Never stops at one that fails; what fails is said and the next comes in.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kb.errors import ConflictError, InputError, KbError
from kb.events import ArticleAdded, ArticleCorrected, DomainEvent, ExtractionRecorded, ExtractionRejected
from kb.events.streams import RESOLUTION, article_stream, extraction_stream
from kb.extraction.protocol import Extractor
from kb.log import Append, EventLog
from kb.projections.opening import Projections
from kb.resolution.decision import RULE
from kb.service.describing import Describer
from kb.service.extracting import ArticleReader, Prepare, unread_note
from kb.service.linking import Linker, canonical_ids
from kb.service.renumbering import renumber
from kb.service.vetting import Judge, Vetted
from kb.sources import Failed, Loaded, Outcome, Skipped

GAZETTEER: Final = "rule:gazetteer/1"
SHAPES: Final = "rule:shapes/1"
COUNTED: Final = ("entities", "events", "statements", "figures", "offices")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one outcome.

    Attributes:
        status: added, corrected, known, skipped or failed.
        origin: file name, "-" or "http".
        place: where in the file, "" for the whole.
        article: its id, "" if it is not in.
        title: its title.
        counts: kind -> how many were recorded; empty unless something was read now.
        rejected: claims that failed validation and were left out.
        notes: what the user should know, one sentence each.
        error: why it failed.
        position: of the article's last event, 0 if nothing was recorded.
    """

    status: str
    origin: str
    place: str = ""
    article: str = ""
    title: str = ""
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    rejected: int = 0
    notes: tuple[str, ...] = ()
    error: KbError | None = None
    position: int = 0

    @property
    def where(self) -> str:
        """The file, and the place in it."""
        return f"{self.origin}, {self.place}" if self.place else self.origin


class OtherTextError(ConflictError):
    """An article has the external id of another one, and other text."""

    code = "other-text"

    def __init__(self, external_id: str, existing: str, where: str) -> None:
        self.external_id = external_id
        self.existing = existing
        super().__init__(
            f"{where}: article-{existing} has the same id {external_id!r} and other text.",
            hint="If this is the publisher's correction, add it with --revision; else give it an id of its own.",
        )


class TooLongError(InputError):
    """A text is longer than any article."""

    code = "too-long"

    def __init__(self, where: str, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(
            f"{where}: it has {length:,} characters, an article may have {limit:,}.",
            hint="Split it into its articles, or raise the setting max_characters.",
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """How articles are taken in.

    Attributes:
        actor: who adds, "person:NAME".
        revision: the same id or URL with other text is the publisher's correction.
        max_characters: of one article; a longer one is refused.
        commit_articles, commit_seconds: how often the projections catch up at the latest.
    """

    actor: str
    revision: bool = False
    max_characters: int = 500_000
    commit_articles: int = 50
    commit_seconds: float = 15.0


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
    ) -> None:
        self._log = log
        self._projections = projections
        self._reader = ArticleReader(extractor, base, judge)
        self._linker = linker
        self._describer = describer
        self._rules = rules
        self._waiting = 0
        self._caught_up = time.monotonic()
        rows = projections.catalog.connection.execute("SELECT id, external_id, source, url FROM articles").fetchall()
        self._by_id: dict[tuple[str, str], str] = {}
        self._by_url: dict[str, str] = {}
        for article, external_id, source, url in rows:
            self._remember(article, external_id, source, url)

    @property
    def position(self) -> int:
        """Position of the log."""
        return self._log.position()

    def add(self, outcome: Outcome) -> Result:
        """Take one outcome in, or say why not.

        Raises:
            StorageError, LockedError, IntegrityError: the home is at fault, so
                that no further article could go in either.
        """
        if isinstance(outcome, Failed):
            return Result("failed", outcome.origin, outcome.place, error=outcome.error)
        if isinstance(outcome, Skipped):
            return Result("skipped", outcome.origin, notes=(outcome.reason,))
        try:
            result = self._take(outcome)
        except (InputError, ConflictError) as error:
            article = outcome.article
            return Result("failed", outcome.origin, outcome.place, title=article.title, error=error)
        if self._waiting >= self._rules.commit_articles or self._seconds() >= self._rules.commit_seconds:
            self.catch_up()
        return result

    def catch_up(self) -> None:
        """Bring the projections to the log's position."""
        self._projections.advance(self._log)
        self._linker.forget()
        self._waiting = 0
        self._caught_up = time.monotonic()

    def _seconds(self) -> float:
        return time.monotonic() - self._caught_up if self._waiting else 0.0

    def _take(self, loaded: Loaded) -> Result:
        article = loaded.article
        notes = [note.text for note in loaded.notes]
        result = Result("added", loaded.origin, loaded.place, article.id, article.title)
        stands = self._standing(article.id)
        if stands == "live":
            return replace(result, status="known", notes=("It is the same text as one added before.",))
        if stands == "replaced":
            return replace(result, status="known", notes=("It is an earlier text of an article corrected since.",))
        if len(article.text) > self._rules.max_characters:
            raise TooLongError(_where(loaded), len(article.text), self._rules.max_characters)
        replaces, said = self._replaces(loaded)
        vetted = self._reader.read(article, _where(loaded), self._known_again(article.id))
        decisions = self._linker.link(vetted.extraction)
        position = self._record(loaded, vetted, decisions, replaces)
        self._linker.learn(vetted.extraction, decisions)
        self._remember(article.id, article.external_id, article.source, article.url)
        self._waiting += 1
        unread = unread_note(vetted.extraction)
        further = [unread] if unread else [note for note in vetted.extraction.notes if note not in notes]
        return replace(
            result,
            status="corrected" if replaces else "added",
            counts=MappingProxyType({kind: len(getattr(vetted.extraction, kind)) for kind in COUNTED}),
            rejected=vetted.left_out,
            notes=(*notes, *said, *further),
            position=position,
        )

    def _known_again(self, article: str) -> Prepare | None:
        """Return what gives a text that was in before, and was withdrawn, the ids that it had."""
        stream = extraction_stream(article)
        if not self._log.stream_version(stream):
            return None
        earlier = [recorded.event for recorded in self._log.read(stream=stream, types=[ExtractionRecorded.TYPE])]
        history = [event.extraction for event in earlier if isinstance(event, ExtractionRecorded)]
        return lambda new: renumber(history, new)

    def _standing(self, article: str) -> str:
        """Return live, replaced, or "" for one that is not in or was withdrawn."""
        if not self._log.stream_version(article_stream(article)):
            return ""
        row = self._projections.catalog.views.article_row(article)
        if row is None:
            return "live"  # of this run; the catalog has not seen it yet
        if row.get("replaced_by"):
            return "replaced"
        return "" if row.get("withdrawn") else "live"

    def _replaces(self, loaded: Loaded) -> tuple[str, tuple[str, ...]]:
        """Return which article this one is a new text of, "" if of none, and what is to be said about it.

        Raises:
            OtherTextError: it has another's id and is not said to be its correction.
        """
        article = loaded.article
        same_id = self._by_id.get(_identity(article.external_id, article.source)) if article.external_id else None
        same_url = self._by_url.get(article.url) if article.url else None
        older = same_id or same_url
        if older is None:
            return "", ()
        if self._rules.revision:
            return older, (f"It takes the place of article-{older}.",)
        if same_id:
            raise OtherTextError(article.external_id, same_id, _where(loaded))
        return "", (f"article-{older} has the same URL and other text; --revision adds it as the correction.",)

    def _record(self, loaded: Loaded, vetted: Vetted, decisions: Sequence[DomainEvent], replaces: str) -> int:
        """Append all events of one article and return the position of the last."""
        article, extraction = loaded.article, vetted.extraction
        brought: DomainEvent = ArticleAdded(article.id, article, loaded.origin, loaded.encoding)
        if replaces:
            brought = ArticleCorrected(article.id, article, replaces, loaded.origin)
        own, read = article_stream(article.id), extraction_stream(article.id)
        versions = {stream: self._log.stream_version(stream) for stream in (own, read, RESOLUTION)}
        reader = f"extractor:{extraction.extractor}/{extraction.version}"
        batch = [
            Append(own, versions[own], [brought], self._rules.actor),
            Append(read, versions[read], [ExtractionRecorded(article.id, extraction)], reader, caused_by=0),
        ]
        if vetted.rejected is not None:
            rejected = ExtractionRejected(article.id, vetted.rejected, vetted.report)
            batch.append(Append(read, versions[read] + 1, [rejected], SHAPES, caused_by=1))
        if decisions:
            batch.append(Append(RESOLUTION, versions[RESOLUTION], decisions, RULE, caused_by=1))
        described = (
            self._describer.describe(extraction, canonical_ids(extraction, decisions)) if self._describer else ()
        )
        if described:
            version = versions[RESOLUTION] + len(decisions)
            batch.append(Append(RESOLUTION, version, described, GAZETTEER, caused_by=1))
        return self._log.append_batch(batch)[-1].position

    def _remember(self, article: str, external_id: str, source: str, url: str) -> None:
        if external_id:
            self._by_id[_identity(external_id, source)] = article
        if url:
            self._by_url[url] = article


def _identity(external_id: str, source: str) -> tuple[str, str]:
    """An id counts within its source."""
    return external_id, " ".join(source.casefold().split())


def _where(loaded: Loaded) -> str:
    return f"{loaded.origin}, {loaded.place}" if loaded.place else loaded.origin
