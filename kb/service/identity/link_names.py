"""Where names were met: the nearest in time under each spelling.

Input: the catalog's table link_names; articles recorded since it caught up. Output: members, read by
kb.service.identity.link_region.
Never: decides. The names under a key are kept at hand; who bears one is looked up, a few around a day.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import Spellings, land_key, name_keys, name_rows, own_names, telling, whole_keys
from kb.resolution.holding import held_key, offices, unnamed_key
from kb.resolution.profile import Profile

SAME: Final = 12  # of one's own spelling, before and after a day
HOLDERS: Final = 3  # of each name of who holds an office, before and after
MOST_HOLDERS: Final = 24  # names
OTHERS: Final = 6  # of each other spelling, before and after
MOST_OTHERS: Final = 32  # other spellings
IN_LAND: Final = 8  # articles that name a country, before and after
_LAST: Final = "\U0010ffff"  # sorts behind every article
_KEPT: Final = 60_000  # keys whose names are kept at hand
_SQL: Final = (
    "SELECT day, article, local, (SELECT entity FROM members WHERE article = found.article AND local = found.local) "
    "FROM (SELECT * FROM (SELECT day, article, local FROM link_names WHERE key = ?1 AND identified = ?2 "
    "AND name = ?3 AND day <= ?4 ORDER BY day DESC, article DESC, local DESC LIMIT ?5) UNION ALL "
    "SELECT * FROM (SELECT day, article, local FROM link_names WHERE key = ?1 AND identified = ?2 "
    "AND name = ?3 AND day > ?4 ORDER BY day, article, local LIMIT ?5)) AS found"
)
# One step of the index a name, however many rows have it; the names of a key come in their order.
_NAMES: Final = (
    "WITH RECURSIVE found (key, identified, name) AS (SELECT value ->> 0, value ->> 1, (SELECT min(name) FROM "
    "link_names WHERE key = value ->> 0 AND identified = value ->> 1) FROM json_each(?) UNION ALL "
    "SELECT key, identified, (SELECT min(name) FROM link_names WHERE key = found.key AND "
    "identified = found.identified AND name > found.name) FROM found "
    "WHERE found.name IS NOT NULL) SELECT key, identified, name FROM found WHERE name IS NOT NULL"
)


@dataclass(slots=True)
class _Names:
    """Names under a key, each once, in the order in which they came."""

    names: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        if name not in self.known:
            self.known.add(name)
            self.names.append(name)


class NameIndex:
    """Looks up who bears a name, or one that may be another spelling of it.

    Args:
        connection: to the catalog of the home, which may lag behind the log by what *learn* was told.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names: dict[tuple[str, bool], _Names] = {}
        self._spellings = Spellings()
        self._fresh: dict[tuple[str, bool, str], list[tuple[str, str, str]]] = {}
        self._fresh_names: dict[tuple[str, bool], list[str]] = {}
        self._looked_up: dict[tuple[str, bool, str, str, int], list[tuple[str, str, str]]] = {}

    def begin(self, own: ArticleProfile) -> None:
        """Another article is linked: which names stand under the keys of its entities is asked with one question."""
        self._looked_up.clear()
        asked = {(key, flag) for one in own.entities.values() for key in name_keys(one) for flag in (False, True)}
        if unknown := sorted(asked - self._names.keys()):
            self._read(unknown)

    def learn(self, own: ArticleProfile) -> None:
        """Remember an article that was just recorded."""
        self._looked_up.clear()
        for row in name_rows(own.entities):
            self._fresh.setdefault((row.key, row.identified, row.name), []).append((row.day, own.article, row.local))
            self._fresh_names.setdefault((row.key, row.identified), []).append(row.name)
            if (row.key, row.identified) in self._names:
                self._names[row.key, row.identified].add(row.name)

    def forget(self, *, all_names: bool = False) -> None:
        """The catalog has caught up; *all_names*: with what others recorded, too."""
        self._looked_up.clear()
        self._fresh.clear()
        self._fresh_names.clear()
        if all_names or len(self._names) > _KEPT:
            self._names.clear()
            self._spellings.forget()

    def near(self, profile: Profile, *, identified: bool) -> dict[str, str]:
        """Return members of other articles that bear the names of an entity, or other spellings of them.

        With each comes the canonical id that the catalog has for it, "" where it has none.

        Args:
            profile: of whom they may be.
            identified: whether those that an identifier elsewhere names, or those that none does.
        """
        names = {key: self._under(key, identified) for key in name_keys(profile)}
        mine = own_names(profile)
        found: dict[str, str] = {}
        done: set[str] = set()
        keys = telling({key: held.names for key, held in names.items() if held.names})
        for own in mine:
            if key := _key_of(profile.group, own, (key for key in keys if own in names[key].known)):
                done.add(own)
                self._add(found, self._rows((key, identified, own), profile.day, SAME), profile.article)
        for key in keys:
            under = names[key].names
            alike = {n for o in mine for n in self._spellings.agreeing(profile.group, o, key, identified, under)}
            for name in sorted(alike - done)[:MOST_OTHERS]:
                done.add(name)
                whole = _key_of(profile.group, name, (other for other in keys if name in names[other].known)) or key
                self._add(found, self._rows((whole, identified, name), profile.day, OTHERS), profile.article)
        return found

    def same(self, profile: Profile) -> dict[str, str]:
        """Return, as *near* does, members of other articles that bear an entity's very names, and no identifier."""
        found: dict[str, str] = {}
        keys = sorted(name_keys(profile))
        for own in own_names(profile):
            if key := _key_of(profile.group, own, (key for key in keys if own in self._under(key, False).known)):
                self._add(found, self._rows((key, False, own), profile.day, SAME), profile.article)
        return found

    def holders(self, profile: Profile) -> dict[str, str]:
        """Return members of other articles that hold an office of one without a name, and have one; and the reverse."""
        found: dict[str, str] = {}
        for office in offices(profile):
            key = unnamed_key(office) if profile.names else held_key(office)
            for name in sorted(self._under(key, False).names)[:MOST_HOLDERS]:
                self._add(found, self._rows((key, False, name), profile.day, HOLDERS), profile.article)
        return found

    def lands(self, own: ArticleProfile) -> list[str]:
        """Return other articles that name a country that this one names, of each country the nearest in time."""
        lands = {land for one in own.entities.values() if one.group == "country" for land in one.countries}
        rows = [row for land in sorted(lands) for row in self._rows((land_key(land), True, ""), own.day, IN_LAND)]
        return list(dict.fromkeys(article for article, _, _ in rows if article != own.article))

    @staticmethod
    def _add(found: dict[str, str], rows: Iterable[tuple[str, str, str]], but: str) -> None:
        found.update([(f"{article}#{local}", entity) for article, local, entity in rows if article != but])

    def _under(self, key: str, identified: bool) -> _Names:
        asked = key, identified
        held = self._names.get(asked)
        if held is None:
            self._read([asked])
            held = self._names[asked]
        return held

    def _read(self, keys: Collection[tuple[str, bool]]) -> None:
        """Take to hand which names stand under keys."""
        self._names.update((asked, _Names()) for asked in keys)
        for key, identified, name in self._connection.execute(_NAMES, (json.dumps([*keys]),)):
            self._names[key, bool(identified)].add(str(name))
        for asked in keys:
            for name in self._fresh_names.get(asked, ()):
                self._names[asked].add(name)

    def _rows(self, key: tuple[str, bool, str], day: str, limit: int) -> list[tuple[str, str, str]]:
        """Return (article, local, canonical id) of the nearest in time, in the catalog or recorded since."""
        asked = (*key, day, limit)
        if asked not in self._looked_up:
            self._looked_up[asked] = self._nearest(key, day, limit)
        return self._looked_up[asked]

    def _nearest(self, key: tuple[str, bool, str], day: str, limit: int) -> list[tuple[str, str, str]]:
        found = self._connection.execute(_SQL, (key[0], int(key[1]), key[2], day, limit)).fetchall()
        if fresh := self._fresh.get(key):
            known = {(when, article, local): entity for when, article, local, entity in found}
            rows = sorted({*known, *fresh})
            after = bisect_right(rows, (day, _LAST))
            rows = [*reversed(rows[max(after - limit, 0) : after]), *rows[after : after + limit]]
            return [(article, local, known.get((when, article, local)) or "") for when, article, local in rows]
        return [(article, local, entity or "") for _, article, local, entity in found]


def _key_of(group: str, name: str, keys: Iterable[str]) -> str:
    """Return the key under which to look for all who bear a name, "" if there is none of *keys*.

    Under one that comes of another name stand only those who have both names.
    """
    first = ""
    for key in keys:
        if key in whole_keys(group, name):
            return key
        first = first or key
    return first
