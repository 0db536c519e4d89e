"""A question asked of a knowledge base: understood, answered, and shown with its SPARQL.

Input: a question; how to read the catalog and to run a query. Output: an Answer.
Never: runs a query otherwise than all queries run.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.log.chain import utc_now
from kb.projections.catalog_read import CatalogReader
from kb.query.limits import Limits
from kb.query.service import QueryResult
from kb.service.answering.answer import NotUnderstoodError, Understood, understand
from kb.service.answering.reading import read_question

if TYPE_CHECKING:
    from kb.extraction.llm.client import Service

Run = Callable[[str], QueryResult]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question means, and the result of its query; close the result, or read it to the end."""

    understood: Understood
    result: QueryResult


def ask(question: str, catalog: CatalogReader, base: str, run: Run) -> Answer:
    """Answer a question by the forms that are understood.

    Raises:
        NotUnderstoodError: no form fits, or it names what is not there.
        QueryRefusedError: its query was stopped.
    """
    understood = understand(question, catalog, base, _today())
    return Answer(understood, run(understood.sparql))


def ask_model(question: str, catalog: CatalogReader, base: str, run: Run, model: "Service", limits: Limits) -> Answer:
    """Answer a question by the forms, and one that none fits by a chat model's SPARQL.

    Raises:
        NoQueryError, LlmServiceError, CutOffError: see kb.service.answering.model.sparql_for.
        QueryRefusedError: the query was stopped.
    """
    from kb.service.answering.model import sparql_for

    try:
        return ask(question, catalog, base, run)
    except NotUnderstoodError as error:
        reading = read_question(" ".join(question.split()), catalog, _today())
        unknown = error.unknown
    known = [(one.entity.label, f"{base}id/entity-{one.entity.id}") for one in reading.names]
    results: list[QueryResult] = []

    def tried(sparql: str) -> None:
        results.append(run(sparql))

    sparql, means = sparql_for(question, known, model, tried, limits)
    notes = ("the query is a language model's; read it before you trust the answer",)
    understood = Understood(question, "language model", means, {}, sparql, (), notes)
    if unknown:
        understood = replace(understood, notes=(*notes, f"nothing here is called {', '.join(unknown)}"))
    return Answer(understood, results[-1])


def _today() -> str:
    return utc_now().date().isoformat()
