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
_ACTS: Final = frozenset({"country", "office", "city"})


def acting_state(document: Document, table: EntityTable, span: Span) -> str:
    """Return the country with whose doings the paragraph of an office opens, "" if it opens with none.

    "Osk has asked Ostan to withdraw, President NAME said"; "Oskgrad welcomed the list. President NAME said".
    """
    here = document.paragraph(span.start)
    opening = next((m for m in table.near(span, REACH) if document.paragraph(m.span.start) == here), None)
    if opening is None or opening.span.end > span.start or not _acts(document, table, opening):
        return ""
    return country_named(table, table.entity(opening.entity).country)


def country_named(table: EntityTable, code: str) -> str:
    """Return the country of that ISO code that the article names, "" for none."""
    return next((e.id for e in table.entities if e.type == "country" and e.country == code), "")


def _acts(document: Document, table: EntityTable, mention: Mention) -> bool:
    entity = table.entity(mention.entity)
    if entity.type not in _ACTS or not entity.country or mention.kind == "pronoun":
        return False
    return head_token(document.doc, *document.tokens(mention.span)).dep_ in _SUBJECTS
