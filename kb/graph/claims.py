"""The claims of one reading: every part of an event, statement or office that a person may judge by itself.

Input: an extraction. Output: Parts, each with the node of its kb:Claim; read by kb.graph.curation and by whoever
names claims for people. A test holds them to the claims that kb.graph.article_graph makes.
Pure. A claim is known by the article's own things, so that no merge of canonical entities gives it another name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kb.graph import names, words
from kb.graph.iris import Iris
from kb.graph.reality import reality
from kb.graph.times import stamps_of, time_iri
from kb.model import Article, Event, Extraction, Figure, Office, Role, Span, Statement
from kb.model.identity import own_id

KIND_OF: Final = {"v": "event", "s": "statement", "q": "figure", "o": "office"}
ENTITY_FIELDS: Final = frozenset(
    {words.ROLE[role].rpartition("#")[2] for role in words.ROLE}
    | {"place", "speaker", "addressee", "medium", "holder", "organization", "jurisdiction"}
)
EVENT_FIELDS: Final = frozenset({"partOf", "causedBy", "asserts"})
Item = Event | Statement | Figure | Office
FIRST_PLACE: Final = 1_000  # index of an event's first place, so that a role that people add moves none
PHRASE: Final = "-"  # in a value "12-31": words that name no entity


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an item says.

    Attributes:
        local: the item: v1, s1, q1, o1.
        field: local name of its property in the graph: "agent", "eventType", "value".
        value: a type, a number, stamps "A/B/C/D", the local id of an entity or event, "START-END" for plain words.
        words: where it stands; None where only the item's own words say it.
        claim: the node of its claim; None for what the graph states without one.
        index: which of several of its kind in the model, as role, place, speaker ...
    """

    local: str
    field: str
    value: str
    words: Span | None = None
    claim: NamedNode | None = None
    index: int = 0


def kind_of(local: str) -> str:
    """Return event, statement, figure or office for a local id; "" for one that is no claim."""
    return KIND_OF.get(local[:1], "") if local[1:].isdigit() else ""


def item(extraction: Extraction, local: str) -> Item | None:
    """Return the event, statement, figure or office of a local id."""
    return next((one for one in items(extraction, kind_of(local)) if one.id == local), None)


def items(extraction: Extraction, kind: str) -> Sequence[Item]:
    """Return all events, statements, figures or offices."""
    kinds: Mapping[str, Sequence[Item]] = {
        "event": extraction.events,
        "statement": extraction.statements,
        "figure": extraction.figures,
        "office": extraction.offices,
    }
    return kinds.get(kind, ())


def spans_of(one: Item) -> tuple[Span, ...]:
    """Return the words at which an item stands."""
    if isinstance(one, Event):
        return (one.trigger, *one.other_mentions)
    if isinstance(one, Statement):
        return one.content or ((one.cue,) if one.cue else ())
    return (one.span,)


class Claims:
    """Reads the parts of one article's items.

    Args:
        article: its text has the cues that turn "did not happen" into "denied".
        extraction: whose parts they are.
        iris: of the home.
    """

    def __init__(self, article: Article, extraction: Extraction, iris: Iris) -> None:
        self._article = article
        self._extraction = extraction
        self._iris = iris
        self._events = {event.id for event in extraction.events}
        self._entities = {entity.id for entity in extraction.entities}

    def all(self) -> Iterator[Part]:
        """Yield every part of every item, in text order by kind."""
        for kind in ("events", "statements", "figures", "offices"):
            for one in getattr(self._extraction, kind):
                yield from self.of(one)

    def of(self, one: Item) -> list[Part]:
        """Return the parts of one item."""
        if isinstance(one, Event):
            return list(self._event(one))
        if isinstance(one, Statement):
            return list(self._statement(one))
        return list(self._figure(one) if isinstance(one, Figure) else self._office(one))

    def node(self, local: str) -> NamedNode:
        """Return the node of an item."""
        return self._iris.local(self._article.id, local)

    def figure_claim(self, figure: Figure) -> NamedNode:
        """Return the claim that an event has a figure: the figure as a whole."""
        return self._claim(self._iris.event(self._article.id, figure.event), names.kb("figure"), self.node(figure.id))

    def formerly(self, part: Part, links: Mapping[str, str]) -> str:
        """Return the IRI that the claim of a part had when claims were named by canonical entities; "" for others.

        Args:
            links: local id -> canonical id, of the time.
        """
        if part.field not in ENTITY_FIELDS or part.value not in links or part.value in self._events:
            return ""
        value = self._iris.entity(links[part.value])
        return self._claim(self.node(part.local), names.kb(part.field), value).value

    def _claim(self, subject: NamedNode, predicate: NamedNode, value: object) -> NamedNode:
        return self._iris.claim(self._article.id, str(subject), str(predicate), str(value))

    def _own(self, local: str) -> NamedNode:
        if local in self._events:
            return self._iris.event(self._article.id, local)
        return self._iris.entity(own_id(self._article.id, local))

    def _part(self, one: str, field: str, value: str, term: object, words_: Span | None = None, index: int = 0) -> Part:
        return Part(one, field, value, words_, self._claim(self.node(one), names.kb(field), term), index)

    def _event(self, event: Event) -> Iterator[Part]:
        statements = {s.id: s for s in self._extraction.statements}
        cues = [statements[s].cue for s in event.sources if s in statements]
        real = reality(event.polarity, event.modality, (c.of(self._article.text) if c else "" for c in cues))
        yield self._part(event.id, "eventType", event.type, names.event_type(event.type))
        yield self._part(event.id, "reality", real, names.kb(real))
        for index, role in enumerate(event.roles):
            value, term = self._filler(role)
            yield self._part(event.id, role_field(role.role), value, term, role.span, index)
        for index, place in enumerate(event.places):
            span = event.place_spans[index] if index < len(event.place_spans) else None
            yield self._part(event.id, "place", place, self._own(place), span, FIRST_PLACE + index)
        if event.time:
            term = time_iri(self._iris, self._article.id, event.time, event.id)
            yield self._part(event.id, "time", "/".join(stamps_of(event.time)), term, event.time.words)
        if event.part_of:
            yield self._part(event.id, "partOf", event.part_of, self._own(event.part_of))
        for index, cause in enumerate(event.causes):
            yield self._part(event.id, "causedBy", cause, self._own(cause), index=index)

    def _filler(self, role: Role) -> tuple[str, NamedNode]:
        if role.entity or role.event:
            return role.entity or role.event, self._own(role.entity or role.event)
        span = role.span
        return f"{span.start}{PHRASE}{span.end}", self._iris.phrase(self._article.id, span.start, span.end)

    def _statement(self, statement: Statement) -> Iterator[Part]:
        for field, locals_, span in (
            ("speaker", statement.speakers, statement.speaker_span),
            ("addressee", statement.addressees, statement.addressee_span),
        ):
            for index, local in enumerate(locals_):
                yield self._part(statement.id, field, local, self._own(local), span, index)
        medium = statement.medium_span
        if statement.medium in self._entities:
            yield self._part(statement.id, "medium", statement.medium, self._own(statement.medium), medium)
        elif medium:
            term = self._iris.phrase(self._article.id, medium.start, medium.end)
            yield self._part(statement.id, "medium", f"{medium.start}{PHRASE}{medium.end}", term, medium)
        for index, local in enumerate(statement.claims):
            yield self._part(statement.id, "asserts", local, self._own(local), index=index)
        for index, local in enumerate(statement.about):
            yield self._part(statement.id, "about", local, self._own(local), index=index)
        yield Part(statement.id, "statementStatus", statement.status)

    def _figure(self, figure: Figure) -> Iterator[Part]:
        number = " ".join(
            f"{n:g}" if n != int(n) else f"{n:.0f}" for n in (figure.value, figure.upper) if n is not None
        )
        yield Part(figure.id, "value", f"{figure.comparator} {number}".strip(), figure.span)
        for field, value in (("unit", figure.unit), ("counts", figure.of)):
            if value:
                yield Part(figure.id, field, value)
        if figure.whole is not None:
            yield Part(figure.id, "whole", names.decimal(figure.whole).value)
        if figure.change:
            yield Part(figure.id, "change", figure.change)
        if figure.withdrawn:
            yield Part(figure.id, "withdrawn", "true")

    def _office(self, office: Office) -> Iterator[Part]:
        yield self._part(office.id, "holder", office.person, self._own(office.person))
        yield self._part(office.id, "roleTitle", office.role, names.text(office.role))
        if office.organisation:
            yield self._part(office.id, "organization", office.organisation, self._own(office.organisation))
        for index, local in enumerate((office.place, office.country)):
            if local in self._entities and (index == 0 or local != office.place):
                yield self._part(office.id, "jurisdiction", local, self._own(local), index=index)
        yield Part(office.id, "positionStatus", office.status)
        for field, value in (("since", office.since), ("until", office.until)):
            if value:
                yield Part(office.id, field, value)


def role_field(role: str) -> str:
    """Return the property of a role, "agent"."""
    return words.ROLE[role].rpartition("#")[2]
