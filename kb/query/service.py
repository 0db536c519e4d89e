"""Safe SPARQL: a query's text in, its result or the reason why there is none out.

Input: text from kb.cli and kb.api; the graph as a kb.query.workers.recipe from kb.service.
Output: a QueryResult, whose bytes lie in a file, complete before the first is handed out: none breaks off half read.
Never: runs the engine in this process; imports rdflib or a web framework.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from kb.errors import QueryRefusedError
from kb.query.answers import Answers
from kb.query.errors import MalformedQueryError, QueryMemoryError, QueryTimeoutError
from kb.query.formats import named, negotiated, offered
from kb.query.limits import Limits, shorter
from kb.query.manner import PLAIN, Manner
from kb.query.prepared import Preparations
from kb.query.ready import Begun, Ready, beside, told
from kb.query.result import QueryResult
from kb.query.sparql.advice import product_warnings
from kb.query.sparql.extensions import NAMES, may_call
from kb.query.sparql.naming import check_iri
from kb.query.sparql.prefixes import known_in
from kb.query.sparql.readings import LONG, Reading, Readings
from kb.query.workers.job import Job
from kb.query.workers.lanes import Lanes
from kb.query.workers.pool import Begun as PoolBegun
from kb.query.workers.pool import CancelToken, Outcome, Place, WorkerPool
from kb.query.workers.recipe import Delta, Recipe, Snapshot

_LOOKING: Final = 5.0  # seconds that an estimate before a query may take
_OF_TRIPLES: Final = ("CONSTRUCT", "DESCRIBE")
_VALUES: Final = 20  # of a query that are looked for before it is said that nothing has them
_EXPLAINING: Final = 10.0  # seconds that one may take that was asked for


class _Unset:
    """Stands for a time limit that was not given; None means no limit."""


UNSET: Final = _Unset()
__all__ = ["UNSET", "Begun", "QueryResult", "QueryService"]


class QueryService:
    """Answers queries on one graph. Safe to use from many threads; close it at the end."""

    def __init__(
        self,
        recipe: Recipe,
        limits: Limits | None = None,
        *,
        base: str = "",
        answers: int = 0,
        pool: WorkerPool | None = None,
    ) -> None:
        """Make a service; its processes start with the first query.

        Args:
            recipe: where the graph is.
            limits: what queries may cost.
            base: IRI against which relative IRIs in a query are resolved, "" for none.
            answers: bytes of small answers that are kept until the graph changes, for queries that *begin*.
            pool: processes that hold the graph already, see *branch*.
        """
        self.answers = Answers(answers)
        self.limits = limits or Limits()
        self._base = base
        self._readings = Readings(self.limits, base)
        self._prepared = Preparations()
        self._pool = pool or WorkerPool(recipe, self.limits)

    @property
    def position(self) -> int:
        """Position of the log that the next query sees."""
        return self._pool.position

    @property
    def alive(self) -> bool:
        """Whether it can answer; see WorkerPool.alive."""
        return self._pool.alive

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
        self.answers.clear()

    def advance(self, delta: Delta, recipe: Recipe) -> None:
        """Have queries that start after this see *delta*; *recipe* is the whole, for a restart."""
        self._pool.advance(delta, recipe)
        self.answers.clear()

    def branch(self, delta: Callable[[int], Delta | None], lanes: Lanes | None = None) -> "QueryService | None":
        """Return a service on another state of the graph, made in memory from this one's; see WorkerPool.branch."""
        pool = self._pool.branch(delta, lanes)
        if pool is None:
            return None
        return QueryService(Snapshot(pool.position), self.limits, base=self._base, pool=pool)

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
            text: SPARQL 1.1 query; the prefixes of kb.query.sparql.prefixes need no declaration.
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
        ready = self._ready(text, accept, format, timeout, default_graphs, named_graphs, manner)
        warnings = ready.reading.warnings
        if manner.chosen is not None:
            manner.chosen(ready.format)
        if manner.tell is not None:
            if ready.reading.apart:
                warnings += self._products(ready.job, token, manner)
            if warnings:
                manner.tell(warnings)
        return ready.result(self._outcome(text, ready.job, token, manner, warnings), warnings, began)

    def begin(
        self,
        text: str,
        *,
        accept: str = "",
        format: str = "",
        timeout: float | _Unset | None = UNSET,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        token: CancelToken,
        manner: Manner = PLAIN,
    ) -> Begun | QueryResult | Place | None:
        """Start a query that need not wait for anything; None if it must, and *run* should be called. Never blocks.

        One that was answered before on this very graph, within these very bounds, is answered at once. Takes and raises
        what *run* does, as far as the text alone says so. A Begun must be ended, a Place given up.
        """
        began = time.monotonic()
        asked = (text, accept, format, timeout, tuple(default_graphs), tuple(named_graphs))
        prepared = self._prepared.find(whole := (*asked, manner.rows, manner.budget))
        if prepared is None:
            if sum(map(len, (text, *default_graphs, *named_graphs))) > LONG or any(name in text for name in NAMES):
                return None
            prepared = self._prepared.keep(whole, self._ready(*asked, manner))
        ready = prepared.ready
        if manner.chosen is not None:
            manner.chosen(ready.format)
        if manner.tell is not None:
            if ready.reading.apart:
                return None
            if ready.reading.warnings:
                manner.tell(ready.reading.warnings)
        position = self._pool.position
        key = None if ready.reading.volatile else self.answers.key(ready.job, position)
        if key is not None and (answer := self.answers.find(key)) is not None:
            return ready.again(answer, position, began)
        if not isinstance(begun := self._pool.begin(ready.job, token, manner, prepared.body), PoolBegun):
            return begun
        return Begun(begun, ready, began, self.answers, key if begun.position == position else None)

    def explain(self, text: str, *, token: CancelToken | None = None, manner: Manner = PLAIN) -> dict[str, Any]:
        """Return how a query would be evaluated, in our own estimates; nothing is evaluated.

        Returns:
            form; rows, estimated; steps (depth, what, rows, more); products (sides, rows); warnings; position; note.

        Raises:
            QueryRefusedError: malformed, refused or stopped.
        """
        reading = self._readings.of(text)
        job = self._job(text, reading, manner)
        job = replace(job, explain=True, time=min(job.time or _EXPLAINING, _EXPLAINING))
        outcome = self._outcome(text, job, token, replace(manner, early=None), ())
        with outcome.result as file:
            plan: dict[str, Any] = json.loads(file.read())
        warnings = reading.warnings + product_warnings(plan["products"]) + beside(reading.names, outcome.report)
        return {**plan, "warnings": list(warnings), "position": outcome.position}

    def close(self) -> None:
        """Stop the processes; queries that run are broken off."""
        self._pool.close()

    def __enter__(self) -> "QueryService":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(
        self,
        text: str,
        accept: str,
        format: str,
        timeout: float | _Unset | None,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
        manner: Manner,
    ) -> Ready:
        reading = self._readings.of(text, len(default_graphs) + len(named_graphs))
        form = reading.admitted.form
        wanted = named(format, form) if format else negotiated(accept, offered(form))
        graphs = (*default_graphs, *named_graphs)
        for iri in graphs:
            check_iri(iri)
        if graphs:
            sought = {**reading.names.graphs, **{iri: f"<{iri}>" for iri in graphs}}
            reading = replace(reading, names=replace(reading.names, graphs=sought))
        most = (manner.budget or self.limits).time
        job = replace(
            self._job(text, reading, manner),
            format=(wanted.name, "turtle") if wanted in offered("SELECT") else ("json", wanted.name),
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
            time=most if isinstance(timeout, _Unset) else shorter(timeout, most),
        )
        return Ready(text, reading, wanted, job, self._readings.explained)

    def _job(self, text: str, reading: Reading, manner: Manner) -> Job:
        admitted, names = reading.admitted, reading.names
        bounds = manner.budget or self.limits
        rows = bounds.rows if manner.rows is None else min(manner.rows, bounds.rows or manner.rows)
        plain = self._readings.rewritten(text, reading, manner.search)
        return Job(
            text=text,
            form=admitted.form,
            form_at=admitted.form_at,
            datasets=admitted.datasets,
            format=("json", "turtle"),
            prefixes=known_in(text, self._base, triples=admitted.form in _OF_TRIPLES) | admitted.prefixes,
            base=self._base,
            default_graphs=(),
            named_graphs=(),
            time=bounds.time,
            memory=bounds.memory,
            rows=rows,
            size=bounds.size,
            network=admitted.service,
            plain=plain if plain != text else "",
            sought=(tuple(names.properties), tuple(names.classes), tuple(names.graphs)),
            values=tuple(names.values)[:_VALUES],
            points=reading.points,
            bounded=admitted.rows is not None and rows is not None and admitted.rows <= rows,
            calls=may_call(text, admitted.prefixes),
            counting=reading.counting if plain == text else None,
        )

    def _outcome(
        self, text: str, job: Job, token: CancelToken | None, manner: Manner, warnings: tuple[str, ...]
    ) -> Outcome:
        try:
            return self._pool.run(job, token, manner)
        except (MalformedQueryError, QueryTimeoutError, QueryMemoryError) as error:
            raise told(error, text, warnings, self._readings.explained) from error

    def _products(self, job: Job, token: CancelToken | None, manner: Manner) -> tuple[str, ...]:
        """Estimate products of parts that have no variable in common; nothing where that takes long."""
        limit = min(job.time or _LOOKING, _LOOKING)
        try:
            quick = replace(job, explain=True, time=limit, sought=((), (), ()), values=(), points=())
            with self._pool.run(quick, token, replace(manner, early=None)).result as file:
                return product_warnings(json.loads(file.read())["products"])
        except QueryRefusedError:
            return ()
