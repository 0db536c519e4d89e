"""What the HTTP service needs behind it.

Implemented by kb.api.backend on a KnowledgeBase; tests may bring their own.
Records are those of kb.projections.catalog_records, pages those of kb.service.page: ids come without their kind
("16bb0c0037e4eb97", not "article-16bb0c0037e4eb97").
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from kb.exporting.formats import Form
from kb.log import EventLog
from kb.projections.catalog_read import CatalogReader
from kb.projections.catalog_records import ArticleRecord, EntityRecord, EventRecord, Hit, StatementRecord
from kb.projections.catalog_records import Page as Listing
from kb.query.answers import Counts
from kb.query.manner import PLAIN, Manner
from kb.query.pool import CancelToken
from kb.query.service import QueryResult, QueryService
from kb.service.adding import Result
from kb.service.asof import Moment
from kb.service.blame_told import Blame
from kb.service.correction_plan import CorrectionPlan
from kb.service.deciding import Done
from kb.service.decisions import Row
from kb.service.differing import Diff
from kb.service.explaining import Explanation
from kb.service.list_change import ListChange
from kb.service.page import Page
from kb.service.previewing import Preview
from kb.service.resolve_plan import Plan
from kb.service.reviewing import Question, Questions
from kb.service.saved.library import Library
from kb.service.take_away import Part
from kb.service.withdrawing import Withdrawal

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


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way in, as the client sent it."""

    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    id: str = ""


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
            NotFoundError: there is none.
        """

    def page(self, what: str, min_confidence: float = 0.0) -> Page:
        """Return the page about "KIND-ID": each fact with the words it came from.

        Raises:
            NotFoundError: there is none, or it is less sure than *min_confidence*.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """

    def catalog(self) -> AbstractContextManager[CatalogReader]:
        """Lend the catalog, brought to the log's end."""

    def moment(self) -> AbstractContextManager[Moment]:
        """Lend the moment itself, for what the services say of it: readings of articles, their history."""

    def search(self, text: str, limit: int, kind: str) -> Sequence[Hit]:
        """Search articles, names and statements, the best first; *kind* "" for all."""

    def library(self) -> Library:
        """Return the saved queries there are, those of the package and those of the home."""

    def decisions(
        self, *, state: str = "", actor: str = "", article: str = "", entity: str = "", before: int = 0
    ) -> Iterator[Row]:
        """Yield people's decisions, the last first, and how each stands; see kb.service.decisions."""

    def explain(self, first: str, second: str) -> Explanation:
        """Return why two things are one or two; see kb.service.explaining.explain."""

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

    def export(self, file: IO[bytes], form: Form, part: Part, min_confidence: float, position: int) -> None:
        """Write the graph, or a part of it, as known after event *position*: the same bytes for the same log.

        Raises:
            InputError, NotFoundError: see kb.service.take_away.take.
            BadConfidenceError: *min_confidence* is not between 0 and 1.
        """

    def ontology(self) -> bytes:
        """Return the ontology as Turtle."""


class Service(Reads, Protocol):
    """A knowledge base, as the HTTP service sees it. Every method may be called from any thread."""

    @property
    def log(self) -> EventLog:
        """The log, for those who follow it."""

    @property
    def behind(self) -> str:
        """Why answers do not know the log's last events, a sentence; "" where they do. Asks nobody."""

    @property
    def dumps(self) -> Path:
        """The folder of the home's dumps; it need not be there."""

    def diff(self, start: str, goal: str, *, most: int) -> AbstractContextManager[Diff]:
        """Lend what changed between two moments, at most *most* events apart; "" for now.

        Raises:
            BadMomentError, NoSuchMomentError, LongDiffError: see kb.service.differing.
        """

    def blame(self, what: str, limit: int, as_of: str) -> Sequence[Blame]:
        """Return why a triple, or what is said of a thing, is in the graph; see kb.service.blaming.blame."""

    def health(self) -> Mapping[str, object]:
        """Return status ("good" or "bad"), version, position, counts, queries, problems (sentences)."""

    @property
    def query_load(self) -> tuple[int, int]:
        """How many queries run and how many wait."""

    @property
    def query_slots(self) -> int:
        """How many queries may run and wait at the same time."""

    @property
    def answers_kept(self) -> Counts:
        """How much the answers are worth that are kept until the graph changes."""

    def at_hand(self) -> QueryService | None:
        """Return what answers on today's graph, None if something would have to be done or waited for first."""

    def at(self, moment: str) -> AbstractContextManager[Reads]:
        """Lend what can be read as known at a moment: a position of the log, or a time; "" for now.

        Raises:
            BadMomentError, NoSuchMomentError: it is neither, or the log does not reach it.
        """

    def decide(self, action: str, actor: str, **words: Any) -> Done:
        """Take one decision of *actor*, "" for whom the server runs as; see kb.service.acting.

        Raises:
            InputError, NotFoundError, ConflictError: it was not taken; says why, and what the present state is.
            LockedError, StorageError: the home could not take it.
        """

    def questions(
        self, *, kind: str, why: str, entity: str, limit: int, offset: int, quoted: int | None = None
    ) -> Questions:
        """Return open questions about who is who, the most worthwhile first; see kb.service.reviewing.questions.

        Raises:
            NotFoundError, ConflictError: of *entity*, given by id, IRI or name.
        """

    def question(self, identifier: str) -> Question:
        """Return one open question.

        Raises:
            NotFoundError: there is none.
        """

    def answer(self, identifier: str, said: str, actor: str, reason: str, seen: int) -> Done:
        """Answer a question: same, different, unsure, or undo; raises as decide, and NotFoundError for none such."""

    def add(self, draft: Draft, actor: str = "") -> Result:
        """Take one article in, added by *actor*. When it returns, queries see it.

        Raises:
            InputError, ConflictError: it did not go in; says why.
            LockedError, StorageError: the home could not take it.
        """

    def take(
        self, data: bytes, origin: str, kind: str, actor: str = "", told: Callable[[Result], None] | None = None
    ) -> Sequence[Result]:
        """Read a file and add the articles in it; what could not go in has an error.

        Args:
            data: the whole file.
            origin: its name.
            kind: as `kb add --format`, "" to tell it from the file.
            told: gets each result once it is recorded; must not wait.
        """

    def preview(self, data: bytes, origin: str, kind: str, most: int) -> Sequence[Preview]:
        """Return what would be read of the first *most* articles of a file; see kb.service.previewing."""

    @property
    def fetches(self) -> bool:
        """Whether addresses of the public web are fetched for who may write."""

    def take_page(self, url: str, actor: str = "") -> Sequence[Result]:
        """Fetch an address and add the articles there; what could not go in has an error.

        Raises:
            FetchingOffError: the settings do not allow it.
            FetchingBusyError: as many are being fetched as may be at once.
            BadAddressError, FetchError: see kb.sources.visiting.
        """

    def preview_page(self, url: str, most: int) -> Sequence[Preview]:
        """Fetch an address and return what would be read there; raises as *take_page*."""

    def correct(self, article: str, draft: Draft, actor: str = "") -> Result:
        """Put a publisher's new text in the place of an article, named by its id. When it returns, queries see it.

        Raises:
            NotFoundError, ConflictError, InputError: it did not go in; says why.
            LockedError, StorageError: the home could not take it.
        """

    def plan_correction(self, article: str, draft: Draft) -> CorrectionPlan:
        """Return what would change if a publisher's new text took an article's place; see kb.service.correction_plan.

        Raises:
            NotFoundError, ConflictError, InputError: it could not go in; says why.
        """

    def put_back(self, article: str, earlier: str, actor: str = "") -> Result:
        """Correct an article back to an earlier text of it, both named by their ids; as *correct*."""

    def withdraw(self, article: str, reason: str, actor: str = "") -> Withdrawal:
        """Take an article out of the graph. When it returns, queries are without it.

        Args:
            article: its id.
            reason: why.
            actor: who withdraws it, "" for the actor that the home has.

        Raises:
            NotFoundError, ConflictError: it is not there, or not any more.
            LockedError, StorageError: the home could not take it.
        """

    def add_list(
        self, name: str, data: bytes, form: str, origin: str, *, skip_bad: bool, dry_run: bool, actor: str
    ) -> ListChange:
        """Take a curated list in, or a new version of one; see kb.service.listing.add_list, also for errors.

        Args:
            data: the whole file.
            form: one of kb.sources.lists.FORMS.
            origin: the file's name, "" for none.
        """

    def withdraw_list(self, name: str, reason: str, actor: str) -> ListChange:
        """Take a curated list out of the graph; raises NotFoundError for none such."""

    def resolve(self, article: str, position: int, *, write: bool) -> tuple[Plan, int]:
        """Judge an article, or all, anew by today's rules; return what changes and the position written up to.

        Args:
            article: id of the one, "" for all.
            position: that the plan is to hold for, 0 for any.
            write: record it; 0 is returned where nothing was.

        Raises:
            NotFoundError: there is no such article.
            ConflictError: the log is elsewhere than *position*.
            LockedError, StorageError: the home could not take it.
        """
