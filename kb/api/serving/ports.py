"""What the HTTP service needs behind it.

Implemented by kb.api.serving.backend on a KnowledgeBase; tests may bring their own.
Records are those of kb.projections.catalog.records, pages those of kb.service.display.page: ids come without their kind
("16bb0c0037e4eb97", not "article-16bb0c0037e4eb97").
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from kb.api.serving.writes import Draft, Writes
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, Hit, StatementRecord
from kb.projections.catalog.records import Page as Listing
from kb.query.answers import Counts
from kb.query.manner import PLAIN, Manner
from kb.query.service import QueryResult, QueryService
from kb.query.workers.pool import CancelToken

if TYPE_CHECKING:
    from kb.exporting.formats import Form
    from kb.log import EventLog
    from kb.projections.catalog.reading import CatalogReader
    from kb.service.curation.deciding import Done
    from kb.service.curation.decisions import Row
    from kb.service.display.page import Page
    from kb.service.export.take_away import Part
    from kb.service.history.asof import Moment
    from kb.service.history.blame_told import Blame
    from kb.service.history.differing import Diff
    from kb.service.identity.explaining import Explanation
    from kb.service.review.reviewing import Question, Questions
    from kb.service.saved.library import Library

__all__ = ["Draft", "Listing", "Reads", "Record", "Service", "Window"]

Record = ArticleRecord | EntityRecord | EventRecord | StatementRecord


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted.

    Attributes:
        limit: how many at most.
        cursor: of the part before it, "" for the first.
    """

    limit: int = 50
    cursor: str = ""


class Reads(Protocol):
    """What can be read of a knowledge base, now or as it was known at a moment."""

    @property
    def base_iri(self) -> str:
        """What every IRI of the graph begins with."""

    def articles(self, window: Window, filters: Mapping[str, str]) -> Listing[ArticleRecord]:
        """List articles, the newest first; filters: source, language, since, until, text, entity."""

    def entities(self, window: Window, filters: Mapping[str, str]) -> Listing[EntityRecord]:
        """List entities, the most mentioned first; filters: type, country, name, article."""

    def events(self, window: Window, filters: Mapping[str, str]) -> Listing[EventRecord]:
        """List events; filters: type, reality, article, entity, role, happening, since, until, certainly_in ..."""

    def statements(self, window: Window, filters: Mapping[str, str]) -> Listing[StatementRecord]:
        """List statements; filters: speaker, addressee, mode, article, event, text."""

    def record(self, kind: str, identifier: str) -> Record:
        """Return one article, entity, event or statement; an absorbed entity gives the one it is now.

        Raises:
            NotFoundError: there is none; GoneArticleError, ErasedError: see *refuse_gone*.
        """

    def refuse_gone(self, name: str) -> None:
        """Say what became of the article "KIND-ID", or of the article that told of it, if it has left the graph.

        Raises:
            GoneArticleError, ErasedError: it was withdrawn, corrected or erased.
        """

    def page(self, what: str, min_confidence: float = 0.0) -> "Page":
        """Return the page about "KIND-ID": each fact with the words it came from.

        Raises:
            NotFoundError: there is none, or it is less sure than *min_confidence*.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """

    def catalog(self) -> AbstractContextManager["CatalogReader"]:
        """Lend the catalog, brought to the log's end."""

    def moment(self) -> AbstractContextManager["Moment"]:
        """Lend the moment itself, for what the services say of it: readings of articles, their history."""

    def search(self, text: str, limit: int, kind: str, *, alike: bool = False) -> Sequence[Hit]:
        """Search articles, names and statements, the best first; *kind* "" for all.

        Args:
            alike: whether entities that are only called much the same come last; see kb.service.identity.sounding.
        """

    def library(self) -> "Library":
        """Return the saved queries there are, those of the package and those of the home."""

    def decisions(
        self, *, state: str = "", actor: str = "", article: str = "", entity: str = "", before: int = 0
    ) -> Iterator["Row"]:
        """Yield people's decisions, the last first, and how each stands; see kb.service.curation.decisions."""

    def explain(self, first: str, second: str) -> "Explanation":
        """Return why two things are one or two; see kb.service.identity.explaining.explain."""

    def query(
        self,
        text: str,
        *,
        accept: str = "",
        format: str = "",
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        token: CancelToken | None = None,
        min_confidence: float = 0.0,
        manner: Manner = PLAIN,
    ) -> QueryResult:
        """Answer a SPARQL query; see kb.query.service.QueryService.run. *timeout* None: the limit's own.

        Raises:
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """

    def explain_query(
        self, text: str, *, token: CancelToken | None = None, min_confidence: float = 0.0, manner: Manner = PLAIN
    ) -> Mapping[str, Any]:
        """Return how a query would be evaluated; see kb.query.service.QueryService.explain."""

    def standing(self) -> int:
        """Return the position of the log that a query which begins now sees."""

    def export(self, file: IO[bytes], form: "Form", part: "Part", min_confidence: float, position: int) -> None:
        """Write the graph, or a part of it, as known after event *position*: the same bytes for the same log.

        Raises:
            InputError, NotFoundError: see kb.service.export.take_away.take.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """

    def ontology(self) -> bytes:
        """Return the ontology as Turtle."""


class Service(Reads, Writes, Protocol):
    """A knowledge base, as the HTTP service sees it. Every method may be called from any thread."""

    @property
    def log(self) -> "EventLog":
        """The log, for those who follow it."""

    @property
    def behind(self) -> str:
        """Why answers do not know the log's last events, a sentence; "" where they do. Asks nobody."""

    @property
    def dumps(self) -> Path:
        """The folder of the home's dumps; it need not be there."""

    def diff(self, start: str, goal: str, *, most: int) -> AbstractContextManager["Diff"]:
        """Lend what changed between two moments, at most *most* events apart; "" for now.

        Raises:
            BadMomentError, NoSuchMomentError, LongDiffError: see kb.service.history.differing.
        """

    def blame(self, what: str, limit: int, as_of: str) -> Sequence["Blame"]:
        """Return why a triple, or what is said of a thing, is in the graph; see kb.service.history.blaming.blame."""

    def health(self) -> Mapping[str, object]:
        """Return status ("good" or "bad"), version, position, counts, queries, problems (sentences)."""

    @property
    def query_seconds(self) -> float | None:
        """How long a query may run, if nobody says less; None for as long as it takes."""

    @property
    def query_load(self) -> tuple[int, int]:
        """How many queries run and how many wait."""

    @property
    def query_slots(self) -> int:
        """How many queries may run and wait at the same time."""

    @property
    def answers_kept(self) -> Counts:
        """How much the answers are worth that are kept until the graph changes."""

    @property
    def course(self) -> str:
        """What stands for the log up to where *standing* last was: another text for another log. Asks nobody."""

    def at_hand(self) -> QueryService | None:
        """Return what answers on today's graph, None if something would have to be done or waited for first."""

    def at(self, moment: str) -> AbstractContextManager[Reads]:
        """Lend what can be read as known at a moment: a position of the log, or a time; "" for now.

        Raises:
            BadMomentError, NoSuchMomentError: it is neither, or the log does not reach it.
        """

    def decide(self, action: str, actor: str, **words: Any) -> "Done":
        """Take one decision of *actor*, "" for whom the server runs as; see kb.service.curation.acting.

        Raises:
            InputError, NotFoundError, ConflictError: it was not taken; says why, and what the present state is.
            LockedError, StorageError: the home could not take it.
        """

    def decided(self, action: str, actor: str, **words: Any) -> int:
        """Take a decision as *decide* does, and return the position of its event as soon as it is in the log.

        What follows from it may be worked out after that: until then *behind* says so.
        """

    def questions(
        self, *, kind: str, why: str, entity: str, limit: int, offset: int, quoted: int | None = None
    ) -> "Questions":
        """Return open questions about who is who, the most worthwhile first; see kb.service.review.reviewing.questions.

        Raises:
            NotFoundError, ConflictError: of *entity*, given by id, IRI or name.
        """

    def question(self, identifier: str) -> "Question":
        """Return one open question.

        Raises:
            NotFoundError: there is none.
        """

    def answered(self, identifier: str, said: str, actor: str, reason: str, seen: int) -> int:
        """Answer a question as *answer* does, and return the position of the event as soon as it is in the log.

        What follows from it may be worked out after that: until then *behind* says so.
        """

    def answer(self, identifier: str, said: str, actor: str, reason: str, seen: int) -> "Done":
        """Answer a question: same, different, unsure, or undo; raises as decide, and NotFoundError for none such."""
