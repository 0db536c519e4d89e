"""What the catalog answers with: articles, entities, events, statements, figures, offices, hits, pages.

Input: rows of the catalog. Output: frozen values for the command line and the HTTP service.
Pure values. Ids are those that stand in the IRIs: id/event-ID, id/entity-ID ...
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list.

    Attributes:
        total: how many there are in all, with the same filters.
        next: cursor of the page after this one, "" at the end.
    """

    items: tuple[T, ...]
    total: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A canonical entity by id and label."""

    id: str
    label: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article in the graph, and how much was read from it.

    Attributes:
        beginning: its first words, cut short, where it has no title; "" for any other.
    """

    id: str
    title: str
    source: str
    url: str
    published: str
    language: str
    external_id: str
    length: int
    extractor: str
    position: int
    extraction_position: int
    added_at: str
    notes: tuple[str, ...]
    entities: int
    events: int
    statements: int
    figures: int
    offices: int
    beginning: str = ""

    @property
    def called(self) -> str:
        """The title, or the first words of an article that has none; "" for one of no words."""
        return self.title or self.beginning


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A canonical entity."""

    id: str
    label: str
    type: str
    country: str
    description: str
    within: Named | None
    latitude: float | None
    longitude: float | None
    external: tuple[str, ...]
    absorbed: tuple[str, ...]
    aliases: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what stands in a role of an event.

    Attributes:
        role: local name of the property ("agent").
        entity: the canonical entity, None for mere words or another event.
        event: id of the other event, "" if it is none.
    """

    role: str
    words: str
    entity: Named | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A number about an event, and which statements claim it; *part*: of a part, as kb.resolution.events.partial says;
    *change*: as kb.model.Figure has it."""

    id: str
    article: str
    event: str
    words: str
    comparator: str
    value: float | None
    upper: float | None
    unit: str
    counts: str
    whole: float | None
    withdrawn: bool
    confidence: float
    start: int
    end: int
    claimed_by: tuple[str, ...] = ()
    part: bool = False
    change: str = ""

    @property
    def difference(self) -> str:
        """Return "more", "fewer" or "less", of a difference; else ""."""
        return {"increase": "more", "decrease": "less" if self.unit else "fewer"}.get(self.change, "")

    @property
    def told(self) -> str:
        """Return number and what is counted as a line has them: "at least 14 killed", "six more killed"."""
        return " ".join(f"{self.words} {self.difference} {self.counts}".split())


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as one article tells it.

    Attributes:
        begin, end: outermost days, "" where open.
        start, stop: the trigger's characters in the article.
        claimed_by: ids of statements; none: the article's own voice.
    """

    id: str
    article: str
    local: str
    type: str
    label: str
    reality: str
    modality: str
    begin: str
    end: str
    happening: str
    confidence: float
    start: int
    stop: int
    participants: tuple[Participant, ...] = ()
    figures: tuple[FigureRecord, ...] = ()
    claimed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventLink:
    """One event of an article is part of another, or was brought about by it.

    Attributes:
        link: local name of the property: "partOf" or "causedBy".
        event, other: ids of the events; *event* is the part, or the effect.
    """

    link: str
    event: str
    other: str


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """Something somebody is reported to have said."""

    id: str
    article: str
    local: str
    content: str
    mode: str
    status: str
    basis: str
    cue: str
    medium: str
    nested_in: str
    confidence: float
    start: int
    stop: int
    speakers: tuple[Named, ...] = ()
    addressees: tuple[Named, ...] = ()
    speaker_words: str = ""
    asserts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """An office that a person holds, held or seeks, as one article says."""

    id: str
    article: str
    person: Named
    title: str
    organisation: Named | None
    place: Named | None
    country: str
    status: str
    since: str
    until: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that full-text search found.

    Attributes:
        kind: "article", "entity" or "statement".
        title: of the article; the entity's label; the speaker's words.
        snippet: words around the match, each matched word between "[" and "]".
        match: "words" if it holds all words; "alike" if it is called much the same, in another spelling maybe.
    """

    kind: str
    id: str
    title: str
    snippet: str
    score: float
    match: Literal["words", "alike"] = "words"
