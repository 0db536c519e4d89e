"""Claims about one happening that cannot all be true, and why.

Input: what several articles tell of one happening, as people left it. Output: Contradictions, each of two claims of
two articles; read by kb.projections.graph.parts.
Never: says which claim is right; holds what the words leave open against anybody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, product
from typing import Final

from pyoxigraph import NamedNode

from kb.graph.claims import Claims, Part
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.language.event_types import EventTypes
from kb.model import Article, Entity, Event, Extraction, Figure
from kb.projections.common_class import common_class
from kb.projections.contract import Sources
from kb.projections.folding.curating import LinksAsked, curated_reading
from kb.projections.folding.tables import Tables
from kb.projections.graph.opposition import KINDS, Contradiction, Side
from kb.resolution.events.counted import PASSING
from kb.resolution.events.figures import Number, both_told, compare_numbers, number
from kb.resolution.events.partial import of_part
from kb.resolution.events.voices import STANDING, Said, called, later, no_rivals
from kb.resolution.kinds import group_of
from kb.resolution.posts import of_a_place
from kb.resolution.profile import country_of

MOST: Final = 24  # tellings of one happening that are compared, so that another one costs the same always
_SETTLED: Final = frozenset({"city", "town", "village"})
_SLACK: Final = timedelta(days=1)  # two places' days may differ by one
_DONE_BY_ONE: Final = frozenset({"attack", "armed_conflict", "crime", "death", "injury", "damage", "fire_explosion"})


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's event.

    Attributes:
        curated: what was read from the article, as people left it.
        local: the event.
        links: local id -> canonical id.
    """

    article: Article
    curated: Curated
    local: str
    links: Mapping[str, str]

    @property
    def extraction(self) -> Extraction:
        """What was read, as people left it."""
        return self.curated.extraction

    @property
    def event(self) -> Event | None:
        """The event, None if a person retracted it."""
        return next((one for one in self.extraction.events if one.id == self.local), None)


def tellings(tables: Tables, sources: Sources, events: Collection[tuple[str, str]]) -> list[Telling]:
    """Return what articles say of one happening.

    Args:
        tables, sources: the fold, and the log that it was made of.
        events: (article, local id) of each telling; of more than MOST those of the articles that came last count.
    """
    rows = {article: tables.get("article", article) or {} for article, _ in events}
    latest = sorted(events, key=lambda one: (int(rows[one[0]].get("position", 0)), one))[-MOST:]
    found = []
    for article, local in latest:
        if (reading := curated_reading(tables, sources, article)) is not None:
            stored, curated = reading
            found.append(Telling(stored, curated, local, LinksAsked(tables, article, curated.extraction)))
    return found


def told_of(tellings: Iterable[Telling], iris: Iris) -> "list[Told]":
    """Return tellings with their claims at hand, of those whose event is there."""
    return [Told(one, iris) for one in tellings if one.event is not None]


def contradictions(tellings: "Iterable[Told]") -> tuple[Contradiction, ...]:
    """Return what is at odds between the tellings of one happening, each pair of claims once, in a fixed order."""
    told = sorted(tellings, key=lambda one: (one.telling.article.published, one.telling.article.id, one.telling.local))
    gone = no_rivals([said for one in told for said in one.said.values()], common_class(one.event.type for one in told))
    found: list[Contradiction] = []
    for one, other in combinations(told, 2):
        if one.telling.article.id != other.telling.article.id:
            found += _between(one, other, gone)
    return tuple(
        sorted(found, key=lambda each: (list(KINDS).index(each.kind), each.one.claim.value, each.other.claim.value))
    )


class Told:
    """A telling with its claims at hand.

    Args:
        telling: its event is there.
        iris: of the home.
    """

    def __init__(self, telling: Telling, iris: Iris) -> None:
        event = telling.event
        assert event is not None
        self.telling, self.event = telling, event
        claims = Claims(telling.article, telling.extraction, iris)
        self.parts = claims.of(event)
        self.figures = {
            figure.id: claims.figure_claim(figure) for figure in telling.extraction.figures if figure.event == event.id
        }
        self.entities = {entity.id: entity for entity in telling.extraction.entities}
        self.reality = next(part.value for part in self.parts if part.field == "reality")
        self._named: dict[str, dict[str, Part]] = {}

    @cached_property
    def numbers(self) -> dict[Figure, Number]:
        """The figures of the whole, as they are compared: made once, for each telling is held against every other."""
        return {figure: number(figure, part=False) for figure in _counted(self)}

    @cached_property
    def said(self) -> dict[Figure, Said]:
        """The same figures with who gives them."""
        return {figure: self._said(figure, number) for figure, number in self.numbers.items()}

    def _said(self, figure: Figure, number: Number) -> Said:
        article, reading = self.telling.article, self.telling.extraction
        speakers = {who for one in reading.statements if one.id in figure.sources for who in one.speakers}
        bodies = {
            one.organisation
            for one in reading.offices
            if one.person in speakers and one.organisation and one.status in STANDING and not of_a_place(one.role)
        }
        voices = frozenset({f"in {article.source or article.id}"})
        if figure.sources:
            behind = [self.entities[one] for one in sorted(speakers | bodies) if one in self.entities]
            voices = frozenset(map(self._ref, speakers | bodies)).union(*(called(o.name, o.type) for o in behind))
        name = f"{article.id}#{figure.id}"
        named = frozenset(map(self._ref, speakers))
        return Said(name, article.id, article.published, number, named, voices, figure.span.start)

    def _ref(self, local: str) -> str:
        return self.telling.links.get(local, f"{self.telling.article.id}#{local}")

    def side(self, part: Part, words: str) -> Side:
        claim = part.claim
        assert claim is not None
        return self._side(claim, words)

    def named_claim(self, claim: NamedNode) -> NamedNode:
        """Return the node of a claim under the name that people's decisions know it by."""
        return self.telling.curated.renamed.get(claim, claim)

    def _side(self, claim: NamedNode, words: str) -> Side:
        return Side(self.named_claim(claim), self.telling.article.id, self.event.id, words)

    def figure_side(self, figure: Figure) -> Side:
        words = " ".join(f"{figure.words(self.telling.article.text)} {figure.of}".split())
        return self._side(self.figures[figure.id], words)

    def of(self, field: str) -> list[Part]:
        return [part for part in self.parts if part.field == field]

    def named(self, field: str) -> dict[str, Part]:
        """Canonical id -> the claim that names it, of entities with a name."""
        if field not in self._named:
            self._named[field] = {
                self.telling.links.get(part.value, part.value): part
                for part in self.of(field)
                if part.value in self.entities and self.entities[part.value].named
            }
        return self._named[field]

    def entity(self, part: Part) -> Entity:
        return self.entities[part.value]

    def holders(self, local: str) -> set[str]:
        """The canonical ids of what holds a place, itself included."""
        found: set[str] = set()
        while local in self.entities and self.telling.links.get(local, local) not in found:
            found.add(self.telling.links.get(local, local))
            local = self.entities[local].within
        return found


def _between(one: Told, other: Told, gone: Collection[str]) -> Iterator[Contradiction]:
    yield from _happened(one, other)
    if one.reality not in ("denied", "notHappened") and other.reality not in ("denied", "notHappened"):
        yield from _times(one, other)
        yield from _places(one, other)
        yield from _actors(one, other)
        yield from _figures(one, other, gone)


def _happened(one: Told, other: Told) -> Iterator[Contradiction]:
    real, unreal = {"occurred", "ongoing"}, {"denied", "notHappened"}
    told = one if one.reality in real else other
    unlike = one if told is other else other
    if told.reality in real and unlike.reality in unreal and not _only_later(told, unlike):
        sides = [told.side(told.of("reality")[0], _LABELS[told.reality]) for told in (one, other)]
        yield Contradiction("happened", *sides)


def _only_later(told: Told, unreal: Told) -> bool:
    """Whether what one says came to pass after the other had said that it had not: "has not conceded", then he did."""
    begin, said = told.event.time.earliest_begin if told.event.time else "", unreal.telling.article.published
    return bool(begin and said) and begin[:10] > said[:10]


_LABELS: Final = {"occurred": "happened", "ongoing": "goes on", "denied": "denied", "notHappened": "did not happen"}


def _times(one: Told, other: Told) -> Iterator[Contradiction]:
    first, second = _days(one.event), _days(other.event)
    if first is None or second is None or max(first[0], second[0]) - min(first[1], second[1]) <= _SLACK:
        return
    spans = [f"{a} to {b}" if a != b else f"{a}" for a, b in (first, second)]
    yield Contradiction(
        "time", *(told.side(told.of("time")[0], words) for told, words in zip((one, other), spans, strict=True))
    )


def _days(event: Event) -> tuple[date, date] | None:
    """The outermost days that the words of an event give; None where they leave an end open or say no time."""
    time = event.time
    if time is None or time.words is None or time.basis == "inferred" or not (time.earliest_begin and time.latest_end):
        return None
    return date.fromisoformat(time.earliest_begin[:10]), date.fromisoformat(time.latest_end[:10])


def _places(one: Told, other: Told) -> Iterator[Contradiction]:
    first, second = one.named("place"), other.named("place")
    around = [{holder for part in places.values() for holder in told.holders(part.value)}
              for told, places in ((one, first), (other, second))]  # fmt: skip
    if not first or not second or first.keys() & around[1] or second.keys() & around[0]:
        return
    for ours in first.values():
        for theirs in second.values():
            entities = one.entity(ours), other.entity(theirs)
            if {entity.type for entity in entities} <= _SETTLED or _two_countries(one, entities[0], other, entities[1]):
                yield Contradiction("place", one.side(ours, entities[0].name), other.side(theirs, entities[1].name))


def _two_countries(one: Told, first: Entity, other: Told, second: Entity) -> bool:
    countries = country_of(first, one.entities), country_of(second, other.entities)
    return "" not in countries and countries[0] != countries[1]


def _actors(one: Told, other: Told) -> Iterator[Contradiction]:
    types = EventTypes.load()
    if any(told.event.type not in types or types.coarse(told.event.type) not in _DONE_BY_ONE for told in (one, other)):
        return
    first, second = one.named("agent"), other.named("agent")
    if first.keys() & second.keys():
        return
    for ours in first.values():
        for theirs in second.values():
            if _others(one, one.entity(ours), other, other.entity(theirs)):
                names_ = one.entity(ours).name, other.entity(theirs).name
                yield Contradiction("actor", one.side(ours, names_[0]), other.side(theirs, names_[1]))


def _others(one: Told, first: Entity, other: Told, second: Entity) -> bool:
    """Whether two actors exclude each other: an army and its country do not, a general and his army neither."""
    groups = [group_of(entity.type) for entity in (first, second)]
    if groups == ["person", "person"]:
        return True
    if not set(groups) <= {"organisation", "country"}:
        return False
    if first.type == second.type != "country":
        return True
    return _two_countries(one, first, other, second)


def _figures(one: Told, other: Told, gone: Collection[str]) -> Iterator[Contradiction]:
    about = common_class((one.event.type, other.event.type))
    if about in PASSING and later(*sorted((t.telling.article.published for t in (one, other)), reverse=True)):
        return
    first, second = (
        {figure: number for figure, number in told.numbers.items() if told.said[figure].figure not in gone}
        for told in (one, other)
    )
    for (ours, mine), (theirs, rival) in product(first.items(), second.items()):
        if compare_numbers(mine, rival, about) == "differ" and not both_told(
            mine, rival, first.values(), second.values()
        ):
            yield Contradiction("figure", one.figure_side(ours), other.figure_side(theirs))


def _counted(told: Told) -> list[Figure]:
    """The figures of the whole that nobody took back: "14 of the 23" and "two of the wounded" are of a part."""
    return [
        figure
        for figure in told.telling.extraction.figures
        if figure.id in told.figures
        and figure.value is not None
        and not figure.withdrawn
        and not of_part(told.telling.article.text, figure, told.telling.extraction)
    ]
