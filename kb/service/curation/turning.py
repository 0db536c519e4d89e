"""What can be done about decisions as they stand: taken back, or put in force again, and by taking back which event.

Input: positions of events; a moment of the base. Output: position -> Turn, for the log as a page; what is done is in
kb.service.curation.undoing, which refuses the rest and says why.
Never: writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.projections.folding.judging import in_force, key
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.withdrawing import added_again
from kb.service.history.asof import Moment


@dataclass(frozen=True, slots=True)
class Turn:
    """How a decision is turned round.

    Attributes:
        at: the event that is taken back for it: the decision itself, or what undid it.
        again: whether that puts a decision in force again.
    """

    at: int
    again: bool


def turns(moment: Moment, positions: Iterable[int]) -> dict[int, Turn]:
    """Return how the decisions among some events can be turned round, without those that cannot, and other events.

    An undoing that is in force puts its decision in force again where it is taken back; one that was overtaken by a
    later one is done with.
    """
    with moment.connection() as connection:
        tables = Tables(connection)
        found = ((position, _turn(tables, position)) for position in positions)
        return {position: turn for position, turn in found if turn is not None}


def _turn(tables: Tables, position: int) -> Turn | None:
    row = tables.get("decision", key(position))
    if not row or row.get("void"):
        return None
    undoes = row["kind"] == "undo"
    root = int(row["root"]) if undoes else position
    decided = tables.get("decision", key(root)) or {}
    if decided.get("kind") == "withdrawal" and added_again(Views(tables), str(decided["article"]), root):
        return None  # done again it would take out what was added since
    state = tables.get("force", key(root))
    if undoes:
        return Turn(position, not row["on"]) if state and int(state["by"]) == position else None
    if in_force(tables, position):
        return Turn(position, False)
    by = int(state["by"]) if state else 0
    return Turn(by, True) if (tables.get("decision", key(by)) or {}).get("kind") == "undo" else None
