"""Whom an entity meets in events, and what is done to it.

Input: the catalog, a canonical id. Output: Companions, ids of events; read by the page of an entity.
Never: counts a place as company; guesses a tie beyond a role in one event.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.filters import ACTING
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Named

_ACTING: Final = ", ".join(f"'{role}'" for role in ACTING)
_LOOKED_AT: Final = 2000  # the latest events of one entity


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who takes part in the same events, and in how many."""

    named: Named
    events: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two who take part in the same events, by their ids, and in how many."""

    first: str
    second: str
    events: int


def companions(catalog: CatalogReader, entity: str, *, limit: int) -> tuple[Companion, ...]:
    """Return who takes part in events with an entity, those of most events first."""
    rows = catalog.rows(  # step by step: of several files, each step is asked of each by its indices
        "WITH own AS MATERIALIZED (SELECT DISTINCT event FROM event_roles WHERE entity = ? LIMIT ?), "
        "beside AS MATERIALIZED (SELECT r.entity, r.event FROM own CROSS JOIN event_roles r ON r.event = own.event "
        "WHERE r.entity <> ? AND r.role <> 'place'), "
        "told AS MATERIALIZED (SELECT b.entity, coalesce(nullif(v.happening, ''), v.id) AS told FROM beside b "
        "CROSS JOIN events v ON v.id = b.event), "
        "often AS MATERIALIZED (SELECT entity, count(DISTINCT told) AS met FROM told GROUP BY entity) "
        "SELECT e.id, e.label, e.type, o.met FROM often o CROSS JOIN entities e ON e.id = o.entity "
        "ORDER BY o.met DESC, e.label, e.id LIMIT ?",
        [entity, _LOOKED_AT, entity, limit],
    )
    return tuple(Companion(Named(row[0], row[1], row[2]), int(row[3])) for row in rows)


def meetings(catalog: CatalogReader, entities: Sequence[str]) -> tuple[Meeting, ...]:
    """Return which of some entities take part in the same events, those of most events first."""
    told, _ = catalog.over(  # who of a few meet, and then whether it is told: most meet nobody
        "events",
        Filters(),
        "SELECT b.one, b.other, coalesce(nullif(v.happening, ''), v.id) AS told FROM ("
        "WITH part AS MATERIALIZED (SELECT entity, event FROM event_roles "
        "WHERE entity IN (SELECT value FROM json_each(?1)) AND role <> 'place') "
        "SELECT DISTINCT a.entity AS one, b.entity AS other, a.event FROM part a "
        "JOIN part b ON b.event = a.event AND b.entity > a.entity) b CROSS JOIN {chosen} v ON v.id = b.event",
    )
    rows = catalog.rows(
        f"SELECT one, other, count(DISTINCT told) AS met FROM ({told}) "
        "GROUP BY one, other ORDER BY met DESC, one, other",
        [json.dumps([*entities])],
    )
    return tuple(Meeting(row[0], row[1], int(row[2])) for row in rows)


def undergone(catalog: CatalogReader, entity: str, *, limit: int) -> tuple[tuple[str, ...], int]:
    """Return ids of events in which an entity has a part other than acting, the latest first, and how many are."""
    condition = f"entity = ? AND role <> 'place' AND role NOT IN ({_ACTING})"
    rows = catalog.rows(
        f"SELECT v.id, v.begin FROM events v WHERE v.id IN (SELECT event FROM event_roles WHERE {condition}) "
        "ORDER BY v.begin DESC, v.id LIMIT ?",
        [entity, limit],
    )
    (total,) = catalog.rows(
        f"SELECT count(DISTINCT event) FROM (SELECT event FROM event_roles WHERE {condition}{catalog.apart})", [entity]
    )
    return tuple(row[0] for row in rows), int(total[0])
