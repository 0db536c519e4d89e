"""Lists, single records and search over the catalog as of an earlier event, which is laid over one that stands later.

Input: a connection that kb.projections.past.overlay has prepared. Output: as kb.projections.catalog.reading.
Never: ranks texts by what came later.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kb.projections.catalog.filters import INSIDE
from kb.projections.catalog.orders import Order
from kb.projections.catalog.paging import Filters, beyond, ordered
from kb.projections.catalog.phrases import beginnings, fts_beginnings, fts_query, phrases
from kb.projections.catalog.reading import KINDS, CatalogReader
from kb.projections.catalog.records import EntityRecord, Hit, Named, Page
from kb.projections.catalog.ties import Tie
from kb.projections.past.answers import Answers
from kb.projections.past.each_file import first, hidden, in_file, named_in, shown
from kb.projections.past.overlay import HIDDEN
from kb.projections.past.totals import TOTAL, tally_of

if TYPE_CHECKING:
    from kb.projections.past.ranking import Ranked, Ranking

T = TypeVar("T")

_COUNTS: Final = re.compile(r"GROUP BY|count\(")
_NAMES: Final = 5_000  # that are known at once
_THESE: Final = "(SELECT value FROM json_each(?))"
_AMONG: Final = re.compile(r"(?P<column>\w+) IN \((?P<these>(?:SELECT|WITH) .*)\)")


class PastReader(CatalogReader):
    """Reads a catalog of then.

    Args:
        connection: prepared by kb.projections.past.overlay.laid; it stays its maker's.
    """

    apart = " LIMIT -1"

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._answers = Answers()
        self._called: dict[str, Named | None] = {}

    steps_end_here = False  # the steps are those of the catalog that this one is laid over

    def touched_since(self, position: int) -> None:
        """Return nothing: it is not known of a moment."""

    @cached_property
    def _then(self) -> int:
        return self.position

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query that another module of this package writes; see CatalogConnection.rows."""
        if not _COUNTS.search(query):
            return super().rows(query, values)
        with self._lock:
            return [*self._answers.kept(query, values, lambda: self._all(query, *values))]

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

        def made() -> tuple[Hit, ...]:
            found = self._ranking.best(query, phrases(text), wanted, max(1, limit), called)
            rows = [(not one.so, one.rank, *self._owner(one), one) for one in found]
            rows.sort(key=lambda row: row[:4])
            return tuple(self._hit(query, *row[2:]) for row in rows[: max(1, limit)])

        with self._lock:
            return self._answers.kept("search", (text, wanted, limit), made)

    def entities_alike(self, name: str, *, limit: int = 100) -> tuple[EntityRecord, ...]:
        """Return entities that have a word which begins like one of *name*; see CatalogNames.entities_alike."""
        if not (query := fts_beginnings(name)):
            return ()
        with self._lock:
            found = self._ranking.best(query, beginnings(name), ["entity"], limit)
            best = sorted((one.rank, self._owner(one)[1]) for one in found)[:limit]
            rows = [self._one("entities", "entity", identifier) for _, identifier in best]
        return tuple(self._entity(row) for row in rows)

    def _named(self, identifier: str) -> Named | None:
        """Return what somebody was called: many rows of a list name the same."""
        if identifier not in self._called:
            if len(self._called) >= _NAMES:
                self._called.clear()
            self._called[identifier] = super()._named(identifier)
        return self._called[identifier]

    def ties(
        self, entities: Sequence[str], *, without: Sequence[str] = (), most: int = 10_000
    ) -> tuple[list[Tie], bool]:
        """Return what ties entities to others; see CatalogTies.ties."""

        def made() -> tuple[Tie | bool, ...]:
            found, whole = super(PastReader, self).ties(entities, without=without, most=most)
            return (*found, whole)

        with self._lock:
            *found, whole = self._answers.kept("ties", (*entities, "", *without, most), made)
            return [one for one in found if isinstance(one, Tie)], bool(whole)

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
            return super()._page(table, sort, self.settled(table, filters), limit, cursor, record)

    def settled(self, table: str, filters: Filters) -> Filters:
        """Return the same filters, where what is looked for among other articles and entities is found already.

        Rows and total are asked of each file, and each time it would be looked for again, in both.
        """
        found, values = Filters(), iter(filters.values)
        for condition in filters.conditions:
            own = list(islice(values, condition.count("?")))
            among = _AMONG.fullmatch(condition)
            if table == "entities" and among and _is_one(among["these"]) and "entity_names" not in condition:
                found.conditions.append(f"{among['column']} IN {_THESE}")
                found.values.append(self._ids(among["these"], *own))
            elif INSIDE in condition:
                before, _, after = condition.partition(f"({INSIDE})")
                at = before.count("?")
                found.conditions.append(f"{before}{_THESE}{after}")
                found.values += [*own[:at], self._ids(INSIDE, *own[at : at + 2]), *own[at + 2 :]]
            else:
                found.conditions.append(condition)
                found.values += own
        return found

    def _ids(self, query: str, *values: Any) -> str:
        return json.dumps([row[0] for row in self._all(query, *values)])

    def _first(self, table: str, order: Order, filters: Filters, most: int) -> list[sqlite3.Row]:
        """Return the first rows of then: of each file by itself, and the first of both.

        What stands first now is often hidden, and all of it would be passed over, row by row: the rows of the file of
        then say beyond what keys nothing of now can be needed.
        """
        own = in_file("past", table, filters)
        then = self._all(ordered(f"past.{table}", order, own), *own.values, most)
        now = in_file("main", table, filters)
        now.conditions += shown(table, self._then)
        if len(then) == most:
            now = _up_to(now, order, then[-1])
        return first([*then, *self._all(ordered(f"main.{table}", order, now), *now.values, most)], order, most)

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
        made = self._answers.kept(f"{table}{filters.where()}", filters.values, lambda: (self._counted(table, filters),))
        return made[0]

    def _counted(self, table: str, filters: Filters) -> int:
        filters = self.settled(table, filters)
        now, then = in_file("main", table, filters), in_file("past", table, filters)
        come = super()._count(f"past.{table}", then)
        if any("SELECT" in condition for condition in filters.conditions):  # each is looked up by its id anyway
            now.conditions += shown(table, self._then)
            return super()._count(f"main.{table}", now) + come
        less = sum(super(PastReader, self)._count(*some) for some in hidden(table, now, self._then))
        return super()._count(f"main.{table}", now) - less + come

    def _happenings(self) -> int:
        [[total]] = self._all("SELECT value FROM past.meta WHERE name = ?", f"{TOTAL} happenings")
        return int(total)

    def tally(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Return the values of columns, and how many rows have each: those of now, less those hidden, and of then."""
        made = self._answers.kept(f"{table} {columns}", (), lambda: self._tallied(table, *columns))
        return [*made]

    def _tallied(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        if noted := self._all("SELECT value FROM past.meta WHERE name = ?", tally_of(table, columns)):
            each = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(columns) + 1))
            places = ", ".join(str(at + 1) for at in range(len(columns)))
            return [tuple(row) for row in self._all(f"SELECT {each} FROM json_each(?) ORDER BY {places}", noted[0][0])]
        named = ", ".join(columns)
        marks = ", ".join(f"value_{at}" for at, _ in enumerate(columns))
        cast = ", ".join(f"{one} AS value_{at}" for at, one in enumerate(columns))
        less = " UNION ALL ".join(
            f"SELECT {marks}, -count(*) FROM (SELECT {cast} FROM {where}{some.where()} LIMIT -1) GROUP BY {marks}"
            for where, some in self._hidden(table, columns)
        )
        rows = self._all(
            f"SELECT {marks}, sum(told) AS told FROM ("
            f"SELECT {cast}, count(*) AS told FROM main.{table} GROUP BY {named} UNION ALL {less} "
            f"UNION ALL SELECT {cast}, count(*) FROM past.{table} GROUP BY {named}) "
            f"GROUP BY {marks} HAVING sum(told) > 0 ORDER BY {marks}"
        )
        return [tuple(row) for row in rows]

    def _hidden(self, table: str, columns: Sequence[str]) -> Iterator[tuple[str, Filters]]:
        """Yield where rows of now lie that were not so then; see kb.projections.past.each_file.hidden."""
        if table == "entities" and not {*columns} <= {"type", "country", "articles"}:
            column, gone = HIDDEN[table]
            return iter([(f"main.{table}", Filters([f"{column} IN ({gone})"]))])
        return hidden(table, Filters(), self._then)

    def over(self, table: str, filters: Filters, query: str) -> tuple[str, list[Any]]:
        """Return a query over what filters leave, of each file by itself; see CatalogConnection.over."""
        filters = self.settled(table, filters)
        parts = []
        for file in ("main", "past"):
            some = in_file(file, table, filters)
            if file == "main":
                some.conditions += shown(table, self._then)
            parts.append(named_in(file, query).format(chosen=f"(SELECT * FROM {file}.{table}{some.where()})"))
        return " UNION ALL ".join(parts), [*filters.values, *filters.values]

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


def _up_to(filters: Filters, order: Order, last: sqlite3.Row) -> Filters:
    """Return filters that leave no more than what stands before a row, or in its place."""
    sign, keys = (">=" if order.down else "<="), [last[f"key_{index}"] for index in range(len(order.keys))]
    if order.keys[0].isidentifier():
        return beyond(filters, order, sign, keys)
    # An index of expressions is not used for several at once.
    return Filters([*filters.conditions, f"({order.keys[0]}) {sign} ?"], [*filters.values, keys[0]])


def _is_one(query: str) -> bool:
    """Say whether the parenthesis around a text is closed at its end, and nowhere before."""
    return min(accumulate((one == "(") - (one == ")") for one in query)) >= 0
