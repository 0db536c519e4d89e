"""The day that "today" means in a text, as a stamp or a line gives it.

Input: the publication stamp, or words. Output: Anchor, read by kb.extraction.time.resolution.
Never: asks a clock.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kb.extraction.time.calendar import make_date
from kb.extraction.time.expression import Atom
from kb.extraction.time.patterns import find_atoms
from kb.model.span import Span

_ISO: Final = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T\s](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d|[A-Z]{2,5})?"
)
_BARE_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[.h]([0-5]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day, and if known the minute, that an article speaks from.

    Attributes:
        day: publication day in the publisher's own zone; None if nothing dates the article.
        minutes: minutes after midnight of that day, -1 if no time is known.
        basis: published, line, dateline, text or "".
    """

    day: date | None = None
    minutes: int = -1
    basis: str = ""


NOWHERE: Final = Anchor()


def anchor_of(published: str) -> Anchor:
    """Return the anchor of an ISO 8601 stamp, or of any line that holds one full date; NOWHERE otherwise."""
    match = _ISO.match(published)
    if match is not None:
        day = make_date(int(match[1]), int(match[2]), int(match[3]))
        hour, minute = int(match[4] or 0), int(match[5] or 0)
        if day is not None:
            known = match[4] is not None and hour < 24 and minute < 60
            return Anchor(day, hour * 60 + minute if known else -1, "published")
    days = full_dates(published)
    if len(set(days)) != 1:
        return NOWHERE
    clocks = [atom.minutes for atom in find_atoms(published) if atom.kind == "clock"]
    return Anchor(days[0], clocks[0] if len(clocks) == 1 else -1, "published")


@lru_cache(maxsize=2)
def atoms_of(text: str) -> tuple[Atom, ...]:
    """Return the atoms of a whole text, which every dateline asks for again."""
    return tuple(find_atoms(text))


def full_dates(text: str) -> tuple[date, ...]:
    """Return the days that *text* gives with day, month and year, in text order."""
    found = []
    for atom in atoms_of(text):
        if atom.kind == "date" and atom.year and atom.day:
            day = make_date(atom.year, atom.month, atom.last_day or atom.day)
            if day is not None:
                found.append(day)
    return tuple(found)


def at_stamp(anchor: Anchor, stamp: Span | None, text: str) -> Anchor:
    """Return the anchor of a live-blog entry: the same day, at the minute of its time stamp."""
    if stamp is None or anchor.day is None:
        return anchor
    minutes = stamp_minutes(stamp.of(text))
    return Anchor(anchor.day, minutes, anchor.basis) if minutes >= 0 else anchor


def stamp_minutes(words: str) -> int:
    """Return the minutes after midnight of a live blog's time stamp, which may be "14.05" or "14h05"; -1 for none."""
    known = [atom.minutes for atom in find_atoms(words) if atom.kind == "clock"]
    if known:
        return known[0]
    match = _BARE_CLOCK.search(words)
    if match is not None:
        return int(match[1]) * 60 + int(match[2])
    return {"noon": 720, "midnight": 0}.get(words.strip("[](). ").lower().rpartition(" ")[2], -1)
