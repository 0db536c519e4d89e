"""Entities of the catalog by name or identifier.

Input: a name as written, an identifier. Output: entity records, for lists and for whoever compares in earnest.
Read by kb.projections.catalog.reading. Never: says which of several is meant.
"""

from collections.abc import Collection
from typing import Final

from kb.language.text_keys import name_key, person_key
from kb.projections.catalog.counting import CatalogCounts
from kb.projections.catalog.phrases import fts_beginnings
from kb.projections.catalog.records import EntityRecord

_LOOKED_AT: Final = 5000  # rows of the index of linking


class CatalogNames(CatalogCounts):
    """Finds entities."""

    def entities_named(self, name: str, *, limit: int = 20) -> tuple[EntityRecord, ...]:
        """Return the entities of exactly this name or alias, whatever the case, accents and titles."""
        keys = sorted({name_key(name), person_key(name)})
        marks = ", ".join("?" * len(keys))
        rows = self._all(
            "SELECT *, -articles AS often FROM entities "
            f"WHERE id IN (SELECT entity FROM entity_names WHERE key IN ({marks})) ORDER BY often, filed, id LIMIT ?",
            *keys,
            limit,
        )
        return tuple(self._entity(row) for row in rows)

    def entities_alike(self, name: str, *, limit: int = 100) -> tuple[EntityRecord, ...]:
        """Return entities that have a word which begins like one of *name*, for somebody to compare in earnest."""
        if not (query := fts_beginnings(name)):
            return ()
        rows = self._all(
            "SELECT e.* FROM search JOIN search_keys k ON k.number = search.rowid JOIN entities e ON e.id = k.id "
            "WHERE search MATCH ? AND k.kind = 'entity' ORDER BY bm25(search, 4.0, 1.0), k.id LIMIT ?",
            query,
            limit,
        )
        return tuple(self._entity(row) for row in rows)

    def entities_keyed(self, keys: Collection[str], *, limit: int = 100) -> tuple[EntityRecord, ...]:
        """Return entities that stand under keys of linking in some article, those that most name first."""
        marks = ", ".join("?" * len(keys))
        rows = self._all(
            "SELECT *, -articles AS often FROM entities WHERE id IN (SELECT m.entity FROM "
            f"(SELECT article, local FROM link_keys WHERE key IN ({marks}) LIMIT {_LOOKED_AT}) k "
            "JOIN members m ON m.article = k.article AND m.local = k.local) ORDER BY often, filed, id LIMIT ?",
            *sorted(keys),
            limit,
        )
        return tuple(self._entity(row) for row in rows)

    def entities_identified(self, identifier: str) -> tuple[EntityRecord, ...]:
        """Return the entities that have an identifier elsewhere, SCHEME:ID."""
        has = "EXISTS (SELECT 1 FROM json_each(external) WHERE value = ?)"
        rows = self._all(f"SELECT * FROM entities WHERE external <> '[]' AND {has} ORDER BY id", identifier)
        return tuple(self._entity(row) for row in rows)

    def entities_within(self, place: str) -> tuple[str, ...]:
        """Return the canonical ids of what lies within a place, however deep; none twice, not the place itself."""
        rows = self._all(
            "WITH RECURSIVE inside (id) AS (SELECT id FROM entities WHERE within = ? UNION "
            "SELECT e.id FROM entities e JOIN inside i ON e.within = i.id) "
            "SELECT id FROM inside WHERE id <> ? ORDER BY id",
            place,
            place,
        )
        return tuple(row["id"] for row in rows)
