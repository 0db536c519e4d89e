"""Which of some positions of the log changed each quad of one part of the graph.

Input: a part, the positions after which it may be another than before, what makes it as of each. Output: quad ->
position. Read by kb.projections.graph.changes.
Never: makes a part where the names that it has show what changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from kb.graph.iris import Iris
from kb.projections.folding.revisions import revisions
from kb.projections.folding.views import Views
from kb.projections.graph.part_looks import Part
from kb.projections.graph.parts import GraphParts

Term = object  # of a quad


class Made(Protocol):
    """Makes parts of the graph as of some positions."""

    start: int
    goal: int

    def parts(self, position: int) -> GraphParts:
        """Return what makes the parts of the graph as of *position*."""

    def views(self, position: int) -> Views:
        """Return entities, happenings and articles as of *position*."""

    def quads(self, part: Part, position: int) -> set[Quad]:
        """Return what the graph held of a part after the event at *position*."""


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What an article's part is made from, besides the log."""

    links: dict[str, str]
    decided: object
    rest: object


class Attribution:
    """Finds for each changed quad of one part the position by which it changed.

    Args:
        of: what lies between two events.
        part: of the graph.
        touches: positions after which it may be another than before.
    """

    def __init__(self, of: Made, part: Part, touches: list[int]) -> None:
        self._of = of
        self._part = part
        self._read: dict[int, _Inputs] = {}
        self._made: dict[int, set[Quad]] = {}
        self._touches = self._effective(touches)

    @property
    def touched(self) -> bool:
        """Whether an event of the stretch may have changed the part: a merge touches articles that it leaves alone."""
        return bool(self._touches)

    def of(self, gone: set[Quad], come: set[Quad]) -> tuple[dict[Quad, int], dict[Quad, int]]:
        """Return for what left and for what came the event of each quad."""
        if len(self._touches) == 1:
            return dict.fromkeys(gone, self._touches[0]), dict.fromkeys(come, self._touches[0])
        left: dict[Quad, int] = {}
        arrived: dict[Quad, int] = {}
        begin, end = 0, len(self._touches)
        if self._part[0] == "article":
            begin = self._gone_by_links(gone, left) if gone else begin
            end = self._come_by_links(come, arrived) if come else end
        self._halve(begin, len(self._touches), gone - left.keys(), True, left)
        self._halve(0, end, come - arrived.keys(), False, arrived)
        return left, arrived

    def _effective(self, touches: list[int]) -> list[int]:
        """Leave out the touches of an article that changed nothing its part is made from."""
        if self._part[0] != "article":
            return touches
        kept, before = [], self._inputs(self._of.start)
        for position in touches:
            now = self._inputs(position)
            if now != before:
                kept.append(position)
            before = now
        return kept

    def _inputs(self, position: int) -> _Inputs:
        if position not in self._read:
            self._read[position] = self._inputs_at(position)
        return self._read[position]

    def _inputs_at(self, position: int) -> _Inputs:
        article, views = self._part[1], self._of.views(position)
        decided = views.curations(article)
        row = views.article_row(article) or views.listing_row(article)
        texts = revisions(article, views.article_row)  # what people decided about the others counts, too
        others = [(views.article_row(one), views.curations(one)) for one in texts if one != article]
        rest = (row, views.article_is_live(article), views.tables.keys("member", article))
        return _Inputs(views.links(article), decided, (*rest, decided, others))

    def _come_by_links(self, come: set[Quad], found: dict[Quad, int]) -> int:
        """Attribute what came by the last links alone; return how many touches are before them."""
        fresh: dict[Term, int] = {}
        at = len(self._touches)
        while at > 0 and (moves := self._moves(at)):
            for name in self._names(moves[1]):
                fresh.setdefault(name, self._touches[at - 1])
            at -= 1
        if fresh:
            found.update((quad, max(by)) for quad in come if (by := _by_terms(quad, fresh)))
        return at

    def _gone_by_links(self, gone: set[Quad], found: dict[Quad, int]) -> int:
        """Attribute what left by the first links alone; return how many they are."""
        lost: dict[Term, int] = {}
        at = 0
        while at < len(self._touches) and (moves := self._moves(at + 1)):
            if any(name in lost for name in self._names(moves[1])):
                break  # it is named again: what left with it may be back
            lost |= dict.fromkeys(self._names(moves[0]), self._touches[at])
            at += 1
        if lost:
            found.update((quad, min(by)) for quad in gone if (by := _by_terms(quad, lost)))
        return at

    def _moves(self, at: int) -> tuple[set[str], set[str]] | None:
        """Return the ids that are named no more after a touch, and those that are named from then on.

        None where it did more than put the one in the place of the other.
        """
        before, now = self._inputs(self._before(at)), self._inputs(self._touches[at - 1])
        if before.rest != now.rest or now.decided:
            return None
        moved = {local for local, entity in now.links.items() if before.links.get(local) != entity}
        left, new = {before.links[local] for local in moved}, {now.links[local] for local in moved}
        if new & set(before.links.values()) or left & set(now.links.values()):
            return None  # two members share a node here: their claims join or part, which only the whole shows
        return left, new

    def _names(self, ids: set[str]) -> Iterator[NamedNode]:
        iris = Iris(self._of.parts(self._of.goal).base)
        for one in ids:
            yield iris.entity(one)
            yield iris.happening(one)

    def _before(self, at: int) -> int:
        return self._touches[at - 2] if at > 1 else self._of.start

    def _halve(self, low: int, high: int, quads: set[Quad], held: bool, found: dict[Quad, int]) -> None:
        """Attribute *quads*, held (or not) after the first *low* touches and not held (or held) after *high*."""
        if not quads:
            return
        if high - low <= 1:
            found.update(dict.fromkeys(quads, self._touches[high - 1]))
            return
        middle = (low + high) // 2
        made = self._at(middle)
        same = {quad for quad in quads if (quad in made) == held}
        self._halve(middle, high, same, held, found)
        self._halve(low, middle, quads - same, held, found)

    def _at(self, index: int) -> set[Quad]:
        if index not in self._made:
            self._made[index] = self._of.quads(self._part, self._touches[index - 1])
        return self._made[index]


def _by_terms(quad: Quad, named: Mapping[Term, int]) -> list[int]:
    """Return the events of the nodes that a quad names; claims are not among them: their names say of nobody."""
    by = (named.get(quad.subject), named.get(quad.object))
    return [at for at in by if at is not None]
