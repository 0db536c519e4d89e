"""Candidates from services elsewhere, in the fold.

Input: candidates-found and candidate-rejected events. Output: kinds "asked", "candidate" and "rejected" of Tables.
Never: lets an answer decide anything; keeps an older answer of the same service about the same candidate.

Kinds:
    asked: canonical id -> address of the service -> position of the last answer
    candidate: canonical id -> "scheme:id" -> {"service", "name", "score", "match", "types", "description", "position"}
    rejected: canonical id -> "scheme:id" -> position
"""

from typing import TYPE_CHECKING, Any

from kb import events as ev
from kb.events import Recorded

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def found(fold: "Fold", recorded: Recorded, event: ev.CandidatesFound) -> None:
    """Keep what a service answered, in the place of what it answered before."""
    for asked in event.asked:
        fold.tables.put("asked", asked.entity, event.service, recorded.position)
        for key, row in fold.tables.items("candidate", asked.entity):
            if row["service"] == event.service:
                fold.tables.delete("candidate", asked.entity, key)
        for one in asked.candidates:
            row = {
                "service": event.service,
                "name": one.name,
                "score": one.score,
                "match": one.match,
                "types": list(one.types),
                "description": one.description,
                "position": recorded.position,
            }
            fold.tables.put("candidate", asked.entity, one.external, row)
        fold.about(asked.entity, recorded)


def rejection(event: ev.CandidateRejected) -> dict[str, Any]:
    """Return how a rejection is kept as a decision."""
    return {"entity": event.entity, "external": event.external}


def turn(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Put a rejection in force, or take it out."""
    if on:
        fold.tables.put("rejected", row["entity"], row["external"], position)
    else:
        fold.tables.delete("rejected", row["entity"], row["external"])
