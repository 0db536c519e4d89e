"""Which state an office is of where no words beside it say so: whoever acts in its sentence or paragraph.

Input: a role, the entities. Output: an entity id, "" for none, read by kb.extraction.offices.bodies.
Never: takes the country that is only visited, named behind "in" or asked for something.
"""

import re
from typing import Final

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.model import Mention, Span

OF_STATE: Final = re.compile(  # every state has one, though the title names no ministry
    r"(?:(?:deputy|chief|former|acting) )*(?:presidential (?:spokes(?:man|woman|person)|adviser|aide|secretary)|"
    r"(?:opposition|majority|minority) leader|leader of the opposition|senator|"
    r"(?:opposition )?(?:lawmaker|legislator|M\.?P\.?)|"
    r"member of parliament|cabinet minister|deputy minister|vice-minister)",
    re.IGNORECASE,
)
REACH: Final = 500  # characters back, in its paragraph
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
HOSTILE: Final = frozenset({"attack", "armed_conflict"})  # classes
_ACTS: Final = frozenset({"country", "office", "city"})


def acting_state(document: Document, table: EntityTable, span: Span) -> str:
    """Return the one country that does something in the paragraph before an office, if it opens with it; "" for none.

    "Osk has asked Ostan to withdraw, President NAME said"; "Oskgrad welcomed the list. President NAME said". Who
    attacks is told of by the other side, too: "Osk struck a town overnight, President NAME said".
    """
    here = document.paragraph(span.start)
    before = [
        m for m in table.near(span, REACH) if document.paragraph(m.span.start) == here and m.span.end < span.start
    ]
    acting = [m for m in before if _acts(document, table, m)]
    codes = {table.entity(m.entity).country for m in acting}
    if not acting or acting[0] is not before[0] or len(codes) > 1 or any(_attacks(document, m) for m in acting):
        return ""
    return country_named(table, codes.pop())


def country_named(table: EntityTable, code: str) -> str:
    """Return the country of that ISO code that the article names, "" for none."""
    return next((e.id for e in table.entities if e.type == "country" and e.country == code), "")


def _attacks(document: Document, mention: Mention) -> bool:
    """Whether the verb of a subject tells of an attack or of fighting."""
    verb = head_token(document.doc, *document.tokens(mention.span)).head
    told = (p for _, p in document.analysis.layer("trigger") if p.start <= verb.i < p.end)
    return any(p.label in HOSTILE for p in told)


def _acts(document: Document, table: EntityTable, mention: Mention) -> bool:
    entity = table.entity(mention.entity)
    if entity.type not in _ACTS or not entity.country or mention.kind == "pronoun":
        return False
    return head_token(document.doc, *document.tokens(mention.span)).dep_ in _SUBJECTS
