"""Months that run up to a date: "the six months to June 30", "its quarter ended Sept. 30".

Input: a text and the atom of a date in it. Output: how many months, read by kb.extraction.time.finder.
Pure: no I/O; every repetition is bounded.
"""

import re
from typing import Final

from kb.extraction.time.expression import Atom
from kb.extraction.time.patterns import NUM
from kb.extraction.time.words import number_of

LEFT: Final = 48  # characters before the date in which its months stand
_RUN: Final = re.compile(  # "the six months to June", "its quarter ended Sept. 30"
    r"\b(?:the|its|their|our|for|over|in|during)\s(?:(?:the|first|last|past|fiscal|financial|full)\s){0,2}"
    rf"(?:(?P<n>{NUM})\s)?(?P<u>months|quarter|half[\s-]?year|half|year)\s(?:to|ended|ending|through)\s(?:on\s|the\s)*$",
    re.IGNORECASE,
)
_RUN_MONTHS: Final = {"quarter": 3, "half": 6, "year": 12}


def run_up(text: str, end: Atom) -> int:
    """Return how many months run up to a date or month; 0 where the words before it count none."""
    before = text[max(0, end.start - LEFT) : end.start]
    match = _RUN.search(before) if end.kind in {"date", "month"} else None
    if match is None:
        return 0
    if match["u"].lower() == "months":
        return number_of(match["n"] or "")
    return 0 if match["n"] else _RUN_MONTHS[re.split(r"[\s-]", match["u"].lower())[0].removesuffix("year") or "year"]
