"""Removes folders of which nobody may see a part.

Input: a folder that was whole. Output: none, and where its files lie until they are gone.
Never: leaves a part under the folder's own name. A store whose write-ahead file is gone opens, as it stood before that.
"""

import errno
import shutil
from pathlib import Path

from kb.log.faults import storage_faults


def gone(path: Path) -> Path:
    """Return under which name a folder goes while it is removed."""
    return path.with_name(f"{path.name}.gone")


def remove(path: Path) -> None:
    """Remove a folder, if it is there, and what an earlier removal of it left.

    Raises:
        StorageError: the disk.
    """
    aside = gone(path)
    with storage_faults(path):
        if aside.exists():
            shutil.rmtree(aside)
        if path.exists():
            shutil.rmtree(_put_aside(path, aside))


def replace(path: Path, new: Path) -> None:
    """Put the folder *new* in the place of another one, which is there until then, and remove that.

    Raises:
        StorageError: the disk.
    """
    aside = gone(path)
    with storage_faults(path):
        if aside.exists():
            shutil.rmtree(aside)
        if path.exists() and _put_aside(path, aside) == path:
            shutil.rmtree(path)
        new.replace(path)
        if aside.exists():
            shutil.rmtree(aside)


def _put_aside(path: Path, aside: Path) -> Path:
    """Return where the folder lies now."""
    try:
        path.rename(aside)
    except OSError as error:
        if error.errno != errno.EXDEV:  # of a container's image: such a folder stays where it is
            raise
        return path
    return aside
