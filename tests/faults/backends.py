"""Where the homes of the crash points lie: one class a backend of the log.

A backend makes an empty place, copies a place with all it holds, removes it, opens its log, and watches where
batches end. PostgreSQL has a module of its own; its projections lie under the place's folder as they do here.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, Protocol

from kb.errors import NotFoundError
from kb.events import Recorded
from kb.log import EventLog, Home, SqliteEventLog
from tests.faults.operations import Place
from tests.faults.shim import Mode


class Backend(Protocol):
    """What crash points need of a backend."""

    name: str
    outages: Sequence[Mode]  # from outside, that this backend knows

    def disturb(self, place: Place, mode: Mode) -> None:
        """Bring about one of *outages* for the place's log."""

    def make(self, folder: Path) -> Place:
        """Return a place where nothing is yet."""

    def copy(self, place: Place, folder: Path) -> Place:
        """Return a place that holds all that *place* holds."""

    def remove(self, place: Place) -> None:
        """Throw a place away."""

    def log(self, place: Place) -> AbstractContextManager[EventLog]:
        """Open its log."""

    def watch_batches(self, place: Place) -> set[int]:
        """Return a set that holds the log's position, and each at which an append of this process ends from now on."""


class Sqlite:
    """Everything lies in the folder."""

    name = "sqlite"
    outages: Sequence[Mode] = ()

    def disturb(self, place: Place, mode: Mode) -> None:
        """See Backend; there is no server."""

    def make(self, folder: Path) -> Place:
        """See Backend."""
        folder.mkdir(parents=True)
        return Place(folder, str(folder / "home"))

    def copy(self, place: Place, folder: Path) -> Place:
        """See Backend."""
        shutil.copytree(place.folder, folder)
        return Place(folder, str(folder / "home"))

    def remove(self, place: Place) -> None:
        """See Backend."""
        shutil.rmtree(place.folder)

    def log(self, place: Place) -> AbstractContextManager[EventLog]:
        """See Backend."""
        return closing(Home.open(Path(place.address)).event_log())

    def watch_batches(self, place: Place) -> set[int]:
        """See Backend."""
        ends = {stands(self, place)}
        watch(SqliteEventLog, ends)
        return ends


def stands(backend: Backend, place: Place) -> int:
    """Return the log's position, 0 where there is none yet."""
    try:
        with backend.log(place) as log:
            return log.position()
    except NotFoundError:
        return 0


def watch(kind: type[Any], ends: set[int]) -> None:
    """Have all logs of a class put into *ends* where each of their batches ends."""

    def watched(original: Callable[..., tuple[Recorded, ...]]) -> Callable[..., tuple[Recorded, ...]]:
        def method(*arguments: Any, **named: Any) -> tuple[Recorded, ...]:
            recorded = original(*arguments, **named)
            ends.add(recorded[-1].position)
            return recorded

        return method

    for name in ("append_batch", "erase"):
        setattr(kind, name, watched(getattr(kind, name)))


def _postgres() -> Backend:
    from tests.faults.postgres_backend import Postgres

    return Postgres()


BACKENDS: Mapping[str, Callable[[], Backend]] = {"sqlite": Sqlite, "postgres": _postgres}
