"""The lists there are: what each holds, how it is asked of the catalog, and what may go with its rows.

Input: a catalog, the parameters of kb.api.lists.params. Output: pages of records.
Never: writes SQL; resolves a name that several things have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.api.lists.params import (
    MANY,
    ArticlesAsked,
    Asked,
    EntitiesAsked,
    EventsAsked,
    FiguresAsked,
    OfficesAsked,
    StatementsAsked,
)
from kb.api.schemas.shapes import bare
from kb.errors import InputError
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Page
from kb.projections.graph.confident import least_confidence
from kb.service.curation.whom import entity_id, named_types

Filters = dict[str, Any]
_HEARD: Final = ("speaker", "against", "addressee", "about")  # of a statement, as its list filters by them
_FIND: Final[Mapping[str, Callable[[CatalogReader, str], object]]] = {
    "article": CatalogReader.get_article,
    "event": CatalogReader.get_event,
    "happening": CatalogReader.happening_label,  # an event that is linked to none is its own
}


class TooManyIdsError(InputError):
    """More ids than one request may name."""

    code = "too-many-ids"

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(f"{found} ids are more than one request may name.", hint=f"Send {MANY} at a time.")


class NoIdsError(InputError):
    """Ids are asked for, and none is named; without this the answer would be the whole list."""

    code = "no-ids"

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"{given[:60]!r} names no id.", hint="Name them with commas between, or leave ids out.")


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list.

    Attributes:
        table: its name, as in the address.
        kind: of the records, as before their ids.
        include: what may go with a row -> (field with the ids, kind of the records there).
        places: whether its rows can be drawn on a map.
        filters: from parameters to arguments of the catalog.
    """

    table: str
    kind: str
    include: Mapping[str, tuple[str, str]]
    filters: Callable[[CatalogReader, str, Any], Filters]
    places: bool = False

    def page(self, catalog: CatalogReader, base: str, asked: Asked, *, limit: int, cursor: str) -> Page[Any]:
        """Return a part of the list.

        Raises:
            InputError, NotFoundError, ConflictError: of a filter; says which and why.
        """
        filters = self.filters(catalog, base, asked) | {"ids": identifiers(self.kind, asked.ids)}
        if asked.ids and not filters["ids"]:
            raise NoIdsError(asked.ids)
        read = getattr(catalog, f"list_{self.table}")
        found: Page[Any] = read(**filters, sort=asked.sort, limit=limit, cursor=cursor)
        return found


def identifiers(kind: str, given: str) -> tuple[str, ...]:
    """Return the ids in a list with commas between, without their kind.

    Raises:
        TooManyIdsError: more than one request may name.
    """
    found = [bare(kind, part.strip()) for part in given.split(",") if part.strip()]
    if len(found) > MANY:
        raise TooManyIdsError(len(found))
    return tuple(dict.fromkeys(found))


def _articles(catalog: CatalogReader, base: str, asked: ArticlesAsked) -> Filters:
    return {
        **_plain(asked, "source language text since until"),
        "entity": entity_id(catalog, base, asked.entity),
    }


def _entities(catalog: CatalogReader, base: str, asked: EntitiesAsked) -> Filters:
    return {
        **_plain(asked, "type country name min_articles"),
        **_ids(catalog, asked, "article"),
        "within": entity_id(catalog, base, asked.within),
    }


def _events(catalog: CatalogReader, base: str, asked: EventsAsked) -> Filters:
    people = {name: entity_id(catalog, base, getattr(asked, name)) for name in ("entity", "actor", "place")}
    return {
        **_plain(asked, "reality role source since until certainly_in possibly_in within"),
        **people,
        **_typed(asked.type, asked.subtypes),
        **_ids(catalog, asked, "article happening"),
        "min_confidence": least_confidence(asked.min_confidence),
    }


def _statements(catalog: CatalogReader, base: str, asked: StatementsAsked) -> Filters:
    people = {name: entity_id(catalog, base, getattr(asked, name)) for name in _HEARD}
    return {
        **_plain(asked, "mode source text since until"),
        **people,
        **_carried(catalog, base, asked.medium),
        **_ids(catalog, asked, "article event"),
        "min_confidence": least_confidence(asked.min_confidence),
    }


def _figures(catalog: CatalogReader, base: str, asked: FiguresAsked) -> Filters:
    people = {name: entity_id(catalog, base, getattr(asked, name)) for name in ("entity", "place", "speaker")}
    return {
        **_plain(asked, "counts unit comparator least most withdrawn source since until within"),
        **people,
        **_typed(asked.type, asked.subtypes),
        **_ids(catalog, asked, "article event happening"),
        "min_confidence": least_confidence(asked.min_confidence),
    }


def _offices(catalog: CatalogReader, base: str, asked: OfficesAsked) -> Filters:
    return {
        **_plain(asked, "at held title status"),
        "entity": entity_id(catalog, base, asked.entity),
        **_ids(catalog, asked, "article"),
        "min_confidence": least_confidence(asked.min_confidence),
    }


def _plain(asked: Asked, names: str) -> Filters:
    return {name: getattr(asked, name) for name in names.split()}


def _ids(catalog: CatalogReader, asked: Asked, kinds: str) -> Filters:
    """Return the ids that are asked for, "" where none is; of a happening that was merged what it stands as.

    Raises:
        NoSuchRecordError: there is no such record, as for a name that nothing has: an empty list would say that it has
            none of these.
    """
    found = {kind: bare(kind, getattr(asked, kind)) for kind in kinds.split()}
    if found.get("happening"):
        found["happening"] = catalog.stands_as(found["happening"])
    for kind, identifier in found.items():
        if identifier:
            _FIND[kind](catalog, identifier)
    return found


def _typed(given: str, subtypes: bool) -> Filters:
    return {"types": named_types(given, subtypes)}


def _carried(catalog: CatalogReader, base: str, medium: str) -> Filters:
    """Return how a medium is asked for: as an entity where it is given by id, else in the article's words."""
    if medium.startswith(("entity-", f"{base}id/entity-")):
        return {"channel": entity_id(catalog, base, medium)}
    return {"medium": medium}


LISTS: Final = {
    one.table: one
    for one in (
        ListKind("articles", "article", {}, _articles),
        ListKind("entities", "entity", {"whole": ("within", "entity")}, _entities, places=True),
        ListKind(
            "events",
            "event",
            {
                "article": ("article", "article"),
                "statements": ("claimed_by", "statement"),
                "entities": ("participants", "entity"),
            },
            _events,
            places=True,
        ),
        ListKind(
            "statements",
            "statement",
            {
                "article": ("article", "article"),
                "events": ("asserts", "event"),
                "entities": ("speakers", "entity"),
            },
            _statements,
        ),
        ListKind(
            "figures",
            "figure",
            {
                "article": ("article", "article"),
                "event": ("event", "event"),
                "statements": ("claimed_by", "statement"),
            },
            _figures,
        ),
        ListKind("offices", "position", {"article": ("article", "article"), "person": ("person", "entity")}, _offices),
    )
}
