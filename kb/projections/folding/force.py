"""Which decisions are in force, and what persons keep apart by them.

Input: Tables as kb.projections.folding.projection keeps them. Output: yes or no, positions.
Pure over Tables.
"""

from collections.abc import Collection
from typing import Final

from kb.projections.folding.clusters import cluster
from kb.projections.folding.tables import Tables

PERSON: Final = "person:"


def parted(tables: Tables, one: str, other: str) -> int:
    """Return the position of the decision by which a person keeps two canonical ids apart, 0 if none does."""
    first, second = cluster(tables, one).members, frozenset(cluster(tables, other).members)
    pairs = (
        int(row["by"])
        for mine in first
        for _, row in tables.items("parted", mine)
        if row["other"] in second and row["person"]
    )
    return max(*pairs, 0, _grouped(tables, first, second))


def keeps_apart(tables: Tables, one: str) -> bool:
    """Say whether a person keeps a canonical id apart from any other; rules do so with most namesakes."""
    rows = (row for each in cluster(tables, one).members for _, row in tables.items("parted", each))
    return any(row["person"] or row.get("group") for row in rows)


def in_force(tables: Tables, position: int) -> bool:
    """Say whether a decision is in force: neither undone, nor void from the start."""
    row = tables.get("decision", key(position))
    state = tables.get("force", key(position))
    return bool(row) and not row.get("void") and (state is None or bool(state["on"]))


def key(position: int) -> str:
    """Return a position as a key that sorts."""
    return f"{position:015d}"


def _grouped(tables: Tables, ones: Collection[str], others: Collection[str]) -> int:
    """Return the last decision that names an id of both sides as of those that are not one another, 0 if none does."""
    mine = {int(row["by"]) for one in ones for _, row in tables.items("parted", one) if row.get("group")}
    if not mine:
        return 0
    theirs = {int(row["by"]) for one in others for _, row in tables.items("parted", one) if row.get("group")}
    return max(mine & theirs, default=0)
