"""Who is who after merges: clusters of linked ids, and the id that stands for each.

Input: the merges in force, as the fold keeps them (kind "edge").
Output: for any id the cluster it is in; read by the fold and by the views.
Pure over Tables. A cluster and its representative depend on the merges in
force alone, never on the order in which others were made and undone.
"""

from dataclasses import dataclass

from kb.projections.folding.tables import Tables


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ids that are one.

    Attributes:
        entity: the id that stands for all.
        absorbed: the others, sorted; each keeps answering as *entity*.
    """

    entity: str
    absorbed: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """All of them, the representative first."""
        return (self.entity, *self.absorbed)


def cluster(tables: Tables, entity: str) -> Cluster:
    """Return the cluster of an id; alone if no merge names it.

    A merge joins what the graph tells of: it rests while no live article, and
    no place that lies in it, names one of its ids. The representative is the
    one that no such merge absorbs; among several, or if each absorbed
    another, the one that the earliest merge keeps.
    """
    seen, edges = _walk(tables, entity, resting=False)
    if not edges:
        return Cluster(entity)
    swallowed = {absorbed for _, absorbed in edges.values()}
    roots = seen - swallowed or seen
    first = next(kept for _, (kept, _) in sorted(edges.items()) if kept in roots)
    return Cluster(first, tuple(sorted(seen - {first})))


def reach(tables: Tables, entity: str) -> frozenset[str]:
    """Return every id that merges join to *entity*, those included that rest."""
    return frozenset(_walk(tables, entity, resting=True)[0])


def _walk(tables: Tables, entity: str, *, resting: bool) -> tuple[set[str], dict[str, tuple[str, str]]]:
    edges: dict[str, tuple[str, str]] = {}
    seen = {entity}
    waiting = [entity]
    told: dict[str, bool] = {}

    def is_told(one: str) -> bool:
        if one not in told:
            told[one] = tables.has("linked", one) or tables.has("ward", one)
        return told[one]

    while waiting:
        for position, (kept, absorbed) in tables.items("edge", waiting.pop()):
            if not resting and not (is_told(kept) and is_told(absorbed)):
                continue
            edges[position] = (kept, absorbed)
            for other in (kept, absorbed):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return seen, edges


def canonical(tables: Tables, entity: str) -> str:
    """Return the id that stands for *entity*."""
    return cluster(tables, entity).entity
