"""By what a list can be narrowed further, and how many rows each value would leave.

Input: the catalog, the arguments of one of its lists. Output: Facets; read by pages.
Never: counts by other conditions than the list has: what narrows a list is asked of the list itself.
"""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Final

from kb.language.event_types import EventTypes
from kb.projections.catalog.filters import ACTING
from kb.projections.catalog.filters import inside as lies_inside
from kb.projections.catalog.narrowing import conditions
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader

MOST: Final = 24  # values of a facet
_ACTING: Final = ", ".join(f"'{role}'" for role in ACTING)
_THESE: Final = "IN (SELECT value FROM json_each(?))"


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


def facets(catalog: CatalogReader, table: str, asked: Mapping[str, Any]) -> tuple[Facet, ...]:
    """Return the facets by which a list can be narrowed further, each with at least two values.

    What a list is narrowed by already is none of them: another value would take its place. Places within the one that
    is asked for are, and types below the one that is.

    Args:
        catalog: of the home.
        table: articles, entities or events.
        asked: arguments of its list.
    """
    counter = _Counter(catalog, table, asked)
    return tuple(Facet(name, values) for name, values in counter.all() if len(values) > 1)


def holders(catalog: CatalogReader, places: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (own, place, label): each of *places* with itself and every place that holds it, its country too."""
    owns = list(places)
    labels: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    countries: dict[str, set[str]] = {}  # code -> who has it
    asked: set[str] = set()
    while ask := {*owns, *chain.from_iterable(above.values())} - asked:  # of each place once, however many name it
        asked |= ask
        rows = catalog.rows(f"SELECT id, label, within, country FROM entities WHERE id {_THESE}", [json.dumps([*ask])])
        codes = {row["country"] for row in rows if row["country"]} - countries.keys()
        countries |= {code: set() for code in codes}
        for code, country in catalog.rows(
            f"SELECT country, id FROM entities WHERE type = 'country' AND country {_THESE}", [json.dumps([*codes])]
        ):
            countries[code].add(country)
        for row in rows:
            labels[row["id"]] = row["label"]
            above[row["id"]] = {*filter(None, [row["within"]]), *countries.get(row["country"], ())}
    for own in owns:
        around, ahead = {own}, [own]
        while ahead:
            ahead = [one for one in above.get(ahead.pop(), ()) if one not in around] + ahead
            around.update(ahead)
        yield from ((own, place, labels[place]) for place in around if place in labels)


class _Counter:
    def __init__(self, catalog: CatalogReader, table: str, asked: Mapping[str, Any]) -> None:
        self._asked = {name for name, value in asked.items() if value}
        self._place = str(asked.get("place") or "")
        self._within = frozenset(asked.get("types") or ())
        self._catalog = catalog
        self._table = table
        self._filters = catalog.settled(table, conditions(table, asked))
        self._where = self._filters.where()

    def all(self) -> Iterator[tuple[str, tuple[FacetValue, ...]]]:
        """Yield the facets by name."""
        for name, count in self._facets().items():
            if not self._asked & {name, *(("since", "until") if name == "time" else ())} or name == "place":
                yield name, count()

    def _facets(self) -> dict[str, Callable[[], tuple[FacetValue, ...]]]:
        match self._table:
            case "articles":
                return {
                    "source": lambda: self._column("source", "lower(source)"),
                    "entity": lambda: self._named("entity", "members", "article", "kind = 'entity'"),
                    "time": lambda: self._years(["substr(published, 1, 10)"], _published_in),
                    "language": lambda: self._column("language"),
                }
            case "entities":
                return {"type": lambda: self._column("type"), "country": lambda: self._column("country")}
            case _:
                return {
                    "type": self._types,
                    "actor": lambda: self._named("actor", "event_roles", "event", f"role IN ({_ACTING})"),
                    "place": self._places,
                    "time": lambda: self._years(["begin", '"end"'], _may_have_been_in),
                    "source": self._sources,
                    "reality": lambda: self._column("reality"),
                }

    def _chosen(self, columns: str) -> tuple[str, list[Any]]:
        return self._catalog.over(self._table, self._filters, f"SELECT {columns} FROM {{chosen}}")

    def _of(self, table: str, column: str, condition: str) -> tuple[str, list[Any]]:
        """Return the query for entities that stand in rows of another table, each with what of the list has it."""
        some = Filters([condition])
        if self._where or table == "members":  # else the list has all; curated lists have members, too
            some = Filters(
                [condition, f"{column} IN (SELECT id FROM {self._table}{self._where})"], self._filters.values
            )
        return self._catalog.over(table, some, f"SELECT entity, {column} FROM {{chosen}}")

    def _column(self, name: str, alike: str = "") -> tuple[FacetValue, ...]:
        if self._where or alike:
            chosen, values = self._chosen(name)
            rows: list[Any] = self._catalog.rows(
                f"SELECT min({name}), count(*) FROM ({chosen}) "
                f"GROUP BY {alike or name} ORDER BY 2 DESC, 1 LIMIT {MOST + 1}",
                values,
            )
        else:
            told = self._catalog.tally(self._table, name)
            rows = sorted(told, key=lambda row: (-row[1], row[0] or ""))[: MOST + 1]
        return tuple(FacetValue({name: value}, value, count) for value, count in rows if value)[:MOST]

    def _counted(self, *columns: str) -> list[Any]:
        """Return the values of columns, each with how many rows of the list have it."""
        if not self._where:
            return self._catalog.tally(self._table, *columns)
        names = ", ".join(f"value_{at}" for at, _ in enumerate(columns))
        chosen, values = self._chosen(", ".join(f"{column} AS value_{at}" for at, column in enumerate(columns)))
        return self._catalog.rows(f"SELECT {names}, count(*) FROM ({chosen}) GROUP BY {names}", values)

    def _types(self) -> tuple[FacetValue, ...]:
        """Count each type with those below it, as the list takes it; one that another below it makes up is left out."""
        types, counted = EventTypes.load(), Counter[str]()
        for name, count in self._counted("type"):
            for kind in types.lineage(name) if name in types else ():
                counted[kind.name] += count
        whole = {types.by_name(name).broader: count for name, count in counted.items()}
        below = self._within and {name for name in self._within if name in counted and not self._is_top(types, name)}
        told = [(name, count) for name, count in counted.items() if whole.get(name) != count]
        told = [(name, count) for name, count in told if not self._within or name in below]
        told.sort(key=lambda row: (-row[1], row[0]))
        return tuple(FacetValue({"type": name}, name, count) for name, count in told[:MOST])

    def _is_top(self, types: EventTypes, name: str) -> bool:
        """Say whether a type is the one that the list is narrowed to with all below it."""
        return types.by_name(name).broader not in self._within

    def _named(self, name: str, table: str, counts: str, condition: str) -> tuple[FacetValue, ...]:
        pairs, values = self._of(table, counts, condition)
        rows = self._catalog.rows(
            f"WITH p AS MATERIALIZED (SELECT entity, count(DISTINCT {counts}) AS told FROM ({pairs}) GROUP BY entity) "
            "SELECT p.entity, e.label, p.told FROM p JOIN entities e ON e.id = p.entity "
            f"ORDER BY 3 DESC, 2, 1 LIMIT {MOST}",
            values,
        )
        return tuple(FacetValue({name: entity}, label, count) for entity, label, count in rows)

    def _places(self) -> tuple[FacetValue, ...]:
        """Count each place with what lies in it, as the list takes it."""
        named, values = self._of("event_roles", "event", "role = 'place' AND entity <> ''")
        events: dict[str, set[str]] = {}
        for place, event in self._catalog.rows(named, values):
            events.setdefault(place, set()).add(event)
        inside_of: dict[tuple[str, str], set[str]] = {}
        for own, place, label in holders(self._catalog, events):
            inside_of.setdefault((place, label), set()).update(events[own])
        counted = ((place, label, len(told)) for (place, label), told in inside_of.items())
        rows = sorted(counted, key=lambda row: (-row[2], row[1], row[0]))
        inside = self._inside() if self._place else None
        told = (row for row in rows if inside is None or row[0] in inside)
        return tuple(FacetValue({"place": entity}, label, count) for entity, label, count in islice(told, MOST))

    def _inside(self) -> frozenset[str]:
        filters = Filters()
        lies_inside(filters, self._place)
        rows = self._catalog.rows(f"SELECT id FROM entities{filters.where()}", filters.values)
        return frozenset(row[0] for row in rows)

    def _sources(self) -> tuple[FacetValue, ...]:
        chosen, values = self._chosen("article")
        rows = self._catalog.rows(
            f"WITH e AS MATERIALIZED (SELECT article, count(*) AS told FROM ({chosen}) GROUP BY article) "
            "SELECT min(source), sum(told) FROM (SELECT a.source, e.told FROM e JOIN articles a ON a.id = e.article "
            f"WHERE a.source <> ''{self._catalog.apart}) GROUP BY lower(source) ORDER BY 2 DESC, 1 LIMIT {MOST}",
            values,
        )
        return tuple(FacetValue({"source": source}, source, count) for source, count in rows)

    def _years(self, days: Sequence[str], lies_in: Callable[[Sequence[str], str, str], bool]) -> tuple[FacetValue, ...]:
        """Count the rows of each of the last years, those of the same days together.

        Args:
            days: the columns of a row that say when; the year of the first that says it is the row's.
            lies_in: whether those may be from one day to another, as the list has it.
        """
        told = [tuple(row) for row in self._counted(*days)]
        last = len(days) - 1
        named = {(row[0] or row[last] or "")[:4] for row in told}
        years = sorted((one for one in named if len(one) == 4 and one.isdigit()), reverse=True)[:MOST]
        bounds = [(f"{year}-01-01", f"{year}-12-31") for year in years]
        alike = _alike_between(told, sorted(chain.from_iterable(bounds)))
        counts = (sum(n for stamps, n in alike if lies_in(stamps, *both)) for both in bounds)
        return tuple(
            FacetValue({"since": since, "until": until}, year, count)
            for year, (since, until), count in zip(years, bounds, counts, strict=True)
        )


def _alike_between(told: Iterable[tuple[Any, ...]], bounds: Sequence[str]) -> list[tuple[Sequence[str], int]]:
    """Return days with how many rows there are of them; all that no bound tells apart as one, since thousands differ.

    Args:
        told: days, and how many rows have them.
        bounds: days that they will be compared with, sorted.
    """

    @cache
    def place(day: str) -> tuple[int, int, bool]:
        return bisect_left(bounds, day), bisect_right(bounds, day), bool(day)

    found: dict[tuple[tuple[int, int, bool], ...], tuple[Sequence[str], int]] = {}
    for *days, number in told:
        at = tuple(map(place, days))
        first, before = found.get(at, (days, 0))
        found[at] = first, before + number
    return list(found.values())


# The same as kb.projections.catalog.filters.may_have_been and published; a test holds them together.
def _may_have_been_in(days: Sequence[str], since: str, until: str) -> bool:
    begin, end = days
    return (end >= since or bool(begin and not end)) and (begin <= until if begin else bool(end))


def _published_in(days: Sequence[str], since: str, until: str) -> bool:
    return since <= days[0] <= until
