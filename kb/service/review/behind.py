"""Which questions hold that were made before the last events, while another looks at what came in since.

Input: the file and the catalog of kb.service.review.store, each at its own position. Output: yes or no for a question,
and what is left to be looked at. Read by kb.service.review.queue.
Never: writes; weighs. What may be otherwise now is left out, not shown as it was.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from kb.events import EntitiesKeptApart, EntitiesLinked, EntitiesMerged, HappeningsLinked, MembersMoved, PairLeftOpen
from kb.log import EventLog
from kb.projections.folding.clusters import canonical
from kb.projections.folding.force import key
from kb.projections.folding.judging import by_person
from kb.projections.folding.tables import Tables
from kb.service.identity.link_index import LinkIndex
from kb.service.review.items import item_id
from kb.service.review.pairs import digest_of
from kb.service.review.store import QueueAt

_LOOKED_INTO: Final = 100  # events behind the catalog


class Behind:
    """What is known of questions between the position of the file and that of the catalog.

    Args:
        standing: both.
        index: on the catalog.
        since: position of the file, 0 where nothing in it counts: it is of another home, or rests on other rules.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex, since: int) -> None:
        self._standing = standing
        self._index = index
        self._since = since

    @property
    def counts(self) -> bool:
        """Whether anything in the file does."""
        return self._since > 0

    @property
    def is_behind(self) -> bool:
        """Whether the catalog has gone on."""
        return self._since != self._standing.position

    @cached_property
    def answered(self) -> frozenset[str]:
        """Ids of the questions that persons have answered since."""
        rows = self._standing.catalog.execute(
            "SELECT part FROM state WHERE kind = 'decision' AND part > ?", (key(self._since),)
        )
        found = (asked_by(self._standing.tables, int(part)) for (part,) in rows.fetchall())
        return frozenset(one for one in found if one)

    def unseen(self) -> int:
        """Return how many articles came since the file was brought to where it stands."""
        catalog = self._standing.catalog
        if self.counts:
            row = catalog.execute("SELECT count(*) FROM articles WHERE -position < ?", (-self._since,)).fetchone()
        else:
            row = catalog.execute("SELECT count(*) FROM articles").fetchone()
        return int(row[0])

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Say whether a question is one still: nobody has answered it, both readings and who is who are the same."""
        if not self.is_behind:
            return True
        pair = (row["one"], row["other"])
        if row["id"] in self.answered or not all(self._reads_the_same(name.split("#", 1)[0]) for name in pair):
            return False
        return set(self._index.stands_for(pair).values()) == {row["first"], row["second"]}

    def _reads_the_same(self, article: str) -> bool:
        seen = self._standing.file.execute("SELECT digest FROM seen WHERE article = ?", (article,)).fetchone()
        now = self._standing.catalog.execute("SELECT data FROM link_profiles WHERE article = ?", (article,)).fetchone()
        return bool(seen and now) and seen[0] == digest_of(str(now[0]))


def decided_since(log: EventLog, standing: QueueAt, index: LinkIndex) -> frozenset[str]:
    """Return the canonical ids, as the catalog has them, about which the log has decisions of persons that it lacks.

    Whoever takes a decision is about to bring the catalog to it: it is among the first events that are not in.
    """
    later = log.read(after=standing.position, limit=_LOOKED_INTO)
    names = {name for one in later if by_person(one) for name in _named(one.event)}
    members = {name for name in names if "#" in name}
    ids = {canonical(standing.tables, name) for name in names - members}
    return frozenset(ids.union(index.stands_for(members).values()))


def _named(event: object) -> Iterator[str]:
    match event:
        case EntitiesMerged(entity=one, absorbed=other):
            yield from (one, other)
        case EntitiesKeptApart(entities=names) | PairLeftOpen(pair=names):
            yield from names
        case EntitiesLinked(entity=one, members=names) | HappeningsLinked(happening=one, members=names):
            yield from (one, *names)
        case MembersMoved(entity=one, members=names, targets=targets):
            yield from (one, *names, *targets)


def asked_by(tables: Tables, position: int) -> str:
    """Return the id of the question that a person's decision answers, "" for one that answers none."""
    row = tables.get("decision", key(position)) or {}
    if not row.get("person"):
        return ""
    linked = row.get("members", ()) if row["kind"] == "link" else ()
    pair = row.get("pair") or row.get("open") or row.get("different") or linked
    return item_id(*pair) if len(pair) == 2 else ""
