"""What lists, pages and full-text search read of one article or entity, written again.

Input: an id, the fold's tables. Output: rows of the catalog, in the place of those that were there.
Never: begins or ends a transaction; kb.projections.catalog.projection does, with the position.
"""

import re
import sqlite3
from typing import Any, Final

from kb.graph.item_standing import item_standing
from kb.graph.registry_graph import EntityView
from kb.model.listing import is_listing
from kb.projections.catalog.listing import listing_rows
from kb.projections.catalog.rows import Known, Rows, article_rows, entity_rows
from kb.projections.catalog.schema import BY_ARTICLE
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class RowWriter:
    """Writes the rows of what changed.

    Args:
        connection: of the catalog; a transaction is open whenever something is written.
        tables: what the fold keeps.
        sources: where articles and extractions are read again.
        views: what the fold amounts to.
        beyond: number that those of texts are larger than.
    """

    def __init__(
        self, connection: sqlite3.Connection, tables: Tables, sources: LogSources, views: Views, *, beyond: int = 0
    ) -> None:
        self._connection = connection
        self._beyond = beyond
        self._tables = tables
        self._sources = sources
        self._views = views

    def article(self, article: str, *, indexed: bool = True) -> None:
        """Write the rows of an article, or of a row of a curated list, again; none if the graph lacks it.

        Args:
            indexed: whether what linking looks up is written too.
        """
        for table in ("articles", *BY_ARTICLE):
            column = "id" if table == "articles" else "article"
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (article,))
        self._forget_texts(f"article {article}")
        if is_listing(article):
            if listed := self._views.listing_row(article):
                rows = listing_rows(article, self._sources.listing(listed), listed, self._views.links(article))
                self._write(rows, f"article {article}")
            return
        row = self._views.article_row(article)
        if row is None or not self._views.article_is_live(article):
            return
        brought = self._sources.recorded(row["position"])
        reading = curated_reading(self._tables, self._sources, article)
        links = self._views.links(article)
        known = Known(
            position=row["position"],
            added_at=brought.envelope.recorded_at,
            extraction_position=row.get("extraction", 0),
            links=links,
            standing=item_standing(*reading, links, self._views.base()) if reading else {},
        )
        extraction = reading[1].extraction if reading else None
        rows = article_rows(self._sources.article(row["position"]), extraction, known, indexed=indexed)
        self._write(rows, f"article {article}")

    def entity(self, entity: str) -> None:
        """Write the rows of an entity again; none unless it is the canonical id of its cluster."""
        if self._connection.execute("DELETE FROM entities WHERE id = ?", (entity,)).rowcount:  # most ids have no row
            self._connection.execute("DELETE FROM entity_names WHERE entity = ?", (entity,))
            self._forget_texts(f"entity {entity}")
        view = self._views.view(entity)
        if isinstance(view, EntityView) and view.id == entity:
            self._write(entity_rows(view), f"entity {entity}")

    def _write(self, rows: Rows, owner: str) -> None:
        for table, values in rows.tables.items():
            marks = ", ".join("?" * len(values[0]))
            statement = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"
            try:
                self._connection.executemany(statement, values)
            except UnicodeEncodeError:
                self._connection.executemany(statement, [tuple(map(_storable, row)) for row in values])
        for kind, identifier, title, body in rows.texts:
            words = (self._number(), _storable(title), _storable(body))
            cursor = self._connection.execute("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", words)
            self._connection.execute(
                "INSERT OR REPLACE INTO search_keys VALUES (?, ?, ?, ?)", (owner, kind, identifier, cursor.lastrowid)
            )

    def _number(self) -> int | None:
        """Return the number of the next text, None where SQLite is to choose it."""
        if not self._beyond:
            return None
        self._beyond += 1
        return self._beyond

    def _forget_texts(self, owner: str) -> None:
        rows = self._connection.execute("SELECT number FROM search_keys WHERE owner = ?", (owner,)).fetchall()
        self._connection.executemany("DELETE FROM search WHERE rowid = ?", rows)
        self._connection.execute("DELETE FROM search_keys WHERE owner = ?", (owner,))


def _storable(value: Any) -> Any:
    """Return a value that SQLite can hold: half of a surrogate pair, which old logs may have, becomes U+FFFD."""
    return _SURROGATE.sub("�", value) if isinstance(value, str) else value
