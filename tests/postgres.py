"""A PostgreSQL server of the tests' own, started once a session and thrown away at its end.

Looks for the server's programs in PATH and where Debian puts them. Tests that
use the fixture `cluster` are skipped, by name, where there are none.
"""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.unprivileged import NOBODY

_USER = "kb"
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60", "shared_buffers=32MB")


def binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest of several, None if there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


@dataclass
class Cluster:
    """A running server.

    Attributes:
        programs: where initdb, pg_ctl and psql lie.
        folder: of its data and its socket.
        port: on loopback and of the socket.
    """

    programs: Path
    folder: Path
    port: int
    options: tuple[str, ...] = _FAST
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, schema: str = "", user: str = _USER) -> str:
        """Return the address of a log that is not there yet, or of the one in *schema*."""
        schema = schema or f"test{next(self._names)}"
        return f"postgresql://{user}@/kb?host={self.folder}&port={self.port}&schema={schema}"

    def tcp_url(self, schema: str) -> str:
        """Return the address of a log, over loopback instead of the socket."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/kb?schema={schema}"

    def psql(self, statement: str) -> str:
        """Run one statement as the superuser and return what psql prints."""
        command = [self.programs / "psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement]
        address = ["-h", str(self.folder), "-p", str(self.port), "-U", _USER, "kb"]
        return _run([*command, *address]).strip()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        given = " ".join(f"-c {option}" for option in (*self.options, "log_min_messages=fatal"))
        said = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 {given}"
        self._control("start", "-o", said, "-l", str(self.folder / "server.log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" lets go of connections, "immediate" is a crash."""
        self._control("stop", "-m", mode)

    def _control(self, *arguments: str) -> None:
        _run([self.programs / "pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "60", *arguments])


@contextmanager
def running(options: tuple[str, ...] = _FAST) -> Iterator[Cluster]:
    """Make a cluster, start it, and leave nothing of it behind."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    cluster = Cluster(programs, folder, _free_port(), options)
    try:
        made = ["-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "--no-instructions"]
        _run([programs / "initdb", "-D", str(folder / "data"), *made])
        cluster.start()
        try:
            address = ["-h", str(folder), "-p", str(cluster.port), "-U", _USER, "kb"]
            _run([programs / "createdb", *address])
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for the session; each test takes a schema of its own with `cluster.url()`."""
    with running() as started:
        yield started


def _run(command: list[Any]) -> str:
    """Run a program of PostgreSQL, which refuses root, as a user without privileges."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": NOBODY, "group": pwd.getpwuid(NOBODY).pw_gid, "extra_groups": [], "umask": 0o077}
    environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": "/"}
    with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as a server started here
        done = subprocess.run(
            list(map(str, command)), stdout=said, stderr=said, env=environ, cwd="/", check=False, timeout=120, **who
        )
        said.seek(0)
        text = said.read().decode(errors="replace")
    assert done.returncode == 0, f"{command[0]}: {text}"
    return text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
