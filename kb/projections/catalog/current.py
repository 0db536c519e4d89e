"""The catalog of now, open for reading, whichever file `kb rebuild` or an erasure puts in its place.

Input: the catalog's path. Output: a reader, the same until there is another file. Safe to use from many threads.
Never: answers from a file that another process has replaced; loads what reads before it is asked to read.
"""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.projections.catalog.reading import CatalogReader


class CurrentCatalog:
    """Reads one path.

    Args:
        path: where the catalog lies.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._reader: tuple[int, CatalogReader] | None = None

    def number(self) -> int:
        """Return which file the catalog is, 0 for none."""
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError:
            return 0

    @property
    def is_open(self) -> bool:
        """Whether somebody has read it."""
        return self._reader is not None

    def reader(self) -> "CatalogReader":
        """Return a reader of the file that is there.

        Raises:
            StorageError: it cannot be read.
        """
        from kb.projections.catalog.reading import CatalogReader

        number = self.number()
        with self._lock:
            if self._reader is None or self._reader[0] != number:
                self._reader = (number, CatalogReader(self._path))  # who reads the other has it to the end
            return self._reader[1]

    def tidy(self) -> bool:
        """Let go of a file that is there no more; return whether it was so."""
        with self._lock:
            if self._reader is None or self._reader[0] == self.number():
                return False
            self._reader = None
            return True

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._reader:
                self._reader[1].close()
                self._reader = None
