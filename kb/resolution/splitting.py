"""Where a cluster comes apart when two of its members are said to be two things.

Input: the members, the bits of their pairs, the two. Output: a Split, the same whatever order the members come in.
Pure. Every other member goes along the strongest evidence: pairs join from the strongest down, and only a join that
would bring the two together again is left out. So what is cut is the weakest link between them, whatever the chain.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kb.resolution.clustering import Pair, ordered


@dataclass(frozen=True, slots=True)
class Split:
    """A cluster in two.

    Attributes:
        first, second: the members on either side, sorted; each with one of the two that differ.
        pair: the strongest pair across, which is cut; None if nothing but the two themselves meets.
        bits: what that pair weighs.
        tied: members that fit the other side as well as their own.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    pair: Pair | None
    bits: float
    tied: tuple[str, ...] = ()


def split(members: Collection[str], bits: Mapping[Pair, float], one: str, other: str) -> Split:
    """Return the two sides of a cluster in which *one* and *other* are two.

    Args:
        members: of the cluster.
        bits: weight of each pair, put in order by clustering.ordered; a missing one is weaker than any.
        one, other: members of it.

    Raises:
        ValueError: they are the same, or not of it.
    """
    if one == other or not {one, other} <= set(members):
        raise ValueError(f"{one} and {other} are no two members of the cluster.")
    home = {member: {member} for member in members}
    for _, pair in sorted((-value, pair) for pair, value in bits.items() if home.keys() >= set(pair)):
        first, second = (home[member] for member in pair)
        joined = first | second
        if first is second or {one, other} <= joined:
            continue
        for member in joined:
            home[member] = joined
    for member in sorted(members):  # what meets nobody stays with the first
        if home[member].isdisjoint({one, other}):
            joined = home[one] | home[member]
            home |= dict.fromkeys(joined, joined)
    left, right = home[one], home[other]
    across = {pair: value for pair in _across(left, right) if (value := bits.get(pair)) is not None}
    best = min(across, key=lambda pair: (-across[pair], pair), default=None)
    tied = tuple(
        member for member in sorted(members) if member not in (one, other) and _tied(member, left, right, bits)
    )
    return Split(tuple(sorted(left)), tuple(sorted(right)), best, across[best] if best else 0.0, tied)


def _across(left: Collection[str], right: Collection[str]) -> Collection[Pair]:
    return [ordered(a, b) for a in left for b in right]


def _tied(member: str, left: Collection[str], right: Collection[str], bits: Mapping[Pair, float]) -> bool:
    own, others = (left, right) if member in left else (right, left)
    mine = max((bits[p] for a in own if a != member and (p := ordered(member, a)) in bits), default=None)
    theirs = max((bits[p] for a in others if (p := ordered(member, a)) in bits), default=None)
    return mine is not None and theirs is not None and theirs >= mine
