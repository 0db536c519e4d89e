"""Number words, parts of the day, edges of periods and the other closed lists of time words.

Input: single words or phrases. Output: numbers and names, read by kb.extraction.time.atoms.
"""

import re
from typing import Final

NUMBERS: Final = {
    word: n
    for n, words in enumerate(
        "zero|a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
        "seventeen|eighteen|nineteen|twenty".split("|")
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}

ORDINALS: Final = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
        "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth "
        "thirty-first".split(),
        start=1,
    )
}

PARTS: Final = {
    "morning": "morning",
    "mid-morning": "morning",
    "midmorning": "morning",
    "afternoon": "afternoon",
    "lunchtime": "noon",
    "evening": "evening",
    "night": "night",
    "midnight": "midnight",
    "noon": "noon",
    "midday": "noon",
    "dawn": "dawn",
    "daybreak": "dawn",
    "sunrise": "dawn",
    "first light": "dawn",
    "dusk": "dusk",
    "sunset": "dusk",
    "nightfall": "dusk",
    "night-time": "night",
    "night time": "night",
    "nighttime": "night",
    "day": "day",
    "same day": "day",
    "early hours": "small_hours",
    "small hours": "small_hours",
}

SOON: Final = frozenset(
    [
        "soon",
        "shortly",
        "in the future",
        "in the near future",
        "in the coming days",
        "in due course",
        "the future",
        "eventually",
        "until further notice",
        "in the foreseeable future",
        "any time soon",
        "as soon as possible",
    ]
)

NOW: Final = frozenset(
    [
        "now",
        "currently",
        "at present",
        "presently",
        "nowadays",
        "at the moment",
        "right now",
        "these days",
        "immediately",
        "at the time",
        "at that time",
        "then",
        "meanwhile",
        "at any time",
    ]
)

HOLIDAYS: Final = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year": (1, 1),
    "boxing day": (12, 26),
}


def number_of(words: str) -> int:
    """Return the number that *words* say, 0 if they are vague ("several", "a few")."""
    lowered = words.lower()
    if lowered in NUMBERS:
        return NUMBERS[lowered]
    if lowered == "a dozen":
        return 12
    digits = lowered.split(".")[0]
    return int(digits) if digits.isdigit() else 0


def part_of(word: str) -> str:
    """Return the part of the day that *word* names, "" for none."""
    return PARTS.get(word.lower().strip(), "")


def edge_name(words: str) -> str:
    """Return the edge that *words* name: start, middle, end, h1, h2, q1 ... q4, early, late; "" for another word."""
    lowered = re.sub(r"\s+", " ", words.lower().strip())
    names = {
        "start": "start",
        "beginning": "start",
        "turn": "start",
        "opening": "start",
        "early part": "early",
        "middle": "middle",
        "mid": "mid",
        "end": "end",
        "close": "end",
        "rest": "rest",
        "remainder": "rest",
        "first half": "h1",
        "second half": "h2",
        "latter half": "h2",
        "first quarter": "q1",
        "second quarter": "q2",
        "third quarter": "q3",
        "fourth quarter": "q4",
        "final quarter": "q4",
        "last quarter": "q4",
        "q1": "q1",
        "q2": "q2",
        "q3": "q3",
        "q4": "q4",
        "last day": "end",
        "final days": "end",
        "last days": "end",
        "first days": "start",
        "early": "early",
        "late": "late",
        "earlier": "earlier",
        "later": "later",
        "last week": "end",
        "first week": "start",
    }
    return names.get(lowered, "")


def which_of(words: str) -> str:
    """Return last, this, next, same, previous or following, as *words* say; "" for none."""
    words = words.lower()
    for form, name in (
        ("this past", "last"),
        ("this coming", "next"),
        ("the same", "same"),
        ("same", "same"),
        ("that", "same"),
        ("past", "last"),
        ("coming", "next"),
        ("preceding", "previous"),
        ("previous", "previous"),
        ("current", "this"),
        ("following", "following"),
        ("last", "last"),
        ("next", "next"),
        ("this", "this"),
    ):
        if words.endswith(form):
            return name
    return ""


def unit_of(word: str) -> str:
    """Return the singular of a unit of time; a night counts as a day."""
    lowered = word.lower()
    if lowered.startswith("centur"):
        return "century"
    return {"night": "day", "weekend": "weekend", "fiscal year": "year"}.get(lowered.rstrip("s"), lowered.rstrip("s"))
