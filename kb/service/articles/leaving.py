"""What would leave the graph with an article, before it is withdrawn.

Input: the catalog and the fold at one point of the log, the id of an article. Output: Leaving.
Never: writes; says how names are linked without it: that is weighed when it goes (kb.service.articles.relinking).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord, EventRecord, Page
from kb.projections.folding.curating import curations
from kb.projections.folding.standing import Standing
from kb.service.articles.relinking import rests_on

_PART: Final = 200  # rows read at once
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retold:
    """An event of the article that others tell of too, and how many others do; it stays, by theirs."""

    event: EventRecord
    others: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What an article's withdrawal takes out of the graph, and what stays.

    Attributes:
        counts: events, statements, figures, offices -> how many it tells of, all of which leave.
        alone: entities that no other article names; they leave.
        shared: how many entities others name as well; they stay.
        retold: its events that others tell of too; they stay, with a report less.
        decisions: how many of people's decisions on its claims rest until it comes back.
        weighed: how many names and reports of other articles are weighed anew without it.
    """

    counts: Mapping[str, int]
    alone: tuple[EntityRecord, ...]
    shared: int
    retold: tuple[Retold, ...]
    decisions: int
    weighed: int


def leaving(catalog: CatalogReader, standing: Standing, article: str) -> Leaving:
    """Return what would leave with an article that is in the graph.

    Raises:
        NoSuchRecordError: it is not there.
    """
    record = catalog.get_article(article)
    counts = {kind: getattr(record, kind) for kind in ("events", "statements", "figures", "offices")}
    named = list(_all(catalog.list_entities, article))
    alone = tuple(one for one in named if one.articles <= 1)
    retold = tuple(_retold(catalog, article))
    decisions = sum(1 for one in curations(standing.tables, article) if one.person)
    weighed = sum(len(locals_) for locals_ in rests_on(standing, article).values())
    return Leaving(counts, alone, len(named) - len(alone), retold, decisions, weighed)


def _all(part_of: Callable[..., Page[T]], article: str) -> Iterator[T]:
    cursor = ""
    while True:
        part = part_of(article=article, limit=_PART, cursor=cursor)
        yield from part.items
        cursor = part.next
        if not cursor:
            return


def _retold(catalog: CatalogReader, article: str) -> Iterator[Retold]:
    first: dict[str, EventRecord] = {}
    for event in _all(catalog.list_events, article):
        if event.happening:
            first.setdefault(event.happening, event)
    told = catalog.told_in(list(first))
    for happening, event in first.items():
        if told[happening] > 1:  # the article itself is one of them
            yield Retold(event, told[happening] - 1)
