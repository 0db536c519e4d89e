"""From clusters to decisions: which links have to be made so that every member is where its cluster is.

Input: a Partition of members, and what each stands for now. Output: links to make, one for each canonical id.
Pure. An id stays with most of its members, so that few links change and addresses last; a member that a person
put where it is stays there.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from kb.model.identity import digest


@dataclass(frozen=True, slots=True)
class Move:
    """Members that are to stand for another canonical id than now."""

    target: str
    members: tuple[str, ...]


def moves(
    clusters: Sequence[Collection[str]],
    now: Mapping[str, str],
    own: Mapping[str, str],
    fixed: Collection[str] = (),
    named: Mapping[str, str] | None = None,
    rank: Callable[[str], float] = lambda _: 0.0,
) -> tuple[Move, ...]:
    """Return what has to change.

    Args:
        clusters: members that are one.
        now: member -> the canonical id it stands for; its own where nothing linked it.
        own: member -> the id that is its own.
        fixed: members that stay where they are.
        named: member -> the canonical id that its identifier elsewhere gives.
        rank: says of a member when it came; the first gives its own id to a cluster that has none.
    """
    taken: set[str] = set()
    found: list[Move] = []
    if _settled(clusters, now, named or {}):
        return ()
    stays, known = set(fixed), named or {}

    def place(one: Collection[str]) -> tuple[object, ...]:  # an id that an identifier gives is nobody else's
        return (known.keys().isdisjoint(one), *_claim(one, now, own), sorted(one))

    for cluster in sorted(clusters, key=place) if len(clusters) > 1 else clusters:
        target = _target(cluster, now, own, stays, known, taken, rank)
        taken.add(target)
        wrong = tuple(m for m in sorted(cluster) if now[m] != target and m not in fixed)
        if wrong:
            found.append(Move(target, wrong))
    return tuple(found)


def _settled(clusters: Sequence[Collection[str]], now: Mapping[str, str], named: Mapping[str, str]) -> bool:
    """Say whether each cluster holds one id, of which no other has any, and which no identifier gainsays: most do."""
    ids: set[str] = set()
    for cluster in clusters:
        held = {now[m] for m in cluster}
        if len(held) != 1 or not ids.isdisjoint(held):
            return False
        ids |= held
    return not named or all(named[m] == now[m] for cluster in clusters for m in cluster if m in named)


def _claim(cluster: Collection[str], now: Mapping[str, str], own: Mapping[str, str]) -> tuple[int, bool, bool]:
    """How a cluster stands in line for the id that it holds: how many hold it, whose own it is, who was linked."""
    held = Counter(now[m] for m in cluster)
    most = max(held.values())
    return -most, not any(held[own[m]] == most for m in cluster), all(now[m] == own[m] for m in cluster)


def _target(
    cluster: Collection[str],
    now: Mapping[str, str],
    own: Mapping[str, str],
    fixed: Collection[str],
    named: Mapping[str, str],
    taken: Collection[str],
    rank: Callable[[str], float],
) -> str:
    if by_identifier := sorted({named[m] for m in cluster if m in named}):
        return by_identifier[0]
    for members in ([m for m in cluster if m in fixed] if fixed else (), cluster):
        votes: dict[str, int] = {}
        for m in members:
            if (entity := now[m]) not in taken:
                votes[entity] = votes.get(entity, 0) + 1
        shared = {entity: n for entity, n in votes.items() if n > 1 or any(now[m] == entity != own[m] for m in members)}
        if shared or (votes and members is not cluster):
            pool = shared or votes
            return min(pool, key=lambda entity: (-pool[entity], entity))
    by_age = sorted(cluster, key=lambda m: (rank(m), m))
    free = [now[m] for m in by_age if now[m] not in taken] + [own[m] for m in by_age if own[m] not in taken]
    return free[0] if free else digest("split", *by_age)
