"""Pairs that a person may be asked about, kept beside the catalog so that each article is looked at once.

Input: the catalog and its index of names. Output: pairs of members with their bits, and whom each stands for.
Never: holds a name or a word of an article, only ids and numbers; is needed: without it all is looked at again.
Only what changed since is looked at: the articles that the catalog's own steps name.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kb.log.faults import storage_faults
from kb.projections import steps
from kb.projections.parting import adopted
from kb.projections.tables import Tables
from kb.resolution import weights as w
from kb.resolution.clustering import Pair, ordered
from kb.resolution.decision import RULE
from kb.resolution.judging import Pairs
from kb.resolution.worth import CLOSE
from kb.service.link_index import LinkIndex
from kb.service.link_region import Regions
from kb.service.weighing import pairs_of

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

NAME: Final = "review.sqlite"
_FORMAT: Final = "2"
_CLAIMS: Final = (
    "SELECT count(*) FROM event_roles WHERE entity = ?",
    "SELECT count(*) FROM statement_people WHERE entity = ?",
    "SELECT count(*) FROM offices WHERE person = ?",
)
_TOLD: Final = ("event_roles", "figures")
_MANY: Final = 200  # pairs from which on all members are read at once
_ALL_CLAIMS: Final = {
    "entity": (
        "SELECT entity, count(*) FROM event_roles GROUP BY entity",
        "SELECT entity, count(*) FROM statement_people GROUP BY entity",
        "SELECT person, count(*) FROM offices GROUP BY person",
    ),
    "event": tuple(
        f"SELECT happening, count(*) FROM {table} JOIN events ON events.id = {table}.event GROUP BY happening"
        for table in _TOLD
    ),
}
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pair (
    kind TEXT, one TEXT, other TEXT, bits REAL, worth REAL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pair_by_other ON pair (other);
"""


@dataclass(frozen=True, slots=True)
class Met:
    """Two members that may be one.

    Attributes:
        kind: entity or event.
        one, other: "ARTICLE#LOCAL", in order.
        bits: what speaks for one thing.
        ids: for whom they stand, after merges.
        worth: what the question about them was worth when it was last made out, None if it never was.
    """

    kind: str
    one: str
    other: str
    bits: float
    ids: Pair
    worth: float | None = None


@contextmanager
def met_pairs(kb: "KnowledgeBase") -> "Iterator[ReviewPairs]":
    """Lend the pairs, brought to where the projections stand.

    Raises:
        StorageError: they cannot be kept.
    """
    kb.catch_up()
    path = kb.home.catalog_path.with_name(NAME)
    where = str(path) if kb.home.writable else ":memory:"
    with storage_faults(path), kb.catalog_connection() as catalog:
        connection = sqlite3.connect(where, isolation_level=None, timeout=60)
        try:
            _made_ready(connection)
            found = ReviewPairs(connection, catalog, LinkIndex(catalog, kb.parts.coarse()))
            found.refresh(kb.standing())
            yield found
        finally:
            connection.close()


def _made_ready(connection: sqlite3.Connection) -> None:
    """Make the tables; those of another format go: all that they hold is found again."""
    connection.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    rules = connection.execute("SELECT value FROM meta WHERE name = 'rules'").fetchone()
    if rules is not None and str(rules[0]).split(" ", 1)[0] != _FORMAT:
        connection.executescript("DROP TABLE IF EXISTS pair; DELETE FROM meta;")
    connection.executescript(_SCHEMA)


class ReviewPairs:
    """The pairs of one home.

    Args:
        connection: to the file that keeps them.
        catalog: to the catalog, for reading.
        index: on it.

    Attributes:
        pairs: weighs, with the weights that hold.
        index: of what is known.
        looked_at: how many articles the last refresh looked at.
    """

    def __init__(self, connection: sqlite3.Connection, catalog: sqlite3.Connection, index: LinkIndex) -> None:
        self._connection = connection
        self._catalog = catalog
        self.tables = Tables(catalog)
        self.index = index
        self.pairs: Pairs = pairs_of(self.tables, index)
        self._regions = Regions(index, self.pairs)
        self.looked_at = 0

    def refresh(self, position: int) -> None:
        """Look at the articles that changed since the last time; at all of them if rules or weights did."""
        rules = f"{_FORMAT} {RULE} {(adopted(self.tables) or (0,))[0]}"
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            kept = dict(self._connection.execute("SELECT name, value FROM meta"))
            since = int(kept.get("position", 0)) if kept.get("rules") == rules else 0
            if since != position or kept.get("stamp") != self._stamp(since):
                articles = self._changed(since, position, kept.get("stamp", ""))
                if articles is None:
                    self._connection.execute("DELETE FROM pair")
                    articles = [row[0] for row in self._catalog.execute("SELECT article FROM link_profiles")]
                for article in sorted(articles):
                    self._look(article)
                self.looked_at = len(articles)
                for name, value in (("position", position), ("rules", rules), ("stamp", self._stamp(position))):
                    self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, str(value)))
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _stamp(self, position: int) -> str:
        """Return what tells the log up to *position* from that of another home: the article that came last."""
        row = self._catalog.execute(
            "SELECT id, added_at FROM articles WHERE position <= ? ORDER BY position DESC LIMIT 1", (position,)
        ).fetchone()
        return " ".join(map(str, row)) if row else ""

    def _changed(self, since: int, position: int, stamp: str) -> list[str] | None:
        """Return the articles that events after *since* touched, None for all."""
        if not since or since > position or stamp != self._stamp(since):
            return None
        touched = steps.touched_since(self._catalog, position, since)
        return None if touched is None else sorted(touched.articles)

    def _look(self, article: str) -> None:
        """Weigh again what an article was met with, and meet who is nearest now."""
        pairs = {(kind, one, other) for kind, one, other in self._kept(article)}
        self._connection.execute(
            "DELETE FROM pair WHERE (one >= ? AND one < ?) OR (other >= ? AND other < ?)", (*_range(article),) * 2
        )
        profile = self.index.profile(article)
        if profile is None:
            return
        own = self.index.consider(profile)
        for region in self._regions.entities(own, {}):
            pairs |= {("entity", *ordered(one, other)) for one in region.own for other in region.members}
        seeds = [event.member for event in own.events.values()]
        pairs |= {("event", *ordered(one, other)) for other in self._regions.events(own) for one in seeds}
        self.index.forget()
        self._keep(pair for pair in pairs if pair[1].split("#", 1)[0] != pair[2].split("#", 1)[0])

    def _keep(self, pairs: Iterable[tuple[str, str, str]]) -> None:
        for kind, one, other in sorted(pairs):
            weigh = self.pairs.entities if kind == "entity" else self.pairs.events
            bits = weigh(one, other).bits
            least, needed = (w.REVIEW, w.LINK) if kind == "entity" else (w.EVENT_REVIEW, w.EVENT_LINK)
            ids = self.index.stands_for((one, other))
            if bits < least or (ids[one] == ids[other] and bits >= needed + CLOSE):
                continue
            self._connection.execute("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, NULL)", (kind, one, other, bits))

    def _kept(self, article: str) -> Iterator[tuple[str, str, str]]:
        yield from self._connection.execute(
            "SELECT kind, one, other FROM pair WHERE (one >= ? AND one < ?) OR (other >= ? AND other < ?)",
            (*_range(article),) * 2,
        ).fetchall()

    def all(self) -> Iterator[Met]:
        """Yield the pairs of which both articles are in the graph."""
        rows = self._connection.execute("SELECT * FROM pair ORDER BY one, other").fetchall()
        stands = self._stands if len(rows) < _MANY else self._all_standing().get
        for kind, one, other, bits, told in rows:
            first, second = stands(one), stands(other)
            if first and second:
                yield Met(kind, one, other, float(bits), (first, second), told)

    def note(self, worths: Iterable[tuple[float, str, str]]) -> None:
        """Keep what questions are worth, each with the two members that it is about."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("UPDATE pair SET worth = ? WHERE one = ? AND other = ?", worths)
        self._connection.execute("COMMIT")

    def _all_standing(self) -> dict[str, str]:
        query = "SELECT article || '#' || local, entity FROM members"
        return {name: str(entity) for name, entity in self._catalog.execute(query)}

    def counts(self, kind: str) -> dict[str, int]:
        """Return for each entity or happening how many claims name it or tell of it; what *counted* counts, at once."""
        found: Counter[str] = Counter()
        for query in _ALL_CLAIMS[kind]:
            for one, number in self._catalog.execute(query):
                found[str(one)] += int(number)
        return found

    def counted(self, kind: str, one: str) -> tuple[int, int]:
        """Return how many claims name an entity or tell of a happening, and in how many articles."""
        if kind == "entity":
            claims = sum(self._number(query, one) for query in _CLAIMS)
            return claims, self._number("SELECT count(DISTINCT article) FROM members WHERE entity = ?", one)
        events = "SELECT id FROM events WHERE happening = ?"
        claims = sum(self._number(f"SELECT count(*) FROM {t} WHERE event IN ({events})", one) for t in _TOLD)
        return claims, self._number("SELECT count(DISTINCT article) FROM events WHERE happening = ?", one)

    def claims_of(self, kind: str, member: str) -> int:
        """Return how many claims of one article hang on its own entity or event."""
        article, local = member.split("#", 1)
        if kind == "event":
            row = self._catalog.execute("SELECT id FROM events WHERE article = ? AND local = ?", (article, local))
            event = (row.fetchone() or [""])[0]
            return sum(self._number(f"SELECT count(*) FROM {t} WHERE event = ?", event) for t in _TOLD)
        entity = self._stands(member)
        return sum(self._number(f"{query} AND article = ?", entity, article) for query in _CLAIMS)

    def _number(self, query: str, *values: str) -> int:
        return int(self._catalog.execute(query, values).fetchone()[0])

    def _stands(self, member: str) -> str:
        row = self._catalog.execute(
            "SELECT entity FROM members WHERE article = ? AND local = ?", tuple(member.split("#", 1))
        ).fetchone()
        return str(row[0]) if row else ""


def _range(article: str) -> tuple[str, str]:
    return f"{article}#", f"{article}$"  # "$" follows "#"
