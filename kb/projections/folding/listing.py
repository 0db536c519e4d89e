"""Curated lists in the fold: which version of each is in force, and the entities that its rows stand for.

Input: list-added and list-withdrawn events, and their undoing. Output: the kinds "list", "listing" and "listed" of
Tables, and members and links of each row as an article's have them.
Never: touches a row that did not change between two versions.

Kinds:
    list: name -> position -> {"out": 1} for a withdrawal, else {} (versions that are not undone)
    listing: id of a row -> "" -> {"position", "entry", "line", "list", "sum"}; where it stands, and a digest of it;
        "first" of the first row, which tells of the list itself
    listed: name -> id of a row -> 1 (rows of the version in force)
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kb import events as ev
from kb.events import Recorded
from kb.events.schema import writer
from kb.model.external import IDENTIFYING, scheme_of
from kb.model.identity import digest, external_id
from kb.model.listing import MAIN, ListEntry, as_article, as_extraction, home_id, listing_id
from kb.projections.contract import BadEventError
from kb.projections.folding import members

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold

_written: Final = writer(ListEntry)


def version_row(event: ev.ListAdded | ev.ListWithdrawn) -> dict[str, Any]:
    """Return how a version is kept as a decision."""
    return {"list": event.name, **({"out": 1} if isinstance(event, ev.ListWithdrawn) else {})}


def turn(fold: "Fold", row: Mapping[str, Any], position: int, on: bool) -> None:
    """Put a version of a list in force, or take it out; the last that is left holds."""
    if on:
        fold.tables.put("list", row["list"], f"{position:015d}", {"out": 1} if row.get("out") else {})
    else:
        fold.tables.delete("list", row["list"], f"{position:015d}")
    _refresh(fold, row["list"])


def _refresh(fold: "Fold", name: str) -> None:
    """Make the rows of a list those of the version in force."""
    versions = fold.tables.items("list", name)
    position = int(versions[-1][0]) if versions and not versions[-1][1].get("out") else 0
    event = fold.sources.recorded(position).event if position else None
    entries = event.entries if isinstance(event, ev.ListAdded) else ()
    wanted = {listing_id(name, entry.key): (number, entry) for number, entry in enumerate(entries)}
    if len(wanted) != len(entries):
        raise BadEventError(f"Two rows of the list {name} have one id.")
    for listing in fold.tables.keys("listed", name):
        if listing not in wanted:
            _drop(fold, name, listing)
    for listing, (number, entry) in wanted.items():
        _put(fold, name, listing, position, number, entry)


def summed(entry: ListEntry) -> str:
    """Return a digest of all that a row says, and of the line where it says it."""
    return digest(*(f"{key}={value!r}" for key, value in sorted(_written(entry).items())))


def _put(fold: "Fold", name: str, listing: str, position: int, number: int, entry: ListEntry) -> None:
    tables = fold.tables
    before = tables.get("listing", listing) or {}
    row = {"position": position, "entry": number, "line": entry.line, "list": name, "sum": summed(entry)}
    if number == 0:
        row["first"] = 1
    if (before.get("sum"), before.get("first")) == (row["sum"], row.get("first")):
        return

    def change() -> None:
        tables.put("listing", listing, value=row)
        tables.put("listed", name, listing)
        tables.clear("member", listing)
        tables.clear("link", listing)
        extraction = as_extraction(listing, entry)
        for local, member in members.rows(as_article(name, entry), extraction).items():
            tables.put("member", listing, local, member | (_beside(entry) if local == MAIN else {}))
            if (target := _stands_for(fold, listing, entry, local, member)) != fold.own(listing, local):
                tables.put("link", listing, local, target)

    fold.rework(listing, change)
    _retell(fold, listing)


def _drop(fold: "Fold", name: str, listing: str) -> None:
    def change() -> None:
        fold.tables.delete("listing", listing)
        fold.tables.delete("listed", name, listing)
        fold.tables.clear("member", listing)
        fold.tables.clear("link", listing)

    _retell(fold, listing)
    fold.rework(listing, change)


def _retell(fold: "Fold", listing: str) -> None:
    """Have the decisions told again that name a row which came, left or changed."""
    fold.touched.records |= {int(position) for position in fold.tables.keys("named", listing)}
    for local in fold.tables.keys("member", listing):
        own = fold.own(listing, local)
        fold.touched.records |= {int(position) for position in fold.tables.keys("into", own)}


def _stands_for(fold: "Fold", listing: str, entry: ListEntry, local: str, member: Mapping[str, Any]) -> str:
    """Return whom a member stands for: by the last decision in force on it, else by its id."""
    made = fold.tables.items("linking", f"{listing}{members.SEPARATOR}{local}")
    if made:
        return str(made[-1][1])
    if local == MAIN:
        return home_id(listing, entry)
    external = str(member.get("external", ""))
    return external_id(external) if external and scheme_of(external) in IDENTIFYING else fold.own(listing, local)


def _beside(entry: ListEntry) -> dict[str, Any]:
    """Return what a row says beyond what an article's entity can."""
    found: dict[str, Any] = {"listed": 1}
    if further := [one for one in entry.all_ids if one != entry.external]:
        found["ids"] = further
    if entry.website:
        found["website"] = entry.website
    if entry.latitude is not None and entry.longitude is not None:
        found["at"] = [entry.latitude, entry.longitude]
    return found


def taken(fold: "Fold", recorded: Recorded) -> dict[str, Any]:
    """Return the row of a version's decision.

    Raises:
        BadEventError: it withdraws a list that is not there.
    """
    event = recorded.event
    assert isinstance(event, ev.ListAdded | ev.ListWithdrawn)
    versions = fold.tables.items("list", event.name)
    if isinstance(event, ev.ListWithdrawn) and (not versions or versions[-1][1].get("out")):
        raise BadEventError(f"There is no list {event.name} in force.")
    return version_row(event)
