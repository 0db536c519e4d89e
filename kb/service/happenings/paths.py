"""How two entities are connected: by which events, statements and offices, over whom.

Input: the catalog, two canonical ids. Output: shortest paths, each step with what it rests on.
Breadth first from both ends at once, the smaller side first, so that hubs cost as little as they can.
Never: says that there is none where it only stopped looking; *Connection.exhausted* tells which.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.ties import Tie

MOST_STEPS: Final = 6
_VISITED: Final = 20_000  # entities looked at before it gives up


@dataclass(frozen=True, slots=True)
class Step:
    """From one entity to the next, by all that ties them directly.

    Attributes:
        ties: at most ten, as seen from *start*.
    """

    start: str
    end: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """What was found.

    Attributes:
        paths: the shortest ones, each a sequence of steps; none if nothing connects the two within the steps allowed.
        exhausted: whether all there is within them was looked at.
    """

    paths: tuple[tuple[Step, ...], ...]
    exhausted: bool


Parents = dict[str, dict[str, list[Tie]]]  # entity -> the one before it -> what ties them


class _Side:
    """What was reached from one end."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.depth = {start: 0}
        self.parents: Parents = {}
        self.edge = [start]
        self.steps = 0

    def grow(self, catalog: CatalogReader, without: Sequence[str], spare: Sequence[str]) -> bool:
        """Go one step further; say whether all that can be reached by it was.

        Args:
            spare: ids that are reached though their type is passed over.
        """
        self.steps += 1
        found: dict[str, None] = {}
        ties, whole = catalog.ties(self.edge, without=without)
        if without:
            ends = set(self.edge)
            others, all_of_them = catalog.ties(spare)
            known = set(ties)
            ties += [turned for tie in others if tie.other in ends and (turned := _turned(tie)) not in known]
            whole = whole and all_of_them
        for tie in ties:
            if self.depth.setdefault(tie.other, self.steps) == self.steps:
                found[tie.other] = None
                self.parents.setdefault(tie.other, {}).setdefault(tie.entity, []).append(tie)
        self.edge = list(found)
        return whole

    def ways(self, to: str) -> Iterator[tuple[Step, ...]]:
        """Yield the shortest ways from the start to one that was reached."""
        if to == self.start:
            yield ()
            return
        for before, ties in sorted(self.parents.get(to, {}).items()):
            for way in self.ways(before):
                yield (*way, Step(before, to, tuple(ties[:10])))


def connect(
    catalog: CatalogReader, first: str, second: str, *, steps: int = 4, most: int = 5, without: Sequence[str] = ()
) -> Connection:
    """Return the shortest paths between two entities.

    Args:
        first, second: canonical ids.
        steps: how long a path may be, up to MOST_STEPS.
        most: how many of the shortest are told.
        without: types of entities that no path goes over ("country"); the ends may be of them.
    """
    if first == second:
        return Connection(((),), exhausted=True)
    one, other = _Side(first), _Side(second)
    whole = True
    for _ in range(min(steps, MOST_STEPS)):
        side = one if len(one.edge) <= len(other.edge) else other
        if not side.edge:
            break
        whole = side.grow(catalog, without, [second if side is one else first]) and whole
        if meeting := [middle for middle in side.edge if middle in one.depth and middle in other.depth]:
            return Connection(tuple(islice(_joined(one, other, meeting), most)), exhausted=whole)
        if len(one.depth) + len(other.depth) > _VISITED:
            return Connection((), exhausted=False)
    return Connection((), exhausted=whole)


def _joined(one: _Side, other: _Side, meeting: Sequence[str]) -> Iterator[tuple[Step, ...]]:
    shortest = min(one.depth[middle] + other.depth[middle] for middle in meeting)
    for middle in sorted(meeting):
        if one.depth[middle] + other.depth[middle] == shortest:
            for there, back in product(list(islice(one.ways(middle), 20)), list(islice(other.ways(middle), 20))):
                yield (*there, *_reversed(back))


def _reversed(way: Sequence[Step]) -> Iterator[Step]:
    for step in reversed(way):
        yield Step(step.end, step.start, tuple(_turned(tie) for tie in step.ties))


def _turned(tie: Tie) -> Tie:
    return Tie(tie.other, tie.entity, tie.kind, tie.item, tie.other_role, tie.role, tie.article)


def names_on(connection: Connection) -> Mapping[str, None]:
    """Return the ids of all entities on the paths."""
    return dict.fromkeys(end for path in connection.paths for step in path for end in (step.start, step.end))
