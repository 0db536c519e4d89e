"""Which figures of one happening count one thing, so that they stand side by side.

Input: events of one happening with their figures, from the catalog. Output: groups of figures, read by
kb.service.happenings.conflicts.
Pure. Kinds of people ("nine workers") stand beside the figures of all people, where anybody gives one.
Never: compares values.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kb.projections.catalog.records import EventRecord, FigureRecord
from kb.projections.common_class import common_class
from kb.resolution.events.counted import kind_of
from kb.resolution.events.figures import counted_forms

Row = tuple[EventRecord, FigureRecord]


@dataclass
class Group:
    """Figures that count one thing.

    Attributes:
        words: forms of the words for what is counted.
        rows: the figures, each with its event.
        kinds: ids of the figures that count a kind of the people that the others count all of.
    """

    words: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def counts(figure: FigureRecord) -> frozenset[str]:
    """Return the forms of the words for what a figure counts."""
    return _forms(figure.counts)


_forms = lru_cache(maxsize=4096)(counted_forms)  # thousands of figures count the same few things


def class_of(events: Iterable[EventRecord]) -> str:
    """Return the class of the events of one happening; see common_class."""
    return common_class(event.type for event in events)


def grouped(events: Iterable[EventRecord], about: str) -> Iterator[Group]:
    """Yield the groups of the figures of one happening; figures of a part of something are in none.

    Args:
        events: of the happening.
        about: their class.
    """
    people = Group()
    kinds: list[Row] = []
    others: list[Row] = []
    rows = ((event, figure) for event in events for figure in event.figures if _whole(figure))
    for event, figure in sorted(rows, key=lambda row: (not row[1].counts, row[1].start)):
        kind = kind_of(counts(figure), about) if _counting(figure) else None
        (others if kind is None else kinds if kind else people.rows).append((event, figure))
    if people.rows:
        bare, others = _without_words(others)
        people.rows += [*bare, *kinds]
        people.kinds = {figure.id for _, figure in kinds}
        yield people
    yield from _by_words(others if people.rows else [*kinds, *others])


def _without_words(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return counts without a word for what is counted, and all other figures: "37 missing" beside "15 people".

    Where the same event counts things as well, such a number may be of those.
    """
    things = {event.id for event, figure in rows if figure.counts and _counting(figure)}
    bare = [row for row in rows if not row[1].counts and _counting(row[1]) and row[0].id not in things]
    return bare, [row for row in rows if row not in bare]


def _whole(figure: FigureRecord) -> bool:
    """Whether a figure is of no part: "14 of the 23", "two of the wounded" and "another three" are."""
    return figure.value is not None and not figure.part


def _counting(figure: FigureRecord) -> bool:
    """Whether a figure counts: "6.9" and "3 percent" do not."""
    return not figure.unit and (figure.value or 0) % 1 == 0


def _by_words(rows: Iterable[Row]) -> list[Group]:
    groups: list[Group] = []
    for event, figure in sorted(rows, key=lambda row: (not row[1].counts, row[1].start)):
        words = counts(figure)
        home = next((group for group in groups if _meet(group, words, figure)), None)
        if home is None:
            groups.append(home := Group())
        home.words |= words
        home.rows.append((event, figure))
    return groups


def _meet(group: Group, words: frozenset[str], figure: FigureRecord) -> bool:
    first = group.rows[0][1]
    return (first.unit, first.change) == (figure.unit, figure.change) and (
        not words or not group.words or bool(words & group.words)
    )
