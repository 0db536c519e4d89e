"""What the graph's engine reports about its files, as errors with what, where and what to do.

Input: OSError and RuntimeError of pyoxigraph, raised inside a ``with graph_faults(path)``. Its errors carry no number,
only RocksDB's words. Output: StorageError or LockedError, the cause kept.
Never: hides an error that is no matter of files; ValueError and SyntaxError pass.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kb.errors import KbError, LockedError, StorageError
from kb.log.faults import DiskFullError, ReadOnlyError, UnreadableError, storage_faults

_REBUILD: Final = "`kb rebuild` makes it again from the log, as `kb verify --repair` does with what it finds damaged."
_TORN: Final = re.compile("^Corruption|checksum mismatch|No such file", re.IGNORECASE)
_WRITING: Final = re.compile("append|writ|creat|renam", re.IGNORECASE)
_LOCKED: Final = re.compile(r"\block\b", re.IGNORECASE)  # "block checksum mismatch" is another matter


class GraphFaultError(StorageError):
    """The files of the graph cannot be read or written, or do not fit together.

    Attributes:
        torn: whether they do not fit together, so that no second try can help.
    """

    code = "graph-fault"

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        self.torn = bool(_TORN.search(reason))
        super().__init__(f"The graph {path} cannot be used: {reason}.", hint=_REBUILD)


@contextmanager
def graph_faults(path: Path | None) -> Iterator[None]:
    """Translate what goes wrong with the store in the folder *path* (None: in memory) inside the block.

    Raises:
        LockedError: another process writes to it.
        DiskFullError: no room is left.
        ReadOnlyError, UnreadableError: this user may not.
        GraphFaultError: anything else that its files do.
    """
    where = path or Path("memory")
    try:
        with storage_faults(where):
            yield
    except (OSError, RuntimeError) as error:
        raise _translated(error, where) from error


@contextmanager
def torn_faults(path: Path) -> Iterator[None]:
    """Translate only that what is read of a store inside the block does not fit together; everything else passes.

    Raises:
        GraphFaultError: a block of its files is not what was written.
    """
    try:
        yield
    except RuntimeError as error:
        if not _TORN.search(str(error)):
            raise
        raise _translated(error, path) from error


def _translated(error: Exception, path: Path) -> KbError:
    words = " ".join(str(error).split()).rstrip(".")
    if "no space left" in words.lower():
        return DiskFullError(path, derived=True)
    if "permission denied" in words.lower():
        return ReadOnlyError(path) if _WRITING.search(words) else UnreadableError(path, "permission denied")
    if _LOCKED.search(words):
        return LockedError(
            f"Another process writes to the graph {path}.", hint="Wait until it has finished, then try again."
        )
    return GraphFaultError(path, words)
