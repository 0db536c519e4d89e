"""Who is who after merges: clusters of linked ids, and the id that stands for each.

Input: the merges in force, as the fold keeps them (kind "edge").
Output: for any id the cluster it is in; read by the fold and by the views.
Pure over Tables. A cluster and its representative depend on the merges in
force alone, never on the order in which others were made and undone.
"""

from dataclasses import dataclass

from kb.projections.tables import Tables


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

    The representative is the one that no merge in force absorbs; among
    several, or if each absorbed another, the one that the earliest merge keeps.
    """
    edges: dict[str, tuple[str, str]] = {}
    seen = {entity}
    waiting = [entity]
    while waiting:
        for position, (kept, absorbed) in tables.items("edge", waiting.pop()):
            edges[position] = (kept, absorbed)
            for other in (kept, absorbed):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    if not edges:
        return Cluster(entity)
    swallowed = {absorbed for _, absorbed in edges.values()}
    roots = seen - swallowed or seen
    first = next(kept for _, (kept, _) in sorted(edges.items()) if kept in roots)
    return Cluster(first, tuple(sorted(seen - {first})))


def canonical(tables: Tables, entity: str) -> str:
    """Return the id that stands for *entity*."""
    return cluster(tables, entity).entity
