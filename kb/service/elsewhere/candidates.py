"""Whom services elsewhere take our entities for, and what people made of it.

Input: the catalog of now or of a moment. Output: Proposed, by entity, the best first.
Never: writes.
"""

import sqlite3
from collections.abc import Iterator
from typing import Final

from kb.graph.registry_graph import EntityView
from kb.projections.folding.clusters import cluster
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.elsewhere.external_ids import Proposed

STATES: Final = ("open", "accepted", "rejected")


def candidates(
    connection: sqlite3.Connection, *, entity: str = "", state: str = "", match: bool = False
) -> Iterator[Proposed]:
    """Yield candidates: entities that most articles name first, of each the best first.

    Args:
        connection: to the catalog.
        entity: only of this canonical id.
        state: one of STATES, "" for all.
        match: only those of which their service is sure.
    """
    tables = Tables(connection)
    views = Views(tables)
    found: dict[str, EntityView] = {}
    for one in [entity] if entity else tables.parts("candidate"):
        view = views.view(one)
        if isinstance(view, EntityView):
            found[view.id] = view
    for view in sorted(found.values(), key=lambda one: (-one.articles, one.label, one.id)):
        for proposed in _of(tables, view):
            if (not state or proposed.state == state) and (proposed.match or not match):
                yield proposed


def _of(tables: Tables, view: EntityView) -> list[Proposed]:
    rejected = {external for one in cluster(tables, view.id).members for external in tables.keys("rejected", one)}
    rows = {
        external: row for one in cluster(tables, view.id).members for external, row in tables.items("candidate", one)
    }
    found = [
        Proposed(
            view.id,
            view.label,
            view.type,
            external,
            row["name"],
            row["score"],
            row["match"],
            tuple(row["types"]),
            row["description"],
            row["service"],
            row["position"],
            "accepted" if external in view.external else "rejected" if external in rejected else "open",
        )
        for external, row in rows.items()
    ]
    return sorted(found, key=lambda one: (not one.match, -one.score, one.external))
