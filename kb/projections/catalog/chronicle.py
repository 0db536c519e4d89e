"""Happenings to be drawn in the order of time, each with what is certain of its days and what is only possible.

Input: the catalog, the arguments of its list of events. Output: Drawn, a bounded number, and how many there are in all.
Never: gives a day to what has none; draws the middle of an interval as if it were known.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.projections.catalog.filters import ACTING
from kb.projections.catalog.narrowing import conditions
from kb.projections.catalog.paging import Filters
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import Named
from kb.projections.catalog.world_time import TIMES

_TOLD: Final = "coalesce(nullif(happening, ''), id)"
_DATED: Final = "(begin > '' OR \"end\" > '')"
DAYS: Final = 200  # that a slider can stand on
_AT_ONCE: Final = 400
_DAY: Final = len("2024-07-04")


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of an interval, in whole days; "" where nothing is.

    Attributes:
        begin, end: outermost: it was at no other time.
        sure_begin, sure_end: innermost: it was then in any case; both "" where there is no such day.
    """

    begin: str
    end: str
    sure_begin: str = ""
    sure_end: str = ""

    @property
    def sure(self) -> bool:
        """Whether its days are known: it went on from the first to the last."""
        return bool(self.begin) and (self.begin, self.end) == (self.sure_begin, self.sure_end)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One happening, or an event that is linked to none.

    Attributes:
        event: id of the version that the reader was surest of, whose label, type and reality these are.
        told: how many events as told it is, of those asked for.
        articles: how many articles tell of it, of those asked for.
        actor, place: the first of each in that version.
    """

    event: str
    label: str
    type: str
    reality: str
    days: Days
    told: int
    articles: int
    actor: Named | None = None
    place: Named | None = None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What is drawn, by its first day, and how much there is.

    Attributes:
        dated: how many happenings have a day; more than are drawn: those that most articles tell of are.
        undated: how many have none.
    """

    drawn: tuple[Drawn, ...]
    dated: int
    undated: int

    @property
    def left_out(self) -> int:
        """How many happenings that have a day are not drawn."""
        return self.dated - len(self.drawn)


def common(versions: Iterable[Sequence[str]]) -> Days:
    """Return what versions of one happening know of its days together: possible is what any holds possible, certain
    what all hold certain.

    Args:
        versions: the four stamps of each (kb.projections.catalog.world_time.TIMES), "" for one that no words give.
    """
    rows = [[stamp[:_DAY] for stamp in row] for row in versions if any(row)]
    cores = [_core(*row) for row in rows]
    begin, end = max((one for one, _ in cores), default=""), min((other for _, other in cores), default="")
    if not all(one for one, _ in cores) or begin > end:
        begin = end = ""
    return Days(
        min((row[0] for row in rows if row[0]), default=""), max((row[3] for row in rows), default=""), begin, end
    )


def _core(first: str, by: str, not_before: str, last: str) -> tuple[str, str]:
    """Return the days on which something went on in any case, by when it began and ended at the earliest and latest."""
    if by and not_before:
        return (by, not_before) if by <= not_before else ("", "")
    if by and by == first:
        return by, by
    return (last, last) if last and last == not_before else ("", "")


def chronicle(catalog: CatalogReader, asked: Mapping[str, Any], *, most: int) -> Chronicle:
    """Return the happenings of a list of events, at most *most*: those that most articles tell of, the latest first.

    Args:
        asked: arguments of the list of events.

    Raises:
        InputError: a filter cannot be used.
    """
    filters = catalog.settled("events", conditions("events", asked))
    happened, values = catalog.over(
        "events", filters, f"SELECT {_TOLD} AS told, {_DATED} AS dated, article, begin FROM {{chosen}}"
    )
    rows = catalog.rows(
        "WITH happened AS MATERIALIZED (SELECT told, count(*) FILTER (WHERE dated) AS told_of, "
        "count(DISTINCT article) FILTER (WHERE dated) AS articles, max(begin) FILTER (WHERE dated) AS last "
        f"FROM ({happened}) GROUP BY told) "
        "SELECT (SELECT count(*) FROM happened WHERE told_of), (SELECT count(*) FROM happened), c.* FROM (VALUES (1)) "
        "LEFT JOIN (SELECT told, told_of, articles FROM happened WHERE told_of "
        "ORDER BY articles DESC, last DESC, told LIMIT ?) c",
        [*values, most],
    )
    chosen = {row[2]: (int(row[3]), int(row[4])) for row in rows if row[2] is not None}
    drawn = _drawn(catalog, filters, chosen)
    dated, every = int(rows[0][0]), int(rows[0][1])
    return Chronicle(tuple(sorted(drawn, key=_order)), dated, every - dated)


def days(catalog: CatalogReader, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """Return days on which events of a list began, at most *DAYS*, the first and the last among them.

    The days that are asked for narrow nothing here, so that a slider can leave them again.
    """
    filters = conditions("events", {**asked, "since": "", "until": ""})
    if not filters.conditions:
        found = [str(day) for day, _ in catalog.tally("events", "begin") if day]
        return _some(found)
    begun, values = catalog.over("events", filters, "SELECT begin FROM {chosen} WHERE begin > ''")
    rows = catalog.rows(f"SELECT begin, count(*) FROM ({begun}) GROUP BY begin ORDER BY begin", values)
    return _some([str(row[0]) for row in rows])


def _some(found: Sequence[str]) -> tuple[str, ...]:
    if len(found) <= DAYS:
        return tuple(found)
    return tuple(found[round(at * (len(found) - 1) / (DAYS - 1))] for at in range(DAYS))


def bounds(catalog: CatalogReader, events: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the four stamps of events (kb.projections.catalog.world_time.TIMES), of those that have any."""
    found: dict[str, tuple[str, ...]] = {}
    for some in _parts(events):
        marks = ", ".join("?" * len(some))
        rows = catalog.rows(f"SELECT event, {', '.join(TIMES)} FROM event_times WHERE event IN ({marks})", some)
        found |= {row[0]: tuple(stamp or "" for stamp in tuple(row)[1:]) for row in rows}
    return found


def _order(one: Drawn) -> tuple[str, str, str, str]:
    return (one.days.begin or one.days.end or "~", one.days.end or "~", one.label, one.event)


def _drawn(catalog: CatalogReader, filters: Filters, chosen: Mapping[str, tuple[int, int]]) -> list[Drawn]:
    versions: dict[str, list[Any]] = {}
    for some in _parts(list(chosen)):
        marks = ", ".join("?" * len(some))
        wanted = f"happening IN ({marks}) OR (happening = '' AND id IN ({marks}))"
        told, values = catalog.over(
            "events",
            Filters([*filters.conditions, wanted], [*filters.values, *some, *some]),
            f"SELECT {_TOLD} AS told, id, label, type, reality, confidence, position, start FROM {{chosen}}",
        )
        for row in catalog.rows(f"SELECT * FROM ({told}) ORDER BY position, start, id", values):
            versions.setdefault(row["told"], []).append(row)
    surest = {told: max(rows, key=lambda row: float(row["confidence"])) for told, rows in versions.items()}
    stamps = bounds(catalog, [row["id"] for rows in versions.values() for row in rows])
    people = _people(catalog, [row["id"] for row in surest.values()])
    found = []
    for told, row in surest.items():
        days = common([stamps[one["id"]] for one in versions[told] if one["id"] in stamps])
        actor, place = people.get(row["id"], (None, None))
        found.append(Drawn(row["id"], row["label"], row["type"], row["reality"], days, *chosen[told], actor, place))
    return found


def _people(catalog: CatalogReader, events: Sequence[str]) -> dict[str, tuple[Named | None, Named | None]]:
    """Return the first who acts and the first place of events."""
    found: dict[str, tuple[Named | None, Named | None]] = {}
    roles = ", ".join(f"'{role}'" for role in (*ACTING, "place"))
    for some in _parts(events):
        rows = catalog.rows(
            f"SELECT event, role, entity FROM event_roles WHERE event IN ({', '.join('?' * len(some))}) "
            f"AND role IN ({roles}) ORDER BY event, number",
            some,
        )
        asked = json.dumps(sorted({row["entity"] for row in rows}))
        called = "SELECT id, label, type FROM entities WHERE id IN (SELECT value FROM json_each(?))"
        named = {row["id"]: Named(*row) for row in catalog.rows(called, [asked])}
        for event, role, entity in rows:
            if entity not in named:
                continue
            actor, place = found.get(event, (None, None))
            if role == "place":
                place = place or named[entity]
            else:
                actor = actor or named[entity]
            found[event] = (actor, place)
    return found


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
