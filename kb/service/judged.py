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
    made = tables.lasts("linking", now)
    persons = {key for key in set(made.values()) if (tables.get("decision", key) or {}).get("person")}
    held = {name for name, key in made.items() if key in persons}
    by_id: dict[str, list[str]] = {}
    for name in sorted(now):
        by_id.setdefault(now[name], []).append(name)
    bonds: set[Pair] = set()
    bars: set[Pair] = set()
    edges, apart = tables.lasts("edge", by_id), tables.lasts("parted", by_id)
    for entity, names in by_id.items():
        merged = entity in edges
        if merged or held.intersection(names):
            bonds |= {ordered(names[0], other) for other in names[1:]}
        if not merged and entity not in apart:
            continue
        for other, rivals in by_id.items():
            if other != entity and parted(tables, entity, other):
                bars |= {ordered(a, b) for a in names for b in rivals}
    return bonds, bars, held
