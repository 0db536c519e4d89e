"""A folder for temporary files: made when the first is needed, gone with the process, also where that was killed.

Input: what names of such folders begin with. Output: a path. Whoever makes one clears those of processes that are no
more: each holds a lock for as long as it lives, and no longer.
Never: touches a folder that is in use, or is another user's.
"""

import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_LOCK: Final = "in-use"


class Scratch:
    """Makes the folder when it is asked for; call from one thread at a time.

    Args:
        prefix: of the folder's name.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._held: tuple[Path, IO[bytes]] | None = None

    @property
    def path(self) -> Path:
        """The folder."""
        if self._held is None:
            _clear(self._prefix)
            self._held = _made(self._prefix)
            weakref.finalize(self, _removed, *self._held)
        return self._held[0]


def _made(prefix: str) -> tuple[Path, IO[bytes]]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        file = (folder / _LOCK).open("wb")
        if _locked(file) and (folder / _LOCK).exists():  # else one that clears was faster
            return folder, file
        file.close()


def _clear(prefix: str) -> None:
    """Remove the folders that killed processes have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / _LOCK).open("rb") as file:
                if _locked(file):
                    shutil.rmtree(folder, ignore_errors=True)


def _locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _removed(folder: Path, file: IO[bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    file.close()
