"""Crash points of a home on PostgreSQL: what dies is the program and its folder, or the connection, or the server.

Each place is a database of its own, so that a copy has the id of its template and finds the template's graph and
tables. The server is the tests' own (tests.postgres), started with the first place and stopped with this process.
"""

import atexit
import itertools
import os
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path

from kb.log import EventLog
from kb.log.postgres import PostgresEventLog
from kb.log.remote_home import open_home
from tests.faults.backends import stands, watch
from tests.faults.operations import Place
from tests.faults.shim import Mode
from tests.postgres import Cluster, running


class Postgres:
    """The log lies in a database, everything else in the folder."""

    name = "postgres"
    outages: Sequence[Mode] = (Mode.CUT, Mode.CRASH)

    def __init__(self) -> None:
        held = ExitStack()
        owner = os.getpid()
        self._cluster: Cluster = held.enter_context(running())
        self._numbers = itertools.count(1)
        atexit.register(lambda: held.close() if os.getpid() == owner else None)

    def disturb(self, place: Place, mode: Mode) -> None:
        """See Backend."""
        if mode is Mode.CUT:
            self._let_go(_database(place))
            return
        self._cluster.stop("immediate")
        self._cluster.start()

    def make(self, folder: Path) -> Place:
        """See Backend."""
        folder.mkdir(parents=True)
        return self._place(folder, "template0")

    def copy(self, place: Place, folder: Path) -> Place:
        """See Backend."""
        shutil.copytree(place.folder, folder)
        database = _database(place)
        self._let_go(database)
        return self._place(folder, database)

    def remove(self, place: Place) -> None:
        """See Backend."""
        shutil.rmtree(place.folder)
        self._let_go(_database(place))
        self._cluster.psql(f"DROP DATABASE {_database(place)}")

    def log(self, place: Place) -> AbstractContextManager[EventLog]:
        """See Backend."""
        return closing(open_home(place.address, str(place.folder / "cache")).event_log())

    def watch_batches(self, place: Place) -> set[int]:
        """See Backend."""
        ends = {stands(self, place)}
        watch(PostgresEventLog, ends)
        return ends

    def _place(self, folder: Path, template: str) -> Place:
        database = f"place{next(self._numbers)}"
        self._cluster.psql(f"CREATE DATABASE {database} TEMPLATE {template}")
        address = self._cluster.url("kb").replace("/kb?", f"/{database}?")
        return Place(folder, address)

    def _let_go(self, database: str) -> None:
        """End what killed programs left open: a database in use is neither copied nor dropped."""
        self._cluster.psql(
            f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}'"
        )


def _database(place: Place) -> str:
    return place.address.partition("?")[0].rpartition("/")[2]
