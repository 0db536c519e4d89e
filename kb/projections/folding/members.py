"""What the fold keeps of an article's own entities and events.

Input: an article and its extraction. Output: one small row a member, from
which canonical entities and happenings are described without reading the
article again; and the facets that a member adds to the entity it belongs to.
Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kb.graph.labels import event_label
from kb.model import Article, Entity, Event, Extraction, Figure
from kb.projections.folding.tables import Tables

SEPARATOR: Final = "#"  # ARTICLE#LOCAL

Row = dict[str, Any]
Told = tuple[tuple[str, tuple[str, ...], str], ...]


def split(member: str) -> tuple[str, str]:
    """Return the article and the local id of a member.

    Raises:
        ValueError: it is not of the form ARTICLE#LOCAL.
    """
    article, found, local = member.partition(SEPARATOR)
    if not (article and found and local):
        raise ValueError(f"{member!r} is not of the form ARTICLE#LOCAL.")
    return article, local


def rows(article: Article, extraction: Extraction) -> dict[str, Row]:
    """Return local id -> row, for entities and events; empty fields are left out."""
    entities = {entity.id: entity for entity in extraction.entities}
    found = {entity.id: _entity_row(entity) for entity in extraction.entities}
    for holder in {office.person for office in extraction.offices} & found.keys():
        found[holder]["official"] = 1
    found.update(
        (event.id, _event_row(article.text, event, entities, extraction.figures)) for event in extraction.events
    )
    return found


def is_live(row: Mapping[str, Any]) -> bool:
    """Say whether an article's row is of one that is neither withdrawn nor replaced."""
    return not row.get("withdrawn") and not row.get("replaced_by")


def standing(tables: Tables, article: str) -> dict[str, Row]:
    """Return local id -> row of an article's members as people left them."""
    found = dict(tables.items("member", article))
    for local, row in tables.items("changed", article):
        if row is None:
            found.pop(local, None)
        else:
            found[local] = row
    return found


def signature(row: Row) -> tuple[Any, ...]:
    """Return by what a member is known again in a newer extraction of the same article."""
    if row["is"] == "happening":
        return ("happening", row["type"], *row["at"])
    return ("entity", row["type"], row["name"])


def carried(old: Mapping[str, Row], new: Mapping[str, Row], links: Mapping[str, str]) -> dict[str, str]:
    """Return the links that survive a newer extraction: local id -> canonical id.

    A link survives if exactly one member of the old extraction and exactly one
    of the new one have its signature.
    """
    before, after = _unique(old), _unique(new)
    return {after[sign]: links[local] for sign, local in before.items() if local in links and sign in after}


def told(article: str, members: Mapping[str, Row]) -> Told:
    """Return local id, facets, and the member it lies in or "", of each member; whatever entity each belongs to.

    A facet is a kind and a value, "name:Ada Lund"; how often each occurs
    describes the entity.
    """
    return tuple((local, tuple(_facets(article, row)), row.get("within") or "") for local, row in members.items())


def _facets(article: str, row: Row) -> Iterator[str]:
    yield f"is:{row['is']}"
    yield f"type:{row['type']}"
    if row["is"] == "happening":
        yield f"label:{row['label']}"
        if row.get("denies"):
            yield f"denies:{article}"
        return
    yield f"{'name' if row.get('named', True) else 'words'}:{row['name']}"
    for alias in row.get("aliases", ()):
        yield f"alias:{alias}"
    for kind in ("country", "external", "description", "website"):
        if row.get(kind):
            yield f"{kind}:{row[kind]}"
    if row.get("official"):
        yield "official:"
    if row.get("listed"):
        yield f"listed:{row['name']}"
        yield f"kind:{row['type']}"
        for further in row.get("ids", ()):
            yield f"external:{further}"
        if "at" in row:
            yield f"at:{row['at'][0]!r} {row['at'][1]!r}"


def _entity_row(entity: Entity) -> Row:
    row: Row = {"is": "entity", "type": entity.type, "name": entity.name}
    if not entity.named:
        row["named"] = False
    for kind in ("aliases", "country", "external", "description", "within"):
        value = getattr(entity, kind)
        if value:
            row[kind] = list(value) if isinstance(value, tuple) else value
    return row


def _event_row(text: str, event: Event, entities: Mapping[str, Entity], figures: Iterable[Figure]) -> Row:
    row: Row = {
        "is": "happening",
        "type": event.type,
        "label": event_label(text, event, entities, figures),
        "at": [event.trigger.start, event.trigger.end],
    }
    if event.polarity == "negative":
        row["denies"] = True
    return row


def _unique(members: Mapping[str, Row]) -> dict[tuple[Any, ...], str]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for local, row in members.items():
        found.setdefault(signature(row), []).append(local)
    return {sign: locals_[0] for sign, locals_ in found.items() if len(locals_) == 1}
