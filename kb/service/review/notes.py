"""What linking weighed anyway, kept for the questions that a person may be asked: nobody weighs it again.

Input: the Linker after each article, the catalog once it has caught up. Output: rows of kb.service.review.store.
Never: is needed: an article that is not noted is looked at when somebody asks; what fails here fails nobody.
"""

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from kb.errors import LockedError, StorageError
from kb.log.faults import storage_faults
from kb.projections.catalog.projection import Catalog
from kb.resolution.clustering import Pair
from kb.resolution.comparison import Weight
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.weighing import pairs_of
from kb.service.review.pairs import PairRows
from kb.service.review.store import QueueAt, opened

_log = logging.getLogger("kb.review")
_PATIENCE: Final = (
    0.2  # seconds to wait for who writes the queue just then; what is not noted is weighed when somebody asks
)

Weighed = tuple[str, Pair, Weight]


class Notes:
    """Holds what articles of one run were weighed with until the catalog has them.

    Args:
        path: of the file; None where none is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held: dict[str, Sequence[Weighed]] = {}

    def hold(self, article: str, weighed: Sequence[Weighed]) -> None:
        """Remember what the members of an article that was just recorded weigh with others."""
        if self._path is not None:
            self._held[article] = weighed

    def keep(self, catalog: Catalog, index: LinkIndex) -> None:
        """Write it down; the catalog has caught up."""
        held, self._held = self._held, {}
        if not held or self._path is None:
            return
        try:
            with storage_faults(self._path), closing(opened(self._path, _PATIENCE)) as file:
                _write(QueueAt(file, catalog.connection, catalog.tables), index, held)
        except (StorageError, LockedError, sqlite3.Error) as error:
            _log.info("What linking weighed is not kept, and will be weighed again when somebody asks: %s", error)


def _write(standing: QueueAt, index: LinkIndex, held: dict[str, Sequence[Weighed]]) -> None:
    rows = PairRows(standing, index, pairs_of(standing.tables, index))
    standing.file.execute("BEGIN IMMEDIATE")
    if standing.takes():
        for article in rows.stale(held):
            rows.note(article, held[article])
    standing.file.execute("COMMIT")
