"""What the knowledge base has that a new article may tell of: profiles of its articles, and where names were met.

Input: the catalog's index (link_keys, link_profiles); articles that were recorded since it caught up.
Output: ArticleProfiles, rows under a key, who stands for whom; read by kb.service.identity.linking.
Never: decides. Each question costs the same however many articles there are: an index gives the nearest in time.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.errors import NotFoundError
from kb.language.event_types import EventTypes
from kb.model.identity import member, own_id
from kb.model.listing import is_listing
from kb.resolution.article import ArticleProfile, loads, typed
from kb.resolution.blocking import blocking_keys
from kb.resolution.listing import LISTED, whole_keys
from kb.resolution.profile import Profile
from kb.service.identity.link_fresh import Fresh
from kb.service.identity.link_kept import NOTHING, KeptProfiles
from kb.service.identity.link_names import NameIndex

MOST_LISTED: Final = 24  # rows of curated lists under a key
_LATE: Final = 1e15
_KEPT_STANDING: Final = 50_000  # members of whom it is kept at hand whom they stand for
_KEPT_ENTITIES: Final = 20_000  # members whose profiles are at hand
_AT_ONCE: Final = 200
_TOLD_AT_ONCE: Final = 16  # members of whom one question asks whom they stand for
_STANDS: Final = "SELECT ?, entity FROM members WHERE article = ? AND local = ?"
_KEPT_POSITIONS: Final = 50_000  # articles of which it is kept at hand when they came

Coarse = Callable[[str], str]
Row = tuple[str, str]  # article, local id


@dataclass(slots=True)
class _Now:
    """What was looked up for the article that is being linked, which changes nothing until it is recorded.

    Attributes:
        absent: articles that the catalog does not have.
        listed: whether there are rows of curated lists at all; None: not looked yet.
        learned: whether it was recorded, and what it changed is known.
    """

    absent: set[str] = field(default_factory=set)
    listed: bool | None = None
    learned: bool = False


class LinkIndex:
    """Looks up what is known.

    Args:
        connection: to the catalog of the home, which may lag behind the log by what *learn* was told.
        coarse: event type -> class.
    """

    def __init__(self, connection: sqlite3.Connection, coarse: Coarse) -> None:
        self._connection = connection
        self._coarse = coarse
        self._types: dict[str, tuple[str, tuple[str, ...]]] = {}  # event type -> class; itself and those above it
        self.names = NameIndex(connection)
        self._fresh = Fresh()
        self._profiles = KeptProfiles()
        self._own: ArticleProfile | None = None
        self._positions: dict[str, float] = {}
        self._now = _Now()
        self._standing: dict[str, str] = {}  # member -> canonical id, until others may have changed it
        self._entities: dict[str, Profile] = {}  # member -> profile, of articles in the catalog alone

    def consider(self, own: ArticleProfile) -> ArticleProfile:
        """Take the article that is being linked in, in place of what is known of it; return it with types filled in."""
        if not self._now.learned or len(self._standing) > _KEPT_STANDING:
            self._standing.clear()
        self._now = _Now()
        self.names.begin(own)
        if own.article in self._profiles or len(self._entities) > _KEPT_ENTITIES:
            self._entities.clear()  # it is read anew
        self._own = self._typed(own)
        return self._own

    def learn(self, own: ArticleProfile, links: Mapping[str, str]) -> None:
        """Remember an article that was just recorded, and whom members stand for since."""
        if self.is_new(own.article):
            self._fresh.new.add(own.article)
        self._now = _Now(learned=True)
        self._standing.update(links)
        self._fresh.profiles[own.article] = self._typed(own)
        self._fresh.order.setdefault(own.article, len(self._fresh.order))
        self._fresh.link(links)
        for local in (*own.entities, *own.events):
            self._fresh.own[own_id(own.article, local)] = member(own.article, local)
        self.names.learn(own)

    def forget(self, article: str = "", *, others: bool = True) -> None:
        """The catalog has caught up; *article* was read anew; *others*: with what *learn* was not told, too."""
        self._now = _Now(learned=not others)
        if others:
            self._standing.clear()
        for name in self._fresh.links:
            self._standing.pop(name, None)  # a link may have found a person's decision in its way
        self._fresh = Fresh()
        self._own = None
        self._profiles.forget(article)
        if article:
            self._entities.clear()
        self._positions.pop(article, None)
        self.names.forget(all_names=bool(article))

    def profile(self, article: str) -> ArticleProfile | None:
        """Return an article's profile, None if it is not in the graph."""
        if self._own is not None and article == self._own.article:
            return self._own
        if article in self._fresh.profiles:
            return self._fresh.profiles[article]
        if article in self._profiles.last:
            return self._profiles.last[article]
        if article not in self._profiles:
            row = self._connection.execute("SELECT data FROM link_profiles WHERE article = ?", (article,)).fetchone()
            found = loads(article, row[0], self._of_type) if row else None
            self._profiles.keep(article, found, len(row[0]) if row else NOTHING)
        return self._profiles[article]

    def entity(self, name: str) -> Profile | None:
        """Return the profile of an entity by its member, None if it is not in the graph."""
        found = self._entities.get(name)
        if found is None:
            article, local = name.split("#", 1)
            known = self.profile(article)
            found = known.entities.get(local) if known is not None else None
            own = self._own is not None and article == self._own.article
            if found is not None and not own and article in self._profiles and article not in self._fresh.profiles:
                self._entities[name] = found
        return found

    def fetch(self, articles: Collection[str]) -> None:
        """Read the profiles of many articles at once, so that they are at hand."""
        missing = [one for one in articles if one not in self._profiles and one not in self._fresh.profiles]
        for at in range(0, len(missing), _AT_ONCE):
            some = missing[at : at + _AT_ONCE]
            rows = self._connection.execute(
                f"SELECT article, data FROM link_profiles WHERE article IN ({', '.join('?' * len(some))})", some
            )
            for article, data in rows:
                self._profiles.keep(article, loads(article, data, self._of_type), len(data))

    def listed(self, profile: Profile) -> list[Row]:
        """Return the rows of curated lists that an entity may be: by an identifier, by a whole name, by a key.

        They are always looked at, whatever else there is under a key: a list has no day.
        """
        if not self._any_listed():
            return []
        found: set[Row] = set()
        for key in (*whole_keys(profile), *sorted(blocking_keys(profile))):
            rows = self._connection.execute(
                "SELECT article, local FROM link_keys WHERE key = ? AND identified = ? ORDER BY article LIMIT ?",
                (key, LISTED, MOST_LISTED),
            )
            found.update((article, local) for article, local in rows)
        return sorted(row for row in found if row[0] != profile.article)

    def _any_listed(self) -> bool:
        if self._now.listed is None or self._own is None:
            row = self._connection.execute("SELECT 1 FROM state WHERE kind = 'listing' LIMIT 1").fetchone()
            self._now.listed = row is not None
        return self._now.listed

    def near(self, profile: Profile, *, identified: bool) -> list[str]:
        """Return members of other articles that bear the names of an entity, or other spellings of them.

        Args:
            profile: of whom they may be.
            identified: whether those that an identifier elsewhere names, or those that none does.
        """
        return self._stood(self.names.near(profile, identified=identified))

    def same(self, profile: Profile) -> list[str]:
        """Return members of other articles that bear the very names of an entity, and no identifier."""
        return self._stood(self.names.same(profile))

    def holders(self, profile: Profile) -> list[str]:
        """Return members of other articles that hold an office of one without a name, and have one; and the reverse."""
        return self._stood(self.names.holders(profile))

    def _stood(self, found: Mapping[str, str]) -> list[str]:
        """Return the members found; the ids that came with them are kept at hand."""
        if self._own is not None:
            held, links = self._standing, self._fresh.links
            for name, entity in found.items():
                if name not in held:
                    held[name] = links.get(name, entity) or own_id(*name.split("#", 1))
        return list(found)

    def stands_for(self, members: Iterable[str]) -> dict[str, str]:
        """Return member -> canonical id, after merges; its own where nothing linked it."""
        names = list(members)
        held = self._standing if self._own is not None else {}
        try:
            return {name: held[name] for name in names}
        except KeyError:
            pass
        if unknown := [name for name in names if name not in held]:
            links, absent = self._fresh.links, self._now.absent
            stored = self._stored([n for n in unknown if n not in links and n.partition("#")[0] not in absent])
            held.update((name, links.get(name) or stored.get(name) or own_id(*name.split("#", 1))) for name in unknown)
        return {name: held[name] for name in names}

    def _stored(self, names: Sequence[str]) -> dict[str, str]:
        """Return whom the catalog has members stand for, of those that it has.

        One part of a question each, since SQLite would scan the table for several in one.
        """
        found: dict[str, str] = {}
        for at in range(0, len(names), _TOLD_AT_ONCE):
            some = names[at : at + _TOLD_AT_ONCE]
            asked = [part for name in some for part in (name, *name.split("#", 1))]
            found.update(self._connection.execute(" UNION ALL ".join([_STANDS] * len(some)), asked))
        return found

    def position(self, article: str) -> float:
        """Return the position of the event that brought an article; of one not recorded yet, after all others."""
        if article in self._positions:
            return self._positions[article]
        if row := self._stored_position(article):
            if len(self._positions) >= _KEPT_POSITIONS:
                self._positions.clear()
            self._positions[article] = float(row[0])
            return self._positions[article]
        return _LATE + self._fresh.order.get(article, len(self._fresh.order))

    def is_new(self, article: str) -> bool:
        """Say whether an article is the one being linked, and came in after all others."""
        own = self._own is not None and article == self._own.article
        return own and article not in self._fresh.profiles and self.position(article) >= _LATE

    def _stored_position(self, article: str) -> tuple[float] | None:
        """Return the position that the catalog has of an article or of a row of a list, as a row; None if none."""
        if article in self._now.absent:
            return None
        row = self._connection.execute("SELECT position FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None and is_listing(article):
            row = self._connection.execute(
                "SELECT json_extract(value, '$.position') FROM state WHERE kind = 'listing' AND part = ?", (article,)
            ).fetchone()
        if row is None and self._own is not None:
            self._now.absent.add(article)
        found: tuple[float] | None = row
        return found

    def members(self, entity: str, limit: int) -> list[str]:
        """Return members of a canonical id, the first by their names if there are many.

        The same whether the catalog has what was recorded last or not.
        """
        links = self._fresh.links
        own = self._own
        left = self._fresh.moved  # rows that may be no members any more, as those of an article that is read anew
        if own is not None and not self.is_new(own.article):
            left += len(own.entities) + len(own.events)
        rows = self._connection.execute(
            "SELECT article, local FROM members WHERE entity = ? ORDER BY article, local LIMIT ?",
            (entity, limit + left),
        ).fetchall()
        found = {name for name in (member(*row) for row in rows) if links.get(name, entity) == entity}
        found |= self._fresh.linked.get(entity, set())
        if own is not None:
            self._standing.update(dict.fromkeys(found, entity))
        if (founder := self._fresh.own.get(entity, "")) and founder not in links:
            found.add(founder)
        article = own.article if own else ""
        return sorted(name for name in found if not name.startswith(f"{article}#"))[:limit]

    def _typed(self, profile: ArticleProfile) -> ArticleProfile:
        return typed(profile, self._of_type)

    def _of_type(self, name: str) -> tuple[str, tuple[str, ...]]:
        found = self._types.get(name)
        if found is None:
            found = self._types[name] = (self._class(name), _line(name))
        return found

    def _class(self, name: str) -> str:
        try:
            return self._coarse(name)
        except NotFoundError:
            return "other"


def _line(name: str) -> tuple[str, ...]:
    """Return an event type and those above it; a type that the ontology lacks stands alone."""
    types = EventTypes.load()
    return tuple(kind.name for kind in types.lineage(name)) if name in types else (name,)
