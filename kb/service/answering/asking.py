"""A question asked of a knowledge base: understood, answered, and shown with its SPARQL.

Input: a question; how to read the catalog and to run a query. Output: an Answer.
Never: runs a query otherwise than all queries run.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kb.log.chain import utc_now
from kb.projections.catalog.reading import CatalogReader
from kb.query.limits import Limits
from kb.query.service import QueryResult
from kb.service.answering.answer import Understood, meanings
from kb.service.answering.errors import NotUnderstoodError
from kb.service.answering.passages import Passage, passages, told_there, unlike
from kb.service.answering.reading import read_question
from kb.service.answering.spelling import spelled

if TYPE_CHECKING:
    from kb.extraction.llm.client import Service

Run = Callable[[str], QueryResult]
_CAUSE: Final = frozenset(["context"])  # the slot for what a toll is of
UNANSWERED: Final = "no fact answers this, but "  # begins a note of what an article says
_WORD: Final = "words"  # the slot for a word that an answer is told with
_QUOTED: Final = 2  # passages, where there is no row


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question means, and the result of its query; close the result, or read it to the end."""

    understood: Understood
    result: QueryResult


def ask(question: str, catalog: CatalogReader, base: str, run: Run) -> Answer:
    """Answer a question by the forms that are understood.

    A wider meaning than the question's own is asked of what the sentences tell that hold most of its words, if there
    are such: what stands elsewhere in an article is seldom what was asked for. One that gives up only what brought a
    toll about, or that a number is a difference, still has all that narrows it.

    Raises:
        NotUnderstoodError: no form fits, or it names what is not there.
        QueryRefusedError: its query was stopped.
    """
    text, changed = spelled(question, catalog)
    answer = _asked(text, catalog, base, run)
    if not changed:
        return answer
    understood = replace(answer.understood, question=question, notes=(*changed, *answer.understood.notes))
    return replace(answer, understood=understood)


def _asked(question: str, catalog: CatalogReader, base: str, run: Run) -> Answer:
    asked = meanings(question, catalog, base, _today())
    first = Answer(own := next(asked), run(own.sparql))
    if not _is_empty(first.result):
        return _beside(first, catalog)
    told = passages(question, catalog)
    plain = [one for one in told if one.plain]
    for wider in asked:
        as_asked = own.slots.keys() - _CAUSE <= wider.slots.keys()
        understood = wider if as_asked else _narrowed(wider, plain, catalog, base)
        if understood is None or (own.form == "where" and not plain and _WORD in own.slots.keys() - wider.slots.keys()):
            continue  # where something else in the same article was is no answer, if no sentence has the words
        result = run(understood.sparql)
        if not _is_empty(result):
            first.result.close()
            return Answer(understood, result)
        result.close()
    notes = [f"{UNANSWERED}{one.note}" for one in unlike(told)[:_QUOTED]]
    return replace(first, understood=replace(own, notes=(*own.notes, *notes)))


def _beside(answer: Answer, catalog: CatalogReader) -> Answer:
    """Return a count of happenings with what an article says of their number, as "31 attacks" is told at one go."""
    asked = answer.understood
    if asked.form != "count":
        return answer
    said = [one.note for one in passages(asked.question, catalog)[:1] if one.complete]
    notes = (*asked.notes, "this counts what is told of here one by one", *said)
    return replace(answer, understood=replace(asked, notes=notes))


def _narrowed(wider: Understood, told: Sequence[Passage], catalog: CatalogReader, base: str) -> Understood | None:
    """Return a wider meaning of what passages tell alone, None if they tell of nothing; as it is without passages."""
    if wider.told_alone and not (told and told[0].complete):
        return None
    if not told or "?event" not in wider.sparql:
        return wider
    if not (events := told_there(told, catalog)):
        return None
    values = " ".join(f"<{base}id/event-{one}>" for one in events)
    sparql = wider.sparql.replace("WHERE {", f"WHERE {{\n  VALUES ?event {{ {values} }}", 1)
    return replace(wider, sparql=sparql, notes=(*wider.notes, told[0].note))


def _is_empty(result: QueryResult) -> bool:
    """Say whether a result has no row, in any format that rows have; it can be read all the same."""
    body = result.peek()
    match result.format.name:
        case "json":
            return not json.loads(body)["results"]["bindings"]
        case "xml":
            return b"<result>" not in body
    return len(body.splitlines()) < 2  # the names of the columns alone


def ask_model(
    question: str,
    catalog: CatalogReader,
    base: str,
    run: Run,
    model: "Service",
    limits: Limits,
    failed: Callable[[str], None],
) -> Answer:
    """Answer a question by the forms, and one that none fits by a chat model's SPARQL.

    Args:
        failed: shown what the model wrote where that cannot be run, or was stopped.

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

    def tried(sparql: str) -> Sequence[str]:
        while results:
            results.pop().close()
        results.append(run(sparql))
        return results[-1].warnings if _is_empty(results[-1]) else ()

    sparql, means = sparql_for(question, known, model, tried, limits, failed)
    doubts = tuple(one.rstrip(".") for one in results[-1].warnings)
    notes = ("the query is a language model's; read it before you trust the answer", *doubts)
    understood = Understood(question, "language model", means, {}, sparql, (), notes)
    if unknown:
        understood = replace(understood, notes=(*notes, f"nothing here is called {', '.join(unknown)}"))
    return Answer(understood, results[-1])


def _today() -> str:
    return utc_now().date().isoformat()
