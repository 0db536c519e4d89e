"""What a person writes as a new value, as the kind of value that belongs there.

Input: a claim and the text of a value. Output: the value as a claim-amended event has it, with name and type of an
entity. Never: takes a value of another kind; an amended date is a date, an amended type is one of the ontology's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from kb.graph.amending import REALITIES, STATUSES
from kb.graph.claims import ENTITY_FIELDS, EVENT_FIELDS
from kb.language.event_types import EventTypes
from kb.model.days import first_day, last_day, moment, one_day
from kb.model.extraction import CHANGES, COMPARATORS, OFFICE_STATUS
from kb.service.curation.errors import UnfitAmendmentError

_NUMBER: Final = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT: Final = re.compile(
    rf"(?P<comparator>[a-z_ ]*?)\s*(?P<low>{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{_NUMBER}))?\Z"
)
_EXACT: Final = {len("2024"): "year", len("2024-05"): "month", len("2024-05-31"): "day"}
_SPOKEN: Final = {name.replace("_", " "): name for name in COMPARATORS}


@dataclass(frozen=True, slots=True)
class Value:
    """A value ready to be recorded, with name and type where it is an entity that the article does not name."""

    value: str
    name: str = ""
    type: str = ""


def parsed(field: str, text: str, entity: Callable[[str], Value], event: Callable[[str], str]) -> Value:
    """Return *text* as a value of *field*.

    Args:
        field: property, as kb.graph.claims names it.
        text: what the person wrote.
        entity: finds an entity by id or name.
        event: finds the local id of an event of the same article.

    Raises:
        UnfitAmendmentError: it is none.
        others: as *entity* and *event* do.
    """
    text = " ".join(text.split())
    if not text:
        raise UnfitAmendmentError(field, text, "it is empty", "To take the claim away, retract it.")
    if field in ENTITY_FIELDS:
        return entity(text)
    if field in EVENT_FIELDS:
        return Value(event(text))
    readers: dict[str, Callable[[str, str], str]] = {
        "eventType": _event_type,
        "time": _time,
        "value": _amount,
        "whole": _number,
        "since": _day,
        "until": _day,
        "withdrawn": lambda name, said: _word(name, said, ("true", "false")),
        "reality": lambda name, said: _word(name, said, REALITIES),
        "statementStatus": lambda name, said: _word(name, said.replace(" ", "_"), STATUSES),
        "change": lambda name, said: _word(name, said, tuple(sorted(CHANGES))),
        "positionStatus": lambda name, said: _word(name, said, tuple(sorted(OFFICE_STATUS))),
    }
    return Value(readers[field](field, text) if field in readers else text)


def _word(field: str, text: str, known: tuple[str, ...]) -> str:
    for word in known:
        if word.casefold() == text.casefold():
            return word
    raise UnfitAmendmentError(field, text, "it is none of its values", f"Take one of {', '.join(known)}.")


def _event_type(field: str, text: str) -> str:
    types = EventTypes.load()
    name = text.removeprefix("kbt:").rpartition("#")[2].replace(" ", "_")
    if name in types:
        return name
    alike = get_close_matches(name.lower(), [kind.name for kind in types], n=3)
    hint = f"Did you mean {' or '.join(alike)}?" if alike else "docs/event-types.md lists them."
    raise UnfitAmendmentError(field, text, "the ontology has no such event type", hint)


def _day(field: str, text: str) -> str:
    try:
        day = one_day(text)
    except ValueError:
        day = ""
    if not day:
        raise UnfitAmendmentError(field, text, "it is no day", "Write a day as 2024-05-31.")
    return day


def _time(field: str, text: str) -> str:
    """Return granularity and stamps: "day 2024-05-31/2024-05-31/2024-05-31/2024-05-31"."""
    begin, slash, end = text.partition("/")
    first, kind = _stamps(field, begin.strip(), text)
    if not slash:
        return f"{kind} {first[0]}/{first[1]}/{first[0]}/{first[1]}"
    last, _ = _stamps(field, end.strip(), text)
    if last[1] < first[0]:
        raise UnfitAmendmentError(field, text, "it ends before it begins", "Write BEGIN/END.")
    return f"range {first[0]}/{first[1]}/{last[0]}/{last[1]}"


def _stamps(field: str, text: str, whole: str) -> tuple[tuple[str, str], str]:
    """Return the earliest and the latest that *text* may mean, and how exact it is."""
    try:
        if "T" in text or " " in text:
            minute = moment(text).strftime("%Y-%m-%dT%H:%M")
            return (minute, minute), "minute"
        days = first_day(text), last_day(text)
    except ValueError:
        days = "", ""
    if not days[0]:
        hint = "Write a day as 2024-05-31, a span as 2024-05-30/2024-05-31; also 2024-05, 2024, 2024-05-31T14:30."
        raise UnfitAmendmentError(field, whole, "it is no date or time", hint)
    return days, _EXACT[len(text)]


def _amount(field: str, text: str) -> str:
    """Return comparator and numbers: "at_least 26", "exactly 20 26"."""
    match = _AMOUNT.match(text.lower())
    said = " ".join((match["comparator"] if match else "").split())
    comparator = _SPOKEN.get(said, "" if said else "exactly") if match else ""
    if match is None or not comparator:
        known = ", ".join(sorted(set(_SPOKEN) - {"vague", "more than half"}))
        raise UnfitAmendmentError(field, text, "it is no amount", f"Write 26, 20 to 26, or one of {known} before it.")
    numbers = [_number(field, number) for number in (match["low"], match["high"]) if number]
    if len(numbers) > 1 and float(numbers[0]) > float(numbers[1]):
        raise UnfitAmendmentError(field, text, "its lower end is above its upper end", "Write the lower number first.")
    return " ".join((comparator, *numbers))


def _number(field: str, text: str) -> str:
    if not re.fullmatch(_NUMBER, text):
        raise UnfitAmendmentError(field, text, "it is no number", "Write digits, as 2500 or 3.5.")
    return text.replace(",", "")
