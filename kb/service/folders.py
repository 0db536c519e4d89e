"""Folders that appear whole, or not at all.

Input: a path, the names that may stand in it. Output: a folder to write into, moved to its place at the end.
Never: removes a file that is not of the kind that is written there.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.log.faults import UnwritableError, output_faults


@contextmanager
def whole_folder(path: Path, names: Collection[str]) -> Iterator[Path]:
    """Lend a folder to write into; it appears as *path*, in the place of one of before, when the block ends well.

    Args:
        names: of the files that are written there; a folder that holds others is not replaced.

    Raises:
        UnwritableError: *path* is a file, or a folder with other files.
        StorageError: it cannot be written.
    """
    if path.exists() and not path.is_dir():
        raise UnwritableError(path, "it is a file; give a folder, or a name that ends with .zip")
    with output_faults(path):
        strangers = sorted(one.name for one in path.iterdir() if one.name not in names) if path.exists() else []
        if strangers:
            raise UnwritableError(path, f"it holds other files ({strangers[0]})")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        draft.mkdir()
        try:
            yield draft
            _synced(draft)
            _put(draft, path)
        finally:
            with suppress(FileNotFoundError):
                shutil.rmtree(draft)


def _put(draft: Path, path: Path) -> None:
    if not path.exists():
        draft.rename(path)
        return
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    path.rename(old)
    try:
        draft.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _synced(folder: Path) -> None:
    for file in folder.iterdir():
        number = os.open(file, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
