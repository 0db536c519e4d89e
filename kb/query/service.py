"""Safe SPARQL: a query's text in, its result or the reason why there is none out.

Input: text from kb.cli and kb.api; the graph as a kb.query.recipe from kb.service.
Output: a QueryResult, whose bytes lie in a file, complete before the first is handed out: a result that breaks off
in the middle of its time limit would already have been called a success.
Never: runs the engine in this process; imports rdflib or a web framework.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final, Literal

from kb.errors import InputError
from kb.query.advice import explained, unknown_terms
from kb.query.errors import MalformedQueryError
from kb.query.formats import Format, named, negotiated, offered
from kb.query.gate import check
from kb.query.job import Job
from kb.query.limits import Limits
from kb.query.pool import CancelToken, WorkerPool
from kb.query.prefixes import known_in
from kb.query.recipe import Delta, Recipe

_CHUNK: Final = 64 << 10

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
    """

    kind: Kind
    format: Format
    size: int
    position: int
    truncated: bool
    _file: IO[bytes] = field(repr=False)
    warnings: tuple[str, ...] = ()

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

        Raises:
            QueryRefusedError: malformed, refused or stopped; its *reason* says which (kb.query.errors).
            UnknownFormatError, NotAcceptableError: no such format for this kind of query.
            StorageError: the graph cannot be read.
        """
        admitted = check(text, self.limits, graphs=len(default_graphs) + len(named_graphs))
        wanted = named(format, admitted.form) if format else negotiated(accept, offered(admitted.form))
        for iri in (*default_graphs, *named_graphs):
            _check_iri(iri)
        formats = (wanted.name, "turtle") if wanted in offered("SELECT") else ("json", wanted.name)
        job = Job(
            text=text,
            form=admitted.form,
            form_at=admitted.form_at,
            datasets=admitted.datasets,
            format=formats,
            prefixes={**known_in(text), **admitted.prefixes},
            base=self._base,
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
            time=self._time(timeout),
            memory=self.limits.memory,
            rows=self.limits.rows,
            size=self.limits.size,
            network=admitted.service,
        )
        try:
            outcome = self._pool.run(job, token)
        except MalformedQueryError as error:
            raise explained(text, error) from error
        said: dict[str, Any] = outcome.report
        warnings = unknown_terms(text, admitted.prefixes)
        return QueryResult(
            said["kind"], wanted, said["size"], outcome.position, said["truncated"], outcome.result, warnings
        )

    def close(self) -> None:
        """Stop the processes; queries that run are broken off."""
        self._pool.close()

    def __enter__(self) -> "QueryService":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _time(self, timeout: float | _Unset | None) -> float | None:
        if isinstance(timeout, _Unset):
            return self.limits.time
        if timeout is None or self.limits.time is None:
            return timeout if self.limits.time is None else self.limits.time
        return min(timeout, self.limits.time)


def _check_iri(iri: str) -> None:
    if ":" not in iri or any(character <= " " or character in '<>"{}|^`\\' for character in iri):
        raise InputError(f"{iri!r} is no absolute IRI.", hint="Name graphs by their full IRIs.")
