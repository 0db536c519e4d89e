"""What changed between two positions of the log: for reading, as JSON values, as an RDF Patch; and why.

Input: an opened knowledge base, two positions. Output: a Diff, whose groups are made one by one as they are asked for.
Never: holds two graphs; leaves a change without the event that made it.

From a later position to an earlier one everything is turned round, and each line keeps its event: what a merge brought
is gone before it.
"""

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import Final

from pyoxigraph import Quad

from kb.errors import InputError
from kb.events import Recorded
from kb.graph.patch import patch_id, rdf_patch
from kb.projections.files.sorting import sorted_lines
from kb.projections.graph.changes import PartChange, Span
from kb.projections.graph.part_looks import Part
from kb.projections.past.stretches import between
from kb.service.history.asof import AsOf, EarlyMomentError
from kb.service.history.diff_reading import Reader
from kb.service.history.diff_told import Group, Told, as_json
from kb.service.history.journal import in_words
from kb.service.knowledge_base import KnowledgeBase

_EMPTY_HASH: Final = "0" * 64


class LongDiffError(InputError):
    """Two positions lie further apart than is compared here."""

    code = "long-diff"

    def __init__(self, start: int, goal: int, most: int) -> None:
        self.start = start
        self.goal = goal
        self.most = most
        super().__init__(
            f"Between events {start} and {goal} lie {abs(goal - start):,} events; at most {most:,} are compared here.",
            hint="Ask for a shorter stretch, or run `kb diff` where the home is.",
        )


@dataclass(frozen=True, slots=True)
class Why:
    """An event of the log by which something changed, or that led to one.

    Attributes:
        cause: position of the event that led to it, 0 for none.
        said: what happened, in words, with its reasons.
    """

    position: int
    recorded_at: str
    type: str
    actor: str
    cause: int
    said: str

    @property
    def words(self) -> str:
        """The whole on one line, its position in brackets."""
        cause = f", led to by [{self.cause}]" if self.cause else ""
        when = self.recorded_at[:19].replace("T", " ")
        return f"[{self.position}] {when}  {self.type} by {self.actor}{cause}: {self.said}"


class Diff:
    """What changed from one position to another.

    Attributes:
        start, goal: the positions, as asked for.
    """

    def __init__(self, start: int, goal: int, of: Span) -> None:
        self.start = start
        self.goal = goal
        self._of = of

    def groups(self, after: Part | None = None, without: Collection[str] = ()) -> Iterator[Group]:
        """Yield what changed, article by article, then entities, happenings, graphs, decisions.

        Args:
            after: a part of the graph; it and those before it are passed over, and cost nothing.
            without: kinds of groups that are left out.
        """
        reader = self._reader()
        for change in self.changes(after, without):
            yield reader.group(change)

    def told(self, after: Part | None = None, without: Collection[str] = ()) -> Iterator[tuple[PartChange, Told]]:
        """Yield what *groups* does in words alone, each with what it was made of."""
        reader = self._reader()
        for change in self.changes(after, without):
            yield change, reader.told(change)

    def _reader(self) -> Reader:
        return Reader(self._of.views(self.start), self._of.views(self.goal))

    def json(self) -> Iterator[str]:
        """Yield the pieces of one JSON document: from, to, groups as in diff_reading beside this, and the events."""
        reasons: set[int] = set()
        yield f'{{"from": {self.start}, "to": {self.goal}, "groups": ['
        for index, group in enumerate(self.groups()):
            reasons.update(group.gone.values(), group.come.values())
            yield (",\n" if index else "\n") + _json(as_json(group))
        yield '\n], "events": ' + _json([asdict(event) for event in self.why(reasons)]) + "}\n"

    def patch(self) -> Iterator[bytes]:
        """Yield the lines of the RDF Patch that makes the canonical export at *start* that at *goal*."""
        start, goal = self._hash(self.start), self._hash(self.goal)
        headers = {
            "id": f"<{patch_id(start, goal)}>",
            "from": f'"{self.start}"',
            "to": f'"{self.goal}"',
        }
        with tempfile.TemporaryFile(prefix="kb-diff-") as left:

            def arrived() -> Iterator[bytes]:
                for change in self.changes(why=False):  # a patch does not say it
                    left.writelines(_line(quad) for quad in change.gone)
                    yield from (_line(quad) for quad in change.come)

            come = sorted_lines(arrived())
            first = list(islice(come, 1))  # all is made before the first comes: what left is in its file now
            left.seek(0)
            yield from rdf_patch(sorted_lines(left), chain(first, come), headers)

    def why(self, positions: Iterable[int]) -> list[Why]:
        """Return the events at *positions* and those that led to them, in order."""
        found: dict[int, Why] = {}
        waiting = set(positions)
        while waiting:
            position = waiting.pop()
            if position > 0 and position not in found:
                found[position] = why(self._of.sources.recorded(position))
                waiting.add(found[position].cause)
        return [found[position] for position in sorted(found)]

    def changes(
        self, after: Part | None = None, without: Collection[str] = (), *, why: bool = True
    ) -> Iterator[PartChange]:
        """Yield how each part of the graph changed, in the order of *groups* and with its arguments.

        Args:
            why: whether the event of each quad is looked for.
        """
        turned = self.start > self.goal
        for change in self._of.changes(after, without, why=why):
            yield _turned(change) if turned else change

    def goes_on(self, after: Part, without: Collection[str] = ()) -> bool:
        """Say whether parts of the graph after one may have changed."""
        return self._of.goes_on(after, without)

    def _hash(self, position: int) -> str:
        if position == 0:
            return _EMPTY_HASH
        return self._of.sources.recorded(position).envelope.hash


def why(recorded: Recorded) -> Why:
    """Return an event as the reason of something."""
    at = recorded.envelope
    said = in_words(recorded.event)
    return Why(at.position, at.recorded_at, at.type, at.actor, at.cause, said)


@contextmanager
def differing(kb: KnowledgeBase, begin: AsOf, end: AsOf = None, *, most: int | None = None) -> Iterator[Diff]:
    """Lend what changed from one moment to another.

    Args:
        begin, end: positions of the log, 0 for the empty one, or times, in either order; None for now. At a time
            before the first event the log was empty.
        most: how many events may lie between, None for any number.

    Raises:
        BadMomentError, NoSuchMomentError: see KnowledgeBase.position_at.
        LongDiffError: too many events lie between.
        ProjectionStoppedError: an event between cannot be taken in.
    """
    start, goal = _position(kb, begin), _position(kb, end)
    low, high = sorted((start, goal))
    if most is not None and high - low > most:
        raise LongDiffError(start, goal, most)
    with between(kb.past, low, high) as span:
        yield Diff(start, goal, span)


def _position(kb: KnowledgeBase, moment: AsOf) -> int:
    try:
        at = kb.position_at(moment)
    except EarlyMomentError:
        return 0
    return kb.position if at is None else at


def _turned(change: PartChange) -> PartChange:
    return replace(change, gone=change.come, come=change.gone, before=change.after, after=change.before)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)


def _line(quad: Quad) -> bytes:
    return f"{quad} .\n".encode()
