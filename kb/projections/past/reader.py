"""Lists, single records and search over the catalog as of an earlier event, which is laid over one that stands later.

Input: a connection that kb.projections.past.overlay has prepared. Output: as kb.projections.catalog.reading.
Never: ranks texts by what came later.
"""

import sqlite3
from collections.abc import Iterable

from kb.projections.catalog.paging import Filters
from kb.projections.catalog.phrases import beginnings, fts_beginnings, fts_query, phrases
from kb.projections.catalog.reading import KINDS, CatalogReader
from kb.projections.catalog.records import EntityRecord, Hit
from kb.projections.past.overlay import HIDDEN
from kb.projections.past.ranking import FILES, Ranked, Ranking


class PastReader(CatalogReader):
    """Reads a catalog of then.

    Args:
        connection: prepared by kb.projections.past.overlay.laid; it stays its maker's.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._ranking = Ranking(connection)

    def search(self, text: str, *, kinds: Iterable[str] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
        """Return what holds all words of *text*; see CatalogReader.search."""
        query = fts_query(text)
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in KINDS]
        if not query or not wanted:
            return ()
        called = text.strip().encode(errors="replace").decode()
        with self._lock:
            exact = self._called(query, called) if "entity" in wanted else frozenset()
            found = self._ranking.best(query, phrases(text), wanted, max(1, limit), exact)
            rows = [(one.number not in exact, one.rank, *self._owner(one), one) for one in found]
            rows.sort(key=lambda row: row[:4])
            return tuple(self._hit(query, *row[2:]) for row in rows[: max(1, limit)])

    def entities_alike(self, name: str, *, limit: int = 100) -> tuple[EntityRecord, ...]:
        """Return entities that have a word which begins like one of *name*; see CatalogNames.entities_alike."""
        if not (query := fts_beginnings(name)):
            return ()
        with self._lock:
            found = self._ranking.best(query, beginnings(name), ["entity"], limit)
            best = sorted((one.rank, self._owner(one)[1]) for one in found)[:limit]
            rows = [self._one("entities", "entity", identifier) for _, identifier in best]
        return tuple(self._entity(row) for row in rows)

    def _count(self, table: str, filters: Filters) -> int:
        """Return how many rows filters leave: of now, less those that are hidden, and those of then.

        Each is counted by the indices of its own file; one by one it would be asked of all whether they are hidden.
        """
        column, gone = HIDDEN[table]
        hidden = Filters([*filters.conditions, f"{column} IN (SELECT * FROM {gone})"], [*filters.values])
        now, less, then = (
            super(PastReader, self)._count(f"{file}.{table}", some)
            for file, some in (("main", filters), ("main", hidden), ("past", filters))
        )
        return now - less + then

    def _happenings(self) -> int:
        """Return how many happenings events tell of, "" for none among them."""
        hidden = "SELECT DISTINCT happening FROM main.events WHERE article IN (SELECT * FROM past.gone_article)"
        come = "SELECT DISTINCT happening FROM past.events"
        [[now, less, then]] = self._all(
            "SELECT (SELECT count(DISTINCT happening) FROM main.events), "
            f"(SELECT count(*) FROM ({hidden}) h "
            "WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.happening = h.happening)), "
            f"(SELECT count(*) FROM ({come}) c "
            "WHERE NOT EXISTS (SELECT 1 FROM main.events m WHERE m.happening = c.happening))"
        )
        return int(now - less + then)

    def _called(self, query: str, text: str) -> frozenset[int]:
        """Return the numbers of texts of entities that match and are called just so, whatever the case."""
        found: set[int] = set()
        for file in FILES:
            rows = self._all(
                f"SELECT s.rowid FROM {file}.search s JOIN {file}.search_keys k ON k.number = s.rowid "
                "WHERE s.search MATCH ? AND k.kind = 'entity' AND s.title = ? COLLATE NOCASE",
                query,
                text,
            )
            found.update(row[0] for row in rows)
        return frozenset(found)

    def _owner(self, found: Ranked) -> tuple[str, str]:
        """Return kind and id of what a text is of."""
        [row] = self._all(f"SELECT kind, id FROM {found.file}.search_keys WHERE number = ?", found.number)
        return row[0], row[1]

    def _hit(self, query: str, kind: str, identifier: str, found: Ranked) -> Hit:
        [row] = self._all(
            f"SELECT title, snippet(search, {1 if kind == 'statement' else -1}, '[', ']', ' … ', 16) "
            f"FROM {found.file}.search WHERE search MATCH ? AND rowid = ?",
            query,
            found.number,
        )
        return Hit(kind, identifier, row[0], row[1], -found.rank)
