"""By what a list can be narrowed further, and how many rows each value would leave.

Input: the catalog, the arguments of one of its lists. Output: Facets; read by pages.
Never: counts by other conditions than the list has: what narrows a list is asked of the list itself.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.language.event_types import EventTypes
from kb.projections.catalog_filters import ACTING, may_have_been, published
from kb.projections.catalog_read import CatalogReader
from kb.projections.catalog_records import Page
from kb.projections.paging import Filters

MOST: Final = 8  # values of a facet
_ACTING: Final = ", ".join(f"'{role}'" for role in ACTING)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that rows have.

    Attributes:
        parameters: what narrows the list to it, by names of the list's arguments; ids without their kind.
        label: in words; a name of the model as it is.
        count: how many rows it leaves.
    """

    parameters: Mapping[str, str]
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """What rows can be told apart by, with its most frequent values.

    Attributes:
        name: type, reality, source, language, country, actor, place, entity or time.
    """

    name: str
    values: tuple[FacetValue, ...]


class _Asked(CatalogReader):
    """Takes down what a list is narrowed by, in place of reading it."""

    def __init__(self) -> None:
        self.filters = Filters()

    def _page(
        self, table: str, sort: str, filters: Filters, limit: int, cursor: str, record: Callable[[Any], Any]
    ) -> Page[Any]:
        self.filters = filters
        return Page((), 0)


def facets(catalog: CatalogReader, table: str, asked: Mapping[str, Any]) -> tuple[Facet, ...]:
    """Return the facets of a list that tell its rows apart, each with at least two values.

    Args:
        catalog: of the home.
        table: articles, entities or events.
        asked: arguments of its list.
    """
    counter = _Counter(catalog, table, asked)
    found = [Facet(name, values) for name, values in counter.all() if len(values) > 1]
    return tuple(found)


class _Counter:
    def __init__(self, catalog: CatalogReader, table: str, asked: Mapping[str, Any]) -> None:
        reader = _Asked()
        getattr(reader, f"list_{table}")(**asked)
        self._catalog = catalog
        self._table = table
        self._filters = reader.filters
        self._where = reader.filters.where()

    def all(self) -> list[tuple[str, tuple[FacetValue, ...]]]:
        match self._table:
            case "articles":
                named = f"SELECT entity, article FROM members WHERE kind = 'entity' AND article IN ({self._ids()})"
                return [
                    ("source", self._column("source")),
                    ("entity", self._named("entity", named, "article")),
                    ("time", self._years("substr(published, 1, 4)", published)),
                    ("language", self._column("language")),
                ]
            case "entities":
                return [("type", self._column("type")), ("country", self._column("country"))]
            case _:
                role = f"SELECT entity, event FROM event_roles WHERE role IN ({_ACTING}) AND event IN ({self._ids()})"
                return [
                    ("type", self._types()),
                    ("actor", self._named("actor", role, "event")),
                    ("place", self._places()),
                    (
                        "time",
                        self._years("substr(CASE WHEN begin <> '' THEN begin ELSE \"end\" END, 1, 4)", may_have_been),
                    ),
                    ("source", self._sources()),
                    ("reality", self._column("reality")),
                ]

    def _ids(self, column: str = "id") -> str:
        return f"SELECT {column} FROM {self._table}{self._where}"

    def _rows(self, query: str) -> list[Any]:
        return self._catalog.rows(query, self._filters.values)

    def _column(self, name: str) -> tuple[FacetValue, ...]:
        rows = self._rows(
            f"SELECT {name}, count(*) FROM {self._table}{self._where} "
            f"GROUP BY {name} ORDER BY 2 DESC, 1 LIMIT {MOST + 1}"
        )
        return tuple(FacetValue({name: value}, value, count) for value, count in rows if value)[:MOST]

    def _types(self) -> tuple[FacetValue, ...]:
        """Count each type with those below it, as the list takes it; one that another below it makes up is left out."""
        types, counted = EventTypes.load(), Counter[str]()
        exact = self._rows(f"SELECT type, count(*) FROM events{self._where} GROUP BY type")
        for name, count in exact:
            for kind in types.lineage(name) if name in types else ():
                counted[kind.name] += count
        whole = {types.by_name(name).broader: count for name, count in counted.items()}
        told = [(name, count) for name, count in counted.items() if whole.get(name) != count]
        told.sort(key=lambda row: (-row[1], row[0]))
        return tuple(FacetValue({"type": name}, name, count) for name, count in told[:MOST])

    def _named(self, name: str, pairs: str, counts: str) -> tuple[FacetValue, ...]:
        rows = self._rows(
            f"SELECT p.entity, e.label, count(DISTINCT p.{counts}) FROM ({pairs}) p JOIN entities e ON e.id = p.entity "
            f"GROUP BY p.entity ORDER BY 3 DESC, 2, 1 LIMIT {MOST}"
        )
        return tuple(FacetValue({name: entity}, label, count) for entity, label, count in rows)

    def _places(self) -> tuple[FacetValue, ...]:
        """Count each place with what lies in it, as the list takes it."""
        rows = self._rows(
            "WITH RECURSIVE up (event, place) AS ("
            f"SELECT event, entity FROM event_roles WHERE role = 'place' AND entity <> '' AND event IN ({self._ids()}) "
            "UNION SELECT up.event, e.within FROM up JOIN entities e ON e.id = up.place WHERE e.within <> '' "
            "UNION SELECT up.event, c.id FROM up JOIN entities e ON e.id = up.place "
            "JOIN entities c ON c.country = e.country WHERE e.country <> '' AND c.type = 'country') "
            "SELECT up.place, e.label, count(DISTINCT up.event) FROM up JOIN entities e ON e.id = up.place "
            f"GROUP BY up.place ORDER BY 3 DESC, 2, 1 LIMIT {MOST}"
        )
        return tuple(FacetValue({"place": entity}, label, count) for entity, label, count in rows)

    def _sources(self) -> tuple[FacetValue, ...]:
        rows = self._rows(
            f"SELECT a.source, count(*) FROM ({self._ids('article')}) e JOIN articles a ON a.id = e.article "
            f"WHERE a.source <> '' GROUP BY lower(a.source) ORDER BY 2 DESC, 1 LIMIT {MOST}"
        )
        return tuple(FacetValue({"source": source}, source, count) for source, count in rows)

    def _years(self, year: str, narrow: Callable[[Filters, str, str], None]) -> tuple[FacetValue, ...]:
        rows = self._rows(f"SELECT {year}, count(*) FROM {self._table}{self._where} GROUP BY 1 ORDER BY 2 DESC")
        years = sorted({value for value, _ in rows if len(value) == 4 and value.isdigit()}, reverse=True)[:MOST]
        found = []
        for one in years:
            days = {"since": f"{one}-01-01", "until": f"{one}-12-31"}
            narrowed = Filters([*self._filters.conditions], [*self._filters.values])
            narrow(narrowed, days["since"], days["until"])
            (row,) = self._catalog.rows(f"SELECT count(*) FROM {self._table}{narrowed.where()}", narrowed.values)
            found.append(FacetValue(days, one, int(row[0])))
        return tuple(found)
