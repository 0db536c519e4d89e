"""What persons decided about who is who, put so that linking can heed it.

Input: the catalog; members and whom they stand for. Output: pairs joined, pairs kept apart, members that stay.
Never: weighs; a person's decision counts whatever speaks against it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from kb.projections.folding.force import keeps_apart
from kb.projections.folding.judging import parted
from kb.projections.folding.tables import Tables
from kb.resolution.clustering import Pair, ordered

Decided = tuple[AbstractSet[Pair], AbstractSet[Pair], AbstractSet[str]]  # joined, kept apart; members placed
_KEPT: Final = 200_000  # decisions


class Judged:
    """What was decided about many members, looked up at once, and told of some of them at a time.

    Args:
        tables: of the catalog; they know the decisions in force.
        now: member -> the canonical id that it stands for, after merges, of all that will be asked about.
        persons: decision -> whether a person took it, which never changes: filled here, for the next question.
    """

    def __init__(self, tables: Tables, now: Mapping[str, str], persons: dict[str, bool] | None = None) -> None:
        self._tables = tables
        made = tables.lasts("linking", now)
        known = {} if persons is None else persons
        if len(known) > _KEPT:
            known.clear()
        unknown = set(made.values()).difference(known)
        known |= {key: bool((row or {}).get("person")) for key, row in tables.gets("decision", unknown).items()}
        self._held = {name for name, key in made.items() if known[key]}
        ids = set(now.values())
        self._edges, self._apart = tables.lasts("edge", ids), tables.lasts("parted", ids)

    def of(self, now: Mapping[str, str]) -> tuple[set[Pair], set[Pair], set[str]]:
        """Return pairs of members that persons joined, pairs that they keep apart, and members that they placed.

        Args:
            now: member -> canonical id, some of those that were looked up.
        """
        held = self._held.intersection(now)
        by_id: dict[str, list[str]] = {}
        for name in sorted(now):
            by_id.setdefault(now[name], []).append(name)
        bonds: set[Pair] = set()
        bars: set[Pair] = set()
        for entity, names in by_id.items():
            merged = entity in self._edges
            if merged or held.intersection(names):
                bonds |= {ordered(names[0], other) for other in names[1:]}
            if (not merged and entity not in self._apart) or not keeps_apart(self._tables, entity):
                continue
            for other, rivals in by_id.items():
                if other != entity and parted(self._tables, entity, other):
                    bars |= {ordered(a, b) for a in names for b in rivals}
        return bonds, bars, held


def judged(tables: Tables, now: Mapping[str, str]) -> tuple[set[Pair], set[Pair], set[str]]:
    """Return pairs of members that persons joined, pairs that they keep apart, and members that they placed.

    Args:
        tables: of the catalog; they know the decisions in force.
        now: member -> the canonical id that it stands for, after merges.
    """
    return Judged(tables, now).of(now)
