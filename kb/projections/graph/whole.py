"""Whether the folder of a graph holds all of it, or was left while it was being filled.

Input: the folder. Output: yes or no, by a mark that lies in it from before the first quad until after the last.
Never: opens the store. The mark is on the disk before the engine's own files are, and a backup does not have it.
"""

import os
from pathlib import Path
from typing import Final

from kb.log.faults import storage_faults

_MARK: Final = "unfinished"
_FIRST: Final = "CURRENT"  # of the engine's own files


def is_whole(folder: Path) -> bool:
    """Say whether a graph is there, and was filled to its end.

    Raises:
        StorageError: this user may not look into the folder.
    """
    with storage_faults(folder):
        return (folder / _FIRST).exists() and not (folder / _MARK).exists()


def mark(folder: Path) -> None:
    """Say that a graph is not whole; its folder is made if it is missing.

    Raises:
        StorageError: the disk.
    """
    with storage_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).touch()
        at = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(at)
        finally:
            os.close(at)


def unmark(folder: Path) -> None:
    """Say that a graph is whole.

    Raises:
        StorageError: the disk.
    """
    with storage_faults(folder):
        (folder / _MARK).unlink(missing_ok=True)
