"""The home: the folder that holds one knowledge base.

Input: where the user wants it (flag, KB_HOME, or the platform's data folder).
Output: paths of its files, its log, and the lock that lets one process write.
Never: reads the environment by itself; deletes anything.
"""

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from kb import __version__
from kb.errors import LockedError, NotFoundError, StorageError
from kb.log.chain import utc_now
from kb.log.contract import Clock, EventLog, OnWait
from kb.log.faults import CorruptError, DiskFullError, ReadOnlyError, UnreadableError, storage_faults
from kb.log.sqlite import SqliteEventLog
from kb.log.sqlite_file import NewerFormatError

HOME_FORMAT: Final = 1
MINIMUM_FREE: Final = 16 * 1024 * 1024  # bytes below which writing is refused before it half succeeds


class HomeBusyError(LockedError):
    """Another process holds the home's lock and did not let go in time."""

    code = "home-busy"

    def __init__(self, path: Path, holder: str, timeout: float) -> None:
        self.path = path
        self.holder = holder
        self.timeout = timeout
        super().__init__(
            f"The home {path} is being written by {holder}, which did not finish within {timeout:g} seconds.",
            hint="Wait until it has finished, or allow more time.",
        )


def resolve_home(flag: str | Path | None, environment: Mapping[str, str]) -> Path:
    """Return where the home is: *flag* (``--home``), else KB_HOME, else the platform's data folder.

    Args:
        flag: what the user gave, None or "" for nothing; "~" is expanded.
        environment: usually os.environ.
    """
    from platformdirs import user_data_dir

    chosen = str(flag or "") or environment.get("KB_HOME", "") or user_data_dir("kb", appauthor=False)
    return Path(chosen).expanduser().absolute()


@dataclass(frozen=True, slots=True)
class Home:
    """An opened home; see Home.open.

    Attributes:
        root: the folder.
        writable: whether this process may write there.
    """

    root: Path
    writable: bool

    @property
    def name(self) -> str:
        """How the home is called in messages."""
        return str(self.root)

    @property
    def log_path(self) -> Path:
        """The log: the only file here that cannot be made again."""
        return self.root / "log.sqlite"

    @property
    def log_name(self) -> str:
        """How the log is called in messages."""
        return str(self.log_path)

    @property
    def graph_path(self) -> Path:
        """The folder of the graph projection."""
        return self.root / "graph"

    @property
    def catalog_path(self) -> Path:
        """The entity table and full-text index."""
        return self.root / "catalog.sqlite"

    @property
    def lock_path(self) -> Path:
        """The file that the one writing process holds locked."""
        return self.root / "lock"

    @property
    def marker_path(self) -> Path:
        """The file that says which format the home has."""
        return self.root / "home.json"

    @classmethod
    def open(cls, root: Path, *, create: bool = False) -> "Home":
        """Open the home at *root*.

        Args:
            root: the folder, see resolve_home.
            create: make folder and marker where there are none.

        Raises:
            NotFoundError: there is no home, and *create* is not set.
            ReadOnlyError: it is to be made where this user may not write.
            DiskFullError: it is to be made where no space is left.
            NewerFormatError: a newer version of kb made it.
            StorageError: the path is no folder, or the marker is damaged.
        """
        marker = root / "home.json"
        with storage_faults(root), _placing(root):
            if root.exists() and not root.is_dir():
                raise StorageError(f"{root} is no folder.", hint="Choose another home with --home or KB_HOME.")
            if marker.exists():
                _check_format(marker)
            elif not create:
                if (root / "log.sqlite").exists():
                    raise NotFoundError(
                        f"There is a log in {root}, but no home.json beside it.",
                        hint="`kb init` writes that file anew, and changes nothing else that is there.",
                    )
                raise NotFoundError(
                    f"There is no knowledge base at {root}.",
                    hint="`kb init` makes one, `kb add` does it too; --home or KB_HOME names another place.",
                )
            else:
                _make(root, marker)
        effective = os.access in os.supports_effective_ids
        return cls(root, writable=os.access(root, os.W_OK | os.X_OK, effective_ids=effective))

    def has_log(self) -> bool:
        """Say whether the log is there; an empty file, as a crash leaves it, is none."""
        return self.log_bytes() > 0

    def log_bytes(self) -> int:
        """Return how much room the log takes."""
        return self.log_path.stat().st_size if self.log_path.exists() else 0

    def event_log(self, *, read_only: bool = False, clock: Clock = utc_now) -> EventLog:
        """Open the home's log; a home that cannot be written gives a log to read from.

        Raises:
            StorageError, LockedError, NotFoundError: see SqliteEventLog.
        """
        read_only = read_only or not self.writable
        return SqliteEventLog(self.log_path, create=not read_only, read_only=read_only, clock=clock)

    def free_bytes(self) -> int:
        """Return how much room the home's disk has left for this user."""
        with storage_faults(self.root):
            return shutil.disk_usage(self.root).free

    def check_writable(self, needed: int = MINIMUM_FREE) -> None:
        """Make sure that writing can begin.

        Args:
            needed: bytes that must be free.

        Raises:
            ReadOnlyError: this user may not write here.
            DiskFullError: less than *needed* is free.
        """
        if not self.writable:
            raise ReadOnlyError(self.root)
        if self.free_bytes() < needed:
            raise DiskFullError(self.root)

    @contextmanager
    def write_lock(self, timeout: float = 600.0, on_wait: OnWait | None = None) -> Iterator[None]:
        """Hold the home's lock for the block: one process writes at a time.

        The lock goes with its process, however that ends. Threads of one
        process wait for each other too; one thread must not take it twice.

        Args:
            timeout: seconds to wait for another process.
            on_wait: called once, with the name of the process that holds the
                lock, if there is need to wait.

        Raises:
            HomeBusyError: the other process did not let go in time.
            ReadOnlyError, DiskFullError: see check_writable.
        """
        self.check_writable()
        lock = FileLock(self.lock_path, timeout=timeout)
        with storage_faults(self.lock_path):
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if on_wait is not None:
                    on_wait(self._holder())
                try:
                    lock.acquire(timeout=timeout)
                except Timeout as error:
                    raise HomeBusyError(self.root, self._holder(), timeout) from error
        try:
            self._name_holder()
            yield
        finally:
            lock.release()

    def _name_holder(self) -> None:
        """Leave the name of this process for those who wait; the lock does not depend on it."""
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]).strip() or "python"
        with storage_faults(self.root):
            (self.root / "lock.holder").write_text(f"process {os.getpid()} ({command})", encoding="utf-8")

    def _holder(self) -> str:
        try:
            return (self.root / "lock.holder").read_text(encoding="utf-8", errors="replace") or "another process"
        except OSError:
            return "another process"


def _make(root: Path, marker: Path) -> None:
    """Make the folder and its marker; the marker appears whole or not at all."""
    make_folder(root)
    if shutil.disk_usage(root).free < MINIMUM_FREE:
        raise DiskFullError(root)
    draft = root / f"home.json.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"format": HOME_FORMAT, "made_by": __version__}) + "\n")
        file.flush()
        os.fsync(file.fileno())  # the log is synchronised: a power cut must not leave it in a home that is none
    draft.replace(marker)
    synchronise(root)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, so that a power cut takes none of them away again."""
    above = [path.parent for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in above:
        with suppress(PermissionError):  # it can be written to, and not be read
            synchronise(one)


def synchronise(folder: Path) -> None:
    """Make what was renamed in *folder* last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _placing(root: Path) -> Iterator[None]:
    """Say of a place where the block cannot make anything that it is no place for a home."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, FileExistsError) as error:  # /proc, a file among the folders above
        raise StorageError(
            f"No home can be made at {root}: {(error.strerror or str(error)).lower()}.",
            hint="Choose another place with --home or KB_HOME.",
        ) from error
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise StorageError(
            f"There can be no home there: a name in its path of {len(str(root)):,} characters is too long.",
            hint="Choose another place with --home or KB_HOME.",
        ) from error


def _check_format(marker: Path) -> None:
    try:
        found: Any = json.loads(marker.read_bytes())["format"]
    except (ValueError, TypeError, KeyError):
        found = None
    except OSError as error:
        raise UnreadableError(marker, error.strerror or str(error)) from error
    if not isinstance(found, int):
        raise CorruptError(
            marker,
            "it does not say which format the home has",
            hint="Remove that file: `kb init` writes it anew, and changes nothing else that is there.",
        )
    if found > HOME_FORMAT:
        raise NewerFormatError(marker.parent, found, HOME_FORMAT)
