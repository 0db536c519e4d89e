"""Whom the model links to an office: the likeliest holder, the likeliest body.

Input: an office proposal with its relations, the entities.
Output: an entity id, "" for none, and how likely it is; read by kb.extraction.offices.bodies and stage.
Never: takes a person for a body.
"""

from collections.abc import Callable
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.offices.words import SIDES
from kb.model import Entity

BODY_FLOOR: Final = 0.35  # a wrong body is worse than none
FITTING_FLOOR: Final = 0.1  # but a state for a minister, or a town for a mayor, is seldom wrong
HOLDER_FLOOR: Final = 0.35
_NO_BODY: Final = frozenset({"office", "offices", "headquarters", "cabinet"})


def linked(
    document: Document,
    table: EntityTable,
    index: int,
    label: str,
    *,
    persons: bool,
    fits: Callable[[Entity], bool] | None = None,
) -> tuple[str, float]:
    """Return the likeliest holder or body, and how likely; of those that *fits* lets pass an unlikely one too."""
    floor = HOLDER_FLOOR if persons else BODY_FLOOR if fits is None else FITTING_FLOOR
    for relation in document.relations_of.get(index, ()):
        if relation.label != label or relation.score < floor:
            continue
        entity_id = table.of_proposal.get(relation.tail, "")
        if not entity_id or (table.entity(entity_id).type == "person") != persons:
            continue
        if not persons and table.entity(entity_id).name.casefold() in _NO_BODY | SIDES:
            continue  # "my office"
        if fits is None or fits(table.entity(entity_id)):
            return entity_id, relation.score
    return "", 0.0
