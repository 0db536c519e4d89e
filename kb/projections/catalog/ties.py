"""Who is told of together with whom, and by what.

Input: canonical ids. Output: counts of common articles, events or statements; ties between two entities, each with what
it rests on. Read by kb.service.happenings.paths and the HTTP service.
Never: counts an article twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.lists import CatalogLists
from kb.projections.catalog.records import Named

SCOPES: Final = ("article", "event", "statement")
_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody or something that is told of together with another.

    Attributes:
        count: in how many articles, events or statements.
        examples: ids of some of them, the last added first.
    """

    entity: Named
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties one entity to another.

    Attributes:
        kind: "event", "statement" or "position" (an office).
        item: its id.
        role, other_role: which part each has in it.
    """

    entity: str
    other: str
    kind: str
    item: str
    role: str
    other_role: str
    article: str


_COMMON: Final = {  # items of an entity, and who else is in them
    "article": (
        "SELECT m.article AS item FROM members m CROSS JOIN articles a ON a.id = m.article "
        "WHERE m.entity = ? AND m.kind = 'entity'",
        "SELECT m.entity AS other, o.item FROM own o CROSS JOIN members m ON m.article = o.item "
        "WHERE m.kind = 'entity'",
    ),
    "event": (
        "SELECT event AS item FROM event_roles WHERE entity = ?",
        "SELECT r.entity AS other, o.item FROM own o CROSS JOIN event_roles r ON r.event = o.item",
    ),
    "statement": (
        "SELECT statement AS item FROM statement_people WHERE entity = ?",
        "SELECT p.entity AS other, o.item FROM own o CROSS JOIN statement_people p ON p.statement = o.item",
    ),
}
_TIES: Final = (
    "SELECT a.entity, b.entity AS other, 'event' AS kind, a.event AS item, a.role, b.role AS other_role, a.article "
    "FROM event_roles a JOIN event_roles b ON b.event = a.event JOIN entities o ON o.id = b.entity WHERE {wanted}",
    "SELECT a.entity, b.entity AS other, 'statement' AS kind, a.statement AS item, a.part AS role, "
    "b.part AS other_role, a.article FROM statement_people a JOIN statement_people b ON b.statement = a.statement "
    "JOIN entities o ON o.id = b.entity WHERE {wanted} AND a.part <> b.part",
    "SELECT a.entity, b.entity AS other, 'position' AS kind, a.id AS item, a.role, b.role AS other_role, a.article "
    "FROM held a JOIN held b ON b.id = a.id JOIN entities o ON o.id = b.entity WHERE {wanted}",
)
_HELD: Final = "WITH held (id, article, entity, role) AS ({})".format(
    " UNION ALL ".join(
        f"SELECT id, article, {column}, '{role}' FROM offices"
        for column, role in (("person", "holder"), ("organisation", "organization"), ("place", "jurisdiction"))
    )
)


class CatalogTies(CatalogLists):
    """Finds who is told of with whom."""

    def beside(self, entity: str, scope: str, *, types: Sequence[str] = (), limit: int = 50) -> tuple[Beside, ...]:
        """Return who and what is told of together with an entity, most often first.

        Args:
            entity: canonical id.
            scope: one of SCOPES: in the same article, event or statement.
            types: only these types of entities; none: all.
            limit: how many at most.
        """
        of_type = f"AND e.type IN ({', '.join('?' * len(types))})" if types else ""
        own, others = _COMMON[scope]
        rows = self._all(  # step by step: of several files, each step is asked of each by its indices
            f"WITH own AS MATERIALIZED ({own}), others AS MATERIALIZED ({others}), "
            "often AS MATERIALIZED (SELECT other, count(DISTINCT item) AS times, group_concat(DISTINCT item) AS items "
            "FROM others GROUP BY other) "
            "SELECT e.id, e.label, e.type, e.articles, o.times, o.items FROM often o "
            f"CROSS JOIN entities e ON e.id = o.other WHERE e.id <> ? {of_type} "
            "ORDER BY o.times DESC, e.articles DESC, e.label, e.id LIMIT ?",
            entity,
            entity,
            *types,
            limit,
        )
        return tuple(
            Beside(
                Named(row["id"], row["label"], row["type"]), row["times"], tuple(sorted(row["items"].split(","))[:5])
            )
            for row in rows
        )

    def articles_of_both(self, one: str, other: str, most: int) -> tuple[str, ...]:
        """Return the ids of the articles that name two entities, the last added first."""
        rows = self._all(
            "WITH one AS MATERIALIZED (SELECT DISTINCT article FROM members WHERE entity = ? AND kind = 'entity'), "
            "other AS MATERIALIZED (SELECT DISTINCT article FROM members WHERE entity = ? AND kind = 'entity') "
            "SELECT id, position FROM articles WHERE id IN (SELECT article FROM one) "
            "AND id IN (SELECT article FROM other) ORDER BY position DESC, id LIMIT ?",
            one,
            other,
            most,
        )
        return tuple(str(row["id"]) for row in rows)

    def ties(
        self, entities: Sequence[str], *, without: Sequence[str] = (), most: int = 10_000
    ) -> tuple[list[Tie], bool]:
        """Return what ties entities to others, and whether that is all.

        Args:
            without: types of entities that nothing is tied to ("country").
            most: rows of each kind that are read at most, of 400 entities each time.
        """
        found: list[Tie] = []
        whole = True
        for at in range(0, len(entities), _AT_ONCE):
            asked = entities[at : at + _AT_ONCE]
            wanted = f"a.entity IN ({', '.join('?' * len(asked))}) AND b.entity <> a.entity AND b.entity <> ''"
            if without:
                wanted += f" AND o.type NOT IN ({', '.join('?' * len(without))})"
            for query in _TIES:
                head = _HELD if "held" in query else ""
                text = f"{head} {query.format(wanted=wanted)} ORDER BY item, a.entity, other LIMIT ?"
                rows = self._all(text, *asked, *without, most)
                whole = whole and len(rows) < most
                found += [Tie(*(row[name] for name in Tie.__dataclass_fields__)) for row in rows]
        return found, whole
