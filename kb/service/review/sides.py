"""The two sides of a question about who is who, as a person has to see them: names, offices, articles, sentences.

Input: an Item; the catalog and the log. Output: Sides.
Never: decides; reads an article that the side is not told of in.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.log import EventLog
from kb.model import Span
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.service.display.page import Quote, quote
from kb.service.lists.listed import where
from kb.service.review.items import Item

_TOLD: Final = 3  # articles that are quoted of each side
_NAMES: Final = 8
_LIVE: Final = "SELECT title, source, published FROM articles WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Told:
    """Where an article names it.

    Attributes:
        member: "ARTICLE#LOCAL".
        title, source, published: of the article.
        quote: the words in their sentence, None where nothing points at it.
    """

    member: str
    title: str
    source: str
    published: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        id: "entity-ID" or "happening-ID"; of one that may be two, the same on both sides.
        label, type: what it is called, and of which type it is.
        names: what else articles call it.
        offices: held or once held, in words.
        articles: how many tell of it.
        told: some of them, those first that the question rests on.
    """

    id: str
    label: str
    type: str
    names: tuple[str, ...]
    offices: tuple[str, ...]
    articles: int
    told: tuple[Told, ...]


class SideMaker:
    """Makes sides.

    Args:
        connection: to the catalog, for reading.
        log: of the same home.
    """

    def __init__(self, connection: sqlite3.Connection, log: EventLog) -> None:
        self._connection = connection
        self._tables = Tables(connection)
        self._sources = LogSources(log)

    def sides(self, item: Item, *, quoted: bool = True) -> tuple[Side, Side]:
        """Return the two sides of a question.

        Args:
            quoted: whether they quote the articles that tell of them; what they are called, and the first of those
                articles, is said in any case.
        """
        most = _TOLD if quoted else 0
        if item.why == "weak":
            first, second = (self._own(item.kind, one, item.ids[0], most) for one in item.pair)
        else:
            first, second = (
                self._whole(item.kind, entity, member, most) for entity, member in zip(item.ids, item.pair, strict=True)
            )
        return first, second

    def _whole(self, kind: str, entity: str, member: str, most: int) -> Side:
        rows = self._connection.execute(
            "SELECT article, local FROM members WHERE entity = ? AND kind = ? ORDER BY article, local", (entity, kind)
        ).fetchall()
        names = [member, *(f"{a}#{x}" for a, x in rows if f"{a}#{x}" != member)]
        told = self._told(names, most)
        articles = len({a for a, _ in rows})
        if kind == "event":
            row = self._one(
                "SELECT type, label FROM events WHERE happening = ? ORDER BY position, id LIMIT 1", entity
            ) or ("", entity)
            return Side(f"happening-{entity}", row[1], row[0], (), (), articles, told)
        row = self._one("SELECT label, type, aliases FROM entities WHERE id = ?", entity) or (entity, "", "[]")
        aliases = tuple(json.loads(row[2]))[:_NAMES]
        return Side(f"entity-{entity}", row[0], row[1], aliases, self._offices("person = ?", entity), articles, told)

    def _own(self, kind: str, member: str, entity: str, most: int) -> Side:
        """Return what one article says, of one that may be two."""
        article, local = member.split("#", 1)
        row = self._tables.get("changed", article, local) or self._tables.get("member", article, local) or {}
        label = str(row.get("name") or row.get("label") or local)
        offices = self._offices("person = ? AND article = ?", entity, article) if kind == "entity" else ()
        prefix = "entity" if kind == "entity" else "happening"
        names = tuple(row.get("aliases", ()))[:_NAMES]
        told = self._told([member], most)
        return Side(f"{prefix}-{entity}", label, str(row.get("type", "")), names, offices, 1, told)

    def _offices(self, where: str, *values: str) -> tuple[str, ...]:
        asked = (
            f"SELECT title, organisation, place, status, since, position FROM offices WHERE {where} ORDER BY position"
        )
        rows = self._connection.execute(asked, values).fetchall()
        called = dict(  # one after the other: of files that are laid over a join would be read whole
            self._connection.execute(
                "SELECT id, label FROM entities WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted({one for row in rows for one in row[1:3]})),),
            ).fetchall()
        )
        held = dict.fromkeys(
            (title, called.get(body, called.get(place, "")), status, since)
            for title, body, place, status, since, _ in rows
        )
        found = [(f"{title}, {of}" if of else title, status, since) for title, of, status, since in [*held][:_NAMES]]
        told = [
            f"{words} ({status or 'current'}{f', since {since}' if since else ''})" for words, status, since in found
        ]
        return tuple(dict.fromkeys(told))

    def _told(self, members: Sequence[str], most: int) -> tuple[Told, ...]:
        """Return where articles tell of it, as many as may be quoted; the first without its words for none."""
        return tuple(self._places(members[: most or 1], quoted=most > 0))

    def _places(self, members: Sequence[str], *, quoted: bool) -> Iterator[Told]:
        for member in members:
            article, local = member.split("#", 1)
            row = self._one(_LIVE, article)
            if row is None:
                if listing := self._tables.get("listing", article):
                    yield Told(member, where(listing), "", "", None)
                continue
            words = (self._trigger(article, local) or self._named(article, local)) if quoted else None
            title, source, published = (str(value or "") for value in row)
            yield Told(member, title, source, published, words)

    def _trigger(self, article: str, local: str) -> Quote | None:
        """Return the words of an event in their sentence, None for what is no event; its reading is not needed."""
        row = self._one("SELECT start, stop FROM events WHERE article = ? AND local = ?", article, local)
        known = self._tables.get("article", article)
        if row is None or not known:
            return None
        return quote(self._sources.article(int(known["position"])), Span(int(row[0]), int(row[1])))

    def _named(self, article: str, local: str) -> Quote | None:
        """Return the first name of an entity, or else its first mention, in its sentence."""
        read = curated_reading(self._tables, self._sources, article)
        if read is None:
            return None
        mentions = [mention for mention in read[1].extraction.mentions if mention.entity == local]
        first = min(mentions, key=lambda mention: (mention.kind != "name", mention.span), default=None)
        return quote(read[0], first.span) if first else None

    def _one(self, query: str, *values: str) -> tuple[str, ...] | None:
        found: tuple[str, ...] | None = self._connection.execute(query, values).fetchone()
        return found
