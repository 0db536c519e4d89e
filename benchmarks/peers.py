"""SPARQL servers of others, each in a process of its own on a free port of the loopback address.

Input: a file of N-Quads, or a store of oxigraph. Output: the address of an endpoint whose default graph is all graphs.
Virtuoso is Debian's (virtuoso-opensource-7-bin), rdflib-endpoint that of requirements/peers.txt; without them Missing
says what to install.
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

WITHIN = 900.0  # seconds for a server to answer
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
    """A peer is not installed; says what to install."""


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve-read-only` on a store; yield its address."""
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
        for _ in range(500):
            try:
                httpx.get(address, params={"query": "ASK {}"}, timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.02)
        yield address
    finally:
        process.terminate()
        process.wait()


@contextmanager
def virtuoso(path: Path) -> Iterator[str]:
    """Load N-Quads into a Virtuoso of its own and run it; yield its address.

    Raises:
        Missing: it is not installed.
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
        _wait(address, process)
        load = f"ld_dir('{path.parent}', '{path.name}', 'http://localhost/default'); rdf_loader_run(); checkpoint;"
        say = [shell, f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"EXEC={load}"]
        told = subprocess.run(say, capture_output=True, text=True, check=True).stdout
        if "Error" in told:
            raise RuntimeError(told.strip())
        yield address
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        process.wait()


@contextmanager
def rdflib_endpoint(path: Path) -> Iterator[str]:
    """Run rdflib-endpoint on N-Quads; yield its address.

    Raises:
        Missing: it is not installed.
    """
    if find_spec("rdflib_endpoint") is None:
        raise Missing("pip install --require-hashes -r requirements/peers.txt")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_rdflib_endpoint, args=(path, port))
    process.start()
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.join(20)
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


def _wait(address: str, process: subprocess.Popen[bytes] | multiprocessing.process.BaseProcess) -> None:
    """Wait until a server answers a query.

    Raises:
        RuntimeError: it ended, or did not in time.
    """
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        ended = process.poll() if isinstance(process, subprocess.Popen) else process.exitcode
        if ended is not None:
            raise RuntimeError(f"The server at {address} ended with {ended}.")
        with suppress(httpx.TransportError):
            if httpx.get(address, params={"query": "ASK {}"}, timeout=60).status_code < 500:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server at {address} did not answer within {WITHIN:.0f} s.")
