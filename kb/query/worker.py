"""One query: evaluated and serialised by one function on one thread, inside a process made for it.

Input: a Job and the store, from kb.query.zygote, which forked this process.
Output: the result in one file, a report (JSON, last line) in another; both are read by kb.query.pool.
Never: outlives its limits. Time, memory and network are bounded by the kernel (alarm, address space, no sockets), so
that an engine that neither stops nor returns is stopped all the same.
"""

import csv
import itertools
import json
import os
import re
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import IO, Any, Final, NoReturn, cast

import pyoxigraph as ox

from kb.query.functions import functions
from kb.query.job import Job
from kb.query.looking import lacking
from kb.query.network import forbid_sockets
from kb.query.tokens import tokens
from kb.query.wire import END_OF_REPORT

STACK: Final = 256 << 20  # the engine recurses as deep as the query nests: 8 MB end at 300 to 1,000 levels
_ALLOCATOR: Final = 192 << 20  # address space that the C library reserves for a thread's heap
_CLEAN: Final = frozenset({"done", "malformed"})  # ends after which a process is as it was
_GROWTH: Final = 32 << 20  # bytes that a job may leave behind in a process that takes another
_FLUSH: Final = 0.2  # seconds after which what was written can be read by who waits for it
_SMALLEST_ROW: Final = 2  # bytes: no format writes a row in fewer
_FILES_GONE: Final = ("Corruption:", "IO error:")  # what RocksDB says when a writer has replaced its files
_STAR: Final = re.compile(r"SELECT\s*(?:DISTINCT|REDUCED)?\s*\*", re.IGNORECASE)
_RESULTS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class _TooLargeError(Exception):
    """The result is beyond its limit in bytes."""


class _Bounded:
    """A file that refuses to grow beyond a limit; what pyoxigraph serialises into."""

    def __init__(self, file: IO[bytes], limit: int | None) -> None:
        self._file = file
        self._limit = limit
        self._flushed = time.monotonic()
        self.written = 0

    def write(self, data: bytes) -> int:
        self.written += len(data)
        if self._limit is not None and self.written > self._limit:
            raise _TooLargeError
        done = self._file.write(data)
        if (now := time.monotonic()) > self._flushed + _FLUSH:
            self._file.flush()
            self._flushed = now
        return done

    def flush(self) -> None:
        self._file.flush()


def work(store: Callable[[], ox.Store], job: Job, result: int, report: int, *, on_disk: bool) -> NoReturn:
    """Run *job* and end this process; see *serve*."""
    serve(store, job, result, report, on_disk=on_disk)
    os._exit(0)


def serve(store: Callable[[], ox.Store], job: Job, result: int, report: int, *, on_disk: bool) -> bool:
    """Run *job* in this process, which was forked for queries and has one thread.

    Args:
        store: opens the graph, or returns the one that was inherited.
        job: what to do.
        result: descriptor of the file for the serialised result.
        report: descriptor of the file for the report; also standard error.
        on_disk: the engine opens files while it answers, so that new descriptors must be allowed.

    Returns:
        Whether this process may be given another job: it answered well, in little memory, and kept nothing.
    """
    errors = os.dup(2)
    os.dup2(report, 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if job.time is not None:
        signal.setitimer(signal.ITIMER_REAL, max(job.time, 0.001))
    answers: list[dict[str, Any]] = []
    before = _pages()
    try:
        opened = store()
        if job.explain:
            import kb.query.plan  # noqa: F401  reads files, which no worker may any more once it is bounded
        _bound(job, on_disk=on_disk or job.explain)
        threading.stack_size(STACK)
        thread = threading.Thread(target=lambda: answers.append(_guarded(opened, job, result)))
        thread.start()
        thread.join()
    except MemoryError:
        answers.append({"status": "memory"})
    except (OSError, RuntimeError, ValueError) as error:
        answers.append({"status": "failed", "detail": str(error)})
    said = answers[0] if answers else {"status": "failed", "detail": "The worker gave no answer."}
    os.write(report, END_OF_REPORT + json.dumps(said).encode() + b"\n")
    _unbound()
    os.dup2(errors, 2)
    if said["status"] not in _CLEAN or job.network or job.explain or on_disk:
        return False
    for descriptor in (errors, result, report):
        os.close(descriptor)
    return _pages() - before < _GROWTH // resource.getpagesize()


def _pages() -> int:
    """Pages of memory that this process has of its own."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1])


def _unbound() -> None:
    """Take back what only one job is held to; sockets stay forbidden."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def _bound(job: Job, *, on_disk: bool) -> None:
    """Take from this process what the query does not need."""
    if job.memory is not None and sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        most = now + STACK + _ALLOCATOR + job.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if job.network:
        return
    _seal()
    if not on_disk:  # RocksDB opens its files as it needs them, and waits for ever where it may not
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


@cache
def _seal() -> bool:
    """Forbid sockets, once: it is for good."""
    return forbid_sockets()


def _guarded(store: ox.Store, job: Job, result: int) -> dict[str, Any]:
    try:
        return evaluate(store, job, result)
    except _TooLargeError:
        return {"status": "too-large"}
    except MemoryError:
        return {"status": "memory"}
    except SyntaxError as error:
        return {"status": "malformed", **syntax_detail(str(error))}
    except Exception as error:  # noqa: BLE001  whatever the engine says becomes the client's answer
        if any(words in str(error) for words in _FILES_GONE):
            return {"status": "moved", "detail": str(error)}
        return {"status": "refused", "detail": str(error)}


def evaluate(store: ox.Store, job: Job, result: int) -> dict[str, Any]:
    """Evaluate and serialise; return the report.

    Raises:
        SyntaxError: malformed, with the engine's words.
        OSError, RuntimeError, ValueError: the engine could not do it.
    """
    if job.explain:
        return _explain(store, job, result)
    lacks = lacking(store, *job.sought)
    with os.fdopen(result, "w+b", buffering=1 << 16, closefd=False) as file:
        output = _Bounded(file, job.size)
        bounded = job.form == "SELECT" and job.rows is not None and not job.network  # parsing would call already
        limited = _limited(job) if bounded else None
        if job.plain:
            _query(ox.Store(), job.text, job)  # errors name the user's own lines
        text = limited(0, job.rows) if limited and job.rows is not None else job.plain or job.text
        answer = _query(store, text, job)
        if isinstance(answer, ox.QueryTriples):
            return {**_write_triples(answer, job, output), "lacks": lacks}
        answer.serialize(cast("IO[bytes]", output), format=_RESULTS[job.format[0]])
        file.flush()
        cut = limited is not None and _is_full(job, output.written, result)
        if cut and limited and job.rows is not None:
            cut = next(iter(_query(store, limited(job.rows, 1), job)), None) is not None  # type: ignore[arg-type]
        kind = "solutions" if isinstance(answer, ox.QuerySolutions) else "boolean"
        report = {"status": "done", "kind": kind, "format": job.format[0], "truncated": cut, "size": output.written}
        return {**report, "lacks": lacks}


def _explain(store: ox.Store, job: Job, result: int) -> dict[str, Any]:
    from kb.query.plan import explanation

    _query(ox.Store(), job.text, job)  # the engine says what is no SPARQL
    text = json.dumps(explanation(store, job.plain or job.text, job.prefixes, job.base)).encode()
    with os.fdopen(result, "wb", closefd=False) as file:
        file.write(text)
    return {
        "status": "done",
        "kind": "plan",
        "truncated": False,
        "size": len(text),
        "lacks": lacking(store, *job.sought),
    }


def _write_triples(answer: ox.QueryTriples, job: Job, output: _Bounded) -> dict[str, Any]:
    triples: Iterable[ox.Triple] = answer if job.rows is None else itertools.islice(answer, job.rows)
    ox.serialize(triples, cast("IO[bytes]", output), GRAPH_FORMATS[job.format[1]], prefixes=job.prefixes)
    output.flush()
    cut = job.rows is not None and next(iter(answer), None) is not None
    return {"status": "done", "kind": "triples", "format": job.format[1], "truncated": cut, "size": output.written}


def _query(store: ox.Store, text: str, job: Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    graphs: dict[str, Any] = {}
    if job.default_graphs or job.named_graphs:
        graphs["default_graph"] = [ox.NamedNode(iri) for iri in job.default_graphs]
        graphs["named_graphs"] = [ox.NamedNode(iri) for iri in job.named_graphs]
    elif not job.datasets:  # with it the engine would ignore FROM
        graphs["use_default_graph_as_union"] = True
    graphs["custom_functions"] = functions(store)
    return store.query(text, base_iri=job.base or None, prefixes=job.prefixes, **graphs)


def _limited(job: Job) -> Callable[[int, int], str] | None:
    """Return a function that makes the query with an OFFSET and a LIMIT around it, or None if it has no columns.

    The query is parsed as it stands first, so that errors name the user's own
    lines and no bracket of the user's can close ours.
    """
    parsed = _query(ox.Store(), job.text, job)
    if not isinstance(parsed, ox.QuerySolutions) or not parsed.variables:
        return None
    text = job.plain or job.text
    clauses: list[str] = []
    for start, end in reversed(job.datasets):
        clauses.insert(0, text[start:end])
        text = text[:start] + " " * (end - start) + text[end:]
    names = _in_order([str(name) for name in parsed.variables], job.text[job.form_at :])
    head = f"{text[: job.form_at]}SELECT {' '.join(names)} {' '.join(clauses)} {{ "
    return lambda offset, limit: f"{head}{text[job.form_at :]}\n}} OFFSET {offset} LIMIT {limit}"


def _in_order(names: list[str], text: str) -> list[str]:
    """Return the columns of SELECT * as they first appear, as the W3C's tests have them; others as they are."""
    if not _STAR.match(text):
        return names
    at = {f"?{token.text[1:]}": -index for index, token in enumerate(reversed(list(tokens(text))))}
    return sorted(names, key=lambda name: at.get(name, 1))


def _is_full(job: Job, size: int, result: int) -> bool:
    return job.rows is not None and size >= job.rows * _SMALLEST_ROW and _rows(result, job.format[0]) >= job.rows


def _rows(result: int, name: str) -> int:
    """Count the rows written, with the standard library's or the engine's own reader."""
    os.lseek(result, 0, os.SEEK_SET)
    if name == "csv":
        csv.field_size_limit(sys.maxsize)
        with open(result, encoding="utf-8", newline="", closefd=False) as file:
            return sum(1 for _ in csv.reader(file)) - 1
    with open(result, "rb", closefd=False) as binary:
        parsed = ox.parse_query_results(binary, _RESULTS[name])
        return sum(1 for _ in parsed) if isinstance(parsed, ox.QuerySolutions) else 0


def syntax_detail(message: str) -> dict[str, Any]:
    """Take line and column out of the engine's message, and out of its list of what could follow the rubble."""
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if match and "Prefix not found" in match[3]:
        detail = "a prefix is used that is not declared."
        return {"detail": detail, "line": int(match[1]), "column": int(match[2])}
    if not match:
        return {"detail": message, "line": 0, "column": 0}
    expected = re.sub(r"\[.*\]", "a name", match[3], flags=re.DOTALL)
    expected = re.sub(r"(, )?a name(, )?", "", expected).strip() or "something else"
    if expected == "expected":
        expected = "nothing that may stand here follows; an empty query, for one, asks nothing."
    return {"detail": expected[:300], "line": int(match[1]), "column": int(match[2])}
