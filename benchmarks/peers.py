"""SPARQL servers of others, each in a process of its own on a free port of the loopback address.

Input: a file of N-Quads, or a store of oxigraph; seconds that a server may take to begin. Output: a Server whose
default graph is all graphs. Virtuoso is Debian's (virtuoso-opensource-7-bin), rdflib-endpoint that of
requirements/peers.txt; without them, and where one takes too long, Missing says so.
"""

import multiprocessing
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import httpx

from benchmarks.ending import end_with_parent, ending_with_parent
from benchmarks.spent import Server

_LOOK = 0.1  # seconds between two looks whether a server answers
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
ServerThreads = 20
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 600
"""


class Missing(Exception):
    """A peer is not installed, or did not begin in time; says what to install, or how long was waited."""


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[Server]:
    """Run `oxigraph serve-read-only` on a store; yield it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["oxigraph", "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    program = Path(sys.executable).with_name(command[0])
    process = subprocess.Popen(
        ending_with_parent([str(program), *command[1:], "--union-default-graph"]),
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/query"
        _wait(address, process, 60.0)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def virtuoso(path: Path, within: float = 900.0) -> Iterator[Server]:
    """Load N-Quads into a Virtuoso of its own and run it; yield it.

    Raises:
        Missing: it is not installed, or has not loaded them *within* as many seconds.
    """
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or shell is None:
        raise Missing("apt-get install virtuoso-opensource-7-bin")
    folder = path.parent / "virtuoso"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        sql, http = one.getsockname()[1], other.getsockname()[1]
    (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, data=path.parent, sql=sql, http=http))
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    process = subprocess.Popen(
        ending_with_parent(command), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{http}/sparql"
        _wait(address, process, within)
        load = f"ld_dir('{path.parent}', '{path.name}', 'http://localhost/default'); rdf_loader_run(); checkpoint;"
        say = [shell, f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"EXEC={load}"]
        try:
            told = subprocess.run(say, capture_output=True, text=True, check=True, timeout=within).stdout
        except subprocess.TimeoutExpired as error:
            raise Missing(f"it did not load the data within {within:.0f} s") from error
        if "Error" in told:
            raise RuntimeError(told.strip())
        yield Server(address, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        process.wait()


@contextmanager
def rdflib_endpoint(path: Path, within: float = 900.0) -> Iterator[Server]:
    """Run rdflib-endpoint on N-Quads; yield it.

    Raises:
        Missing: it is not installed, or has not loaded them *within* as many seconds.
    """
    if find_spec("rdflib_endpoint") is None:
        raise Missing("pip install --require-hashes -r requirements/peers.txt")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_rdflib_endpoint, args=(path, port))
    process.start()
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait(address, process, within)
        yield Server(address, int(process.pid or 0))
    finally:
        process.terminate()
        process.join(5)
        process.kill()


def _rdflib_endpoint(path: Path, port: int) -> None:
    import rdflib
    import uvicorn
    from rdflib_endpoint import SparqlEndpoint

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format="nquads")
    uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=port, log_level="error")


def _wait(address: str, process: subprocess.Popen[bytes] | multiprocessing.process.BaseProcess, within: float) -> None:
    """Wait until a server answers a query.

    Raises:
        Missing: it did not in time.
        RuntimeError: it ended.
    """
    until = time.monotonic() + within
    while time.monotonic() < until:
        ended = process.poll() if isinstance(process, subprocess.Popen) else process.exitcode
        if ended is not None:
            raise RuntimeError(f"The server at {address} ended with {ended}.")
        with suppress(httpx.TransportError):
            if httpx.get(address, params={"query": "ASK {}"}, timeout=60).status_code < 500:
                return
        time.sleep(_LOOK)
    raise Missing(f"it did not answer within {within:.0f} s")
