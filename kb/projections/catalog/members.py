"""What one article's own entity or event stands for.

Input: the catalog, "ARTICLE#LOCAL" or "event-ID". Output: StandsFor.
Never: tells of what left the graph.
"""

from dataclasses import dataclass
from typing import Final

from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.reading import CatalogReader

_OWN: Final = "SELECT kind, entity FROM members WHERE article = ? AND local = ?"
_OF_EVENT: Final = "SELECT article, local FROM events WHERE id = ?"
_TOGETHER: Final = "SELECT count(*) FROM members WHERE entity = ?"


@dataclass(frozen=True, slots=True)
class StandsFor:
    """An entity or happening.

    Attributes:
        id: "entity-ID" or "happening-ID".
        label: what it is called.
        others: how many articles' own stand for it besides.
    """

    id: str
    label: str
    others: int

    @property
    def happened(self) -> bool:
        """Whether it is a happening."""
        return self.id.startswith("happening-")


def stands_for(catalog: CatalogReader, member: str) -> StandsFor:
    """Return what an article's own stands for now.

    Raises:
        NoSuchRecordError: no article in the graph has it.
    """
    if member.startswith("event-"):
        place = next(iter(catalog.rows(_OF_EVENT, [member.removeprefix("event-")])), ("", ""))
    else:
        place = member.removeprefix("article-").partition("#")[::2]
    found = next(iter(catalog.rows(_OWN, list(place))), None)
    if found is None:
        raise NoSuchRecordError("member", member)
    kind, identifier = str(found[0]), str(found[1])
    others = int(catalog.rows(_TOGETHER, [identifier])[0][0]) - 1
    if kind == "entity":
        return StandsFor(f"entity-{identifier}", catalog.get_entity(identifier).label, others)
    return StandsFor(f"happening-{identifier}", catalog.happening_label(identifier), others)
