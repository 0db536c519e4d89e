"""What reading a curated list gives, and what one row must be.

Input: fields of a row as text. Output: ListEntry, or BadRowError with the reason in a clause.
Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.errors import InputError
from kb.model.external import NoIdentifierError, checked
from kb.model.extraction import ENTITY_TYPES, OFFICE_STATUS
from kb.model.listing import Listed, ListEntry

_SHOWN: Final = 5
_LONGEST: Final = 300
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z")
_CODE: Final = re.compile(r"[A-Z]{2}\Z")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class BadRowError(ValueError):
    """A row says what no entity can be; the text is a clause."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken.

    Attributes:
        line: of the file, 0 if the format has none.
        reason: a clause: "it has no name".
    """

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a file holds.

    Attributes:
        entries: in the order of the file.
        bad: rows that are none.
        notes: what was left aside on purpose ("12 of the schema Ownership").
    """

    entries: tuple[ListEntry, ...]
    bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()


class BadListError(InputError):
    """A curated list cannot be taken in, or some of its rows cannot."""

    code = "bad-list"

    def __init__(self, origin: str, reason: str = "", rows: tuple[BadRow, ...] = (), hint: str = "") -> None:
        self.origin = origin
        self.reason = reason
        self.rows = rows
        said = reason
        if rows:
            more = f"; and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
            many = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
            said = f"{many} cannot be taken: {'; '.join(map(str, rows[:_SHOWN]))}{more}"
            hint = hint or "Mend them, or leave them out with --skip-bad. Nothing was taken in."
        super().__init__(
            f"{origin}: {said}.",
            hint=hint or "docs/linking-elsewhere.md says how a list is written. Nothing was taken in.",
        )


def words(text: str) -> str:
    """Return one line of text.

    Raises:
        BadRowError: it is longer than a name, or holds control characters.
    """
    found = " ".join(text.split())
    if len(found) > _LONGEST:
        raise BadRowError(f"{found[:40]!r}... has more than {_LONGEST} characters")
    if _CONTROL.search(found):
        raise BadRowError(f"{found!r} holds control characters")
    return found


def kind(text: str) -> str:
    """Return an entity type.

    Raises:
        BadRowError: there is no such type.
    """
    found = text.strip().casefold().replace(" ", "_").replace("-", "_")
    found = {"organization": "organisation", "international_organization": "international_organisation"}.get(
        found, found
    )
    if found not in ENTITY_TYPES:
        raise BadRowError(f"it has the type {text!r}, not one of {', '.join(sorted(ENTITY_TYPES))}")
    return found


def identifier(text: str, scheme: str = "") -> str:
    """Return "scheme:id"; *scheme* goes before an id that has none.

    Raises:
        BadRowError: it is none.
    """
    text = text.strip()
    if scheme and ":" not in text:
        text = f"{scheme}:{text}"
    try:
        return checked(text)
    except NoIdentifierError as error:
        raise BadRowError(f"{error.given!r} is no id: {error.reason}") from error


def country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code, "" for "".

    Raises:
        BadRowError: it is none.
    """
    found = text.strip().upper()
    if found and not _CODE.match(found):
        raise BadRowError(f"its country {text.strip()!r} is no code of two letters (UA)")
    return found


def day(text: str, what: str) -> str:
    """Return a year, month or day as ISO 8601, "" for "".

    Raises:
        BadRowError: it is none.
    """
    found = text.strip()
    if not found:
        return ""
    found = found[:10] if re.match(r"\d{4}-\d\d-\d\dT", found) else found
    try:
        if not _DAY.match(found):
            raise ValueError(found)
        date.fromisoformat(found + "-01-01"[len(found) - 4 :] if len(found) < 10 else found)
    except ValueError:
        raise BadRowError(f"its {what} {text.strip()!r} is no date (2019, 2019-05 or 2019-05-20)") from None
    return found


def degrees(text: str, what: str, most: float) -> float | None:
    """Return degrees, None for "".

    Raises:
        BadRowError: it is no number, or beyond *most*.
    """
    if not text.strip():
        return None
    try:
        found = float(text)
    except ValueError:
        raise BadRowError(f"its {what} {text.strip()!r} is no number") from None
    if not -most <= found <= most:
        raise BadRowError(f"its {what} {text.strip()} is not between -{most:g} and {most:g}")
    return found


def website(text: str) -> str:
    """Return an address, "" for "".

    Raises:
        BadRowError: it is none.
    """
    found = text.strip()
    if found and not re.match(r"https?://[^\s<>\"{}|\\^`]+\Z", found):
        raise BadRowError(f"its website {found!r} is no http or https address")
    return found


def office(
    title: str,
    *,
    organisation: str = "",
    organisation_id: str = "",
    place: str = "",
    place_id: str = "",
    country_code: str = "",
    status: str = "",
    since: str = "",
    until: str = "",
) -> Listed:
    """Return an office.

    Raises:
        BadRowError: a date, a country or the status is none, or it ends before it begins.
    """
    begins, ends = day(since, "since"), day(until, "until")
    if begins and ends and ends[: len(begins)] < begins[: len(ends)]:
        raise BadRowError(f"its office {title!r} ends ({ends}) before it begins ({begins})")
    state = status.strip().casefold() or ("former" if ends else "current")
    if state not in OFFICE_STATUS:
        raise BadRowError(f"the status {status!r} of its office is not one of {', '.join(sorted(OFFICE_STATUS))}")
    return Listed(
        words(title),
        organisation=words(organisation),
        organisation_id=organisation_id,
        place=words(place),
        place_id=place_id,
        country=country(country_code),
        status=state,
        since=begins,
        until=ends,
    )


def unique(values: Iterable[str], but: str = "") -> tuple[str, ...]:
    """Return the words of each, once, without *but* and empty ones."""
    found = dict.fromkeys(words(value) for value in values)
    return tuple(value for value in found if value and value != but)
