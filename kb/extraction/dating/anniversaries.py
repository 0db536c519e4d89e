"""When what was whole years ago took place: "the second anniversary of the 4 March attack", "two years after the raid".

Input: a Document, the triggers of an event, the times of the article. Output: a time, read by
kb.extraction.dating.stage.
Never: dates what happens on the anniversary; guesses how many years ago it was: untold, it was a year ago or before.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.time.calendar import add_months, of_month
from kb.extraction.time.kinds import ROUGHLY
from kb.extraction.time.words import number_of
from kb.language.analysis import Proposal
from kb.language.numerals import number
from kb.model import Span, TimeValue

_WORD: Final = "anniversary"
_COUNTED: Final = re.compile(
    r"(\w+)[\s-](year|decade)s?(?:\s(?:on|after|since|ago|later|to\sthe\sday)\b|[\s-]anniversary)", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"\b(\w+)[\s-](year|decade)s?\s*$", re.IGNORECASE)
_INSIDE: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_YEAR: Final = re.compile(r"\b\d{4}\b")
_PAST: Final = re.compile(r"(?:19|20)\d\d")
_YEARS: Final = {"year": 1, "decade": 10}
_FAR: Final = 200  # years: more is no anniversary of what is news


class Clock(Protocol):
    """Says when words are; made by kb.extraction.dating.clock."""

    @property
    def today(self) -> date | None:
        """The day that the article speaks from."""
        ...

    def value(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when *words* say, None if they say no time."""
        ...

    def times_in(self, sentence: Span) -> tuple[Span, ...]:
        """Return the time expressions of a sentence that can date something, in text order."""
        ...


def by_anniversary(document: Document, triggers: Sequence[tuple[int, Proposal]], clock: Clock) -> TimeValue | None:
    """Return when an event took place of which the text names an anniversary; None where it names none.

    The years are counted back from the day that the sentence tells, else from the article's. Where the text does
    not count them, the latest day that it may have been is all that is known. So are those of "a year after the
    quake", to the month: from a day that the sentence tells, or where a title or a first paragraph opens with it.
    """
    found: list[tuple[bool, TimeValue]] = []
    for _, trigger in triggers:
        head = head_token(document.doc, trigger.start, trigger.end)
        if (word := _anniversary_of(head)) is not None:
            found += _counted_back(document, word, head, clock)
        elif (after := _after(document, head)) is not None:
            found += _months_back(document, after, head, clock)
    return max(found, key=lambda one: (one[0], *_fineness(one[1])))[1] if found else None


def of_its_year(
    document: Document, triggers: Sequence[tuple[int, Proposal]], clock: Clock, value: TimeValue | None
) -> TimeValue | None:
    """Return the year that stands before an event's noun where *value* is of another: "on Monday of the 2024 raid"."""
    for _, trigger in triggers:
        head = head_token(document.doc, trigger.start, trigger.end)
        first = head.i - 1
        while first > head.sent.start and document.doc[first].pos_ in ("ADJ", "NOUN", "PROPN"):
            first -= 1
        year = document.doc[max(first, 0)].text
        one = head.pos_ == "NOUN" and head.morph.get("Number", []) != ["Plur"] and head.lower_ == head.lemma_.lower()
        told = one and first >= head.sent.start and _PAST.fullmatch(year)
        if told and clock.today is not None and int(year) < clock.today.year:
            known = value is not None and (value.earliest_begin or value.latest_end).startswith(year)
            begin, end = f"{year}-01-01", f"{year}-12-31"
            words = document.token_span(first, first + 1)
            return value if known else TimeValue(words, begin, end, begin, end, "year", "explicit")
    return value


def _fineness(value: TimeValue) -> tuple[bool, bool]:
    return bool(value.earliest_begin), value.granularity == "day"


def _anniversary_of(head: Token) -> Token | None:
    """The word "anniversary" that has a happening behind its "of", or before it: "the attack's anniversary"."""
    word = head.head
    if word.lemma_.lower() != _WORD or word.i == head.i:
        return None
    of = any(child.lower_ == "of" for child in head.children)
    return word if (head.i > word.i and of) or (head.i < word.i and head.pos_ in ("NOUN", "PROPN")) else None


def _counted_back(document: Document, word: Token, head: Token, clock: Clock) -> list[tuple[bool, TimeValue]]:
    """When it was, and whether its own day is told: "of the 4 March attack"; nothing where a year is told, too."""
    inside = Span(min(word.idx, head.idx), max(word.idx + len(word), head.idx + len(head)))
    sentence = document.token_span(word.sent.start, word.sent.end)
    within = [words for words in clock.times_in(sentence) if inside.covers(words)]
    if clock.today is None or any(_YEAR.search(words.of(document.text)) for words in within):
        return []
    own = [(day, words) for words in within if (day := _day(clock.value(words, future=False)))]
    told = _days_told(clock, sentence, within)
    base = told[0] if len(told) == 1 else clock.today
    day, words = own[0] if own else (base, document.token_span(word.i, word.i + 1))
    years = _years(document, word)
    if not 0 < years <= _FAR:
        latest = add_months(base, -12).isoformat()
        return [(False, TimeValue(words, "", latest, "", latest, "day", "relative"))]
    near = min((add_months(day, 12 * n) for n in (-1, 0, 1)), key=lambda one: abs((one - base).days))
    then = add_months(near, -12 * years).isoformat()
    return [(bool(own), TimeValue(words, then, then, then, then, "day", "relative"))]


def _after(document: Document, head: Token) -> re.Match[str] | None:
    """The years that a happening is said to have been ago: "two years after the raid", "a year after gunmen struck"."""
    sides = [child for child in head.children if child.dep_ in ("case", "mark")]
    first = head.i
    while first > head.sent.start and document.doc[first - 1].pos_ in _INSIDE:
        first -= 1
    if first > head.sent.start:
        sides.append(document.doc[first - 1])  # whatever the tree makes of a title
    for side in sides:
        if side.lower_ in ("after", "since") and side.i < head.i:
            start = document.token_span(side.sent.start, side.sent.end).start
            return _BEFORE.search(document.text, max(start, side.idx - 40), side.idx)
    return None


def _months_back(document: Document, years: re.Match[str], head: Token, clock: Clock) -> list[tuple[bool, TimeValue]]:
    sentence, words = (
        document.token_span(head.sent.start, head.sent.end),
        Span(years.start(), years.start() + len(years[0].rstrip())),
    )
    told = _days_told(clock, sentence, [words])
    lead = words.start == sentence.start and words.start <= next((part.start for part in document.paragraphs), 0)
    base = told[0] if len(told) == 1 else clock.today if lead and not told else None
    count = number_of(years[1]) * _YEARS[years[2].lower()]
    if base is None or not 0 < count <= _FAR or ROUGHLY.search(document.text, max(0, words.start - 12), words.end):
        return []
    month = of_month(base.year - count, base.month)
    first, last = month.first_day.isoformat(), month.last_day.isoformat()
    return [(False, TimeValue(words, first, last, first, last, "month", "relative"))]


def _days_told(clock: Clock, sentence: Span, but: Sequence[Span]) -> list[date]:
    """The days that a sentence tells in other words than *but*."""
    others = (words for words in clock.times_in(sentence) if not any(words.overlaps(one) for one in but))
    return [day for words in others if (day := _day(clock.value(words, future=False)))]


def _day(value: TimeValue | None) -> date | None:
    """The one day that a time is; None for several and for none."""
    if value is None or not value.earliest_begin or value.earliest_begin[:10] != value.latest_end[:10]:
        return None
    return date.fromisoformat(value.earliest_begin[:10])


def _years(document: Document, word: Token) -> int:
    """How many years an anniversary counts, as its words say, else the one number of years in the text; 0 unknown."""
    for child in word.children:
        if child.i < word.i and (found := number(child.lower_)) is not None and found[1] == "ordinal":
            return found[0]
    counts = {number_of(count) * _YEARS[unit.lower()] for count, unit in _COUNTED.findall(document.text)} - {0}
    return counts.pop() if len(counts) == 1 else 0
