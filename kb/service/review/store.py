"""The file of what a person may be asked about who is who: pairs that were weighed, and the questions that they make.

Input: the folder of a home, the catalog as it stands. Output: a connection that stands where the catalog does, for
reading or for writing.
Never: is needed: without it all is looked at again. Words of articles stand in it (why a pair weighs what it weighs),
so that an erasure empties it (kb.projections.purging).
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kb import __version__
from kb.errors import StorageError
from kb.log.faults import CorruptError, from_sqlite, storage_faults
from kb.projections.catalog.schema import FORMAT
from kb.projections.folding.parting import adopted
from kb.projections.folding.tables import Tables
from kb.resolution.decision import RULE

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

_log = logging.getLogger("kb.review")
NAME: Final = "review.sqlite"
_FORMAT: Final = 5  # 5: the order tells what is made out; 4: what is left to be looked at; 3: questions in order
_TRIES: Final = 5
_PATIENCE: Final = 60.0
_TABLES: Final = ("met", "pair", "question", "seen", "thing", "waiting", "weight")
# seen: profiles that were looked at; pair: two members that may be one, with whom they stand for (first <= second);
# waiting: articles that are to be looked at, and ids that may be two; met: pairs that those articles were weighed with;
# weight: bits within one cluster; thing: claims of an id and its first members; question: worth is what it can be worth
# at most where *exact* is 0; hidden: nobody is to be asked.
_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (article TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pair (
    kind TEXT, one TEXT, other TEXT, bits REAL, parts TEXT, first TEXT, second TEXT, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX pair_by_other ON pair (other);
CREATE INDEX pair_by_ids ON pair (first, second);
CREATE TABLE waiting (kind TEXT, name TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE met (kind TEXT, one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX met_by_other ON met (other);
CREATE TABLE weight (one TEXT, other TEXT, bits REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX weight_by_other ON weight (other);
CREATE TABLE thing (id TEXT PRIMARY KEY, claims INTEGER, head TEXT) WITHOUT ROWID;
CREATE TABLE question (
    kind TEXT, first TEXT, second TEXT, id TEXT, why TEXT, one TEXT, other TEXT, bits REAL, parts TEXT, claims INTEGER,
    against REAL, worst_one TEXT, worst_other TEXT, said TEXT, worth REAL, exact INTEGER, hidden INTEGER,
    PRIMARY KEY (first, second, kind)
) WITHOUT ROWID;
CREATE INDEX question_by_second ON question (second);
CREATE INDEX question_by_id ON question (id);
CREATE INDEX question_by_worth ON question (hidden, worth DESC, id, exact, why);
CREATE INDEX question_by_kind ON question (hidden, kind, why, worth DESC, id);
"""


class DamagedQueueError(StorageError):
    """The file of the questions was damaged; it is gone, and will be made again."""

    code = "damaged-queue"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} was damaged, and is removed: what it held is found again.",
            hint="Ask again; the disk may be failing, `kb verify` looks at the rest of the home.",
        )


@dataclass(slots=True)
class QueueAt:
    """The file and the catalog, both at one position of the log.

    Attributes:
        file: connection to the file, in a transaction.
        catalog: connection to the catalog, in a transaction.
        tables: the fold in it.
        position: of the log.
        writing: whether the file's transaction may write.
    """

    file: sqlite3.Connection
    catalog: sqlite3.Connection
    tables: Tables
    position: int = 0
    writing: bool = False

    def begin(self, bring: Callable[[int], None], *, writing: bool, patient: bool = True) -> None:
        """Begin, or begin again, with both at one position.

        Args:
            bring: brings the file to the catalog's position; given the file's, 0 where that leads nowhere.
            writing: whether the file will be written to although it stands there already.
            patient: whether to wait for who writes to it where it stands there already; else it is lent for reading.
        """
        needed = False  # because it does not stand where the catalog does
        for _ in range(_TRIES):
            self.end()
            self.catalog.execute("BEGIN")
            self.position = self._here()
            self.writing = writing and self._may_write(patient or needed)
            if not self.writing:
                self.file.execute("BEGIN")
            since = self._since()
            waits = since == self.position and self.waits()
            if since == self.position and (not waits or (writing and not self.writing)):
                return
            if waits and self.writing:
                break
            needed = not waits
            if not self.writing:
                writing = True
            elif since < self.position:  # else another thread has gone on meanwhile: so does the catalog
                break
        bring(since if since <= self.position else 0)
        for name, value in (("position", self.position), ("rules", self.rules), ("stamp", self.stamp(self.position))):
            self.file.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, str(value)))

    def read(self) -> int:
        """Begin to read the file as it is; return the position it stands at, 0 where nothing in it counts."""
        self.end()
        self.catalog.execute("BEGIN")
        self.position = self._here()
        self.writing = False
        self.file.execute("BEGIN")
        return self._since()

    def _here(self) -> int:
        row = self.catalog.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
        return int(row[0]) if row else 0

    def _may_write(self, patient: bool) -> bool:
        """Begin to write, if nobody else does just then or they end soon enough."""
        self.file.execute(f"PRAGMA busy_timeout = {int(1000 * _PATIENCE) if patient else 0}")
        try:
            self.file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if patient or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self.file.execute(f"PRAGMA busy_timeout = {int(1000 * _PATIENCE)}")
        return True

    def waits(self) -> bool:
        """Say whether anything is left to be looked at."""
        return self.file.execute("SELECT 1 FROM waiting LIMIT 1").fetchone() is not None

    def takes(self) -> bool:
        """Say whether the file holds what is weighed by the rules of today; an empty one does from now on."""
        row = self.file.execute("SELECT value FROM meta WHERE name = 'rules'").fetchone()
        if row is None:
            self.file.execute("INSERT INTO meta VALUES ('rules', ?)", (self.rules,))
        return row is None or row[0] == self.rules

    def end(self) -> None:
        """Keep what was written."""
        for connection in (self.file, self.catalog):
            if connection.in_transaction:
                connection.execute("COMMIT")

    @property
    def rules(self) -> str:
        """Which rules weigh, of which kb, with which weights, on profiles of which form."""
        return f"{_FORMAT} {__version__} {FORMAT} {RULE} {(adopted(self.tables) or (0,))[0]}"

    def stamp(self, position: int) -> str:
        """Return what tells the log up to *position* from that of another home: the article that came last."""
        row = self.catalog.execute(
            "SELECT id, added_at FROM articles WHERE position <= ? ORDER BY position DESC LIMIT 1", (position,)
        ).fetchone()
        return " ".join(map(str, row)) if row else ""

    def _since(self) -> int:
        """Return the position that the file stands at, 0 if of another home; what rests on other rules goes."""
        kept = dict(self.file.execute("SELECT name, value FROM meta"))
        since = int(kept.get("position", 0))
        if kept and kept.get("rules") != self.rules:
            if self.writing:
                for table in (*_TABLES, "meta"):
                    self.file.execute(f"DELETE FROM {table}")
            return 0
        return since if kept.get("stamp", "") == self.stamp(since) else 0


@contextmanager
def stored(kb: "KnowledgeBase") -> Iterator[QueueAt]:
    """Lend the file of a home, and its catalog; where nobody may write, one that goes when the home is closed.

    Raises:
        StorageError: it cannot be kept; or it was damaged, and is gone.
    """
    path = kb.home.catalog_path.with_name(NAME) if kb.home.writable else kb.aside / NAME
    with kb.catalog_connection() as catalog, storage_faults(path), closing(opened(path)) as file:
        catalog.isolation_level = None
        found = QueueAt(file, catalog, Tables(catalog))
        try:
            yield found
            found.end()
        except BaseException as error:
            with suppress(sqlite3.Error):
                file.execute("ROLLBACK")
            if _is_damage(error, path):
                if _is_sound(file):
                    raise CorruptError(kb.home.catalog_path, str(error)) from error
                _remove(path)
                raise DamagedQueueError(path) from error
            raise


def opened(path: Path, patience: float = _PATIENCE) -> sqlite3.Connection:
    """Open the file, and make its tables; what is of another format, or damaged, goes: all of it is found again.

    Args:
        patience: seconds to wait for who writes to it.
    """
    try:
        return _opened(path, patience)
    except sqlite3.DatabaseError as error:
        if not _is_damage(error, path):
            raise
        _log.warning("%s is damaged (%s) and is made again: all articles are looked at anew.", path, error)
        _remove(path)
        return _opened(path, patience)


def _opened(path: Path, patience: float) -> sqlite3.Connection:
    file = sqlite3.connect(path, isolation_level=None, timeout=patience)
    try:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        if not _is_ready(file):
            file.execute("BEGIN IMMEDIATE")
            if not _is_ready(file):  # nobody was faster
                for (table,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                    file.execute(f"DROP TABLE {table}")
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    file.execute(statement)
                file.execute(f"PRAGMA user_version = {_FORMAT}")
            file.execute("COMMIT")
    except BaseException:
        file.close()
        raise
    return file


def _is_ready(file: sqlite3.Connection) -> bool:
    return bool(file.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)


def _is_damage(error: BaseException, path: Path) -> bool:
    return isinstance(error, sqlite3.Error) and isinstance(from_sqlite(error, path), CorruptError)


def _is_sound(file: sqlite3.Connection) -> bool:
    try:
        return bool(file.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
