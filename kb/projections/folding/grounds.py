"""What a link rests on, in the fold: who was there before it.

Input: who joins and leaves a canonical id; the kind "into" of Tables: canonical id -> positions of links to it.
Output: the records to be told again when that changes what they rest on; whether a link still rests on anything.
Never: writes, but that a link rests on others from now on.
"""

from typing import TYPE_CHECKING

from kb import events as ev
from kb.events import Recorded
from kb.model.identity import country_identifier, external_id, own_id
from kb.projections.folding.force import key
from kb.projections.folding.members import Row, split
from kb.projections.folding.tables import Tables

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def identified(row: Row, target: str) -> bool:
    """Say whether an entity is what it is by an identifier elsewhere, whoever else tells of it."""
    known = [row.get("external", ""), country_identifier(row["country"]) if row.get("country") else ""]
    return any(name and external_id(name) == target for name in known)


def joined(tables: Tables, member: str, target: str) -> int:
    """Return since which event a member is one of *target*."""
    article, local = split(member)
    if own_id(article, local) == target:
        row = tables.get("article", article) or tables.get("listing", article) or {}
        return int(row.get("position", 0))
    return next((int(position) for position, entity in tables.items("linking", member) if entity == target), 0)


def moved(fold: "Fold", member: str, target: str) -> None:
    """Have the links told again that gained or lost the first that they link to, when a live member came or went."""
    tables = fold.tables
    last = tables.last("into", target)
    if not last:
        return
    since = joined(tables, member, target)
    first = second = int(last)
    for other in tables.each("linked", target):  # lazily: a country has thousands, and two decide
        if other != member:
            first, second, _ = sorted((first, second, joined(tables, other, target)))
            if second < since:
                return
    # Behind the second of the others every link has one that is not its own; one may have been linked twice.
    fold.touched.records |= {int(position) for position in tables.between("into", target, key(since), key(second))}


def lost(tables: Tables, member: str, was: Row, now: Row) -> None:
    """Keep that links which rested on an identifier rest on others, where a newer reading does not give it any more.

    Args:
        was, now: what is known of the member, nothing where the reading does not have it.
    """
    for position, target in tables.items("linking", member):
        if identified(was, target) and not identified(now, target):
            tables.put("into", target, position)


def rests(tables: Tables, recorded: Recorded, live: list[str], target: str) -> bool:
    """Say whether a link still has what it links to.

    Args:
        recorded: entities-linked or happenings-linked.
        live: those of its members that are in the graph.
        target: the canonical id that it names.
    """
    if sum(tables.get("linked", target, name) is not None for name in dict.fromkeys(live)) > 1:
        return True
    if isinstance(recorded.event, ev.EntitiesLinked) and any(
        identified(tables.get("member", *split(name)) or {}, target) for name in live
    ):
        return True
    there = (name for name in tables.each("linked", target) if name not in live)
    return any(joined(tables, name, target) < recorded.position for name in there)


def superseded(tables: Tables, position: int, live: list[str]) -> bool:
    """Say whether a withdrawal had all that a link decides decided anew."""
    for name in live:
        made = tables.items("linking", name)
        last = (tables.get("decision", made[-1][0]) or {}) if made else {}
        if not made or int(made[-1][0]) == position or "withdrawal" not in last:
            return False
    return bool(live)
