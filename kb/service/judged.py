"""What persons decided about who is who, put so that linking can heed it.

Input: the catalog; members and whom they stand for. Output: pairs joined, pairs kept apart, members that stay.
Never: weighs; a person's decision counts whatever speaks against it.
"""

from collections.abc import Mapping

from kb.projections.judging import parted
from kb.projections.tables import Tables
from kb.resolution.clustering import Pair, ordered


def judged(tables: Tables, now: Mapping[str, str]) -> tuple[set[Pair], set[Pair], set[str]]:
    """Return pairs of members that persons joined, pairs that they keep apart, and members that they placed.

    Args:
        tables: of the catalog; they know the decisions in force.
        now: member -> the canonical id that it stands for, after merges.
    """
    held = {name for name in now if _by_person(tables, name)}
    by_id: dict[str, list[str]] = {}
    for name in sorted(now):
        by_id.setdefault(now[name], []).append(name)
    bonds: set[Pair] = set()
    bars: set[Pair] = set()
    for entity, names in by_id.items():
        merged = tables.has("edge", entity)
        if merged or held.intersection(names):
            bonds |= {ordered(names[0], other) for other in names[1:]}
        if not merged and not tables.has("parted", entity):
            continue
        for other, rivals in by_id.items():
            if other != entity and parted(tables, entity, other):
                bars |= {ordered(a, b) for a in names for b in rivals}
    return bonds, bars, held


def _by_person(tables: Tables, name: str) -> bool:
    made = tables.items("linking", name)
    return bool(made) and bool((tables.get("decision", made[-1][0]) or {}).get("person"))
