"""How many claims hang on who somebody is, or on which events are one happening.

Input: a connection to the catalog, ids. Output: numbers, read by kb.service.review.places and review_queue.
Never: counts what it need not: each question is answered by an index.
"""

import sqlite3
from typing import Final

from kb.model.identity import own_id

_CLAIMS: Final = (
    "SELECT count(*) FROM event_roles WHERE entity = ?",
    "SELECT count(*) FROM statement_people WHERE entity = ?",
    "SELECT count(*) FROM offices WHERE person = ?",
)
_TOLD: Final = ("event_roles", "figures")
_EVENTS: Final = "SELECT id FROM events WHERE happening = ?"


def claims_about(catalog: sqlite3.Connection, one: str) -> int:
    """Return how many claims name an entity or tell of a happening."""
    told = sum(_number(catalog, f"SELECT count(*) FROM {t} WHERE event IN ({_EVENTS})", one) for t in _TOLD)
    return told + sum(_number(catalog, query, one) for query in _CLAIMS)


def articles_about(catalog: sqlite3.Connection, one: str) -> int:
    """Return in how many articles an entity appears, or how many tell of a happening."""
    return _number(catalog, "SELECT count(DISTINCT article) FROM members WHERE entity = ?", one)


def claims_of(catalog: sqlite3.Connection, kind: str, member: str) -> int:
    """Return how many claims of one article hang on its own entity or event."""
    article, local = member.split("#", 1)
    if kind == "event":
        row = catalog.execute("SELECT id FROM events WHERE article = ? AND local = ?", (article, local)).fetchone()
        return sum(_number(catalog, f"SELECT count(*) FROM {t} WHERE event = ?", row[0] if row else "") for t in _TOLD)
    row = catalog.execute("SELECT entity FROM members WHERE article = ? AND local = ?", (article, local)).fetchone()
    entity = str(row[0]) if row else own_id(article, local)
    return sum(_number(catalog, f"{query} AND article = ?", entity, article) for query in _CLAIMS)


def _number(catalog: sqlite3.Connection, query: str, *values: str) -> int:
    return int(catalog.execute(query, values).fetchone()[0])
