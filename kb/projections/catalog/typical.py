"""For each type of events how many the base has, and one of them.

Input: the catalog. Output: rows; read by the page of the ontology.
Never: counts those of narrower types: whoever knows the types adds them up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.reading import CatalogReader

_LAST: Final = "SELECT id, label, -position AS last, start FROM events WHERE type = ? ORDER BY last, start, id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Typical:
    """A type that some events are of: how many as told, and the one that was told last."""

    type: str
    told: int
    event: str
    label: str


def typical(catalog: CatalogReader) -> Iterator[Typical]:
    """Yield the types of events that the base has."""
    for kind, told in catalog.tally("events", "type"):
        [last] = catalog.rows(_LAST, [kind])
        yield Typical(kind, int(told), last["id"], last["label"])
