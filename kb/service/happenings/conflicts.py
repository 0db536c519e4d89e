"""Figures about one happening that several reports give, side by side: what cannot all be true, and what changed.

Input: the catalog. Output: for each happening and quantity the values in the order of their reports, each with
article, who says so, and comparator; and whether they are at odds, or a history.
Pure over the catalog. Never: averages, or says which is right.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from kb.projections.catalog.numbers_told import bodies_of, events_with_figures, in_office, publishers, speakers_of
from kb.projections.catalog.overview import several_numbers
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, FigureRecord, Named
from kb.resolution.events.figures import compare_numbers
from kb.resolution.events.voices import Said, called, instant, rivalry, said_again
from kb.service.happenings.changing import changed, number
from kb.service.happenings.figure_groups import Group, class_of, grouped
from kb.service.happenings.quantity import ALIKE, CONTRADICTION, HISTORY, STATES, Quantity, Value

_PAGE: Final = 500
_AUTHORITIES: Final = frozenset({"office", "armed_force", "international_organisation", "country"})
_OF_STATE: Final = re.compile(  # in a body's name; an agency, institute or commission may be anybody's
    r"\b(?:ministry|government|police|prosecutors?|municipality|directorate|army|navy|air force|coast ?guard|"
    r"civil (?:defen[cs]e|protection)|fire (?:service|brigade|department)|elect(?:ion|oral) commission|"
    r"(?:rescue|disaster|emergency)(?: (?:management|mitigation|response))? (?:agency|authority|authorities|services?)|"
    r"(?:health|interior|defen[cs]e) (?:department|authority|authorities|service))\b",
    re.IGNORECASE,
)


def conflicts(
    catalog: CatalogReader, happening: str | Collection[str] = "", *, agreeing: bool = False
) -> tuple[Quantity, ...]:
    """Return the quantities whose values are at odds, then those with a history; each those of most values first.

    Args:
        catalog: of the home.
        happening: id of one happening or of one event, or several such ids; "" for all.
        agreeing: with quantities of several values that are alike, after all others.
    """
    one = happening if isinstance(happening, str) else ""
    wanted = happening if not isinstance(happening, str) else [one] if one else several_numbers(catalog, alike=agreeing)
    told = events_with_figures(catalog, wanted)
    if one and not told and not catalog.happening_labels([one]):
        event = catalog.get_event(one)  # one version of a happening, by its own id
        told = {event.happening or event.id: [event]}
    return in_order(quantities_of(catalog, told, agreeing=agreeing)[0])


def quantities_of(
    catalog: CatalogReader, told: Mapping[str, Sequence[EventRecord]], *, agreeing: bool = False
) -> tuple[list[Quantity], dict[str, frozenset[str]]]:
    """Return what is at odds or has a history, in no order; and happening -> whom its figures rest on.

    Args:
        told: happening -> its events that have figures.
        agreeing: see *conflicts*.

    Returns:
        With the quantities the ids of those who give the figures, and of the bodies that they speak for, also where
        nothing is at odds: what is known of them decides who gives a figure.
    """
    counted = [
        (name, about, group)
        for name, events in told.items()
        for about in (class_of(events),)
        for group in grouped(events, about)
        if agreeing or _differing(group, about)
    ]
    labels = catalog.happening_labels(name for name, _, _ in counted)  # most have nothing at odds
    groups = [
        _Counted(name, labels[name] if name in labels else catalog.happening_label(name), about, group)
        for name, about, group in counted
    ]
    voices = _Voices(catalog, groups)
    rests: dict[str, frozenset[str]] = {}
    for group in groups:
        rests[group.happening] = rests.get(group.happening, frozenset()) | voices.behind(group)
    quantities = (_quantity(group, voices) for group in groups)
    return [each for each in quantities if each.state != ALIKE or (agreeing and len(each.values) > 1)], rests


def in_order(found: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Return quantities as *conflicts* has them."""
    order = list(STATES).index
    return tuple(
        sorted(found, key=lambda one: (order(one.state), -len(one.values), one.label, one.happening, one.counts))
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """Figures of one happening, of class *about*, that count one thing."""

    happening: str
    label: str
    about: str
    group: Group


class _Voices:
    """Who gives the figures of some groups, looked up for all of them at once."""

    def __init__(self, catalog: CatalogReader, groups: Sequence[_Counted]) -> None:
        figures = [figure for one in groups for _, figure in one.group.rows]
        self._papers = publishers(catalog, (figure.article for figure in figures))
        self._speakers = speakers_of(catalog, {said for figure in figures for said in figure.claimed_by})
        people = {who.id for some in self._speakers.values() for who in some}
        self._offices, self._bodies = in_office(catalog, people), bodies_of(catalog, people)

    def behind(self, one: _Counted) -> frozenset[str]:
        """Return the ids of those who give the figures of a group, and of the bodies that they speak for."""
        claimed = (said for _, figure in one.group.rows for said in figure.claimed_by)
        speakers = {who.id for said in claimed for who in self._speakers.get(said, ())}
        return frozenset(speakers.union(*({body.id for body in self._bodies.get(who, ())} for who in speakers)))

    def said(self, figure: FigureRecord) -> Said:
        """Return a figure as it is compared with others."""
        source, reported = self._papers[figure.article]
        who = [one for said in figure.claimed_by for one in self._speakers.get(said, ())]
        speakers = frozenset(one.id for one in who)
        behind = [*who, *(body for one in speakers for body in self._bodies.get(one, ()))]
        voices = frozenset({f"in {source or figure.article}"})
        if figure.claimed_by:
            voices = frozenset(one.id for one in behind).union(*(called(one.label, one.type) for one in behind))
        return Said(figure.id, figure.article, reported, number(figure), speakers, voices, figure.start)

    def value(self, event: EventRecord, figure: FigureRecord, kind: str) -> Value:
        """Return a figure with who gives it."""
        speakers = [who for said in figure.claimed_by for who in self._speakers.get(said, ())]
        source, reported = self._papers[figure.article]
        return Value(
            figure=figure.id,
            event=event.id,
            article=figure.article,
            source=source,
            reported=reported,
            words=figure.words,
            comparator=figure.comparator,
            value=float(figure.value or 0.0),
            upper=figure.upper,
            withdrawn=figure.withdrawn,
            said_by=tuple(dict.fromkeys(who.label for who in speakers if who.label)),
            official=any(self._official(who, figure.article) for who in speakers),
            kind=kind,
        )

    def _official(self, who: Named, article: str) -> bool:
        """Whether somebody is an authority, or the article says that he holds an office."""
        return authority(who) or (who.id, article) in self._offices


def authority(who: Named) -> bool:
    """Say whether somebody is a body of a state, by type or by name."""
    return who.type in _AUTHORITIES or (who.type == "organisation" and _OF_STATE.search(who.label) is not None)


def events_of(catalog: CatalogReader, happening: str) -> Iterator[EventRecord]:
    """Yield the versions of a happening, those told of last first, or the event that is linked to none; "": all.

    Raises:
        NotFoundError: there is neither.
    """
    cursor, none = "", True
    while True:
        page = catalog.list_events(happening=happening, limit=_PAGE, cursor=cursor)
        for event in page.items:
            none = False
            yield event
        if not (cursor := page.next):
            break
    if happening and none:
        yield catalog.get_event(happening)


def _quantity(one: _Counted, voices: _Voices) -> Quantity:
    rows = [(*row, voices.said(row[1])) for row in one.group.rows]
    again = said_again([said for _, figure, said in rows if not figure.withdrawn], one.about)
    rows = sorted(
        (row for row in rows if row[2].figure not in again),
        key=lambda row: (instant(row[2].reported), row[2].article, row[2].start, row[2].figure),
    )
    found = rivalry([said for _, figure, said in rows if not figure.withdrawn], one.about)
    also: dict[str, list[str]] = {}
    for figure, stands in again.items():
        also.setdefault(stands, []).append(figure)
    kinds = one.group.kinds
    names = (figure.counts for _, figure in one.group.rows if figure.id not in kinds)
    return Quantity(
        one.happening,
        one.label,
        counts=next(filter(None, names), ""),
        unit=rows[0][1].unit,
        values=tuple(
            replace(
                voices.value(event, figure, figure.counts if figure.id in kinds else ""),
                also=tuple(sorted(also.get(figure.id, ()))),
                replaced_by=found.replaced.get(figure.id, ""),
            )
            for event, figure, _ in rows
        ),
        odds=found.odds,
        state=CONTRADICTION if found.odds else HISTORY if found.replaced or changed(one.group, one.about) else ALIKE,
    )


def _differing(group: Group, about: str) -> bool:
    """Whether two numbers of a group cannot both be true, whoever gives them, or two reports give two."""
    numbers = list(dict.fromkeys(number(figure) for _, figure in group.rows if not figure.withdrawn))
    differ = any(compare_numbers(one, other, about) == "differ" for one, other in combinations(numbers, 2))
    return differ or changed(group, about)
