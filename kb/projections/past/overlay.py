"""The catalog's rows as of an earlier event, of what changed since, in a small file laid over a later catalog.

Input: the fold of then, laid over that catalog (kb.projections.past.fold). Output: a file with the rows of then, and
with the names of what it has them for; views over both files under the names of the catalog's tables.
Never: copies the catalog, or writes to it: what did not change since is read where it stands.

What the file holds is of then, whatever comes after: where the catalog has moved on, the rows of what changed meanwhile
come beside those that are there.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock

from kb.log import EventLog
from kb.log.faults import BusyError, storage_faults
from kb.log.sqlite_opening import opened
from kb.projections import course
from kb.projections.catalog.copy import remove
from kb.projections.catalog.schema import BY_ARTICLE, INDEXED, SCHEMA
from kb.projections.contract import Touched
from kb.projections.folding.tables import value_of
from kb.projections.past import totals
from kb.projections.past.fold import PastFold, laid_over

BEYOND: Final = 1 << 40  # numbers of texts that no catalog comes to: each text of both files has its own
_SCHEMA: Final = (
    SCHEMA
    + """
CREATE TABLE IF NOT EXISTS over (
    kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone_article (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone_entity (
    id TEXT PRIMARY KEY NOT NULL, type TEXT, country TEXT, articles INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone_owner (owner TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
"""
)
HIDDEN: Final = {  # table -> the column that says what a row belongs to, and the query for what is hidden of it
    "articles": ("id", "SELECT id FROM past.gone_article"),
    **dict.fromkeys(BY_ARTICLE, ("article", "SELECT id FROM past.gone_article")),
    "entities": ("id", "SELECT id FROM past.gone_entity"),
    "entity_names": ("entity", "SELECT id FROM past.gone_entity"),
    "search_keys": ("owner", "SELECT owner FROM past.gone_owner"),
    "search": ("rowid", "SELECT number FROM temp.gone_number"),
}
# What came last stands first in their usual order, and all of it is hidden: it is passed over by the index.
ADDED: Final = ("articles", "events", "statements", "figures", "offices")
BY_POSITION: Final = ("articles", "events", "statements", "figures")  # rows of curated lists share theirs
_TRIES: Final = 50
_UNTIL: Final = "until"  # row of the file's table "meta": the last event of the catalog that it may be laid over


def make(path: Path, fold: PastFold, earlier: Path | None) -> None:
    """Write the rows of then of all that changed between then and where the catalog stands.

    Args:
        path: a file that is not there yet.
        fold: of then, laid over the catalog; what it touched was to be known.
        earlier: a file made so for the same event when the catalog stood earlier, None for none.

    Raises:
        ProjectionStoppedError: a row cannot be made.
        StorageError: the disk.
    """
    touched = fold.touched(fold.start)
    assert touched is not None  # it was to be known, and the steps lead back so far, else there is no fold
    with storage_faults(path):
        if earlier is not None:
            path.write_bytes(earlier.read_bytes())
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode = DELETE")
            file.execute("PRAGMA synchronous = OFF")
            if earlier is None:
                file.executescript(_SCHEMA)
            file.execute("BEGIN")
            _write(file, fold, touched)
            if earlier is None:
                totals.note(file, fold.connection)
            file.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_UNTIL, noted(fold.connection)))
            file.execute("COMMIT")


def _write(file: sqlite3.Connection, fold: PastFold, touched: Touched) -> None:
    from kb.projections.catalog.writing import RowWriter  # who reads rows that are there does without

    last = file.execute("SELECT max(number) FROM search_keys").fetchone()[0] or BEYOND
    rows = RowWriter(file, fold.tables, fold.sources, fold.views, beyond=last)
    articles, entities = (
        keys - {row[0] for row in file.execute("SELECT id FROM over WHERE kind = ?", (kind,))}
        for kind, keys in (("article", touched.articles), ("entity", touched.entities))
    )
    with fold.tables.remembered():
        for article in sorted(articles):
            same = _read_alike(fold, article)
            rows.article(article, indexed=not same)
            if same:
                _carry(file, fold.connection, article)
        for entity in sorted(fold.views.told(entities)):
            rows.entity(entity)
    over = [*(("article", key) for key in articles), *(("entity", key) for key in entities)]
    file.executemany("INSERT INTO over VALUES (?, ?)", sorted(over))
    _hide(file, fold.connection, touched)


def _read_alike(fold: PastFold, article: str) -> bool:
    """Say whether an article is in the graph now as then, with the same reading, as people left it."""
    now, then = fold.connection, fold.views.article_row(article)
    if not then or not now.execute("SELECT 1 FROM main.articles WHERE id = ?", (article,)).fetchone():
        return False
    kept = "FROM main.state WHERE kind = ? AND part = ? ORDER BY key"
    row = value_of(now.execute(f"SELECT value {kept}", ("article", article)).fetchone()[0])
    decided = now.execute(f"SELECT key, value {kept}", ("curation", article)).fetchall()
    return (
        fold.views.article_is_live(article)
        and all(row.get(name) == then.get(name) for name in ("position", "extraction"))
        and [(key, value_of(value)) for key, value in decided] == fold.tables.items("curation", article)
    )


def _carry(file: sqlite3.Connection, now: sqlite3.Connection, article: str) -> None:
    """Take over what linking looks up of an article whose reading is the same: making it costs more than the rest."""
    for table in INDEXED:
        rows = now.execute(f"SELECT * FROM main.{table} WHERE article = ?", (article,)).fetchall()
        if rows:
            file.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _hide(file: sqlite3.Connection, now: sqlite3.Connection, touched: Touched) -> None:
    """Note what of the catalog's rows is hidden: entities that have some, for most ids are of what has none."""
    there = "SELECT id, type, country, articles FROM main.entities WHERE id IN (SELECT value FROM json_each(?))"
    rows = now.execute(there, (json.dumps(sorted(touched.entities)),)).fetchall()
    file.execute("DELETE FROM gone_entity")  # what is now of them may have been otherwise
    file.executemany("INSERT INTO gone_entity VALUES (?, ?, ?, ?)", rows)
    file.execute("INSERT OR IGNORE INTO gone_entity (id) SELECT id FROM entities")
    file.executemany("INSERT OR IGNORE INTO gone_article VALUES (?)", ((key,) for key in sorted(touched.articles)))
    for kind in ("article", "entity"):
        file.execute(f"INSERT OR IGNORE INTO gone_owner SELECT '{kind} ' || id FROM gone_{kind}")


@contextmanager
def rows_of(base: Path, log: EventLog, position: int, path: Path) -> Iterator[sqlite3.Connection | None]:
    """Lend a connection that reads the catalog as of event *position*, laid over one that stands there or later.

    Args:
        base: that catalog's file, which others may write to meanwhile: it is read as it is now.
        path: of the file with the rows of then; made, or brought to where *base* stands, if it is not.

    Yields:
        None where no steps of *base* lead back so far.

    Raises:
        ProjectionStoppedError: an event before it cannot be taken in.
        StorageError: the disk, or *base* is of another version.
    """
    making = False
    for _ in range(_TRIES):  # others may bring the file to another state of *base* meanwhile
        with laid_over(base, log, position, compared=making) as fold:
            if fold is None or _ready(path, fold, log):
                yield None if fold is None else fold.connection
                return
        making = True  # who only reads need not know what was touched
    raise BusyError(path)


def _ready(path: Path, fold: PastFold, log: EventLog) -> bool:
    """Have the fold's connection read what the file has, made first where that is to be; False where it cannot be."""
    now = noted(fold.connection)
    if fold.tail is None or _stands(path) == now:
        return _stands(path) == now and laid(path, fold)
    with storage_faults(path), FileLock(f"{path}.lock"):  # one process makes it, the others wait
        if (there := _stands(path)) != now:
            draft = path.with_name(f"{path.name}.making")
            try:
                remove(draft)
                make(draft, fold, path if _leads_to(there, now, log) else None)
                os.replace(draft, path)
            finally:
                remove(draft)
        return laid(path, fold)


def _stands(path: Path) -> str:
    """Return for what catalog a file was made, see *noted*; "" for none, and for one that has no totals."""
    if not path.exists():
        return ""
    with storage_faults(path), closing(opened(path)) as file:
        asked = "SELECT value FROM meta WHERE name = ? AND EXISTS (SELECT 1 FROM meta WHERE name = ?)"
        row = file.execute(asked, (_UNTIL, totals.LAST)).fetchone()
    return str(row[0]) if row else ""


def _leads_to(there: str, now: str, log: EventLog) -> bool:
    """Say whether one state of a catalog was before another, both of one log."""
    at, _, head = there.partition(" ")
    return bool(head) and int(at) < int(now.partition(" ")[0]) and log.hash_at(int(at)) == head.partition(" ")[0]


def laid(path: Path, fold: PastFold) -> bool:
    """Have the fold's connection read the rows of then under the names of the catalog's tables.

    Returns:
        False where the file was made for another catalog than the fold is laid over; the connection is of no use then.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    connection = fold.connection
    connection.execute("ATTACH ? AS past", (f"{path.absolute().as_uri()}?mode=ro",))
    until = connection.execute("SELECT value FROM past.meta WHERE name = ?", (_UNTIL,)).fetchone()
    if until is None or until[0] != noted(connection):
        return False
    connection.execute("CREATE TEMP TABLE gone_position (position INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO gone_position SELECT a.position FROM past.gone_article g JOIN main.articles a ON a.id = g.id"
    )
    connection.execute("CREATE TEMP TABLE gone_number (number INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO gone_number SELECT k.number FROM past.gone_owner g JOIN main.search_keys k ON k.owner = g.owner"
    )
    for table, (hidden, gone) in HIDDEN.items():
        columns = "rowid, title, body, search" if table == "search" else "*"
        now = f"SELECT {columns} FROM main.{table} WHERE {hidden} NOT IN ({gone})"
        if table == "entity_names":  # asked last, after what is cheaper: a part of a name is looked for in all
            now = f"SELECT * FROM main.{table} n WHERE NOT EXISTS ({gone} g WHERE g.id = n.{hidden})"
        if table in BY_POSITION:  # numbers are compared sooner than texts
            now = f"SELECT * FROM main.{table} WHERE position NOT IN (SELECT position FROM temp.gone_position)"
        if table in ADDED:
            now += f" AND likelihood(-position >= {-fold.position}, 0.99)"
        there = connection.execute(f"SELECT 1 FROM past.{table} LIMIT 1").fetchone()  # else one table is quicker
        then = f" UNION ALL SELECT {columns} FROM past.{table}" if there else ""
        connection.execute(f"CREATE TEMP VIEW {table} AS {now}{then}")
    connection.execute(
        f"CREATE TEMP VIEW meta (name, value) AS VALUES ('position', '{fold.position}'), ('floor', '{fold.position}') "
        "UNION ALL SELECT name, value FROM main.meta WHERE name NOT IN ('position', 'floor')"
    )
    connection.execute("PRAGMA query_only = 1")
    return True


def noted(connection: sqlite3.Connection) -> str:
    """Return which catalog a connection's main file is: where it stands, and by which event of what log."""
    question = "SELECT name, value FROM main.meta WHERE name IN ('position', ?)"
    found = dict(connection.execute(question, (course.NOTED,)).fetchall())
    return " ".join((found.get("position", "0"), *found.get(course.NOTED, "").split()[1:]))
