"""What can be decided about one claim, and what may be written in its place, for the form behind the pen.

Input: the name of a fact as pages have it, its value in words. Output: Offer for the template.
Pure. kb.service.curation.deciding decides; here is said beforehand what it would refuse, so that no button leads
nowhere.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.api.pages.wording import became
from kb.graph.amending import REALITIES, STATUSES
from kb.graph.claims import ENTITY_FIELDS, EVENT_FIELDS
from kb.graph.trimming import LAST
from kb.language.event_types import EventTypes
from kb.service.curation.amendments import Value, parsed
from kb.service.curation.errors import UnfitAmendmentError
from kb.service.curation.naming_claims import FIELD_NAMES

_FIGURE: Final = "figure"  # decided about as a whole; what is amended is its number
_SPAN: Final = re.compile(r"(?P<begin>\S.*?) to (?P<end>\S.*)\Z")
_HOW: Final = {
    "time": "A day as 2024-05-31, a span as 2024-05-30/2024-05-31; also 2024-05, 2024, 2024-05-31T14:30.",
    "value": "A number, as 26 or at least 26; two for a range, as 20 to 26.",
}
_LISTED: Final = {"reality": REALITIES, "statementStatus": STATUSES}
_NAMES: Final = "A name. If some are suggested as you type, choose one of those."


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form offers.

    Attributes:
        retract: whether the claim can be taken away by itself.
        amend: whether a value can be put in its place.
        value: to begin with; what would be taken as it stands, else "".
        choices: all values there are, each with its words; empty where any may be written.
        open: whether *choices* only helps to write one.
        how: how a value is written, "" where that goes without saying.
        entity: whether it is an entity, of which names are suggested.
    """

    retract: bool
    amend: bool
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    open: bool = False
    how: str = ""
    entity: bool = False


def offer(name: str, value: str) -> Offer:
    """Return what can be decided.

    Args:
        name: of the fact, as the service calls it; "" for an item as a whole.
        value: in words; "" for what has none that could be amended.
    """
    field = "value" if name == _FIGURE else FIELD_NAMES.get(name, name)
    retract = name == _FIGURE or field not in LAST
    if not value:
        return Offer(retract, False)
    if field in _LISTED:
        choices = _listed(_LISTED[field])
        begins = next((name for name, said in choices if value in (name, said)), "")
        return Offer(retract, True, begins, choices)
    if field == "eventType":
        return Offer(retract, True, value, _types(), open=True)
    if field in ("time", "value"):
        return Offer(retract, True, _taken(field, value), how=_HOW[field])
    if field in EVENT_FIELDS or name in ("part of", "caused by"):
        return Offer(retract, True, how="The id of an event of the same article.")
    named = field in ENTITY_FIELDS
    return Offer(retract, True, value, how=_NAMES if named else "", entity=named)


def _listed(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, became(name)) for name in names)


@cache
def _types() -> tuple[tuple[str, str], ...]:
    return tuple((kind.name.replace("_", " "), "") for kind in EventTypes.load())


def _taken(field: str, words: str) -> str:
    """Return what a page says as it would be taken, without what a number counts; "" where it would not be."""
    found = _SPAN.match(words) if field == "time" else None
    text = f"{found['begin']}/{found['end']}" if found else words
    while text:
        try:
            parsed(field, text, entity=Value, event=str)
        except UnfitAmendmentError:
            text = "" if field == "time" else text.rpartition(" ")[0]
        else:
            break
    return text
