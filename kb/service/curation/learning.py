"""People's judgements teach: the weights of linking fitted to what was decided in this home.

Input: decisions of people in force, an opened knowledge base. Output: a Fit, before and after on decisions held back;
one event that adopts it.
Never: adopts by itself, or what is no better on what it was not fitted to; touches a link that stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from kb.errors import ConflictError
from kb.events import FieldScale, WeightsAdopted
from kb.events.streams import RESOLUTION
from kb.projections.folding.judging import in_force, key
from kb.projections.folding.parting import adopted
from kb.projections.folding.tables import Tables
from kb.resolution import weights as w
from kb.resolution.comparison import Weight
from kb.resolution.fitting import FOLDS, Judged, Told, fit, held_back, is_better, tell, usable
from kb.resolution.judging import Pairs
from kb.resolution.learned import Scales
from kb.service.curation.deciding import record
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.weighing import scales

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase, OnWait

LEAST: Final = 10  # decisions of a kind, of both answers, from which weights are fitted
_PAIRS: Final = 3  # of the members of two sides, the strongest: what the decision was about
_MEMBERS: Final = 8
_KINDS: Final = ("entity", "event")


class TooFewDecisionsError(ConflictError):
    """People have not decided enough to learn from."""

    code = "too-few-decisions"

    def __init__(self, counts: dict[str, tuple[int, int]], idle: int = 0) -> None:
        self.counts = counts
        self.idle = idle
        told = "; ".join(
            f"of {kind} pairs {same} the same, {other} different" for kind, (same, other) in counts.items()
        )
        rest = f"; {idle} more teach nothing, since no name, or an id, or one article settles the pair" if idle else ""
        super().__init__(
            f"People decided too little to learn from: {told}{rest}.",
            hint=f"It takes {LEAST} decisions of one kind, with both answers among them: `kb review` asks for them.",
        )


@dataclass(frozen=True, slots=True)
class KindFit:
    """What was fitted for one kind of pair.

    Attributes:
        kind: entity or event.
        decisions: how many it was fitted to; *same* of them said that two are one.
        before, after: on decisions held back, by the weights that hold now and by those fitted to the others.
        better: whether it is to be adopted: the loss is lower, and no more of them are on the wrong side.
        fitted: to all decisions; what is adopted.
    """

    kind: str
    decisions: int
    same: int
    before: Told
    after: Told
    better: bool
    fitted: Scales


@dataclass(frozen=True, slots=True)
class Fit:
    """What people's decisions teach.

    Attributes:
        kinds: those with enough decisions.
        position: of the log that it was fitted at.
    """

    kinds: tuple[KindFit, ...]
    position: int

    def rows(self) -> Iterator[str]:
        """Yield it in words, a line each."""
        for one in self.kinds:
            yield f"{one.kind} pairs: {one.decisions} decisions, {one.same} of them the same"
            yield f"  on decisions held back   before: loss {one.before.loss:.3f} bits, wrong {one.before.wrong:.1%}"
            yield f"                            after: loss {one.after.loss:.3f} bits, wrong {one.after.wrong:.1%}"
            if not one.better:
                yield "  no better: it is not adopted"
                continue
            for name, scale in sorted(one.fitted.fields.items()):
                side = "for" if name.endswith("+") else "against"
                yield f"  {name[:-1]} {side} one thing: x {scale:g}"
            yield f"  every pair: {one.fitted.shift:+g} bits"

    def record(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "position": self.position,
            "kinds": [{**asdict(one), "fitted": _plain(one.fitted)} for one in self.kinds],
        }


def fitted(kb: "KnowledgeBase") -> Fit:
    """Return the weights that people's decisions in force teach.

    Raises:
        TooFewDecisionsError: of neither kind are there enough.
    """
    kb.catch_up()
    with kb.catalog_connection() as connection:
        tables = Tables(connection)
        index = LinkIndex(connection, kb.parts.coarse())
        teacher = _Teacher(tables, index)
        rows = {kind: teacher.judged(kind) for kind in _KINDS}
        held = adopted(tables)
        now = dict(zip(_KINDS, scales(held[1]) if held else (Scales(), Scales()), strict=True))
        kinds = tuple(_fit(kind, rows[kind], now[kind]) for kind in _KINDS if _enough(rows[kind]))
        if not kinds:
            raise TooFewDecisionsError({kind: _counts(rows[kind]) for kind in _KINDS}, teacher.idle)
        return Fit(kinds, kb.standing())


def adopt(kb: "KnowledgeBase", found: Fit, reason: str = "", on_wait: "OnWait | None" = None) -> int:
    """Record that the weights hold from now on, and return the position; 0 if none is better than what holds."""
    better = {one.kind: one for one in found.kinds if one.better}
    if not better:
        return 0
    with kb.writing(on_wait) as projections:
        held = adopted(projections.catalog.tables)
        now = dict(zip(_KINDS, scales(held[1]) if held else (Scales(), Scales()), strict=True))
        chosen = {kind: better[kind].fitted if kind in better else now[kind] for kind in _KINDS}
        event = WeightsAdopted(
            _scales(chosen["entity"]),
            _scales(chosen["event"]),
            chosen["entity"].shift,
            chosen["event"].shift,
            sum(one.decisions for one in better.values()),
            reason,
        )
        return record(kb, projections, event, kb.actor, 0, RESOLUTION)


def _fit(kind: str, rows: list[Judged], now: Scales) -> KindFit:
    needed = w.LINK if kind == "entity" else w.EVENT_LINK
    before, after = tell(rows, now, needed), held_back(rows, needed)
    same, other = _counts(rows)
    return KindFit(kind, same + other, same, before, after, is_better(before, after), fit(rows, needed))


def _counts(rows: list[Judged]) -> tuple[int, int]:
    same = round(sum(row.share for row in rows if row.one))
    return same, round(sum(row.share for row in rows if not row.one))


def _enough(rows: list[Judged]) -> bool:
    same, other = _counts(rows)
    return same + other >= LEAST and min(same, other) > 0


def _scales(found: Scales) -> tuple[FieldScale, ...]:
    return tuple(FieldScale(name, scale) for name, scale in sorted(found.fields.items()))


def _plain(found: Scales) -> dict[str, Any]:
    return {"fields": dict(found.fields), "shift": found.shift}


class _Teacher:
    """Turns decisions into judged pairs of members."""

    def __init__(self, tables: Tables, index: LinkIndex) -> None:
        self._tables = tables
        self._index = index
        self.idle = 0  # decisions of whose pairs none teaches anything
        self._pairs = Pairs(index.profile)  # as the package weighs: what holds now is no part of what is fitted

    def judged(self, kind: str) -> list[Judged]:
        """Return the pairs that people judged, each decision's together counting 1."""
        weigh = self._pairs.entities if kind == "entity" else self._pairs.events
        found: list[Judged] = []
        for number, (first, second, one) in enumerate(self._decided(kind)):
            weights = self._strongest(weigh, first, second)
            self.idle += not weights
            found += [Judged(weight, one, 1 / len(weights), number % FOLDS) for weight in weights]
        return found

    def _strongest(self, weigh: Callable[[str, str], Weight], first: list[str], second: list[str]) -> list[Weight]:
        rows = [weigh(a, b) for a, b in product(first[:_MEMBERS], second[:_MEMBERS]) if a != b]
        return sorted((row for row in rows if usable(row)), key=lambda row: -row.bits)[:_PAIRS]

    def _decided(self, kind: str) -> Iterator[tuple[list[str], list[str], bool]]:
        """Yield the two sides of each decision in force, and whether they are one; in log order."""
        for position in map(int, self._tables.parts("decision")):
            row = self._tables.get("decision", key(position)) or {}
            if not row.get("person") or not in_force(self._tables, position):
                continue
            for first, second, one in self._sides(row):
                if self._kind(first) == self._kind(second) == kind:
                    yield first, second, one

    def _sides(self, row: dict[str, Any]) -> Iterator[tuple[list[str], list[str], bool]]:
        if row["kind"] in ("merge", "apart"):
            one, other = (self._tables.keys("linked", each) for each in row["pair"])
            yield one, other, row["kind"] == "merge"
        elif row["kind"] == "move" and row["different"]:
            one, other = row["different"]
            yield [one], [other], False
        elif row["kind"] == "move":
            for member, target in zip(row["members"], row["targets"], strict=True):
                if target != row["entity"]:
                    yield [member], self._but(row["entity"], row["members"]), False
                    yield [member], self._but(target, row["members"]), True
        elif row["kind"] == "link" and len(row["members"]) == 2:
            one, other = row["members"]
            yield [one], [other], True
        elif row["kind"] == "undo" and not row["on"]:
            root = self._tables.get("decision", key(int(row["root"]))) or {}
            if root.get("kind") == "link" and not root.get("person"):
                for member in root["members"]:
                    yield [member], self._but(root["target"], root["members"]), False

    def _but(self, entity: str, without: list[str]) -> list[str]:
        return [name for name in self._tables.keys("linked", entity) if name not in without]

    def _kind(self, names: list[str]) -> str:
        rows = [self._tables.get("member", *name.split("#", 1)) or {} for name in names[:1]]
        return {"entity": "entity", "happening": "event"}.get(str(rows[0].get("is")), "") if rows else ""
