"""A person's decision on a claim, and what repeats it for later texts of the article: they are one decision.

Input: the fold's tables, the log's events, a position. Output: positions.
Never: decides; takes in what a person decided anew about a later text.
"""

from typing import Final

from kb.projections.folding.judging import key
from kb.projections.folding.revisions import revisions
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views

CORRECTION: Final = "rule:correction/1"  # who repeats decisions, as the log has it


def repetitions(tables: Tables, sources: LogSources, position: int) -> tuple[int, ...]:
    """Return the positions of a decision and of its repetitions, in log order: the first is the person's own.

    Args:
        position: of any of them; of a decision on another thing than a claim it is the only one.
    """
    row = tables.get("decision", key(position))
    if not row or row["kind"] != "claim":
        return (position,)
    texts = revisions(str(row["article"]), Views(tables).article_row)
    if len(texts) == 1:
        return (position,)
    first = _first(tables, sources, position)
    named = {int(name) for text in texts for name in tables.keys("named", text)}
    claims = sorted(one for one in named if (tables.get("decision", key(one)) or {}).get("kind") == "claim")
    return tuple(one for one in claims if _first(tables, sources, one) == first)


def _first(tables: Tables, sources: LogSources, position: int) -> int:
    """Return the decision that one repeats, itself if it repeats none."""
    at = sources.recorded(position).envelope
    while at.actor == CORRECTION and (tables.get("decision", key(at.cause)) or {}).get("kind") == "claim":
        at = sources.recorded(at.cause).envelope
    return at.position
