"""What one question comes to: what contradicts most that two are one, what it is worth, and what is told of it.

Input: rows of questions as kb.service.review.places keeps them, the catalog and its index. Output: rows made out, and
Items; read by kb.service.review.queue.
Never: writes; decides which questions are asked.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from kb.resolution import weights as w
from kb.resolution.clustering import Pair
from kb.resolution.comparison import Part
from kb.resolution.judging import Pairs
from kb.resolution.worth import openness, worth
from kb.service.identity.link_index import LinkIndex
from kb.service.review.claims import articles_about
from kb.service.review.items import Item
from kb.service.review.pairs import needed, unpacked
from kb.service.review.places import ACROSS, Places
from kb.service.review.store import QueueAt


class Maker:
    """Makes questions out.

    Args:
        standing: the file and the catalog.
        index: on the catalog.
        places: tells what somebody could not say.
        pairs: weighs; asked for only where something is to be weighed.
    """

    def __init__(self, standing: QueueAt, index: LinkIndex, places: Places, pairs: Callable[[], Pairs]) -> None:
        self._standing = standing
        self._index = index
        self._places = places
        self._pairs = pairs

    def examined(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a question with what contradicts it most, and what it is worth then."""
        row = dict(row)
        kind, first, second = row["kind"], row["first"], row["second"]
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
        return row | {"exact": 1}

    def _rules(self, kind: str) -> tuple[Any, float]:
        pairs = self._pairs()
        return (pairs.entities, w.VETO) if kind == "entity" else (pairs.events, w.EVENT_VETO)

    def item(self, row: Mapping[str, Any]) -> Item:
        """Return a question as it is asked."""
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
