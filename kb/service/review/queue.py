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

from kb.resolution import weights as w
from kb.resolution.clustering import Pair
from kb.resolution.comparison import Part
from kb.resolution.judging import Pairs
from kb.resolution.worth import openness, worth
from kb.service.identity.link_index import Coarse, LinkIndex
from kb.service.identity.weighing import pairs_of
from kb.service.review.bringing import Bringing, Pace, unseen
from kb.service.review.claims import articles_about
from kb.service.review.items import Item, NoSuchItemError
from kb.service.review.pairs import Key, needed, unpacked
from kb.service.review.places import ACROSS, COLUMNS, Places
from kb.service.review.store import QueueAt, stored

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

KINDS: Final = ("near", "contradicted", "weak")


@contextmanager
def queue(kb: "KnowledgeBase", within: float | None = None) -> "Iterator[Queue]":
    """Lend the open questions of a home, as its catalog stands.

    Args:
        kb: an opened home.
        within: seconds that may go into what is not looked at yet; None for all that it takes, 0 where another looks.

    Raises:
        StorageError: they cannot be kept.
    """
    kb.catch_up()
    with stored(kb) as standing:
        found = Queue(standing, kb.parts.coarse(), within)
        found.begin()
        yield found


class Queue:
    """The questions of one home.

    Args:
        standing: the file and the catalog.
        coarse: event type -> class.
        within: see *queue*.

    Attributes:
        looked_at: how many articles were looked at to bring it here.
        settled: whether what was asked for is as it is once all is looked at.
    """

    def __init__(self, standing: QueueAt, coarse: Coarse, within: float | None = None) -> None:
        self._standing = standing
        self._coarse = coarse
        self._within = within
        self._pace = Pace(within)
        self._renew()
        self.looked_at = 0
        self.settled = True

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

    def begin(self, *, writing: bool = False, patient: bool = False) -> None:
        """Bring the questions to where the catalog stands; *patient*: wait for who writes, whatever time there is."""
        self._renew()
        self._standing.begin(self._bring, writing=writing, patient=patient or self._within is None)

    def _bring(self, since: int) -> None:
        """Take in what changed since a position, as far as there is time."""
        self._pace = Pace(self._within)
        bringing = Bringing(self._standing, self._index, self._pairs, self._places)
        self.looked_at = bringing.bring(since, self._pace)
        for key in list(self._left_open()):
            self._examine(key)

    @property
    def unseen(self) -> int:
        """How many articles are not compared with others yet."""
        return unseen(self._standing)

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
        """Return open questions, the most worthwhile first; where there is no time, of those that are made out.

        Args:
            most: at most so many; -1 for all.
            kind: only of entity or event.
            why: only of one of KINDS.
            entity: only about this canonical id.
            offset: how many to leave out.
        """
        until = -1 if most < 0 else offset + most
        left = self._make_out(until, kind, why, entity)
        self.settled = self.settled and not left and not self._standing.waits()
        where, values = _where(kind, why, entity)
        where += " AND exact = 1" if left else ""
        rows = self._standing.file.execute(
            f"SELECT {_ASKED} FROM question WHERE {where} ORDER BY worth DESC, id LIMIT ? OFFSET ?",
            (*values, most, offset),
        ).fetchall()
        return [self._item(dict(zip(COLUMNS, row, strict=True))) for row in rows]

    def _make_out(self, until: int, kind: str, why: str, entity: str) -> bool:
        """Make out what may be among the first while there is time; say whether any is left."""
        while inexact := self._inexact(until, kind, why, entity):
            if not self._standing.writing:
                self.begin(writing=True)
                if not self._standing.writing:
                    return True
                continue
            for key in inexact:
                if not self._pace.goes_on():
                    return True
                self._examine(key)
        return False

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
                f"SELECT {_ASKED} FROM question WHERE id = ? ORDER BY hidden", (bare,)
            ).fetchone()
            found = dict(zip(COLUMNS, row, strict=True)) if row else None
            if found is None and not self._standing.writing and self._standing.waits():
                self.begin(writing=True, patient=True)
                continue
            if found is None or (found["hidden"] and not self._is_left(found)):
                raise NoSuchItemError(identifier)
            if found["exact"] and not found["hidden"]:
                return self._item(found)
            if not self._standing.writing:
                self.begin(writing=True, patient=True)
            elif found["hidden"]:
                Bringing(self._standing, self._index, self._pairs, self._places).examine(found["kind"], found["first"])
            else:
                self._examine((found["kind"], found["first"], found["second"]))

    def _is_left(self, row: Mapping[str, Any]) -> bool:
        """Say whether a question about one that may be two is hidden only until somebody looks."""
        left = (row["kind"], row["first"])
        query = "SELECT 1 FROM waiting WHERE kind = ? AND name = ?"
        return row["why"] == "weak" and self._standing.file.execute(query, left).fetchone() is not None

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
