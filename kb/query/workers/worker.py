"""One query: evaluated and serialised by one function on one thread, inside a process made for it.

Input: a Job and the store, from kb.query.workers.zygote, which forked this process.
Output: the result in one file, a report (JSON, last line) in another; both are read by kb.query.workers.pool.
Never: outlives its limits. Time, memory and network are bounded by the kernel (alarm, address space, no sockets), so
that an engine that neither stops nor returns is stopped all the same.
"""

import csv
import io
import itertools
import json
import os
import re
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any, Final, NoReturn, cast

import pyoxigraph as ox

from kb.query.columns.held import Held
from kb.query.sparql.functions import functions
from kb.query.sparql.looking import absent, lacking, turned
from kb.query.sparql.tokens import tokens
from kb.query.workers.described import once
from kb.query.workers.job import Job
from kb.query.workers.network import forbid_sockets
from kb.query.workers.sink import Sink, TooLargeError
from kb.query.workers.wire import END_OF_REPORT

STACK: Final = 256 << 20  # the engine recurses as deep as the query nests: 8 MB end at 300 to 1,000 levels
ALLOCATOR: Final = 192 << 20  # address space that the C library reserves for a thread's heap
_SMALLEST_ROW: Final = 2  # bytes: no format writes a row in fewer
_FILES_GONE: Final = ("Corruption:", "IO error:")  # what RocksDB says when a writer has replaced its files
_NOTHING: Final = ox.Store()  # where a query is only parsed
_STAR: Final = re.compile(r"SELECT\s*(?:DISTINCT|REDUCED)?\s*\*", re.IGNORECASE)
COUNTED: Final = (
    " Where the graph is in memory and has many triples of these properties, this is counted over columns of them, "
    "without the rows of these steps, from a moment after it is asked for the first time."
)
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


def work(store: Callable[[], ox.Store], job: Job, result: int, report: int, *, on_disk: bool) -> NoReturn:
    """Run *job* and end this process; see *serve*."""
    serve(store, job, result, report, on_disk=on_disk)
    os._exit(0)


def serve(store: Callable[[], ox.Store], job: Job, result: int, report: int, *, on_disk: bool) -> None:
    """Run *job* in this process, which was forked for it and has one thread; it must end afterwards.

    Args:
        store: opens the graph, or returns the one that was inherited.
        job: what to do.
        result: descriptor of the file for the serialised result.
        report: descriptor of the file for the report; also standard error.
        on_disk: the engine opens files while it answers, so that new descriptors must be allowed.
    """
    os.dup2(report, 2)
    begin()
    if job.time is not None:
        signal.setitimer(signal.ITIMER_REAL, max(job.time, 0.001))
    answers: list[dict[str, Any]] = []
    try:
        opened = store()
        if job.explain:
            import kb.query.sparql.plan  # noqa: F401  reads files, which no worker may any more once it is bounded
        _bound(job, on_disk=on_disk or job.explain)
        threading.stack_size(STACK)
        thread = threading.Thread(target=lambda: answers.append(guarded(opened, job, Sink(result, job.size))))
        thread.start()
        thread.join()
    except MemoryError:
        answers.append({"status": "memory"})
    except (OSError, RuntimeError, ValueError) as error:
        answers.append({"status": "failed", "detail": str(error)})
    said = answers[0] if answers else {"status": "failed", "detail": "The worker gave no answer."}
    os.write(report, END_OF_REPORT + json.dumps(said).encode() + b"\n")


def begin() -> None:
    """Make this process one that answers queries and nothing else."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound(job: Job, *, on_disk: bool) -> None:
    """Take from this process what the query does not need."""
    if job.memory is not None and sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        bound_memory(now + STACK + ALLOCATOR + job.memory)
    if job.network:
        return
    forbid_sockets()
    if not on_disk:  # RocksDB opens its files as it needs them, and waits for ever where it may not
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def bound_memory(most: int) -> None:
    """Let this process have so many bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def guarded(store: ox.Store, job: Job, output: Sink, held: Held | None = None) -> dict[str, Any]:
    """Evaluate and serialise; return the report, whatever happens."""
    try:
        return evaluate(store, job, output, held)
    except TooLargeError:
        return {"status": "too-large"}
    except MemoryError:
        return {"status": "memory"}
    except SyntaxError as error:
        return {"status": "malformed", **syntax_detail(str(error))}
    except Exception as error:  # noqa: BLE001  whatever the engine says becomes the client's answer
        if any(words in str(error) for words in _FILES_GONE):
            return {"status": "moved", "detail": str(error)}
        return {"status": "refused", "detail": str(error)}


def evaluate(store: ox.Store, job: Job, output: Sink, held: Held | None = None) -> dict[str, Any]:
    """Evaluate and serialise; return the report. A small result may be left in the sink's memory.

    Args:
        held: columns that may answer in the engine's place; None: there are none.

    Raises:
        SyntaxError: malformed, with the engine's words.
        OSError, RuntimeError, ValueError: the engine could not do it.
        TooLargeError: the result is beyond the sink's limit.
    """
    if job.explain:
        report = _explain(store, job, output)
    else:
        if job.plain:
            _query(_NOTHING, job.text, job)  # errors name the user's own lines
        report = _counted(job, output, held) or _answer(store, job, output)
    output.end()
    beside = {"lacks": lacking(store, *job.sought), "turned": turned(store, job.points)}
    beside["absent"] = absent(store, job.values)
    return {"status": "done", **report, "size": output.written, **beside}


def _counted(job: Job, output: Sink, held: Held | None) -> dict[str, Any] | None:
    """Answer from columns; None where they cannot."""
    if held is None or job.counting is None or job.default_graphs or job.named_graphs:
        return None
    # the engine reads it all the same, and says what is malformed
    names = _columns(job.text, job.base, tuple(job.prefixes.items()), job.form_at, job.calls)
    if names != [f"?{name}" for name, _ in job.counting.columns]:
        return None
    found = held.count(job.counting, None if job.bounded else job.rows)
    if found is None:
        return None
    rows, cut = found
    solutions = ox.parse_query_results(rows, format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions)
    solutions.serialize(cast("IO[bytes]", output), format=_RESULTS[job.format[0]])
    return {"kind": "solutions", "format": job.format[0], "truncated": cut, "counted": True}


def _answer(store: ox.Store, job: Job, output: Sink) -> dict[str, Any]:
    limited = None
    if job.form == "SELECT" and job.rows is not None and not (job.network or job.bounded):
        limited = _limited(job)  # parses, which with SERVICE would call already
    text = limited(0, job.rows) if limited and job.rows is not None else job.plain or job.text
    answer = _query(store, text, job)
    if isinstance(answer, ox.QueryTriples):
        return _write_triples(answer, job, output)
    answer.serialize(cast("IO[bytes]", output), format=_RESULTS[job.format[0]])
    cut = limited is not None and _is_full(job, output)
    if cut and limited and job.rows is not None:
        cut = next(iter(_query(store, limited(job.rows, 1), job)), None) is not None  # type: ignore[arg-type]
    kind = "solutions" if isinstance(answer, ox.QuerySolutions) else "boolean"
    return {"kind": kind, "format": job.format[0], "truncated": cut}


def _explain(store: ox.Store, job: Job, output: Sink) -> dict[str, Any]:
    from kb.query.sparql.plan import explanation

    _query(_NOTHING, job.text, job)  # the engine says what is no SPARQL
    plan = explanation(store, job.plain or job.text, job.prefixes, job.base)
    if job.counting is not None:
        plan["note"] += COUNTED
    output.write(json.dumps(plan).encode())
    return {"kind": "plan", "truncated": False}


def _write_triples(answer: ox.QueryTriples, job: Job, output: Sink) -> dict[str, Any]:
    every: Iterator[ox.Triple] = once(answer) if job.form == "DESCRIBE" else iter(answer)
    triples = every if job.rows is None else itertools.islice(every, job.rows)
    ox.serialize(triples, cast("IO[bytes]", output), GRAPH_FORMATS[job.format[1]], prefixes=job.prefixes)
    cut = job.rows is not None and next(every, None) is not None
    return {"kind": "triples", "format": job.format[1], "truncated": cut}


def _query(store: ox.Store, text: str, job: Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    graphs: dict[str, Any] = {}
    if job.default_graphs or job.named_graphs:
        graphs["default_graph"] = [ox.NamedNode(iri) for iri in job.default_graphs]
        graphs["named_graphs"] = [ox.NamedNode(iri) for iri in job.named_graphs]
    elif not job.datasets:  # with it the engine would ignore FROM
        graphs["use_default_graph_as_union"] = True
    if job.calls:
        graphs["custom_functions"] = functions(store)
    return store.query(text, base_iri=job.base or None, prefixes=job.prefixes, **graphs)


def _limited(job: Job) -> Callable[[int, int], str] | None:
    """Return a function that makes the query with an OFFSET and a LIMIT around it, or None if it has no columns.

    The query is parsed as it stands first, so that errors name the user's own
    lines and no bracket of the user's can close ours.
    """
    names = _columns(job.text, job.base, tuple(job.prefixes.items()), job.form_at, job.calls)
    if not names:
        return None
    text = job.plain or job.text
    clauses: list[str] = []
    for start, end in reversed(job.datasets):
        clauses.insert(0, text[start:end])
        text = text[:start] + " " * (end - start) + text[end:]
    head = f"{text[: job.form_at]}SELECT {' '.join(names)} {' '.join(clauses)} {{ "
    return lambda offset, limit: f"{head}{text[job.form_at :]}\n}} OFFSET {offset} LIMIT {limit}"


@lru_cache(maxsize=64)
def _columns(text: str, base: str, prefixes: tuple[tuple[str, str], ...], form_at: int, calls: bool) -> list[str]:
    """Return the columns of a query as it stands, [] if it has none; raises what the engine says of it."""
    known = {"custom_functions": functions(_NOTHING)} if calls else {}
    parsed = _NOTHING.query(text, base_iri=base or None, prefixes=dict(prefixes), **known)  # type: ignore[arg-type]
    if not isinstance(parsed, ox.QuerySolutions) or not parsed.variables:
        return []
    return _in_order([str(name) for name in parsed.variables], text[form_at:])


def _in_order(names: list[str], text: str) -> list[str]:
    """Return the columns of SELECT * as they first appear, as the W3C's tests have them; others as they are."""
    if not _STAR.match(text):
        return names
    at = {f"?{token.text[1:]}": -index for index, token in enumerate(reversed(list(tokens(text))))}
    return sorted(names, key=lambda name: at.get(name, 1))


def _is_full(job: Job, output: Sink) -> bool:
    if job.rows is None or output.written < job.rows * _SMALLEST_ROW:
        return False
    return _rows(output, job.format[0]) >= job.rows


def _rows(output: Sink, name: str) -> int:
    """Count the rows written, with the standard library's or the engine's own reader."""
    with output.reader() as binary:
        if name == "csv":
            csv.field_size_limit(sys.maxsize)
            return sum(1 for _ in csv.reader(io.TextIOWrapper(binary, encoding="utf-8", newline=""))) - 1
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
