"""The same happening told by several articles, compared by what kind it is, when, where, who and how many.

Input: articles with what was read from them. Output: EventProfiles and the weight of a pair, read by
kb.resolution.clustering and shown by `kb explain`.
Pure and symmetric: no I/O; nothing but the two articles.
Never: averages; joins what happened with what was planned, feared or denied.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kb.model import Article, Event, Extraction, Figure, Role, Span
from kb.model.identity import member
from kb.resolution import weights as w
from kb.resolution.comparison import Part, Weight
from kb.resolution.figures import Number, compare_numbers, number, word_form, word_forms
from kb.resolution.profile import CONTEXT

SHORT: Final = timedelta(days=2)  # a time as wide as this tells happenings apart
LEAD: Final = 320  # characters of story in which an article tells what it is about
_REAL: Final = frozenset({"actual", "ongoing", "alleged", "suspended"})
_ACTING: Final = frozenset(
    {
        "agent",
        "patient",
        "participant",
        "recipient",
        "party",
        "target",
        "theme",
        "judge",
    }
)
_SMALL: Final = frozenset(
    (
        "the and for from with that this their his her its was were has had been who which more "
        "than least about some into over after before people person man woman men women other "
        "another first two three four five six seven eight nine ten"
    ).split()
)


@dataclass(frozen=True, slots=True)
class EventProfile:
    """An event of one article as resolution sees it.

    Attributes:
        article, local: where it is from.
        coarse: class of its type.
        types: its type and those above it.
        word: lemma of its trigger.
        real: whether it took place or goes on, as far as the text says.
        places: local ids of its places, or of its cause's or whole's if it has none.
        actors: (role, local id) of who takes part.
        words: lemmas of the words that fill its roles.
        numbers: its figures.
        begin, end: ISO dates, "" if unknown.
        dated: whether the text itself says when.
        lead: whether the title or the first lines tell of it.
        siblings: how many events of its class the article has.
        day: of the article.
        label: for people to read.
    """

    article: str
    local: str
    coarse: str
    types: tuple[str, ...]
    word: str
    real: bool
    places: frozenset[str]
    actors: frozenset[tuple[str, str]]
    words: frozenset[str]
    numbers: tuple[Number, ...]
    begin: str = ""
    end: str = ""
    dated: bool = False
    lead: bool = False
    siblings: int = 1
    day: str = ""
    label: str = ""

    @property
    def member(self) -> str:
        """Return how the log names it."""
        return member(self.article, self.local)


def event_profiles(article: Article, extraction: Extraction) -> dict[str, EventProfile]:
    """Return local id -> profile of the events that took place, go on or are planned; what is denied has none.

    Class and line of the types are not filled in; see kb.resolution.article.typed.

    Args:
        article: its text and date.
        extraction: what was read from it.
    """
    by_id = {event.id: event for event in extraction.events}
    figures: dict[str, list[Figure]] = {}
    for figure in extraction.figures:
        figures.setdefault(figure.event, []).append(figure)
    found = {}
    for event in extraction.events:
        if event.polarity != "positive":
            continue
        whole = [by_id[i] for i in (event.part_of, *event.causes) if i in by_id]
        begin, end, dated = _days(event, whole)
        found[event.id] = EventProfile(
            article=extraction.article,
            local=event.id,
            coarse="",
            types=(event.type,),
            word=_word(article.text, event.trigger),
            real=event.modality in _REAL,
            places=frozenset(event.places) or frozenset(p for other in whole for p in other.places),
            actors=frozenset((r.role, r.entity) for r in event.roles if r.entity and r.role in _ACTING),
            words=_words(article.text, event.roles, figures.get(event.id, ())),
            numbers=tuple(number(f) for f in figures.get(event.id, ()) if f.value is not None and not f.withdrawn),
            begin=begin,
            end=end,
            dated=dated,
            lead=any(_leads(article, span) for span in (event.trigger, *event.other_mentions)),
            day=article.published[:10],
            label=f"{event.type} “{article.text[event.trigger.start : event.trigger.end]}”",
        )
    return found


def _days(event: Event, whole: Iterable[Event]) -> tuple[str, str, bool]:
    for at, own in ((event, True), *((other, False) for other in whole)):
        if at.time and (at.time.earliest_begin or at.time.latest_end):
            begin, end = at.time.earliest_begin[:10], at.time.latest_end[:10]
            return begin, end, own and at.time.basis != "inferred"
    return "", "", False


def _leads(article: Article, span: Span) -> bool:
    if article.title and article.text[span.start : span.end] in article.title and span.start < article.body_start:
        return True
    return span.start < article.body_start + LEAD


def _word(text: str, span: Span) -> str:
    words = re.findall(r"\w+", text[span.start : span.end])
    return word_form(words[0]) if words else ""


def _words(text: str, roles: Iterable[Role], figures: Iterable[Figure]) -> frozenset[str]:
    spans = [text[r.span.start : r.span.end] for r in roles] + [f.of for f in figures]
    found = {form for words in spans for form in word_forms(words)}
    return frozenset(found - _SMALL)


def story(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how much two articles have in common: the worth of the names, given as keys of context, in both."""
    return sum(CONTEXT[key.partition(":")[0]] for key in first & second)


EntityMatch = Callable[[str, str], bool]


def comparable(first: EventProfile, second: EventProfile) -> bool:
    """Say whether two events of two articles could be one at all."""
    kind = first.coarse == second.coarse and first.coarse != "other"
    word = first.word == second.word and len(first.word) > 2
    return first.article != second.article and first.real == second.real and (kind or word)


def event_features(first: EventProfile, second: EventProfile, shared: float, same: EntityMatch) -> Mapping[str, float]:
    """Return what speaks for and against one happening, by name; kb.resolution.weights has the bits of each.

    Args:
        first, second: comparable events.
        shared: kb.resolution.happenings.story of the two articles.
        same: whether entity LOCAL of the first article is entity LOCAL of the second.
    """
    return dict(
        (
            *_kind(first, second),
            *_time(first, second),
            *_where(first, second, same),
            *_who(first, second, same),
            *_numbers(first, second),
            *_setting(first, second, shared),
        )
    )


def _kind(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    if first.types[0] == second.types[0]:
        yield "same type", 1.0
    elif first.types[0] in second.types or second.types[0] in first.types:
        yield "kin type", 1.0
    elif first.coarse != second.coarse:
        yield "other class", 1.0
    if first.word == second.word:
        yield "same word", 1.0


def _time(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    one, other = _interval(first), _interval(second)
    if one is None or other is None:
        return
    gap = max(one[0], other[0]) - min(one[1], other[1])
    narrow = max(one[1] - one[0], other[1] - other[0]) <= SHORT
    if gap <= timedelta(0):
        yield ("same days" if narrow else "days overlap"), 1.0
    elif gap <= timedelta(days=1):
        yield "next day", 1.0
    else:
        yield ("other dates" if first.dated and second.dated else "other days"), 1.0


def _interval(event: EventProfile) -> tuple[date, date] | None:
    if not event.begin and not event.end:
        return None
    begin, end = (date.fromisoformat(day) for day in (event.begin or event.end, event.end or event.begin))
    if not event.begin:
        begin = end - timedelta(days=30)
    if not event.end:
        end = max(begin, date.fromisoformat(event.day)) if event.day else begin
    return (begin, end) if begin <= end else (end, begin)


def _where(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    if first.places and second.places:
        shared = any(same(a, b) for a in first.places for b in second.places)
        yield ("same place" if shared else "other place"), 1.0


def _who(first: EventProfile, second: EventProfile, same: EntityMatch) -> Iterator[tuple[str, float]]:
    one, other = {a for _, a in first.actors}, {b for _, b in second.actors}
    pairs = {(a, b) for a in one for b in other if same(a, b)}
    count = min(len({a for a, _ in pairs}), len({b for _, b in pairs}))
    if count:
        yield "shared actors", float(min(count, 3))
    if one and other and len(one) > count and len(other) > count:
        yield "other actors", 1.0
    words = first.words & second.words
    if words:
        yield "shared words", float(min(len(words), 3))
    elif first.words and second.words:
        yield "other words", 1.0


def _numbers(first: EventProfile, second: EventProfile) -> Iterator[tuple[str, float]]:
    found = {compare_numbers(a, b) for a in first.numbers for b in second.numbers}
    if "same" in found:
        yield "same figure", 1.0
    elif "compatible" in found:
        yield "compatible figures", 1.0
    elif "differ" in found:
        yield "other figures", 1.0


def _setting(first: EventProfile, second: EventProfile, shared: float) -> Iterator[tuple[str, float]]:
    yield "story", min(shared, w.STORY_MOST)
    if shared < w.STORY_LEAST:
        yield "no common story", 1.0
    if first.lead and second.lead:
        yield "both lead", 1.0
    elif first.lead != second.lead:
        yield "one leads", 1.0
    if max(first.siblings, second.siblings) > 1:
        yield "siblings", float(min(max(first.siblings, second.siblings), 5) - 1)
    if first.day and second.day:
        gap = abs((date.fromisoformat(first.day) - date.fromisoformat(second.day)).days)
        if gap > w.FAR:
            yield "articles far apart", 1.0


def event_weight(features: Mapping[str, float]) -> Weight:
    """Return the weight of a pair of events with these features."""
    parts = [Part("prior", w.EVENT_PRIOR, "two events of one class in two articles")]
    for name, value in features.items():
        words = name if value == 1.0 else f"{name} {value:g}"
        parts.append(Part(name, round(w.EVENT[name] * value, 2), words))
    return Weight(tuple(parts))
