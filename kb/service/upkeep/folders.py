"""Folders that appear whole, or not at all, in the place of those of before.

Input: a path, the names that may stand in it. Output: a folder to write into, moved to its place at the end.
Never: removes a file that is not of the kind that is written there; loses the folder of before to a process that dies
between putting it away and putting the new one there: the next one to write there finds it.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.log.faults import UnwritableError, output_faults
from kb.log.own_files import check_none_of_a_home
from kb.service.upkeep import drafts


@contextmanager
def whole_folder(path: Path, names: Collection[str]) -> Iterator[Path]:
    """Lend a folder to write into; it appears as *path*, in the place of one of before, when the block ends well.

    Args:
        names: of the files that are written there; a folder that holds others is not replaced.

    Raises:
        OwnFileError: it is of a home.
        UnwritableError: *path* is a file, or a folder with other files.
        DraftBusyError: another process writes it.
        StorageError: it cannot be written.
    """
    check_none_of_a_home(path)
    if path.exists() and not path.is_dir():
        raise UnwritableError(path, "it is a file; give a folder, or a name that ends with .zip")
    with drafts.whole_folder(path, _put) as draft, output_faults(path):
        _bring_back(path)
        strangers = sorted(one.name for one in path.iterdir() if one.name not in names) if path.exists() else []
        if strangers:
            raise UnwritableError(path, f"it holds other files ({strangers[0]})")
        yield draft
        _synced(draft)


def _put(draft: Path, path: Path) -> None:
    if not path.exists():
        draft.rename(path)
        return
    old = _old(path)
    path.rename(old)
    try:
        draft.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _bring_back(path: Path) -> None:
    """Put the folder of before in its place again, or end its removal: a process died while it replaced it."""
    old = _old(path)
    if old.exists():
        if path.exists():
            shutil.rmtree(old)
        else:
            old.rename(path)


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _synced(folder: Path) -> None:
    for file in folder.iterdir():
        number = os.open(file, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
