"""Lists, single records and full-text search over the catalog.

Input: filters as plain values, any text to search for. Output: the records of
kb.projections.catalog.records, in pages.
Read by the command line and the HTTP service. Never: writes; lets the user's
text reach the full-text engine as its query language.
"""

import json
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Final

from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.phrases import fts_query
from kb.projections.catalog.records import (
    ArticleRecord,
    EntityRecord,
    EventRecord,
    FigureRecord,
    Hit,
    OfficeRecord,
    StatementRecord,
)
from kb.projections.catalog.ties import CatalogTies
from kb.projections.folding.clusters import canonical
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views, prevailing

__all__ = ["KINDS", "CatalogReader", "NoSuchRecordError"]

KINDS: Final = ("article", "entity", "statement")
_AT_ONCE: Final = 500  # ids in one question
_SAID: Final = 120  # characters of what a part of an article tells, where it is named by that


class CatalogReader(CatalogTies):
    """Reads a catalog; see CatalogConnection for how it is opened."""

    # -- all of a few ----------------------------------------------------------------------------

    def figures(self, *, event: str = "", article: str = "", happening: str = "") -> tuple[FigureRecord, ...]:
        """Return the figures of an event, an article, or all events of a happening, in the order of texts."""
        filters = Filters()
        filters.add("event = ?", event)
        filters.add("article = ?", article)
        filters.add("event IN (SELECT id FROM events WHERE happening = ?)", happening)
        rows = self._all(f"SELECT * FROM figures{filters.where()} ORDER BY position, start, id", *filters.values)
        return tuple(self._figure(row) for row in rows)

    def offices(self, *, person: str = "", article: str = "") -> tuple[OfficeRecord, ...]:
        """Return the offices of a person, or those an article names."""
        filters = Filters()
        filters.add("person = ?", person)
        filters.add("article = ?", article)
        rows = self._all(f"SELECT * FROM offices{filters.where()} ORDER BY position, start, id", *filters.values)
        return tuple(self._office(row) for row in rows)

    def happening_label(self, happening: str) -> str:
        """Return what a happening is called, as in the graph; the event's own label where *happening* is an event.

        Raises:
            NoSuchRecordError: there is neither.
        """
        found = self.happening_labels([happening])
        return found[happening] if happening in found else self.get_event(happening).label

    def happening_labels(self, happenings: Iterable[str]) -> dict[str, str]:
        """Return happening -> what it is called, as in the graph; those alone that there are."""
        asked = sorted({one for one in happenings if one})
        told: dict[str, list[str]] = {}
        for begin in range(0, len(asked), _AT_ONCE):
            some = asked[begin : begin + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            for row in self._all(f"SELECT happening, label FROM events WHERE happening IN ({marks})", *some):
                told.setdefault(row["happening"], []).append(row["label"])
        return {happening: prevailing(labels) for happening, labels in told.items()}

    def version_labels(self, versions: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return (article, its id of a claim or entity) -> what that tells or is called; where it is known."""
        asked = json.dumps([f"{article}#{local}" for article, local in versions])
        papers = json.dumps(sorted({article for article, _ in versions}))
        tables = (("events", "label"), ("statements", "content"), ("figures", "words"), ("offices", "title"))
        rows = self._all(
            " UNION ALL ".join(
                f"SELECT article, local, {words} AS label FROM {table} "
                f"WHERE article IN (SELECT value FROM json_each(?1)) AND {words} <> '' "
                "AND article || '#' || local IN (SELECT value FROM json_each(?2))"
                for table, words in tables
            ),
            papers,
            asked,
        )
        told = {(str(row["article"]), str(row["local"])): str(row["label"]) for row in rows}
        with self._lock:
            members = Tables(self._connection)
            named = {one: members.get("member", *one) or {} for one in versions if one not in told}
        told |= {one: str(row.get("name", "")) for one, row in named.items()}
        return {one: shorten(label, _SAID, placeholder=" …") for one, label in told.items() if label}

    def told_in(self, happenings: Sequence[str]) -> dict[str, int]:
        """Return happening -> how many articles tell of it."""
        marks = ", ".join("?" * len(happenings))
        rows = self._all(
            "SELECT happening, count(DISTINCT article) AS articles FROM ("
            f"SELECT happening, article FROM events WHERE happening IN ({marks}){self.apart}) GROUP BY happening",
            *happenings,
        )
        return {str(row["happening"]): int(row["articles"]) for row in rows}

    # -- single records ---------------------------------------------------------------------------

    def get_article(self, identifier: str) -> ArticleRecord:
        """Return an article.

        Raises:
            NoSuchRecordError: none, or it has left the graph.
        """
        return self._article(self._one("articles", "article", identifier))

    def get_entity(self, identifier: str) -> EntityRecord:
        """Return an entity; an absorbed one answers as the one it was merged into.

        Raises:
            NoSuchRecordError: no live article knows it.
        """
        rows = self._all("SELECT * FROM entities WHERE id = ?", identifier) or self._all(
            "SELECT * FROM entities WHERE absorbed <> '[]' AND EXISTS "
            "(SELECT 1 FROM json_each(absorbed) WHERE value = ?)",
            identifier,
        )
        if not rows:
            raise NoSuchRecordError("entity", identifier)
        return self._entity(rows[0])

    def own_label(self, identifier: str) -> str:
        """Return what a canonical id of an entity or happening itself is called; "" where no live article names it.

        One that was merged into another has its own name here.
        """
        with self._lock:
            return Views(Tables(self._connection)).own_label(identifier)

    def name_in_articles(self, identifier: str) -> str:
        """Return the name that articles give an entity most often, whatever people call it; "" for none."""
        with self._lock:
            return Views(Tables(self._connection)).name_in_articles(identifier)

    def merged(self, merge: str) -> tuple[str, str] | None:
        """Return the two that a merge made one, by its id: what stayed and what went into it; None for no merge."""
        with self._lock:
            found = Tables(self._connection).get("merge", merge)
        return (str(found[0]), str(found[1])) if found else None

    def stands_as(self, identifier: str) -> str:
        """Return the canonical id that an entity or happening stands as: of what it was merged into, else its own."""
        with self._lock:
            return canonical(Tables(self._connection), identifier)

    def get_event(self, identifier: str) -> EventRecord:
        """Return an event.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._event(self._one("events", "event", identifier))

    def get_statement(self, identifier: str) -> StatementRecord:
        """Return a statement.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._statement(self._one("statements", "statement", identifier))

    def get_figure(self, identifier: str) -> FigureRecord:
        """Return a figure.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._figure(self._one("figures", "figure", identifier))

    def get_office(self, identifier: str) -> OfficeRecord:
        """Return an office.

        Raises:
            NoSuchRecordError: there is none.
        """
        return self._office(self._one("offices", "office", identifier))

    # -- search -----------------------------------------------------------------------------------

    def search(self, text: str, *, kinds: Iterable[str] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
        """Return what holds all words of *text*: what is called just so, then the best.

        Of a statement the snippet is of what was said, since who said it is its title.

        Args:
            text: anything; only its words count, the last also as the beginning
                of a longer one. No words: nothing is found.
            kinds: of KINDS; others find nothing.
        """
        query = fts_query(text)
        wanted = [kind for kind in dict.fromkeys(kinds) if kind in KINDS]
        if not query or not wanted:
            return ()
        rows = self._all(
            "SELECT k.kind, k.id, search.title, "
            "snippet(search, CASE k.kind WHEN 'statement' THEN 1 ELSE -1 END, '[', ']', ' … ', 16) AS snippet, "
            "bm25(search, 4.0, 1.0) AS rank FROM search JOIN search_keys k ON k.number = search.rowid "
            f"WHERE search MATCH ? AND k.kind IN ({', '.join('?' * len(wanted))}) "
            "ORDER BY k.kind = 'entity' AND search.title = ? COLLATE NOCASE DESC, rank, k.kind, k.id LIMIT ?",
            query,
            *wanted,
            text.strip().encode(errors="replace").decode(),
            max(1, limit),
        )
        return tuple(Hit(row["kind"], row["id"], row["title"], row["snippet"], -row["rank"]) for row in rows)

    def text_of_article(self, identifier: str) -> str:
        """Return an article's text as full-text search has it, "" if there is none."""
        rows = self._all(
            "SELECT body FROM search WHERE rowid = "
            "(SELECT number FROM search_keys WHERE owner = ? AND kind = 'article' AND id = ?)",
            f"article {identifier}",
            identifier,
        )
        return str(rows[0]["body"]) if rows else ""
