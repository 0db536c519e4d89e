"""A query that passed the gate, on its way to a worker and back: what is asked, and its outcome made a result.

Made by kb.query.service. Output: a QueryResult, or an error with what helps whoever wrote the query.
Never: chooses a worker.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kb.errors import QueryRefusedError
from kb.query.answers import LARGEST, Answer, Answers
from kb.query.errors import MalformedQueryError, QueryMemoryError, QueryTimeoutError
from kb.query.formats import Format
from kb.query.result import QueryResult
from kb.query.sparql.advice import turned_points, unused_terms
from kb.query.sparql.meant import absent_values
from kb.query.sparql.mentioned import Mentioned
from kb.query.sparql.readings import Reading
from kb.query.workers.job import Job
from kb.query.workers.pool import Begun as PoolBegun
from kb.query.workers.pool import Outcome

Explain = Callable[[str, MalformedQueryError], MalformedQueryError]


@dataclass(frozen=True, slots=True)
class Ready:
    """A query that passed the gate, what a worker is asked, and what says more of an error in it."""

    text: str
    reading: Reading
    format: Format
    job: Job
    explain: Explain

    def result(self, outcome: Outcome, warnings: tuple[str, ...], began: float) -> QueryResult:
        """Return the result of a query that has ended well."""
        said: dict[str, Any] = outcome.report
        warnings += beside(self.reading.names, said)
        return QueryResult(
            said["kind"],
            self.format,
            said["size"],
            outcome.position,
            said["truncated"],
            outcome.result,
            warnings,
            time.monotonic() - began,
        )

    def again(self, answer: Answer, position: int, began: float) -> QueryResult:
        """Return the result that was kept."""
        body, seconds = BytesIO(answer.body), time.monotonic() - began
        size, cut, warnings = len(answer.body), answer.truncated, answer.warnings
        return QueryResult(answer.kind, self.format, size, position, cut, body, warnings, seconds, kept=True)


class Begun:
    """A query at a worker; see kb.query.workers.pool.Begun. To be ended by *end*."""

    def __init__(self, begun: PoolBegun, ready: Ready, began: float, answers: Answers, key: Hashable | None) -> None:
        """Take what was begun; *key* stands for it among *answers*, None if its answer is not to be kept."""
        self._begun = begun
        self._answers = answers
        self._key = key
        self._ready = ready
        self._began = began

    def fileno(self) -> int:
        """Return a descriptor that can be read when there is news."""
        return self._begun.fileno()

    def soon(self, *, wait: bool = False) -> bool:
        """Say whether *end* returns at once; takes what is there, or *wait*s for it for a moment."""
        return self._begun.soon(wait=wait)

    def end(self) -> QueryResult:
        """Return the result; blocks, and raises, as *QueryService.run* does."""
        warnings = self._ready.reading.warnings
        try:
            result = self._ready.result(self._begun.end(), warnings, self._began)
        except (MalformedQueryError, QueryTimeoutError, QueryMemoryError) as error:
            raise told(error, self._ready.text, warnings, self._ready.explain) from error
        if self._key is not None and result.position == self._begun.position and result.size <= LARGEST:
            body = result.peek()
            answer = Answer(result.kind, body, result.truncated, result.warnings)
            self._answers.keep(self._key, self._ready.job, answer)
        return result


def beside(names: Mentioned, report: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a worker saw of what a query names, in sentences."""
    return (
        *unused_terms(names, report["lacks"]),
        *absent_values(names, report["absent"]),
        *turned_points(report["turned"]),
    )


def told(
    error: MalformedQueryError | QueryTimeoutError | QueryMemoryError,
    text: str,
    warnings: tuple[str, ...],
    explain: Explain,
) -> QueryRefusedError:
    """Return *error* with what helps whoever wrote *text*."""
    if isinstance(error, MalformedQueryError):
        return explain(text, error)
    error.hint = " ".join([*warnings, error.hint])
    return error
