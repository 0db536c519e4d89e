"""A curated list as CSV: one row an entity, or one an office of it.

Input: decoded text. Output: a ReadList.
The header names the columns of COLUMNS in any order; id, type and name are needed. Rows with one id are one entity
and must agree in all but their office.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from kb.model.listing import Listed, ListEntry
from kb.sources.lists import outcome as row_of
from kb.sources.lists.outcome import BadListError, BadRow, BadRowError, ReadList

COLUMNS: Final = {
    "id": "SCHEME:ID or an IRI that no other row has; the id alone with a column scheme",
    "scheme": "scheme of ids that have none",
    "type": "person, organisation, company, office, city ...",
    "name": "the name to call it by",
    "aliases": "other names, with | between",
    "ids": "further ids, SCHEME:ID, with | between",
    "country": "ISO 3166-1 alpha-2 code",
    "place": "name of the place where it lies or sits",
    "latitude": "degrees north",
    "longitude": "degrees east",
    "description": "a few words that tell namesakes apart",
    "website": "http or https address",
    "office": "title of an office that the person holds or held",
    "office_organisation": "name or id of its body",
    "office_place": "name or id of its place",
    "office_country": "ISO 3166-1 alpha-2 code",
    "office_status": "current, acting, former, candidate or elect; former if it has ended",
    "since": "2019, 2019-05 or 2019-05-20",
    "until": "the same",
}
_NEEDED: Final = ("id", "type", "name")
_OFFICE: Final = ("office_organisation", "office_place", "office_country", "office_status", "since", "until")
_DELIMITERS: Final = ",;\t"
_FIELD: Final = 131_072


def read_rows(text: str, origin: str) -> ReadList:
    """Return the entries of a CSV file.

    Raises:
        BadListError: the header lacks a column or has one that is not known; the file is no CSV.
    """
    entries: dict[str, ListEntry] = {}
    bad: list[BadRow] = []
    for line, raw, fields in _rows(text, origin, bad):
        try:
            entry = _entry(line, raw, fields)
            known = entries.get(entry.key)
            entries[entry.key] = _joined(known, entry) if known else entry
        except BadRowError as error:
            bad.append(BadRow(line, str(error)))
    return ReadList(tuple(entries.values()), tuple(bad))


def _rows(text: str, origin: str, bad: list[BadRow]) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield line, raw text and fields of each row that has as many fields as the header."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda one: (first.count(one), -_DELIMITERS.index(one)))
    source = text.splitlines(keepends=True)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    line = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise BadListError(origin, f"its CSV cannot be read at line {reader.line_num} ({error})") from error
        begin, line = line + 1, reader.line_num
        if not any(field.strip() for field in row):
            continue
        if not header:
            header = _header(row, origin)
            continue
        if len(row) != len(header):
            bad.append(BadRow(begin, f"it has {len(row)} fields, the header {len(header)}"))
            continue
        yield begin, "".join(source[begin - 1 : line]).rstrip("\r\n"), dict(zip(header, row, strict=True))
    if not header:
        raise BadListError(origin, "it holds no rows")


def _header(row: list[str], origin: str) -> list[str]:
    names = [field.strip().casefold().replace(" ", "_").replace("organization", "organisation") for field in row]
    for name in names:
        if name not in COLUMNS:
            alike = get_close_matches(name, COLUMNS, n=1)
            hint = f"Did you mean {alike[0]}? " if alike else ""
            raise BadListError(
                origin, f"line 1: there is no column {name!r}", hint=f"{hint}Known are: {', '.join(COLUMNS)}."
            )
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise BadListError(origin, f"line 1: the column {doubled[0]} is there twice")
    if missing := [name for name in _NEEDED if name not in names]:
        raise BadListError(
            origin, f"line 1: it lacks the column {missing[0]}", hint=f"Needed are {', '.join(_NEEDED)}."
        )
    return names


def _entry(line: int, raw: str, fields: dict[str, str]) -> ListEntry:
    def of(name: str) -> str:
        return fields.get(name, "").strip()

    for name in _NEEDED:
        if not of(name):
            raise BadRowError(f"it has no {name}")
    name = row_of.words(of("name"))
    key = row_of.identifier(of("id"), of("scheme"))
    return ListEntry(
        key=key,
        line=line,
        text=raw,
        type=row_of.kind(of("type")),
        name=name,
        aliases=row_of.unique(of("aliases").split("|"), name),
        ids=tuple(row_of.identifier(one) for one in of("ids").split("|") if one.strip()),
        country=row_of.country(of("country")),
        place=row_of.words(of("place")),
        latitude=row_of.degrees(of("latitude"), "latitude", 90),
        longitude=row_of.degrees(of("longitude"), "longitude", 180),
        description=row_of.words(of("description")),
        website=row_of.website(of("website")),
        offices=_office(of("office"), {name: of(name) for name in _OFFICE}),
    )


def _office(title: str, fields: dict[str, str]) -> tuple[Listed, ...]:
    if not title:
        if given := [name for name, value in fields.items() if value]:
            raise BadRowError(f"it has {given[0]} but no office")
        return ()
    return (
        row_of.office(
            title,
            organisation=fields["office_organisation"],
            place=fields["office_place"],
            country_code=fields["office_country"],
            status=fields["office_status"],
            since=fields["since"],
            until=fields["until"],
        ),
    )


def _joined(known: ListEntry, entry: ListEntry) -> ListEntry:
    """Return one entity of two rows with one id, the second of which adds an office."""
    if replace(entry, line=known.line, text=known.text, offices=known.offices) != known:
        raise BadRowError(f"it has the id {entry.key} of line {known.line} and says other things of it")
    if not entry.offices or entry.offices[0] in known.offices:
        raise BadRowError(f"it has the id {entry.key} of line {known.line} and adds no office")
    return replace(known, text=f"{known.text}\n{entry.text}", offices=(*known.offices, *entry.offices))
