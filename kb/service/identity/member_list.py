"""Who is one entity or happening: the articles' own that stand for it, and who put each there.

Input: an opened knowledge base, a thing by id, IRI or name, a moment. Output: rows, read by kb.cli and kb.api.
Never: writes; lists what left the graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.log import EventLog
from kb.projections.folding.clusters import cluster
from kb.projections.folding.members import split
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.service.history.asof import AsOf, Moment
from kb.service.identity.naming import NothingCalledError
from kb.service.lists.listed import where

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Listed:
    """One article's own.

    Attributes:
        name: "ARTICLE#LOCAL".
        label: what the article calls it.
        title: of the article; which list and line, where a curated list has it.
        by: whose decision put it there, with the event; "" where it stands for itself.
        entity: the canonical id that it stands for before merges.
        decided: position of the decision, 0 where there is none.
    """

    name: str
    label: str
    title: str
    by: str
    entity: str
    decided: int = 0


def members_of(kb: "KnowledgeBase", what: str, as_of: AsOf = None) -> tuple[Listed, ...]:
    """Return the members of an entity or happening, the first that came first.

    Raises:
        NothingCalledError, SeveralCalledError: see Shower.page.
        BadMomentError, NoSuchMomentError: see kb.service.history.asof.position_at.
    """
    with kb.at(as_of) as moment:
        return members_at(moment, kb.log, what)


def members_at(moment: Moment, log: EventLog, what: str) -> tuple[Listed, ...]:
    """Return the members of an entity or happening as of a moment; raises as members_of."""
    with moment.connection() as connection:
        return tuple(_listed(Tables(connection), LogSources(log), _thing(moment, what), 0, None))


def members_part(
    moment: Moment, log: EventLog, identifier: str, most: int, skip: int = 0
) -> tuple[int, tuple[Listed, ...]]:
    """Return how many members an entity or happening has, by its canonical id, and some of them."""
    with moment.connection() as connection:
        tables = Tables(connection)
        total = sum(len(tables.keys("linked", one)) for one in cluster(tables, identifier).members)
        return total, tuple(_listed(tables, LogSources(log), identifier, skip, skip + most))


def _thing(moment: Moment, what: str) -> str:
    with moment.shower() as shower, moment.connection() as connection:
        page = shower.page(what)
        identifier = page.id.partition("-")[2]
        if page.kind == "entity":
            return identifier
        row = connection.execute("SELECT happening FROM events WHERE id = ?", (identifier,)).fetchone()
        if page.kind != "event" or not row:
            raise NothingCalledError(what)
        return str(row[0])


def _listed(tables: Tables, sources: LogSources, entity: str, start: int, stop: int | None) -> Iterator[Listed]:
    names = {(name, one) for one in cluster(tables, entity).members for name in tables.keys("linked", one)}
    rows = {name: tables.get("article", split(name)[0]) or tables.get("listing", split(name)[0]) for name, _ in names}
    came = {name: int((row or {}).get("position", 0)) for name, row in rows.items()}
    for name, one in sorted(names, key=lambda row: (came[row[0]], row))[start:stop]:
        article, local = split(name)
        row = tables.get("changed", article, local) or tables.get("member", article, local) or {}
        made = tables.items("linking", name)
        by, decided = "", int(made[-1][0]) if made else 0
        if decided:
            at = sources.recorded(decided).envelope
            by = f"{at.actor} (event {at.position})"
        listing = tables.get("listing", article)
        title = where(listing) if listing else sources.article(came[name]).title
        yield Listed(name, str(row.get("name") or row.get("label") or local), title, by, one, decided)
