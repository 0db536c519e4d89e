"""Where each question stands in the queue, kept in step with what changed.

Input: pairs of kb.service.review.pairs, who is who, what people decided. Output: rows of questions, each with its
worth, or with what it can be worth at most where only looking at the members of both sides would tell.
Never: weighs; kb.service.review.queue does, where a question may be among the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.projections.contract import Touched
from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import parted
from kb.projections.folding.parting import looked_at
from kb.resolution import weights as w
from kb.resolution.worth import CLOSE, openness, worth
from kb.service.identity.link_index import LinkIndex
from kb.service.review.claims import claims_about
from kb.service.review.items import item_id
from kb.service.review.pairs import Key, needed
from kb.service.review.store import QueueAt

ACROSS: Final = 12  # members of either side that are weighed against one another
TOGETHER: Final = 40  # members of one cluster in which the weakest link is looked for
Row = dict[str, Any]
SAME: Final = 0.5  # bits by which evidence must differ to be other evidence


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is kept of an id: how many claims name it, its first members, which of these are new or read anew."""

    claims: int
    head: tuple[str, ...]
    fresh: bool = False  # whether the first members are others than when it was last looked at
    other: bool = False  # whether anything of it is

    @property
    def few(self) -> frozenset[str]:
        """The members that are weighed against those of another."""
        return frozenset(self.head[:ACROSS])


class Places:
    """Places questions.

    Args:
        standing: the file and the catalog.
        index: on the catalog.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex) -> None:
        self._file = standing.file
        self._catalog = standing.catalog
        self._tables = standing.tables
        self._index = index
        self._things: dict[str, _Thing] = {}
        self._kept_apart: dict[str, bool] = {}
        self._read: frozenset[str] = frozenset()

    def place(
        self, keys: Iterable[Key], ids: Iterable[str] | None, decided: Iterable[str], read: Iterable[str]
    ) -> set[Key]:
        """Place questions: those that pairs bear on anew, those about ids of which something changed as far as needed.

        Args:
            keys: questions whose pairs changed.
            ids: canonical ids whose members or claims may have changed; None for all.
            decided: ids about which somebody decided.
            read: articles that were looked at anew.

        Returns:
            Those of one that may be two, which have to be looked at.
        """
        self._read = frozenset(read)
        changed = None if ids is None else {*ids, *decided}
        around = self._all() if changed is None else {k: v for one in changed for k, v in self._about(one).items()}
        told = frozenset(decided)
        anew = {*keys, *(key for key, row in around.items() if changed is None or self._is_said(row, told))}
        for one in sorted({each for _, *both in (*anew, *around) for each in both}):
            self._things[one] = self._thing(one, changed is None or one in changed)
        weak = {key for key in sorted(anew) if self._placed(key, around.get(key) or self.row(key))}
        return weak | {key for key, row in around.items() if key not in anew and self._moved(key, row)}

    def _is_said(self, row: Row, decided: frozenset[str]) -> bool:
        """Say whether what somebody decided may have to do with a question."""
        both = (row["first"], row["second"])
        if not decided.isdisjoint(both) or (row["hidden"] and row["why"] != "weak"):
            return True
        return both[0] != both[1] and any(self._apart(one) for one in both)

    # -- ids --------------------------------------------------------------------------------------

    def _all(self) -> dict[Key, Row]:
        return _by_key(self._file.execute(f"SELECT {_ALL} FROM question"))

    def _about(self, one: str) -> dict[Key, Row]:
        """Return the questions about an id."""
        query = f"SELECT {_ALL} FROM question WHERE first = ?1 UNION ALL SELECT {_ALL} FROM question WHERE second = ?1"
        return _by_key(self._file.execute(query, (one,)))

    def _thing(self, one: str, changed: bool) -> _Thing:
        """Return what is so of an id: as it was kept, unless something of it may have changed."""
        row = self._file.execute("SELECT claims, head FROM thing WHERE id = ?", (one,)).fetchone()
        if row and not changed:
            return _Thing(int(row[0]), tuple(row[1].split()))
        before = (int(row[0]), tuple(row[1].split())) if row else (0, ())
        now = claims_about(self._catalog, one), tuple(self._index.members(one, TOGETHER))
        if before != now or not row:
            self._file.execute("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", (one, now[0], " ".join(now[1])))
        read = [name for name in now[1] if self._was_read(name)]
        fresh = before[1][:ACROSS] != now[1][:ACROSS] or any(name in now[1][:ACROSS] for name in read)
        return _Thing(*now, fresh, other=bool(read) or before != now)

    def _was_read(self, member: str) -> bool:
        return member.split("#", 1)[0] in self._read

    # -- questions --------------------------------------------------------------------------------

    def _moved(self, key: Key, row: Row) -> bool:
        """Move a question whose pairs are the same; say whether it is about one that may be two, to be looked at."""
        kind, first, second = key
        both = self._things[first], self._things[second]
        if first == second:
            return both[0].other
        claims = min(one.claims for one in both)
        fresh = row["why"] == "contradicted" and (both[0].fresh or both[1].fresh)
        if claims == row["claims"] and not fresh:
            return False
        if row["why"] == "near":
            row["worth"] = worth(openness(row["bits"], needed(kind)), claims)
        elif not (row["hidden"] and row["against"] is None):  # else it is kept apart: nobody is asked
            bare = row | {"claims": claims, "exact": 0, "hidden": 0, **dict.fromkeys(_LOOKED)}
            row = bare | self._contradicted(key, bare, row)
        self.write(row | {"claims": claims})
        return False

    def _placed(self, key: Key, old: Row | None) -> bool:
        """Put one question in its place, or away; say whether it is about one that may be two."""
        kind, first, second = key
        if first == second:
            return self.may_be_two(key, old)
        best = self._file.execute(
            "SELECT bits, one, other FROM pair WHERE first = ? AND second = ? AND kind = ? "
            "ORDER BY bits DESC, one, other LIMIT 1",
            (first, second, kind),
        ).fetchone()
        if best is None:
            if old is not None:
                self.remove(key)
            return False
        bits = float(best[0])
        row = _row(key, best, min(self._things[one].claims for one in (first, second)), needed(kind))
        hidden = self._apart(first) and bool(parted(self._tables, first, second))
        if hidden:
            row |= {"hidden": 1, "exact": 1}
        elif bits < needed(kind):
            row |= {"worth": worth(openness(bits, needed(kind)), row["claims"]), "exact": 1}
            row["hidden"] = int(self.was_seen((first, second), bits, 0.0))
        else:
            row |= self._contradicted(key, row, old)
        self.write(row)
        return False

    def _contradicted(self, key: Key, row: Row, old: Row | None) -> Row:
        """Return what is known of what speaks against two, without looking at all members of both."""
        kind, first, second = key
        veto = w.VETO if kind == "entity" else w.EVENT_VETO
        most = _at_most(row["bits"] - needed(kind), veto)
        if old is None or old["why"] != "contradicted" or (old["hidden"] and not old["exact"]):
            return {"worth": worth(most, row["claims"])}
        kept = {name: old[name] for name in _LOOKED}
        against = old["against"]
        fresh = self._things[first].fresh or self._things[second].fresh
        if old["exact"] and not fresh and against is not None:
            hidden = int(self.was_seen((first, second), row["bits"], against))
            value = worth(openness(row["bits"], needed(kind), against), row["claims"])
            return {**kept, "worth": value, "exact": 1, "hidden": hidden}
        both = self._things[first].few | self._things[second].few
        worst = {old["worst_one"], old["worst_other"]}
        still = worst <= both and not any(map(self._was_read, worst - {None}))
        if against and still and row["bits"] - needed(kind) + against <= 0:  # others can only contradict more
            return {**kept, "worth": worth(openness(row["bits"], needed(kind), against), row["claims"])}
        return {"worth": worth(most, row["claims"])}

    def may_be_two(self, key: Key, old: Row | None) -> bool:
        """Say whether one may be two, to be looked at: whether a pair of its members is weak; else nobody is asked."""
        kind, one, _ = key
        least = self._file.execute(
            "SELECT min(bits) FROM pair WHERE first = ? AND second = ? AND kind = ?", (one, one, kind)
        ).fetchone()[0]
        if least is None or least >= needed(kind) + CLOSE:
            if old is not None:
                self.remove(key)
            return False
        return True

    def _apart(self, one: str) -> bool:
        """Say whether a person keeps an id apart from any."""
        if one not in self._kept_apart:
            ids = cluster(self._tables, one).members
            rows = (row for each in ids for _, row in self._tables.items("parted", each))
            self._kept_apart[one] = any(row["person"] or row.get("group") for row in rows)
        return self._kept_apart[one]

    def was_seen(self, asked: Sequence[str], bits: float, against: float) -> bool:
        """Say whether somebody could not say, and nothing has changed since."""
        seen = looked_at(self._tables, asked[0], asked[1])
        return seen is not None and abs(seen[0] - bits) < SAME and abs(seen[1] - against) < SAME

    # -- rows -------------------------------------------------------------------------------------

    def row(self, key: Key) -> Row | None:
        """Return a question as it is kept, None if it is none."""
        kind, first, second = key
        found = self._file.execute(
            f"SELECT {', '.join(COLUMNS)} FROM question WHERE first = ? AND second = ? AND kind = ?",
            (first, second, kind),
        ).fetchone()
        return dict(zip(COLUMNS, found, strict=True)) if found else None

    def write(self, row: Row) -> None:
        """Keep a question."""
        places = ", ".join("?" * len(COLUMNS))
        self._file.execute(
            f"INSERT OR REPLACE INTO question VALUES ({places})", tuple(row.get(name) for name in COLUMNS)
        )

    def hide(self, kind: str, one: str) -> None:
        """Ask nobody whether one may be two until somebody has looked."""
        query = "UPDATE question SET hidden = 1 WHERE first = ?1 AND second = ?1 AND kind = ?2"
        self._file.execute(query, (one, kind))

    def remove(self, key: Key) -> None:
        """Put a question away."""
        kind, first, second = key
        self._file.execute("DELETE FROM question WHERE first = ? AND second = ? AND kind = ?", (first, second, kind))


COLUMNS: Final = (
    *("kind", "first", "second", "id", "why", "one", "other", "bits", "parts", "claims", "against"),
    *("worst_one", "worst_other", "said", "worth", "exact", "hidden"),
)
_ALL: Final = ", ".join(COLUMNS)
_LOOKED: Final = ("against", "worst_one", "worst_other", "said")


def _by_key(rows: Iterable[Sequence[Any]]) -> dict[Key, Row]:
    return {(row[0], row[1], row[2]): dict(zip(COLUMNS, row, strict=True)) for row in rows}


def _row(key: Key, best: Sequence[Any], claims: int, least: float) -> Row:
    """Return a question about two that may be one, whose worth is not known yet."""
    kind, first, second = key
    bits, one, other = best
    return {
        **{"kind": kind, "first": first, "second": second, "id": item_id(first, second)},
        **{"why": "near" if bits < least else "contradicted", "one": one, "other": other, "bits": float(bits)},
        **{"claims": claims, "worth": 0.0, "exact": 0, "hidden": 0},
    }


def _at_most(margin: float, veto: float) -> float:
    """Return how open it can be whether two are one of which *margin* bits more speak for it than are needed.

    Either nothing contradicts it, or something does by *veto* bits or more.
    """
    alone = openness(margin, 0.0)
    return 1.0 if margin + veto >= 0 else max(alone, openness(margin, 0.0, veto))


def named_in(touched: Touched, tables: Any) -> set[str]:
    """Return ids and members that people's decisions of a stretch of the log name."""
    found: set[str] = set()
    for position in touched.records:
        row = tables.get("decision", f"{position:015d}") or {}
        if not row.get("person"):
            continue
        for name in ("pair", "open", "members", "different"):
            found.update(str(one) for one in row.get(name) or ())
        found.update(str(row[name]) for name in ("target", "entity") if isinstance(row.get(name), str))
    return found
