"""How many there are of everything, and of what lists leave; queries over what they leave.

Input: filters, queries of other modules of this package. Output: counts, queries with their values.
Never: counts what a list would not show.
"""

from typing import Any, ClassVar, Literal

from kb.projections.catalog.connection import CatalogConnection
from kb.projections.catalog.paging import Filters


class CatalogCounts(CatalogConnection):
    """Counts over a catalog.

    Attributes:
        apart: ends a query without groups whose rows another one counts. Where tables are views of several files,
            SQLite reads them by their indices in such a query alone: for one that counts, it would read them whole.
    """

    apart: ClassVar[str] = ""

    def counts(self) -> dict[str, int]:
        """Return how many articles, entities, events, happenings, statements, figures and offices there are."""
        tables = ("articles", "entities", "events", "statements", "figures", "offices")
        return {**{table: self._count(table, Filters()) for table in tables}, "happenings": self._happenings()}

    def over(self, table: str, filters: Filters, query: str) -> tuple[str, list[Any]]:
        """Return a query over what filters leave of a table of articles' rows, without groups, and its values.

        Where there are several files it is asked of each by itself: all rows of an article lie in one.

        Args:
            query: names what is left as {chosen}, and beside it tables of articles' rows alone; it has no values.
        """
        return query.format(chosen=f"(SELECT * FROM {table}{filters.where()})"), filters.values

    def settled(self, table: str, filters: Filters) -> Filters:
        """Return the same filters, where what they look for elsewhere is found already if it would be several times."""
        return filters

    def tally(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Return the values that rows of a table have in some columns, in their order, and how many rows have each."""
        named = ", ".join(columns)
        rows = self._all(f"SELECT {named}, count(*) FROM {table} GROUP BY {named} ORDER BY {named}")
        return [tuple(row) for row in rows]

    def happenings(self) -> int:
        """Return how many happenings there are, with the events that are linked to none."""
        alone = self._count("events", Filters(["happening = ''"]))
        return self._happenings() - bool(alone) + alone

    def _happenings(self) -> int:
        return int(self._all("SELECT count(DISTINCT happening) FROM events")[0][0])

    def ids(
        self, table: Literal["articles", "entities"], *, limit: int, offset: int = 0
    ) -> tuple[tuple[str, str], ...]:
        """Return ids in their order, no more than *limit* after the first *offset*, each with when last added to.

        That is when the article came in; of an entity the last article that names it, "" if none does.
        """
        added = "added_at"
        if table == "entities":
            added = "(SELECT max(a.added_at) FROM members m JOIN articles a ON a.id = m.article WHERE m.entity = e.id)"
        rows = self._all(f"SELECT id, {added} AS added FROM {table} e ORDER BY id LIMIT ? OFFSET ?", limit, offset)
        return tuple((row["id"], row["added"] or "") for row in rows)
