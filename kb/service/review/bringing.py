"""Brings the questions about who is who to where the catalog stands, in parts where somebody waits for them.

Input: the file and the catalog of kb.service.review.store, which articles changed. Output: rows of questions that hold
now; what is not looked at yet stays noted in the file, for whoever goes on.
Never: leaves a question that rests on a reading which is no more.
"""

import time
from collections.abc import Iterable
from typing import Final

from kb.projections.catalog import steps
from kb.projections.contract import Touched
from kb.projections.folding.clusters import canonical
from kb.resolution.judging import Pairs
from kb.service.identity.link_index import LinkIndex
from kb.service.review.pairs import PairRows
from kb.service.review.places import Places, named_in
from kb.service.review.store import QueueAt
from kb.service.review.weak import Clusters

_ARTICLE: Final = "article"  # else a kind of question: one that may be two


class Pace:
    """Says when it is time to stop; however little time there is, but for none at all, the first thing is done.

    Args:
        seconds: that may pass; None for as many as it takes, 0 where another goes on.
    """

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds
        self._begun = seconds == 0

    def goes_on(self) -> bool:
        """Say whether another thing may be looked at."""
        begun, self._begun = self._begun, True
        return not begun or self._until is None or time.monotonic() < self._until


class Bringing:
    """Takes in what changed.

    Args:
        standing: the file and the catalog.
        index: on the catalog.
        pairs: weighs.
        places: keeps the questions.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex, pairs: Pairs, places: Places) -> None:
        self._standing = standing
        self._file = standing.file
        self._index = index
        self._places = places
        self._rows = PairRows(standing, index, pairs)
        self._clusters = Clusters(standing, index, pairs, places)

    def bring(self, since: int, pace: Pace) -> int:
        """Take in what changed since a position; all, where no steps lead on from there (or from 0).

        Articles are met with others, and what may be two is looked at, while *pace* goes on; the rest is left.

        Returns:
            How many articles were looked at.
        """
        catalog = self._standing.catalog
        touched = steps.touched_since(catalog, self._standing.position, since) if since else None
        articles = self._all_articles() | self._rows.seen() if touched is None else touched.articles
        stale = self._rows.stale(articles)
        keys = {key for article in stale for key in self._rows.forget(article)}
        self._leave(_ARTICLE, stale)
        read, looked = set(stale), 0
        for article in self._left(_ARTICLE):
            if not pace.goes_on():
                break
            self._rows.look(article)
            self._done(_ARTICLE, article)
            read.add(article)
            looked += 1
        keys |= self._rows.stand(None if touched is None else articles | read)
        decided = set() if touched is None else self._decided(touched)
        weak = self._places.place(keys, None if touched is None else self._ids(touched, read), decided, read)
        for kind, one, _ in sorted(weak):
            self._leave(kind, [one])
            self._places.hide(kind, one)
        for kind in ("entity", "event"):
            for one in self._left(kind):
                if not pace.goes_on():
                    return looked
                self.examine(kind, one)
        return looked

    def examine(self, kind: str, one: str) -> bool:
        """Look whether one that is left may be two; say whether it was left."""
        if self._done(kind, one):
            key = (kind, one, one)
            if self._places.may_be_two(key, self._places.row(key)):
                self._clusters.examine(key)
            return True
        return False

    # -- what is left -----------------------------------------------------------------------------

    def _leave(self, kind: str, names: Iterable[str]) -> None:
        self._file.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", [(kind, name) for name in names])

    def _left(self, kind: str) -> list[str]:
        rows = self._file.execute("SELECT name FROM waiting WHERE kind = ? ORDER BY name", (kind,))
        return [str(row[0]) for row in rows]

    def _done(self, kind: str, name: str) -> bool:
        return self._file.execute("DELETE FROM waiting WHERE kind = ? AND name = ?", (kind, name)).rowcount > 0

    # -- what changed -----------------------------------------------------------------------------

    def _all_articles(self) -> set[str]:
        return {str(row[0]) for row in self._standing.catalog.execute("SELECT article FROM link_profiles")}

    def _ids(self, touched: Touched, read: set[str]) -> set[str]:
        """Return the canonical ids whose members or claims a stretch of the log may have changed, or were read anew."""
        found = set(touched.entities)
        for article in touched.articles | read:
            rows = self._standing.catalog.execute("SELECT entity FROM members WHERE article = ?", (article,))
            found.update(str(row[0]) for row in rows)
        return found

    def _decided(self, touched: Touched) -> set[str]:
        """Return the canonical ids about which somebody decided in a stretch of the log."""
        found = named_in(touched, self._standing.tables)
        members = {one for one in found if "#" in one}
        found = found - members | set(self._index.stands_for(members).values())
        return {canonical(self._standing.tables, one) for one in found} | found


def unseen(standing: QueueAt) -> int:
    """Return how many articles are not compared with others yet."""
    return int(standing.file.execute("SELECT count(*) FROM waiting WHERE kind = ?", (_ARTICLE,)).fetchone()[0])
