"""What stands out in a base: how much there is, what happened last, what is disputed.

Input: the catalog, a day. Output: an Overview, for the start page and for programs.
Never: looks at all of a large base for it (kb.projections.catalog.overview bounds what is looked at).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kb.log import EventLog
from kb.projections.catalog.overview import counted_differently, happened_last, told_differently
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord, EventRecord
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.quantity import Quantity

_LATEST: Final = 24  # events, of which several may tell of one happening
_ARTICLES: Final = 5
_DISPUTED: Final = 5
_LOOKED_AT: Final = 40  # happenings with several numbers, of which the first that are at odds are shown
_VERSIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands out.

    Attributes:
        totals: kind -> how many.
        latest: events that occurred, the latest first.
        articles: those added last.
        figures: quantities whose values cannot all be true, of the happenings reported last.
        denied: happenings that one article says happened and another that they did not, every version.
    """

    totals: Mapping[str, int]
    latest: Sequence[EventRecord]
    articles: Sequence[ArticleRecord]
    figures: Sequence[Quantity]
    denied: Sequence[Sequence[EventRecord]]


def overview(catalog: CatalogReader, day: str) -> Overview:
    """Return what stands out on a day: an ISO date; what begins after it has not happened."""
    counted, first = counted_differently(catalog, limit=_LOOKED_AT), dict[str, Quantity]()
    for one in conflicts(catalog, counted):  # of all at once: each by itself asks the catalog six times
        if one.odds:  # what its own source has replaced is a history
            first.setdefault(one.happening, one)
    figures = [first[happening] for happening in counted if happening in first][:_DISPUTED]
    denied = told_differently(catalog, limit=_DISPUTED)
    return Overview(
        totals=catalog.counts(),
        latest=happened_last(catalog, day, limit=_LATEST),
        articles=catalog.list_articles(limit=_ARTICLES).items,
        figures=figures,
        denied=[catalog.list_events(happening=one, limit=_VERSIONS).items for one in denied],
    )


def day_of(log: EventLog, position: int | None) -> str:
    """Return the day of an event of the log, by UTC; today for None."""
    if position is None:
        return datetime.now(UTC).date().isoformat()
    envelope = next(iter(log.envelopes(after=position - 1)), None) if position else None
    return envelope.recorded_at[:10] if envelope else ""
