"""What a person is asked about who is who, the most worthwhile first.

Input: an opened knowledge base. Output: Items: two that may be one, or one that may be two, with what speaks for and
against it in numbers and words. Read by kb.cli and kb.api.
Never: asks what a person decided already, or could not say while the evidence is the same; decides. Of very many
questions those alone are made out that can be among the first that are wanted.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from kb.log import EventLog
from kb.resolution.judging import Pairs
from kb.service.identity.link_index import Coarse, LinkIndex
from kb.service.identity.weighing import pairs_of
from kb.service.review.behind import Behind, decided_since
from kb.service.review.bringing import Bringing, Pace, unseen
from kb.service.review.items import Item, NoSuchItemError
from kb.service.review.making_out import Maker
from kb.service.review.pairs import Key
from kb.service.review.places import COLUMNS, Places
from kb.service.review.store import QueueAt, stored

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

KINDS: Final = ("near", "contradicted", "weak")


@contextmanager
def queue(kb: "KnowledgeBase", within: float | None = None, *, left: bool = False) -> "Iterator[Queue]":
    """Lend the open questions of a home, as its catalog stands.

    Args:
        kb: an opened home.
        within: seconds that may go into what is not looked at yet; None for all that it takes, 0 where another looks.
        left: whether what came in is left to another: questions are those of before that hold still.

    Raises:
        StorageError: they cannot be kept.
    """
    kb.catch_up()
    with stored(kb) as standing:
        found = Queue(standing, kb.log, kb.parts.coarse(), within, left=left)
        found.begin()
        yield found


class Queue:
    """The questions of one home.

    Args:
        standing: the file and the catalog.
        log: whose last decisions the catalog may not have yet.
        coarse: event type -> class.
        within, left: see *queue*.

    Attributes:
        looked_at: how many articles were looked at to bring it here.
        settled: whether what was asked for is as it is once all is looked at.
    """

    def __init__(
        self, standing: QueueAt, log: EventLog, coarse: Coarse, within: float | None = None, *, left: bool = False
    ) -> None:
        self._standing = standing
        self._log = log
        self._decided: frozenset[str] = frozenset()  # about whom the log has a decision that the catalog lacks
        self._coarse = coarse
        self._within = within
        self._left = left
        self._behind: Behind | None = None
        self._pace = Pace(within)
        self._renew()
        self.looked_at = 0
        self.settled = True

    def _renew(self) -> None:
        """Forget what was read: the catalog may have gone on."""
        self._index = LinkIndex(self._standing.catalog, self._coarse)
        self._places = Places(self._standing, self._index)
        self._weighs: Pairs | None = None
        self._maker = Maker(self._standing, self._index, self._places, lambda: self._pairs)

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
        self._behind = None
        if self._left and not writing:
            since = self._standing.read()
            if since != self._standing.position or self._standing.waits():
                self._behind = Behind(self._standing, self._index, since)
        else:
            self._standing.begin(self._bring, writing=writing, patient=patient or self._within is None)
        self._decided = decided_since(self._log, self._standing, self._index)

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
        counted = unseen(self._standing) if self._behind is None or self._behind.counts else 0
        return counted + (self._behind.unseen() if self._behind else 0)

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
        if self._behind and not self._behind.counts:
            return 0
        where, values = _filters(kind, why, entity)
        row = self._standing.file.execute(f"SELECT count(*) FROM question WHERE {where}", values).fetchone()
        answered = self._behind.answered if self._behind else ()
        gone = sum(self.has(one, kind, why, entity) for one in answered)
        return int(row[0]) - gone - self._about_decided(kind, why, entity)

    def _about_decided(self, kind: str, why: str, entity: str) -> int:
        """Return how many questions are left out because the catalog does not know the last decisions."""
        found: set[tuple[str, str]] = set()
        for one in self._decided:
            where, values = _filters(kind, why, one)
            rows = self._standing.file.execute(f"SELECT first, second FROM question WHERE {where}", values)
            found.update((first, second) for first, second in rows if entity in ("", first, second))
        return len(found)

    def items(self, most: int = -1, kind: str = "", why: str = "", entity: str = "", *, offset: int = 0) -> list[Item]:
        """Return open questions, the most worthwhile first; where there is no time, of those that are made out.

        Args:
            most: at most so many; -1 for all.
            kind: only of entity or event.
            why: only of one of KINDS.
            entity: only about this canonical id.
            offset: how many to leave out.
        """
        if self._behind and not self._behind.counts:
            self.settled = False
            return []
        until = -1 if most < 0 else offset + most
        left = self._make_out(until, kind, why, entity)
        waits = left or self._behind or self._decided or self._standing.waits()
        self.settled = self.settled and not waits
        where, values = self._where(kind, why, entity)
        where += " AND exact = 1" if left else ""
        keys = f"SELECT kind, first, second FROM question WHERE {where} ORDER BY worth DESC, id LIMIT ? OFFSET ?"
        rows = self._standing.file.execute(
            f"SELECT {_ASKED} FROM ({keys}) JOIN question USING (kind, first, second) ORDER BY worth DESC, id",
            (*values, most, offset),
        ).fetchall()
        found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        return [self._maker.item(row) for row in found if self._holds(row)]

    def _holds(self, row: Mapping[str, Any]) -> bool:
        return self._behind is None or self._behind.holds(row)

    def _make_out(self, until: int, kind: str, why: str, entity: str) -> bool:
        """Make out what may be among the first while there is time; say whether any is left."""
        while inexact := self._inexact(until, kind, why, entity):
            if self._behind:
                return True
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
        where, values = self._where(kind, why, entity)
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
            if found and self._decided & {found["first"], found["second"]}:
                raise NoSuchItemError(identifier, looks=True)
            if self._behind:
                return self._as_it_is(identifier, found)
            if found is None and not self._standing.writing and self._standing.waits():
                self.begin(writing=True, patient=True)
                continue
            if found is None or (found["hidden"] and not self._is_left(found)):
                raise NoSuchItemError(identifier)
            if found["exact"] and not found["hidden"]:
                return self._maker.item(found)
            if not self._standing.writing:
                self.begin(writing=True, patient=True)
            elif found["hidden"]:
                Bringing(self._standing, self._index, self._pairs, self._places).examine(found["kind"], found["first"])
            else:
                self._examine((found["kind"], found["first"], found["second"]))

    def _as_it_is(self, identifier: str, row: dict[str, Any] | None) -> Item:
        """Return one question without keeping anything, as far as it holds; the rest is another's to look at."""
        there = self._behind is not None and self._behind.counts and row is not None and self._holds(row)
        seen = self._maker.examined(row) if there and row and not (row["exact"] or row["hidden"]) else row
        if not there or seen is None or seen["hidden"]:
            raise NoSuchItemError(identifier, looks=True)
        return self._maker.item(seen)

    def _is_left(self, row: Mapping[str, Any]) -> bool:
        """Say whether a question about one that may be two is hidden only until somebody looks."""
        left = (row["kind"], row["first"])
        query = "SELECT 1 FROM waiting WHERE kind = ? AND name = ?"
        return row["why"] == "weak" and self._standing.file.execute(query, left).fetchone() is not None

    def _inexact(self, most: int, kind: str, why: str, entity: str) -> list[Key]:
        """Return the questions that may be among the first, and of which only a look tells."""
        where, values = self._where(kind, why, entity)
        rows = self._standing.file.execute(
            f"SELECT kind, first, second FROM (SELECT kind, first, second, exact FROM question WHERE {where} "
            "ORDER BY worth DESC, id LIMIT ?) WHERE exact = 0",
            (*values, most),
        ).fetchall()
        return [(kind_, first, second) for kind_, first, second in rows]

    def _where(self, kind: str, why: str, entity: str) -> tuple[str, list[str]]:
        """Return what rows are asked for, and its values; not those of whom the catalog does not know the last."""
        where, values = _filters(kind, why, entity)
        if self._decided:
            where += (
                " AND first NOT IN (SELECT value FROM json_each(?)) AND second NOT IN (SELECT value FROM json_each(?))"
            )
            values += [json.dumps(sorted(self._decided))] * 2
        return where, values

    # -- making out -------------------------------------------------------------------------------

    def _examine(self, key: Key) -> None:
        """Look at a question, and keep what it is worth."""
        row = self._places.row(key)
        if row is not None:
            self._places.write(self._maker.examined(row))


_ASKED: Final = ", ".join(COLUMNS)


def _filters(kind: str, why: str, entity: str) -> tuple[str, list[str]]:
    conditions, values = ["+hidden = 0" if entity else "hidden = 0"], []  # "+": by its ids, not through all in order
    for column, value in (("kind", kind), ("why", why)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    if entity:
        conditions.append("(first = ? OR second = ?)")
        values += [entity, entity]
    return " AND ".join(conditions), values
