"""SPARQL for an assistant: the gate, workers and limits of the HTTP service, few rows, plain values.

Input: a query, or a question that becomes one. Output: kb.mcp.values.Answer.
Never: runs on when the assistant has taken the call back.
"""

import json
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kb.api.serving.ports import Reads
from kb.mcp.reading import citation
from kb.mcp.values import Answer, Reply
from kb.query.manner import Manner
from kb.query.service import QueryResult
from kb.query.workers.pool import CancelToken
from kb.service.answering.asking import ask as asked
from kb.service.answering.citing import cite

_MOST_TURTLE: Final = 20_000  # characters
_NUMBERS: Final = frozenset("integer int long short byte decimal double float nonNegativeInteger".split())
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def ask(
    then: Reads, query: str, limit: int, timeout: float | None, min_confidence: float, token: CancelToken
) -> Answer:
    """Answer a SPARQL query.

    Args:
        limit: rows or triples at most.
        timeout: seconds, never more than the settings'.

    Raises:
        QueryRefusedError: malformed, refused or stopped; says why.
    """
    with then.query(
        query, timeout=timeout, token=token, min_confidence=min_confidence, manner=Manner("mcp", limit)
    ) as result:
        data = result.read()
    answer = Answer(
        kind=result.kind, truncated=result.truncated, position=result.position, warnings=list(result.warnings)
    )
    if result.kind == "triples":
        answer.turtle = data.decode()
        if len(answer.turtle) > _MOST_TURTLE:
            answer.turtle, answer.truncated = answer.turtle[:_MOST_TURTLE], True
        return answer
    _fill(answer, data)
    return answer


def replied(then: Reads, question: str, limit: int, min_confidence: float, token: CancelToken) -> Reply:
    """Answer a question in plain English, row by row with what it rests on.

    Raises:
        NotUnderstoodError: says what was not understood, and which questions are.
        QueryRefusedError: the query was stopped.
    """

    def run(sparql: str, format: str = "json") -> QueryResult:
        return then.query(
            sparql, format=format, token=token, min_confidence=min_confidence, manner=Manner("mcp", limit)
        )

    with then.moment() as moment:
        found = asked(question, moment.catalog, then.base_iri, run)
        with found.result as result:
            data = result.read()
        rows = json.loads(data)["results"]["bindings"]
        quotes = cite(rows, then.base_iri, run, moment.catalog, moment.log)
    known = found.understood
    reply = Reply(
        kind=result.kind, truncated=result.truncated, position=result.position, warnings=list(result.warnings),
        question=known.question, means=known.means, slots=dict(known.slots), sparql=known.sparql,
        passed_over=list(known.passed_over), notes=list(known.notes),
        citations=[[citation(one) for one in row] for row in quotes] if any(quotes) else [],
    )  # fmt: skip
    _fill(reply, data)
    return reply


def _fill(answer: Answer, data: bytes) -> None:
    """Put the rows of SELECT, or the truth of ASK, into an answer."""
    found = parse_query_results(data, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        answer.boolean = bool(found)
    elif isinstance(found, QuerySolutions):
        answer.columns = [variable.value for variable in found.variables]
        answer.rows = [{name: _plain(solution[name]) for name in answer.columns} for solution in found]


def _plain(term: Any) -> Any:
    """Return a term as JSON has it: numbers and truth values as such, where JSON can hold them."""
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return term.value in ("true", "1")
    if kind in _NUMBERS:
        try:
            number = json.loads(term.value, parse_constant=str)
        except ValueError:  # INF, +3, 007
            return term.value
        return number if isinstance(number, int | float) and abs(number) < 1e300 else term.value
    return term.value
