"""Which of some positions of the log changed each quad of one part of the graph.

Input: a part, the positions after which it may be another than before, what makes it as of each. Output: quad ->
position. Read by kb.projections.graph.changes.
Never: makes a part where the names that it has show what changed.
"""

from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class _Moved:
    """What changed where members were linked otherwise, and nothing else.

    Attributes:
        changed: ids for which other members stand than before.
        left, new: those of them for which none stands any more, and for which none stood before.
    """

    changed: set[str]
    left: set[str]
    new: set[str]


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
        self._moves: dict[int, _Moved | None] = {}
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
        self._halve(0, len(self._touches), gone, True, left)
        self._halve(0, len(self._touches), come, False, arrived)
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

    def _named(self, low: int, high: int, quads: set[Quad], held: bool, found: dict[Quad, int]) -> set[Quad]:
        """Attribute what can have changed with one touch alone, by the nodes in it; return the others.

        Where members are linked otherwise and nothing else, quads come and leave that name a node which other members
        stand for than before; and what names a node for which none stood until then was not there until then.
        """
        whole: set[int] = set()
        changed: dict[Term, set[int]] = {}
        bounds: dict[Term, int] = {}
        for at in range(high, low, -1) if held else range(low + 1, high + 1):
            moved = self._moved(at)
            if moved is None:
                whole.add(at)
                continue
            for node in self._nodes(moved.changed):
                changed.setdefault(node, set()).add(at)
            bounds.update(dict.fromkeys(self._nodes(moved.left if held else moved.new), at))
        others = set()
        for quad in quads:
            subject: Term = quad.subject
            value: Term = quad.object
            could = whole
            if subject in changed or value in changed:
                could = whole.union(changed.get(subject, ()), changed.get(value, ()))
                if known := [bounds[node] for node in (subject, value) if node in bounds]:
                    first, last = (low, min(known)) if held else (max(known), high)
                    could = {at for at in could if first <= at <= last}
            if len(could) == 1:
                found[quad] = self._touches[next(iter(could)) - 1]
            else:
                others.add(quad)
        return others

    def _moved(self, at: int) -> "_Moved | None":
        """Return what a touch linked otherwise, None where it did more than that."""
        if at not in self._moves:
            self._moves[at] = self._moved_by(at)
        return self._moves[at]

    def _moved_by(self, at: int) -> "_Moved | None":
        before, now = self._inputs(self._before(at)), self._inputs(self._touches[at - 1])
        if before.rest != now.rest or now.decided:
            return None
        members = [local for local, entity in now.links.items() if before.links.get(local) != entity]
        was, became = {before.links[local] for local in members}, {now.links[local] for local in members}
        return _Moved(was | became, was - set(now.links.values()), became - set(before.links.values()))

    def _nodes(self, ids: set[str]) -> Iterator[NamedNode]:
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
        if self._part[0] == "article":
            quads = self._named(low, high, quads, held, found)
            if not quads:
                return
        middle = self._middle(low, high)
        made = self._at(middle)
        same = {quad for quad in quads if (quad in made) == held}
        self._halve(middle, high, same, held, found)
        self._halve(low, middle, quads - same, held, found)

    def _middle(self, low: int, high: int) -> int:
        """Return where to halve: so that names tell most, on both sides of a touch that did more than to link."""
        whole = [at for at in range(low + 1, high + 1) if not self._moved(at)] if self._part[0] == "article" else []
        if len(whole) > 1:
            return whole[len(whole) // 2] - 1
        return min(whole[0], high - 1) if whole else (low + high) // 2

    def _at(self, index: int) -> set[Quad]:
        if index not in self._made:
            self._made[index] = self._of.quads(self._part, self._touches[index - 1])
        return self._made[index]
