"""Finds what else is known of a happening of which one article tells.

Input: the catalog, the happening's id, how to read an article. Output: kb.service.display.event_pages.Elsewhere.
Never: shows what is less sure than asked for; leaves out a version without saying so.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final

from kb.graph.iris import Iris
from kb.projections.folding.views import prevailing
from kb.service.display.event_pages import Elsewhere
from kb.service.display.page import Fact, Source
from kb.service.display.pages import Decision
from kb.service.display.reading import Reading
from kb.service.happenings.claim_sources import claim_facts
from kb.service.happenings.independence import independent_sources
from kb.service.happenings.versions import Report, reported, side_by_side

_Version = tuple[Any, ...]  # id, label, article, local id, and of the article title, source and day

MOST_TOLD: Final = 100  # versions compared with one another


def _versions(connection: sqlite3.Connection, happening: str) -> list[_Version]:
    """Return the events that tell of a happening, by the days their articles came out, those without one last."""
    if not happening:
        return []
    told = "SELECT id, label, article, local, start FROM events WHERE happening = ?"
    events = connection.execute(told, (happening,)).fetchall()  # a join would be read whole where files are laid over
    asked = json.dumps(sorted({row[2] for row in events}))
    known = "SELECT id, title, source, published FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    papers = {row[0]: row[1:] for row in connection.execute(known, (asked,))}
    found = [(*row[:4], *papers[row[2]], row[4]) for row in events if row[2] in papers]
    found.sort(key=lambda row: (row[6] == "", row[6], row[2], row[7], row[3]))
    return [row[:7] for row in found]


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
    rows = _versions(connection, happening)
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
