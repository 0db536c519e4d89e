"""A curated list from its bytes: which format it is, and what it holds.

Input: bytes and a file's name. Output: a ReadList whose entries have ids that no two share.
Never: takes a list of which two rows have one id.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from kb.model.listing import Listed, ListEntry
from kb.sources.decoding import decode, storable
from kb.sources.lists.ftm import read_entities
from kb.sources.lists.outcome import BadListError, BadRow, ReadList
from kb.sources.lists.rows import read_rows

MAX_BYTES: Final = 50_000_000
MAX_ENTRIES: Final = 100_000
_BY_ENDING: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "ftm",
    ".jsonl": "ftm",
    ".ndjson": "ftm",
    ".ijson": "ftm",
    ".ftm": "ftm",
    ".ttl": "turtle",
}


def _turtle(text: str, origin: str) -> ReadList:
    from kb.sources.lists.turtle import read_turtle  # rdflib takes long to import

    return read_turtle(text, origin)


FORMS: Final[Mapping[str, Callable[[str, str], ReadList]]] = {"csv": read_rows, "ftm": read_entities, "turtle": _turtle}


def form_of(name: str) -> str:
    """Return the format that a file's name says, "" if it says none."""
    return next((form for ending, form in _BY_ENDING.items() if name.casefold().endswith(ending)), "")


def read_list(data: bytes, origin: str, form: str = "") -> ReadList:
    """Return what a file holds.

    Args:
        data: the whole file.
        origin: its name, for messages; its ending says the format if *form* does not.
        form: one of FORMS.

    Raises:
        BadListError: it cannot be read at all, is too large, or holds no entry.
        SourceError: it is no text.
    """
    form = form or form_of(origin)
    if form not in FORMS:
        raise BadListError(origin, "its format cannot be told from its name", hint=f"Give --format {', '.join(FORMS)}.")
    if len(data) > MAX_BYTES:
        raise BadListError(origin, f"it has {len(data):,} bytes, more than {MAX_BYTES:,}", hint="Split it into lists.")
    text, _ = storable(decode(data, origin).text)
    found = FORMS[form](text, origin)
    if len(found.entries) > MAX_ENTRIES:
        raise BadListError(
            origin, f"it has {len(found.entries):,} entries, more than {MAX_ENTRIES:,}", hint="Split it into lists."
        )
    if not found.entries and not found.bad:
        raise BadListError(origin, "it holds no entry")
    return _distinct(found)


def _distinct(found: ReadList) -> ReadList:
    """Return the entries whose ids no earlier one has; the others are bad rows. Offices name bodies by their names."""
    owner: dict[str, int] = {}
    entries: list[ListEntry] = []
    bad = list(found.bad)
    for entry in found.entries:
        clash = next((one for one in entry.all_ids if one in owner), "")
        if clash:
            bad.append(BadRow(entry.line, f"the id {clash} is that of line {owner[clash]} too"))
            continue
        owner.update(dict.fromkeys(entry.all_ids, entry.line))
        entries.append(entry)
    by_id = {one: entry for entry in entries for one in entry.all_ids}
    entries = [replace(entry, offices=tuple(_spelled(one, by_id) for one in entry.offices)) for entry in entries]
    return replace(found, entries=tuple(entries), bad=tuple(sorted(bad, key=lambda one: one.line)))


def _spelled(office: Listed, by_id: Mapping[str, ListEntry]) -> Listed:
    """Return an office whose body and place, where the list gives an id of it, have the name of that entry."""
    body, place = by_id.get(office.organisation), by_id.get(office.place)
    if body:
        office = replace(office, organisation=body.name, organisation_id=body.external)
    if place:
        office = replace(office, place=place.name, place_id=place.external)
    return office
