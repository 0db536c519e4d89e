"""Decisions by which a person moves members, leaves a pair open or adopts weights, in the fold.

Input: one Recorded, the Fold that takes it. Output: a row of the decision; kb.projections.folding.parting does what it
says.
Never: decides whether it holds; kb.projections.folding.judging does.
"""

from typing import TYPE_CHECKING

from kb import events as ev
from kb.events import Recorded
from kb.projections.contract import BadEventError
from kb.projections.folding.judging import decided, key

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def moved(fold: "Fold", recorded: Recorded, event: ev.MembersMoved) -> None:
    """Give each member the id that a person gave it, and keep the ids that are named apart."""
    if not event.members or len(event.members) != len(event.targets):
        raise BadEventError(f"{len(event.members)} members and {len(event.targets)} ids do not go together.")
    for member in event.members:
        article, local = fold.split(member)
        if fold.tables.get("member", article, local) is None:
            raise BadEventError(f"No extraction has the member {member}.")
        fold.name(article, recorded)
    for position in event.merges:
        if (fold.tables.get("decision", key(position)) or {}).get("kind") != "merge":
            raise BadEventError(f"Event {position} is no merge that could be parted.")
    for entity in sorted({event.entity, *event.targets}):
        fold.about(entity, recorded)
    row = {
        "entity": event.entity,
        "members": list(event.members),
        "targets": list(event.targets),
        "merges": list(event.merges),
        "different": list(event.different),
    }
    decided(fold, recorded, "move", row)


def left_open(fold: "Fold", recorded: Recorded, event: ev.PairLeftOpen) -> None:
    """Keep that a person could not say whether two are one."""
    row = {"open": list(event.pair), "score": event.score, "against": event.against}
    decided(fold, recorded, "open", row)


def weights_adopted(fold: "Fold", recorded: Recorded, event: ev.WeightsAdopted) -> None:
    """Keep the weights that were fitted to what people decided."""
    row = {
        "entities": {one.field: one.scale for one in event.entities},
        "events": {one.field: one.scale for one in event.events},
        "shift": event.shift,
        "event_shift": event.event_shift,
    }
    decided(fold, recorded, "weights", row)
