"""One article with what was read from it, and its facts as single lines.

Input: an article, its extraction, who its entities are. Output: names, ids and
kb.service.display.page.Fact values, from which kb.service.display.pages makes pages.
Pure. Never: shows a fact of an extraction without its words.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode

from kb.graph.claims import Claims, item
from kb.graph.iris import Iris
from kb.graph.labels import event_label
from kb.model import Article, Entity, Event, Extraction, Figure, Statement
from kb.service.display.page import Fact, quotes
from kb.service.display.wording import figure_words, office_words, reality_words, stance, time_words


class Reading:
    """One article with its extraction, ready to be asked for names and ids.

    Args:
        article: the stored revision.
        extraction: what was read from it.
        iris: of the home.
        links: local entity or event id -> canonical id.
        renamed: claim as its value would name it -> its name; see kb.graph.curation.
    """

    def __init__(
        self,
        article: Article,
        extraction: Extraction,
        iris: Iris,
        links: Mapping[str, str],
        renamed: Mapping[NamedNode, NamedNode] = MappingProxyType({}),
    ) -> None:
        self.article = article
        self.extraction = extraction
        self.iris = iris
        self.links = links
        self._renamed = renamed
        self._claims = Claims(article, extraction, iris)
        self._made: dict[str, dict[tuple[str, int], NamedNode]] = {}  # item -> what it claims, looked up once
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in extraction.entities}
        self.events: Mapping[str, Event] = {event.id: event for event in extraction.events}
        self.statements: Mapping[str, Statement] = {s.id: s for s in extraction.statements}

    def name(self, local: str) -> str:
        """Return the name of an entity, the label of an event or the words of a statement."""
        if local in self.entities:
            return self.entities[local].name
        if local in self.events:
            return event_label(self.article.text, self.events[local], self.entities, self.extraction.figures)
        if local in self.statements:
            return self.content(self.statements[local])
        return local

    def became(self, event: Event) -> str:
        """Return what the text says became of an event, in words; "denied" where only those who deny it speak of it."""
        told = (self.statements.get(source) for source in event.sources)
        return reality_words(event, [one.cue.of(self.article.text) if one and one.cue else "" for one in told])

    def claim(self, local: str, field: str = "", index: int = 0) -> str:
        """Return the id of the claim that an item makes in a field, "" if it makes none; without a field the item's."""
        if not field:
            return _tail(self.iris.local(self.article.id, local).value)
        claim = self._claims_of(local).get((field, index))
        return self._name(claim) if claim is not None else ""

    def claims(self, local: str) -> frozenset[str]:
        """Return the ids of all claims that an item makes in its fields."""
        return frozenset(self._name(claim) for claim in self._claims_of(local).values())

    def _claims_of(self, local: str) -> dict[tuple[str, int], NamedNode]:
        if local not in self._made:
            one, made = item(self.extraction, local), self._made.setdefault(local, {})
            for part in self._claims.of(one) if one else ():
                if part.claim is not None:
                    made.setdefault((part.field, part.index), part.claim)
        return self._made[local]

    def _name(self, claim: NamedNode) -> str:
        return _tail(self._renamed.get(claim, claim).value)

    def ref(self, local: str) -> str:
        """Return the id of an entity, event or statement as `kb show` takes it."""
        if local in self.entities:
            return _tail(self.iris.entity(self.links[local]).value)
        if local in self.events:
            return _tail(self.iris.event(self.article.id, local).value)
        return _tail(self.iris.statement(self.article.id, local).value)

    def content(self, statement: Statement) -> str:
        """Return what a statement says, on one line."""
        return " … ".join(" ".join(span.of(self.article.text).split()) for span in statement.content)

    def voice(self, sources: Iterable[str]) -> str:
        """Return who claims something: the speakers of *sources*, "" for the article itself."""
        names: list[str] = []
        for source in sources:
            statement = self.statements.get(source)
            if statement is not None:
                names += [self.name(speaker) for speaker in statement.speakers] or ["an unnamed source"]
        return ", ".join(dict.fromkeys(names))


def event_fact(reading: Reading, event: Event) -> Fact:
    """Return an event as one line."""
    parts = [reading.became(event), time_words(event.time)]
    spans = [event.trigger, event.time.words if event.time else None]
    return Fact(
        reading.name(event.id),
        ", ".join(part for part in parts if part),
        reading.ref(event.id),
        quotes(reading.article, spans[:1]),
        reading.voice(event.sources),
        event.confidence,
    )


def figure_fact(reading: Reading, figure: Figure) -> Fact:
    """Return a figure as one line, named by its event."""
    return Fact(
        reading.name(figure.event),
        figure_words(figure, figure.words(reading.article.text)),
        reading.ref(figure.event),
        quotes(reading.article, [figure.span]),
        reading.voice(figure.sources),
        figure.confidence,
        reading.claim(figure.id),
    )


def statement_fact(reading: Reading, statement: Statement) -> Fact:
    """Return a statement as one line, named by its speakers."""
    status = "" if statement.status == "reported" else f" ({statement.status.replace('_', ' ')})"
    return Fact(
        " ".join(filter(None, (reading.voice([statement.id]), stance(reading.article, statement)))),
        (reading.content(statement) or "nothing reported") + status,
        reading.ref(statement.id),
        quotes(reading.article, statement.content or [statement.cue]),
        certainty=statement.confidence,
    )


def office_facts(reading: Reading, persons: set[str] | None = None) -> Iterator[Fact]:
    """Yield who holds which office; only those of *persons* if given."""
    for office in reading.extraction.offices:
        if persons is not None and office.person not in persons:
            continue
        where = [reading.name(local) for local in (office.organisation, office.place, office.country) if local]
        dates = [f"since {office.since}" if office.since else "", f"until {office.until}" if office.until else ""]
        value = ", ".join(part for part in (office_words(office), *where, *dates) if part)
        yield Fact(
            reading.name(office.person),
            value,
            reading.ref(office.person),
            quotes(reading.article, [office.span]),
            certainty=office.confidence,
            claim=reading.claim(office.id),
        )


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
