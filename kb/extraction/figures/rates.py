"""What a figure is measured by: "$31.50 per share", "40 million euros a day", "300 of the mill's 4,100 workers".

A count among so many has those for its unit: "47 per 100,000 inhabitants".

Input: a quantity and the text around it. Output: its unit with the rate, its whole; read by
kb.extraction.figures.stage. Pure. Never: computes one rate from another.
"""

import re
from typing import Final

from kb.extraction.quantity import Quantity
from kb.extraction.quantity.exchange import SET_AGAINST

REACH: Final = 60  # characters on either side
_SPANS: Final = "second|minute|hour|day|night|week|month|quarter|year"
_APART: Final = r"\s+(?:ago|earlier|before|previously|prior|later|after)\b"  # "from $5 billion a year earlier"
_PER: Final = re.compile(
    rf"\s+(?:per\s+(?P<noun>[a-z][a-z-]*[a-z])|(?:an?|each|every)\s+(?P<time>(?:{_SPANS})(?!{_APART})|share|tonne|ton|barrel"
    r"|kilo|kg|litre|liter|gallon|ounce|head|person|family|household|unit|ticket|bushel|acre|hectare|piece)\b(?!-))"
)
_AMONG: Final = re.compile(  # "47 per 100,000 inhabitants"
    r"\s+per\s+(?P<many>\d[\d,]*0|thousand|million)\s+(?P<whom>(?:live\s+)?[a-z]+s|people|children)\b"
)
_EVERY: Final = re.compile(r"\s+(?P<how>annually|yearly|monthly|weekly|daily|hourly)\b", re.IGNORECASE)
_REGULAR: Final = re.compile(  # what is paid or saved again and again; a year's profit is no rate
    r"\b(?P<how>annual|yearly|monthly|weekly|daily|hourly)\s+(?:[\w-]+\s+)?(?:savings?|costs?|rents?|fees?|payments?|salar(?:y|ies)"
    r"|wages?|pensions?|subsid(?:y|ies)|allowances?|benefits?|contributions?|rate)\s+of\s+(?:\w+\s+){0,2}?$",
    re.IGNORECASE,
)
_NAMED: Final = {"annual": "year", "year": "year", "month": "month", "week": "week", "dail": "day", "hour": "hour"}
_OWNED: Final = re.compile(
    r"\s+of\s+(?:[\w.&-]+\s+){0,3}?[\w.&-]+(?:['’]s|s['’])\s+(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\b(?![.,]?\d)"
)


def rated_unit(text: str, quantity: Quantity, unit: str) -> str:
    """Return *unit*, with what the text sets it against: "USD per share", "EUR per day"; or among whom it counts."""
    if not unit and (among := _AMONG.match(text, quantity.span.end)) is not None:
        return f"per {among['many']} {among['whom']}"
    if not unit or " per " in unit or "_per_" in unit:
        return unit
    after = text[quantity.span.end : quantity.span.end + REACH]
    if quantity.kind == "money" and (against := SET_AGAINST.match(after)):
        return f"{unit} per {against['currency']}"
    if found := _PER.match(after):
        return unit if found["noun"] == "cent" else f"{unit} per {found['noun'] or found['time']}"
    regular = _EVERY.match(after) or _REGULAR.search(text[max(0, quantity.span.start - REACH) : quantity.span.start])
    if regular is None:
        return unit
    how = regular["how"].casefold()
    return f"{unit} per {next(span for stem, span in _NAMED.items() if how.startswith(stem))}"


def is_among(text: str, end: int) -> bool:
    """Say whether a number that ends there is told of so many: "47 per 100,000 inhabitants"."""
    return _AMONG.match(text, end) is not None


def owned_whole(text: str, quantity: Quantity) -> float | None:
    """Return of how many it is, where a possessive stands between: "300 of the mill's 4,100 workers"; else its own."""
    if quantity.whole is not None or quantity.value is None or quantity.unit:
        return quantity.whole
    found = _OWNED.match(text, quantity.span.end)
    whole = float(found["whole"].replace(",", "")) if found else None
    return whole if whole is not None and whole >= quantity.value else None
