"""What a person is asked about who is who, the most worthwhile first.

Input: an opened knowledge base. Output: Items: two that may be one, or one that may be two, with what speaks for and
against it in numbers and words. Read by kb.cli and kb.api.
Never: asks what a person decided already, or could not say while the evidence is the same; decides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, product
from typing import Final

from kb.model.identity import own_id
from kb.projections.judging import parted
from kb.projections.parting import looked_at
from kb.resolution import weights as w
from kb.resolution.clustering import Pair, ordered
from kb.resolution.comparison import Weight
from kb.resolution.worth import CLOSE, openness, worth
from kb.service.relinking import by_person
from kb.service.review_best import Waiting, best
from kb.service.review_items import Item, NoSuchItemError, item_id
from kb.service.review_pairs import Met, ReviewPairs

KINDS: Final = ("near", "contradicted", "weak")
_ACROSS: Final = 12  # members of either side that are weighed against one another
_TOGETHER: Final = 40  # members of one cluster in which the weakest link is looked for
ALL: Final = 1 << 30
WEIGHED: Final = 48  # questions made out for the first time by one call, where there are very many
_FEW: Final = 300  # questions of which all are made out
_SAME: Final = 0.5  # bits by which evidence must differ to be other evidence


class Queue:
    """The questions of one home.

    Args:
        met: pairs, brought to where the projections stand.
    """

    def __init__(self, met: ReviewPairs) -> None:
        self._met = met
        self._tables = met.tables
        self._counts: dict[str, tuple[int, int]] = {}

    def items(self, kind: str = "", why: str = "", entity: str = "") -> list[Item]:
        """Return the open questions, the most worthwhile first.

        Args:
            kind: only of entity or event.
            why: only of one of KINDS.
            entity: only about this canonical id.
        """
        apart, weak = self._groups(kind, entity)
        found = [self._apart(pair) for pair in apart.values()] if why in ("", "near", "contradicted") else []
        if why in ("", "weak"):
            found += [self._weakest(kind_, one) for kind_, one in weak]
        kept = [item for item in found if item is not None and (not why or item.why == why)]
        return sorted(kept, key=lambda item: (-item.worth, item.id))

    def first(
        self, most: int, kind: str = "", why: str = "", entity: str = "", *, weighed: int = WEIGHED
    ) -> tuple[list[Item], int]:
        """Return the most worthwhile open questions, and how many there are.

        Where there are very many, only those are made out that can be among the first, by what they were worth the last
        time or can be worth at most, and no more than *weighed* for the first time: the next call goes on from there.
        The number then counts some that would not be asked.

        Args:
            most: how many.
            kind, why, entity: as in items.
            weighed: questions that are made out for the first time, beyond what is needed for *most*.
        """
        apart, weak = self._groups(kind, entity)
        if len(apart) + len(weak) <= _FEW:
            found = self.items(kind, why, entity)
            return found[:most], len(found)
        counts = {name: self._met.counts(name) for name in {each for each, _ in (*apart, *weak)}}
        waiting: list[Waiting] = []
        for (name, _), pair in apart.items() if why in ("", "near", "contradicted") else ():
            claims = min(counts[name].get(one, 0) for one in pair.ids)
            waiting.append(Waiting(-self._at_most(pair, claims), len(waiting), pair, partial(self._apart, pair)))
        for (name, one), pair in weak.items() if why in ("", "weak") else ():
            half = counts[name].get(one, 0) // 2  # of the two parts the lesser counts
            bound = worth(1.0, half) if pair.worth is None else pair.worth
            waiting.append(Waiting(-bound, len(waiting), pair, partial(self._weakest, name, one)))
        made = best(waiting, most, weighed, lambda item: not why or item.why == why)
        self._met.note((told, pair.one, pair.other) for pair, told in made.told)
        return made.items, made.left

    def _at_most(self, pair: Met, claims: int) -> float:
        """Return what the question about a pair can be worth; what contradicts it is not looked for."""
        if pair.worth is not None:
            return pair.worth
        _, needed, _ = self._rules(pair.kind)
        return worth(openness(min(pair.bits + _SAME, needed), needed), claims)

    def _groups(self, kind: str, entity: str) -> tuple[dict[tuple[str, Pair], Met], dict[tuple[str, str], Met]]:
        """Return the strongest pair of each two that may be one, and of each one that may be two a pair."""
        apart: dict[tuple[str, Pair], Met] = {}
        weak: dict[tuple[str, str], Met] = {}
        for pair in self._met.all():
            if (kind and pair.kind != kind) or (entity and entity not in pair.ids):
                continue
            one, other = pair.ids
            if one == other:
                weak.setdefault((pair.kind, one), pair)
                continue
            key = (pair.kind, ordered(one, other))
            if key not in apart or apart[key].bits < pair.bits:
                apart[key] = pair
        return apart, weak

    def item(self, identifier: str) -> Item:
        """Return one question.

        Raises:
            NoSuchItemError: there is none of this id.
        """
        bare = identifier.removeprefix("review-")
        found = next((item for item in self.items() if item.id == bare), None)
        if found is None:
            raise NoSuchItemError(identifier)
        return found

    # -- two that may be one ----------------------------------------------------------------------

    def _apart(self, pair: Met) -> Item | None:
        one, other = pair.ids
        if parted(self._tables, one, other):
            return None
        weigh, needed, veto = self._rules(pair.kind)
        weight = weigh(pair.one, pair.other)
        pair = replace(pair, bits=weight.bits)  # what is kept may be of an earlier release
        worst = None
        if pair.bits >= needed:
            worst = self._worst(pair, weigh, veto)
        against = worst[0].bits if worst else 0.0
        if self._seen(ordered(one, other), pair.bits, against):
            return None
        why = "near" if pair.bits < needed else "contradicted"
        reason = f"{pair.bits:+g} bits speak for one; {needed:g} make a link"
        if worst:
            said = min(worst[0].parts, key=lambda part: part.bits).words
            names = " and ".join(map(self._named, worst[1:]))
            reason = f"{pair.bits:+g} bits speak for one, but {names} contradict it: {said}"
        elif pair.bits >= needed:
            reason = f"{pair.bits:+g} bits speak for one, but another fits as well, and the two are not one"
        claims = min(self._count(pair.kind, each)[0] for each in pair.ids)
        return self._item(pair, why, needed, weight, reason, against, claims, ordered(one, other))

    def _worst(self, pair: Met, weigh: Callable[[str, str], Weight], veto: float) -> tuple[Weight, str, str] | None:
        """Return the pair across the two sides that contradicts most that they are one, None if none does."""
        sides = [self._met.index.members(one, _ACROSS) for one in pair.ids]
        rows = [(weigh(a, b), a, b) for a, b in product(*sides) if a != b]
        worst = min(rows, key=lambda row: (row[0].bits, row[1:]), default=None)
        return worst if worst and worst[0].bits <= veto else None

    # -- one that may be two ----------------------------------------------------------------------

    def _weakest(self, kind: str, entity: str) -> Item | None:
        """Return the question about the link that alone holds a cluster together; None if its links are strong."""
        members = self._met.index.members(entity, _TOGETHER)
        weigh, needed, _ = self._rules(kind)
        bits = {ordered(a, b): weigh(a, b).bits for a, b in combinations(members, 2)}
        last = _bridge(members, bits)
        if last is None or not needed <= bits[last] < needed + CLOSE or self._said(last):
            return None
        if self._seen(last, bits[last], 0.0):
            return None
        side = _side(members, bits, last)
        claims = min(self._claims(kind, part) for part in (side, [one for one in members if one not in side]))
        met = Met(kind, *last, bits[last], (entity, entity))
        reason = f"one now, held together by this pair alone, of {bits[last]:+g} bits; {needed:g} make a link"
        return self._item(met, "weak", needed, weigh(*last), reason, 0.0, claims, last)

    def _said(self, pair: Pair) -> bool:
        """Say whether a person put the two together: both by hand, or their ids by a merge."""
        if all(by_person(self._tables, name) for name in pair):
            return True
        locals_ = [name.split("#", 1) for name in pair]
        return len({self._tables.get("link", a, x) or own_id(a, x) for a, x in locals_}) > 1

    def _named(self, member: str) -> str:
        article, local = member.split("#", 1)
        row = self._tables.get("member", article, local) or {}
        return f"“{row.get('name') or row.get('label') or local}” of article-{article}"

    # -- numbers ----------------------------------------------------------------------------------

    def _rules(self, kind: str) -> tuple[Callable[[str, str], Weight], float, float]:
        if kind == "entity":
            return self._met.pairs.entities, w.LINK, w.VETO
        return self._met.pairs.events, w.EVENT_LINK, w.EVENT_VETO

    def _seen(self, asked: Pair, bits: float, against: float) -> bool:
        """Say whether somebody could not say, and nothing has changed since."""
        seen = looked_at(self._tables, *asked)
        return seen is not None and abs(seen[0] - bits) < _SAME and abs(seen[1] - against) < _SAME

    def _count(self, kind: str, one: str) -> tuple[int, int]:
        """Return how many claims name an entity or tell of a happening, and in how many articles."""
        if one not in self._counts:
            self._counts[one] = self._met.counted(kind, one)
        return self._counts[one]

    def _claims(self, kind: str, members: Sequence[str]) -> int:
        return sum(self._met.claims_of(kind, name) for name in members)

    def _item(
        self, pair: Met, why: str, needed: float, weight: Weight, reason: str, against: float, claims: int, asked: Pair
    ) -> Item:
        open_ = openness(pair.bits, needed, against)
        articles = sum(self._count(pair.kind, one)[1] for one in dict.fromkeys(pair.ids))
        return Item(
            item_id(*asked),
            pair.kind,
            why,
            (pair.one, pair.other),
            pair.ids,
            pair.bits,
            needed,
            against,
            weight.parts,
            reason,
            claims,
            articles,
            open_,
            worth(open_, claims),
            asked,
        )


def _bridge(members: Sequence[str], bits: Mapping[Pair, float]) -> Pair | None:
    """Return the weakest pair of those that hold all together: the last that a spanning tree from the top needs."""
    home = {name: {name} for name in members}
    last = None
    for _, pair in sorted((-value, pair) for pair, value in bits.items()):
        first, second = home[pair[0]], home[pair[1]]
        if first is not second:
            joined = first | second
            home |= dict.fromkeys(joined, joined)
            last = pair
    return last


def _side(members: Sequence[str], bits: Mapping[Pair, float], last: Pair) -> list[str]:
    """Return who is on the side of the first of the pair that holds a cluster together."""
    reached = {last[0]}
    while (
        grown := {b for pair in bits if bits[pair] > bits[last] for a, b in (pair, pair[::-1]) if a in reached}
        - reached
    ):
        reached |= grown
    return [name for name in members if name in reached]
