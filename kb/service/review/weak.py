"""Whether a weak pair alone holds together what is one now.

Input: an id whose members are weighed against one another, each pair once. Output: its question, or that it is none.
Never: weighs where pairs that are known already hold all together.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from kb.model.identity import own_id
from kb.resolution.clustering import Pair
from kb.resolution.judging import Pairs
from kb.resolution.worth import CLOSE, openness, worth
from kb.service.articles.relinking import by_person
from kb.service.identity.link_index import LinkIndex
from kb.service.review.claims import claims_of
from kb.service.review.items import item_id
from kb.service.review.pairs import Key, needed, packed
from kb.service.review.places import TOGETHER, Places
from kb.service.review.store import QueueAt

_AMONG: Final = "one IN ({0}) AND other IN ({0})"


class Clusters:
    """Looks at what is one.

    Args:
        standing: the file and the catalog.
        index: on the catalog.
        pairs: weighs.
        places: keeps the questions.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex, pairs: Pairs, places: Places) -> None:
        self._file = standing.file
        self._catalog = standing.catalog
        self._tables = standing.tables
        self._index = index
        self._pairs = pairs
        self._places = places

    def examine(self, key: Key) -> None:
        """Keep the question about the link that alone holds an id together; or that nobody is asked."""
        kind, one, _ = key
        members = self._index.members(one, TOGETHER)
        hidden = {"kind": kind, "first": one, "second": one, "why": "weak", "worth": 0.0, "exact": 1, "hidden": 1}
        known = self._known(members)
        if _holds(members, [pair for pair, bits in known.items() if bits >= needed(kind) + CLOSE]):
            self._places.write(hidden)
            return
        bits = known | self._weighed(kind, [pair for pair in combinations(sorted(members), 2) if pair not in known])
        last = bridge(members, bits)
        if last is None or not needed(kind) <= bits[last] < needed(kind) + CLOSE or self._said(last):
            self._places.write(hidden)
            return
        side = part_of(members, bits, last)
        both = (side, [one for one in members if one not in side])
        claims = min(sum(claims_of(self._catalog, kind, name) for name in part) for part in both)
        weigh = self._pairs.entities if kind == "entity" else self._pairs.events
        value = worth(openness(bits[last], needed(kind), 0.0), claims)
        self._places.write(
            hidden
            | {"id": item_id(*last), "one": last[0], "other": last[1], "bits": bits[last], "claims": claims}
            | {"parts": packed(weigh(*last).parts), "against": 0.0, "worth": value}
            | {"hidden": int(self._places.was_seen(last, bits[last], 0.0))}
        )

    def _known(self, members: Sequence[str]) -> dict[Pair, float]:
        """Return the pairs of members that were weighed."""
        among = _AMONG.format(", ".join("?" * len(members)))
        found = {}
        for table in ("weight", "pair"):
            rows = self._file.execute(f"SELECT one, other, bits FROM {table} WHERE {among}", tuple(members) * 2)
            found.update({(one, other): float(bits) for one, other, bits in rows})
        return found

    def _weighed(self, kind: str, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Weigh pairs, and keep what they weigh."""
        weigh = self._pairs.entities if kind == "entity" else self._pairs.events
        found = {pair: weigh(*pair).bits for pair in pairs}
        rows = [(*pair, bits) for pair, bits in found.items()]
        self._file.executemany("INSERT OR REPLACE INTO weight VALUES (?, ?, ?)", rows)
        return found

    def _said(self, pair: Pair) -> bool:
        """Say whether a person put the two together: both by hand, or their ids by a merge."""
        if all(by_person(self._tables, name) for name in pair):
            return True
        locals_ = [name.split("#", 1) for name in pair]
        return len({self._tables.get("link", a, x) or own_id(a, x) for a, x in locals_}) > 1


def _holds(members: Sequence[str], pairs: Iterable[Pair]) -> bool:
    """Say whether pairs join all members."""
    home = {name: {name} for name in members}
    for one, other in pairs:
        if home[one] is not home[other]:
            joined = home[one] | home[other]
            home |= dict.fromkeys(joined, joined)
    return len({id(group) for group in home.values()}) <= 1


def bridge(members: Sequence[str], bits: Mapping[Pair, float]) -> Pair | None:
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


def part_of(members: Sequence[str], bits: Mapping[Pair, float], last: Pair) -> list[str]:
    """Return who is on the side of the first of the pair that holds a cluster together."""
    reached = {last[0]}
    while (
        grown := {b for pair in bits if bits[pair] > bits[last] for a, b in (pair, pair[::-1]) if a in reached}
        - reached
    ):
        reached |= grown
    return [name for name in members if name in reached]
