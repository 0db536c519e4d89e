"""For each type of events how many the base has, and one of them.

Input: the catalog. Output: rows; read by the page of the ontology.
Never: counts those of narrower types: whoever knows the types adds them up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.reading import CatalogReader

_TYPES: Final = (
    "SELECT t.type, t.told, e.id, e.label FROM (SELECT type, count(*) AS told FROM events GROUP BY type) t "
    "JOIN events e ON e.id = (SELECT id FROM events WHERE type = t.type ORDER BY -position, start, id LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Typical:
    """A type that some events are of: how many as told, and the one that was told last."""

    type: str
    told: int
    event: str
    label: str


def typical(catalog: CatalogReader) -> Iterator[Typical]:
    """Yield the types of events that the base has."""
    for row in catalog.rows(_TYPES, ()):
        yield Typical(row[0], int(row[1]), row[2], row[3])
