"""What a person is asked about who is who, the most worthwhile first.

Input: an opened knowledge base. Output: Items: two that may be one, or one that may be two, with what speaks for and
against it in numbers and words. Read by kb.cli and kb.api.
Never: asks what a person decided already, or could not say while the evidence is the same; decides. Of very many
questions those alone are made out that can be among the first that are wanted.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from kb.projections import steps
from kb.projections.clusters import canonical
from kb.projections.contract import Touched
from kb.resolution import weights as w
from kb.resolution.clustering import Pair
from kb.resolution.comparison import Part
from kb.resolution.judging import Pairs
from kb.resolution.worth import openness, worth
from kb.service.link_index import Coarse, LinkIndex
from kb.service.review_claims import articles_about
from kb.service.review_items import Item, NoSuchItemError
from kb.service.review_pairs import Key, PairRows, needed, unpacked
from kb.service.review_places import ACROSS, COLUMNS, Places, named_in
from kb.service.review_store import QueueAt, stored
from kb.service.review_weak import Clusters
from kb.service.weighing import pairs_of

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

KINDS: Final = ("near", "contradicted", "weak")


@contextmanager
def queue(kb: "KnowledgeBase") -> "Iterator[Queue]":
    """Lend the open questions of a home, as its catalog stands.

    Raises:
        StorageError: they cannot be kept.
    """
    kb.catch_up()
    with stored(kb) as standing:
        found = Queue(standing, kb.parts.coarse())
        found.begin()
        yield found


class Queue:
    """The questions of one home.

    Args:
        standing: the file and the catalog.
        coarse: event type -> class.

    Attributes:
        looked_at: how many articles were looked at to bring it here.
    """

    def __init__(self, standing: QueueAt, coarse: Coarse) -> None:
        self._standing = standing
        self._coarse = coarse
        self._renew()
        self.looked_at = 0

    def _renew(self) -> None:
        """Forget what was read: the catalog may have gone on."""
        self._index = LinkIndex(self._standing.catalog, self._coarse)
        self._places = Places(self._standing, self._index)
        self._weighs: Pairs | None = None

    @property
    def position(self) -> int:
        """The position of the log that the questions are as of."""
        return self._standing.position

    @property
    def catalog(self) -> sqlite3.Connection:
        """The catalog, at that position."""
        return self._standing.catalog

    @property
    def _pairs(self) -> Pairs:
        if self._weighs is None:
            self._weighs = pairs_of(self._standing.tables, self._index)
        return self._weighs

    def begin(self, *, writing: bool = False) -> None:
        """Bring the questions to where the catalog stands."""
        self._renew()
        self._standing.begin(self._bring, writing=writing)

    def _bring(self, since: int) -> None:
        """Take in what changed since a position; all, where no steps lead on from there (or from 0)."""
        catalog = self._standing.catalog
        touched = steps.touched_since(catalog, self.position, since) if since else None
        rows = PairRows(self._standing, self._index, self._pairs)
        articles = self._all_articles() | rows.seen() if touched is None else touched.articles
        stale = rows.stale(articles)
        keys = {key for article in stale for key in rows.look(article)}
        keys |= rows.stand(None if touched is None else articles)
        decided = set() if touched is None else self._decided(touched)
        weak = self._places.place(keys, None if touched is None else self._ids(touched), decided, stale)
        clusters = Clusters(self._standing, self._index, self._pairs, self._places)
        for key in sorted(weak):
            clusters.examine(key)
        for key in list(self._left_open()):
            self._examine(key)
        self.looked_at = len(stale)

    def _all_articles(self) -> set[str]:
        return {str(row[0]) for row in self._standing.catalog.execute("SELECT article FROM link_profiles")}

    def _ids(self, touched: Touched) -> set[str]:
        """Return the canonical ids whose members or claims a stretch of the log may have changed."""
        found = set(touched.entities)
        for article in touched.articles:
            rows = self._standing.catalog.execute("SELECT entity FROM members WHERE article = ?", (article,))
            found.update(str(row[0]) for row in rows)
        return found

    def _decided(self, touched: Touched) -> set[str]:
        """Return the canonical ids about which somebody decided in a stretch of the log."""
        found = named_in(touched, self._standing.tables)
        members = {one for one in found if "#" in one}
        found = found - members | set(self._index.stands_for(members).values())
        return {canonical(self._standing.tables, one) for one in found} | found

    def _left_open(self) -> Iterator[Key]:
        """Yield what somebody could not say, where a look has to tell whether that stands: else it would be counted."""
        tables = self._standing.tables
        for one in tables.parts("open"):
            for other in {key.partition(" ")[0] for key in tables.keys("open", one)}:
                query = "SELECT kind, first, second FROM question WHERE first = ? AND second = ? AND exact = 0"
                yield from self._standing.file.execute(query, (one, other)).fetchall()

    # -- asking -----------------------------------------------------------------------------------

    def count(self, kind: str = "", why: str = "", entity: str = "") -> int:
        """Return how many questions are open."""
        where, values = _where(kind, why, entity)
        return int(self._standing.file.execute(f"SELECT count(*) FROM question WHERE {where}", values).fetchone()[0])

    def items(self, most: int = -1, kind: str = "", why: str = "", entity: str = "", *, offset: int = 0) -> list[Item]:
        """Return open questions, the most worthwhile first.

        Args:
            most: at most so many; -1 for all.
            kind: only of entity or event.
            why: only of one of KINDS.
            entity: only about this canonical id.
            offset: how many to leave out.
        """
        until = -1 if most < 0 else offset + most
        while inexact := self._inexact(until, kind, why, entity):
            if not self._standing.writing:
                self.begin(writing=True)
                continue
            for key in inexact:
                self._examine(key)
        where, values = _where(kind, why, entity)
        rows = self._standing.file.execute(
            f"SELECT {_ASKED} FROM question WHERE {where} ORDER BY worth DESC, id LIMIT ? OFFSET ?",
            (*values, most, offset),
        ).fetchall()
        return [self._item(dict(zip(COLUMNS, row, strict=True))) for row in rows]

    def has(self, identifier: str, kind: str = "", why: str = "", entity: str = "") -> bool:
        """Say whether a question is open; filters as in *items*."""
        where, values = _where(kind, why, entity)
        query = f"SELECT 1 FROM question WHERE id = ? AND {where}"
        return self._standing.file.execute(query, (identifier, *values)).fetchone() is not None

    def item(self, identifier: str) -> Item:
        """Return one question.

        Raises:
            NoSuchItemError: there is none of this id.
        """
        bare = identifier.removeprefix("review-")
        while True:
            row = self._standing.file.execute(
                f"SELECT {_ASKED} FROM question WHERE id = ? AND hidden = 0", (bare,)
            ).fetchone()
            if row is None:
                raise NoSuchItemError(identifier)
            found = dict(zip(COLUMNS, row, strict=True))
            if found["exact"]:
                return self._item(found)
            if self._standing.writing:
                self._examine((found["kind"], found["first"], found["second"]))
            else:
                self.begin(writing=True)

    def _inexact(self, most: int, kind: str, why: str, entity: str) -> list[Key]:
        """Return the questions that may be among the first, and of which only a look tells."""
        where, values = _where(kind, why, entity)
        rows = self._standing.file.execute(
            f"SELECT kind, first, second FROM (SELECT kind, first, second, exact FROM question WHERE {where} "
            "ORDER BY worth DESC, id LIMIT ?) WHERE exact = 0",
            (*values, most),
        ).fetchall()
        return [(kind_, first, second) for kind_, first, second in rows]

    # -- making out -------------------------------------------------------------------------------

    def _examine(self, key: Key) -> None:
        """Look for what contradicts most that two are one, and keep what the question is worth."""
        row = self._places.row(key)
        if row is None:
            return
        kind, first, second = key
        weigh, veto = self._rules(kind)
        sides = [self._index.members(one, ACROSS) for one in (first, second)]
        rows = [(weigh(a, b), a, b) for a, b in product(*sides) if a != b]
        worst = min(rows, key=lambda row: (row[0].bits, row[1:]), default=None)
        row |= {"against": 0.0, "worst_one": None, "worst_other": None, "said": None}
        if worst is not None and worst[0].bits <= veto:
            said = min(worst[0].parts, key=lambda part: part.bits).words
            row |= {"against": worst[0].bits, "worst_one": worst[1], "worst_other": worst[2], "said": said}
        row["worth"] = worth(openness(row["bits"], needed(kind), row["against"]), row["claims"])
        row["hidden"] = int(self._places.was_seen((first, second), row["bits"], row["against"]))
        self._places.write(row | {"exact": 1})

    def _rules(self, kind: str) -> tuple[Any, float]:
        return (self._pairs.entities, w.VETO) if kind == "entity" else (self._pairs.events, w.EVENT_VETO)

    def _item(self, row: Mapping[str, Any]) -> Item:
        kind, ids, pair = row["kind"], (row["first"], row["second"]), (row["one"], row["other"])
        least, against = needed(kind), row["against"] or 0.0
        weak = ids[0] == ids[1]
        stands = ids if weak else tuple(self._index.stands_for(pair)[one] for one in pair)
        open_ = openness(row["bits"], least, against)
        return Item(
            row["id"],
            kind,
            row["why"],
            pair,
            (stands[0], stands[1]),
            row["bits"],
            least,
            against,
            self._parts(kind, pair, row["parts"]),
            self._reason(row, least),
            row["claims"],
            sum(articles_about(self._standing.catalog, one) for one in dict.fromkeys(ids)),
            open_,
            row["worth"],
            pair if weak else ids,
        )

    def _parts(self, kind: str, pair: Pair, kept: str | None) -> tuple[Part, ...]:
        """Return the weight of a pair by field, as it was weighed."""
        if kept is None:
            query = "SELECT parts FROM pair WHERE one = ? AND other = ?"
            kept = (self._standing.file.execute(query, pair).fetchone() or (None,))[0]
        return unpacked(kept) if kept is not None else self._rules(kind)[0](*pair).parts

    def _reason(self, row: Mapping[str, Any], least: float) -> str:
        bits = row["bits"]
        if row["why"] == "weak":
            return f"one now, held together by this pair alone, of {bits:+g} bits; {least:g} make a link"
        if row["why"] == "near":
            return f"{bits:+g} bits speak for one; {least:g} make a link"
        if row["worst_one"]:
            names = " and ".join(map(self._named, (row["worst_one"], row["worst_other"])))
            return f"{bits:+g} bits speak for one, but {names} contradict it: {row['said']}"
        return f"{bits:+g} bits speak for one, but another fits as well, and the two are not one"

    def _named(self, member: str) -> str:
        article, local = member.split("#", 1)
        row = self._standing.tables.get("member", article, local) or {}
        return f"“{row.get('name') or row.get('label') or local}” of article-{article}"


_ASKED: Final = ", ".join(COLUMNS)


def _where(kind: str, why: str, entity: str) -> tuple[str, list[str]]:
    conditions, values = ["hidden = 0"], []
    for column, value in (("kind", kind), ("why", why)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    if entity:
        conditions.append("(first = ? OR second = ?)")
        values += [entity, entity]
    return " AND ".join(conditions), values
