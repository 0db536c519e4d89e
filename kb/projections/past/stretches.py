"""What changed between two events, from the steps that the catalog kept: only those are taken in again that must be.

Input: the past of a home, two positions. Output: a Span, for kb.service.history.differing.
Never: takes in all that lies between where steps say what they touched: an event is looked for within the one step that
changed a quad. Where no steps are kept, the whole stretch is taken in event by event.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from pyoxigraph import Quad

from kb.log import EventLog
from kb.projections.catalog import steps
from kb.projections.contract import Touched
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.graph.attribution import Attribution
from kb.projections.graph.changes import Folded, Span, Stretch, stretch
from kb.projections.graph.part_looks import Part
from kb.projections.graph.parts import touched_parts
from kb.projections.past.projection import Past
from kb.projections.past.view import reading


@dataclass(frozen=True, slots=True)
class _Piece:
    """Events of one step that lie between the two.

    Attributes:
        start, goal: after which event they begin, and the last.
        opens: after which event the step begins.
        touched: what differs between the two, None where they are not the whole step.
    """

    start: int
    goal: int
    opens: int
    touched: Touched | None


class Steps(Span):
    """What lies between two events, step by step.

    Args:
        past: of the home.
        pieces: that make up the whole, in order; at least one.
        stack: what is read of the past is lent until it is closed.
    """

    def __init__(self, past: Past, pieces: list[_Piece], stack: ExitStack) -> None:
        self.start, self.goal = pieces[0].start, pieces[-1].goal
        self.sources = LogSources(past.log)
        self._touches: dict[Part, list[int]] = {}
        self._past, self._stack = past, stack
        self._pieces = {piece.goal: piece for piece in pieces}
        # Parts of steps are taken in to know what they touched: what was kept at their ends is there then.
        self._parted = {at: piece for piece in pieces if piece.touched is None for at in (piece.start, piece.goal)}
        self._taken: dict[int, Stretch] = {}
        self._folded: dict[int, Folded] = {}
        self._tables: dict[int, Tables] = {}
        for piece in pieces:
            for part in (*self._touched(piece), ("position", "")):
                self._touches.setdefault(part, []).append(piece.goal)

    @property
    def touches(self) -> dict[Part, list[int]]:
        """Part -> ends of the pieces that may have changed it, ascending."""
        return self._touches

    def tables(self, position: int) -> Tables:
        """Return what the fold had kept at the end of a piece, or *start*."""
        piece = self._parted.get(position)
        return self._take(piece).tables(position) if piece else self._kept(position)

    def _kept(self, position: int) -> Tables:
        if position not in self._tables:
            self._tables[position] = self._stack.enter_context(self._past.tables(position)).unchanging()
        return self._tables[position]

    def located(
        self, part: Part, gone: dict[Quad, int], come: dict[Quad, int]
    ) -> tuple[dict[Quad, int], dict[Quad, int]]:
        """Return the event of each quad, looked for within its piece."""
        left: dict[Quad, int] = {}
        arrived: dict[Quad, int] = {}
        for goal in {*gone.values(), *come.values()}:
            taken = self._take(self._pieces[goal])
            within = Attribution(taken, part, taken.touching(part) or [goal])
            found = within.of(
                {quad for quad in gone if gone[quad] == goal}, {quad for quad in come if come[quad] == goal}
            )
            left |= found[0]
            arrived |= found[1]
        return left, arrived

    def _take(self, piece: _Piece) -> Stretch:
        if piece.goal not in self._taken:
            self._taken[piece.goal] = taken(self._past.log, self._kept(piece.opens), piece, self.sources)
        return self._taken[piece.goal]

    def _touched(self, piece: _Piece) -> Collection[Part]:
        if piece.touched is None:
            return self._take(piece).parts_touched()
        actors: list[Part] = [("actor", actor) for actor in piece.touched.actors]
        return [*touched_parts(piece.touched), *actors]


@contextmanager
def between(past: Past, start: int, goal: int) -> Iterator[Span]:
    """Lend what lies between two events, the earlier one first.

    Raises:
        NoSuchPositionError, StorageError, ProjectionStoppedError: see Past.tables and kb.projections.graph.changes.
    """
    with ExitStack() as stack:
        pieces = _pieces(past, start, goal) if goal > start else []
        if len(pieces) > 1:
            yield Steps(past, pieces, stack)
            return
        piece = pieces[0] if pieces else _Piece(start, goal, start, None)
        yield taken(past.log, stack.enter_context(past.tables(piece.opens)).unchanging(), piece)


def taken(log: EventLog, base: Tables, piece: _Piece, sources: LogSources | None = None) -> Stretch:
    """Take in the events of a piece, over tables that stand where its step begins.

    Raises:
        ProjectionStoppedError: see kb.projections.graph.changes.
    """
    return stretch(log, base, piece.start, piece.goal, sources, stands=piece.opens)


def _pieces(past: Past, start: int, goal: int) -> list[_Piece]:
    """Return the pieces of the steps between two events; none where steps are missing."""
    if not past.home.catalog_path.exists():
        return []
    with reading(past.home.catalog_path) as connection:
        connection.execute("BEGIN")
        found = [_piece(*step, start, goal) for step in steps.each(connection, start, goal)]
    ends = [start, *(piece.goal for piece in found)]
    whole = found and ends[-1] == goal and all(piece.start == end for piece, end in zip(found, ends, strict=False))
    return found if whole else []


def _piece(before: int, after: int, touched: Touched, start: int, goal: int) -> _Piece:
    whole = start <= before and after <= goal
    return _Piece(max(before, start), min(after, goal), before, touched if whole else None)
