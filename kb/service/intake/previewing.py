"""What would be read of a text, before any of it is recorded.

Input: an opened home, bytes of a file. Output: a Reading for each article in it, or why it could not go in.
Never: writes; says who an entity is elsewhere: that is decided when it goes in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from kb.errors import InputError, KbError
from kb.graph.iris import Iris
from kb.service.display.reading import Reading
from kb.service.intake.extracting import ArticleReader, unread_note
from kb.service.intake.results import TooLongError
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import Failed, Loaded, Outcome


@dataclass(frozen=True, slots=True)
class Preview:
    """One article as it would go in.

    Attributes:
        origin: the file's name.
        reading: None where it cannot go in; *error* says why.
        counts: entities, events ... -> how many.
        notes: what is doubtful about it, and what was done to its text.
    """

    origin: str
    reading: Reading | None = None
    error: KbError | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()


def preview(kb: KnowledgeBase, outcomes: Iterator[Outcome], most: int) -> tuple[Preview, ...]:
    """Return what would be read of the first *most* articles."""
    reader = ArticleReader(kb.parts.extractor(), kb.base_iri, kb.parts.judge())
    return tuple(_preview(kb, reader, outcome) for outcome in islice(outcomes, most))


def _preview(kb: KnowledgeBase, reader: ArticleReader, outcome: Outcome) -> Preview:
    if isinstance(outcome, Failed):
        return Preview(outcome.origin, error=outcome.error)
    if not isinstance(outcome, Loaded):
        return Preview(outcome.origin, notes=(outcome.reason,))
    article = outcome.article
    try:
        if len(article.text) > kb.settings.max_characters:
            raise TooLongError(outcome.origin, len(article.text), kb.settings.max_characters)
        found = reader.read(article, outcome.origin).extraction
    except InputError as error:
        return Preview(outcome.origin, error=error)
    kinds = ("entities", "events", "statements", "figures", "offices")
    said = [note.text for note in outcome.notes]  # as who adds it is told
    unread = unread_note(found)
    further = [unread] if unread else [note for note in found.notes if note not in said]
    own = {one.id: one.id for one in found.entities} | {one.id: one.id for one in found.events}  # not linked yet
    return Preview(
        outcome.origin,
        Reading(article, found, Iris(kb.base_iri), own),
        counts={kind: len(getattr(found, kind)) for kind in kinds},
        notes=(*said, *further),
    )
