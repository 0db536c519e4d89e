"""What places are called and where they lie, in the fold: one telling an event, from which the one in force follows.

Input: entity-described events and what became of the articles that they follow from. Output: the kinds "telling",
"told", "described" and "ward" of Tables.
Never: keeps what only an article that was withdrawn gave. What nobody took from an article, a person's word or an
import, holds over what was; of several such the latest holds, of articles the first that told.
"""

from typing import TYPE_CHECKING, Any

from kb import events as ev
from kb.events import Recorded
from kb.projections.folding.revisions import earlier, last
from kb.projections.folding.tables import Tables

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold

_READ = "extraction/"


def described(fold: "Fold", recorded: Recorded, event: ev.EntityDescribed) -> None:
    """Keep a description, and put the one in force in its place."""
    row: dict[str, Any] = {"position": recorded.position, "label": event.label, "type": event.type}
    for name in ("country", "within", "description"):
        if getattr(event, name):
            row[name] = getattr(event, name)
    if event.external:
        row["external"] = list(event.external)
    if event.latitude is not None and event.longitude is not None:
        row["at"] = [event.latitude, event.longitude]
    if article := _read_from(fold, recorded.envelope.cause):
        row["article"] = article
        fold.tables.put("told", article, event.entity)
    fold.tables.put("telling", event.entity, f"{recorded.position:015d}", row)
    fold.about(event.entity, recorded)
    refresh(fold, event.entity)


def refresh_of(fold: "Fold", article: str) -> None:
    """Put the descriptions in force that hold now that an article, and with it its earlier texts, left or came back."""
    for text in earlier(article, lambda one: fold.tables.get("article", one)):
        for entity in fold.tables.keys("told", text):
            refresh(fold, entity)


def refresh(fold: "Fold", entity: str) -> None:
    """Put the description of *entity* that is in force in its place."""
    old = fold.tables.get("described", entity) or {}
    new = _in_force(fold.tables, entity) or {}
    fold.touched.entities.add(entity)
    fold.touched.records |= {int(position) for position in fold.tables.keys("telling", entity)}
    for row, put in ((old, False), (new, True)):
        if within := row.get("within"):
            if put:
                fold.tables.put("ward", within, entity)
            else:
                fold.tables.delete("ward", within, entity)
            fold.touched.entities.add(within)  # a place that was named for holding others alone may go
            fold.flip(within)
    if new:
        fold.tables.put("described", entity, value=new)
    elif old:
        fold.tables.delete("described", entity)


def _in_force(tables: Tables, entity: str) -> dict[str, Any] | None:
    rows = [row for _, row in tables.items("telling", entity)]
    free = [row for row in rows if "article" not in row]
    if free:
        return dict(free[-1])
    return next((dict(row) for row in rows if stands(tables, row["article"])), None)


def stands(tables: Tables, article: str) -> bool:
    """Say whether an article, or the text that took its place, is in the graph."""
    row = last(article, lambda one: tables.get("article", one))
    return bool(row) and not row.get("withdrawn")


def _read_from(fold: "Fold", cause: int) -> str:
    """Return the article whose reading led to an event, "" if none did."""
    if not cause:
        return ""
    stream = fold.sources.recorded(cause).envelope.stream
    return stream.removeprefix(_READ) if stream.startswith(_READ) else ""
