"""The base IRI of a log, in the fold.

Input: the base-created event. Output: the kind "base" of Tables.
Never: takes another one later: everything that was made by the first would have to have another name.
"""

from typing import TYPE_CHECKING

from kb import events as ev
from kb.events import Recorded
from kb.graph.iris import Iris
from kb.projections.contract import BadEventError

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def based(fold: "Fold", _: Recorded, event: ev.BaseCreated) -> None:
    """Keep it, if it is one, and the log has no other."""
    base = fold.tables.get("base", "")
    if base not in (None, event.base_iri):
        raise BadEventError(f"The base IRI is {base}, and cannot become {event.base_iri}.")
    fold.tables.put("base", "", value=Iris(event.base_iri).base)
