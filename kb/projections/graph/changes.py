"""What a stretch of the log changed in the graph, quad by quad, each with the event that changed it.

Input: a log, two positions, the fold's tables at the first. Output: for each part of the graph that the stretch
touched, the quads that left and the quads that came, with positions. Read by kb.service.history.differing.
Never: opens the graph's store; makes a part that no event of the stretch touched; writes.

The fold says which parts each event touches, and a Timeline keeps its tables at every position, so that a part can be
made as of any event of the stretch. A part's quads at the two ends give what changed; which event changed a quad is
found by halving the events that touched the part. Most events that touch an article only link its members: there the
quads that name a member's new canonical node came with that link, those that name its old one left with it, and no part
needs to be made to see it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Quad

from kb.graph.iris import Iris
from kb.log import EventLog
from kb.projections.contract import BadEventError, ProjectionStoppedError
from kb.projections.folding.projection import Fold
from kb.projections.folding.revisions import revisions
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.timeline import Moment, Timeline
from kb.projections.folding.views import Views
from kb.projections.graph.part_looks import Part
from kb.projections.graph.parts import GraphParts, touched_parts


@dataclass(frozen=True, slots=True)
class PartChange:
    """How one part of the graph changed.

    Attributes:
        part: its kind and key.
        gone, come: quad -> position of the event by which it left or came.
        before, after: all quads of the part at the two ends.
    """

    part: Part
    gone: dict[Quad, int]
    come: dict[Quad, int]
    before: frozenset[Quad] = frozenset()
    after: frozenset[Quad] = frozenset()


@dataclass(slots=True)
class Stretch:
    """A stretch of the log, folded in.

    Attributes:
        line: the fold's tables at each of its positions.
        sources: of the log.
        start, goal: after which event it begins, and with which it ends.
        touches: part -> positions of the events that touched it, ascending.
    """

    line: Timeline
    sources: LogSources
    start: int
    goal: int
    touches: dict[Part, list[int]] = field(default_factory=dict)

    def parts(self, position: int) -> GraphParts:
        """Return what makes the parts of the graph as of *position*."""
        return GraphParts(Folded(self.line.at(position), self.sources))

    def views(self, position: int) -> Views:
        """Return entities, happenings and articles as of *position*."""
        return Views(self.line.at(position))

    def quads(self, part: Part, position: int) -> set[Quad]:
        """Return what the graph held of a part after the event at *position*."""
        kind, key = part
        moment = self.line.at(position)
        if not moment.get("base", ""):
            return set()
        if kind == "record" and int(key) > position:
            return set()
        if kind == "actor" and moment.get("actor", key) is None:
            return set()
        if kind == "position":
            key = str(position)
        return self.parts(position).quads((kind, key))

    def changes(self, skip: int = 0, without: Collection[str] = ()) -> Iterator[PartChange]:
        """Yield how each touched part changed, in the order of kinds and keys; parts that did not are left out.

        Args:
            skip: how many to pass over: by which events they changed is not looked for.
            without: kinds of parts that are left out.
        """
        passed = 0
        for part in sorted((one for one in self.touches if one[0] not in without), key=_order):
            attribution = _Attribution(self, part)
            if not attribution.touched:
                continue
            before, after = self.quads(part, self.start), self.quads(part, self.goal)
            if before == after:
                continue
            if passed < skip:
                passed += 1
                continue
            gone, come = attribution.of(before - after, after - before)
            yield PartChange(part, gone, come, frozenset(before), frozenset(after))


class Folded:
    """What GraphParts reads, at one moment."""

    def __init__(self, tables: Tables, sources: LogSources) -> None:
        self.tables = tables
        self.views = Views(tables)
        self.sources = sources


def stretch(log: EventLog, base: Tables, start: int, goal: int) -> Stretch:
    """Fold the events after *start* up to *goal* in, over tables that stand at *start*.

    Raises:
        ProjectionStoppedError: an event cannot be taken in.
    """
    made = Stretch(Timeline(base, start), LogSources(log), start, goal)
    for recorded in log.read(after=start):
        if recorded.position > goal:
            break
        moment = made.line.at(recorded.position)
        made.sources.remember(recorded)
        fold = Fold(moment, made.sources)
        try:
            fold.take(recorded)
        except BadEventError as error:
            raise ProjectionStoppedError("diff", recorded.position, recorded.envelope.type, str(error)) from error
        _note(made, moment, fold, recorded.position, recorded.envelope.actor)
    return made


def _note(made: Stretch, moment: Moment, fold: Fold, position: int, actor: str) -> None:
    parts = list(touched_parts(fold.expand()))
    if moment.get("actor", actor) is None:
        moment.put("actor", actor)
        parts.append(("actor", actor))
    for part in (*parts, ("position", "")):
        made.touches.setdefault(part, []).append(position)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What an article's part is made from, besides the log."""

    links: dict[str, str]
    decided: object
    rest: object


class _Attribution:
    """Finds for each changed quad of one part the event by which it changed."""

    def __init__(self, of: Stretch, part: Part) -> None:
        self._stretch = of
        self._part = part
        self._read: dict[int, _Inputs] = {}
        self._made: dict[int, set[Quad]] = {}
        self._touches = self._effective(of.touches[part])

    @property
    def touched(self) -> bool:
        """Whether an event of the stretch may have changed the part: a merge touches articles that it leaves alone."""
        return bool(self._touches)

    def of(self, gone: set[Quad], come: set[Quad]) -> tuple[dict[Quad, int], dict[Quad, int]]:
        """Return for what left and for what came the event of each quad."""
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
        kept, before = [], self._inputs(self._stretch.start)
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
        article, views = self._part[1], self._stretch.views(position)
        decided = views.curations(article)
        row = views.article_row(article) or views.listing_row(article)
        texts = revisions(article, views.article_row)  # what people decided about the others counts, too
        others = [(views.article_row(one), views.curations(one)) for one in texts if one != article]
        rest = (row, views.article_is_live(article), views.tables.keys("member", article))
        return _Inputs(views.links(article), decided, (*rest, decided, others))

    def _come_by_links(self, come: set[Quad], found: dict[Quad, int]) -> int:
        """Attribute what came by the last links alone; return how many touches are before them."""
        fresh: dict[str, int] = {}
        at = len(self._touches)
        while at > 0 and (moves := self._moves(at)):
            for name in self._names(moves[1]):
                fresh.setdefault(name, self._touches[at - 1])
            at -= 1
        found.update((quad, max(by)) for quad in come if (by := _by_terms(quad, fresh)))
        return at

    def _gone_by_links(self, gone: set[Quad], found: dict[Quad, int]) -> int:
        """Attribute what left by the first links alone; return how many they are."""
        lost: dict[str, int] = {}
        at = 0
        while at < len(self._touches) and (moves := self._moves(at + 1)):
            if any(name in lost for name in self._names(moves[1])):
                break  # it is named again: what left with it may be back
            lost |= dict.fromkeys(self._names(moves[0]), self._touches[at])
            at += 1
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

    def _names(self, ids: set[str]) -> Iterator[str]:
        iris = Iris(self._stretch.parts(self._stretch.goal).base)
        for one in ids:
            yield iris.entity(one).value
            yield iris.happening(one).value

    def _before(self, at: int) -> int:
        return self._touches[at - 2] if at > 1 else self._stretch.start

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
            self._made[index] = self._stretch.quads(self._part, self._touches[index - 1])
        return self._made[index]


def _by_terms(quad: Quad, named: dict[str, int]) -> list[int]:
    """Return the events of the nodes that a quad names; claims are not among them: their names say of nobody."""
    terms = (quad.subject, quad.object)
    return [named[term.value] for term in terms if hasattr(term, "value") and term.value in named]


_KINDS = ("article", "entity", "graph", "ontology", "record", "actor", "position")


def _order(part: Part) -> tuple[int, int, str]:
    kind, key = part
    return _KINDS.index(kind), int(key) if kind == "record" else 0, key
