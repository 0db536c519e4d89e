"""Finds what else is known of a happening of which one article tells.

Input: the catalog, the happening's id, how to read an article. Output: kb.service.display.event_pages.Elsewhere.
Never: shows what is less sure than asked for; leaves out a version without saying so.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

from kb.graph.iris import Iris
from kb.projections.folding.views import prevailing
from kb.service.display.event_pages import Elsewhere
from kb.service.display.page import Fact, Source
from kb.service.display.pages import Decision
from kb.service.display.reading import Reading
from kb.service.happenings.claim_sources import claim_facts
from kb.service.happenings.independence import independent_sources
from kb.service.happenings.versions import Report, reported, side_by_side

MOST_TOLD: Final = 100  # versions compared with one another


def elsewhere(
    connection: sqlite3.Connection, happening: str, own: str,
    reading: Callable[[str], Reading], stands: Callable[[str, str], bool],
    decisions: Callable[[], Sequence[Decision]], iris: Iris,
) -> Elsewhere | None:  # fmt: skip
    """Return what other articles tell of a happening, None if they tell nothing.

    Args:
        connection: to the catalog, for reading.
        happening: its canonical id, "" for none.
        own: "event-ID" of the version whose page it is.
        reading: reads an article by its id.
        stands: whether an article's event is as sure as asked for.
        decisions: finds why the versions are one.
        iris: of the home.
    """
    rows = connection.execute(
        "SELECT e.id, e.label, e.article, e.local, a.title, a.source, a.published "
        "FROM events e JOIN articles a ON a.id = e.article WHERE e.happening = ? AND e.happening <> '' "
        "ORDER BY a.published = '', a.published, e.article, e.start, e.local",
        (happening,),
    ).fetchall()
    label = prevailing(row[1] for row in rows)
    rows = [row for row in rows if f"event-{row[0]}" == own or stands(row[2], row[3])]
    same = tuple(
        Fact(label, f"in {title or article}" + (f" ({source})" if source else ""), f"event-{event}")
        for event, label, article, _, title, source, _ in rows
        if f"event-{event}" != own
    )
    if not same:
        return None
    readings: dict[str, Reading] = {}
    told = []
    for _, _, article, local, *_ in rows[:MOST_TOLD]:
        if article not in readings:
            readings[article] = reading(article)
        if local in readings[article].events:
            told.append((readings[article], local))
    reports = [Report(article, published, source, title) for _, _, article, _, title, source, published in rows]
    return Elsewhere(
        versions=(reported(happening, reports, len(told)), *side_by_side(told)),
        same=same,
        sources=independent_sources(told),
        claims=claim_facts(happening, told, iris),
        decisions=tuple(decisions()),
        label=label,
    )


def sources_of(connection: sqlite3.Connection, happening: str, reading: Callable[[str], Reading]) -> tuple[Source, ...]:
    """Return who tells of a happening, each by himself; arguments as of *elsewhere*."""
    rows = connection.execute(
        "SELECT article, local FROM events WHERE happening = ? ORDER BY article, start, local LIMIT ?",
        (happening, MOST_TOLD),
    )
    told = [(reading(article), local) for article, local in rows]
    return independent_sources([(one, local) for one, local in told if local in one.events])
