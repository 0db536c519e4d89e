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

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad

from kb.log import EventLog
from kb.projections.contract import BadEventError, ProjectionStoppedError
from kb.projections.folding.projection import Fold
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.timeline import Timeline
from kb.projections.folding.views import UnchangingViews, Views
from kb.projections.graph.attribution import Attribution
from kb.projections.graph.part_looks import Part
from kb.projections.graph.parts import GraphParts, touched_parts
from kb.projections.graph.retold import Retold


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


class Span(ABC):
    """What lies between two events.

    Attributes:
        sources: of the log.
        start, goal: after which event it begins, and with which it ends.
    """

    sources: LogSources
    start: int
    goal: int
    _folded: "dict[int, Folded]"

    @property
    @abstractmethod
    def touches(self) -> dict[Part, list[int]]:
        """Part -> positions after which it may be another than before, ascending."""

    @abstractmethod
    def tables(self, position: int) -> Tables:
        """Return what the fold had kept after one of the positions, or *start*."""

    def parts(self, position: int) -> GraphParts:
        """Return what makes the parts of the graph as of *position*."""
        return GraphParts(self._as_of(position))

    def views(self, position: int) -> Views:
        """Return entities, happenings and articles as of *position*."""
        return self._as_of(position).views

    def _as_of(self, position: int) -> "Folded":
        if position not in self._folded:
            self._folded[position] = Folded(self.tables(position), self.sources, position)
        return self._folded[position]

    def quads(self, part: Part, position: int) -> set[Quad]:
        """Return what the graph held of a part after the event at *position*."""
        kind, key = part
        tables = self.tables(position)
        if not tables.get("base", ""):
            return set()
        if kind == "record" and int(key) > position:
            return set()
        if kind == "actor" and tables.get("actor", key) is None:
            return set()
        if kind == "position":
            key = str(position)
        return self.parts(position).quads((kind, key))

    def changes(
        self, after: Part | None = None, without: Collection[str] = (), *, why: bool = True
    ) -> Iterator[PartChange]:
        """Yield how each touched part changed, in the order of kinds and keys; parts that did not are left out.

        Args:
            after: a part; it and those before it are passed over.
            without: kinds of parts that are left out.
            why: whether the event of each quad is looked for; else all have *goal*.
        """
        articles = frozenset(key for kind, key in self.touches if kind == "article")
        retold = Retold(self, articles, self.sources)
        first = order(after) if after is not None else (-1, 0, "")
        for part in sorted((one for one in self.touches if one[0] not in without and order(one) > first), key=order):
            if part[0] == "entity" and retold.same(part[1]):
                continue
            attribution = Attribution(self, part, self.touches[part])
            if not attribution.touched:
                continue
            before, now = self.quads(part, self.start), self.quads(part, self.goal)
            if before == now:
                continue
            gone, come = (dict.fromkeys(quads, self.goal) for quads in (before - now, now - before))
            if why:
                gone, come = self.located(part, *attribution.of(before - now, now - before))
            yield PartChange(part, gone, come, frozenset(before), frozenset(now))

    def goes_on(self, after: Part, without: Collection[str] = ()) -> bool:
        """Say whether parts after one may have changed."""
        last = order(after)
        return any(part[0] not in without and order(part) > last for part in self.touches)

    def located(
        self, part: Part, gone: dict[Quad, int], come: dict[Quad, int]
    ) -> tuple[dict[Quad, int], dict[Quad, int]]:
        """Return the event of each quad, where *gone* and *come* say which of the positions it has."""
        return gone, come


@dataclass(slots=True)
class Stretch(Span):
    """A stretch of the log, folded in event by event.

    Attributes:
        line: the fold's tables at each of its positions.
        sources, start, goal: see Span.
        taken: what took each event in, with its position.
        acted: who acts for the first time -> position.
    """

    line: Timeline
    sources: LogSources
    start: int
    goal: int
    taken: list[tuple[int, Fold]] = field(default_factory=list)
    acted: dict[str, int] = field(default_factory=dict)
    _touches: dict[Part, list[int]] = field(default_factory=dict)
    _folded: "dict[int, Folded]" = field(default_factory=dict)

    @property
    def touches(self) -> dict[Part, list[int]]:
        """Part -> positions after which it may be another than before, ascending."""
        if not self._touches:
            actors: dict[int, list[Part]] = {at: [("actor", actor)] for actor, at in self.acted.items()}
            for position, fold in self.taken:
                for part in (*touched_parts(fold.expand()), *actors.get(position, ()), ("position", "")):
                    self._touches.setdefault(part, []).append(position)
        return self._touches

    def parts_touched(self) -> set[Part]:
        """Return what may be another part at *goal* than at *start*, as one step of all events has it."""
        whole = Fold(self.line.at(self.goal), self.sources)
        for _, fold in self.taken:
            whole.follow(fold)
        return {*touched_parts(whole.expand()), *(("actor", actor) for actor in self.acted)}

    def touching(self, part: Part) -> list[int]:
        """Return the positions of one part in *touches*; for an article without expanding what was touched."""
        kind, key = part
        if kind == "article":
            return [position for position, fold in self.taken if key in fold.touched.articles]
        return self.touches.get(part, [])

    def tables(self, position: int) -> Tables:
        """Return what the fold had kept after the event at *position*."""
        return self.line.at(position)


class Folded:
    """What GraphParts reads, at one moment."""

    def __init__(self, tables: Tables, sources: LogSources, position: int) -> None:
        self.tables = tables
        self.views = UnchangingViews(tables)
        self.sources = sources
        self.position = position


def stretch(
    log: EventLog, base: Tables, start: int, goal: int, sources: LogSources | None = None, *, stands: int | None = None
) -> Stretch:
    """Fold the events after *start* up to *goal* in, over tables that stand at *start*.

    Args:
        sources: of the log, where others have read of it already.
        stands: where the tables stand if that is before *start*: what lies between is taken in first, all at once.

    Raises:
        ProjectionStoppedError: an event cannot be taken in.
    """
    begun = start if stands is None else stands
    made = Stretch(Timeline(base, begun), sources or LogSources(log), start, goal)
    first = Fold(made.line.at(start), made.sources)
    for recorded in log.read(after=begun, limit=goal - begun):
        at = recorded.position
        if at > goal:
            break
        if at > start and not made.taken:
            first.settle()
        moment = made.line.at(max(at, start))
        made.sources.remember(recorded)
        last = made.taken[-1][1] if made.taken else first
        fold = Fold(moment, made.sources, last) if at > start else first
        try:
            fold.take(recorded)
        except BadEventError as error:
            raise ProjectionStoppedError("diff", at, recorded.envelope.type, str(error)) from error
        if at > start:
            fold.settle()
            made.taken.append((at, fold))
        actor = recorded.envelope.actor
        if moment.get("actor", actor) is None:
            moment.put("actor", actor)
            if at > start:
                made.acted[actor] = at
    if not made.taken:
        first.settle()
    return made


KINDS: Final = ("article", "entity", "graph", "ontology", "record", "actor", "position")
_RANKS: Final = {kind: at for at, kind in enumerate(KINDS)}


def order(part: Part) -> tuple[int, int, str]:
    """Return where a part stands among the others."""
    kind, key = part
    return _RANKS[kind], int(key) if kind == "record" else 0, key
