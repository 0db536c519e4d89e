"""What every projection can do, and what stops one.

Input: batches of Recorded in log order. Output: derived rows, with the
position they stand at. Read by kb.projections.runner and whoever opens a home.
Never: skips an event, or says a position beyond what its rows hold.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from kb.errors import IntegrityError, NotFoundError
from kb.events import Recorded
from kb.model import Article, Extraction

_SEE: Final = "`kb log --after {} --limit 1 --json` shows it"
_NEXT: Final = "A newer kb may take it in; else restore a backup of before it (`kb restore`)."


class ProjectionStoppedError(IntegrityError):
    """A projection could not take in an event, and stopped before it."""

    code = "projection-stopped"

    def __init__(self, projection: str, position: int, event_type: str, cause: str, hint: str = "") -> None:
        self.projection = projection
        self.position = position
        self.event_type = event_type
        self.cause = cause
        verb = "stop" if projection.endswith("s") else "stops"
        super().__init__(
            f"The {projection} {verb} before event {position} ({event_type}): {cause}",
            hint=hint or f"{_SEE.format(position - 1)}; nothing after that is in the {projection}. {_NEXT}",
        )


class NoSuchPositionError(NotFoundError):
    """The log has no event at the position asked for."""

    code = "no-such-position"

    def __init__(self, position: int, last: int) -> None:
        self.position = position
        self.last = last
        super().__init__(
            f"The log has no event {position}; its last is {last}.",
            hint="`kb log` lists the events with their positions.",
        )


class AheadOfLogError(IntegrityError):
    """A projection has taken in events that the log does not have."""

    code = "ahead-of-log"

    def __init__(self, projection: str, position: int, log_position: int) -> None:
        self.projection = projection
        self.position = position
        self.log_position = log_position
        super().__init__(
            f"The {projection} stands at event {position}, the log ends at {log_position}: it has lost its end, "
            "or one of the two is of another home.",
            hint="Put the log back as it was, from a backup say (log.sqlite-wal belongs to it); "
            "`kb rebuild` goes by the log as it is.",
        )


class BadEventError(IntegrityError):
    """An event of the log says something that cannot be so."""

    code = "bad-event"


class Projection(Protocol):
    """Rows derived from the log, and the position they stand at."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def position(self) -> int:
        """Position of the last event taken in, 0 for none."""

    def apply(self, batch: Sequence[Recorded]) -> None:
        """Take in events, in order, whole or not at all.

        Raises:
            ProjectionStoppedError: names the first event that it cannot take.
        """

    def reset(self) -> None:
        """Forget everything: position 0."""


class Sources(Protocol):
    """Where the whole of an article and an extraction is read again, by log position."""

    def article(self, position: int) -> Article:
        """Return the article that the event at *position* brought."""

    def extraction(self, position: int) -> Extraction:
        """Return the extraction that the event at *position* recorded."""

    def recorded(self, position: int) -> Recorded:
        """Return the event at *position*."""


@dataclass(slots=True)
class Touched:
    """What a step has changed, as the keys under which it is projected again.

    Attributes:
        articles: article ids.
        entities: canonical ids as linked, before merges; happenings too.
        records: positions whose account in the decisions graph changed.
        graphs: names of imported graphs.
        ontology: whether the ontology changed.
        actors: who acted first in a stretch that is taken back.
    """

    articles: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    records: set[int] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)
    ontology: bool = False
    actors: set[str] = field(default_factory=set)

    def add(self, other: "Touched") -> None:
        """Take over what *other* touched."""
        self.articles |= other.articles
        self.entities |= other.entities
        self.records |= other.records
        self.graphs |= other.graphs
        self.ontology |= other.ontology
        self.actors |= other.actors

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield what was touched as pairs of a kind and a key."""
        yield from (("article", key) for key in self.articles)
        yield from (("entity", key) for key in self.entities)
        yield from (("record", str(key)) for key in self.records)
        yield from (("graph", key) for key in self.graphs)
        yield from (("actor", key) for key in self.actors)
        if self.ontology:
            yield "ontology", ""

    @classmethod
    def of(cls, keys: Iterable[tuple[str, str]]) -> "Touched":
        """Return what *keys* gave."""
        found = cls()
        sets = {"article": found.articles, "entity": found.entities, "graph": found.graphs, "actor": found.actors}
        for kind, key in keys:
            if kind == "record":
                found.records.add(int(key))
            elif kind == "ontology":
                found.ontology = True
            else:
                sets[kind].add(key)
        return found
