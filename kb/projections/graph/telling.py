"""What one article tells of a happening, with its claims at hand.

Input: the fold and the log, or what was read from articles. Output: tellings, read by
kb.projections.graph.contradictions and kb.projections.graph.vouching.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from kb.graph.claims import Claims, Part
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.model import Article, Entity, Event, Extraction, Figure
from kb.projections.contract import Sources
from kb.projections.folding.curating import LinksAsked, curated_reading
from kb.projections.folding.tables import Tables
from kb.projections.graph.opposition import Side
from kb.resolution.events.figures import Number, number
from kb.resolution.events.partial import of_part
from kb.resolution.events.voices import STANDING, Said, called
from kb.resolution.posts import of_a_place

MOST: Final = 24  # tellings of one happening that are compared, so that another one costs the same always


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
