"""What the knowledge base has that a new article may tell of: profiles of its articles, and where names were met.

Input: the catalog's index (link_keys, link_profiles); articles that were recorded since it caught up.
Output: ArticleProfiles, rows under a key, who stands for whom; read by kb.service.linking.
Never: decides. Each question costs the same however many articles there are: an index gives the nearest in time.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kb.errors import NotFoundError
from kb.language.event_types import EventTypes
from kb.model.identity import member, own_id
from kb.model.listing import is_listing
from kb.resolution.article import ArticleProfile, keys, loads, typed
from kb.resolution.blocking import blocking_keys
from kb.resolution.listing import LISTED, whole_keys
from kb.resolution.profile import Profile
from kb.service.link_names import NameIndex

NEAREST: Final = 8  # rows under a key, before and after a day
IDENTIFIED: Final = 3  # the same, of those that an identifier names already
MOST_LISTED: Final = 24  # rows of curated lists under a key
_LATE: Final = 1e15
_KEPT: Final = 2000  # articles whose profiles are kept at hand

Coarse = Callable[[str], str]
Row = tuple[str, str]  # article, local id


@dataclass(slots=True)
class _Fresh:
    """What was recorded since the catalog caught up."""

    keys: dict[str, list[tuple[str, str, str, bool]]] = field(default_factory=dict)
    profiles: dict[str, ArticleProfile] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # member -> canonical id
    own: dict[str, str] = field(default_factory=dict)  # id of a member that nothing linked -> that member


class LinkIndex:
    """Looks up what is known.

    Args:
        connection: to the catalog of the home, which may lag behind the log by what *learn* was told.
        coarse: event type -> class.
    """

    def __init__(self, connection: sqlite3.Connection, coarse: Coarse) -> None:
        self._connection = connection
        self._coarse = coarse
        self.names = NameIndex(connection)
        self._fresh = _Fresh()
        self._profiles: dict[str, ArticleProfile | None] = {}
        self._own: ArticleProfile | None = None
        self._positions: dict[str, float] = {}

    def consider(self, own: ArticleProfile) -> ArticleProfile:
        """Take the article that is being linked in, in place of what is known of it; return it with types filled in."""
        self._own = self._typed(own)
        return self._own

    def learn(self, own: ArticleProfile, links: Mapping[str, str]) -> None:
        """Remember an article that was just recorded, and whom members stand for since."""
        self._fresh.profiles[own.article] = self._typed(own)
        for row in keys(own):
            self._fresh.keys.setdefault(row.key, []).append((row.day, own.article, row.local, row.identified))
        self._fresh.links.update(links)
        for local in (*own.entities, *own.events):
            self._fresh.own[own_id(own.article, local)] = member(own.article, local)
        self.names.learn(own)

    def forget(self, article: str = "") -> None:
        """The catalog has caught up; *article* was read anew."""
        self._fresh = _Fresh()
        self._own = None
        self._profiles.pop(article, None)
        self._positions.pop(article, None)
        self.names.forget(all_names=bool(article))

    def profile(self, article: str) -> ArticleProfile | None:
        """Return an article's profile, None if it is not in the graph."""
        if self._own is not None and article == self._own.article:
            return self._own
        if article in self._fresh.profiles:
            return self._fresh.profiles[article]
        if article not in self._profiles:
            if len(self._profiles) >= _KEPT:
                self._profiles.clear()
            row = self._connection.execute("SELECT data FROM link_profiles WHERE article = ?", (article,)).fetchone()
            self._profiles[article] = self._typed(loads(article, row[0])) if row else None
        return self._profiles[article]

    def near(self, key: str, day: str, *, identified: bool) -> list[Row]:
        """Return the entities under a key nearest to a day, those of the article considered left out.

        Args:
            key: see kb.resolution.blocking.blocking_keys.
            day: ISO date, "" for the earliest.
            identified: whether those that an identifier elsewhere names, or those that none does.
        """
        limit = IDENTIFIED if identified else NEAREST
        found: set[Row] = set()
        for side, order in (("<=", "DESC"), (">", "ASC")):
            rows = self._connection.execute(
                "SELECT article, local FROM link_keys WHERE key = ? AND identified = ? "
                f"AND day {side} ? ORDER BY day {order} LIMIT ?",
                (key, int(identified), day, limit),
            )
            found.update((article, local) for article, local in rows)
        fresh = sorted(
            (row for row in self._fresh.keys.get(key, ()) if row[3] == identified),
            key=lambda row: (
                row[0] > day,
                row[0] if row[0] > day else _reversed(row[0]),
            ),
        )
        found.update((article, local) for _, article, local, _ in fresh[: 2 * limit])
        own = self._own.article if self._own else ""
        return sorted(row for row in found if row[0] != own)

    def listed(self, profile: Profile) -> list[Row]:
        """Return the rows of curated lists that an entity may be: by an identifier, by a whole name, by a key.

        They are always looked at, whatever else there is under a key: a list has no day.
        """
        found: set[Row] = set()
        for key in (*whole_keys(profile), *sorted(blocking_keys(profile))):
            rows = self._connection.execute(
                "SELECT article, local FROM link_keys WHERE key = ? AND identified = ? ORDER BY article LIMIT ?",
                (key, LISTED, MOST_LISTED),
            )
            found.update((article, local) for article, local in rows)
        return sorted(row for row in found if row[0] != profile.article)

    def stands_for(self, members: Iterable[str]) -> dict[str, str]:
        """Return member -> canonical id, after merges; its own where nothing linked it."""
        found = {}
        for name in members:
            if name in self._fresh.links:
                found[name] = self._fresh.links[name]
                continue
            article, local = name.split("#", 1)
            row = self._connection.execute(
                "SELECT entity FROM members WHERE article = ? AND local = ?",
                (article, local),
            ).fetchone()
            found[name] = str(row[0]) if row else own_id(article, local)
        return found

    def position(self, article: str) -> float:
        """Return the position of the event that brought an article; of one not recorded yet, after all others."""
        if article in self._positions:
            return self._positions[article]
        row = self._connection.execute("SELECT position FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None and is_listing(article):
            row = self._connection.execute(
                "SELECT json_extract(value, '$.position') FROM state WHERE kind = 'listing' AND part = ?", (article,)
            ).fetchone()
        if row:
            if len(self._positions) >= _KEPT:
                self._positions.clear()
            self._positions[article] = float(row[0])
            return self._positions[article]
        order = list(self._fresh.profiles)
        return _LATE + (order.index(article) if article in self._fresh.profiles else len(order))

    def members(self, entity: str, limit: int) -> list[str]:
        """Return members of a canonical id, some of them if there are many."""
        rows = self._connection.execute(
            "SELECT article, local FROM members WHERE entity = ? LIMIT ?",
            (entity, limit),
        ).fetchall()
        links = self._fresh.links
        found = [name for name in (member(*row) for row in rows) if links.get(name, entity) == entity]
        found += [name for name, target in links.items() if target == entity]
        if (founder := self._fresh.own.get(entity, "")) and founder not in links:
            found.append(founder)
        own = self._own.article if self._own else ""
        return sorted(name for name in set(found) if not name.startswith(f"{own}#"))

    def _typed(self, profile: ArticleProfile) -> ArticleProfile:
        return typed(profile, self._class, _line)

    def _class(self, name: str) -> str:
        try:
            return self._coarse(name)
        except NotFoundError:
            return "other"


def _line(name: str) -> tuple[str, ...]:
    """Return an event type and those above it; a type that the ontology lacks stands alone."""
    types = EventTypes.load()
    return tuple(kind.name for kind in types.lineage(name)) if name in types else (name,)


def _reversed(day: str) -> str:
    return "".join(chr(0x10FFF - ord(c)) for c in day)
