"""Which events of the log hold a person's name, or an id that goes with it.

Input: a Whom; the log and its catalog. Output: the events whose payloads are to be erased, and what is out of reach.
Never: writes.

An article whose text changes gets another id, so all that names the old one goes too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kb import events as ev
from kb.events import DomainEvent, Recorded
from kb.events.codec import encode
from kb.events.streams import CURATION, RESOLUTION, article_stream, extraction_stream
from kb.log import EventLog
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.judging import key
from kb.service.erasure.whom import Whom

NOT_SEARCHED: Final = frozenset(
    {
        ev.BaseCreated.TYPE,
        ev.OntologyAdopted.TYPE,
        ev.GraphImported.TYPE,
        ev.GraphDropped.TYPE,
        ev.ListAdded.TYPE,
        ev.ListWithdrawn.TYPE,
        ev.Erased.TYPE,
    }
)

Claim = ev.ClaimConfirmed | ev.ClaimRetracted | ev.ClaimAmended
Undoing = ev.DecisionUndone | ev.MergeUndone


@dataclass(slots=True)
class Holding:
    """The events that hold a person's name.

    Attributes:
        events: what goes, by position, once *collect* has looked for it.
        graphs: imported graphs that hold the name.
        lists: versions of curated lists that do.
        unreached: positions of other events that hold it, in their actor or where no log can do without them.
    """

    log: EventLog
    catalog: Catalog
    whom: Whom
    events: dict[int, Recorded] = field(default_factory=dict)
    graphs: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    unreached: list[int] = field(default_factory=list)

    @property
    def positions(self) -> tuple[int, ...]:
        """What goes, in order."""
        return tuple(sorted(self.events))

    def collect(self) -> None:
        """Find what goes."""
        undoings, decisions = [], []
        streams = {name(text) for text in self.whom.texts for name in (article_stream, extraction_stream)}
        for recorded in self.log.read():
            event = recorded.event
            if isinstance(event, ev.PayloadErased):
                continue
            if self.whom.names.within(recorded.envelope.actor, full=True):
                self.unreached.append(recorded.position)
            if isinstance(event, Undoing):
                undoings.append(recorded)
            elif recorded.envelope.stream in streams:
                self.events[recorded.position] = recorded
            elif recorded.envelope.type in NOT_SEARCHED:
                self._report(recorded)
            elif recorded.envelope.stream in (RESOLUTION, CURATION) or isinstance(event, ev.ArticleWithdrawn):
                decisions.append(recorded)
        self._decisions(decisions)
        self._undoings(undoings)

    def _report(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, ev.OntologyAdopted) or not self.whom.names.within(said(event), full=True):
            return
        if isinstance(event, ev.GraphImported):
            self.graphs.append(event.graph)
        elif isinstance(event, ev.ListAdded):
            self.lists.append(f"{event.name} (event {recorded.position})")
        else:
            self.unreached.append(recorded.position)

    def _decisions(self, decisions: Iterable[Recorded]) -> None:
        """Add decisions that hold the name or an id that goes, and those after them that would come before them."""
        withdrawals = {at for at, one in self.events.items() if isinstance(one.event, ev.ArticleWithdrawn)}
        moved: set[str] = set()  # what has to keep its order: decisions on an article's claims, on one id
        for recorded in decisions:
            about = _about(recorded.event)
            cause = recorded.envelope.cause
            led = cause in withdrawals or (cause in self.events and isinstance(recorded.event, ev.EntityDescribed))
            if led or about & moved or self._holds(recorded.event):
                self.events[recorded.position] = recorded
                moved |= about

    def _holds(self, event: DomainEvent) -> bool:
        text = said(event)
        if self.whom.names.within(text, full=True) or any(article in text for article in self.whom.texts):
            return True
        ours = any(one in text for one in self.whom.ids)
        described = isinstance(event, ev.EntityDescribed | ev.EntityAmended) and event.entity in self.whom.ids
        return described or (ours and self.whom.names.within(text))

    def _undoings(self, undoings: Iterable[Recorded]) -> None:
        """Add whatever took back, or put in force again, a decision that goes; and all of a row that holds the name."""
        rows: dict[int, list[Recorded]] = {}
        for recorded in undoings:
            root = int((self.catalog.tables.get("decision", key(recorded.position)) or {}).get("root", 0))
            rows.setdefault(root, []).append(recorded)
        for root, row in rows.items():
            if root in self.events or any(self._holds(one.event) for one in row):
                self.events |= {one.position: one for one in row}


def said(event: DomainEvent) -> str:
    return encode(event).decode("utf-8", "replace")


def _about(event: DomainEvent) -> set[str]:
    """Return what a decision must keep its place among: claims of an article, what is said of an id, merges."""
    if isinstance(event, Claim):
        return {event.claim.partition("#")[0]}
    if isinstance(event, ev.EntityAmended):
        return {f"amended {event.entity}"}
    if isinstance(event, ev.EntityDescribed):
        return {f"described {event.entity}"}
    if isinstance(event, ev.EntitiesMerged):
        return {f"merged {event.entity}", f"merged {event.absorbed}"}
    return set()
