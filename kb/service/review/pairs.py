"""Pairs that a person may be asked about, each article looked at once for each reading of it.

Input: the catalog and its index of names; what linking weighed anyway (kb.service.review.notes). Output: rows of the
file of kb.service.review.store, and which questions they bear on.
Never: decides; weighs again what has not changed.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from kb.resolution import weights as w
from kb.resolution.clustering import Pair, ordered
from kb.resolution.comparison import Part, Weight
from kb.resolution.judging import Pairs
from kb.resolution.worth import CLOSE
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.link_region import Regions
from kb.service.review.store import QueueAt

Key = tuple[str, str, str]  # kind and the two ids, in order
_TOUCHING: Final = "(one >= ? AND one < ?) OR (other >= ? AND other < ?)"


class PairRows:
    """The pairs of one home.

    Args:
        standing: the file and the catalog.
        index: on the catalog.
        pairs: weighs, with the weights that hold.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex, pairs: Pairs) -> None:
        self._file = standing.file
        self._catalog = standing.catalog
        self._index = index
        self._pairs = pairs
        self._regions = Regions(index, pairs)

    def seen(self) -> set[str]:
        """Return the articles that were looked at."""
        return {str(row[0]) for row in self._file.execute("SELECT article FROM seen")}

    def stale(self, articles: Iterable[str]) -> list[str]:
        """Return those whose reading is another than when they were looked at, or that have left."""
        found = []
        for article in sorted(set(articles)):
            row = self._file.execute("SELECT digest FROM seen WHERE article = ?", (article,)).fetchone()
            if (row[0] if row else None) != self._digest(article):
                found.append(article)
        return found

    def forget(self, article: str) -> set[Key]:
        """Put away what an article was weighed with, but for whom it met; return which questions it bore on."""
        lost = {(kind, first, second) for kind, first, second in self._of(article, "kind, first, second")}
        met = self._of(article, "kind, one, other")
        self._file.executemany("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", met)
        for table in ("pair", "weight"):
            self._file.execute(f"DELETE FROM {table} WHERE {_TOUCHING}", _ranges(article))
        self._file.execute("DELETE FROM seen WHERE article = ?", (article,))
        return lost

    def look(self, article: str) -> None:
        """Weigh an article, if it is there, with whom it met before, and with who is nearest now."""
        pairs = {(kind, one, other) for kind, one, other in self._of(article, "kind, one, other", "met")}
        self._file.execute(f"DELETE FROM met WHERE {_TOUCHING}", _ranges(article))
        digest = self._digest(article)
        profile = self._index.profile(article)
        if profile is None or digest is None:
            return
        own = self._index.consider(profile)
        for region in self._regions.entities(own, {}):
            pairs |= {("entity", *ordered(one, other)) for one in region.own for other in region.members}
        seeds = [event.member for event in own.events.values()]
        pairs |= {("event", *ordered(one, other)) for other in self._regions.events(own) for one in seeds}
        self._index.forget()
        self._keep(article, digest, self._weighed(pairs))

    def note(self, article: str, weighed: Iterable[tuple[str, Pair, Weight]]) -> None:
        """Keep what an article was weighed with when it was linked, as *look* would find it."""
        if (digest := self._digest(article)) is not None:
            self._keep(article, digest, weighed)

    def _weighed(self, pairs: Iterable[Key]) -> Iterator[tuple[str, Pair, Weight]]:
        for kind, one, other in sorted(pairs):
            if one.split("#", 1)[0] != other.split("#", 1)[0]:
                weigh = self._pairs.entities if kind == "entity" else self._pairs.events
                yield kind, (one, other), weigh(one, other)

    def _keep(self, article: str, digest: bytes, weighed: Iterable[tuple[str, Pair, Weight]]) -> None:
        """Keep what the members of an article weigh with others; whom they stand for is filled in by *stand*."""
        likely = [row for row in weighed if asked(row[0], row[2])]
        stands = self._index.stands_for({name for _, pair, _ in likely for name in pair})
        for kind, pair, weight in likely:
            one = stands[pair[0]] == stands[pair[1]] and weight.bits >= needed(kind) + CLOSE
            parts = None if one else packed(weight.parts)  # nobody is asked unless they are parted
            self._file.execute(
                "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, '', '')", (kind, *pair, weight.bits, parts)
            )
        self._file.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (article, digest))

    def stand(self, articles: Collection[str] | None) -> set[Key]:
        """Fill in whom the members of articles stand for, of all for None; return the questions that this bears on."""
        if articles is None:
            rows: Iterable[tuple[str, ...]] = self._file.execute("SELECT kind, one, other, first, second FROM pair")
        else:
            rows = (row for one in sorted(articles) for row in self._of(one, "kind, one, other, first, second"))
        changed: set[Key] = set()
        stands: dict[str, str] = {}
        for kind, one, other, *before in list(rows):
            if unknown := [name for name in (one, other) if name not in stands]:
                stands |= self._index.stands_for(unknown)
            now = ordered(stands[one], stands[other])
            if tuple(before) != now:
                changed |= {(kind, *now)} | ({(kind, before[0], before[1])} if before[0] else set())
                self._file.execute(
                    "UPDATE pair SET first = ?, second = ? WHERE one = ? AND other = ?", (*now, one, other)
                )
        return changed

    def _of(self, article: str, columns: str, table: str = "pair") -> list[tuple[str, ...]]:
        return self._file.execute(f"SELECT {columns} FROM {table} WHERE {_TOUCHING}", _ranges(article)).fetchall()

    def _digest(self, article: str) -> bytes | None:
        row = self._catalog.execute("SELECT data FROM link_profiles WHERE article = ?", (article,)).fetchone()
        return digest_of(str(row[0])) if row else None


def digest_of(profile: str) -> bytes:
    """Return what tells one reading of an article from another, of its profile's text form."""
    return hashlib.sha256(profile.encode("utf-8", "surrogatepass")).digest()[:16]


def least(kind: str) -> float:
    """Return the bits from which a pair is kept."""
    return w.REVIEW if kind == "entity" else w.EVENT_REVIEW


def asked(kind: str, weight: Weight) -> bool:
    """Say whether a person may be asked about a pair.

    Nobody would ask whether a quake is its deaths: two events of two classes, alike in a word alone, are asked about
    only if rules link them.
    """
    if weight.bits < least(kind):
        return False
    return weight.bits >= needed(kind) or all(part.field != "other class" for part in weight.parts)


def needed(kind: str) -> float:
    """Return the bits from which a pair is linked."""
    return w.LINK if kind == "entity" else w.EVENT_LINK


def packed(parts: Sequence[Part]) -> str:
    """Return the parts of a weight as they are kept."""
    return json.dumps([(part.field, part.bits, part.words) for part in parts], separators=(",", ":"))


def unpacked(text: str) -> tuple[Part, ...]:
    """Return the parts of a weight that were kept."""
    return tuple(Part(str(field), float(bits), str(words)) for field, bits, words in json.loads(text))


def _ranges(article: str) -> tuple[str, ...]:
    return (f"{article}#", f"{article}$") * 2  # "$" follows "#"
