"""Safe SPARQL: a query's text in, its result or the reason why there is none out.

Input: text from kb.cli and kb.api; the graph as a kb.query.recipe from kb.service.
Output: a QueryResult, whose bytes lie in a file, complete before the first is handed out: a result that breaks off
in the middle of its time limit would already have been called a success.
Never: runs the engine in this process; imports rdflib or a web framework.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final, Literal

from kb.errors import InputError, QueryRefusedError
from kb.query.advice import explained, product_warnings, unknown_terms, unused_terms
from kb.query.errors import MalformedQueryError, QueryMemoryError, QueryTimeoutError
from kb.query.extensions import rewritten
from kb.query.formats import Format, named, negotiated, offered
from kb.query.gate import Admitted, check
from kb.query.job import Job
from kb.query.limits import Limits
from kb.query.manner import PLAIN, Manner
from kb.query.mentioned import Mentioned, disconnected, mentioned
from kb.query.pool import CancelToken, Outcome, WorkerPool
from kb.query.prefixes import known, known_in
from kb.query.recipe import Delta, Recipe

_CHUNK: Final = 64 << 10
_LONG: Final = 4 << 10  # characters of a query
_one_at_a_time = threading.Lock()
_LOOKING: Final = 5.0  # seconds that an estimate before a query may take
_EXPLAINING: Final = 10.0  # seconds that one may take that was asked for

Kind = Literal["solutions", "boolean", "triples"]


class _Unset:
    """Stands for a time limit that was not given; None means no limit."""


UNSET: Final = _Unset()


@dataclass(slots=True)
class QueryResult:
    """A complete result. Read it once, by *chunks* or *read*, then close it (or use it in ``with``).

    Attributes:
        kind: solutions (SELECT), boolean (ASK), triples (CONSTRUCT, DESCRIBE).
        format: what it is written in.
        size: bytes.
        position: position of the log that the query saw.
        truncated: whether there was more than the limit of rows.
        warnings: what the asker may have got wrong, though the query is right.
        seconds: from its arrival until it was complete.
    """

    kind: Kind
    format: Format
    size: int
    position: int
    truncated: bool
    _file: IO[bytes] = field(repr=False)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def media_type(self) -> str:
        """Media type with charset, as a Content-Type header has it."""
        return self.format.content_type

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of 64 KB and close the result."""
        with self:
            while part := self._file.read(_CHUNK):
                yield part

    def read(self) -> bytes:
        """Return all bytes and close the result."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> "QueryResult":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class QueryService:
    """Answers queries on one graph. Safe to use from many threads; close it at the end."""

    def __init__(self, recipe: Recipe, limits: Limits | None = None, *, base: str = "") -> None:
        """Make a service; its processes start with the first query.

        Args:
            recipe: where the graph is.
            limits: what queries may cost.
            base: IRI against which relative IRIs in a query are resolved, "" for none.
        """
        self.limits = limits or Limits()
        self._base = base
        self._pool = WorkerPool(recipe, self.limits)

    @property
    def position(self) -> int:
        """Position of the log that the next query sees."""
        return self._pool.position

    @property
    def load(self) -> tuple[int, int]:
        """How many queries run and how many wait."""
        return self._pool.load

    def start(self) -> None:
        """Start the processes and load the graph now.

        Raises:
            StorageError: it cannot be read.
        """
        self._pool.start()

    def refresh(self, recipe: Recipe) -> None:
        """Have queries that start after this see the graph of *recipe*."""
        self._pool.refresh(recipe)

    def advance(self, delta: Delta, recipe: Recipe) -> None:
        """Have queries that start after this see *delta*; *recipe* is the whole, for a restart."""
        self._pool.advance(delta, recipe)

    def run(  # the protocol's parameters, one by one
        self,
        text: str,
        *,
        accept: str = "",
        format: str = "",
        timeout: float | _Unset | None = UNSET,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        token: CancelToken | None = None,
        manner: Manner = PLAIN,
    ) -> QueryResult:
        """Answer one query; blocks until the result is complete.

        Args:
            text: SPARQL 1.1 query; the prefixes of kb.query.prefixes need no declaration.
            accept: an Accept header; counts where *format* is "".
            format: json, xml, csv, tsv; turtle, ntriples, jsonld, rdfxml, trig, nquads.
            timeout: seconds instead of the limit's own, never more than it.
            default_graphs: IRIs that make up the default graph; they and *named_graphs* replace FROM.
            named_graphs: IRIs that GRAPH sees.
            token: lets another thread cancel.
            manner: for whom, with which budget.

        Raises:
            QueryRefusedError: malformed, refused or stopped; its *reason* says which (kb.query.errors).
            UnknownFormatError, NotAcceptableError: no such format for this kind of query.
            StorageError: the graph cannot be read.
        """
        began = time.monotonic()
        with _reading(text):
            admitted = check(text, self.limits, graphs=len(default_graphs) + len(named_graphs))
            names = self._names(text, admitted)
            warnings = unknown_terms(text, known(self._base) | admitted.prefixes)
            apart = manner.tell is not None and not admitted.service and disconnected(text)
        wanted = named(format, admitted.form) if format else negotiated(accept, offered(admitted.form))
        for iri in (*default_graphs, *named_graphs):
            check_iri(iri)
        job = replace(
            self._job(text, admitted, names, manner),
            format=(wanted.name, "turtle") if wanted in offered("SELECT") else ("json", wanted.name),
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
            time=self._time(timeout, manner),
        )
        if manner.tell is not None:
            if apart:
                warnings += self._products(job, token, manner)
            if warnings:
                manner.tell(warnings)
        outcome = self._outcome(text, job, token, manner, warnings)
        said: dict[str, Any] = outcome.report
        warnings += unused_terms(names, said["lacks"])
        spent = time.monotonic() - began
        return QueryResult(
            said["kind"], wanted, said["size"], outcome.position, said["truncated"], outcome.result, warnings, spent
        )

    def explain(self, text: str, *, token: CancelToken | None = None, manner: Manner = PLAIN) -> dict[str, Any]:
        """Return how a query would be evaluated, in our own estimates; nothing is evaluated.

        Returns:
            form; rows, estimated; steps (depth, what, rows, more); products (sides, rows); warnings; position; note.

        Raises:
            QueryRefusedError: malformed, refused or stopped.
        """
        with _reading(text):
            admitted = check(text, self.limits)
            names = self._names(text, admitted)
        job = self._job(text, admitted, names, manner)
        job = replace(job, explain=True, time=min(job.time or _EXPLAINING, _EXPLAINING))
        outcome = self._outcome(text, job, token, replace(manner, early=None), ())
        with outcome.result as file:
            plan: dict[str, Any] = json.loads(file.read())
        warnings = unknown_terms(text, known(self._base) | admitted.prefixes)
        warnings += product_warnings(plan["products"]) + unused_terms(names, outcome.report["lacks"])
        return {**plan, "warnings": list(warnings), "position": outcome.position}

    def close(self) -> None:
        """Stop the processes; queries that run are broken off."""
        self._pool.close()

    def __enter__(self) -> "QueryService":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _names(self, text: str, admitted: Admitted) -> Mentioned:
        return mentioned(text, known(self._base) | admitted.prefixes)

    def _job(self, text: str, admitted: Admitted, names: Mentioned, manner: Manner) -> Job:
        bounds = manner.budget or self.limits
        rows = bounds.rows if manner.rows is None else min(manner.rows, bounds.rows or manner.rows)
        plain = rewritten(text, known(self._base) | admitted.prefixes, manner.search)
        return Job(
            text=text,
            form=admitted.form,
            form_at=admitted.form_at,
            datasets=admitted.datasets,
            format=("json", "turtle"),
            prefixes={**known_in(text, self._base), **admitted.prefixes},
            base=self._base,
            default_graphs=(),
            named_graphs=(),
            time=bounds.time,
            memory=bounds.memory,
            rows=rows,
            size=bounds.size,
            network=admitted.service,
            plain=plain if plain != text else "",
            sought=(tuple(names.properties), tuple(names.classes)),
        )

    def _outcome(
        self, text: str, job: Job, token: CancelToken | None, manner: Manner, warnings: tuple[str, ...]
    ) -> Outcome:
        try:
            return self._pool.run(job, token, manner)
        except MalformedQueryError as error:
            raise explained(text, error, known(self._base)) from error
        except (QueryTimeoutError, QueryMemoryError) as error:
            error.hint = " ".join([*warnings, error.hint])
            raise

    def _products(self, job: Job, token: CancelToken | None, manner: Manner) -> tuple[str, ...]:
        """Estimate products of parts that have no variable in common; nothing where that takes long."""
        limit = min(job.time or _LOOKING, _LOOKING)
        try:
            quick = replace(job, explain=True, time=limit, sought=((), ()))
            with self._pool.run(quick, token, replace(manner, early=None)).result as file:
                return product_warnings(json.loads(file.read())["products"])
        except QueryRefusedError:
            return ()

    def _time(self, timeout: float | _Unset | None, manner: Manner) -> float | None:
        most = (manner.budget or self.limits).time
        if isinstance(timeout, _Unset):
            return most
        if timeout is None or most is None:
            return timeout if most is None else most
        return min(timeout, most)


@contextmanager
def _reading(text: str) -> Iterator[None]:
    """Let one long text at a time be looked at: that takes the interpreter, and others want it too."""
    if len(text) < _LONG:
        yield
        return
    with _one_at_a_time:
        yield


def check_iri(iri: str) -> None:
    """Refuse what is no absolute IRI.

    Raises:
        InputError: it is none.
    """
    if ":" not in iri or any(character <= " " or character in '<>"{}|^`\\' for character in iri):
        raise InputError(f"{iri!r} is no absolute IRI.", hint="Name graphs by their full IRIs.")
