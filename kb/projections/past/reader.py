"""Lists, single records and search over the catalog as of an earlier event, which is laid over one that stands later.

Input: a connection that kb.projections.past.overlay has prepared. Output: as kb.projections.catalog.reading.
Never: ranks texts by what came later.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kb.projections.catalog.orders import Order
from kb.projections.catalog.paging import Filters, beyond
from kb.projections.catalog.phrases import beginnings, fts_beginnings, fts_query, phrases
from kb.projections.catalog.reading import KINDS, CatalogReader
from kb.projections.catalog.records import EntityRecord, Hit, Page
from kb.projections.past.overlay import HIDDEN, TOTAL

if TYPE_CHECKING:
    from kb.projections.past.ranking import Ranked, Ranking

T = TypeVar("T")

_AMONG: Final = re.compile(r"(?P<column>\w+) IN \((?P<these>(?:SELECT|WITH) .*)\)")


class PastReader(CatalogReader):
    """Reads a catalog of then.

    Args:
        connection: prepared by kb.projections.past.overlay.laid; it stays its maker's.
    """

    apart = " LIMIT -1"

    @cached_property
    def _ranking(self) -> "Ranking":
        from kb.projections.past.ranking import Ranking  # numpy, which a server that only answers does without

        return Ranking(self._connection)

    def search(self, text: str, *, kinds: Iterable[str] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
        """Return what holds all words of *text*; see CatalogReader.search."""
        query = fts_query(text)
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in KINDS]
        if not query or not wanted:
            return ()
        called = text.strip().encode(errors="replace").decode()
        with self._lock:
            found = self._ranking.best(query, phrases(text), wanted, max(1, limit), called)
            rows = [(not one.so, one.rank, *self._owner(one), one) for one in found]
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
            return super()._page(table, sort, self._found(filters), limit, cursor, record)

    def _found(self, filters: Filters) -> Filters:
        """Return the same filters, where what a condition looks for elsewhere is found already.

        Rows and total are asked of each file, and each time it would be looked for again, in both.
        """
        found, values = Filters(), iter(filters.values)
        for condition in filters.conditions:
            own = list(islice(values, condition.count("?")))
            among = _AMONG.fullmatch(condition)
            if among and _is_one(among["these"]):
                rows = self._all(among["these"], *own)
                found.conditions.append(f"{among['column']} IN (SELECT value FROM json_each(?))")
                found.values.append(json.dumps([row[0] for row in rows]))
            else:
                found.conditions.append(condition)
                found.values += own
        return found

    def _matching(self, filters: Filters, text: str, kind: str) -> None:
        """Leave what holds all words of *text*; it is looked for once in each file, and not for each part of a list."""
        if not (query := fts_query(text)):
            super()._matching(filters, text, kind)
            return
        held = (
            "SELECT id FROM {0}.search_keys WHERE number IN (SELECT rowid FROM {0}.search WHERE search MATCH ?1) "
            "AND kind = ?2"
        )
        now, then = (held.format(file) for file in ("main", "past"))
        rows = self._all(f"{now} AND number NOT IN (SELECT number FROM gone_number) UNION ALL {then}", query, kind)
        filters.add("id IN (SELECT value FROM json_each(?))", json.dumps([row[0] for row in rows]))

    def _count(self, table: str, filters: Filters) -> int:
        """Return how many rows filters leave: of now, less those that are hidden, and those of then.

        Each is counted by the indices of its own file; one by one it would be asked of all whether they are hidden.
        """
        if not filters.conditions:
            [[total]] = self._all("SELECT value FROM past.meta WHERE name = ?", f"{TOTAL} {table}")
            return int(total)
        if any("SELECT" in condition for condition in filters.conditions):
            chosen = f"SELECT 1 FROM {table}{filters.where()}{self.apart}"
            return int(self._all(f"SELECT count(*) FROM ({chosen})", *filters.values)[0][0])
        column, gone = HIDDEN[table]
        hidden = Filters([*filters.conditions, f"{column} IN (SELECT * FROM {gone})"], [*filters.values])
        now, less, then = (
            super(PastReader, self)._count(f"{file}.{table}", some)
            for file, some in (("main", filters), ("main", hidden), ("past", filters))
        )
        return now - less + then

    def _happenings(self) -> int:
        [[total]] = self._all("SELECT value FROM past.meta WHERE name = ?", f"{TOTAL} happenings")
        return int(total)

    def _nearer(self, table: str, order: Order, filters: Filters, most: int) -> Filters:
        """Return filters that leave no more of now than what stands before the last row of then that can be needed.

        What stands first now is often hidden: all of it would be passed over, row by row.
        """
        if any("SELECT" in condition for condition in filters.conditions):
            return filters  # what it costs to ask twice is more
        rows = self._all(
            f"SELECT {', '.join(order.keys)} FROM past.{table}{filters.where()} ORDER BY {order.by} LIMIT 1 OFFSET ?",
            *filters.values,
            most - 1,
        )
        if not rows:
            return filters
        sign, last = ">=" if order.down else "<=", tuple(rows[0])
        if order.keys[0].isidentifier():
            return beyond(filters, order, sign, last)
        # An index of expressions is not used for several at once.
        return Filters([*filters.conditions, f"({order.keys[0]}) {sign} ?"], [*filters.values, last[0]])

    def tally(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Return the values of columns, and how many rows have each: those of now, less those hidden, and of then."""
        column, gone = HIDDEN[table]
        named = ", ".join(columns)
        marks = ", ".join(f"value_{at}" for at, _ in enumerate(columns))
        cast = ", ".join(f"{one} AS value_{at}" for at, one in enumerate(columns))
        rows = self._all(
            f"SELECT {marks}, sum(told) AS told FROM ("
            f"SELECT {cast}, count(*) AS told FROM main.{table} GROUP BY {named} UNION ALL "
            f"SELECT {cast}, -count(*) FROM main.{table} WHERE {column} IN (SELECT * FROM {gone}) GROUP BY {named} "
            f"UNION ALL SELECT {cast}, count(*) FROM past.{table} GROUP BY {named}) "
            f"GROUP BY {marks} HAVING sum(told) > 0 ORDER BY {marks}"
        )
        return [tuple(row) for row in rows]

    def _owner(self, found: "Ranked") -> tuple[str, str]:
        """Return kind and id of what a text is of."""
        [row] = self._all(f"SELECT kind, id FROM {found.file}.search_keys WHERE number = ?", found.number)
        return row[0], row[1]

    def _hit(self, query: str, kind: str, identifier: str, found: "Ranked") -> Hit:
        [row] = self._all(
            f"SELECT title, snippet(search, {1 if kind == 'statement' else -1}, '[', ']', ' … ', 16) "
            f"FROM {found.file}.search WHERE search MATCH ? AND rowid = ?",
            query,
            found.number,
        )
        return Hit(kind, identifier, row[0], row[1], -found.rank)


def _is_one(query: str) -> bool:
    """Say whether the parenthesis around a text is closed at its end, and nowhere before."""
    return min(accumulate((one == "(") - (one == ")") for one in query)) >= 0
