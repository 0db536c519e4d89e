"""What the page of an event shows: every article's version side by side, figures on one scale, what it is tied to.

Input: records of the catalog, readings of the articles that tell of it. Output: values for the template.
Pure. Never: chooses between versions; an average.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.projections.catalog.records import ArticleRecord, EventLink, EventRecord, Named
from kb.service.display.event_pages import event_facts
from kb.service.display.page import Fact
from kb.service.display.reading import Reading, figure_fact, statement_fact
from kb.service.happenings.odds import Odds
from kb.service.happenings.quantity import Quantity, Value

_VIEWS = (("latest", "latest"), ("highest", "highest"), ("lowest", "lowest"), ("official", "by an authority"))


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody or something that takes part, or a place.

    Attributes:
        named: the entity; None for mere words.
        event: id of another event that stands there, "" for none.
        told: how many versions say so.
    """

    words: str
    named: Named | None
    event: str
    told: int


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a field, and the versions that have it."""

    value: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the scale of its quantity, in percent of its width.

    Attributes:
        begin, end: of what the value leaves open; equal for a bare number.
        open_up, open_down: whether it is a lower bound, an upper bound.
        at_odds: whether another value contradicts it.
        after: the value by which who gave it replaced it, None if it stands.
        also: ids of the other figures by which the same is told.
        again: how many more articles give the same value and name the same source for it.
    """

    value: Value
    begin: float
    end: float
    open_up: bool
    open_down: bool
    at_odds: bool
    again: int = 0
    after: Value | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A quantity with its values by time of report, and what different rules would take."""

    quantity: Quantity
    points: tuple[Point, ...]
    chosen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One article's version.

    Attributes:
        facts: with their words; empty where the article is not read for this page.
        said: statements that claim it, each with whether it is in the speaker's own words.
        read: whether the article was read.
    """

    event: EventRecord
    article: ArticleRecord | None
    facts: tuple[Fact, ...] = ()
    said: tuple[tuple[Fact, bool], ...] = ()
    read: bool = True


@dataclass(frozen=True, slots=True)
class Opposed:
    """Why claims of a kind cannot all be true, and the ids of the articles that make them."""

    kind: str
    because: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tied:
    """What an event is part of, consists of, was caused by or led to."""

    how: str
    event: EventRecord


def parts(versions: Sequence[EventRecord]) -> dict[str, list[Part]]:
    """Return role -> who stands in it over all versions, the most told first; places are under "place".

    Where several numbers stand in one role ("at least 14", "19 people"), none does: they are told as figures, each with
    who says so and what became of it.
    """
    told: dict[str, dict[tuple[str, str], list[tuple[EventRecord, Named | None, str]]]] = {}
    for event in versions:
        for one in event.participants:
            key = (one.entity.id if one.entity else "", "" if one.entity else one.event or one.words.casefold())
            told.setdefault(one.role, {}).setdefault(key, []).append((event, one.entity, one.words))
    figures = [(one.words, one.told, one.withdrawn) for event in versions for one in event.figures]
    counted = {words.casefold() for *both, _ in figures for words in both}
    gone = {words.casefold() for *both, withdrawn in figures if withdrawn for words in both}
    found: dict[str, list[Part]] = {}
    for role, who in told.items():
        rows = []
        for (_, other), said in who.items():
            _, named, words = said[0]
            rows.append(
                Part(words, named, other if any(p.event == other for p in said[0][0].participants) else "",
                     len({event.id for event, _, _ in said}))
            )  # fmt: skip
        numbers = [part for part in rows if not part.named and part.words.casefold() in counted]
        if len(numbers) > 1 or any(part.words.casefold() in gone for part in numbers):
            rows = [part for part in rows if part not in numbers]
        found[role] = sorted(rows, key=lambda part: (-part.told, part.named.label if part.named else part.words))
    return found


def values(versions: Sequence[EventRecord], words: Mapping[str, str]) -> list[Said]:
    """Return the different values that versions have, the most told first.

    Args:
        words: event id -> value in words, "" where a version does not say.
    """
    told: dict[str, list[str]] = {}
    for event in versions:
        if words.get(event.id):
            told.setdefault(words[event.id], []).append(event.id)
    rows = [Said(value, tuple(events)) for value, events in told.items()]
    return sorted(rows, key=lambda row: -len(row.events))


def scales(quantities: Iterable[Quantity]) -> list[Scale]:
    """Return quantities with their values placed on one scale each, which begins at nought."""
    return [_scale(one) for one in quantities]


def _scale(quantity: Quantity) -> Scale:
    edges = [edge for value in quantity.values for edge in (value.value, value.upper) if edge is not None]
    low, high = min(0.0, *edges), max(edges)
    span = (high - low) or 1.0
    odd = {figure for pair in quantity.odds for figure in pair}
    points = []
    alike: dict[tuple[object, ...], list[Value]] = {}
    for value in quantity.values:
        alike.setdefault(
            (value.told, value.said_by, value.withdrawn, value.replaced_by != "", value.official), []
        ).append(value)
    for value, *others in alike.values():
        begin = (value.value - low) / span
        end = begin if value.upper is None else (value.upper - low) / span
        up = value.comparator in ("atLeast", "moreThan", "moreThanHalf")
        down = value.comparator in ("atMost", "lessThan", "upTo", "nearly")
        again = len({one.article for one in others} - {value.article})
        at_odds = any(one.figure in odd for one in (value, *others))
        after = quantity.after(value)
        also = (*value.also, *(figure for one in others for figure in (one.figure, *one.also)))
        points.append(Point(value, _percent(begin), _percent(end), up, down, at_odds, again, after, also))
    chosen = [(words, ", ".join(v.words for v in quantity.chosen(name))) for name, words in _VIEWS]
    return Scale(quantity, tuple(points), tuple((name, value) for name, value in chosen if value))


def _percent(share: float) -> float:
    return round(2 + 92 * share, 2)  # room for a dot at either end, and for an arrow


def version(event: EventRecord, article: ArticleRecord | None, reading: Reading | None) -> Version:
    """Return one article's version, with its facts where the article was read."""
    told = reading.events.get(event.local) if reading else None
    if reading is None or told is None:
        return Version(event, article, read=reading is not None)
    facts = [*event_facts(reading, told)]
    figures = [one for one in reading.extraction.figures if one.event == told.id]
    facts += [replace(figure_fact(reading, one), name="figure", ref="") for one in figures]
    claims = [reading.statements[one] for one in told.sources if one in reading.statements]
    said = [(statement_fact(reading, one), one.mode == "direct") for one in claims]
    return Version(event, article, tuple(facts), tuple(said))


def opposed(odds: Iterable[Odds]) -> list[Opposed]:
    """Return what cannot all be true, each reason once with all the articles that give rise to it."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in odds:
        articles = (article.removeprefix("article-") for article in one.articles)
        found.setdefault((one.kind, one.because), {}).update(dict.fromkeys(articles))
    return [Opposed(kind, because, tuple(articles)) for (kind, because), articles in found.items()]


def apart(quantity: Quantity) -> set[frozenset[str]]:
    """Return the pairs of values of a quantity, in words, that cannot both be true."""
    told = {value.figure: f"{quantity.counts} {value.told}" for value in quantity.values}
    return {frozenset((told[one], told[other])) for one, other in quantity.odds}


def ties(own: Iterable[str], links: Iterable[EventLink], events: Mapping[str, EventRecord]) -> list[Tied]:
    """Return what an event hangs together with, each happening once.

    Args:
        own: ids of its versions.
        events: id -> the events at either end.
    """
    ours = frozenset(own)
    how = {("partOf", True): "part of", ("partOf", False): "consists of",
           ("causedBy", True): "caused by", ("causedBy", False): "led to"}  # fmt: skip
    found: dict[tuple[str, str], Tied] = {}
    for link in links:
        mine = link.event in ours
        other = events.get(link.other if mine else link.event)
        if other is None or other.id in ours:
            continue
        name = how[link.link, mine]
        found.setdefault((name, other.happening or other.id), Tied(name, other))
    return sorted(found.values(), key=lambda tied: (tied.how, tied.event.begin or "~", tied.event.label))
