"""What joins the events of an article: which is part of which, which brought about which.

Input: ids of events. Output: kb.projections.catalog.records.EventLink; read by timelines.
"""

from collections.abc import Sequence
from typing import Final

from kb.projections.catalog.names import CatalogNames
from kb.projections.catalog.records import EventLink

_AT_ONCE: Final = 400  # ids in one query; SQLite takes 32,766


class CatalogLinks(CatalogNames):
    """Finds what joins events."""

    def event_links(self, events: Sequence[str]) -> tuple[EventLink, ...]:
        """Return what joins events to their wholes, parts, causes and effects, whichever side they stand on."""
        found: dict[EventLink, None] = {}
        for at in range(0, len(events), _AT_ONCE):
            asked = events[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(asked))
            for side in ("event", "other"):
                rows = self._all(
                    f"SELECT link, event, other FROM event_links WHERE {side} IN ({marks}) ORDER BY event, number",
                    *asked,
                )
                found.update((EventLink(row["link"], row["event"], row["other"]), None) for row in rows)
        return tuple(found)
