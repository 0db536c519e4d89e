"""From weights of pairs to clusters: which members are one thing.

Input: members and the weight of every pair that could meet.
Output: a Partition; the same whatever order the members come in.
Pure. A wrong link is worse than a missed one, therefore:
a pair at VETO or below keeps two clusters apart whatever links them, and a
link is not made where another fits nearly as well and contradicts it, and of entities not by way of a third either,
unless a stronger link tells which it is: what is torn between two is linked to others after all the rest, when it
shows with which of the two these go.

What a person decided comes as a bond or a bar and beats every weight.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Pair = tuple[str, str]
FOREVER: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which bits a link is made; see kb.resolution.weights.

    Attributes:
        through: whether what is torn between two of two articles is kept from both by way of others as well.
    """

    link: float
    lead: float
    veto: float
    through: bool = False


@dataclass(frozen=True, slots=True)
class Partition:
    """Who is one.

    Attributes:
        clusters: each sorted, by first member; every member in one.
        by: member -> the pair by which it joined its cluster.
        refused: pairs at or above the link threshold that were not joined, with the reason and the pair at fault.
    """

    clusters: tuple[tuple[str, ...], ...]
    refused: Mapping[Pair, tuple[str, Pair]] = field(default_factory=dict)


def ordered(one: str, other: str) -> Pair:
    """Return a pair in its one order."""
    return (one, other) if one <= other else (other, one)


def partition(
    members: Collection[str],
    bits: Mapping[Pair, float],
    limits: Thresholds,
    bonds: Collection[Pair] = (),
    bars: Collection[Pair] = (),
    weak: Collection[Pair] = (),
) -> Partition:
    """Return the clusters of *members*.

    Args:
        members: all that could meet.
        bits: weight of each pair, put in order by *ordered*; a missing one neither links nor bars.
        limits: see Thresholds.
        bonds: pairs that a person joined.
        bars: pairs that a person keeps apart.
        weak: links that join two clusters only if every pair across them could be one: a short form that fits two
            long ones must not make one of them.
    """
    known, loose = set(members), {ordered(*pair) for pair in weak}
    weights = {pair: value for pair, value in bits.items() if known.issuperset(pair)}
    weights |= {ordered(*pair): FOREVER for pair in bonds if known.issuperset(pair)}
    barred = {ordered(*pair) for pair in bars if known.issuperset(pair)}
    weights |= dict.fromkeys(barred, -FOREVER)
    contrary: dict[str, set[str]] = {}
    for (one, other), value in weights.items():
        if value <= limits.veto:
            contrary.setdefault(one, set()).add(other)
            contrary.setdefault(other, set()).add(one)
    links = sorted((-value, pair) for pair, value in weights.items() if value >= limits.link)
    strongest: dict[str, list[tuple[float, str]]] = {}
    for value, (one, other) in links:
        strongest.setdefault(one, []).append((-value, other))
        strongest.setdefault(other, []).append((-value, one))
    unlike = _sides(barred)  # whom a person joined no weight between third ones parts, be they two of one article
    home = {member: {member} for member in members}
    refused: dict[Pair, tuple[str, Pair]] = {}
    rivals = {pair: rival for value, pair in links if (rival := _rival(pair, -value, strongest, contrary, limits.lead))}
    late, undecided = _torn(rivals, strongest, limits.lead) if limits.through else ({}, {})
    if late:
        links.sort(key=lambda row: (any(-row[0] < late.get(member, -FOREVER) for member in row[1]), row))
    for value, pair in links:
        first, second = home[pair[0]], home[pair[1]]
        if first is second:
            continue
        at_fault = pair if pair in rivals else undecided and _across(first, second, undecided)
        told = value <= -FOREVER
        if at_fault and not told:
            refused[pair] = ("rival", rivals[at_fault])
            continue
        if (veto := _across(first, second, unlike if told else contrary)) is not None:
            refused[pair] = ("veto", veto)
            continue
        if not told and pair in loose and (gap := _gap(first, second, weights)) is not None:
            refused[pair] = ("bridge", gap)
            continue
        first |= second
        for member in second:
            home[member] = first
    clusters = {id(cluster): tuple(sorted(cluster)) for cluster in home.values()}
    return Partition(tuple(sorted(clusters.values())), refused)


def settled(
    own: Collection[str], members: Collection[str], bits: Mapping[Pair, float], limits: Thresholds
) -> Partition:
    """Return what *partition* does where all but *own* are one already: whether *own* is one with them.

    Args:
        own: the one member of which it is to be said.
        members: all of them.
        bits: of the pairs of *own* with the others.
        limits: see Thresholds.
    """
    if any(value >= limits.link for value in bits.values()) and all(value > limits.veto for value in bits.values()):
        return Partition((tuple(sorted(members)),))
    if any(value >= limits.link for value in bits.values()):
        others = sorted(set(members) - set(own))
        return partition(members, bits, limits, list(pairwise(others)))
    rest = tuple(sorted(set(members) - set(own)))
    return Partition(tuple(sorted(filter(None, (tuple(own), rest)))))


def _gap(first: Collection[str], second: Collection[str], weights: Mapping[Pair, float]) -> Pair | None:
    """A pair across two clusters about which nothing speaks for one thing; None if there is none."""
    pairs = (ordered(a, b) for a in first for b in second)
    return min((pair for pair in pairs if weights.get(pair, -1.0) < 0), default=None)


def _torn(
    rivals: Mapping[Pair, Pair], strongest: Mapping[str, list[tuple[float, str]]], lead: float
) -> tuple[Mapping[str, float], Mapping[str, Collection[str]]]:
    """Return of whom two of two articles fit that contradict each other what waits, and between whom nothing decides.

    Whose strongest link has no rival goes where that leads; only what is weaker waits.

    Returns:
        member -> the bits below which its links come after all others, and member -> those whom nobody joins to it.
    """
    torn = {pair: set(pair).intersection(rival) for pair, rival in rivals.items() if not _of_one_article(pair, rival)}
    late: dict[str, float] = {}
    for member in set().union(*torn.values()):
        most, other = strongest[member][0]
        late[member] = FOREVER if ordered(member, other) in torn else most - lead
    return late, _sides(pair for pair, members in torn.items() if any(late[one] == FOREVER for one in members))


def _sides(pairs: Iterable[Pair]) -> Mapping[str, Collection[str]]:
    """Return member -> those with which it is in a pair."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _of_one_article(pair: Pair, rival: Pair) -> bool:
    """Say whether the two between which a member is torn are of one article, which may be one thing read as two."""
    one, other = (member.partition("#")[0] for member in set(pair) ^ set(rival))
    return one == other


def _across(first: Collection[str], second: Collection[str], sides: Mapping[str, Collection[str]]) -> Pair | None:
    """Return the first pair of *sides* between two clusters, None if there is none."""
    return min((ordered(a, b) for a in first for b in sides.get(a, ()) if b in second), default=None)


def _rival(
    pair: Pair,
    bits: float,
    strongest: Mapping[str, list[tuple[float, str]]],
    contrary: Mapping[str, set[str]],
    lead: float,
) -> Pair | None:
    """The link of either end to a third that fits as well and contradicts the other end; None if there is none.

    A bond of a person has no rival.
    """
    if bits >= FOREVER:
        return None
    for end, other in (pair, pair[::-1]):
        against = contrary.get(other, set())
        for value, third in strongest.get(end, ()):
            if value < FOREVER and value <= bits - lead:
                break
            if third != other and third in against:
                return ordered(end, third)
    return None
