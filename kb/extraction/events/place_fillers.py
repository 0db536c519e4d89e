"""Places that fill roles of events: what was hit is a place at times, and at times only near to it.

Input: words that fill a role, their entity. Output: what kind of filler they are, read by kb.extraction.events.roles.
Never: says where an event happened.
"""

from kb.extraction.document import Document, head_token
from kb.extraction.events.bystanders import is_vehicle
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.place_kinds import VEHICLES
from kb.model import Span
from kb.model.extraction import PLACE_TYPES


def is_place(table: EntityTable, entity: str) -> bool:
    """Say whether an entity is a place or a country."""
    return table.entity(entity).type in PLACE_TYPES | {"country"}


def is_thing(document: Document, table: EntityTable, words: Span, entity: str) -> bool:
    """Say whether words name a place or a vehicle, which do not die."""
    if entity and is_place(table, entity):
        return True
    said = words.of(document.text).split()
    return bool(said) and said[-1].casefold() in VEHICLES


def is_near(document: Document, table: EntityTable, words: Span, entity: str) -> bool:
    """Say whether words name a place that something only was near to: "an ambush of a convoy near [Osk]"."""
    first, last = document.tokens(words)
    if first >= last or not entity or not is_place(table, entity):
        return False
    return any(c.dep_ == "case" and c.lower_ == "near" for c in head_token(document.doc, first, last).children)


def place_of(document: Document, table: EntityTable, entity: str, words: Span) -> tuple[str, Span] | None:
    """Return where an event was that befell an entity, with the words that name it; None where that tells no place.

    A town or a named bridge itself; what "a depot" stands in, if the text names it. Of 20 without a name 2 were right
    on held-back articles.
    """
    if not entity or not is_place(table, entity) or is_vehicle(document, table, entity):
        return None
    known = table.entity(entity)
    if known.named:
        return entity, words
    if not known.within or not table.entity(known.within).named:
        return None
    named = [m.span for m in table.mentions if m.entity == known.within]
    return known.within, min(named, key=lambda span: abs(span.start - words.end))
