"""Examples of what linking does, picked out of a knowledge base: a happening that several articles tell, a pair.

Input: a connection to the catalog; an opened knowledge base. Output: values for reading; None where there is no such.
Never: writes; chooses by chance.
"""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kb.language.text_keys import name_key
from kb.service.identity.explaining import Explanation, explain

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

_PEOPLE: Final = 40  # entities that are looked at for a pair


@dataclass(frozen=True, slots=True)
class Version:
    """A happening as one article tells it.

    Attributes:
        words: the event's label in that article.
        when: its outermost days, "" if open.
        where: names of its places.
        figures: its numbers in the article's words, with what they count.
    """

    source: str
    published: str
    words: str
    when: str
    where: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldHappening:
    """What several articles tell of.

    Attributes:
        id: "happening-ID".
        articles: how many tell of it.
    """

    id: str
    label: str
    articles: int
    versions: tuple[Version, ...]


def most_told(connection: sqlite3.Connection) -> ToldHappening | None:
    """Return the happening with figures that most articles tell of, of equals the one with most figures."""
    row = connection.execute(
        "SELECT e.happening, count(DISTINCT e.article) n, count(f.id) m FROM events e "
        "LEFT JOIN figures f ON f.event = e.id WHERE e.happening <> '' GROUP BY e.happening "
        "HAVING n > 1 AND m > 1 ORDER BY n DESC, m DESC, e.happening LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    events = connection.execute(
        'SELECT e.id, e.label, e.begin, e."end", a.source, a.title, a.published FROM events e '
        "JOIN articles a ON a.id = e.article WHERE e.happening = ? ORDER BY a.published, a.position, e.start",
        (row[0],),
    ).fetchall()
    versions = tuple(
        Version(
            source or title,
            published,
            label,
            begin if begin == end else f"{begin or '…'} to {end or '…'}" if begin or end else "",
            _places(connection, event),
            _figures(connection, event),
        )
        for event, label, begin, end, source, title, published in events
    )
    label = next((one.words for one in versions if one.where), versions[0].words)
    return ToldHappening(f"happening-{row[0]}", label, int(row[1]), versions)


def _places(connection: sqlite3.Connection, event: str) -> str:
    rows = connection.execute(
        "SELECT DISTINCT coalesce(n.label, r.words) FROM event_roles r LEFT JOIN entities n ON n.id = r.entity "
        "WHERE r.event = ? AND r.role = 'place' ORDER BY r.number",
        (event,),
    )
    return ", ".join(str(row[0]) for row in rows)


def _figures(connection: sqlite3.Connection, event: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT words, counts FROM figures WHERE event = ? AND NOT withdrawn ORDER BY start, id", (event,)
    )
    found = dict.fromkeys(str(words) if counts in words else f"{words} {counts}".strip() for words, counts in rows)
    return tuple(one for one in found if not any(one != other and other.startswith(f"{one} ") for other in found))


def telling_pair(kb: "KnowledgeBase") -> tuple[Explanation, tuple[str, str]] | None:
    """Return why two articles' names of one person or body are one, and the names: two that differ if there are."""
    with kb.at(None) as moment, moment.connection() as connection:
        rows = connection.execute(
            "SELECT m.entity, m.article, m.local, json_extract(s.value, '$.name') FROM members m "
            "JOIN (SELECT id, articles, type FROM entities WHERE articles > 1 AND type IN "
            "('person', 'organisation', 'company', 'office', 'armed_force') "
            "ORDER BY articles DESC, id LIMIT ?) n ON n.id = m.entity "
            "JOIN articles a ON a.id = m.article "
            "JOIN state s ON s.kind = 'member' AND s.part = m.article AND s.key = m.local "
            "WHERE json_extract(s.value, '$.external') IS NULL ORDER BY n.articles DESC, m.entity, a.position",
            (_PEOPLE,),
        ).fetchall()
    by_entity: dict[str, list[tuple[str, str]]] = {}
    for entity, article, local, name in rows:
        by_entity.setdefault(str(entity), []).append((f"{article}#{local}", str(name)))
    pairs = [
        (name_key(names[0][1]) == name_key(other[1]), number, names[0], other)
        for number, names in enumerate(by_entity.values())
        for other in names[1:]
    ]
    if not pairs:
        return None
    _, _, one, other = min(pairs)
    return explain(kb, one[0], other[0]), (one[1], other[1])
