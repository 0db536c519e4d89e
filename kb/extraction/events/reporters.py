"""The land that counts what happened in it: "Osk has reported 31 deaths", "Ruvu recorded nine cases".

Input: the triggers of an event that no place is linked to, the tree, entities.
Output: where it happened, read by kb.extraction.events.roles.
Never: takes a body for a place, or what others count for what happened among them.
"""

from collections.abc import Sequence
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.extraction.syntax import subject_of
from kb.language.analysis import Proposal
from kb.model import Span

COUNTING: Final = frozenset("report record register confirm log suffer see detect".split())
LANDS: Final = frozenset({"country", "region", "province", "state", "district", "city", "town", "village", "area"})
CONTESTS: Final = frozenset("defeat victory win loss draw triumph setback".split())  # of teams called after lands
SURE: Final = 0.6


def counted_in(document: Document, table: EntityTable, triggers: Sequence[Proposal]) -> tuple[str, Span, float] | None:
    """Return (entity, words, how sure) of the land whose count an event's noun is, None if no land counts it."""
    for trigger in triggers:
        noun = head_token(document.doc, trigger.start, trigger.end)
        verb = noun.head
        if noun.pos_ != "NOUN" or noun.dep_ != "obj" or verb.pos_ != "VERB" or verb.lemma_ not in COUNTING:
            continue
        if noun.lemma_ in CONTESTS:
            continue
        subject = subject_of(verb)
        filler = document.filler_at.get(subject.i) if subject is not None else None
        entity = table.of_proposal.get(filler, "") if filler is not None else ""
        if filler is None or not entity:
            continue
        land = table.entity(entity)
        if land.named and land.type in LANDS:
            return entity, document.span(document.analysis.proposals[filler]), SURE
    return None
