"""Files and folders that appear whole or not at all, however their process ends.

Input: the path to appear. Output: a draft beside it, hidden, locked by this process while it works.
Never: leaves more than one draft a path: the next one to write there takes over what a killed process left.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kb.errors import LockedError
from kb.log.faults import output_faults
from kb.log.home import make_folder, synchronise

Put = Callable[[Path, Path], None]
"""Moves a folder from the first path to the second."""


class DraftBusyError(LockedError):
    """Another process is writing the same file or folder."""

    code = "draft-busy"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"Another process is writing {path} just now.", hint="Wait for it, or choose another name.")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Lend a file to write; it takes the place of *path*, synchronised with the disk, when the block ends well.

    Raises:
        DraftBusyError: another process writes it.
        DiskFullError, UnwritableError: see kb.log.faults.output_faults.
    """
    draft = path.with_name(f".{path.name}.part")
    with output_faults(path), open(os.open(draft, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        _take(file.fileno(), path)
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.chmod(_usual_mode())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        synchronise(path.parent)


@contextmanager
def whole_folder(path: Path, put: Put = os.replace) -> Iterator[Path]:
    """Lend an empty folder to fill; it takes the place of *path*, missing or empty, when the block ends well.

    Args:
        put: has it take that place; by itself where *path* may be a folder that holds something.

    Raises:
        DraftBusyError: another process fills it.
        DiskFullError, UnwritableError: see kb.log.faults.output_faults.
    """
    draft = path.with_name(f".{path.name}.part")
    with output_faults(path):
        make_folder(draft)
        handle = os.open(draft, os.O_RDONLY)
    try:
        _take(handle, path)
        _empty(draft)
        try:
            yield draft
            with output_faults(path):
                put(draft, path)
                synchronise(path.parent)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DraftBusyError(path) from error


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
