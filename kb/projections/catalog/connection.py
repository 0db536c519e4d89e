"""An opened catalog, and its rows as records.

Input: the file of a catalog, or the connection of one in memory. Output:
records of kb.projections.catalog.records, read by kb.projections.catalog.reading.
Never: writes; lets two threads use the connection at once.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from kb.errors import NotFoundError, StorageError
from kb.log.faults import storage_faults
from kb.log.sqlite_opening import opened
from kb.projections.catalog import steps
from kb.projections.catalog.orders import Order, order
from kb.projections.catalog.paging import Filters, ordered, page
from kb.projections.catalog.records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    Named,
    OfficeRecord,
    Page,
    Participant,
    StatementRecord,
)
from kb.projections.catalog.schema import check_format
from kb.projections.contract import Touched
from kb.projections.course import NOTED

T = TypeVar("T")

_FIRST_WORDS: Final = (
    "SELECT substr(body, 1, 400) FROM search "
    "WHERE rowid = (SELECT number FROM search_keys WHERE owner = ? AND kind = 'article' AND id = ?)"
)
_BEGINS: Final = 80  # characters of what an article without title is called


class NoSuchRecordError(NotFoundError):
    """The catalog has nothing of this kind under this id."""

    code = "no-such-record"

    def __init__(self, kind: str, identifier: str) -> None:
        self.kind = kind
        self.identifier = identifier
        called = "event" if kind == "happening" else kind  # as people know it
        super().__init__(
            f"There is no {called} {identifier!r}.", hint=f"`kb list {_plural(kind)}` shows what there is."
        )


class CatalogConnection:
    """Reads single rows; may be used from any thread, one call at a time.

    Args:
        source: the file, or the connection of a Catalog in memory.

    Raises:
        StorageError: there is no catalog, or it cannot be read.
    """

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        self._lock = threading.RLock()
        self._owned = isinstance(source, Path)
        if isinstance(source, Path):
            with storage_faults(source):
                if not source.exists():
                    raise StorageError(f"There is no catalog at {source}.", hint="`kb rebuild` makes it from the log.")
                self._connection = opened(source, check_same_thread=False)
                self._connection.execute("SELECT count(*) FROM meta").fetchone()
                check_format(str(source), int(self._connection.execute("PRAGMA user_version").fetchone()[0]))
                self._connection.execute("PRAGMA query_only = 1")
        else:
            self._connection = source

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Let go of the file with the last who held this: sqlite3's own statements hold the connection in a cycle."""
        if hasattr(self, "_connection"):
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._owned:
            self._connection.close()

    @property
    def position(self) -> int:
        """Position of the log that the catalog stands at."""
        rows = self._all("SELECT value FROM meta WHERE name = 'position'")
        return int(rows[0][0]) if rows else 0

    @property
    def course(self) -> str:
        """Which log the catalog is of, up to where: another text once it is of a log that was put back and went on."""
        rows = self._all("SELECT value FROM meta WHERE name IN ('position', ?) ORDER BY name", NOTED)
        return " ".join(str(row[0]) for row in rows)

    @property
    def head(self) -> str:
        """Hash of the last event of the log that the catalog has taken in, "" where that is not known."""
        rows = self._all("SELECT value FROM meta WHERE name = ?", NOTED)
        return str(rows[0][0]).partition(" ")[2] if rows else ""

    def touched_since(self, position: int) -> Touched | None:
        """Return all whose rows may be others than at an earlier *position*, None where that is not known.

        Args:
            position: of the same log, where *steps_end_here*.
        """
        with self._lock:
            return steps.touched_since(self._connection, self.position, position)

    @property
    def steps_end_here(self) -> bool:
        """Whether a later catalog can tell what was touched since."""
        with self._lock:
            return steps.last_end(self._connection, self.position) == self.position

    def _count(self, table: str, filters: Filters) -> int:
        """Return how many rows of a table filters leave."""
        return int(self._all(f"SELECT count(*) FROM {table}{filters.where()}", *filters.values)[0][0])

    def _first(self, table: str, order: Order, filters: Filters, most: int) -> list[sqlite3.Row]:
        """Return the first rows of a table that filters leave, so many, each with its keys."""
        return self._all(ordered(table, order, filters), *filters.values, most)

    def _article(self, row: sqlite3.Row) -> ArticleRecord:
        return ArticleRecord(
            id=row["id"],
            title=row["title"],
            source=row["source"],
            url=row["url"],
            published=row["published"],
            language=row["language"],
            external_id=row["external_id"],
            length=row["length"],
            extractor=row["extractor"],
            position=row["position"],
            extraction_position=row["extraction"],
            added_at=row["added_at"],
            notes=tuple(json.loads(row["notes"])),
            entities=row["entities"],
            events=row["events"],
            statements=row["statements"],
            figures=row["figures"],
            offices=row["offices"],
            beginning="" if row["title"] else self._beginning(row["id"]),
        )

    def _beginning(self, article: str) -> str:
        rows = self._all(_FIRST_WORDS, f"article {article}", article)
        words = " ".join(str(rows[0][0]).split()) if rows else ""
        if len(words) <= _BEGINS:
            return words
        return (words[:_BEGINS].rpartition(" ")[0] or words[:_BEGINS]) + " …"  # not every language has blanks

    def _entity(self, row: sqlite3.Row) -> EntityRecord:
        return EntityRecord(
            id=row["id"],
            label=row["label"],
            type=row["type"],
            country=row["country"],
            description=row["description"],
            within=self._named(row["within"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
            external=tuple(json.loads(row["external"])),
            absorbed=tuple(json.loads(row["absorbed"])),
            aliases=tuple(json.loads(row["aliases"])),
            articles=row["articles"],
        )

    def _event(self, row: sqlite3.Row) -> EventRecord:
        figures = self._all("SELECT * FROM figures WHERE event = ? ORDER BY position, start, id", row["id"])
        roles = self._all("SELECT * FROM event_roles WHERE event = ? ORDER BY number", row["id"])
        return EventRecord(
            **{name: row[name] for name in _EVENT_COLUMNS},
            participants=tuple(Participant(r["role"], r["words"], self._named(r["entity"]), r["other"]) for r in roles),
            figures=tuple(self._figure(f) for f in figures),
            claimed_by=self._claimants(row["id"]),
        )

    def _statement(self, row: sqlite3.Row) -> StatementRecord:
        people = self._all("SELECT * FROM statement_people WHERE statement = ? ORDER BY part, entity", row["id"])
        asserted = self._all(
            "SELECT item FROM claims_of JOIN events ON events.id = item WHERE statement = ? ORDER BY item", row["id"]
        )
        return StatementRecord(
            **{name: row[name] for name in _STATEMENT_COLUMNS},
            speakers=tuple(n for p in people if p["part"] == "speaker" and (n := self._named(p["entity"]))),
            addressees=tuple(n for p in people if p["part"] == "addressee" and (n := self._named(p["entity"]))),
            speaker_words=next((p["words"] for p in people if p["part"] == "speaker"), ""),
            asserts=tuple(a["item"] for a in asserted),
        )

    def _figure(self, row: sqlite3.Row) -> FigureRecord:
        values = {name: row[name] for name in _FIGURE_COLUMNS}
        return FigureRecord(
            **values,
            withdrawn=bool(row["withdrawn"]),
            end=row["stop"],
            claimed_by=self._claimants(row["id"]),
            part=bool(row["part"]),
            change=row["change"],
        )

    def _office(self, row: sqlite3.Row) -> OfficeRecord:
        values = {name: row[name] for name in _OFFICE_COLUMNS}
        return OfficeRecord(
            **values,
            person=self._named(row["person"]) or Named(row["person"], row["person"]),
            organisation=self._named(row["organisation"]),
            place=self._named(row["place"]),
        )

    def _named(self, identifier: str) -> Named | None:
        if not identifier:
            return None
        rows = self._all("SELECT id, label, type FROM entities WHERE id = ?", identifier)
        return Named(rows[0]["id"], rows[0]["label"], rows[0]["type"]) if rows else Named(identifier, identifier)

    def _claimants(self, item: str) -> tuple[str, ...]:
        rows = self._all("SELECT statement FROM claims_of WHERE item = ? ORDER BY statement", item)
        return tuple(row["statement"] for row in rows)

    def _one(self, table: str, kind: str, identifier: str) -> sqlite3.Row:
        rows = self._all(f"SELECT * FROM {table} WHERE id = ?", identifier)
        if not rows:
            raise NoSuchRecordError(kind, identifier)
        return rows[0]

    def _page(
        self,
        table: str,
        sort: str,
        filters: Filters,
        limit: int,
        cursor: str,
        record: Callable[[sqlite3.Row], T],
    ) -> Page[T]:
        with self._lock:
            rows, total, following = page(table, order(table, sort), filters, limit, cursor, self._first, self._count)
            return Page(tuple(record(row) for row in rows), total, following)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query that another module of this package writes, values beside it."""
        return self._all(query, *values)

    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._cursor().execute(query, values).fetchall()

    def _cursor(self) -> sqlite3.Cursor:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor


def _plural(kind: str) -> str:
    return "entities" if kind == "entity" else f"{kind}s"


_EVENT_COLUMNS: Final = (
    *("id", "article", "local", "type", "label", "reality", "modality", "begin", "end", "happening"),
    *("confidence", "start", "stop"),
)
_STATEMENT_COLUMNS: Final = (
    *("id", "article", "local", "content", "mode", "status", "basis", "cue", "medium", "nested_in"),
    *("confidence", "start", "stop"),
)
_FIGURE_COLUMNS: Final = (
    *("id", "article", "event", "words", "comparator", "value", "upper", "unit", "counts", "whole"),
    *("confidence", "start"),
)
_OFFICE_COLUMNS: Final = (*("id", "article", "title", "country", "status", "since", "until", "start", "stop"),)
