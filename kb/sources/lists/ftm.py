"""A curated list as FollowTheMoney: one JSON entity a line.

Input: decoded text. Output: a ReadList.
Actors become entries. Position with Occupancy, and Employment, Directorship and Membership, become offices of who
holds them; Address gives country and city. Every other schema is left aside, and counted.

Source:
    FollowTheMoney, the data model of OpenSanctions and Aleph: schemata with properties that are lists of strings.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kb.model.listing import Listed, ListEntry
from kb.sources.lists import outcome as row_of
from kb.sources.lists.outcome import BadRow, BadRowError, ReadList

TYPES: Final[Mapping[str, str]] = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "company",
    "PublicBody": "office",
}
_LINKS: Final[Mapping[str, tuple[str, str, str]]] = {  # schema -> who holds, where, and as what
    "Occupancy": ("holder", "post", ""),
    "Employment": ("employee", "employer", "employee"),
    "Directorship": ("director", "organization", "director"),
    "Membership": ("member", "organization", "member"),
}
_IDS: Final[Mapping[str, str]] = {
    "wikidataId": "wikidata",
    "leiCode": "lei",
}
_STATUS: Final[Mapping[str, str]] = {"current": "current", "ended": "former", "unknown": "", "": ""}
_QID: Final = re.compile(r"Q[1-9]\d*\Z")


@dataclass(slots=True)
class _Record:
    """One entity of the file."""

    id: str
    schema: str
    line: int
    text: str
    properties: Mapping[str, list[str]] = field(default_factory=dict)

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.properties.get(name, ())]

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def read_entities(text: str, origin: str) -> ReadList:
    """Return the entries of a file of FollowTheMoney entities."""
    bad: list[BadRow] = []
    records: dict[str, _Record] = {}
    for line, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            record = _record(line, raw)
            if record.id in records:
                raise BadRowError(f"it has the id {record.id!r} of line {records[record.id].line}")
            records[record.id] = record
        except BadRowError as error:
            bad.append(BadRow(line, str(error)))
    offices: dict[str, list[Listed]] = {}
    for record in records.values():
        if record.schema in _LINKS:
            try:
                for holder, one in _offices(record, records):
                    offices.setdefault(holder, []).append(one)
            except BadRowError as error:
                bad.append(BadRow(record.line, str(error)))
    entries = []
    for record in records.values():
        if record.schema in TYPES:
            try:
                entries.append(_entry(record, records, tuple(dict.fromkeys(offices.get(record.id, ())))))
            except BadRowError as error:
                bad.append(BadRow(record.line, str(error)))
    known = {*TYPES, *_LINKS, "Position", "Address"}
    aside = Counter(record.schema for record in records.values() if record.schema not in known)
    notes = tuple(f"{count:,} of the schema {schema} left aside" for schema, count in sorted(aside.items()))
    return ReadList(tuple(entries), tuple(sorted(bad, key=lambda one: one.line)), notes)


def _record(line: int, raw: str) -> _Record:
    try:
        value: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadRowError(f"it is no JSON ({error})") from error
    if not isinstance(value, dict):
        raise BadRowError("it is no JSON object")
    for name in ("id", "schema"):
        if not isinstance(value.get(name), str) or not value[name].strip():
            raise BadRowError(f"it has no {name}")
    properties = value.get("properties", {})
    if not isinstance(properties, dict) or not all(
        isinstance(values, list) and all(isinstance(one, str) for one in values) for values in properties.values()
    ):
        raise BadRowError("its properties are not lists of strings")
    return _Record(value["id"].strip(), value["schema"], line, raw, properties)


def _entry(record: _Record, records: Mapping[str, _Record], offices: tuple[Listed, ...]) -> ListEntry:
    names = row_of.unique((*record.all("name"), *record.all("alias", "weakAlias", "abbreviation")))
    if not names:
        raise BadRowError("it has no name")
    main = row_of.words(record.first("name")) or names[0]
    ids = _ids(record)
    address = next((records[one] for one in record.all("addressEntity") if one in records), None)
    codes = record.all("country", "jurisdiction", "nationality", "mainCountry")
    codes += address.all("country") if address and not codes else []
    countries = {row_of.country(code) for code in codes if len(code.strip()) == 2}
    beside = [
        row_of.office(title)
        for title in record.all("position")
        if title.casefold() not in {o.title.casefold() for o in offices}
    ]
    site = record.first("website")
    return ListEntry(
        key=ids[0],
        line=record.line,
        text=record.text,
        type=TYPES[record.schema],
        name=main,
        aliases=tuple(name for name in names if name != main),
        ids=ids[1:],
        country=countries.pop() if len(countries) == 1 else "",
        place=row_of.words(address.first("city")) if address else "",
        description=row_of.words(record.first("summary", "description", "notes")[:300]),
        website=row_of.website(site) if site.startswith("http") else "",
        offices=(*offices, *beside) if record.schema == "Person" else (),
    )


def _ids(record: _Record) -> tuple[str, ...]:
    found = [row_of.identifier(f"{scheme}:{value}") for name, scheme in _IDS.items() for value in record.all(name)]
    own = f"wikidata:{record.id}" if _QID.match(record.id) else f"ftm:{record.id}"
    return tuple(dict.fromkeys((row_of.identifier(own), *found)))


def _offices(record: _Record, records: Mapping[str, _Record]) -> Iterator[tuple[str, Listed]]:
    """Yield who holds an office, and the office, of one link."""
    holder_name, where_name, usual = _LINKS[record.schema]
    holders, places = record.all(holder_name), record.all(where_name)
    if not holders or not places:
        raise BadRowError(f"it has no {holder_name if not holders else where_name}")
    status = _STATUS.get(record.first("status"), "")
    for holder in holders:
        if holder not in records:
            raise BadRowError(f"its {holder_name} {holder!r} is not in the file")
        for where in places:
            target = records.get(where)
            if target is None:
                raise BadRowError(f"its {where_name} {where!r} is not in the file")
            yield holder, _office(record, target, records, usual, status)


def _office(record: _Record, target: _Record, records: Mapping[str, _Record], usual: str, status: str) -> Listed:
    since, until = record.first("startDate"), record.first("endDate")
    if target.schema == "Position":
        title = target.first("name")
        body = next((records[one] for one in target.all("organization") if one in records), None)
        codes = {row_of.country(code) for code in target.all("country") if len(code.strip()) == 2}
    else:
        title, body = record.first("role") or usual, target
        codes = set()
    if not title:
        raise BadRowError("its position has no name")
    return row_of.office(
        title,
        organisation=body.first("name") if body else "",
        organisation_id=_ids(body)[0] if body else "",
        country_code=codes.pop() if len(codes) == 1 else "",
        status=status,
        since=since,
        until=until,
    )
