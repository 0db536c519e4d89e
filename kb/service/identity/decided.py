"""Why mentions or events were linked, merged, parted or kept apart, as far as it is in force.

Input: the catalog, which knows where decisions about an id or a member stand, and how to read one of them.
Output: kb.service.display.pages.Decision values.
Never: names an article that has left the graph; reads the log for what the catalog knows.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Final

from kb.events import (
    EntitiesKeptApart,
    EntitiesLinked,
    EntitiesMerged,
    HappeningsLinked,
    MembersMoved,
    Recorded,
)
from kb.events.streams import RESOLUTION
from kb.projections.folding.judging import in_force
from kb.projections.folding.views import Views
from kb.service.display.pages import Decision
from kb.service.lists.listed import where

_DECIDED: Final = (EntitiesLinked, EntitiesMerged, EntitiesKeptApart, HappeningsLinked, MembersMoved)


class Decided:
    """Finds decisions.

    Args:
        connection: to the catalog, for reading.
        views: of it.
        recorded: reads the event at a position.
        until: the last event of the log that is told of; None for all.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        views: Views,
        recorded: Callable[[int], Recorded],
        until: int | None = None,
    ) -> None:
        self._connection = connection
        self._views = views
        self._recorded = recorded
        self._until = until

    def about(self, members: Iterable[str], entities: Iterable[str], kind: str = "entity") -> list[Decision]:
        """Return the decisions in force that name one of *members* or *entities*; of the graph's articles alone."""
        wanted, about = set(members), set(entities)
        found = []
        for position in self._positions(wanted, about):
            recorded = self._recorded(position)
            event = recorded.event
            said = ""
            if recorded.envelope.stream != RESOLUTION or not self._holds(recorded):
                continue
            if isinstance(event, EntitiesLinked | HappeningsLinked):
                target = event.entity if isinstance(event, EntitiesLinked) else event.happening
                if target in about or wanted & set(event.members):
                    said = "linked " + ", ".join(self._member(member) for member in self._live(event.members))
            elif isinstance(event, EntitiesMerged):
                if about & {event.entity, event.absorbed}:
                    said = f"merged {kind}-{event.absorbed} into {kind}-{event.entity}"
            elif isinstance(event, MembersMoved):
                if about & {event.entity, *event.targets} or wanted & set(event.members):
                    said = "parted " + ", ".join(self._member(member) for member in self._live(event.members))
            elif isinstance(event, EntitiesKeptApart) and about & set(event.entities):
                others = [entity for entity in event.entities if entity not in about]
                said = "kept apart from " + ", ".join(self._called(entity) for entity in others)
            if said and isinstance(event, _DECIDED):
                at = recorded.envelope
                found.append(Decision(at.position, at.recorded_at, at.actor, said, event.score, event.reasons))
        return found

    def _positions(self, members: Iterable[str], entities: Iterable[str]) -> list[int]:
        """Return where decisions stand that may be about members or ids, in order."""
        tables, kinds = self._views.tables, ("about", "into")
        names = {name for one in entities for kind in kinds for name in tables.keys(kind, one)}
        names |= {name for one in members for name in tables.keys("linking", one)}
        return [at for at in map(int, sorted(names)) if self._until is None or at <= self._until]

    def _holds(self, recorded: Recorded) -> bool:
        """Say whether a link, merge or keeping apart is in force and has something in the graph to be about."""
        tables, event = self._views.tables, recorded.event
        if not in_force(tables, recorded.position):
            return False
        if isinstance(event, EntitiesMerged):
            return tables.has("linked", event.entity) and tables.has("linked", event.absorbed)
        return not isinstance(event, EntitiesLinked | HappeningsLinked | MembersMoved) or bool(
            self._live(event.members)
        )

    def _live(self, members: Iterable[str]) -> list[str]:
        """Return those of *members* whose article is in the graph."""
        return [one for one in members if self._views.article_is_live(one.partition("#")[0])]

    def _member(self, member: str) -> str:
        """Return how a decision's member is called for reading: its name and its article."""
        article, _, local = member.partition("#")
        row = self._one("SELECT title FROM articles WHERE id = ?", article)
        known = self._views.tables.get("member", article, local) or {}
        name = known.get("name") or known.get("label") or local
        if listing := self._views.listing_row(article):
            return f"“{name}” in {where(listing)}"
        return f"“{name}” in {row[0] if row and row[0] else f'article-{article}'}"

    def _called(self, entity: str) -> str:
        row = self._one("SELECT label FROM entities WHERE id = ?", entity)
        return f"{row[0]} (entity-{entity})" if row else f"entity-{entity}"

    def _one(self, query: str, *values: Any) -> Any:
        return self._connection.execute(query, values).fetchone()
