"""Questions to a knowledge base from Python: SPARQL, single things, full text; now or as it was known at a moment.

Input: queries, ids, IRIs or names. Output: answers, things, tables.
Never: writes; guesses between several that a name fits.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal

from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, Hit, StatementRecord
from kb.query.service import QueryResult
from kb.scripting import arguments, rows
from kb.scripting.answers import Answer, Reply
from kb.scripting.tables import Table
from kb.scripting.things import Article, Thing
from kb.service.display.page import Page
from kb.service.history.asof import AsOf, Moment
from kb.service.identity.naming import NothingCalledError
from kb.service.saved.header import SavedQuery

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase as Core


class OtherKindError(NothingCalledError):
    """Something of another kind is called so."""

    code = "other-kind"

    def __init__(self, what: str, kind: str, found: str) -> None:
        self.kind = kind
        self.found = found
        super().__init__(what)
        self.args = (f"{what!r} is no {kind} but {found}.",)
        self.hint = "`show` takes any kind; `search` finds what else is called so."


class Asking:
    """Asks a knowledge base; see KnowledgeBase and View."""

    _core: "Core"
    _at: AsOf = None  # as known then; None for now

    # -- SPARQL -----------------------------------------------------------------------------------

    def query(self, sparql: str, *, timeout: float | None = None, min_confidence: float = 0.0) -> Answer:
        """Answer a SPARQL query: SELECT and ASK with rows and truth, CONSTRUCT and DESCRIBE with triples.

        The prefixes of the ontology (kb:, kbt:) and the usual ones need no declaration.

        Args:
            timeout: seconds, never more than the setting query_timeout.
            min_confidence: on the graph without what is less sure, 0 to 1.

        Raises:
            QueryRefusedError: malformed, refused, or stopped at a limit; *reason* says which.
            WrongTypeError: an argument is of a type that it cannot have; all methods raise it.
        """
        query, limit = arguments.text("sparql", sparql), arguments.seconds("timeout", timeout)
        sure = arguments.confidence(min_confidence)
        return Answer(self._core.query(query, timeout=limit, min_confidence=sure, as_of=self._at))

    def ask(self, question: str, *, timeout: float | None = None, min_confidence: float = 0.0) -> Reply:
        """Answer a question in plain English: ``kb.ask("Who said what about Kyiv?")``.

        The reply is the table of the answer, with what was understood, the SPARQL that ran, and the words of articles
        that each row rests on. No model is asked, and nothing leaves the machine.

        Args:
            timeout, min_confidence: as of *query*.

        Raises:
            NotUnderstoodError: what is asked is not understood, or it names what is not there; *nearest* has questions
                that are.
            QueryRefusedError: the query was stopped at a limit.
        """
        from kb.service.answering.asking import ask
        from kb.service.answering.citing import cite

        limit, sure = arguments.seconds("timeout", timeout), arguments.confidence(min_confidence)

        def run(sparql: str) -> QueryResult:
            return self._core.query(sparql, timeout=limit, min_confidence=sure, as_of=self._at)

        with self._moment() as moment:
            found = ask(arguments.text("question", question), moment.catalog, self._core.base_iri, run)
            reply = Reply(found.understood, found.result)
            base = self._core.base_iri
            reply.quotes = cite(reply.json()["results"]["bindings"], base, run, moment.catalog, moment.log)
        return reply

    def saved_queries(self) -> Table[SavedQuery]:
        """Return the saved queries of the package and the home, by name; *run* takes them."""
        from kb.service.saved.library import library

        found = library(self._core.home.root).queries.values()
        return Table(found, rows.saved, rows.SAVED, caption="queries")

    def run(self, name: str, *, min_confidence: float = 0.0, **parameters: object) -> Answer:
        """Answer a saved query: ``kb.run("toll-history", place="Derna")``; *sparql* of the answer is what ran.

        Args:
            name: of one of *saved_queries*.
            parameters: its own, by name; entities by id, IRI or name, days as dates or text.

        Raises:
            NoSuchSavedQueryError, BadParameterError, MissingParameterError, UnknownParameterError: says which.
        """
        from kb.service.saved.binding import bind
        from kb.service.saved.library import library

        saved = library(self._core.home.root).get(arguments.text("name", name))
        given = {one: "" if value is None else _written(value) for one, value in parameters.items()}
        with self._moment() as moment:
            text = bind(saved, given, moment.catalog, self._core.base_iri)
        answer = self.query(text, min_confidence=min_confidence)
        answer.sparql = text
        return answer

    # -- one thing --------------------------------------------------------------------------------

    def show(self, what: str, *, min_confidence: float = 0.0) -> Thing[Any]:
        """Return what an id, an IRI or a name stands for, each fact with the words it came from.

        Raises:
            NotFoundError: nothing is called so, or it has left the graph; says how.
            SeveralCalledError: several things are; names them.
        """
        page = self._core.show(arguments.text("what", what), arguments.confidence(min_confidence), self._at)
        kind, _, identifier = page.id.partition("-")
        with self._moment() as moment:
            catalog = moment.catalog
            if kind == "article":
                return self._article(moment, catalog.get_article(identifier), page)
            get: Callable[[str], Any] = {
                "entity": catalog.get_entity,
                "event": catalog.get_event,
                "statement": catalog.get_statement,
            }[kind]
            return Thing(get(identifier), page)

    def article(self, what: str) -> Article:
        """Return an article, with its text, by id, IRI or title; raises as *show*."""
        found = self._of_kind(what, "article")
        assert isinstance(found, Article)
        return found

    def entity(self, what: str, *, min_confidence: float = 0.0) -> Thing[EntityRecord]:
        """Return a person, body or place by id, IRI or name; raises as *show*."""
        return self._of_kind(what, "entity", min_confidence)

    def event(self, what: str, *, min_confidence: float = 0.0) -> Thing[EventRecord]:
        """Return an event, with what other articles tell of the same happening, by id or IRI; raises as *show*."""
        return self._of_kind(what, "event", min_confidence)

    def statement(self, what: str, *, min_confidence: float = 0.0) -> Thing[StatementRecord]:
        """Return a statement by id or IRI; raises as *show*."""
        return self._of_kind(what, "statement", min_confidence)

    def search(
        self, words: str, *, kind: Literal["", "article", "entity", "statement"] = "", limit: int = 20
    ) -> Table[Hit]:
        """Return what holds all *words*, the best match first; *snippet* has them between brackets.

        Last come entities that are only called much the same, in another spelling maybe: *match* is "alike".
        """
        from kb.projections.catalog.reading import KINDS
        from kb.service.identity.sounding import searched

        kinds = (kind,) if kind else KINDS
        with self._moment() as moment:
            found = searched(moment.catalog, arguments.text("words", words), kinds=kinds, limit=limit)
        return Table(found, rows.hit, rows.HIT, caption="found")

    # -- behind them ------------------------------------------------------------------------------

    def _moment(self) -> AbstractContextManager[Moment]:
        return self._core.at(self._at)

    def _of_kind(self, what: str, kind: str, min_confidence: float = 0.0) -> Thing[Any]:
        found = self.show(what, min_confidence=min_confidence)
        if found.kind != kind:
            raise OtherKindError(what, kind, found.id)
        return found

    def _id(self, moment: Moment, kind: str, what: str) -> str:
        if not what:
            return ""
        page = moment.show(arguments.text(kind, what))
        if page.kind != kind:
            raise OtherKindError(what, kind, page.id)
        return page.id.partition("-")[2]

    def _happening(self, moment: Moment, what: str) -> str:
        """Return the id of a happening, of one that was merged what it stands as; raises NotFoundError."""
        if not what:
            return ""
        found = moment.catalog.stands_as(arguments.text("happening", what).rpartition("happening-")[2])
        moment.catalog.happening_label(found)
        return found

    def _entity(self, moment: Moment, what: str) -> str:
        return moment.entity_id(arguments.text("entity", what)) if what else ""

    def _article(self, moment: Moment, record: ArticleRecord, page: Page) -> Article:
        from kb.projections.folding.sources import LogSources

        return Article(record, page, LogSources(moment.log).article(record.position).text)


def _written(value: object) -> str:
    """Return a value as a person writes it for a saved query."""
    return str(value).lower() if isinstance(value, bool) else str(value)
