"""What curated lists say of an entity, for reading.

Input: rows of lists that the entity is. Output: facts that name list and line.
Pure over the fold and the log.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.model.listing import Listed
from kb.projections.folding.sources import LogSources
from kb.projections.folding.views import Views
from kb.service.display.page import Fact


def where(row: Mapping[str, Any]) -> str:
    """Return where a row stands: "the list officials, line 12"."""
    return f"the list {row['list']}" + (f", line {row['line']}" if row["line"] else "")


def listed_facts(views: Views, sources: LogSources, listings: Iterable[str]) -> Iterator[Fact]:
    """Yield a fact for each row, and one for each office that it gives."""
    for listing in listings:
        row = views.listing_row(listing)
        if row is None or "e1" not in views.tables.keys("member", listing):
            continue
        entry = sources.listing(row)
        yield Fact("listed", f"{entry.name} ({entry.key}) in {where(row)}")
        for office in entry.offices:
            yield Fact("office", f"{_office(office)} ({where(row)})")


def _office(office: Listed) -> str:
    of = ", ".join(part for part in (office.organisation, office.place, office.country) if part)
    span = f", {office.since or '…'} to {office.until or '…'}" if office.since or office.until else ""
    state = "" if office.status == "current" else f"{office.status} "
    return f"{state}{office.title}" + (f" of {of}" if of else "") + span
