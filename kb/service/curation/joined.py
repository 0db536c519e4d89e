"""Which merges hold two ids together.

Input: the fold's tables, two canonical ids. Output: chains of merges in force, by the positions of their events; which
ids of an entity a name may mean.
Never: takes a merge for a reason that joins others of the same entity and not these two.
"""

from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import key
from kb.projections.folding.members import split
from kb.projections.folding.tables import Tables

_Edges = dict[int, tuple[str, str]]


def chains(tables: Tables, one: str, other: str) -> list[tuple[int, ...]]:
    """Return chains of merges from one id to the other, each without the last merge of the chains before it.

    Undoing the last merge of each parts the two; of two that no merge joins there are none.
    """
    ids = cluster(tables, one).members
    positions = {int(name) for each in ids for name, _ in tables.items("edge", each)}
    edges: _Edges = {}
    for position in sorted(positions):
        first, second = (tables.get("decision", key(position)) or {})["pair"]
        edges[position] = (first, second)
    found = []
    while chain := _chain(edges, one, other):
        found.append(chain)
        del edges[chain[-1]]
    return found


def _chain(edges: _Edges, one: str, other: str) -> tuple[int, ...]:
    """Return the merges of one shortest way between two ids, in log order; none if there is no way."""
    ways: dict[str, tuple[int, ...]] = {one: ()}
    ahead = [one]
    for here in ahead:
        for position, pair in edges.items():
            if here in pair:
                there = pair[1] if here == pair[0] else pair[0]
                if there not in ways:
                    ways[there] = (*ways[here], position)
                    ahead.append(there)
    return tuple(sorted(ways.get(other, ())))


def called(tables: Tables, entity: str, name: str) -> set[str]:
    """Return which of the ids that are one entity now have a member of this very name."""
    found = set()
    for each in cluster(tables, entity).members:
        for member in tables.keys("linked", each):
            article, local = split(member)
            row = tables.get("changed", article, local) or tables.get("member", article, local) or {}
            if " ".join(name.split()) == (row.get("name") or row.get("label")):
                found.add(each)
    return found
