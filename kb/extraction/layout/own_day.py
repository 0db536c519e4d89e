"""The day that an article speaks from: of its publication, of a dated line, of its dateline.

Input: the publication stamp, the layout. Output: kb.extraction.time.Anchor.
Never: asks a clock; without a publication date or a dated first line there is no anchor,
and relative words stay words.
"""

from datetime import date
from typing import Final

from kb.extraction.layout.stage import Layout
from kb.extraction.time.anchors import NOWHERE, Anchor, anchor_of, atoms_of, full_dates
from kb.extraction.time.calendar import make_date
from kb.extraction.time.patterns import find_atoms
from kb.model.span import Span

_NEAR: Final = 45  # days that a dateline and a full date of the text may lie apart


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
    latest = max((atom.year for atom in atoms_of(text) if atom.kind in {"date", "month", "year"}), default=0)
    if not latest:
        return None
    days = (make_date(latest, month, day), make_date(latest + 1, month, day))
    found = [candidate for candidate in days if candidate is not None and candidate.weekday() == weekday]
    return found[0] if len(found) == 1 else None
