"""Curated lists come in, in new versions, and leave.

Input: a ReadList of kb.sources.lists, or a list's name. Output: one event of the list with the decisions on who is who
that follow from it, in one append; what has changed.
Never: takes half a list; takes an id that two entities of the knowledge base have; records a list that is there
already word for word. Undoing the event (`kb undo`) brings back what was before.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kb.events import DomainEvent, EntitiesLinked, ListAdded, ListWithdrawn, Recorded
from kb.events.streams import RESOLUTION, list_stream
from kb.log import Append, EventLog
from kb.model.listing import MAIN, ListEntry, as_extraction, listing_id
from kb.projections.catalog.projection import Catalog
from kb.projections.catalog.trial import Trial, trial
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.opening import Projections
from kb.resolution import weights as w
from kb.resolution.decision import RULE
from kb.service.articles.relinking import Relinker, rests_on
from kb.service.articles.withdrawing import NoReasonError
from kb.service.identity.linking import Linker
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.lists.change import (
    CuratedList,
    ListChange,
    ListNameError,
    NoSuchListError,
    OtherFileError,
    TakenIdError,
)
from kb.service.lists.ids import KnownIds
from kb.sources.lists import BadListError, BadRow, ReadList

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")


__all__ = [
    "CuratedList",
    "ListChange",
    "ListNameError",
    "NoSuchListError",
    "OtherFileError",
    "TakenIdError",
    "add_list",
    "lists",
    "withdraw_list",
]


def add_list(
    kb: KnowledgeBase,
    read: ReadList,
    name: str,
    *,
    form: str,
    origin: str,
    sha256: str,
    chosen: bool = True,
    skip_bad: bool = False,
    dry_run: bool = False,
    actor: str = "",
    on_wait: OnWait | None = None,
) -> ListChange:
    """Take a list in, or a new version of one, and link what articles name to it.

    Args:
        kb: opened for writing.
        read: what the file holds.
        name: what the list is called; the same name is a new version of it.
        form, origin, sha256: of the file, for the log.
        chosen: a person gave the name; else it is the file's, and a list of that name from another file, or
            without a row in common, is not its earlier version.
        skip_bad: leave bad rows out; without it one keeps the whole list out.
        dry_run: say what would change, and record nothing.
        actor: who does it, "" for the home's own.

    Raises:
        ListNameError: *name* is none.
        OtherFileError: the list of that name, which nobody chose, is another file's, or has none of its rows.
        BadListError: rows are bad.
        TakenIdError: rows have ids that contradict the knowledge base.
        HomeBusyError, ReadOnlyError, DiskFullError: see Home.write_lock.
    """
    if not _NAME.match(name):
        raise ListNameError(name)
    if read.bad and not skip_bad:
        raise BadListError(origin, rows=read.bad)
    with kb.writing(on_wait) as projections:
        taken = KnownIds(projections.catalog, kb.parts.gazetteer())
        entries, clashing = taken.checked(name, read.entries)
        if clashing and not skip_bad:
            raise TakenIdError(origin, clashing)
        bad = (*read.bad, *clashing)
        if not entries:
            hint = "Mend them: no row is left. Nothing was taken in."
            raise BadListError(origin, "no row of it can be taken", rows=bad, hint=hint)
        before = current(projections.catalog, name)
        fresh = [one for one in entries if before.get(listing_id(name, one.key)) != one]
        done = _compared(name, before, entries, bad, (*read.notes, *taken.renamed(name, fresh)))
        same = not (done.added or done.changed or done.removed)
        if before and not (chosen or same):
            earlier = _in_force(projections.catalog.tables, projections.catalog.sources, name)[1].origin
            shared = done.kept + done.changed
            if earlier != origin or not shared:
                raise OtherFileError(name, earlier, origin, len(before), shared)
        if dry_run or same:
            return done
        event = ListAdded(name, form, origin, sha256, entries, tuple(map(str, bad)))
        kb.adopt_ontology()
        projections.advance(kb.log)
        position, decisions = _record(kb, projections, event, actor)
    linked = {one for d in decisions if isinstance(d, EntitiesLinked) for one in d.members}
    return replace(done, position=position, linked=len(linked), decisions=len(decisions))


def withdraw_list(
    kb: KnowledgeBase, name: str, reason: str, *, actor: str = "", on_wait: OnWait | None = None
) -> ListChange:
    """Take a list out of the graph; what was linked to its rows is decided anew.

    Raises:
        NoReasonError: *reason* says nothing.
        NoSuchListError: no list of that name is in force.
    """
    if not reason.strip():
        raise NoReasonError("Withdrawing a list")
    with kb.writing(on_wait) as projections:
        before = current(projections.catalog, name)
        if not before:
            raise NoSuchListError(name, list(projections.catalog.tables.parts("listed")))
        position, decisions = _record(kb, projections, ListWithdrawn(name, reason.strip()), actor)
    return ListChange(name, position, removed=len(before), decisions=len(decisions))


def lists(connection: sqlite3.Connection, log: EventLog) -> tuple[CuratedList, ...]:
    """Return the lists in force, by name.

    Args:
        connection: to the catalog of now, or of the moment asked about.
        log: of the home.
    """
    found = []
    tables, sources = Tables(connection), LogSources(log)
    for name in tables.parts("listed"):
        recorded, event = _in_force(tables, sources, name)
        named = connection.execute(
            "SELECT count(*) FROM state s JOIN members m ON m.article = s.key AND m.local = ? "
            "JOIN entities n ON n.id = m.entity WHERE s.kind = 'listed' AND s.part = ? AND n.articles > 0",
            (MAIN, name),
        ).fetchone()
        found.append(
            CuratedList(
                name,
                recorded.position,
                event.form,
                event.origin,
                recorded.envelope.recorded_at,
                recorded.envelope.actor,
                len(tables.keys("listed", name)),
                int(named[0]),
            )
        )
    return tuple(found)


def current(catalog: Catalog, name: str) -> dict[str, ListEntry]:
    """Return the rows of a list in force: id of the row -> what it says."""
    rows = ((listing, catalog.views.listing_row(listing)) for listing in catalog.tables.keys("listed", name))
    return {listing: catalog.sources.listing(row) for listing, row in rows if row}


def _in_force(tables: Tables, sources: LogSources, name: str) -> tuple[Recorded, ListAdded]:
    """Return the version of a list that is in force, as recorded and as event."""
    versions = [int(key) for key, row in tables.items("list", name) if not row.get("out")]
    recorded = sources.recorded(versions[-1])
    assert isinstance(recorded.event, ListAdded)
    return recorded, recorded.event


def _compared(
    name: str,
    before: dict[str, ListEntry],
    entries: Sequence[ListEntry],
    bad: tuple[BadRow, ...],
    notes: tuple[str, ...],
) -> ListChange:
    now = {listing_id(name, entry.key): entry for entry in entries}
    both = before.keys() & now.keys()
    moved = sum(before[one] != now[one] for one in both)
    return ListChange(
        name,
        0,
        added=len(now.keys() - both),
        changed=moved,
        removed=len(before.keys() - both),
        kept=len(both) - moved,
        bad=bad,
        notes=notes,
    )


def _record(
    kb: KnowledgeBase, projections: Projections, event: ListAdded | ListWithdrawn, actor: str = ""
) -> tuple[int, tuple[DomainEvent, ...]]:
    """Append a version of a list with all that follows from it; return its position and the decisions."""
    catalog = projections.catalog
    stream = list_stream(event.name)
    leaving = _leaving(catalog, event)
    resting: dict[str, set[str]] = {}
    for listing in leaving:
        for article, locals_ in rests_on(catalog, listing).items():
            if article not in leaving:
                resting.setdefault(article, set()).update(locals_)
    decisions: tuple[DomainEvent, ...] = ()
    with trial(catalog, kb.log) as tried:
        position = tried.suppose(stream, [event], actor or kb.actor)
        linker = Linker(tried.catalog, kb.parts.coarse())
        decisions = Relinker(tried, linker, None, position).links(resting)
        if isinstance(event, ListAdded):
            decisions = (*decisions, *_linked(tried, linker, event, position))
    batch = [Append(stream, kb.log.stream_version(stream), [event], actor or kb.actor)]
    if decisions:
        batch.append(Append(RESOLUTION, kb.log.stream_version(RESOLUTION), decisions, RULE, caused_by=0))
    recorded = kb.log.append_batch(batch)[0].position
    projections.advance(kb.log)
    return recorded, decisions


def _leaving(catalog: Catalog, event: ListAdded | ListWithdrawn) -> set[str]:
    """Return the rows that are in force and will not be, or will say other things."""
    before = current(catalog, event.name)
    now = {listing_id(event.name, e.key): e for e in event.entries} if isinstance(event, ListAdded) else {}
    return {one for one, entry in before.items() if one not in now or _said(now[one]) != _said(entry)}


def _said(entry: ListEntry) -> ListEntry:
    """Return a row without where it stands."""
    return replace(entry, line=0, text="")


def _linked(tried: Trial, linker: Linker, event: ListAdded, position: int) -> Iterable[DomainEvent]:
    """Yield who of the articles, and of other lists, is who of the rows that came or changed."""
    views = tried.catalog.views
    known = KnownIds(tried.catalog, None)
    for entry in event.entries:
        listing = listing_id(event.name, entry.key)
        row = views.listing_row(listing)
        if row is None or int(row["position"]) != position:
            continue
        extraction = as_extraction(listing, entry)
        found: list[DomainEvent] = []
        if (same := known.by_id(listing, entry)) is not None:
            found.append(EntitiesLinked(same[0], (f"{listing}#{MAIN}",), w.IDENTIFIED, (f"identifier {same[1]}",)))
        standing = {MAIN: same[0]} if same else {}
        found += linker.link(extraction, standing)
        linker.learn(extraction, found)
        yield from found
