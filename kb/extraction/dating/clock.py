"""Times of one article: expressions found once, resolved against the day it speaks from.

Input: a Document and its Layout.
Output: TextClock, asked by kb.extraction.events.roles for each event.
Never: dates an event by the publication day alone; words that say no time give none.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import is_looking_back, is_of_speech, is_told_aside
from kb.extraction.dating.bases import counted_from, dated_in, opens_clause, times_of
from kb.extraction.dating.entry_times import news_of_entries
from kb.extraction.dating.measured import only_compares
from kb.extraction.document import Document
from kb.extraction.layout.own_day import find_anchor
from kb.extraction.layout.stage import Layout
from kb.extraction.spans import SpanIndex
from kb.extraction.time import Anchor, TimeExpression, at_stamp, best_for, find_times, resolve
from kb.extraction.time.kinds import DAYS, dayless, leans, names_day, of_a_day, turned_back, whole_day
from kb.model import Span, TimeValue

Leaning = tuple[TimeExpression, Anchor, str, TimeValue | None]  # what kb.extraction.time.resolve takes
TIMELESS: Final = frozenset({"duration", "frequency", "set"})
AFTER: Final = " after"
RANK: Final = {"week": 1, "month": 2, "season": 3, "quarter": 3, "year": 4, "decade": 5, "century": 6, "range": 7}
COARSER: Final = {"day": 1, "week": 2, "month": 4, "quarter": 4}  # the rank that what is counted in a unit may lean on
STAMPED: Final = frozenset({"minute", "hour", "part_of_day"})
NOON: Final = 720  # minutes after midnight
EVENING, DEPTH = frozenset({"dusk", "evening"}), 4  # how many times may lean on one another
LAST: Final = 400  # characters back, from the sentence of "a day earlier" to the day that it was earlier than


class TextClock:
    """Says when the words of one article are."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document = document
        self._expressions = find_times(document.doc)
        self._by_place = SpanIndex((one.span, one) for one in self._expressions)
        self._anchor = find_anchor(document.article.published, layout, document.text)
        self.today = self._anchor.day
        told = document.doc.has_annotation("SENT_START")  # a language model is not asked for sentences
        self._sentences = [Span(s.start_char, s.end_char) for s in document.doc.sents] if told else []
        self._stamps = [(p.span, p.stamp) for p in layout.paragraphs if p.stamp is not None]
        self._known: dict[tuple[Span, str, int], TimeValue] = {}
        self._news = dict(news_of_entries(layout))

    def value(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when *words* say, None if they name no time.

        Args:
            words: the span a head marked as the time of an event.
            future: whether the event lies ahead: "on Friday" is then the next one.
        """
        expression = self._told(words)
        if expression is None or self._compares(expression.span):
            return None
        return self._lent(expression, "future" if future else "past")

    def of_clause(self, words: Span) -> TimeValue | None:
        """Return when *words* say, whatever is measured or counted from then: "the worst since May, [when ...]"."""
        expression = self._told(words)
        bound = "" if expression is None or expression.bound == "since" else expression.bound
        return self._lent(replace(expression, bound=bound), "past") if expression is not None else None

    def of_noun(self, words: Span, *, future: bool) -> TimeValue | None:
        """Return when the happening is whose noun stands behind *words*: "ahead of Saturday's [vote]"."""
        expression, tense = self._told(words), "future" if future else "past"
        return self._lent(replace(expression, bound=""), tense) if expression is not None else None

    def _told(self, words: Span) -> TimeExpression | None:
        found = best_for(words, self._by_place.touching(words), self._document.text)
        return None if found is None or found.kind in TIMELESS else found

    def _lent(self, expression: TimeExpression, tense: str, depth: int = DEPTH) -> TimeValue:
        """When an expression is, with what it leans on; no stamps where that would put the past into the future."""
        value = self._at(expression, tense)
        if not leans(expression) or value.earliest_begin or value.latest_end:
            return value
        key = expression.span, tense, depth
        if key not in self._known and depth > 0:
            self._known[key] = resolve(*self._leaning(expression, tense, depth - 1))
        value = self._known.get(key, value)
        ahead = tense == "past" and expression.cue != "future" and _is_ahead(value, self._anchor_at(expression))
        return TimeValue(expression.span, basis="relative") if ahead else value

    def _at(self, expression: TimeExpression, tense: str) -> TimeValue:
        """When an expression is; a time of the day without a day is of the day that was told just before."""
        if tense == "past" and (night := self._night_told(expression)) is not None:
            return replace(night, words=expression.span, basis="inferred")
        told = self._day_told(expression) or self._lead if dayless(expression) and tense == "past" else None
        given = _within_night(expression, told) if told is not None else None
        if given is None and dayless(expression) and is_looking_back(self._document, expression.span):
            return TimeValue(expression.span, basis="relative")  # "had left at dusk": no day is told
        return resolve(expression, self._anchor_at(expression), tense, given)

    def _day_told(self, expression: TimeExpression) -> TimeValue | None:
        """The day told beside a time of the day, else in the sentence before it; None for none, or for one to come."""
        number = next((n for n, s in enumerate(self._sentences) if s.covers(expression.span)), None)
        if number is None or expression.cue == "future":
            return None
        anchor, here = self._anchor_at(expression), self._sentences[number]
        back = is_looking_back(self._document, expression.span)
        reach = here.start - LAST if back else here.start  # what led up may be told some sentences later
        start = min(reach, self._sentences[max(0, number - 1)].start, self._paragraph_start(here))
        days = [e for e in self._expressions if start <= e.span.start < here.end and names_day(e)]
        before = [e for e in days if e.span.end <= expression.span.start]
        said = [e for e in days if is_of_speech(self._document, e.span)]
        near = (*reversed(before), *(e for e in days if e not in before))
        for day in sorted(near, key=lambda e: e in said or is_told_aside(self._document, e.span)):
            if (back and day in said) or (is_looking_back(self._document, day.span) and not back):
                continue  # "[sank late on Monday, police said on Tuesday.] It had sailed at dusk"
            if self._document.apart(day.span.start, expression.span.start) or self._compares(day.span):
                continue
            value = resolve(whole_day(day), self._anchor_at(day), "past")
            if not _is_ahead(value, anchor) and (told := _within_night(expression, value)) is not None:
                return self._led_up_to(day, expression, told) if back else told
        return None

    def _led_up_to(self, told: TimeExpression, expression: TimeExpression, day: TimeValue) -> TimeValue:
        """*day*, the one before it where what led up was later in the day: "fell at dawn. It had left at dusk"."""
        then = resolve(told, self._anchor_at(told), "past")
        before = resolve(expression, self._anchor_at(expression), "past", day)
        if not then.latest_end < before.earliest_begin or then.granularity not in STAMPED:
            return day
        eve = (date.fromisoformat(day.earliest_begin) - timedelta(days=1)).isoformat()
        return replace(day, earliest_begin=eve, latest_begin=eve, earliest_end=eve, latest_end=eve)

    def _night_told(self, expression: TimeExpression) -> TimeValue | None:
        """The night that "overnight" goes on from: "landed on Sunday night. It crossed the island overnight"."""
        if not any(atom.unit == "overnight" for atom in expression.atoms) or len(expression.atoms) > 1:
            return None
        here = next((s for s in self._sentences if s.covers(expression.span)), None)
        start = self._paragraph_start(here) if here is not None else expression.span.start
        for told in reversed(self._expressions):
            if start <= told.span.start < expression.span.start and names_day(told):
                value = resolve(told, self._anchor_at(told), "past")
                return value if value.granularity == "night" else None
        return None

    def _paragraph_start(self, sentence: Span) -> int:
        number = self._document.paragraph(sentence.start)
        return max(self._document.paragraphs[number].start, sentence.start - LAST) if number >= 0 else sentence.start

    @cached_property
    def _lead(self) -> TimeValue | None:
        """The one day or night that dates a happening of the first paragraph; None for one to come, in a live blog."""
        first = self._document.paragraphs[0] if self._document.paragraphs and not self._stamps else None
        for words in dated_in(self._document, first) if first is not None else ():
            found = best_for(words, self._by_place.touching(words), self._document.text)
            if found is None or not names_day(found) or found.cue == "future" or self._compares(found.span):
                continue
            value = resolve(whole_day(found), self._anchor, "past")
            one = value.granularity == "night" or value.earliest_begin[:10] == value.latest_end[:10] != ""
            if one and not _is_ahead(value, self._anchor):
                return value
        return None

    def _leaning(self, expression: TimeExpression, tense: str, depth: int) -> Leaning:
        """What "a day earlier" leans on: the time its sentence gives, before it rather than after it; else the last.

        "Resigned on Monday, four days after two trains collided" tells of the collision: before Monday, not after.
        """
        anchor = self._anchor_at(expression)
        base = counted_from(self._document, expression.span)
        if base is not None:  # "two days after the raid": from the raid, whenever that was
            return expression, anchor, tense, self._of_event(base, expression)
        sentence = next((s for s in self._sentences if s.covers(expression.span)), None)
        given: TimeValue | None = None
        if sentence is not None:
            others = [e for e in self._by_place.within(sentence) if e.kind not in TIMELESS]
            before = [e for e in others if e.span.end <= expression.span.start]
            behind = [e for e in others if e.span.start >= expression.span.end and not leans(e)]
            behind = [e for e in behind if ";" not in self._document.text[expression.span.end : e.span.start]]
            values = (self._lent(e, tense, depth) for e in (*reversed(before), *behind))
            told = (value for value in values if value.earliest_begin or value.latest_end)
            given = next((value for value in told if _fine_enough(value, expression)), None)
            aside = bool(before) and of_a_day(expression)  # "resigned in May, was held the same night"
            if given is None and not aside:
                given = self._told_last(expression, sentence.start, tense, depth) or self._lead_before(expression)
        after, text = expression.span.of(self._document.text).casefold().endswith(AFTER), self._document.text
        back = after or (given is not None and opens_clause(self._document, expression.span))
        return turned_back(expression, text) if back else expression, anchor, tense, given

    def _of_event(self, base: Token, leaning: TimeExpression) -> TimeValue | None:
        """When the happening that a word names was, by the times linked to other words for it; None where none is."""
        for words in times_of(self._document, base):
            found = self._told(words)
            if found is None or found.span.overlaps(leaning.span) or leans(found):
                continue
            value = self._at(found, "past")
            if value.earliest_begin and value.latest_end and _fine_enough(value, leaning):
                return value
        return None

    def _told_last(self, leaning: TimeExpression, sentence: int, tense: str, depth: int) -> TimeValue | None:
        """The last time told before a sentence as finely as what leans on it, within LAST characters; None for none."""
        for expression in reversed(self._expressions):
            near = sentence - LAST <= expression.span.start < sentence
            if not near or expression.kind in TIMELESS or self._compares(expression.span):
                continue
            value = self._lent(expression, tense, depth)
            ahead = tense == "past" and _is_ahead(value, self._anchor_at(expression))
            told = all(_days(value)) if of_a_day(leaning) else bool(value.earliest_begin and value.latest_end)
            if told and _fine_enough(value, leaning) and not ahead:
                return value
        return None

    def _lead_before(self, leaning: TimeExpression) -> TimeValue | None:
        """The day of the first paragraph, which "the week before" leans on where nothing nearer is told."""
        lead = self._lead if self._document.paragraph(leaning.span.start) > 0 else None
        return lead if lead is not None and _fine_enough(lead, leaning) else None

    def times_in(self, sentence: Span, *, measured: bool = False) -> tuple[Span, ...]:
        """Return the time expressions of a sentence that can date something, in text order; or all, *measured* too."""
        inside = (e.span for e in self._by_place.within(sentence) if e.kind not in TIMELESS)
        return tuple(span for span in inside if measured or not self._compares(span))

    def is_over(self, value: TimeValue) -> bool:
        """Return whether a time had ended before the day that the article speaks from."""
        return self._anchor.day is not None and "" < value.latest_end[:10] < self._anchor.day.isoformat()

    def entry(self, words: Span) -> TimeValue | None:
        """Return when a live blog's entry tells its news, if *words* stand in its heading or first sentence.

        That is the entry's day up to its time stamp; None elsewhere, and where the sentence tells a time of its own.
        """
        stamp = next((stamp for span, stamp in self._news.items() if span.covers(words)), None)
        anchor = self._entry_anchor(stamp) if stamp is not None else None
        if stamp is None or anchor is None or anchor.day is None or anchor.minutes < 0:
            return None
        sentence = next((s for s in self._sentences if s.covers(words)), None)
        paragraph = next(span for span in self._news if span.covers(words))
        if sentence is None or self._document.text[paragraph.start : sentence.start].strip() or self.times_in(sentence):
            return None
        day = anchor.day.isoformat()
        until = f"{day}T{anchor.minutes // 60:02d}:{anchor.minutes % 60:02d}"
        return TimeValue(stamp, day, until, day, until, "day", "inferred")

    def stamped(self, words: Span) -> tuple[str, int] | None:
        """Return the day and the minute of the live blog's entry with *words*; None where none has a time stamp."""
        stamp = next((stamp for paragraph, stamp in self._stamps if paragraph.covers(words)), None)
        anchor = self._entry_anchor(stamp) if stamp is not None else None
        if anchor is None or anchor.minutes < 0:
            return None
        return anchor.day.isoformat() if anchor.day is not None else "", anchor.minutes

    def _entry_anchor(self, stamp: Span) -> Anchor:
        """The minute of a time stamp, on the day that it names or on the article's."""
        text = self._document.text
        anchor, times = at_stamp(self._anchor, stamp, text), find_times(stamp.of(text))
        named = next((e for e in times if any(atom.kind in DAYS for atom in e.atoms)), None)
        day = resolve(named, self._anchor, "past").earliest_begin[:10] if named is not None else ""
        return replace(anchor, day=date.fromisoformat(day)) if day else anchor

    def _compares(self, words: Span) -> bool:
        return only_compares(self._document.text, words)

    def _anchor_at(self, expression: TimeExpression) -> Anchor:
        """The article's anchor, or in a live blog the minute of the entry."""
        stamp = next((stamp for paragraph, stamp in self._stamps if paragraph.covers(expression.span)), None)
        return self._entry_anchor(stamp) if stamp is not None else self._anchor


def _within_night(expression: TimeExpression, told: TimeValue) -> TimeValue | None:
    """The day of a night, or of another stretch of hours, that a time of the day belongs to; None for several days."""
    first, last = _days(told)
    if first == last != "":
        return told
    if told.granularity != "night":
        return None
    minutes = next((atom.minutes for atom in expression.atoms if atom.kind == "clock"), -1)
    part = next((atom.part for atom in expression.atoms if atom.kind == "part"), "")
    evening = minutes >= NOON or part in EVENING or (part == "midnight" and "after" not in expression.edge)
    day = first if evening else last
    return replace(told, earliest_begin=day, latest_begin=day, earliest_end=day, latest_end=day, granularity="day")


def _days(value: TimeValue) -> tuple[str, str]:
    """The first and the last day of a time; of "before dawn on Monday" both are the one."""
    first, last = value.earliest_begin[:10], value.latest_end[:10]
    part = value.granularity in ("hour", "minute", "part_of_day")
    return (first or last, last or first) if part else (first, last)


def _is_ahead(value: TimeValue, anchor: Anchor) -> bool:
    """Whether a time lies behind the day that the article speaks from."""
    return anchor.day is not None and value.earliest_begin[:10] > anchor.day.isoformat()


def _fine_enough(value: TimeValue, leaning: TimeExpression) -> bool:
    """Whether a time is told as finely as what leans on it: "ten minutes later" leans on no year, "that day" no week.

    What is counted may lean on a somewhat coarser time, and is then as coarse: "in May ... two weeks later".
    """
    if of_a_day(leaning):
        first, last = _days(value)
        return (first == last or value.granularity == "night") and RANK.get(value.granularity, 0) == 0
    coarsest = max(
        max(RANK.get(atom.unit, 0), COARSER.get(atom.unit, 0) if atom.kind == "shift" else 0) for atom in leaning.atoms
    )
    return RANK.get(value.granularity, 0) <= coarsest
