"""Whom and what a statement is about.

Input: an extraction. Output: local ids of entities, for the catalog's rows; saved queries ask the graph the same.
Pure. Never: takes who speaks for a topic because of an "I" or "we"; what they claim about themselves counts.
"""

from bisect import bisect_left
from collections.abc import Iterator

from kb.model import Extraction, Span, Statement


class Topics:
    """Finds the topics of an extraction's statements; all mentions are looked through once, not for each statement."""

    def __init__(self, extraction: Extraction) -> None:
        self._entities = {entity.id for entity in extraction.entities}
        self._events = extraction.events
        self._places = {event.id: place for place, event in enumerate(extraction.events)}
        self._mentions = extraction.mentions
        self._starts = sorted((one.span.start, place) for place, one in enumerate(extraction.mentions))

    def of(self, statement: Statement) -> tuple[str, ...]:
        """Return the entities that a statement is about, each once.

        They are those that the reading says it is about, those that take part in an event which it claims or are its
        place, and those that its content names, by whatever word, but for the speakers.
        """
        found = [local for local in statement.about if local in self._entities]
        for place in sorted({self._places[one] for one in statement.claims if one in self._places}):
            found += [role.entity for role in self._events[place].roles if role.entity]
            found += self._events[place].places
        inside = {place for part in statement.content for place in self._inside(part)}
        named = (self._mentions[place].entity for place in sorted(inside))
        found += [one for one in named if one and one not in statement.speakers]
        return tuple(dict.fromkeys(found))

    def _inside(self, part: Span) -> Iterator[int]:
        """Yield the places of the mentions that lie in a part of the text."""
        first, beyond = (bisect_left(self._starts, (at, 0)) for at in (part.start, part.end))
        for _, place in self._starts[first:beyond]:
            if self._mentions[place].span.end <= part.end:
                yield place
