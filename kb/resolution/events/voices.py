"""Figures of one happening with who gives them: which say the same over again, and which a later report replaces.

Input: figures as Said, from the catalog or from readings. Output: pairs of ids; read by kb.service.happenings.conflicts
and kb.projections.graph.contradictions.
Pure. A toll that one voice raises, or lowers, from report to report is a history: what it said before is no rival of
what others say now. Who holds an office of a body, or speaks for it, is no other voice than it.
Never: says which figure is right; orders two reports of one day of which one has no hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations, product
from typing import Final

from kb.language.text_keys import name_key
from kb.resolution.events.counted import PASSING, WHOLE, kind_of, relation
from kb.resolution.events.figures import Number, both_told, compare_numbers, word_form
from kb.resolution.events.summands import summands
from kb.resolution.kinds import group_of

_DAY: Final = 10  # characters of a date
STANDING: Final = frozenset({"current", "acting"})  # of an office, whose holder speaks for a body
_SMALL: Final = frozenset({"of", "for", "the", "and", "situation"})  # a ministry of emergency situations
_LEVELS: Final = frozenset("provincial regional local state federal national city county district".split())
_EXACT: Final = frozenset({"", "exactly"})


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of one happening with who gives it.

    Attributes:
        figure: its id.
        reported: when its article was published, as ISO 8601 has it, "" if unknown.
        speakers: ids of those to whom the article gives it; none where the article says it itself.
        voices: *speakers*, the bodies for which they speak and what these are called; of the article's own voice its
            publisher.
        start: where it stands in the text.
    """

    figure: str
    article: str
    reported: str
    number: Number
    speakers: frozenset[str]
    voices: frozenset[str]
    start: int


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What figures of one happening are to each other.

    Attributes:
        odds: pairs of ids, in order, that cannot both be true, of voices that hold them still.
        replaced: figure -> the first figure of the same voice, in a later report, that is at odds with it; where a
            report tells beside a new figure what the voice said before, that new figure.
    """

    odds: tuple[tuple[str, str], ...]
    replaced: Mapping[str, str]


def called(name: str, kind: str) -> frozenset[str]:
    """Return what makes a body one voice in all reports of one happening: "the police", known as one or not.

    "The health department" is the provincial one of the next report, and may be the federal one of a third; those two
    are two.

    Args:
        name: of who speaks.
        kind: its type.
    """
    if not name or group_of(kind) != "organisation":
        return frozenset()
    words = frozenset(map(word_form, name_key(name).split())) - _SMALL
    named = {words} if words & _LEVELS else {words, *(words | {level} for level in _LEVELS)}
    return frozenset(f"called {' '.join(sorted(one))}" for one in named)


@lru_cache(maxsize=8192)
def instant(published: str) -> str:
    """Return what orders reports of several zones; a day is before its hours, no day after all."""
    if len(published) <= _DAY:
        return published or "~"
    moment = datetime.fromisoformat(published)
    with suppress(OverflowError):  # in UTC it would be beyond the year 9999, or before the first
        moment = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat()


def later(one: str, other: str) -> bool:
    """Say whether a report came after another, as far as their dates tell."""
    if not one or not other:
        return False
    if min(len(one), len(other)) <= _DAY:
        return one[:_DAY] > other[:_DAY]
    return instant(one) > instant(other)


def said_again(figures: Iterable[Said], about: str) -> dict[str, str]:
    """Return figure -> the one of its article that says the same, for each that only says it over again.

    An article's own "16 dead" is its minister's 16; "23 killed" of a title is the "at least 23" of the text. Two whom
    it quotes stay two.

    Args:
        figures: of one happening.
        about: its class, "" if its events have several.
    """
    alike: dict[tuple[object, ...], list[Said]] = {}
    for one in figures:
        number = one.number
        kind = None if number.unit else kind_of(number.of, about)
        what = (number.of or WHOLE) if kind is None else kind
        key = one.article, number.low, number.high, what, number.unit, number.part, number.change
        alike.setdefault(key, []).append(one)
    found: dict[str, str] = {}
    for those in alike.values():
        for one, stands in _heads(those):
            if one is not stands:
                found[one.figure] = stands.figure
    return found


def _heads(those: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Yield each of the figures that are alike with the one that stands for it: one for each who is quoted."""
    ordered = sorted(those, key=lambda one: (not one.speakers, one.number.comparator in _EXACT, one.start, one.figure))
    heads: list[Said] = []
    for one in ordered:
        stands = next((head for head in heads if not one.speakers or one.voices & head.voices), None)
        if stands is None:
            heads.append(stands := one)
        yield one, stands


def rivalry(figures: Iterable[Said], about: str) -> Rivalry:
    """Return what cannot all be true, and what its own source has replaced since, which is no rival of anybody's.

    Each two numbers are compared once, whoever has them.

    Args:
        figures: none that was taken back, and none that is said again.
        about: class of the happening, "" if its events have several.
    """
    by_number: dict[Number, list[Said]] = {}
    given: dict[str, list[Number]] = {}  # by article
    all_ = list(figures)
    parts = summands(all_, about)
    for one in all_:
        if one.figure not in parts:
            by_number.setdefault(one.number, []).append(one)
        given.setdefault(one.article, []).append(one.number)
    odds: set[tuple[str, str]] = set()
    after: dict[str, list[Said]] = {}
    for number, other in combinations(by_number, 2):
        if compare_numbers(number, other, about) != "differ":
            continue
        one_count = bool(number.unit) or relation(number.of, other.of, about) == "same"
        for one, rival in product(by_number[number], by_number[other]):
            if one.article != rival.article:
                if both_told(number, other, given[one.article], given[rival.article]):
                    continue
                order = _in_order(one, rival)
                if one_count and order and one.voices & rival.voices:
                    after.setdefault(order[0].figure, []).append(order[1])
                    continue
                if order and about in PASSING:
                    continue  # 27 were missing on Tuesday, 24 on Wednesday
            elif not one.speakers or not rival.speakers or one.voices & rival.voices:
                continue  # what one voice counts are parts of a whole
            odds.add((min(one.figure, rival.figure), max(one.figure, rival.figure)))
    numbers = {one.figure: one.number.low for one in all_}
    replaced = {figure: _first(those, numbers[figure]) for figure, those in after.items()} | _told_as_past(
        by_number, after
    )
    return Rivalry(tuple(sorted(pair for pair in odds if not replaced.keys() & set(pair))), replaced)


def _first(those: Iterable[Said], value: float) -> str:
    """Return the figure of the first report, of several there the one nearest by number: 26 for 21, not 14,500."""

    def order(one: Said) -> tuple[str, float, str]:
        low, high = sorted((max(value, 1.0), max(one.number.low, 1.0)))
        return instant(one.reported), high / low, one.figure

    return min(those, key=order).figure


def _told_as_past(by_number: Mapping[Number, list[Said]], after: Mapping[str, list[Said]]) -> dict[str, str]:
    """Return what reports of new figures tell of their voice's earlier ones, "it had said 11", with the new ones."""
    found: dict[str, str] = {}
    for alike in by_number.values():
        news: dict[str, list[tuple[Said, Said]]] = {}  # by article
        for earlier in alike:
            for new in after.get(earlier.figure, ()):
                news.setdefault(new.article, []).append((earlier, new))
        for one in alike:
            beside = [new for earlier, new in news.get(one.article, ()) if earlier.voices & one.voices]
            if beside:
                found[one.figure] = _first(beside, one.number.low)
    return found


def no_rivals(figures: Iterable[Said], about: str) -> frozenset[str]:
    """Return the figures that are nobody's rivals: said again in one article, summands, or replaced by their source.

    Args:
        figures: none that was taken back.
        about: class of the happening, "" if its events have several.
    """
    all_ = list(figures)
    again = said_again(all_, about)
    told = [one for one in all_ if one.figure not in again]
    return frozenset(again) | summands(told, about) | rivalry(told, about).replaced.keys()


def _in_order(one: Said, other: Said) -> tuple[Said, Said] | None:
    if later(other.reported, one.reported):
        return one, other
    return (other, one) if later(one.reported, other.reported) else None
