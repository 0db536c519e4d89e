"""The day that "today" means in an article.

Input: the publication stamp, the layout. Output: Anchor, read by kb.extraction.time.resolution.
Never: asks a clock; without a publication date or a dated first line there is no anchor,
and relative words stay words.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kb.extraction.layout import Layout
from kb.extraction.time.calendar import make_date
from kb.extraction.time.expression import Atom
from kb.extraction.time.patterns import find_atoms
from kb.model.span import Span

_ISO: Final = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T\s](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d|[A-Z]{2,5})?"
)
_BARE_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[.h]([0-5]\d)(?!\d)")
_NEAR: Final = 45  # days that a dateline and a full date of the text may lie apart


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
def _atoms_of(text: str) -> tuple[Atom, ...]:
    """The atoms of a whole text, which every dateline asks for again."""
    return tuple(find_atoms(text))


def full_dates(text: str) -> tuple[date, ...]:
    """Return the days that *text* gives with day, month and year, in text order."""
    found = []
    for atom in _atoms_of(text):
        if atom.kind == "date" and atom.year and atom.day:
            day = make_date(atom.year, atom.month, atom.last_day or atom.day)
            if day is not None:
                found.append(day)
    return tuple(found)


def find_anchor(published: str, layout: Layout, text: str) -> Anchor:
    """Return the day the article speaks from: publication, else a dated line, else the dateline.

    A dateline without a year takes it from a full date of the text that lies
    within six weeks of it, or, if it names its weekday, from the latest year of
    the text if the weekday fits; otherwise nothing dates the article.

    Args:
        published: as Article.published: ISO 8601, "" if unknown.
    """
    anchor = anchor_of(published) if published else NOWHERE
    return anchor if anchor.day is not None else _own_anchor(layout, text, full_dates(text))


def own_day(layout: Layout, text: str, near: date | None) -> date | None:
    """Return the day that an article's own lines give it, None if they give none.

    Args:
        near: a day from whose year that of a dateline may be taken, as from a full date of the text.
    """
    return _own_anchor(layout, text, full_dates(text) + ((near,) if near is not None else ())).day


def _own_anchor(layout: Layout, text: str, days: tuple[date, ...]) -> Anchor:
    for span in _dated_lines(layout):
        line = anchor_of(span.of(text))
        if line.day is not None:
            return Anchor(line.day, line.minutes, "line")
    for dateline in layout.datelines:
        if dateline.date is not None:
            day = _dateline_day(dateline.date.of(text), text, days)
            if day is not None:
                return Anchor(day, -1, "dateline")
    return NOWHERE


def _dated_lines(layout: Layout) -> tuple[Span, ...]:
    """The lines that only date the article, then by-lines above the story."""
    first = layout.story[0].span.start if layout.story else 0
    return (*layout.published, *(p.span for p in layout.of_kind("byline", "dateline") if p.span.start < first))


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


def _dateline_day(words: str, text: str, days: tuple[date, ...]) -> date | None:
    atoms = find_atoms(words)
    dated = next((atom for atom in atoms if atom.kind == "date" and atom.day), None)
    if dated is None:
        return None
    if dated.year:
        return make_date(dated.year, dated.month, dated.day)
    near = {
        candidate
        for day in days
        for year in (day.year - 1, day.year, day.year + 1)
        if (candidate := make_date(year, dated.month, dated.day)) is not None and abs((candidate - day).days) <= _NEAR
    }
    if len(near) == 1:
        return near.pop()
    weekday = next((atom.weekday for atom in atoms if atom.kind == "weekday"), -1)
    return _by_weekday(dated.month, dated.day, weekday, text) if weekday >= 0 else None


def _by_weekday(month: int, day: int, weekday: int, text: str) -> date | None:
    """The year in which the day is that weekday: the latest year the text names, or the one after."""
    latest = max((atom.year for atom in _atoms_of(text) if atom.kind in {"date", "month", "year"}), default=0)
    if not latest:
        return None
    days = (make_date(latest, month, day), make_date(latest + 1, month, day))
    found = [candidate for candidate in days if candidate is not None and candidate.weekday() == weekday]
    return found[0] if len(found) == 1 else None
